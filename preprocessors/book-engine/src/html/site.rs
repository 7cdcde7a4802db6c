//! A site: the parts of a rendered book, put together when a file of it is asked for.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use anyhow::{Context, Error, Result};
use mdbook_core::book::Chapter;
use mdbook_core::config::Search;
use rayon::prelude::*;

use super::assets::{self, Assets, Generated};
use super::files::Files;
use super::page::Page;
use super::pattern::Own;
use super::patterns::Patterns;
use super::rendered::Rendered;
use super::{print, search};
use crate::finishing::Finishing;

/// A rendered book. Its pages, search index and print page are in memory, as the parts that they are made
/// of; all else lies in a folder.
#[derive(Debug)]
pub(crate) struct Site {
    /// What it is put together from.
    pub(crate) parts: Parts,
    /// The pages by the files that they are written to.
    files: HashMap<String, File>,
    index: OnceLock<String>,
    print: OnceLock<String>,
}

/// What chapters of a site are rendered to in place of what it has for them, by their numbers.
pub(crate) type Instead = HashMap<usize, Arc<Rendered>>;

/// A file that is made of the parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum File {
    /// The page of a chapter.
    Page(usize),
    /// The first page, as the one that the site opens with.
    Opening,
    Print,
    Index,
}

/// The parts that a site is put together from.
#[derive(Debug)]
pub(crate) struct Parts {
    /// The chapters that have a page, without their text.
    pub(crate) chapters: Vec<Chapter>,
    /// The page of each.
    pub(crate) pages: Vec<Page>,
    /// What each is rendered to.
    pub(crate) rendered: Vec<Arc<Rendered>>,
    /// What the theme writes around it.
    pub(crate) patterns: Arc<Patterns>,
    /// What else there is.
    pub(crate) assets: Arc<Assets>,
    /// The settings of the search.
    pub(crate) search: Search,
    /// The chapters that mdBook's renderer cannot take, with what it said.
    pub(crate) broken: Vec<(usize, Arc<Error>)>,
}

impl Site {
    /// Puts a site together, whose generated files have the names that `parts.assets` gives.
    pub(crate) fn new(parts: Parts) -> Site {
        let mut site = Site {
            parts,
            files: HashMap::new(),
            index: OnceLock::new(),
            print: OnceLock::new(),
        };
        // Of several that are written to one file, the last one stays.
        for (number, page) in site.parts.pages.iter().enumerate() {
            site.files.insert(page.link.clone(), File::Page(number));
            if number == 0 {
                site.files.insert("index.html".to_owned(), File::Opening);
            }
        }
        if site.parts.patterns.print().is_some() {
            site.files.insert("print.html".to_owned(), File::Print);
        }
        if let Some(index) = &site.parts.assets.names.index {
            site.files.insert(index.clone(), File::Index);
        }
        site
    }

    /// Calls the generated files by names that say what is in them.
    pub(crate) fn hash_files(&mut self) -> Result<()> {
        let index = match &self.parts.assets.names.index {
            Some(index) => {
                self.files.remove(index);
                Some(assets::hashed("searchindex.js", self.index()?))
            }
            None => None,
        };
        if let Some(index) = &index {
            self.files.insert(index.clone(), File::Index);
        }
        let names = Generated {
            toc: assets::hashed("toc.js", &self.parts.assets.toc.0),
            index,
        };
        Arc::make_mut(&mut self.parts.patterns).rename(&self.parts.assets.names, &names);
        Arc::make_mut(&mut self.parts.assets).names = names;
        Ok(())
    }

    /// A file of those that are in memory, if it is one.
    ///
    /// # Errors
    ///
    /// When it cannot be put together, which all can.
    pub(crate) fn file(&self, name: &str) -> Result<Option<String>> {
        self.file_with(name, &Instead::new())
    }

