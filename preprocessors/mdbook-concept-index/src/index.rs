//! The concept index, at `<!-- concept-index -->`.

use std::collections::HashSet;

use book_model::{
    ChapterId, Concept, ConceptId, Container, Edit, MarkerKind, Model, NameKey, Names, Use,
};
use book_plugin::Style;

use crate::Writer;

pub(crate) fn edits(model: &Model, style: &Style, chapter: ChapterId, text: &str) -> Vec<Edit> {
    // With nothing to show, the comment stays: nobody sees it.
    if model.concepts.is_empty() {
        return Vec::new();
    }
    let markers = model.chapter(chapter).page.markers.iter();
    markers
        .filter(|marker| marker.kind == MarkerKind::ConceptIndex)
        .map(|marker| {
            let container = Container::at(text, marker.range.start);
            let index = Index::new(model, style, chapter);
            let generated = if style.html {
                index.html()
            } else {
                index.markdown(&container)
            };
            Edit::replace(
                marker.range.clone(),
                format!("{generated}\n{}", container.blank()),
            )
        })
        .collect()
}

/// An entry: a concept under its name, or under one of its other names.
enum Entry<'a> {
    Concept(ConceptId),
    See { alias: &'a str, concept: ConceptId },
}

struct Index<'a> {
    model: &'a Model,
    style: &'a Style,
    writer: Writer<'a>,
    /// For each concept, its uses outside its own definition.
    uses: Vec<Vec<&'a Use>>,
    /// For each concept, those whose definitions use it.
    needed_for: Vec<Vec<ConceptId>>,
}

impl<'a> Index<'a> {
    fn new(model: &'a Model, style: &'a Style, from: ChapterId) -> Index<'a> {
        let mut uses = vec![Vec::new(); model.concepts.len()];
        for used in model
            .uses
            .iter()
            .filter(|used| used.in_definition != Some(used.concept))
        {
            uses[used.concept.0].push(used);
        }
        let mut needed_for = vec![Vec::new(); model.concepts.len()];
        for (index, concept) in model.concepts.iter().enumerate() {
            for &other in &concept.depends_on {
                needed_for[other.0].push(ConceptId(index));
            }
        }
        let html = style.html;
        Index {
            model,
            style,
            writer: Writer { model, from, html },
            uses,
            needed_for,
        }
    }

    /// By name, without regard to case or to signs ahead of the first letter.
    fn entries(&self) -> Vec<Entry<'a>> {
        let mut entries = Vec::new();
        for (index, concept) in self.model.concepts.iter().enumerate() {
            let id = ConceptId(index);
            entries.push((concept.name.as_str(), Entry::Concept(id)));
            entries.extend(
                other_names(concept).map(|alias| (alias, Entry::See { alias, concept: id })),
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
        let mut out = String::from("<dl class=\"concept-index\">");
        for entry in self.entries() {
            match entry {
                Entry::See { alias, concept } => {
                    let (alias, see) = (self.writer.text(alias), self.words("see"));
                    out.push_str(&format!(
                        "<dt class=\"see\">{alias}</dt><dd class=\"see\">{see} {}</dd>",
                        self.writer.concept(concept)
                    ));
                }
                Entry::Concept(id) => {
                    let note = &self.model.concept(id).note;
                    out.push_str(&format!("<dt>{}</dt><dd>", self.writer.concept(id)));
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
                    out.push_str("</ul></dd>");
                }
            }
        }
        out + "</dl>"
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
                    let note = self.model.concept(id).note.markdown();
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
        self.writer.text(&self.style.texts.get(key))
    }

    /// What is known of a concept: the key of the words, and links.
    fn facts(&self, id: ConceptId) -> Vec<(&'static str, Vec<String>)> {
        let concept = self.model.concept(id);
        let concepts = |ids: &[ConceptId]| {
            ids.iter()
                .map(|&other| self.writer.concept(other))
                .collect()
        };
        let page = &self.model.chapter(concept.chapter).page;
        let start = page.definitions[concept.definition].range.start;
        let facts = [
            ("introduced-in", vec![self.place(concept.chapter, start)]),
            ("used-in", self.places_of_use(id)),
            ("depends-on", concepts(&concept.depends_on)),
            ("needed-for", concepts(&self.needed_for[id.0])),
        ];
        facts
            .into_iter()
            .filter(|(_, links)| !links.is_empty())
            .collect()
    }

    /// Each place once that uses the concept outside its own definition, by chapter and heading.
    fn places_of_use(&self, id: ConceptId) -> Vec<String> {
        let mut seen = HashSet::new();
        let places = self.uses[id.0].iter().map(|used| {
            let link = &self.model.chapter(used.chapter).page.links[used.link];
            self.place(used.chapter, link.range.start)
        });
        places.filter(|place| seen.insert(place.clone())).collect()
    }

    /// A link to the heading that `offset` stands under: "Chapter › Heading".
    fn place(&self, chapter: ChapterId, offset: usize) -> String {
        let known = self.model.chapter(chapter);
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
fn other_names(concept: &Concept) -> impl Iterator<Item = &str> {
    let mut names = Names::new(true);
    names.add(&concept.name, ());
    concept
        .aliases
        .iter()
        .map(String::as_str)
        .filter(move |alias| names.find(alias).is_none())
}
