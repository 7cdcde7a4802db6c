//! Finds the chapters that mdBook's renderer cannot take.

use std::sync::Arc;

use anyhow::Error;
use mdbook_core::book::Chapter;
use mdbook_renderer::RenderContext;
use tracing::subscriber::{NoSubscriber, with_default};

use crate::html;

/// Renders the content of each chapter, and gives those that panic by their numbers. `None` where no
/// chapter does.
pub(crate) fn culprits(context: &RenderContext) -> Option<Vec<(usize, Arc<Error>)>> {
    let chapters: Vec<&Chapter> = context.book.chapters().collect();
    // What these renders warn of has been said by the one that failed.
    let contents = with_default(NoSubscriber::new(), || {
        html::contents_of(&chapters, &context.config)
    });
    let contents = contents.ok()?;
    let broken: Vec<(usize, Arc<Error>)> = contents
        .into_iter()
        .enumerate()
        .filter_map(|(number, content)| Some((number, Arc::new(content.err()?))))
        .collect();
    (!broken.is_empty()).then_some(broken)
}
