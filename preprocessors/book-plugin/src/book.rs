//! mdBook's book as sources, and edits back into it.

use std::path::Path;

use book_model::{BookPart, ChapterId, ChapterSource, Edit, Sources, apply};
use mdbook_core::book::{Book, BookItem, Chapter};
use rayon::prelude::*;

use crate::Context;

/// The sources that a book holds.
pub fn sources(context: &Context, book: &Book) -> Sources {
    let mut chapters = Vec::new();
    let mut part = None;
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
                collect(chapter, part, &mut chapters);
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
        chapter.on_disk = file.and_then(|file| read(&file)).map(Into::into);
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

fn collect(chapter: &Chapter, part: Option<&BookPart>, out: &mut Vec<ChapterSource>) {
    out.push(ChapterSource {
        name: chapter.name.clone(),
        number: chapter.number.as_ref().map(ToString::to_string),
        part: part.cloned(),
        path: chapter.path.as_deref().map(slashes),
        source_path: chapter.source_path.as_deref().map(slashes),
        text: chapter.content.clone(),
        on_disk: None,
    });
    for item in &chapter.sub_items {
        if let BookItem::Chapter(chapter) = item {
            collect(chapter, part, out);
        }
    }
}

/// A path with `/` between folders on every system.
fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Applies to each chapter the edits that `edits` has for it; the ids are those of [`sources`]. Chapters
/// are independent of one another, and are edited on every core.
pub fn edit_chapters(book: &mut Book, edits: impl Fn(ChapterId) -> Vec<Edit> + Sync) {
    let mut texts = Vec::new();
    each_text(&mut book.items, &mut texts);
    texts.into_par_iter().enumerate().for_each(|(id, text)| {
        let edits = edits(ChapterId(id));
        if !edits.is_empty() {
            *text = apply(text, edits);
        }
    });
}

/// The texts of the chapters in reading order, which mdBook's own `for_each_mut` does not keep: it visits
/// children first.
fn each_text<'a>(items: &'a mut [BookItem], out: &mut Vec<&'a mut String>) {
    for item in items {
        if let BookItem::Chapter(chapter) = item {
            out.push(&mut chapter.content);
            each_text(&mut chapter.sub_items, out);
        }
    }
}
