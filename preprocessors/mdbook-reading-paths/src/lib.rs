//! The reading-paths plugin.

use anyhow::Result;
use book_model::Located;
use book_plugin::{Context, Plugin};
use mdbook_core::book::Book;

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReadingPaths;

impl Plugin for ReadingPaths {
    fn name(&self) -> &'static str {
        "reading-paths"
    }

    fn about(&self) -> &'static str {
        ""
    }

    fn run(&self, _: &Context, _: &mut Book) -> Result<Vec<Located>> {
        Ok(Vec::new())
    }
}
