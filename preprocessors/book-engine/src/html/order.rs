//! The order in which the print page gives ids to the elements of a chapter.
//!
//! It is the order of the text. In the HTML, footnotes stand at the end; that matters only where there are
//! ids in them that may be those of other elements, too.

use super::markup::{Token, tokens, unescaped};
use super::untold::{Note, Places};

/// An id of a chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Taken {
    /// It is one of the hidden ones.
    pub(crate) is_hidden: bool,
    /// Its number among these, or among those in the content.
    pub(crate) number: usize,
}

/// The ids of a chapter in their order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) ids: Vec<Taken>,
    /// Which of them is that of the chapter's title.
    pub(crate) title: Option<Taken>,
}

/// Puts the ids of a chapter in order. `None` where content and text do not have the same.
pub(crate) fn order(
    places: &Places,
    notes: &[Note],
    content: &str,
    hidden: &[(usize, String)],
) -> Option<Order> {
    // What stands in no footnote comes behind the last one.
    let mut groups: Vec<Vec<(bool, usize)>> = vec![Vec::new(); notes.len() + 1];
    for (number, (note, _)) in ids(content, notes).into_iter().enumerate() {
        groups[note.unwrap_or(notes.len())].push((false, number));
    }
    for (number, (note, _)) in hidden.iter().enumerate() {
        groups[*note].push((true, number));
    }
    let mut groups: Vec<_> = groups.into_iter().map(Vec::into_iter).collect();
    let mut ids = Vec::with_capacity(places.notes.len());
    for note in &places.notes {
        let (is_hidden, number) = groups[note.unwrap_or(notes.len())].next()?;
        ids.push(Taken { is_hidden, number });
    }
    groups
        .iter()
        .all(|group| group.len() == 0)
        .then_some(Order {
            title: places.title.and_then(|title| ids.get(title).copied()),
            ids,
        })
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
