//! Runs mdBook's renderers into a folder of our choice.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Error, Result, anyhow};
use book_model::Located;
use mdbook_core::book::Chapter;
use mdbook_core::config::Config;
use mdbook_driver::builtin_renderers::{CmdRenderer, MarkdownRenderer};
use mdbook_html::HtmlHandlebars;
use mdbook_renderer::{RenderContext, Renderer};

use crate::failure::{Advice, Failure};
use crate::finishing::Finishing;
use crate::html::{self, Cache, Files, Made};
use crate::load::Loaded;
use crate::outside::{self, Outside};
use crate::plugin::{Misconfigured, Stopped};
use crate::{blame, explained, names, panics, private};

/// A book that was rendered.
#[derive(Debug)]
pub struct Built {
    /// How many chapters have a page, drafts aside.
    pub pages: usize,
    /// The folder that holds the result.
    pub folder: PathBuf,
    /// The page to open first, where one was made.
    pub index: Option<PathBuf>,
    /// What no build has made in the folder that was there before, and is in the new one.
    pub kept: Vec<PathBuf>,
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
/// mdBook knows which folder of the sources not to copy. Pages that are as they were in `last`, the
/// folder of the last build, are taken over from there. Gives the number of pages.
pub(crate) fn render(
    loaded: &Loaded,
    name: &str,
    kind: &Kind,
    destination: &Path,
    last: Option<&Path>,
) -> Result<usize> {
    let context = processed(loaded, name, destination)?;
    let rendered = panics::catch(|| match kind {
        Kind::Html => pages(&context, last).and_then(|()| private::keep(&context, destination)),
        Kind::Markdown => MarkdownRenderer::new().render(&context),
        Kind::Program(command) => {
            CmdRenderer::new(name.to_owned(), command.clone()).render(&context)
        }
    });
    rendered
        .and_then(|rendered| rendered)
        .context("Rendering failed")?;
    Ok(context.book.chapters().count())
}

/// The book as the preprocessors leave it for a renderer, which is to write to `destination`.
pub(crate) fn processed(
    loaded: &Loaded,
    renderer: &str,
    destination: &Path,
) -> Result<RenderContext> {
    let book = &loaded.book;
    let processed = panics::catch(|| book.preprocess_book(&Named(renderer)))?;
    let (mut processed, titles) = processed?;
    outside::refuse_in_book(&processed)?;
    names::keep_on_one_line(&mut processed);
    let (root, config) = (book.root.clone(), book.config.clone());
    let mut context = RenderContext::new(root, processed, config, destination);
    context.chapter_titles = titles.chapter_titles.take();
    Ok(context)
}

/// A renderer for which a book is preprocessed.
struct Named<'a>(&'a str);

impl Renderer for Named<'_> {
    fn name(&self) -> &str {
        self.0
    }

    fn render(&self, _: &RenderContext) -> Result<()> {
        Ok(())
    }
}

/// Renders pages: from their parts, or as a whole where the parts do not fit the book.
fn pages(context: &RenderContext, last: Option<&Path>) -> Result<()> {
    let html = context.config.html_config().unwrap_or_default();
    let finishing = Finishing::of(context, &html, &context.destination)?;
    let files = Files {
        folder: &context.destination,
        last,
        sources: context.root.join(&context.config.book.src),
        not_found: html::not_found(&html),
    };
    let made = Cache::default().render(context, &context.destination);
    let Some(Made {
        mut site, named, ..
    }) = made.map_err(gave_up)?
    else {
        whole(context)?;
        return finishing.map_or(Ok(()), |finishing| finishing.complete_folder(&files));
    };
    if let Some(error) = cannot_take(context, &site.parts.broken) {
        return Err(error);
    }
    if html.hash_files {
        site.hash_files()?;
    }
    let Some(finishing) = finishing else {
        return site.write(&files, &named, None);
    };
    let text = |page: &str| Ok(site.file(page)?.unwrap_or_default());
    // What makes the index waits for rayon's threads, and must not be one of them.
    let (written, searched) = std::thread::scope(|scope| {
        let searched = scope.spawn(|| panics::catch(|| finishing.searched(&text)));
        let written = site.write(&files, &named, Some(&finishing));
        let searched = searched.join();
        let searched = searched.unwrap_or_else(|_| Ok(Err(anyhow!("the search gave up"))));
        (written, searched)
    });
    written?;
    finishing.complete(&files, site.names(), searched??)
}

/// Lets mdBook render a book as a whole.
pub(crate) fn whole(context: &RenderContext) -> Result<()> {
    match panics::catch(|| HtmlHandlebars::new().render(context)) {
        Ok(result) => result,
        Err(panic) => Err(match blame::culprits(context) {
            Some(culprits) => cannot_take(context, &culprits).unwrap_or(panic),
            None => gave_up(panic),
        }),
    }
}

/// The error for the chapters that mdBook's renderer cannot take, by their numbers; `None` where there
/// are none.
pub(crate) fn cannot_take(
    context: &RenderContext,
    broken: &[(usize, Arc<Error>)],
) -> Option<Error> {
    let chapters: Vec<&Chapter> = context.book.chapters().collect();
    let named = broken.iter().filter_map(|(number, panic)| {
        let chapter = source(chapters.get(*number)?, &context.config);
        Some(format!("`{}` ({panic})", chapter.display()))
    });
    let named: Vec<String> = named.collect();
    let first = named.first()?;
    let message = match named.len() {
        1 => format!("mdBook's renderer cannot take {first}"),
        _ => format!(
            "mdBook's renderer cannot take these chapters: {}",
            named.join(", ")
        ),
    };
    Some(Advice::error(message, BALANCE))
}

/// What to do about a chapter that mdBook's renderer cannot take.
pub(crate) const BALANCE: &str =
    "look there for HTML that does not balance, such as a `</p>` inside a paragraph";

/// The file of a chapter, below the book's root.
pub(crate) fn source(chapter: &Chapter, config: &Config) -> PathBuf {
    let path = chapter.source_path.as_ref().or(chapter.path.as_ref());
    config.book.src.join(path.cloned().unwrap_or_default())
}

/// The error for a panic of the renderer that no chapter brings about.
pub(crate) fn gave_up(error: Error) -> Error {
    if !error.is::<panics::Panic>() {
        return error;
    }
    Advice::error(
        format!("mdBook's renderer cannot take this book ({error})"),
        "undo the last change to its text or theme, and build again",
    )
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
