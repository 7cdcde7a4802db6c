//! The redirects of `[output.html.redirect]`, as mdBook reads them.
//!
//! `mdbook-html` 0.5.4 (`html_handlebars/hbs_renderer.rs`) writes a page for each key, unless one is
//! there already, and copies the files of the source folder over it. What follows the last `#` of a
//! key is a place in the page; for the page of a chapter such keys must begin with `/`.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use book_model::{Chapter, ChapterId, Span, Target, entry_ranges, html_path, normalize, resolve};
use serde_json::Value;

use crate::rule::Checked;

/// The table.
pub(crate) const TABLE: [&str; 3] = ["output", "html", "redirect"];

/// An entry of the table.
#[derive(Debug, Clone)]
pub(crate) struct Redirect<'a> {
    /// As it is written.
    pub(crate) key: &'a str,
    /// As it is written.
    pub(crate) to: &'a str,
    /// The page of the key, with what stands ahead of it: `/a.html` or `a.html`.
    pub(crate) from: &'a str,
    /// That page below the site's root; `None` where it leads out.
    pub(crate) page: Option<String>,
    /// What follows the last `#` of the key.
    pub(crate) fragment: Option<&'a str>,
    /// Where the key stands in `book.toml`.
    pub(crate) key_span: Span,
    /// Where the value stands.
    pub(crate) to_span: Span,
}

/// What stands at a path of the site.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stands<'a> {
    /// The page of a chapter.
    Chapter(&'a Chapter),
    /// The home page, which shows the first chapter once more.
    Home(&'a Chapter),
    /// A page that mdBook makes.
    Made,
    /// A file of the source folder, which is copied last.
    File,
}

/// All entries, by their keys.
pub(crate) fn redirects<'a>(checked: &Checked<'a>) -> Vec<Redirect<'a>> {
    let config: &'a Value = checked.config;
    let table = TABLE.iter().try_fold(config, |value, key| value.get(key));
    let Some(table) = table.and_then(Value::as_object) else {
        return Vec::new();
    };
    let sorted: BTreeMap<_, _> = table
        .iter()
        .filter_map(|(key, to)| Some((key.as_str(), to.as_str()?)))
        .collect();
    if sorted.is_empty() {
        return Vec::new();
    }
    let text = &checked.sources.config;
    let places: HashMap<_, _> = entry_ranges(text, &TABLE);
    // The environment can set what the file does not have.
    let nowhere = || book_model::key_range(text, &TABLE);
    let span = |range: Range<usize>| Span::config(range);
    let entries = sorted.into_iter();
    entries
        .map(|(key, to)| {
            let (key_range, to_range) = places
                .get(key)
                .cloned()
                .unwrap_or_else(|| (nowhere(), nowhere()));
            let (from, fragment) = match key.rsplit_once('#') {
                Some((from, fragment)) => (from, Some(fragment)),
                None => (key, None),
            };
            Redirect {
                key,
                to,
                from,
                page: normalize(from.trim_start_matches('/')),
                fragment,
                key_span: span(key_range),
                to_span: span(to_range),
            }
        })
        .collect()
}

impl Redirect<'_> {
    /// Where it leads in the site: a path below its root, and a place there. `None` for what leads out
    /// of it.
    pub(crate) fn target(&self, config: &Value) -> Option<(String, Option<String>)> {
        let page = self.page.as_deref()?;
        let below = match self.to.strip_prefix('/') {
            Some(rest) if !rest.starts_with('/') => {
                let site = site_folder(config);
                resolve("", self.to.strip_prefix(site.as_str())?)
            }
            _ => resolve(page, self.to),
        };
        let Target::Inside { path, fragment } = below else {
            return None;
        };
        let path = match path.as_str() {
            "" => "index.html".to_owned(),
            folder if folder.ends_with('/') => format!("{folder}index.html"),
            _ => path,
        };
        Some((path, fragment))
    }
}

