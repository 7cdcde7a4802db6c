//! A root folder that stands in for the book's own, so that mdBook's renderer writes what is wanted of
//! it and nothing else.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use mdbook_core::config::{Config, HtmlConfig};
use tempfile::TempDir;

use super::assets::has_index;

/// The files that a theme may have, with the templates first.
const THEME_FILES: [&str; 19] = [
    "index.hbs",
    "head.hbs",
    "header.hbs",
    "redirect.hbs",
    "toc.js.hbs",
    "toc.html.hbs",
    "book.js",
    "css/chrome.css",
    "css/general.css",
    "css/print.css",
    "css/variables.css",
    "highlight.js",
    "clipboard.min.js",
    "highlight.css",
    "tomorrow-night.css",
    "ayu-highlight.css",
    "favicon.png",
    "favicon.svg",
    "fonts/fonts.css",
];

/// Where Linux keeps files in memory.
const MEMORY: &str = "/dev/shm";

/// The roots that there are.
static SCRATCHES: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn scratches() -> MutexGuard<'static, Vec<PathBuf>> {
    SCRATCHES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The process is about to end: no further render begins.
static ENDING: AtomicBool = AtomicBool::new(false);

/// How long a render that has begun is waited for, between two looks at what it has written meanwhile.
const PAUSE: Duration = Duration::from_millis(20);

/// Removes all roots, for a process that is about to end.
pub(crate) fn abandon() {
    ENDING.store(true, Ordering::SeqCst);
    for folder in &*scratches() {
        let mut quiet = 0;
        for _ in 0..50 {
            let _ = fs::remove_dir_all(folder);
            thread::sleep(PAUSE);
            quiet = if folder.exists() { 0 } else { quiet + 1 };
            if quiet == 2 {
                break;
            }
        }
    }
}

/// How many bytes can be written to a folder.
#[cfg(target_os = "linux")]
fn free(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

#[cfg(not(target_os = "linux"))]
fn free(_: &Path) -> Option<u64> {
    None
}

impl Drop for Scratch {
    fn drop(&mut self) {
        scratches().retain(|folder| folder != self.folder.path());
    }
}

/// A root with an empty source folder, and with a theme that is the content of a page alone: its
/// templates and assets are empty, which leaves mdBook little to write beside the pages.
pub(crate) struct Scratch {
    folder: TempDir,
    outputs: AtomicUsize,
}

impl Scratch {
    /// Makes the root for what takes `room` bytes at most: in memory where the system has a folder for that
    /// with room enough, since nothing in it is kept for longer than it takes to read it again.
    ///
    /// # Errors
    ///
    /// When a file cannot be written there.
    pub(crate) fn new(room: u64) -> Result<Scratch> {
        let mut folder = tempfile::Builder::new();
        folder.prefix("mdhub-render-");
        let folder = match free(Path::new(MEMORY)) {
            Some(free) if free >= room => folder.tempdir_in(MEMORY).or_else(|_| folder.tempdir()),
            _ => folder.tempdir(),
        };
        let folder = folder.context("failed to make a temporary folder")?;
        scratches().push(folder.path().to_owned());
        let outputs = AtomicUsize::new(0);
        let scratch = Scratch { folder, outputs };
        scratch.write("src/.keep", "")?;
        for file in THEME_FILES {
            scratch.write(&format!("theme/{file}"), "")?;
        }
        scratch.write("theme/index.hbs", "{{{content}}}")?;
        Ok(scratch)
    }

    /// The root folder.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// A text that stands nowhere in a book, of small letters and digits.
    pub(crate) fn salt(&self) -> String {
        let name = self.root().file_name().unwrap_or_default();
        let name = name.to_string_lossy().to_lowercase();
        let own = name.bytes().filter(u8::is_ascii_alphanumeric);
        own.map(char::from).collect()
    }

    /// A further root with an empty source folder, and with mdBook's own theme.
    pub(crate) fn root_for_pages(&self) -> Result<PathBuf> {
        self.write("pages/src/.keep", "")?;
        Ok(self.root().join("pages"))
    }

    /// A folder for the output of one render; it is not there yet.
    ///
    /// # Errors
    ///
    /// When the process is about to end.
    pub(crate) fn output(&self) -> Result<PathBuf> {
        if ENDING.load(Ordering::SeqCst) {
            bail!("interrupted");
        }
        let number = self.outputs.fetch_add(1, Ordering::Relaxed);
        Ok(self.root().join("out").join(number.to_string()))
    }

    fn write(&self, file: &str, text: &str) -> Result<()> {
        let file = self.root().join(file);
        file.parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&file, text))
            .with_context(|| format!("failed to write `{}`", file.display()))
    }
}

/// Copies a file, and makes its folder.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    to.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::copy(from, to))
        .with_context(|| format!("failed to read `{}`", from.display()))?;
    Ok(())
}

/// The configuration for a render in a [`Scratch`] of content alone: what decides the content is as the
/// book has it, and nothing is made beside it.
pub(crate) fn content_only(config: &Config, html: &HtmlConfig) -> Result<Config> {
    let mut html = html.clone();
    html.theme = Some("theme".into());
    html.additional_css.clear();
    html.additional_js.clear();
    html.print.enable = false;
    html.search.get_or_insert_default().enable = false;
    html.playground.copy_js = false;
    html.input_404 = Some(String::new());
    html.cname = None;
    html.edit_url_template = None;
    html.redirect.clear();
    html.hash_files = false;
    let mut config = config.clone();
    config.book.src = "src".into();
    config.book.title = None;
    config.build.build_dir = "out".into();
    config.set("output.html", html)?;
    Ok(config)
}

/// The configuration for a render in a [`Scratch`] that makes a search index of every chapter; `None` where
/// the book has none. `content` is the configuration of [`content_only`].
pub(crate) fn search_only(content: &Config, html: &HtmlConfig) -> Result<Option<Config>> {
    if !has_index(html) {
        return Ok(None);
    }
    let mut html = content.html_config().unwrap_or_default();
    let search = html.search.get_or_insert_default();
    search.enable = true;
    search.chapter.clear();
    let mut config = content.clone();
    config.set("output.html", html)?;
    Ok(Some(config))
}
