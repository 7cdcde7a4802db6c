//! The site of a version, as a server shows it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;

use crate::finishing::Finishing;
use crate::html::{self, Instead, Site};
use crate::searched::Searched;

/// The site of a version. It does not change any more.
#[derive(Debug)]
pub struct View {
    /// No other view has it.
    pub(crate) number: u64,
    pub(crate) site: Option<Arc<Site>>,
    pub(crate) instead: Instead,
    pub(crate) beside: u64,
    pub(crate) folder: Arc<Folder>,
    pub(crate) not_found: Option<String>,
    pub(crate) sources: PathBuf,
    /// The same with links resolved, as the system reports it.
    pub(crate) real: PathBuf,
    pub(crate) finishing: Option<Arc<Finishing>>,
    pub(crate) searched: Arc<Searched>,
}

/// A folder that goes when the last version that needs it goes.
#[derive(Debug)]
pub(crate) struct Folder(pub(crate) PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A file of a site.
#[derive(Debug)]
pub enum File {
    /// It is put together from its parts.
    Text(String),
    /// It was made of the whole site.
    Bytes(Vec<u8>),
    /// It lies here, if it exists at all.
    Path(PathBuf),
}

impl View {
    /// A file of the site, by its path from the site's root with `/` between the parts.
    ///
    /// # Errors
    ///
    /// When it cannot be put together, which all can.
    pub fn file(&self, name: &str) -> Result<File> {
        let file = self.unfinished(name)?;
        let Some(finishing) = &self.finishing else {
            return Ok(file);
        };
        if finishing.is_page(name) {
            let text = match file {
                File::Text(text) => Some(text),
                File::Path(path) => std::fs::read_to_string(path).ok(),
                File::Bytes(_) => None,
            };
            return match text {
                Some(text) => Ok(File::Text(finishing.page(name, text)?)),
                None => self.unfinished(name),
            };
        }
        let is_made = matches!(&file, File::Path(path) if !path.is_file());
        let made = is_made.then(|| self.made(finishing, name)).transpose()?;
        Ok(made.flatten().map_or(file, File::Bytes))
    }

    /// A file as mdBook makes it.
    fn unfinished(&self, name: &str) -> Result<File> {
        if let Some(site) = &self.site
            && !html::is_another(name, &self.sources, self.not_found.as_deref())
            && let Some(text) = site.file_with(name, &self.instead)?
        {
            return Ok(File::Text(text));
        }
        Ok(File::Path(self.folder.0.join(name)))
    }

    /// A file that finishing adds.
    fn made(&self, finishing: &Finishing, name: &str) -> Result<Option<Vec<u8>>> {
        if let Some(bytes) = finishing.file(name) {
            return Ok(Some(bytes));
        }
        self.searched.file(name, self.number, || {
            finishing.searched(&|page| match self.unfinished(page)? {
                File::Text(text) => Ok(text),
                File::Path(path) => Ok(std::fs::read_to_string(path)?),
                File::Bytes(_) => Ok(String::new()),
            })
        })
    }

    /// The folder with all files that are not put together.
    pub fn folder(&self) -> &Path {
        &self.folder.0
    }

    /// The page for an address that leads nowhere, where the book has one.
    pub fn not_found(&self) -> Option<&str> {
        self.not_found.as_deref()
    }

    /// Tells one version of what lies beside the pages from another: of scripts, styles, pictures, the table
    /// of contents.
    pub fn beside(&self) -> u64 {
        self.beside
    }

    /// The names of the files that are put together.
    pub fn names(&self) -> Vec<&str> {
        self.site.iter().flat_map(|site| site.names()).collect()
    }

    pub(crate) fn is_same(&self, other: &View) -> bool {
        let same = match (&self.site, &other.site) {
            (Some(one), Some(other_site)) => one.is_same(other_site, &other.instead),
            _ => false,
        };
        same && Arc::ptr_eq(&self.folder, &other.folder) && self.not_found == other.not_found
    }
}
