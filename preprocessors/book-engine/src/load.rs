//! Loads a book as mdBook does, with the project's plugins in process.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;

use crate::failure::Advice;
use crate::plugin::{self, CHECKS, Diagnostics, InProcess, Role};

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
    load_with(root, config, Purpose::Render)
}

/// What a book is loaded for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Every plugin does its work.
    Render,
    /// The checks run, whether configured or not, and what comes after them does not matter.
    Check,
}

/// Loads a book whose configuration has been read, and perhaps changed.
pub(crate) fn load_with(root: PathBuf, config: Config, purpose: Purpose) -> Result<Loaded> {
    let ours = configured(&config)?;
    let mut book = MDBook::load_with_config(root, config)?;
    let diagnostics = Diagnostics::default();
    for plugin in plugin::all() {
        let checks = plugin.name() == CHECKS;
        let role = match purpose {
            Purpose::Render => Role::Run,
            Purpose::Check if checks => Role::RunAndStop,
            Purpose::Check => Role::Skip,
        };
        if ours.iter().any(|name| name == plugin.name()) || role == Role::RunAndStop {
            book.with_preprocessor(InProcess {
                plugin,
                role,
                diagnostics: diagnostics.clone(),
            });
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
        Config::from_disk(&file).with_context(|| format!("failed to read `{}`", file.display()))?
    } else {
        Config::default()
    };
    config.update_from_env()?;
    Ok(config)
}

/// The plugins of the project that the book configures, without those for which a table names
/// another program.
fn configured(config: &Config) -> Result<Vec<String>> {
    let tables = config.preprocessors::<serde_json::Value>()?;
    Ok(tables
        .into_iter()
        .filter(|(name, table)| {
            let command = table.get("command").and_then(serde_json::Value::as_str);
            plugin::is_ours(name, command)
        })
        .map(|(name, _)| name)
        .collect())
}
