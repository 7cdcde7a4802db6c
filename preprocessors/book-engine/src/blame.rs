//! Finds the chapter that mdBook's renderer cannot take.

use std::path::{Path, PathBuf};

use mdbook_core::book::{Book, BookItem, Chapter};
use mdbook_html::HtmlHandlebars;
use mdbook_renderer::{RenderContext, Renderer};
use tracing::subscriber::{NoSubscriber, with_default};

use crate::panics;

/// How many chapters are tried together: a render has a fixed cost, and one that grows with the
/// square of its chapters.
const WINDOW: usize = 64;

/// Renders small groups of chapters into a folder that is thrown away, and gives the first chapter
/// that panics by itself: its place below the book's root. `None` where no chapter does.
pub(crate) fn culprit(ctx: &RenderContext) -> Option<PathBuf> {
    let scratch = tempfile::tempdir().ok()?;
    let chapters: Vec<&Chapter> = ctx.book.chapters().collect();
    // What these renders warn of has been said by the one that failed.
    let chapter = with_default(NoSubscriber::new(), || {
        let window = chapters
            .chunks(WINDOW)
            .find(|window| panics(ctx, window, scratch.path()))?;
        window
            .iter()
            .find(|chapter| panics(ctx, &[chapter], scratch.path()))
    })?;
    let path = chapter.source_path.as_ref().or(chapter.path.as_ref())?;
    Some(ctx.config.book.src.join(path))
}

fn panics(ctx: &RenderContext, chapters: &[&Chapter], scratch: &Path) -> bool {
    let mut config = ctx.config.clone();
    // Nothing to copy, and nothing beside the pages.
    let empty = scratch.join("src");
    let settings = [
        ("output.html.search.enable", serde_json::Value::from(false)),
        ("output.html.print.enable", false.into()),
        ("output.html.input-404", "".into()),
        ("output.html.redirect", serde_json::json!({})),
    ];
    if std::fs::create_dir_all(&empty).is_err()
        || settings
            .into_iter()
            .any(|(key, value)| config.set(key, value).is_err())
    {
        return false;
    }
    config.book.src = empty;
    let items = chapters.iter().map(|chapter| {
        let mut alone = (*chapter).clone();
        alone.sub_items.clear();
        BookItem::Chapter(alone)
    });
    let book = Book::new_with_items(items.collect());
    let ctx = RenderContext::new(ctx.root.clone(), book, config, scratch.join("book"));
    panics::catch(|| HtmlHandlebars::new().render(&ctx)).is_err()
}
