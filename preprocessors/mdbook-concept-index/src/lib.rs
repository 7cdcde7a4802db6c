//! The concept-index plugin.

use anyhow::Result;
use book_model::Located;
use book_plugin::{Context, Plugin};
use mdbook_core::book::Book;

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct ConceptIndex;

impl Plugin for ConceptIndex {
    fn name(&self) -> &'static str {
        "concept-index"
    }

    fn about(&self) -> &'static str {
        ""
    }

    fn run(&self, _: &Context, _: &mut Book) -> Result<Vec<Located>> {
        Ok(Vec::new())
    }
}
