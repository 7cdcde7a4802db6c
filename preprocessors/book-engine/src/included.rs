//! The files that chapters include from outside the book's folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use book_model::{DirectiveKind, directives};
use mdbook_core::book::{Book, Chapter};
use rayon::prelude::*;

use crate::real::real;

/// The files outside `root` that the chapters of a book name, with links resolved, whether they are there or not.
/// What an included file includes in its turn is not looked at.
pub(crate) fn outside(book: &Book, src: &Path, root: &Path) -> Vec<PathBuf> {
    let root = real(root);
    let chapters: Vec<&Chapter> = book.chapters().collect();
    let files: BTreeSet<PathBuf> = chapters
        .par_iter()
        // Few chapters lead up and out, and the others are not read.
        .filter(|chapter| chapter.content.contains("{{") && chapter.content.contains("../"))
        .flat_map_iter(|chapter| included(chapter, src))
        .map(|file| real(&file))
        .filter(|file| !file.starts_with(&root))
        .collect();
    files.into_iter().collect()
}

fn included(chapter: &Chapter, src: &Path) -> Vec<PathBuf> {
    let path = chapter.source_path.as_deref().unwrap_or(Path::new(""));
    let folder = src.join(path.parent().unwrap_or(Path::new("")));
    let found = directives(&chapter.content).into_iter();
    found
        .filter_map(|directive| match directive.kind {
            DirectiveKind::Include(include) => Some(folder.join(include.file)),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_beside_the_book_is_found() {
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("book");
        let src = root.join("src/a");
        std::fs::create_dir_all(&src).unwrap();
        let text =
            "{{#include ../../../code/a.rs:3}} {{#include ../b.rs}} \\{{#include ../../../c.rs}}";
        let chapter = Chapter::new("A", text.to_owned(), "a/a.md", Vec::new());
        let book = Book::new_with_items(vec![chapter.into()]);
        let found = outside(&book, &root.join("src"), &root);
        let expected = place.path().canonicalize().unwrap().join("code/a.rs");
        assert_eq!(found, [expected]);
    }
}
