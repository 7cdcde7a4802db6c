//! The texts of the chapters, each read again only when its file has changed.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result};
use mdbook_core::book::{Book, BookItem, Chapter};
use mdbook_core::utils::escape_html;
use mdbook_summary::{Link, Summary, SummaryItem};
use rayon::prelude::*;

/// What was read so far.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    known: HashMap<PathBuf, Known>,
}

#[derive(Debug)]
struct Known {
    stamp: Stamp,
    text: String,
}

/// What tells one version of a file from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    file: u64,
}

impl Stamp {
    fn of(found: &Metadata) -> Stamp {
        Stamp {
            length: found.len(),
            modified: found.modified().ok(),
            file: number(found),
        }
    }
}

/// The number of a file: an editor that saves by renaming makes another file.
#[cfg(unix)]
fn number(found: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(found)
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> u64 {
    0
}

impl Texts {
    /// Takes these files for changed, whatever their dates say: two saves may have the same.
    pub(crate) fn forget(&mut self, files: impl IntoIterator<Item = PathBuf>) {
        for file in files {
            self.known.remove(&file);
        }
    }

    /// The book that a summary lists, from the files in `src`, as mdBook loads it. With `create_missing`
    /// a chapter that is not there is made.
    ///
    /// # Errors
    ///
    /// When a chapter cannot be read, or be made.
    pub(crate) fn book(
        &mut self,
        summary: &Summary,
        src: &Path,
        create_missing: bool,
    ) -> Result<Book> {
        let items = || {
            let parts = [
                &summary.prefix_chapters,
                &summary.numbered_chapters,
                &summary.suffix_chapters,
            ];
            parts.into_iter().flatten()
        };
        let mut links = Vec::new();
        items().for_each(|item| collect(item, &mut links));
        if create_missing {
            links
                .iter()
                .try_for_each(|(name, path)| create(name, &src.join(path)))
                .context("Unable to create missing chapters")?;
        }
        self.read(&links, src)?;
        let items = items().map(|item| self.item(item, src, &[]));
        Ok(Book::new_with_items(items.collect()))
    }

    /// Reads what is new, on every core, and forgets what is not listed any more.
    fn read(&mut self, links: &[(&str, &Path)], src: &Path) -> Result<()> {
        let known = &self.known;
        let read: Vec<Option<(PathBuf, Known)>> = links
            .par_iter()
            .map(|(_, path)| {
                let file = src.join(path);
                read(&file, known.get(&file))
                    .with_context(|| format!("failed to read chapter `{}`", path.display()))
                    .map(|read| Some((file, read?)))
            })
            .collect::<Result<_>>()?;
        self.known.extend(read.into_iter().flatten());
        if self.known.len() > links.len() {
            let listed: std::collections::HashSet<PathBuf> =
                links.iter().map(|(_, path)| src.join(path)).collect();
            self.known.retain(|file, _| listed.contains(file));
        }
        Ok(())
    }

    fn item(&self, item: &SummaryItem, src: &Path, parents: &[String]) -> BookItem {
        match item {
            SummaryItem::Link(link) => BookItem::Chapter(self.chapter(link, src, parents)),
            SummaryItem::PartTitle(title) => BookItem::PartTitle(title.clone()),
            // There is no further kind in this version of mdBook.
            _ => BookItem::Separator,
        }
    }

    fn chapter(&self, link: &Link, src: &Path, parents: &[String]) -> Chapter {
        let mut chapter = match &link.location {
            Some(path) => {
                let file = src.join(path);
                let known = self.known.get(&file);
                let text = known.map_or_else(String::new, |known| known.text.clone());
                let below = file.strip_prefix(src).unwrap_or(path);
                Chapter::new(&link.name, text, below, parents.to_vec())
            }
            None => Chapter::new_draft(&link.name, parents.to_vec()),
        };
        chapter.number.clone_from(&link.number);
        let mut parents = parents.to_vec();
        parents.push(link.name.clone());
        let items = link.nested_items.iter();
        chapter.sub_items = items.map(|item| self.item(item, src, &parents)).collect();
        chapter
    }
}

fn collect<'s>(item: &'s SummaryItem, links: &mut Vec<(&'s str, &'s Path)>) {
    let SummaryItem::Link(link) = item else {
        return;
    };
    if let Some(path) = &link.location {
        links.push((&link.name, path));
    }
    link.nested_items
        .iter()
        .for_each(|item| collect(item, links));
}

/// Makes the file of a chapter that is not there.
fn create(name: &str, file: &Path) -> Result<()> {
    if file.exists() {
        return Ok(());
    }
    file.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(file, format!("# {}\n", escape_html(name))))
        .with_context(|| format!("failed to write `{}`", file.display()))
}

/// Reads a file, unless it is as it was.
fn read(file: &Path, known: Option<&Known>) -> std::io::Result<Option<Known>> {
    // Ahead of the text: what changes in between is read again the next time.
    let stamp = Stamp::of(&fs::metadata(file)?);
    if known.is_some_and(|known| known.stamp == stamp) {
        return Ok(None);
    }
    let mut text = fs::read_to_string(file)?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(Some(Known { stamp, text }))
}

#[cfg(test)]
mod tests {
    use mdbook_driver::MDBook;
    use mdbook_summary::parse_summary;

    use super::*;

    const SUMMARY: &str = "# Summary\n\n[Before](README.md)\n\n# Part\n\n- [One](one.md)\n  \
        - [Draft]()\n    - [Deep](a/deep.md)\n---\n- [Two](./two.md)\n\n[After](after.md)\n";

    fn place() -> tempfile::TempDir {
        let place = tempfile::tempdir().unwrap();
        let src = place.path().join("src");
        fs::create_dir_all(src.join("a")).unwrap();
        fs::write(src.join("SUMMARY.md"), SUMMARY).unwrap();
        for file in ["README.md", "one.md", "a/deep.md"] {
            fs::write(src.join(file), format!("\u{feff}# {file}\n")).unwrap();
        }
        place
    }

    fn book(texts: &mut Texts, place: &Path) -> Result<Book> {
        texts.book(&parse_summary(SUMMARY).unwrap(), &place.join("src"), true)
    }

    #[test]
    fn a_book_is_loaded_as_mdbook_loads_it() {
        let (ours, stock) = (place(), place());
        let found = book(&mut Texts::default(), ours.path()).unwrap();
        assert_eq!(found, MDBook::load(stock.path()).unwrap().book);
        let made = |place: &Path| fs::read_to_string(place.join("src/after.md")).unwrap();
        assert_eq!(made(ours.path()), made(stock.path()));
    }

    #[test]
    fn a_change_is_read_and_what_is_gone_is_an_error() {
        let place = place();
        let mut texts = Texts::default();
        let before = book(&mut texts, place.path()).unwrap();
        assert_eq!(book(&mut texts, place.path()).unwrap(), before);
        fs::write(place.path().join("src/one.md"), "# Changed\n").unwrap();
        let after = book(&mut texts, place.path()).unwrap();
        let text = |book: &Book| book.chapters().nth(1).unwrap().content.clone();
        assert_eq!(text(&after), "# Changed\n");
        fs::remove_file(place.path().join("src/one.md")).unwrap();
        let summary = parse_summary(SUMMARY).unwrap();
        let src = place.path().join("src");
        let error = texts.book(&summary, &src, false).unwrap_err();
        assert_eq!(error.to_string(), "failed to read chapter `one.md`");
    }
}
