//! Runs mdBook's renderers into a folder of our choice.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use anyhow::{Error, Result};
use book_model::Located;
use mdbook_core::config::Config;
use mdbook_driver::builtin_renderers::{CmdRenderer, MarkdownRenderer};
use mdbook_html::HtmlHandlebars;
use mdbook_renderer::{RenderContext, Renderer};

use crate::failure::{Advice, Failure};
use crate::load::Loaded;
use crate::outside::{self, Outside};
use crate::plugin::{Misconfigured, Stopped};
use crate::{blame, explained, panics};

/// A book that was rendered.
#[derive(Debug)]
pub struct Built {
    /// How many chapters have a page, drafts aside.
    pub pages: usize,
    /// The folder that holds the result.
    pub folder: PathBuf,
    /// The page to open first, where one was made.
    pub index: Option<PathBuf>,
    /// What the plugins found; none of it is an error.
    pub diagnostics: Vec<Located>,
}

/// A renderer that `book.toml` asks for.
pub(crate) enum Kind {
    /// mdBook's own, for pages.
    Html,
    /// mdBook's own, for Markdown.
    Markdown,
    /// A program, with the command that starts it.
    Program(String),
}

/// The renderers of a book with their names, in the order in which mdBook runs them.
pub(crate) fn renderers(config: &Config) -> Result<Vec<(String, Kind)>> {
    let outputs = config.outputs::<serde_json::Value>()?;
    if outputs.is_empty() {
        return Ok(vec![("html".to_owned(), Kind::Html)]);
    }
    Ok(outputs
        .into_iter()
        .map(|(name, table)| {
            let kind = match name.as_str() {
                "html" => Kind::Html,
                "markdown" => Kind::Markdown,
                _ => {
                    let command = table.get("command").and_then(serde_json::Value::as_str);
                    Kind::Program(command.map_or_else(|| format!("mdbook-{name}"), str::to_owned))
                }
            };
            (name, kind)
        })
        .collect())
}

/// Preprocesses the book and renders it into `destination`, whatever the configuration says of the
/// output folder: it stays as it is, so that neither plugins nor renderers see another one, and
/// mdBook knows which folder of the sources not to copy. Gives the number of pages.
pub(crate) fn render(
    loaded: &Loaded,
    name: &str,
    kind: &Kind,
    destination: &Path,
) -> Result<usize> {
    let inner: Box<dyn Renderer> = match kind {
        Kind::Html => Box::new(HtmlHandlebars::new()),
        Kind::Markdown => Box::new(MarkdownRenderer::new()),
        Kind::Program(command) => Box::new(CmdRenderer::new(name.to_owned(), command.clone())),
    };
    let redirected = Redirected {
        inner,
        destination: destination.to_owned(),
        pages: Cell::new(0),
    };
    panics::catch(|| loaded.book.execute_build_process(&redirected))??;
    Ok(redirected.pages.get())
}

/// Renders where it is told to, and turns a panic of the renderer into an error.
struct Redirected {
    inner: Box<dyn Renderer>,
    destination: PathBuf,
    pages: Cell<usize>,
}

impl Renderer for Redirected {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn render(&self, ctx: &RenderContext) -> Result<()> {
        outside::refuse_in_book(&ctx.book)?;
        let mut ctx = ctx.clone();
        ctx.destination.clone_from(&self.destination);
        self.pages.set(ctx.book.chapters().count());
                if self.name()=="html" && std::env::var("WHOLE").is_err() { if let Some(()) = crate::html::render(&ctx, &self.destination)? { return Ok(()) } else { eprintln!("whole"); } }
        match panics::catch(|| self.inner.render(&ctx)) {
            Ok(result) => result,
            Err(panic) => Err(gave_up(&ctx, &panic)),
        }
    }
}

/// The error for a panic of the renderer, with the chapter that brings it about.
fn gave_up(ctx: &RenderContext, panic: &Error) -> Error {
    match blame::culprit(ctx) {
        Some(chapter) => Advice::error(
            format!(
                "mdBook's renderer cannot take `{}` ({panic})",
                chapter.display()
            ),
            "look there for HTML that does not balance, such as a `</p>` inside a paragraph",
        ),
        None => Advice::error(
            format!("mdBook's renderer cannot take this book ({panic})"),
            "undo the last change to its text or theme, and build again",
        ),
    }
}

/// Sorts out what ended a build.
pub(crate) fn failure(loaded: &Loaded, error: Error) -> Failure {
    let found = loaded.diagnostics.take();
    if error.is::<Stopped>() {
        Failure::Prose(found)
    } else if error.is::<Misconfigured>() || error.is::<Outside>() {
        Failure::NotStarted(error)
    } else {
        let book = &loaded.book;
        let error = explained::rendering(&book.root, &book.config, error);
        Failure::Rendering(found, error)
    }
}
