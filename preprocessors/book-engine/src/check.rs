//! The checks alone: nothing is rendered, nothing is written.

use std::path::Path;

use anyhow::Result;
use book_model::Located;
use mdbook_renderer::{RenderContext, Renderer};

use crate::failure::{Advice, Failure};
use crate::load::{self, Loaded, Purpose};
use crate::plugin::{CHECKS, Stopped};
use crate::{panics, render};

/// What a check found.
#[derive(Debug)]
pub struct Checked {
    /// Everything, in the order in which the checks give it.
    pub diagnostics: Vec<Located>,
    /// How many chapters the book has, drafts aside.
    pub chapters: usize,
}

/// Checks the book at `root`: the preprocessors run in mdBook's order, as for pages, up to the
/// checks, which run whether the book configures them or not. A chapter that SUMMARY.md names and
/// that does not exist is not created.
///
/// # Errors
///
/// When the book cannot be loaded or a preprocessor fails. What the checks find is no error.
pub fn check(root: &Path) -> Result<Checked, Failure> {
    let loaded = loaded(root).map_err(Failure::NotStarted)?;
    let chapters = loaded.book.book.chapters().count();
    let run = panics::catch(|| loaded.book.preprocess_book(&Pages).map(drop));
    match run.and_then(|result| result) {
        Err(error) if error.is::<Stopped>() => Ok(Checked {
            diagnostics: loaded.diagnostics.take(),
            chapters,
        }),
        Err(error) => Err(render::failure(&loaded, error)),
        Ok(()) => Err(Failure::NotStarted(Advice::error(
            "the checks did not run",
            format!("see what `[preprocessor.{CHECKS}]` in book.toml says"),
        ))),
    }
}

fn loaded(root: &Path) -> Result<Loaded> {
    let root = load::root(root)?;
    let mut config = load::config(&root)?;
    config.build.create_missing = false;
    let renderers = format!("preprocessor.{CHECKS}.renderers");
    if config.contains_key(&renderers) {
        // They may be kept out of a build, and are what is asked for here.
        config.set(&renderers, ["html"])?;
    }
    load::load_with(root, config, Purpose::Check).map_err(|error| {
        // A build would make the chapter; without it, mdBook's words leave a reader at a loss.
        if error.to_string().starts_with("failed to read chapter") {
            Advice::error(
                format!("{error:#}"),
                "write the chapter, or take it out of SUMMARY.md",
            )
        } else {
            error
        }
    })
}

/// Stands for the pages that are not made.
struct Pages;

impl Renderer for Pages {
    fn name(&self) -> &'static str {
        "html"
    }

    fn render(&self, _: &RenderContext) -> Result<()> {
        Ok(())
    }
}
