//! Makes an mdBook's concepts work: every use links to the definition and shows the note, every
//! definition has its anchor, and the index, the map and the shared checklist are made from the prose.
//!
//! [`Concepts`] is pure: from the model to the edits of each chapter. [`ConceptIndex`] is the plugin.

mod checklist;
mod dedent;
mod definition;
mod index;
mod map;
mod plugin;
mod uses;

use std::sync::OnceLock;

use anyhow::Result;
use book_model::{
    ChapterId, ConceptId, Diagnostic, Edit, Inlines, Model, Severity, escape_html, escape_markdown,
};
use book_plugin::{Context, Style};

pub use plugin::ConceptIndex;
use plugin::{NAME, TEXTS};

/// How this plugin writes what it generates, in this run.
///
/// # Errors
///
/// When the table of words in `book.toml` makes no sense.
pub fn style(context: &Context) -> Result<Style> {
    Style::new(context, NAME, TEXTS)
}

/// The concepts of a book, ready to be written into its chapters. What several chapters need is made
/// once, when the first of them needs it.
#[derive(Debug)]
pub struct Concepts<'a> {
    model: &'a Model,
    style: &'a Style,
    needed_for: OnceLock<Vec<Vec<ConceptId>>>,
    map: OnceLock<map::Map>,
}

impl<'a> Concepts<'a> {
    /// The concepts of this model.
    pub fn new(model: &'a Model, style: &'a Style) -> Concepts<'a> {
        Concepts {
            model,
            style,
            needed_for: OnceLock::new(),
            map: OnceLock::new(),
        }
    }

    /// What changes in a chapter, whose text is `text`.
    pub fn edits(&self, chapter: ChapterId, text: &str) -> Vec<Edit> {
        let (model, style) = (self.model, self.style);
        let mut edits = uses::edits(model, chapter, text);
        edits.extend(index::edits(self, chapter));
        edits.extend(map::edits(self, chapter));
        edits.extend(checklist::edits(model, style, chapter));
        edits.sort_by_key(|edit| edit.range.start);
        let definitions = definition::edits(model, style, chapter, text, &edits);
        edits.extend(definitions);
        edits
    }

    /// What the concept map cannot show well.
    pub fn check_map(&self, severity: Severity) -> Vec<Diagnostic> {
        map::check(self, severity)
    }

    /// What a concept is joined to: the key of the words, and concepts.
    fn joined(&self, id: ConceptId) -> [(&'static str, &[ConceptId]); 2] {
        let needed_for = self.needed_for.get_or_init(|| self.model.needed_for());
        [
            ("depends-on", &self.model.concept(id).depends_on),
            ("needed-for", &needed_for[id.0]),
        ]
    }

    fn map(&self) -> &map::Map {
        self.map
            .get_or_init(|| map::Map::new(self.model, self.style))
    }
}

/// Writes text and links, as seen from one chapter.
struct Writer<'a> {
    model: &'a Model,
    from: ChapterId,
    html: bool,
}

impl Writer<'_> {
    fn text(&self, text: &str) -> String {
        if self.html {
            escape_html(text)
        } else {
            escape_markdown(text)
        }
    }

    fn inlines(&self, inlines: &Inlines) -> String {
        if self.html {
            inlines.html()
        } else {
            inlines.markdown()
        }
    }

    /// A link to a place in a chapter, with a text that is written already. In raw HTML too, mdBook
    /// turns `.md` into `.html`.
    fn link(&self, to: ChapterId, anchor: &str, text: &str) -> String {
        let destination = self.model.destination(self.from, to, anchor);
        if self.html {
            format!("<a href=\"{}\">{text}</a>", escape_html(&destination))
        } else {
            format!("[{text}]({destination})")
        }
    }

    /// A link to a concept, by its name.
    fn concept(&self, id: ConceptId) -> String {
        let concept = self.model.concept(id);
        self.link(
            concept.chapter,
            &concept.anchor(),
            &self.inlines(&concept.name_inlines),
        )
    }
}
