//! Gives the boxes of a task list their text as a label: a box without one is announced as a box and nothing
//! more (<https://www.w3.org/WAI/WCAG22/Understanding/name-role-value>).

use anyhow::Result;
use book_model::Edit;

use crate::elements::{Element, elements};

/// What cannot stand inside of a label: a list below the item, say.
const BLOCKS: &str = "li ul, li ol, li p, li pre, li blockquote, li table, li div, li dl, li details, li section, \
                      li aside, li figure, li h1, li h2, li h3, li h4, li h5, li h6, li hr, li label";

/// Puts a label around each box and the words behind it, up to the end of its line of thought.
pub(crate) fn labels(html: &str) -> Result<Vec<Edit>> {
    let selectors = [
        "li > input[type=checkbox], li > p > input[type=checkbox]",
        "li, li > p",
        BLOCKS,
        "label",
    ];
    let [boxes, around, blocks, known] = elements(html, selectors)?;
    let mut edits = Vec::new();
    for input in &boxes {
        let is_named = input.value("aria-label").is_some()
            || input.value("aria-labelledby").is_some()
            || known.iter().any(|label| input.is_in(label));
        // The innermost begins last.
        let parent = around.iter().rfind(|element| input.is_in(element));
        let Some(inner) = parent.and_then(Element::inner).filter(|_| !is_named) else {
            continue;
        };
        let behind = input.start.end..inner.end;
        let block = blocks
            .iter()
            .find(|block| behind.contains(&block.start.start));
        let next = boxes.iter().find(|next| behind.contains(&next.start.start));
        let end = block.map_or(inner.end, |block| block.start.start);
        let end = next.map_or(end, |next| end.min(next.start.start));
        let words = html[behind.start..end].trim_end();
        if words.trim_start().is_empty() {
            continue;
        }
        edits.push(Edit::insert(input.start.start, "<label>"));
        edits.push(Edit::insert(behind.start + words.len(), "</label>"));
    }
    Ok(edits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use book_model::apply;

    #[track_caller]
    fn labelled(html: &str, expected: &str) {
        // Short for the box that mdBook writes.
        let input = "<input disabled=\"\" type=\"checkbox\">";
        let html = html.replace('☐', input);
        let found = apply(&html, labels(&html).unwrap());
        assert_eq!(found.replace(input, "☐"), expected);
    }

    #[test]
    fn a_box_is_named_by_its_text() {
        labelled(
            "<ul><li>☐ one <a href=\"#a\">two</a></li>\n<li>☐ three\n</li></ul>",
            "<ul><li><label>☐ one <a href=\"#a\">two</a></label></li>\n<li><label>☐ three</label>\n</li></ul>",
        );
    }

    #[test]
    fn a_label_ends_ahead_of_a_list_below() {
        labelled(
            "<ul><li>☐ one\n<ul><li>☐ two</li></ul></li></ul>",
            "<ul><li><label>☐ one</label>\n<ul><li><label>☐ two</label></li></ul></li></ul>",
        );
        labelled(
            "<ul><li><p>☐ one</p><p>two</p></li></ul>",
            "<ul><li><p><label>☐ one</label></p><p>two</p></li></ul>",
        );
    }

    #[test]
    fn two_boxes_have_a_label_each() {
        labelled(
            "<ul><li>☐ one ☐ two</li></ul>",
            "<ul><li><label>☐ one</label> <label>☐ two</label></li></ul>",
        );
    }

    #[test]
    fn what_has_a_name_or_no_words_stays() {
        for html in [
            "<ul><li><label>☐ one</label></li></ul>",
            "<ul><li>☐ </li></ul>",
            "<p>☐ one</p>",
            "<ul><li>☐ one",
        ] {
            labelled(html, html);
        }
    }
}
