//! A first look at a chapter that was saved, ahead of the whole book.
//!
//! What becomes of a chapter depends on its own text, on the concepts that it uses, and on the reading paths
//! that it lies on: on a small part of a large book. So that an author sees a save at once, the chapter
//! is rendered as a part of that. It is a guess, and never the last word: the whole book is rendered right
//! behind it, and what the guess had wrong is put right with that.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use book_model::{GENERATED_BEGIN, GENERATED_END, normalize};
use mdbook_core::book::{Book, BookItem, Chapter};
use mdbook_core::config::Config;
use rayon::prelude::*;

use crate::plugin;

/// How many chapters are looked at: when more are saved at once, nobody waits for one of them.
const MOST: usize = 8;
/// What stands where something is made from the whole book.
const MARKERS: [&str; 4] = ["concept-index", "concept-map", "reading-paths", "checklist"];

/// What a look needs of the book that was rendered last.
pub(crate) struct Basis {
    /// The book as it was read.
    pub(crate) book: Book,
    /// The configuration that it was rendered with.
    pub(crate) config: Config,
    /// The numbers of the chapters, by their files; no chapter whose path another one has too.
    numbers: HashMap<PathBuf, usize>,
    /// Those on which others rest.
    bearing: HashSet<usize>,
}

impl Basis {
    /// The basis for looks at this book; `None` where others than mdBook and we say what becomes of a
    /// chapter.
    pub(crate) fn new(book: Book, config: &Config, src: &Path) -> Option<Basis> {
        let known = |name: &String| {
            let ours = plugin::all();
            let is_ours = ours.iter().any(|plugin| plugin.name() == name);
            is_ours || matches!(&**name, "links" | "index")
        };
        let tables = config.preprocessors::<serde_json::Value>().ok()?;
        let mut tables = tables.iter();
        let is_known = tables.all(|(name, table)| {
            let command = table.get("command").and_then(serde_json::Value::as_str);
            known(name) && plugin::is_ours(name, command)
        });
        if !is_known {
            return None;
        }
        let chapters: Vec<&Chapter> = book.chapters().collect();
        let numbers = numbers(&chapters, src);
        let bearing = bearing(&chapters, config);
        Some(Basis {
            config: config.clone(),
            numbers,
            bearing,
            book,
        })
    }

    /// The numbers of the chapters that these files are, if nothing else was saved.
    pub(crate) fn chapters(&self, files: &[PathBuf]) -> Option<Vec<usize>> {
        let numbers: Option<HashSet<usize>> = files
            .iter()
            .map(|file| self.numbers.get(file).copied())
            .collect();
        let mut numbers: Vec<usize> = numbers?.into_iter().collect();
        numbers.sort_unstable();
        (1..=MOST).contains(&numbers.len()).then_some(numbers)
    }

    /// The part of the book that these chapters, with these texts, rest on. `None` where one of them shows
    /// something of the whole book.
    pub(crate) fn part(&self, texts: &HashMap<usize, String>) -> Option<Book> {
        let shows_the_whole = |text: &String| {
            text.contains("<!--") && MARKERS.iter().any(|marker| text.contains(marker))
        };
        if texts.values().any(shows_the_whole) {
            return None;
        }
        let mut part = Book::new();
        for (number, chapter) in self.book.chapters().enumerate() {
            let text = texts.get(&number);
            if text.is_none() && !self.bearing.contains(&number) {
                continue;
            }
            part.items.push(BookItem::Chapter(Chapter {
                name: chapter.name.clone(),
                content: text.unwrap_or(&chapter.content).clone(),
                number: chapter.number.clone(),
                sub_items: Vec::new(),
                path: chapter.path.clone(),
                source_path: chapter.source_path.clone(),
                parent_names: chapter.parent_names.clone(),
            }));
        }
        Some(part)
    }
}

/// What the checks have put at the head of a content: it stays there until they have run again.
pub(crate) fn panels(content: &str) -> &str {
    let begin = format!("{GENERATED_BEGIN}mistakes-");
    let mut end = 0;
    while content[end..].trim_start().starts_with(&begin) {
        let Some(length) = content[end..].find(GENERATED_END) else {
            break;
        };
        end += length + GENERATED_END.len();
    }
    &content[..end]
}

fn numbers(chapters: &[&Chapter], src: &Path) -> HashMap<PathBuf, usize> {
    let mut counts: HashMap<&Path, usize> = HashMap::new();
    for chapter in chapters {
        if let Some(path) = &chapter.path {
            *counts.entry(path).or_insert(0) += 1;
        }
    }
    let numbered = chapters.iter().enumerate();
    numbered
        .filter(|(_, chapter)| {
            let path = chapter.path.as_deref();
            path.is_some_and(|path| counts.get(path) == Some(&1))
        })
        .filter_map(|(number, chapter)| Some((src.join(chapter.source_path.as_ref()?), number)))
        .collect()
}

