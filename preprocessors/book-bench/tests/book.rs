//! The books that are measured are books.

use std::path::Path;

use anyhow::Result;
use book_bench::Book;
use mdbook_driver::MDBook;
use tempfile::TempDir;

fn written(book: &Book) -> Result<TempDir> {
    let folder = TempDir::new()?;
    book.write(folder.path())?;
    Ok(folder)
}

fn chapters(root: &Path) -> Result<usize> {
    Ok(MDBook::load(root)?.book.chapters().count())
}

#[test]
fn it_is_the_same_twice() {
    for book in [Book::new(60), Book::new(60).with_concepts()] {
        let again = book.clone();
        assert!(book.files().eq(again.files()));
    }
    assert!(Book::new(60).files().eq(Book::new(60).files()));
}

#[test]
fn it_has_so_many_chapters_and_mdbook_loads_it() -> Result<()> {
    for count in [1, 2, 9, 130] {
        assert_eq!(chapters(written(&Book::new(count))?.path())?, count);
        let more = written(&Book::new(count).with_concepts())?;
        assert_eq!(chapters(more.path())?, count + 2);
    }
    Ok(())
}

#[test]
fn every_link_and_every_concept_leads_somewhere() -> Result<()> {
    let book = written(&Book::new(130).with_concepts())?;
    let checked = book_engine::check(book.path())
        .map_err(|failure| anyhow::anyhow!("{:?}", failure.error()))?;
    // That a concept stands off the path, or is never used, is a matter of chance here.
    let by_chance = ["concept-off-path", "unused-concept"];
    let found = checked.diagnostics.iter();
    let said: String = found
        .filter(|found| !by_chance.contains(&found.rule))
        .map(book_plugin::short)
        .collect();
    assert_eq!(said, "");
    Ok(())
}

#[test]
fn chapters_are_as_long_as_those_of_a_technical_book() {
    let sizes: Vec<_> = Book::new(200)
        .files()
        .filter(|(path, _)| path != "book.toml" && path != "src/SUMMARY.md")
        .map(|(_, text)| text.len())
        .collect();
    let mean = sizes.iter().sum::<usize>() / sizes.len();
    assert!((5_000..7_500).contains(&mean), "{mean}");
    assert!(sizes.iter().all(|size| (3_500..10_500).contains(size)));
}
