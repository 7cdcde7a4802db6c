//! `concepts.json`: the concepts that a book defines, for a reader who looks for one of them by its name.

use std::collections::HashMap;

use serde::Serialize;

use super::page::Read;

/// A concept.
#[derive(Debug, Serialize)]
struct Concept<'a> {
    name: &'a str,
    /// Its other names, by the index of concepts: a definition does not tell them.
    also: Vec<&'a str>,
    note: &'a str,
    url: &'a str,
}

/// The file: the concepts in the order of the book.
pub(super) fn json(pages: &[Read]) -> serde_json::Result<Vec<u8>> {
    let mut also: HashMap<&str, Vec<&str>> = HashMap::new();
    for (name, url) in pages.iter().flat_map(|page| &page.also) {
        let names = also.entry(url).or_default();
        // A book may have its index in several places.
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let concepts = pages.iter().flat_map(|page| &page.concepts);
    let concepts = concepts.map(|concept| Concept {
        name: &concept.name,
        also: also.get(concept.url.as_str()).cloned().unwrap_or_default(),
        note: &concept.note,
        url: &concept.url,
    });
    serde_json::to_vec(&concepts.collect::<Vec<_>>())
}
