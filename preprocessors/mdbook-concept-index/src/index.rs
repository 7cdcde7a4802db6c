//! The concept index, at `<!-- concept-index -->`.

use std::collections::HashSet;

use book_model::{ChapterId, Concept, ConceptId, Container, Edit, MarkerKind, NameKey, Names, Use};
use rayon::prelude::*;

use crate::{Concepts, Writer};

pub(crate) fn edits(concepts: &Concepts<'_>, chapter: ChapterId) -> Vec<Edit> {
    // With nothing to show, the comment stays: nobody sees it.
    if concepts.model.concepts.is_empty() {
        return Vec::new();
    }
    let page = &concepts.model.chapter(chapter).page;
    page.splice(MarkerKind::ConceptIndex, |marker, _| {
        let index = Index::new(concepts, chapter);
        if concepts.style.html {
            index.html()
        } else {
            index.markdown(&marker.container)
        }
    })
}

/// An entry: a concept under its name, or under one of its other names.
enum Entry<'a> {
    Concept(ConceptId),
    See { alias: &'a str, concept: ConceptId },
}

struct Index<'a> {
    concepts: &'a Concepts<'a>,
    writer: Writer<'a>,
    /// For each concept, its uses outside its own definition.
    uses: Vec<Vec<&'a Use>>,
}

impl<'a> Index<'a> {
    fn new(concepts: &'a Concepts<'a>, from: ChapterId) -> Index<'a> {
        let model = concepts.model;
        let mut uses = vec![Vec::new(); model.concepts.len()];
        for used in model
            .uses
            .iter()
            .filter(|used| used.in_definition != Some(used.concept))
        {
            uses[used.concept.0].push(used);
        }
        let html = concepts.style.html;
        Index {
            concepts,
            writer: Writer { model, from, html },
            uses,
        }
    }

    /// By name, without regard to case or to signs ahead of the first letter.
    fn entries(&self) -> Vec<Entry<'a>> {
        let mut entries = Vec::new();
        let model = self.concepts.model;
        for (index, concept) in model.concepts.iter().enumerate() {
            let id = ConceptId(index);
            entries.push((concept.name.as_str(), Entry::Concept(id)));
            entries.extend(
                other_names(concept, model.english)
                    .map(|alias| (alias, Entry::See { alias, concept: id })),
            );
        }
        entries.sort_by_cached_key(|(name, _)| {
            let letters = name.trim_start_matches(|char: char| !char.is_alphanumeric());
            (NameKey::new(&letters.to_lowercase()), *name)
        });
        entries.into_iter().map(|(_, entry)| entry).collect()
    }

    /// Everything on one line: a blank line would end the HTML, and a container's prefix break it.
    fn html(&self) -> String {
        let entries = self.entries();
        let entries: Vec<String> = entries.par_iter().map(|one| self.entry(one)).collect();
        format!("<dl class=\"concept-index\">{}</dl>", entries.concat())
    }

    fn entry(&self, entry: &Entry<'_>) -> String {
        match *entry {
            Entry::See { alias, concept } => {
                let (alias, see) = (self.writer.text(alias), self.words("see"));
                format!(
                    "<dt class=\"see\">{alias}</dt><dd class=\"see\">{see} {}</dd>",
                    self.writer.concept(concept)
                )
            }
            Entry::Concept(id) => {
                let note = &self.concepts.model.concept(id).note;
                let mut out = format!("<dt>{}</dt><dd>", self.writer.concept(id));
                if !note.is_empty() {
                    out.push_str(&format!("<p>{}</p>", note.html()));
                }
                out.push_str("<ul>");
                for (key, links) in self.facts(id) {
                    out.push_str(&format!(
                        "<li>{} {}</li>",
                        self.words(key),
                        links.join(", ")
                    ));
                }
                out + "</ul></dd>"
            }
        }
    }

    fn markdown(&self, container: &Container) -> String {
        let mut lines = Vec::new();
        for entry in self.entries() {
            match entry {
                Entry::See { alias, concept } => {
                    let (alias, see) = (self.writer.text(alias), self.words("see"));
                    lines.push(format!("- {alias}: {see} {}", self.writer.concept(concept)));
                }
                Entry::Concept(id) => {
                    let note = self.concepts.model.concept(id).note.markdown();
                    let joint = if note.is_empty() { "" } else { ": " };
                    lines.push(format!("- **{}**{joint}{note}", self.writer.concept(id)));
                    let facts = self.facts(id).into_iter();
                    lines.extend(facts.map(|(key, links)| {
                        format!("  - {} {}", self.words(key), links.join(", "))
                    }));
                }
            }
        }
        container.generated("concept-index", &lines)
    }

    fn words(&self, key: &str) -> String {
        self.writer.text(&self.concepts.style.texts.get(key))
    }

    /// What is known of a concept: the key of the words, and links.
    fn facts(&self, id: ConceptId) -> Vec<(&'static str, Vec<String>)> {
        let concept = self.concepts.model.concept(id);
        let page = &self.concepts.model.chapter(concept.chapter).page;
        let start = page.definitions[concept.definition].range.start;
        let facts = [
            ("introduced-in", vec![self.place(concept.chapter, start)]),
            ("used-in", self.places_of_use(id)),
        ];
        let joined = self.concepts.joined(id).map(|(key, others)| {
            let links = others.iter().map(|&other| self.writer.concept(other));
            (key, links.collect())
        });
        facts
            .into_iter()
            .chain(joined)
            .filter(|(_, links)| !links.is_empty())
            .collect()
    }

    /// Each place once that uses the concept outside its own definition, by chapter and heading.
    fn places_of_use(&self, id: ConceptId) -> Vec<String> {
        let mut seen = HashSet::new();
        let places = self.uses[id.0].iter().map(|used| {
            let link = &self.concepts.model.chapter(used.chapter).page.links[used.link];
            self.place(used.chapter, link.range.start)
        });
        places.filter(|place| seen.insert(place.clone())).collect()
    }

    /// A link to the heading that `offset` stands under: "Chapter › Heading".
    fn place(&self, chapter: ChapterId, offset: usize) -> String {
        let known = self.concepts.model.chapter(chapter);
        let title = known.title();
        match known.page.heading_at(offset) {
            Some(heading) if heading.text != title => {
                let text = self.writer.text(&format!("{title} › {}", heading.text));
                self.writer.link(chapter, &heading.anchor, &text)
            }
            _ => self.writer.link(chapter, "", &self.writer.text(title)),
        }
    }
}

/// The aliases that a reader would look for elsewhere in the alphabet: not those that only inflect
/// the name, and would stand right beside it.
fn other_names(concept: &Concept, english: bool) -> impl Iterator<Item = &str> {
    let mut names = Names::new(english);
    names.add(&concept.name, ());
    concept
        .aliases
        .iter()
        .map(String::as_str)
        .filter(move |alias| names.find(alias).is_none())
}
