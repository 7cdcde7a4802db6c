//! The order in which the print page gives ids to the elements of a chapter.
//!
//! It is the order of the text. In the HTML, footnotes stand at the end; that matters only where there are
//! headings or terms in them, whose ids may be those of others but for a number.

use super::markup::{Token, tokens, unescaped};
use super::untold::{Note, Place};

/// An id of a chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Taken {
    /// It is one of the hidden ones.
    pub(crate) is_hidden: bool,
    /// Its number among these, or among those in the content.
    pub(crate) number: usize,
    /// 1 to 6 where it is that of a heading.
    pub(crate) level: Option<u8>,
}

/// Puts the ids of a chapter in order. `None` where content and text do not have the same.
pub(crate) fn order(
    places: &[Place],
    notes: &[Note],
    content: &str,
    hidden: &[(usize, String)],
) -> Option<Vec<Taken>> {
    // What stands in no footnote comes behind the last one.
    let mut groups: Vec<Vec<(bool, usize)>> = vec![Vec::new(); notes.len() + 1];
    for (number, (note, _)) in ids(content, notes).into_iter().enumerate() {
        groups[note.unwrap_or(notes.len())].push((false, number));
    }
    for (number, (note, _)) in hidden.iter().enumerate() {
        groups[*note].push((true, number));
    }
    let mut groups: Vec<_> = groups.into_iter().map(Vec::into_iter).collect();
    let mut order = Vec::with_capacity(places.len());
    for place in places {
        let group = &mut groups[place.note.unwrap_or(notes.len())];
        let (is_hidden, number) = group.next()?;
        order.push(Taken {
            is_hidden,
            number,
            level: place.level,
        });
    }
    groups.iter().all(|group| group.len() == 0).then_some(order)
}

/// The ids in a content, with the numbers of the footnotes that they stand in.
pub(crate) fn ids(content: &str, notes: &[Note]) -> Vec<(Option<usize>, String)> {
    let mut ids = Vec::new();
    // The footnote that is open, and how many list items are.
    let (mut open, mut depth) = (None, 0_usize);
    let mut rest = tokens(content);
    while let Some(token) = rest.next() {
        match token {
            Token::Open(tag) => {
                let id = tag.attribute("id").map(|range| {
                    let mut id = String::new();
                    unescaped(&content[range], &mut id);
                    id
                });
                let is_item = tag.name == "li" && !tag.self_closing;
                if is_item && open.is_none() {
                    let name = id.as_deref().and_then(|id| id.strip_prefix("footnote-"));
                    open = notes.iter().position(|note| Some(&*note.name) == name);
                }
                depth += usize::from(is_item && open.is_some());
                ids.extend(id.map(|id| (open, id)));
                if matches!(tag.name, "script" | "style") && !tag.self_closing {
                    rest.pass_raw(tag.name);
                }
            }
            Token::Close("li") if depth > 0 => {
                depth -= 1;
                open = open.filter(|_| depth > 0);
            }
            _ => {}
        }
    }
    ids
}
