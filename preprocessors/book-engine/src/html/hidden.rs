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
use super::markup::{Token, tokens, unescaped};
use super::scratch::Scratch;
use super::untold::Note;

/// The ids, footnote by footnote. `config` is that of [`super::scratch::content_only`].
///
/// # Errors
///
/// When mdBook fails for another reason than the text of the chapter.
pub(crate) fn ids(
    notes: &[Note],
    chapter: &Chapter,
    config: &Config,
    scratch: &Scratch,
) -> Result<Vec<String>> {
    let written = if notes.iter().any(|note| note.has_ids) {
        let mut referring = Chapter {
            content: String::new(),
            path: chapter.path.clone(),
            ..Chapter::default()
        };
        for note in notes {
            referring.content.push_str(&format!("[^{}] ", note.name));
        }
        // The comment keeps what follows from becoming a part of the paragraph.
        referring.content.push_str("\n\n<!-- -->\n\n");
        referring.content.push_str(&chapter.content);
        one(&referring, config, scratch)?.unwrap_or_default()
    } else {
        String::new()
    };
    let mut ids = Vec::with_capacity(notes.len());
    for note in notes {
        let own = format!("footnote-{}", note.name);
        ids.extend(ids_within(&own, &written));
        ids.push(own);
    }
    Ok(ids)
}

/// The ids that stand in the list item with the id `own`.
fn ids_within(own: &str, content: &str) -> Vec<String> {
    let mut ids = Vec::new();
    let mut depth = 0_usize;
    let mut rest = tokens(content);
    while let Some(token) = rest.next() {
        match token {
            Token::Open(tag) => {
                let id = tag.attribute("id").map(|range| {
                    let mut id = String::new();
                    unescaped(&content[range], &mut id);
                    id
                });
                let is_own = depth == 0 && tag.name == "li" && id.as_deref() == Some(own);
                if is_own || depth > 0 && tag.name == "li" && !tag.self_closing {
                    depth += 1;
                }
                if depth > 0 && !is_own {
                    ids.extend(id);
                }
                if matches!(tag.name, "script" | "style") && !tag.self_closing {
                    rest.pass_raw(tag.name);
                }
            }
            Token::Close("li") if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            _ => {}
        }
    }
    ids
}