/// The chapters that others rest on: those that define concepts, the reading paths and their steps.
fn bearing(chapters: &[&Chapter], config: &Config) -> HashSet<usize> {
    let by_path: HashMap<String, usize> = chapters
        .iter()
        .enumerate()
        .filter_map(|(number, chapter)| {
            let path = chapter.source_path.as_deref()?.to_string_lossy();
            Some((normalize(&path)?, number))
        })
        .collect();
    let mut bearing: HashSet<usize> = chapters
        .par_iter()
        .enumerate()
        .filter(|(_, chapter)| defines(&chapter.content))
        .map(|(number, _)| number)
        .collect();
    let paths = config.get::<Vec<String>>("preprocessor.reading-paths.paths");
    for path in paths.ok().flatten().unwrap_or_default() {
        let Some(path) = normalize(&path) else {
            continue;
        };
        let Some(&number) = by_path.get(&path) else {
            continue;
        };
        bearing.insert(number);
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let links = destinations(&chapters[number].content);
        let steps = links.filter_map(|link| normalize(&format!("{folder}/{link}")));
        bearing.extend(steps.filter_map(|step| by_path.get(&step)));
    }
    bearing
}

/// Whether a text looks as if it defined a concept: a line that is one link, above one with a colon.
fn defines(text: &str) -> bool {
    let signs = |line: &str| {
        line.trim_start_matches([' ', '\t', '>', '-', '*'])
            .to_owned()
    };
    memchr::memmem::find_iter(text.as_bytes(), "](concept:").any(|at| {
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let mut lines = text[line..].lines().map(signs);
        let term = lines.next().unwrap_or_default();
        let body = lines.find(|line| !line.is_empty()).unwrap_or_default();
        term.starts_with('[') && body.starts_with(':')
    })
}

/// Where the links of a text lead, without anchors.
fn destinations(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.split("](").skip(1);
    ends.filter_map(|rest| rest.split([')', '#', ' ', '\n']).next())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> Book {
        let chapter = |path: &str, text: &str| {
            BookItem::Chapter(Chapter::new(path, text.to_owned(), path, Vec::new()))
        };
        Book::new_with_items(vec![
            chapter("a.md", "# A\n\n> [Thing](concept:)\n> : A note.\n"),
            chapter("b/b.md", "A [thing](concept:).\n\n: no definition\n"),
            chapter("b/path.md", "# Path\n\n1. [A step](../c.md#part) first\n"),
            chapter("c.md", "# C\n"),
            chapter("d.md", "# D\n"),
        ])
    }

    fn basis(toml: &str) -> Option<Basis> {
        Basis::new(book(), &toml.parse().unwrap(), Path::new("/src"))
    }

    #[test]
    fn a_chapter_is_looked_at_with_what_it_rests_on() {
        let toml = "[preprocessor.reading-paths]\npaths = [\"b/path.md\"]\n";
        let basis = basis(toml).unwrap();
        let files = ["/src/d.md", "/src/d.md"].map(PathBuf::from);
        assert_eq!(basis.chapters(&files), Some(vec![4]));
        assert_eq!(basis.chapters(&["/src/SUMMARY.md".into()]), None);
        let part = basis.part(&HashMap::from([(4, "new".to_owned())])).unwrap();
        let names: Vec<&str> = part.chapters().map(|chapter| &*chapter.name).collect();
        assert_eq!(names, ["a.md", "b/path.md", "c.md", "d.md"]);
        assert_eq!(part.chapters().last().unwrap().content, "new");
        let whole = HashMap::from([(4, "<!-- concept-map -->".to_owned())]);
        assert_eq!(basis.part(&whole), None);
    }

    #[test]
    fn panels_stand_at_the_head() {
        let panel = "<!-- generated: mistakes-a -->x<!-- end of generated -->";
        let two = format!("{panel}\n{panel}");
        assert_eq!(panels(&format!("{two}\n<h1>a</h1>{panel}")), two);
        assert_eq!(panels("<h1>a</h1>"), "");
        assert_eq!(panels("<!-- generated: mistakes-a -->"), "");
    }

    #[test]
    fn a_book_with_plugins_of_others_is_seen_as_a_whole() {
        assert!(basis("[preprocessor.other]\n").is_none());
        let toml = "[preprocessor.concept-index]\ncommand = \"python3 index.py\"\n";
        assert!(basis(toml).is_none());
        assert!(basis("[preprocessor.links]\n").is_some());
    }
}
