//! Keeps what is no part of the site out of it.

use std::path::Path;

use anyhow::{Context, Result};
use mdbook_renderer::RenderContext;

use crate::disk;

/// Takes book.toml out of a site that was rendered into `folder`. mdBook copies all that lies among the
/// sources, and publishes the configuration where these are the book's root.
pub(crate) fn keep(context: &RenderContext, folder: &Path) -> Result<()> {
    let sources = context.root.join(&context.config.book.src);
    let is_root = sources.canonicalize().ok() == context.root.canonicalize().ok();
    let copied = folder.join("book.toml");
    if !is_root || !copied.is_file() {
        return Ok(());
    }
    disk::remove_file(&copied).with_context(|| format!("failed to remove `{}`", copied.display()))
}
