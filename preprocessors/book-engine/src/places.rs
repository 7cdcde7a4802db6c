//! The folders that a book is made from.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::load;

/// Where the parts of a book lie, as absolute paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The book's root folder.
    pub root: PathBuf,
    /// The folder of the chapters.
    pub src: PathBuf,
    /// The folder of the theme, whether it exists or not.
    pub theme: PathBuf,
    /// Further folders that the book asks to have watched.
    pub extra: Vec<PathBuf>,
    /// Files outside the book's folder that are known to be a part of it.
    pub included: Vec<PathBuf>,
    /// The folder that a build writes to.
    pub build_dir: PathBuf,
    /// The book's title, where it has one.
    pub title: Option<String>,
}

/// Reads where the parts of the book at `root` lie.
///
/// # Errors
///
/// When there is no book, or its configuration cannot be read.
pub fn places(root: &Path) -> Result<Places> {
    let root = load::root(root)?;
    let config = load::config(&root)?;
    Ok(Places {
        src: root.join(&config.book.src),
        theme: config.html_config().unwrap_or_default().theme_dir(&root),
        extra: config
            .build
            .extra_watch_dirs
            .iter()
            .map(|folder| root.join(folder))
            .collect(),
        included: Vec::new(),
        build_dir: root.join(&config.build.build_dir),
        title: config.book.title,
        root,
    })
}
