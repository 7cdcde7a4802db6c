//! Makes an mdBook's concepts work: every use links to the definition and shows the note, every
//! definition has its anchor, and the index and the shared checklist are made from the prose.
//!
//! [`edits`] is pure: from the model to the edits of one chapter. [`ConceptIndex`] is the plugin.

mod checklist;
mod definition;
mod index;
mod plugin;
mod uses;

use book_model::{ChapterId, Edit, Model};
use book_plugin::Texts;

pub use plugin::ConceptIndex;

/// How the generated parts are written.
#[derive(Debug, Clone)]
pub struct Style {
    /// HTML for mdBook's own renderer, plain Markdown for any other.
    pub html: bool,
    /// The words.
    pub texts: Texts,
}

/// What changes in a chapter, whose text is `text`.
pub fn edits(model: &Model, style: &Style, chapter: ChapterId, text: &str) -> Vec<Edit> {
    let mut edits = uses::edits(model, chapter, text);
    edits.extend(definition::edits(model, style, chapter, text, &edits));
    edits.extend(index::edits(model, style, chapter, text));
    edits.extend(checklist::edits(model, style, chapter, text));
    edits
}

/// A link in HTML to a place in a chapter. mdBook turns `.md` into `.html` here as well.
fn html_link(model: &Model, from: ChapterId, to: ChapterId, anchor: &str, text: &str) -> String {
    format!(
        "<a href=\"{}\">{}</a>",
        book_model::escape_html(&destination(model, from, to, anchor)),
        book_model::escape_html(text)
    )
}

/// A link in Markdown to a place in a chapter.
fn markdown_link(
    model: &Model,
    from: ChapterId,
    to: ChapterId,
    anchor: &str,
    text: &str,
) -> String {
    format!(
        "[{}]({})",
        book_model::escape_markdown(text),
        destination(model, from, to, anchor)
    )
}

/// The destination of a link from one chapter to a place in another.
fn destination(model: &Model, from: ChapterId, to: ChapterId, anchor: &str) -> String {
    let path = |id: ChapterId| model.chapter(id).path.as_deref().unwrap_or_default();
    book_model::relative(path(from), path(to), anchor)
}
