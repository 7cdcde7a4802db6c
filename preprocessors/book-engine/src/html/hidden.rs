//! The ids in footnotes that nobody refers to. mdBook does not write such a footnote, and yet its print
//! page gives what is in it ids that no other element has.
//!
//! Where there is more in them than text, mdBook is made to write them, by a paragraph at the head of the
//! chapter that refers to all. What is not told by that: a heading in such a footnote which itself refers
//! to a footnote has the number of that in its id, and here it is another number.

use anyhow::Result;
use mdbook_core::book::Chapter;
use mdbook_core::config::Config;

use super::contents::one;
use super::order::ids;
use super::scratch::Scratch;
use super::untold::Note;

/// The ids, with the numbers of the footnotes that they stand in, footnote by footnote. `config` is that of
/// [`super::scratch::content_only`].
///
/// # Errors
///
/// When mdBook fails for another reason than the text of the chapter.
pub(crate) fn hidden(
    notes: &[Note],
    chapter: &Chapter,
    config: &Config,
    scratch: &Scratch,
) -> Result<Vec<(usize, String)>> {
    let hidden = || notes.iter().enumerate().filter(|(_, note)| note.is_hidden);
    let written = if hidden().any(|(_, note)| note.has_ids) {
        let mut text = String::new();
        for (_, note) in hidden() {
            text.push_str("[^");
            text.push_str(&note.name);
            text.push_str("] ");
        }
        // The comment keeps what follows from becoming a part of the paragraph.
        text.push_str("\n\n<!-- -->\n\n");
        text.push_str(&chapter.content);
        let referring = Chapter {
            content: text,
            path: chapter.path.clone(),
            ..Chapter::default()
        };
        one(&referring, config, scratch)?.unwrap_or_default()
    } else {
        String::new()
    };
    let written = ids(&written, notes);
    let mut all = Vec::new();
    for (number, note) in hidden() {
        let own = format!("footnote-{}", note.name);
        let found = written.iter().filter(|(note, _)| *note == Some(number));
        let found: Vec<(usize, String)> = found.map(|(_, id)| (number, id.clone())).collect();
        if found.is_empty() {
            all.push((number, own));
        } else {
            all.extend(found);
        }
    }
    Ok(all)
}
