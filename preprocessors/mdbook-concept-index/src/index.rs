//! The concept index, at `<!-- concept-index -->`.

use std::collections::HashSet;

use book_model::{
    ChapterId, Concept, ConceptId, Container, Edit, MarkerKind, Model, NameKey, Use, escape_html,
    escape_markdown,
};

use crate::{Style, html_link, markdown_link};

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
    from: ChapterId,
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
        Index {
            model,
            style,
            from,
            uses,
            needed_for,
        }
    }

    /// By name, without regard to case.
    fn entries(&self) -> Vec<Entry<'a>> {
        let mut entries = Vec::new();
        for (index, concept) in self.model.concepts.iter().enumerate() {
            let id = ConceptId(index);
            entries.push((concept.name.as_str(), Entry::Concept(id)));
            entries.extend(
                concept
                    .aliases
                    .iter()
                    .map(|alias| (alias.as_str(), Entry::See { alias, concept: id })),
            );
        }
        entries.sort_by_cached_key(|(name, _)| (NameKey::new(&name.to_lowercase()), *name));
        entries.into_iter().map(|(_, entry)| entry).collect()
    }

    /// Everything on one line: a blank line would end the HTML, and a container's prefix break it.
    fn html(&self) -> String {
        let mut out = String::from("<dl class=\"concept-index\">");
        for entry in self.entries() {
            match entry {
                Entry::See { alias, concept } => {
                    let link = self.concept(concept, html_link);
                    let see = escape_html(&self.style.texts.get("see"));
                    out.push_str(&format!(
                        "<dt>{}</dt><dd>{see} {link}</dd>",
                        escape_html(alias)
                    ));
                }
                Entry::Concept(id) => {
                    let note = &self.model.concept(id).note;
                    out.push_str(&format!("<dt>{}</dt><dd>", self.concept(id, html_link)));
                    if !note.is_empty() {
                        out.push_str(&format!("<p>{}</p>", note.html()));
                    }
                    out.push_str("<ul>");
                    for (key, links) in self.facts(id, html_link) {
                        let words = escape_html(&self.style.texts.get(key));
                        out.push_str(&format!("<li>{words} {}</li>", links.join(", ")));
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
                    let link = self.concept(concept, markdown_link);
                    let see = self.style.texts.get("see");
                    lines.push(format!("- {}: {see} {link}", escape_markdown(alias)));
                }
                Entry::Concept(id) => {
                    let note = self.model.concept(id).note.markdown();
                    let joint = if note.is_empty() { "" } else { ": " };
                    lines.push(format!(
                        "- **{}**{joint}{note}",
                        self.concept(id, markdown_link)
                    ));
                    for (key, links) in self.facts(id, markdown_link) {
                        lines.push(format!(
                            "  - {} {}",
                            self.style.texts.get(key),
                            links.join(", ")
                        ));
                    }
                }
            }
        }
        container.generated("concept-index", &lines)
    }

    /// What is known of a concept: the key of the words, and links.
    fn facts(&self, id: ConceptId, link: WriteLink) -> Vec<(&'static str, Vec<String>)> {
        let model = self.model;
        let concept = model.concept(id);
        let concepts =
            |ids: &[ConceptId]| ids.iter().map(|&other| self.concept(other, link)).collect();
        let facts = [
            (
                "introduced-in",
                vec![self.place(concept.chapter, self.start_of(concept), link)],
            ),
            ("used-in", self.uses(id, link)),
            ("depends-on", concepts(&concept.depends_on)),
            ("needed-for", concepts(&self.needed_for[id.0])),
        ];
        facts
            .into_iter()
            .filter(|(_, links)| !links.is_empty())
            .collect()
    }

    /// Each place once that uses the concept outside its own definition, by chapter and heading.
    fn uses(&self, id: ConceptId, link: WriteLink) -> Vec<String> {
        let mut seen = HashSet::new();
        let places = self.uses[id.0].iter().map(|used| {
            let offset = self.model.chapter(used.chapter).page.links[used.link]
                .range
                .start;
            self.place(used.chapter, offset, link)
        });
        places.filter(|place| seen.insert(place.clone())).collect()
    }

    fn start_of(&self, concept: &Concept) -> usize {
        self.model.chapter(concept.chapter).page.definitions[concept.definition]
            .range
            .start
    }

    /// A link to the heading that `offset` stands under: "Chapter › Heading".
    fn place(&self, chapter: ChapterId, offset: usize, link: WriteLink) -> String {
        let known = self.model.chapter(chapter);
        let title = known.title();
        match known.page.heading_at(offset) {
            Some(heading) if heading.text != title => {
                let text = format!("{title} › {}", heading.text);
                link(self.model, self.from, chapter, &heading.anchor, &text)
            }
            _ => link(self.model, self.from, chapter, "", title),
        }
    }

    fn concept(&self, id: ConceptId, link: WriteLink) -> String {
        let concept = self.model.concept(id);
        link(
            self.model,
            self.from,
            concept.chapter,
            &concept.anchor(),
            &concept.name,
        )
    }
}

/// How a link is written.
type WriteLink = fn(&Model, ChapterId, ChapterId, &str, &str) -> String;
