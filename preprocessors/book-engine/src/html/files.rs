//! Writes the files of a site.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::disk;

/// The folder that a site is written to.
pub(crate) struct Files<'a> {
    /// The folder; it exists.
    pub(crate) folder: &'a Path,
    /// Where the site of the last build is, if anywhere.
    pub(crate) last: Option<&'a Path>,
    /// The book's sources: what lies among them is copied over what a build makes.
    pub(crate) sources: PathBuf,
    /// The page for addresses that lead nowhere, which mdBook writes behind all others.
    pub(crate) not_found: Option<String>,
}

impl Files<'_> {
    /// Makes the folders that these files lie in.
    ///
    /// # Errors
    ///
    /// When one cannot be made.
    pub(crate) fn make_folders<'f>(&self, files: impl Iterator<Item = &'f str>) -> Result<()> {
        let folders: HashSet<&Path> = files.filter_map(|file| Path::new(file).parent()).collect();
        for folder in folders {
            let folder = self.folder.join(folder);
            disk::create_dir_all(&folder)
                .with_context(|| format!("failed to make `{}`", folder.display()))?;
        }
        Ok(())
    }

    /// Removes files that have another name now.
    ///
    /// # Errors
    ///
    /// When one cannot be removed.
    pub(crate) fn remove<'f>(&self, mut files: impl Iterator<Item = &'f str>) -> Result<()> {
        files.try_for_each(|name| {
            let file = self.folder.join(name);
            disk::remove_file(&file)
                .with_context(|| format!("failed to remove `{}`", file.display()))
        })
    }

    /// Writes a file, unless mdBook would write another one of that name behind it. A file that says what
    /// it said in the last site stays that file, with its date: what is carried to a server by date is
    /// what has changed, and the file system has less to do.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub(crate) fn write(&self, name: &str, text: &str) -> Result<()> {
        if is_another(name, &self.sources, self.not_found.as_deref()) {
            return Ok(());
        }
        self.put(name, text.as_bytes())
    }

    /// Writes a file, whatever mdBook would write behind it.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub(crate) fn put(&self, name: &str, bytes: &[u8]) -> Result<()> {
        if self.keep(name, bytes).is_ok() {
            return Ok(());
        }
        let file = self.folder.join(name);
        disk::write(&file, bytes).with_context(|| format!("failed to write `{}`", file.display()))
    }

    /// Takes the file over from the last site.
    fn keep(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let last = self.last.ok_or(io::ErrorKind::NotFound)?.join(name);
        let found = fs::symlink_metadata(&last)?;
        if !found.is_file() || found.len() != bytes.len() as u64 || fs::read(&last)? != bytes {
            return Err(io::ErrorKind::NotFound.into());
        }
        disk::hard_link(&last, &self.folder.join(name))
    }
}

/// Whether mdBook would write another file of that name behind what a build makes: a file among the
/// sources, or the page for addresses that lead nowhere.
pub(crate) fn is_another(name: &str, sources: &Path, not_found: Option<&str>) -> bool {
    let is_chapter = Path::new(name)
        .extension()
        .is_some_and(|suffix| suffix == "md");
    not_found == Some(name) || (!is_chapter && sources.join(name).is_file())
}