    /// The same, of a site some of whose chapters are rendered to something else.
    ///
    /// # Errors
    ///
    /// As [`Site::file`].
    pub(crate) fn file_with(&self, name: &str, instead: &Instead) -> Result<Option<String>> {
        let Some(file) = self.files.get(name) else {
            return Ok(None);
        };
        Ok(Some(match file {
            File::Page(number) => self.page(*number, false, instead)?,
            File::Opening => self.page(0, true, instead)?,
            File::Print => self.print().to_owned(),
            File::Index => self.index()?.to_owned(),
        }))
    }

    /// The names of the files that are in memory.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Whether another site, some of whose chapters may be rendered to something else, shows the same.
    pub(crate) fn is_same(&self, other: &Site, instead: &Instead) -> bool {
        let shown = other.parts.rendered.iter().enumerate();
        let shown = shown.map(|(number, rendered)| instead.get(&number).unwrap_or(rendered));
        Arc::ptr_eq(&self.parts.patterns, &other.parts.patterns)
            && Arc::ptr_eq(&self.parts.assets, &other.parts.assets)
            && self.parts.pages == other.parts.pages
            && self
                .parts
                .rendered
                .iter()
                .zip(shown)
                .all(|(one, other)| Arc::ptr_eq(one, other) || one.content == other.content)
    }

    fn page(&self, number: usize, opens: bool, instead: &Instead) -> Result<String> {
        let page = &self.parts.pages[number];
        let rendered = instead.get(&number).unwrap_or(&self.parts.rendered[number]);
        let pattern = if opens {
            Some(self.parts.patterns.index())
        } else {
            self.parts
                .patterns
                .page(&page.shape(number, self.parts.pages.len()))
        };
        let pattern = pattern.context("there is no pattern for a page of this shape")?;
        Ok(pattern.fill(|own| match own {
            Own::Content => &rendered.content,
            Own::PreviousName => self.parts.pages[number - 1].name(),
            Own::PreviousLink => &self.parts.pages[number - 1].link,
            Own::NextName => self.parts.pages[number + 1].name(),
            Own::NextLink => &self.parts.pages[number + 1].link,
            own => page.own(own),
        }))
    }

    fn print(&self) -> &str {
        self.print.get_or_init(|| {
            let Some(pattern) = self.parts.patterns.print() else {
                return String::new();
            };
            let content = print::content(&self.parts.chapters, &self.parts.rendered);
            pattern.fill(|_| &content)
        })
    }

    fn index(&self) -> Result<&str> {
        if let Some(index) = self.index.get() {
            return Ok(index);
        }
        let empty = self.parts.assets.empty_index.as_deref().unwrap_or_default();
        let script = search::script(
            empty,
            &self.parts.chapters,
            &self.parts.rendered,
            &self.parts.search,
        )?;
        Ok(self.index.get_or_init(|| script))
    }

    /// Writes the site into the folder that its assets were made in, where the generated files among
    /// them have the names `named`. Its pages are finished, where that is asked for.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub(crate) fn write(
        &self,
        files: &Files<'_>,
        named: &Generated,
        finishing: Option<&Finishing>,
    ) -> Result<()> {
        let pairs = named.pairs(&self.parts.assets.names);
        files.remove(pairs.iter().map(|(from, _)| *from))?;
        self.write_toc(files)?;
        if !pairs.is_empty() {
            assets::replace_in_texts(files.folder, files.not_found.as_deref(), &pairs)?;
        }
        files.make_folders(self.names())?;
        let names: Vec<&str> = self.names().collect();
        names.into_par_iter().try_for_each(|name| {
            let text = self.file(name)?.unwrap_or_default();
            match finishing {
                Some(finishing) => files.write(name, &finishing.page(name, text)?),
                None => files.write(name, &text),
            }
        })
    }

    /// Writes the table of contents into that folder.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub(crate) fn write_toc(&self, files: &Files<'_>) -> Result<()> {
        let (script, page) = &self.parts.assets.toc;
        files.write(&self.parts.assets.names.toc, script)?;
        files.write("toc.html", page)
    }
}
