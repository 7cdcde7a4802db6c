//! Ids of headings, made as mdBook 0.5 makes them.
//!
//! The two rules are those of `mdbook-html` 0.5.4, `src/utils.rs` (`id_from_content`, `unique_id`).
//! They are not exported, so they stand here again; the tests under `tests/` hold them to the
//! pages that mdBook renders.

use std::collections::HashSet;

/// The id that mdBook gives to a heading of this text.
///
/// ```
/// assert_eq!(book_model::id_from_content("Timeouts & *deadlines*"), "timeouts--deadlines");
/// ```
pub fn id_from_content(text: &str) -> String {
    text.trim()
        .to_lowercase()
        .chars()
        .filter_map(|char| match char {
            _ if char.is_alphanumeric() || char == '_' || char == '-' => Some(char),
            _ if char.is_whitespace() => Some('-'),
            _ => None,
        })
        .collect()
}

/// What stands before a concept's id in its anchor.
pub(crate) const CONCEPT_ANCHOR: &str = "concept-";

/// The anchor of the concept with this id.
pub(crate) fn concept_anchor(id: &str) -> String {
    format!("{CONCEPT_ANCHOR}{id}")
}

/// Hands out each id once: a repeated one gets the first free suffix of `-1`, `-2`, and so on.
#[derive(Debug, Default)]
pub(crate) struct UniqueIds {
    used: HashSet<String>,
    /// Where the search for a free suffix may begin, so that a page of n equal headings costs n.
    next: std::collections::HashMap<String, u32>,
}

impl UniqueIds {
    pub(crate) fn claim(&mut self, id: String) -> String {
        if self.used.insert(id.clone()) {
            return id;
        }
        let counter = self.next.entry(id.clone()).or_insert(1);
        loop {
            let candidate = format!("{id}-{counter}");
            *counter += 1;
            if self.used.insert(candidate.clone()) {
                return candidate;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_ids_get_the_first_free_suffix() {
        let mut ids = UniqueIds::default();
        let mut claim = |id: &str| ids.claim(id.to_owned());
        assert_eq!(claim("a"), "a");
        assert_eq!(claim("a-1"), "a-1");
        assert_eq!(claim("a"), "a-2");
        assert_eq!(claim("a"), "a-3");
        assert_eq!(claim(""), "");
        assert_eq!(claim(""), "-1");
    }
}
