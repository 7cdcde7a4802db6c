//! The index of the documents, written as `elasticlunr` writes it: the same bytes, at a fraction of the
//! cost, since no tree is made of what is only to be written down.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write;

use anyhow::Result;
use rayon::prelude::*;

use super::documents::Document;
use super::words::{Word, Words};

/// The fields in the order in which they are read; a word of one counts in those behind it, too.
const FIELDS: [&str; 3] = ["title", "body", "breadcrumbs"];
/// The same in the order in which they are written.
const WRITTEN: [usize; 3] = [1, 2, 0];

/// The parts of the index that are not the same for every book, as JSON.
pub(crate) struct Index {
    /// The list of addresses.
    pub(crate) urls: String,
    /// How many words each field of a document has.
    pub(crate) lengths: String,
    /// The texts of the documents.
    pub(crate) texts: String,
    /// How many documents there are.
    pub(crate) count: usize,
    /// The words with the documents that they stand in, by field.
    pub(crate) words: String,
}

/// Makes the index.
///
/// # Errors
///
/// When a text cannot be written as JSON, which none does.
pub(crate) fn index(documents: &[Cow<'_, Document>]) -> Result<Index> {
    let references = References::of(documents.len());
    let read = read(documents);
    let fields: Vec<String> = WRITTEN
        .into_par_iter()
        .map(|field| {
            Ok(format!(
                "\"{}\":{{\"root\":{}}}",
                FIELDS[field],
                trie(&read, field, &references)?
            ))
        })
        .collect::<Result<_>>()?;
    let (urls, (lengths, texts)) = rayon::join(
        || {
            let urls: Vec<&str> = documents.iter().map(|document| &*document.url).collect();
            serde_json::to_string(&urls)
        },
        || {
            rayon::join(
                || lengths(&read, &references),
                || texts(documents, &references),
            )
        },
    );
    Ok(Index {
        urls: urls?,
        lengths,
        texts: texts?,
        count: documents.len(),
        words: format!("{{{}}}", fields.join(",")),
    })
}

/// The names of documents, which are their numbers, in the order in which a map of names has them.
struct References {
    names: Vec<String>,
    sorted: Vec<usize>,
}

impl References {
    fn of(count: usize) -> References {
        let names: Vec<String> = (0..count).map(|number| number.to_string()).collect();
        let mut sorted: Vec<usize> = (0..count).collect();
        sorted.sort_by(|one, other| names[*one].cmp(&names[*other]));
        References { names, sorted }
    }

    /// Goes through the documents in that order.
    fn each(&self) -> impl Iterator<Item = (usize, &str)> {
        self.sorted
            .iter()
            .map(|&index| (index, &*self.names[index]))
    }
}

/// What was read of the documents.
struct Read {
    /// The stems, by number.
    stems: Vec<String>,
    documents: Vec<Counted>,
}

/// The words of a document.
#[derive(Default)]
struct Counted {
    /// How many words each field has.
    lengths: [usize; 3],
    /// How often each word stands in a field and in those ahead of it.
    words: [Vec<(Word, u32)>; 3],
}

/// Reads the documents on every core, each with words of its own, and makes one list of these.
fn read(documents: &[Cow<'_, Document>]) -> Read {
    let share = documents
        .len()
        .div_ceil(rayon::current_num_threads())
        .max(1);
    let parts: Vec<(Vec<String>, Vec<Counted>)> = documents
        .par_chunks(share)
        .map(|documents| {
            let mut words = Words::new();
            let counted = documents.iter().map(|document| count(document, &mut words));
            let counted = counted.collect();
            (words.into_stems(), counted)
        })
        .collect();
    let mut whole = Read {
        stems: Vec::new(),
        documents: Vec::with_capacity(documents.len()),
    };
    let mut numbers: HashMap<String, Word> = HashMap::new();
    for (stems, counted) in parts {
        let renumbered: Vec<Word> = stems
            .into_iter()
            .map(|stem| {
                let next = whole.stems.len() as Word;
                *numbers.entry(stem).or_insert_with_key(|stem| {
                    whole.stems.push(stem.clone());
                    next
                })
            })
            .collect();
        whole
            .documents
            .extend(counted.into_iter().map(|mut counted| {
                for (word, _) in counted.words.iter_mut().flatten() {
                    *word = renumbered[*word as usize];
                }
                counted
            }));
    }
    whole
}

fn count(document: &Document, words: &mut Words) -> Counted {
    let mut counted = Counted::default();
    let mut counts: HashMap<Word, u32> = HashMap::new();
    let texts = [&document.title, &document.body, &document.breadcrumbs];
    for (field, text) in texts.into_iter().enumerate() {
        let found = words.of(text);
        counted.lengths[field] = found.len();
        for word in found {
            *counts.entry(word).or_insert(0) += 1;
        }
        counted.words[field] = counts.iter().map(|(word, count)| (*word, *count)).collect();
    }
    counted
}

fn lengths(read: &Read, references: &References) -> String {
    let each = references.each().map(|(index, name)| {
        let [title, body, breadcrumbs] = read.documents[index].lengths;
        format!("\"{name}\":{{\"body\":{body},\"breadcrumbs\":{breadcrumbs},\"title\":{title}}}")
    });
    format!("{{{}}}", each.collect::<Vec<_>>().join(","))
}

fn texts(documents: &[Cow<'_, Document>], references: &References) -> Result<String> {
    let mut all = Vec::from(b"{");
    for (index, name) in references.each() {
        if all.len() > 1 {
            all.push(b',');
        }
        let document = &documents[index];
        all.extend(format!("\"{name}\":{{\"body\":").bytes());
        serde_json::to_writer(&mut all, &document.body)?;
        all.extend(b",\"breadcrumbs\":");
        serde_json::to_writer(&mut all, &document.breadcrumbs)?;
        all.extend(format!(",\"id\":\"{name}\",\"title\":").bytes());
        serde_json::to_writer(&mut all, &document.title)?;
        all.push(b'}');
    }
    all.push(b'}');
    Ok(String::from_utf8(all)?)
}

/// The words of a field as a tree of their letters.
fn trie(read: &Read, field: usize, references: &References) -> Result<String> {
    let mut places: Vec<Vec<(u32, u32)>> = vec![Vec::new(); read.stems.len()];
    for (index, _) in references.each() {
        for &(word, count) in &read.documents[index].words[field] {
            places[word as usize].push((index as u32, count));
        }
    }
    let mut entries: Vec<Entry<'_>> = read
        .stems
        .iter()
        .zip(places)
        // The empty word has a length and no place.
        .filter(|(stem, places)| !stem.is_empty() && !places.is_empty())
        .map(|(stem, places)| Entry { stem, places })
        .collect();
    entries.sort_unstable_by_key(|entry| entry.stem);
    let mut trie = Trie {
        references,
        frequencies: Vec::new(),
        json: String::new(),
    };
    trie.node(&entries, 0)?;
    Ok(trie.json)
}

/// A word, and the documents that it stands in with how often.
struct Entry<'a> {
    stem: &'a str,
    places: Vec<(u32, u32)>,
}

struct Trie<'a> {
    references: &'a References,
    /// The frequency as it is written for each count.
    frequencies: Vec<String>,
    json: String,
}

impl Trie<'_> {
    /// Writes the node of the words that have their first `depth` bytes in common.
    fn node(&mut self, entries: &[Entry<'_>], depth: usize) -> Result<()> {
        let (own, mut rest) = match entries {
            [first, rest @ ..] if first.stem.len() == depth => (&*first.places, rest),
            _ => (&[][..], entries),
        };
        self.json.push('{');
        self.places(own)?;
        while let Some(letter) = rest
            .first()
            .and_then(|entry| entry.stem[depth..].chars().next())
        {
            let same = |entry: &Entry<'_>| entry.stem[depth..].starts_with(letter);
            let (below, others) = rest.split_at(rest.partition_point(same));
            let letter = letter.encode_utf8(&mut [0; 4]).to_owned();
            write!(self.json, ",{}:", serde_json::to_string(&letter)?)?;
            self.node(below, depth + letter.len())?;
            rest = others;
        }
        self.json.push('}');
        Ok(())
    }

    fn places(&mut self, places: &[(u32, u32)]) -> Result<()> {
        self.json.push_str("\"docs\":{");
        for (position, &(document, count)) in places.iter().enumerate() {
            let comma = if position == 0 { "" } else { "," };
            let name = &self.references.names[document as usize];
            write!(self.json, "{comma}\"{name}\":{{\"tf\":")?;
            let frequency = frequency(&mut self.frequencies, count)?;
            self.json.push_str(frequency);
            self.json.push('}');
        }
        write!(self.json, "}},\"df\":{}", places.len())?;
        Ok(())
    }
}

/// The square root of a count, as JSON.
fn frequency(known: &mut Vec<String>, count: u32) -> Result<&str> {
    while known.len() <= count as usize {
        known.push(serde_json::to_string(&(known.len() as f64).sqrt())?);
    }
    Ok(&known[count as usize])
}
