//! mdBook's book as sources, and edits back into it.

use std::path::Path;

use book_model::{BookPart, ChapterId, ChapterSource, Edit, Pages, Sources, apply};
use mdbook_core::book::{Book, BookItem, Chapter};
use rayon::prelude::*;

use crate::Context;

/// The sources that a book holds.
pub fn sources(context: &Context, book: &Book) -> Sources {
    let mut chapters = Vec::new();
    let mut part = None;
    let pages = &context.pages;
    let mut places = 0..;
    for item in &book.items {
        match item {
            BookItem::PartTitle(title) => {
                let title = title.clone();
                part = places.next().map(|place| BookPart { place, title });
            }
            BookItem::Separator => {}
            BookItem::Chapter(chapter) => {
                // Ahead of the parts and behind them stand chapters without a number.
                let part = part.as_ref().filter(|_| chapter.number.is_some());
                collect(pages, chapter, part, &mut chapters);
            }
        }
    }
    Sources {
        chapters,
        // A book needs no book.toml, and a plugin that cannot read it still has the configuration.
        config: std::fs::read_to_string(context.root.join("book.toml")).unwrap_or_default(),
        summary: read(&context.root.join(context.src()).join("SUMMARY.md")).unwrap_or_default(),
    }
}

/// The same with the texts of the chapters' files.
pub fn sources_with_files(context: &Context, book: &Book) -> Sources {
    let mut sources = sources(context, book);
    let src = context.root.join(context.src());
    sources.chapters.par_iter_mut().for_each(|chapter| {
        let file = chapter.source_path.as_ref().map(|path| src.join(path));
        // Where nothing was included, the two are one.
        chapter.on_disk = file.and_then(|file| read(&file)).map(|text| {
            if *text == *chapter.text {
                chapter.text.clone()
            } else {
                text.into()
            }
        });
    });
    sources
}

/// The text of a file without the byte order mark, which mdBook takes away as well.
pub(crate) fn read(file: &Path) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    Some(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

fn collect(
    pages: &Pages,
    chapter: &Chapter,
    part: Option<&BookPart>,
    out: &mut Vec<ChapterSource>,
) {
    let path = chapter.path.as_deref().map(slashes);
    out.push(ChapterSource {
        name: chapter.name.clone(),
        number: chapter.number.as_ref().map(ToString::to_string),
        part: part.cloned(),
        source_path: chapter.source_path.as_deref().map(slashes),
        text: pages.share(path.as_deref(), &chapter.content),
        path,
        on_disk: None,
    });
    for item in &chapter.sub_items {
        if let BookItem::Chapter(chapter) = item {
            collect(pages, chapter, part, out);
        }
    }
}

/// A path with `/` between folders on every system.
pub(crate) fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Applies to each chapter the edits that `edits` has for it, to several at a time; the ids are those
/// of [`sources`].
pub fn edit_chapters(book: &mut Book, edits: impl Fn(ChapterId) -> Vec<Edit> + Sync) {
    let mut texts = Vec::new();
    collect_texts(&mut book.items, &mut texts);
    texts.into_par_iter().enumerate().for_each(|(index, text)| {
        let edits = edits(ChapterId(index));
        if !edits.is_empty() {
            *text = apply(text, edits);
        }
    });
}

/// In reading order, which mdBook's own `for_each_mut` does not keep: it visits children first.
fn collect_texts<'a>(items: &'a mut [BookItem], out: &mut Vec<&'a mut String>) {
    for item in items {
        if let BookItem::Chapter(chapter) = item {
            out.push(&mut chapter.content);
            collect_texts(&mut chapter.sub_items, out);
        }
    }
}
