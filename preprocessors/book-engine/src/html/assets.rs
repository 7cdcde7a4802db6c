//! What stands beside the pages: assets, the table of contents, redirects, files of the sources.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use mdbook_core::book::Book;
use mdbook_core::config::{Config, HtmlConfig, SearchChapterSettings};
use mdbook_html::HtmlHandlebars;
use mdbook_renderer::{RenderContext, Renderer};
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use super::{search, toc};

/// The names of the files that are generated from all chapters: with `hash-files` a name says what is in
/// the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Generated {
    /// The script with the table of contents.
    pub(crate) toc: String,
    /// The script with the search index, where there is one.
    pub(crate) index: Option<String>,
}

impl Generated {
    /// Looks for the names that mdBook has given in an output folder. The table of contents is known by
    /// `mark`. `None` where a name is not clear.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read.
    pub(crate) fn find(folder: &Path, html: &HtmlConfig, mark: &str) -> Result<Option<Generated>> {
        let has_index = has_index(html);
        if !html.hash_files {
            return Ok(Some(Generated {
                toc: "toc.js".to_owned(),
                index: has_index.then(|| "searchindex.js".to_owned()),
            }));
        }
        let (mut tocs, mut indexes) = (Vec::new(), Vec::new());
        let failed = || format!("failed to read `{}`", folder.display());
        for entry in fs::read_dir(folder).with_context(failed)? {
            let entry = entry.with_context(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_hashed(&name, "toc", "js") && holds(&entry.path(), mark) {
                tocs.push(name);
            } else if is_hashed(&name, "searchindex", "js") {
                indexes.push(name);
            }
        }
        Ok(match (tocs.pop(), indexes.pop()) {
            _ if !tocs.is_empty() || !indexes.is_empty() => None,
            (Some(toc), index) if index.is_some() == has_index => Some(Generated { toc, index }),
            _ => None,
        })
    }

    /// The names with those that take their places.
    pub(crate) fn pairs<'a>(&'a self, to: &'a Generated) -> Vec<(&'a str, &'a str)> {
        let index = self.index.as_deref().zip(to.index.as_deref());
        [(&*self.toc, &*to.toc)]
            .into_iter()
            .chain(index)
            .filter(|(from, to)| from != to)
            .collect()
    }
}

/// Whether mdBook writes a search index.
pub(crate) fn has_index(html: &HtmlConfig) -> bool {
    let search = html.search.clone().unwrap_or_default();
    search.enable && search.copy_js
}

/// Lets mdBook write the search for an index that has nothing in it.
pub(crate) fn index_nothing(html: &mut HtmlConfig) {
    let search = html.search.get_or_insert_default();
    let mut none = SearchChapterSettings::default();
    none.enable = Some(false);
    search.chapter = [(String::new(), none)].into();
}

/// The name of a file with a hash of its text in it, as mdBook makes it.
pub(crate) fn hashed(name: &str, text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let hash: String = digest[..4]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    match name.split_once('.') {
        Some((stem, suffix)) => format!("{stem}-{hash}.{suffix}"),
        None => name.to_owned(),
    }
}

fn is_hashed(name: &str, stem: &str, suffix: &str) -> bool {
    let hash = name
        .strip_prefix(stem)
        .and_then(|rest| rest.strip_prefix('-'))
        .and_then(|rest| rest.strip_suffix(suffix))
        .and_then(|rest| rest.strip_suffix('.'));
    hash.is_some_and(|hash| hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn holds(file: &Path, mark: &str) -> bool {
    let text = fs::read(file).unwrap_or_default();
    memchr::memmem::find(&text, mark.as_bytes()).is_some()
}

/// What was made beside the pages.
#[derive(Debug, Clone)]
pub(crate) struct Assets {
    /// The names of the generated files among it.
    pub(crate) names: Generated,
    /// The script with the table of contents, and the page with it.
    pub(crate) toc: (String, String),
    /// The script with an index that has nothing in it.
    pub(crate) empty_index: Option<String>,
}

/// Has mdBook make everything but the pages, in `folder`. `None` where the theme makes a table of
/// contents that is not as mdBook's own.
///
/// # Errors
///
/// When mdBook cannot.
pub(crate) fn assets(
    context: &RenderContext,
    html: &HtmlConfig,
    mut pages: HashSet<&str>,
    folder: &Path,
    salt: &str,
) -> Result<Option<Assets>> {
    let (book, marked) = toc::marked(&context.book, salt);
    // The first page is there under two names.
    pages.insert("index.html");
    render(context, html, &pages, book, folder)?;
    let Some(names) = Generated::find(folder, html, salt)? else {
        return Ok(None);
    };
    let script = marked.mend(&read(&folder.join(&names.toc))?, false);
    let page = marked.mend(&read(&folder.join("toc.html"))?, true);
    let empty_index = match &names.index {
        Some(index) => Some(read(&folder.join(index))?),
        None => None,
    };
    let is_known = empty_index.as_deref().is_none_or(search::is_empty_script);
    Ok(script.zip(page).filter(|_| is_known).map(|toc| Assets {
        names,
        toc,
        empty_index,
    }))
}

fn render(
    context: &RenderContext,
    html: &HtmlConfig,
    pages: &HashSet<&str>,
    book: Book,
    folder: &Path,
) -> Result<()> {
    let mut html = html.clone();
    if let Some(search) = &mut html.search {
        search.chapter.clear();
    }
    // A redirect from a page is the page's own affair.
    html.redirect.retain(|from, _| {
        let file = from.rsplit_once('#').map_or(&**from, |(file, _)| file);
        !pages.contains(file.trim_start_matches('/'))
    });
    let mut config: Config = context.config.clone();
    config.set("output.html", html)?;
    let context = RenderContext::new(context.root.clone(), book, config, folder);
    HtmlHandlebars::new().render(&context)
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("failed to read `{}`", file.display()))
}

/// Puts names in place of others in the texts that name assets: scripts and stylesheets of the theme, the
/// page with the table of contents, and the one for addresses that lead nowhere.
///
/// # Errors
///
/// When a file cannot be read or written.
pub(crate) fn replace_in_texts(
    folder: &Path,
    not_found: Option<&str>,
    pairs: &[(&str, &str)],
) -> Result<()> {
    let pages = not_found.into_iter().chain(["toc.html"]);
    let mut files: Vec<PathBuf> = pages.map(|file| folder.join(file)).collect();
    for entry in WalkDir::new(folder) {
        let path = entry
            .with_context(|| format!("failed to read `{}`", folder.display()))?
            .into_path();
        if path
            .extension()
            .is_some_and(|suffix| suffix == "js" || suffix == "css")
        {
            files.push(path);
        }
    }
    for file in files {
        // What is no text names nothing.
        let Ok(text) = fs::read_to_string(&file) else {
            continue;
        };
        let mut replaced = text.clone();
        for (from, to) in pairs {
            replaced = replaced.replace(from, to);
        }
        if replaced != text {
            fs::write(&file, replaced)
                .with_context(|| format!("failed to write `{}`", file.display()))?;
        }
    }
    Ok(())
}
