//! The finishing of a site: what the book asks `mdhub` for beyond what mdBook writes.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use book_finish::{File, Finish, Kind, Page, Settings, Site};
use book_model::Pages;
use mdbook_core::config::{Config, HtmlConfig};
use mdbook_renderer::RenderContext;
use rayon::prelude::*;

use crate::html::{self, Files};

/// What the book asks for.
///
/// # Errors
///
/// When it asks for something that there is not.
pub(crate) fn settings(root: &Path, config: &Config) -> Result<Settings> {
    Settings::of(&book_plugin::Context {
        root: root.to_owned(),
        renderer: "html".to_owned(),
        config: serde_json::to_value(config).context("the configuration cannot be passed on")?,
        pages: Pages::default(),
    })
}

/// Finishes the site of one book.
#[derive(Debug)]
pub(crate) struct Finishing {
    finish: Arc<Finish>,
    /// The pages of chapters, each once, in the order of the book.
    chapters: Vec<String>,
    /// Pages that are finished, and of which kind they are.
    pages: HashMap<String, Kind>,
    /// Where the site's other files lie.
    folder: PathBuf,
    /// The finishing of the version before: a browser may ask a moment later for what its pages asked for.
    last: Option<Arc<Finish>>,
}

impl Finishing {
    /// The finishing of a book whose files lie in `folder`; `None` where the book asks for none.
    ///
    /// # Errors
    ///
    /// As [`settings`].
    pub(crate) fn of(
        context: &RenderContext,
        html: &HtmlConfig,
        folder: &Path,
    ) -> Result<Option<Finishing>> {
        let settings = settings(&context.root, &context.config)?;
        if settings.steps.is_empty() {
            return Ok(None);
        }
        let mut seen = HashSet::new();
        let paths = context
            .book
            .chapters()
            .filter_map(|chapter| chapter.path.as_deref());
        let chapters: Vec<String> = paths
            .map(html::link)
            .filter(|link| seen.insert(link.clone()))
            .collect();
        let sources = context.root.join(&context.config.book.src);
        let not_found = html::not_found(html);
        // Moved pages lead on to where they have gone, with a script of mdBook's.
        let redirects = html.redirect.keys().filter(|from| !from.contains('#'));
        let others = redirects.map(|from| from.trim_start_matches('/').to_owned());
        let others = others
            .chain(["print.html".to_owned(), "toc.html".to_owned()])
            .chain(not_found.clone());
        let index = (!chapters.is_empty()).then(|| "index.html".to_owned());
        let chapter = chapters
            .iter()
            .cloned()
            .chain(index)
            .map(|page| (page, Kind::Chapter));
        let pages = others.map(|page| (page, Kind::Other)).chain(chapter);
        // What lies among the sources is its author's, but for the page for addresses that lead nowhere.
        let is_made = |page: &str| {
            not_found.as_deref() == Some(page) || !html::is_another(page, &sources, None)
        };
        Ok(Some(Finishing {
            finish: Arc::new(Finish::new(
                settings,
                Site {
                    title: context.config.book.title.clone().unwrap_or_default(),
                    opening: opening(&chapters),
                },
            )),
            pages: pages.filter(|(page, _)| is_made(page)).collect(),
            chapters,
            folder: folder.to_owned(),
            last: None,
        }))
    }

    /// A file as it is to be: a page finished, anything else as it is.
    ///
    /// # Errors
    ///
    /// When a page cannot be read, which all can.
    pub(crate) fn page(&self, path: &str, text: String) -> Result<String> {
        let Some(kind) = self.pages.get(path) else {
            return Ok(text);
        };
        let read = |path: &str| fs::read_to_string(self.folder.join(path)).ok();
        let page = Page { path, html: &text };
        let finished = self.finish.page(page, *kind, &read);
        finished.with_context(|| format!("failed to finish `{path}`"))
    }

    /// Keeps what pages asked for in the version before.
    pub(crate) fn keep(&mut self, last: Option<&Finishing>) {
        self.last = last.map(|last| Arc::clone(&last.finish));
    }

    /// A file that finishing has added, if it is one.
    pub(crate) fn file(&self, path: &str) -> Option<Vec<u8>> {
        let last = || self.last.as_ref()?.file(path);
        self.finish.file(path).or_else(last)
    }

    /// Whether a file is a page that is finished.
    pub(crate) fn is_page(&self, path: &str) -> bool {
        self.pages.contains_key(path)
    }

    /// Finishes the pages in the folder that are not among `done`, and adds what the pages ask for, what is made
    /// of all of them, and the files to search in.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or written.
    pub(crate) fn complete<'d>(
        &self,
        files: &Files<'_>,
        done: impl Iterator<Item = &'d str>,
        searched: Vec<File>,
    ) -> Result<()> {
        // mdBook's page for addresses that lead nowhere stays, whatever chapter has its name.
        let is_written = |page: &&str| files.not_found.as_deref() != Some(*page);
        let done: HashSet<&str> = done.filter(is_written).collect();
        let open: Vec<&String> = self
            .pages
            .keys()
            .filter(|page| !done.contains(&***page))
            .collect();
        open.into_par_iter().try_for_each(|path| {
            let file = self.folder.join(path);
            if !file.is_file() {
                return Ok(());
            }
            let text = fs::read_to_string(&file)
                .with_context(|| format!("failed to read `{}`", file.display()))?;
            let finished = self.page(path, text.clone())?;
            if finished == text {
                return Ok(());
            }
            // It may be a file of the last site.
            files.remove([&**path].into_iter())?;
            files.put(path, finished.as_bytes())
        })?;
        let pages: Vec<&str> = self.chapters.iter().map(|page| &**page).collect();
        let made = self
            .finish
            .files()
            .into_iter()
            .chain(self.finish.sitemap(&pages));
        let made = made.chain(searched);
        // An author's own file of that name stays.
        let made = made.filter(|file| !html::is_another(&file.path, &files.sources, None));
        let made: Vec<File> = made.collect();
        files.make_folders(made.iter().map(|file| &*file.path))?;
        made.into_par_iter()
            .try_for_each(|file| files.put(&file.path, &file.bytes))
    }

    /// The same where all pages are in the folder, as mdBook has made them.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or written.
    pub(crate) fn complete_folder(&self, files: &Files<'_>) -> Result<()> {
        let searched = self.searched(&|path| {
            let file = self.folder.join(path);
            fs::read_to_string(&file)
                .with_context(|| format!("failed to read `{}`", file.display()))
        })?;
        self.complete(files, std::iter::empty(), searched)
    }

    /// The files to search in, made of the pages that `text` gives; none where the book asks for none.
    ///
    /// # Errors
    ///
    /// When a page cannot be read.
    pub(crate) fn searched(
        &self,
        text: &(dyn Fn(&str) -> Result<String> + Sync),
    ) -> Result<Vec<File>> {
        if !self.finish.has_search() {
            return Ok(Vec::new());
        }
        let texts: Result<Vec<String>> = self.chapters.par_iter().map(|path| text(path)).collect();
        let texts = texts?;
        let pages = self.chapters.iter().zip(&texts);
        let pages: Vec<Page<'_>> = pages.map(|(path, html)| Page { path, html }).collect();
        self.finish.search(&pages)
    }
}

/// The page that `index.html` shows again: that of the first chapter, unless another chapter is `index.html`.
fn opening(chapters: &[String]) -> Option<String> {
    let first = chapters.first()?;
    let is_taken = chapters[1..].iter().any(|page| page == "index.html");
    (!is_taken).then(|| first.clone())
}
