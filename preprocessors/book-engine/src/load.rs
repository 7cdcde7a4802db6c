//! Loads a book as mdBook does, with the project's plugins in process.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use book_model::Pages;
use mdbook_core::book::Book;
use mdbook_core::utils::fs::read_to_string;
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use mdbook_summary::Summary;

use crate::course::{Course, Unasked};
use crate::diagnostics::Diagnostics;
use crate::failure::Advice;
use crate::plugin::{self, CHECKS, InProcess};
use crate::texts::Texts;
use crate::{explained, finishing, links, outside, unreadable};

/// A book in memory, ready to be rendered.
pub struct Loaded {
    /// The book, its configuration and its preprocessors.
    pub book: MDBook,
    /// What the plugins find while the preprocessors run.
    pub diagnostics: Diagnostics,
}

/// Loads the book in `folder`. Each plugin of the project that `book.toml` configures takes the place
/// of its program, and keeps mdBook's order.
///
/// # Errors
///
/// When there is no book in `folder`, or mdBook cannot load it.
pub fn load(folder: &Path) -> Result<Loaded> {
    let root = root(folder)?;
    let config = config(&root)?;
    let mut texts = Texts::default();
    let diagnostics = Diagnostics::default();
    load_with(
        root,
        config,
        diagnostics,
        Pages::default(),
        None,
        &mut texts,
    )
}

/// Loads a book whose configuration has been read, and perhaps changed: for pages, or for a check,
/// which the checks take part in whether they are configured or not. What was read of it before, if
/// anything, comes in `pages` and `texts`.
pub(crate) fn load_with(
    root: PathBuf,
    config: Config,
    diagnostics: Diagnostics,
    pages: Pages,
    course: Option<&Course>,
    texts: &mut Texts,
) -> Result<Loaded> {
    finishing::settings(&root, &config)?;
    let src = root.join(&config.book.src);
    let file = src.join("SUMMARY.md");
    let text = read_to_string(&file)
        .map_err(|error| explained::loading(&root, &config, error))
        .map_err(|error| explained::reading(error, None))?;
    let summary = unreadable::summary(&file, &text)?;
    outside::refuse_in_summary(&summary, &text, &config.book.src)?;
    let chapters = texts
        .book(&summary, &src, config.build.create_missing)
        .map_err(|error| explained::reading(error, Some((&file, &text))))?;
    assemble(root, config, chapters, diagnostics, pages, course)
}

/// Puts a book together whose chapters have been read.
pub(crate) fn assemble(
    root: PathBuf,
    config: Config,
    chapters: Book,
    diagnostics: Diagnostics,
    pages: Pages,
    course: Option<&Course>,
) -> Result<Loaded> {
    let ours = configured(&config)?;
    // Its chapters are there already.
    let none = Summary::default();
    let mut book = MDBook::load_with_config_and_summary(&root, config.clone(), none)
        .map_err(|error| explained::loading(&root, &config, error))?;
    book.book = chapters;
    if links::runs(&book.config) {
        let quiet = links::checks_speak(&ours, &book.config, course);
        book.with_preprocessor(links::Links { quiet });
    }
    for plugin in plugin::all() {
        if ours.iter().any(|name| name == plugin.name()) {
            book.with_preprocessor(InProcess {
                plugin,
                diagnostics: diagnostics.clone(),
                pages: pages.clone(),
                course: course.cloned(),
            });
        } else if let Some(course) = course
            && plugin.name() == CHECKS
        {
            book.with_preprocessor(Unasked(course.clone()));
        }
    }
    Ok(Loaded { book, diagnostics })
}

/// The root folder of a book as an absolute path, as mdBook's own command makes it.
///
/// # Errors
///
/// When there is no book in `folder`. What is in it may be broken all the same.
pub fn root(folder: &Path) -> Result<PathBuf> {
    if !folder.join("book.toml").is_file() && !folder.join("src/SUMMARY.md").is_file() {
        return Err(Advice::error(
            format!(
                "there is no book in `{}`: it has neither book.toml nor src/SUMMARY.md",
                folder.display()
            ),
            "name the root folder of a book, or begin one with `mdbook init`",
        ));
    }
    std::path::absolute(folder).with_context(|| format!("failed to find `{}`", folder.display()))
}

/// The configuration: `book.toml` where there is one, and the environment's `MDBOOK_...`.
pub(crate) fn config(root: &Path) -> Result<Config> {
    let file = root.join("book.toml");
    let mut config = if file.exists() {
        let text = fs::read_to_string(&file)
            .with_context(|| format!("failed to read `{}`", file.display()))
            .map_err(|error| explained::reading(error, None))?;
        unreadable::book_toml(&file, &text)?
    } else {
        Config::default()
    };
    config
        .update_from_env()
        .context("failed to apply the environment variables that begin with `MDBOOK_`")?;
    let of_tables = |error| explained::loading(root, &config, error);
    config
        .preprocessors::<serde_json::Value>()
        .map_err(of_tables)?;
    config.outputs::<serde_json::Value>().map_err(of_tables)?;
    Ok(config)
}

/// The plugins of the project that the book configures, without those for which a table names
/// another program.
pub(crate) fn configured(config: &Config) -> Result<Vec<String>> {
    let tables = config.preprocessors::<serde_json::Value>()?;
    Ok(tables
        .into_iter()
        .filter(|(name, table)| {
            let command = table.get("command").and_then(serde_json::Value::as_str);
            plugin::all().iter().any(|plugin| plugin.name() == name)
                && plugin::is_ours(name, command)
        })
        .map(|(name, _)| name)
        .collect())
}
