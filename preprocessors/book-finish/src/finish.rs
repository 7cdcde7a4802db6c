//! Takes the steps that a book asks for.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use book_model::{Edit, apply};

use crate::highlight::Highlighter;
use crate::join::Joined;
use crate::{File, Kind, Page, Settings, Site, Step, labels, metadata, policy, sitemap};

/// Finishes the pages of a site. It keeps the files that pages ask for: several pages ask for one.
#[derive(Debug)]
pub struct Finish {
    settings: Settings,
    site: Site,
    highlighter: Highlighter,
    joined: Joined,
    moved: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl Finish {
    /// Finishes a site as these settings ask for.
    pub fn new(settings: Settings, site: Site) -> Finish {
        Finish {
            highlighter: Highlighter::default(),
            joined: Joined::new(settings.has(Step::Minify)),
            settings,
            site,
            moved: Mutex::default(),
        }
    }

    /// A page as it is to be. `read` gives the text of another file of the site, by its path from the root.
    ///
    /// # Errors
    ///
    /// When the page cannot be read, which all can.
    pub fn page(
        &self,
        page: Page<'_>,
        kind: Kind,
        read: &dyn Fn(&str) -> Option<String>,
    ) -> Result<String> {
        let mut html = page.html.to_owned();
        for step in &self.settings.steps {
            let page = Page {
                path: page.path,
                html: &html,
            };
            let edits = match step {
                Step::Highlight => self.highlighter.highlight(page.html)?,
                Step::Labels => labels::labels(page.html)?,
                Step::Metadata if kind == Kind::Chapter => {
                    metadata::metadata(&page, &self.site, self.settings.address.as_deref())?
                }
                Step::Policy => self.strict(&page)?,
                Step::Join => self.joined.join(&page, read)?,
                Step::Search => found(&html)?,
                Step::Metadata | Step::Minify | Step::Sitemap => Vec::new(),
            };
            if !edits.is_empty() {
                html = apply(&html, edits);
            }
        }
        Ok(html)
    }

    fn strict(&self, page: &Page<'_>) -> Result<Vec<Edit>> {
        let (edits, files) = policy::policy(page)?;
        let mut moved = self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        moved.extend(files.into_iter().map(|file| (file.path, file.bytes)));
        Ok(edits)
    }

    /// The files that the pages that were finished ask for.
    pub fn files(&self) -> Vec<File> {
        let joined = self.joined.files();
        let moved = self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        let joined = joined.iter().map(|file| (&file.path, &file.bytes));
        // Files that say the same have the same name.
        let all: BTreeMap<&String, &Vec<u8>> = moved.iter().chain(joined).collect();
        let file = |(path, bytes): (&String, &Vec<u8>)| File {
            path: path.clone(),
            bytes: bytes.clone(),
        };
        all.into_iter().map(file).collect()
    }

    /// The list of the site's pages, by their paths, where the book asks for one.
    pub fn sitemap(&self, pages: &[&str]) -> Option<File> {
        let root = self.settings.address.as_deref();
        let root = root.filter(|_| self.settings.has(Step::Sitemap))?;
        Some(sitemap::sitemap(pages, &self.site, root))
    }

    /// Whether the site has an index to search in.
    pub fn has_search(&self) -> bool {
        cfg!(feature = "search") && self.settings.has(Step::Search)
    }

    /// The files to search in, made of the site's pages, where the book asks for them.
    ///
    /// # Errors
    ///
    /// When the index cannot be made.
    pub fn search(&self, pages: &[Page<'_>]) -> Result<Vec<File>> {
        #[cfg(feature = "search")]
        if self.has_search() {
            return crate::search::search(pages);
        }
        let _ = pages;
        Ok(Vec::new())
    }

    /// A file that pages ask for.
    pub fn file(&self, path: &str) -> Option<Vec<u8>> {
        let joined = self.joined.files();
        if let Some(file) = joined.iter().find(|file| file.path == path) {
            return Some(file.bytes.clone());
        }
        let moved = self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        moved.get(path).cloned()
    }
}

/// Tells the page that there is an index, and where.
fn found(html: &str) -> Result<Vec<Edit>> {
    let [roots] = crate::elements::elements(html, ["html"])?;
    let has = cfg!(feature = "search");
    let root = roots.first().filter(|_| has);
    Ok(root.map_or_else(Vec::new, |root| {
        vec![Edit::insert(
            root.start.start + "<html".len(),
            " data-search=\"pagefind/\"",
        )]
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finish(steps: &[Step]) -> Finish {
        let settings = Settings {
            steps: steps.to_vec(),
            address: Some("https://x.org/".to_owned()),
        };
        Finish::new(settings, Site::default())
    }

    #[test]
    fn nothing_is_done_that_is_not_asked_for() {
        let html = "<html><head><style>p { }</style></head><pre><code class=\"language-rust\">let x;</code></pre>";
        let page = Page {
            path: "a.html",
            html,
        };
        let read = |_: &str| None;
        assert_eq!(finish(&[]).page(page, Kind::Chapter, &read).unwrap(), html);
        assert_eq!(finish(&[]).sitemap(&["a.html"]), None);
    }

    #[test]
    fn what_is_a_pages_own_stays_a_file_of_its_own() {
        let html = "<html><head><link rel=\"stylesheet\" href=\"a.css\"><link rel=\"stylesheet\" href=\"b.css\">\
                    <style>p { }</style></head></html>";
        let page = Page {
            path: "a.html",
            html,
        };
        let read = |path: &str| path.ends_with("css").then(|| "a { }".to_owned());
        let finish = finish(&[Step::Policy, Step::Join]);
        let html = finish.page(page, Kind::Chapter, &read).unwrap();
        assert_eq!(html.matches("<link").count(), 2, "{html}");
        let files = finish.files();
        let texts: Vec<&[u8]> = files.iter().map(|file| &*file.bytes).collect();
        assert_eq!(texts, [&b"p { }"[..], b"a { }\na { }\n"]);
    }
}
