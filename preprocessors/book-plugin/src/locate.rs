//! Diagnostics with their places on disk.

use std::collections::HashMap;
use std::sync::Arc;

use book_model::{Carrier, ChapterId, Diagnostic, FileRef, Label, Located, Place, Sources, Span};

use crate::Context;

/// Carries every place of `diagnostics` over to the files on disk, and puts them in the order of
/// the book. A chapter that has no file is shown as it was received.
pub fn locate(
    context: &Context,
    sources: &Sources,
    mut diagnostics: Vec<Diagnostic>,
) -> Vec<Located> {
    diagnostics.sort_by(|a, b| (&a.primary.span, a.rule).cmp(&(&b.primary.span, b.rule)));
    let labels = diagnostics
        .iter()
        .flat_map(|one| one.labels.iter().chain([&one.primary]));
    let mut spans: HashMap<FileRef, Vec<&Span>> = HashMap::new();
    for label in labels {
        spans.entry(label.span.file).or_default().push(&label.span);
    }
    let places: HashMap<Span, Place> = spans
        .into_iter()
        .flat_map(|(file, spans)| match file {
            FileRef::Config => in_config(sources, &spans),
            FileRef::Chapter(id) => in_chapter(context, sources, id, &spans),
        })
        .collect();
    let place = |label: &Label| Place {
        label: label.text.clone(),
        ..places[&label.span].clone()
    };
    diagnostics
        .into_iter()
        .map(|diagnostic| Located {
            primary: place(&diagnostic.primary),
            labels: diagnostic.labels.iter().map(place).collect(),
            rule: diagnostic.rule,
            severity: diagnostic.severity,
            message: diagnostic.message,
            help: diagnostic.help,
        })
        .collect()
}

fn in_config(sources: &Sources, spans: &[&Span]) -> Vec<(Span, Place)> {
    let text: Arc<str> = sources.config.as_str().into();
    let places = spans.iter().map(|&span| {
        let place = Place {
            file: "book.toml".into(),
            text: text.clone(),
            range: span.range(),
            label: String::new(),
            included: None,
        };
        (span.clone(), place)
    });
    places.collect()
}

fn in_chapter(
    context: &Context,
    sources: &Sources,
    id: ChapterId,
    spans: &[&Span],
) -> Vec<(Span, Place)> {
    let chapter = &sources.chapters[id.0];
    let src = context.src();
    let file = match &chapter.source_path {
        Some(path) => {
            book_model::normalize(&format!("{src}/{path}")).unwrap_or_else(|| path.clone())
        }
        None => format!(
            "{} (made by a plugin)",
            chapter.path.as_deref().unwrap_or(&chapter.name)
        ),
    };
    let source = chapter.source_path.as_ref();
    let on_disk =
        source.and_then(|path| std::fs::read_to_string(context.root.join(&src).join(path)).ok());
    let disk = match &on_disk {
        // mdBook takes the byte order mark away, and so the offsets have none.
        Some(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        None => &chapter.text,
    };
    let (file, text): (Arc<str>, Arc<str>) = (file.into(), disk.into());
    let carrier = Carrier::new(&chapter.text, disk);
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
