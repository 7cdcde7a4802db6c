//! The files that chapters bring in by directives such as `{{#include file.md}}`.

use std::collections::HashSet;

use book_model::clean;

use crate::path::folder_of;
use crate::rule::Checked;

/// The paths below the book's root of everything that the chapters bring in, and of what that brings in
/// in its turn. A directive of whatever name counts: other plugins have theirs.
pub(crate) fn reached(checked: &Checked<'_>) -> HashSet<String> {
    let mut reached = HashSet::new();
    let mut unread = Vec::new();
    for (_, source) in checked.sources.iter() {
        let (Some(path), Some(text)) = (&source.source_path, &source.on_disk) else {
            continue;
        };
        add(&checked.below_root(path), text, &mut reached, &mut unread);
    }
    while let Some(path) = unread.pop() {
        if let Some(text) = checked.files.text(&path) {
            add(&path, &text, &mut reached, &mut unread);
        }
    }
    reached
}

/// Adds what the text of the file at `path` names.
fn add(path: &str, text: &str, reached: &mut HashSet<String>, unread: &mut Vec<String>) {
    let folder = folder_of(path);
    for word in arguments(text) {
        let named = clean(&format!("{folder}/{word}"));
        if !reached.contains(&named) {
            reached.insert(named.clone());
            unread.push(named);
        }
    }
}

/// The words of all directives that can be files: what follows `:` is a part of a file.
fn arguments(text: &str) -> impl Iterator<Item = &str> {
    let directives = text.split("{{").skip(1);
    let directives = directives.filter_map(|rest| rest.trim_start().strip_prefix('#'));
    let directives = directives.filter_map(|rest| Some(rest.split_once("}}")?.0));
    directives.flat_map(|inside| {
        let words = inside.split_whitespace().skip(1);
        words.filter_map(|word| word.split(':').next().filter(|file| file.contains('.')))
    })
}

#[cfg(test)]
mod tests {
    use super::arguments;

    #[test]
    fn files_that_directives_name() {
        let text = "{{#include a.md}} {{ #rustdoc_include b.rs:2:3}} {{#title A. B}} {{c.md}} \
            {{#template ../d.md name=x}} {{#include e.md";
        let named: Vec<_> = arguments(text).collect();
        assert_eq!(named, ["a.md", "b.rs", "A.", "../d.md"]);
    }
}