/// The folder of the site on its host, between slashes.
fn site_folder(config: &Value) -> String {
    let url = config.pointer("/output/html/site-url");
    let url = url.and_then(Value::as_str).unwrap_or("/");
    let path = match url.split_once("://") {
        Some((_, host)) => host.find('/').map_or("", |at| &host[at..]),
        None => url,
    };
    match path.trim_matches('/') {
        "" => "/".to_owned(),
        folder => format!("/{folder}/"),
    }
}

/// What mdBook puts at a path of the site, redirects aside.
pub(crate) fn stands<'a>(checked: &Checked<'a>, path: &str) -> Option<Stands<'a>> {
    if let Some(chapter) = chapter_with_page(checked, path) {
        return Some(Stands::Chapter(chapter));
    }
    let on = |key: &str| {
        let value = checked.config.pointer(key);
        value.and_then(Value::as_bool).unwrap_or(true)
    };
    let input_404 = || checked.config.pointer("/output/html/input-404");
    match path {
        "index.html" => {
            let mut chapters = checked.model.chapters.iter();
            let first = chapters.find(|chapter| chapter.path.is_some())?;
            return Some(Stands::Home(first));
        }
        "print.html" if on("/output/html/print/enable") => return Some(Stands::Made),
        "toc.html" => return Some(Stands::Made),
        "404.html" if input_404().is_none_or(|name| name != "") => return Some(Stands::Made),
        _ => {}
    }
    let copied = !path.ends_with(".md") && checked.is_file(path);
    copied.then_some(Stands::File)
}

/// The chapter whose page stands at this path.
pub(crate) fn chapter_with_page<'a>(checked: &Checked<'a>, path: &str) -> Option<&'a Chapter> {
    let id: ChapterId = checked.model.chapter_at(path)?;
    let chapter = checked.model.chapter(id);
    let page = html_path(chapter.path.as_deref()?);
    (normalize(&page)? == path).then_some(chapter)
}

/// The redirects by page and place.
pub(crate) type ByPage<'a> = HashMap<(&'a str, Option<&'a str>), usize>;

/// The redirects by page and place.
pub(crate) fn by_page<'a>(redirects: &'a [Redirect<'a>]) -> ByPage<'a> {
    let mut by_page = ByPage::new();
    for (index, redirect) in redirects.iter().enumerate() {
        if let Some(page) = &redirect.page {
            by_page.entry((page, redirect.fragment)).or_insert(index);
        }
    }
    by_page
}

/// The redirects that lead to each other and nowhere else, each circle once, from its first key on.
pub(crate) fn circles(
    checked: &Checked<'_>,
    redirects: &[Redirect<'_>],
    by_page: &ByPage<'_>,
) -> Vec<Vec<usize>> {
    let next = |redirect: &Redirect<'_>| {
        let (path, place) = redirect.target(checked.config)?;
        let place = place.as_deref();
        let at_place = place.and_then(|place| by_page.get(&(path.as_str(), Some(place))));
        // Where a page stands, no redirect does.
        let at_page = || {
            let redirect = by_page.get(&(path.as_str(), None));
            redirect.filter(|_| stands(checked, &path).is_none())
        };
        at_place.or_else(at_page).copied()
    };
    let next: Vec<_> = redirects.iter().map(next).collect();
    // For each redirect the walk that came by first.
    let mut walks: Vec<Option<usize>> = vec![None; redirects.len()];
    let mut found = Vec::new();
    for start in 0..redirects.len() {
        let mut at = start;
        while walks[at].is_none() {
            walks[at] = Some(start);
            match next[at] {
                Some(further) => at = further,
                None => break,
            }
        }
        if next[at].is_none() || walks[at] != Some(start) {
            continue;
        }
        let around = std::iter::successors(next[at], |further| next[*further]);
        let mut circle = vec![at];
        circle.extend(around.take_while(|further| *further != at));
        let first = circle.iter().min().copied();
        let first = circle.iter().position(|index| Some(*index) == first);
        circle.rotate_left(first.unwrap_or_default());
        found.push(circle);
    }
    found
}
