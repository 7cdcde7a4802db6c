//! Diagnostics with their places on disk.

use std::collections::HashMap;
use std::sync::Arc;

use book_model::{
    Carrier, ChapterSource, Diagnostic, FileRef, Label, Located, Place, Sources, Span,
};
use rayon::prelude::*;

use crate::Context;

/// Carries every place of `diagnostics` over to the files on disk, and puts them in the order of
/// the book: `book.toml`, SUMMARY.md, the chapters. A chapter that has no file is shown as it was
/// received. Each comes with the file that it is about.
pub fn locate(
    context: &Context,
    sources: &Sources,
    mut diagnostics: Vec<Diagnostic>,
) -> Vec<(FileRef, Located)> {
    let labels = diagnostics
        .iter()
        .flat_map(|one| one.labels.iter().chain([&one.primary]));
    let mut spans: HashMap<FileRef, Vec<&Span>> = HashMap::new();
    for label in labels {
        spans.entry(label.span.file).or_default().push(&label.span);
    }
    let places: HashMap<Span, Place> = spans
        .into_par_iter()
        .flat_map_iter(|(file, spans)| places(context, sources, file, &spans))
        .collect();
    diagnostics.sort_by_cached_key(|one| {
        let span = &one.primary.span;
        let place = &places[span];
        (
            rank(span.file),
            place.range.start,
            place.range.end,
            one.rule,
        )
    });
    let place = |label: &Label| Place {
        label: label.text.clone(),
        ..places[&label.span].clone()
    };
    diagnostics
        .into_par_iter()
        .map(|diagnostic| {
            let file = diagnostic.primary.span.file;
            let located = Located {
                primary: place(&diagnostic.primary),
                labels: diagnostic.labels.iter().map(place).collect(),
                rule: diagnostic.rule,
                severity: diagnostic.severity,
                message: diagnostic.message,
                help: diagnostic.help,
            };
            (file, located)
        })
        .collect()
}

/// Where a file stands in the order of messages.
fn rank(file: FileRef) -> (u8, usize) {
    match file {
        FileRef::Config => (0, 0),
        FileRef::Summary => (1, 0),
        FileRef::Chapter(id) | FileRef::OnDisk(id) => (2, id.0),
    }
}

/// Where the spans of one file lie on disk.
fn places(
    context: &Context,
    sources: &Sources,
    file: FileRef,
    spans: &[&Span],
) -> Vec<(Span, Place)> {
    match file {
        FileRef::Config => in_place("book.toml", sources.config.as_str().into(), spans),
        FileRef::Summary => {
            let file = below_root(context, "SUMMARY.md");
            in_place(&file, sources.summary.as_str().into(), spans)
        }
        FileRef::OnDisk(id) => {
            let chapter = &sources.chapters[id.0];
            let text = chapter.on_disk.clone().unwrap_or_default();
            in_place(&name(context, chapter), text, spans)
        }
        FileRef::Chapter(id) => in_chapter(context, &sources.chapters[id.0], spans),
    }
}

/// The places of spans that are on disk as they are.
fn in_place(file: &str, text: Arc<str>, spans: &[&Span]) -> Vec<(Span, Place)> {
    let file: Arc<str> = file.into();
    let places = spans.iter().map(|&span| {
        let place = Place {
            file: file.clone(),
            text: text.clone(),
            range: span.range(),
            label: String::new(),
            included: None,
        };
        (span.clone(), place)
    });
    places.collect()
}

fn in_chapter(context: &Context, chapter: &ChapterSource, spans: &[&Span]) -> Vec<(Span, Place)> {
    let text = chapter.on_disk.clone().or_else(|| {
        let path = chapter.source_path.as_ref()?;
        let file = context.root.join(context.src()).join(path);
        crate::book::read(&file).map(Into::into)
    });
    let text = text.unwrap_or_else(|| chapter.text.clone());
    let file: Arc<str> = name(context, chapter).into();
    let carrier = Carrier::new(&chapter.text, &text);
    let places = spans.iter().map(|&span| {
        let carried = carrier.carry(span.range());
        let place = Place {
            file: file.clone(),
            text: text.clone(),
            range: carried.range,
            label: String::new(),
            included: carried.included,
        };
        (span.clone(), place)
    });
    places.collect()
}

/// The file of a chapter, as a message names it.
fn name(context: &Context, chapter: &ChapterSource) -> String {
    match &chapter.source_path {
        Some(path) => below_root(context, path),
        None => format!(
            "{} (made by a plugin)",
            chapter.path.as_deref().unwrap_or(&chapter.name)
        ),
    }
}

/// A path below the source folder as one seen from the book's root.
fn below_root(context: &Context, path: &str) -> String {
    book_model::clean(&format!("{}/{path}", context.src()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_file_is_named_as_seen_from_the_root_wherever_the_source_folder_lies() {
        for (src, file) in [
            ("src", "src/a.md"),
            (".", "a.md"),
            ("./text/", "text/a.md"),
            ("../docs", "../docs/a.md"),
            ("/books/docs", "/books/docs/a.md"),
        ] {
            let context = Context {
                root: "no-such-folder".into(),
                renderer: "html".to_owned(),
                config: json!({ "book": { "src": src } }),
                pages: Default::default(),
            };
            assert_eq!(below_root(&context, "x/../a.md"), file, "{src}");
        }
    }
}
