//! Makes an mdBook's concepts work: every use links to the definition and shows the note, every
//! definition has its anchor, and the index, the map and the shared checklist are made from the prose.
//!
//! [`edits`] is pure: from the model to the edits of one chapter. [`ConceptIndex`] is the plugin.

mod checklist;
mod definition;
mod index;
mod map;
mod plugin;
mod uses;

use anyhow::Result;
use book_model::{ChapterId, ConceptId, Edit, Inlines, Model, escape_html, escape_markdown};
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

/// What changes in a chapter, whose text is `text`.
pub fn edits(model: &Model, style: &Style, chapter: ChapterId, text: &str) -> Vec<Edit> {
    let mut edits = uses::edits(model, chapter, text);
    edits.extend(index::edits(model, style, chapter, text));
    edits.extend(map::edits(model, style, chapter, text));
    edits.extend(checklist::edits(model, style, chapter, text));
    edits.sort_by_key(|edit| edit.range.start);
    let definitions = definition::edits(model, style, chapter, text, &edits);
    edits.extend(definitions);
    edits
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
        let destination = destination(self.model, self.from, to, anchor);
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

/// The destination of a link from one chapter to a place in another.
fn destination(model: &Model, from: ChapterId, to: ChapterId, anchor: &str) -> String {
    let path = |id: ChapterId| model.chapter(id).path.as_deref().unwrap_or_default();
    book_model::relative(path(from), path(to), anchor)
}
