//! The pages alone, for a server.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use book_model::{Located, Pages};

use crate::diagnostics::Diagnostics;
use crate::failure::Failure;
use crate::load::{self, Loaded};
use crate::render::{self, Kind};

/// Pages that were rendered for a server.
#[derive(Debug)]
pub struct Preview {
    /// How many chapters have a page, drafts aside.
    pub pages: usize,
    /// The page for an address that leads nowhere, relative to the folder; it may not exist.
    pub not_found: PathBuf,
    /// What the plugins found; the pages show the errors among it.
    pub diagnostics: Vec<Located>,
}

/// Renders the pages of the book at `root` into `folder`, as `mdbook serve` would: for the root of
/// a site, with a script that reloads the page on a message from the WebSocket at `live_reload`.
/// Other renderers of the book do not run. File names carry no hash, so that an edit does not
/// rename what every page asks for. What was read for the previews before is in `known`, and what is read
/// for this one comes to it.
///
/// # Errors
///
/// As [`build()`](crate::build()).
pub fn preview(
    root: &Path,
    folder: &Path,
    live_reload: &str,
    known: &Pages,
) -> Result<Preview, Failure> {
    let loaded = loaded(root, live_reload, known).map_err(Failure::NotStarted)?;
    let pages = render::render(&loaded, "html", &Kind::Html, folder, None)
        .map_err(|error| render::failure(&loaded, error))?;
    let html = loaded.book.config.html_config().unwrap_or_default();
    Ok(Preview {
        pages,
        not_found: html.get_404_output_file().into(),
        diagnostics: loaded.diagnostics.take(),
    })
}

fn loaded(root: &Path, live_reload: &str, known: &Pages) -> Result<Loaded> {
    let root = load::root(root)?;
    let mut config = load::config(&root)?;
    let settings = [
        (
            "output.html.live-reload-endpoint",
            serde_json::Value::from(live_reload),
        ),
        ("output.html.site-url", "/".into()),
        ("output.html.hash-files", false.into()),
    ];
    for (key, value) in settings {
        config
            .set(key, value)
            .with_context(|| format!("failed to set `{key}`"))?;
    }
    load::load_with(root, config, Diagnostics::default(), known.clone(), None)
}
