//! Renders a book, and keeps the parts for the next time: each is made again when something that it
//! depends on has changed.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Error, Result};
use mdbook_core::book::{BookItem, Chapter};
use mdbook_core::config::{Config, HtmlConfig};
use mdbook_renderer::RenderContext;
use tracing::subscriber::{NoSubscriber, with_default};

use super::assets::{Assets, Generated, assets};
use super::page::{Book, Page, Shape};
use super::patterns::{Patterns, patterns};
use super::rendered::{Manner, Rendered};
use super::scratch::Scratch;
use super::site::{Parts, Site};
use super::{Fitted, broken, stamp};
use crate::panics;

/// What was rendered.
#[derive(Default)]
pub(crate) struct Cache {
    contents: Contents,
    patterns: Option<(u64, Patterned)>,
    assets: Option<(u64, Placed)>,
}

/// The patterns, with the names that they call generated files by.
type Patterned = (Arc<Patterns>, Generated);
/// The assets, with the folder that they lie in.
type Placed = (Arc<Assets>, PathBuf);

/// What a render has given.
pub(crate) struct Made {
    /// The site.
    pub(crate) site: Site,
    /// The names of generated files among the assets.
    pub(crate) named: Generated,
    /// Tells one version of what lies beside the pages from another.
    pub(crate) beside: u64,
    /// Where its assets are: the folder that was offered, or the one of the last time.
    pub(crate) folder: PathBuf,
}

impl Cache {
    /// Makes what stands around and beside the contents again the next time, whatever the dates of its
    /// files say: two saves may have the same.
    pub(crate) fn forget_all_but_contents(&mut self) {
        (self.patterns, self.assets) = (None, None);
    }

    /// Renders a book. Its assets are made in `folder`, which is not there yet, unless they are as the
    /// last time.
    ///
    /// # Errors
    ///
    /// When mdBook's renderer fails. A chapter that it cannot take is no failure.
    pub(crate) fn render(&mut self, context: &RenderContext, folder: &Path) -> Fitted<Made> {
        // What is wrong with the configuration is said where the assets are made.
        let html = with_default(NoSubscriber::new(), || context.config.html_config());
        let html = html.unwrap_or_default();
        let chapters: Vec<&Chapter> = context.book.chapters().collect();
        if !super::fits(context, &html, &chapters) {
            return Ok(None);
        }
        let book = Book::of(&context.config, &html, &context.chapter_titles);
        let pages = chapters.iter().map(|chapter| Page::of(chapter, &book));
        let pages: Vec<Page> = pages.collect::<Result<_>>()?;
        let shapes = shapes(&pages);
        let keys = keys(&chapters);
        self.contents
            .hold(Manner::of(&context.config, &html)?, &keys);
        let job = Job {
            context,
            html: &html,
            scratch: &Scratch::new(super::room(&chapters))?,
        };
        let links = pages.iter().map(|page| &*page.link).collect();
        let (rendered, (patterns, assets)) = rayon::join(
            || self.contents.render(&chapters, &keys, job.scratch),
            || {
                rayon::join(
                    || job.patterns(self.patterns.as_ref(), &shapes),
                    || job.assets(self.assets.as_ref(), links, folder),
                )
            },
        );
        // What is wrong with the theme or with a file is said best where the assets are made.
        let (assets, patterns, rendered) = (assets?, patterns?, rendered?);
        let (Some(patterns), Some(placed)) = (patterns, assets) else {
            return Ok(None);
        };
        self.contents.learn(rendered);
        let (mut around, called) = self.patterns.insert(patterns).1.clone();
        let (beside, (assets, folder)) = self.assets.insert(placed).clone();
        if !called.pairs(&assets.names).is_empty() {
            Arc::make_mut(&mut around).rename(&called, &assets.names);
        }
        let (contents, broken) = self.contents.of(&keys, &chapters, &context.config);
        Ok(Some(Made {
            named: assets.names.clone(),
            site: Site::new(Parts {
                chapters: chapters.into_iter().map(without_text).collect(),
                pages,
                rendered: contents,
                patterns: around,
                assets,
                search: html.search.clone().unwrap_or_default(),
                broken,
            }),
            beside,
            folder,
        }))
    }

    /// Renders chapters of the book that was rendered last, with another text. `None` where mdBook's
    /// renderer cannot take one of them.
    ///
    /// # Errors
    ///
    /// When mdBook's renderer fails for another reason.
    pub(crate) fn again(&mut self, chapters: &[&Chapter]) -> Fitted<Vec<Arc<Rendered>>> {
        let keys = keys(chapters);
        let rendered =
            self.contents
                .render(chapters, &keys, &Scratch::new(super::room(chapters))?)?;
        self.contents.learn(rendered);
        Ok(self.contents.whole(&keys))
    }
}

/// The shapes that there are: that of the first page, those between, that of the last page.
fn shapes(pages: &[Page]) -> Vec<Shape> {
    let (mut shapes, mut seen) = (Vec::new(), HashSet::new());
    for (index, page) in pages.iter().enumerate() {
        let shape = page.shape(index, pages.len());
        if seen.insert(shape.clone()) {
            shapes.push(shape);
        }
    }
    shapes
}

fn without_text(chapter: &Chapter) -> Chapter {
    Chapter {
        name: chapter.name.clone(),
        path: chapter.path.clone(),
        source_path: chapter.source_path.clone(),
        parent_names: chapter.parent_names.clone(),
        ..Chapter::default()
    }
}

/// What a chapter is known by from one time to the next: its path, and the how manieth it is with it.
type Key = (PathBuf, usize);

fn keys<'a>(chapters: &[&'a Chapter]) -> Vec<Key> {
    let mut counts: HashMap<&Path, usize> = HashMap::new();
    let key = |chapter: &&'a Chapter| {
        let path = chapter.path.as_deref().unwrap_or(Path::new(""));
        let count = counts.entry(path).or_insert(0);
        *count += 1;
        (path.to_owned(), *count)
    };
    chapters.iter().map(key).collect()
}

/// The contents that are known.
#[derive(Default)]
struct Contents {
    /// How they were rendered.
    manner: Option<Manner>,
    known: HashMap<Key, Known>,
}

/// A chapter's text with what was made of it; what mdBook's renderer gave up with stays an error.
struct Known {
    text: String,
    rendered: Result<Arc<Rendered>, Arc<Error>>,
    /// The chapter without its text, where its names are a part of what was made.
    named: Option<Chapter>,
}

/// What was made of the chapters, and which of them mdBook's renderer cannot take.
type Found = (Vec<Arc<Rendered>>, Vec<(usize, Arc<Error>)>);

impl Known {
    fn of(chapter: &Chapter, rendered: Result<Rendered, Error>) -> Known {
        let has_names = |rendered: &Rendered| rendered.documents.is_some();
        Known {
            text: chapter.content.clone(),
            named: (rendered.as_ref().is_ok_and(has_names)).then(|| without_text(chapter)),
            rendered: rendered.map(Arc::new).map_err(Arc::new),
        }
    }

    /// Whether the same would be made of this chapter.
    fn is_of(&self, chapter: &Chapter) -> bool {
        let named = self.named.as_ref();
        self.text == chapter.content && named.is_none_or(|named| *named == without_text(chapter))
    }
}

impl Contents {
    /// What was made of chapters, if mdBook's renderer can take all of them.
    fn whole(&self, keys: &[Key]) -> Option<Vec<Arc<Rendered>>> {
        let known = |key| self.known.get(key)?.rendered.as_ref().ok().cloned();
        keys.iter().map(known).collect()
    }

    /// Keeps what was made in this manner of chapters that there still are.
    fn hold(&mut self, manner: Manner, keys: &[Key]) {
        if self.manner.as_ref() != Some(&manner) {
            self.manner = Some(manner);
            self.known.clear();
        }
        if self.known.is_empty() {
            return;
        }
        let keys: HashSet<&Key> = keys.iter().collect();
        self.known.retain(|key, _| keys.contains(key));
    }

    /// Renders the chapters that are not as they were.
    fn render(
        &self,
        chapters: &[&Chapter],
        keys: &[Key],
        scratch: &Scratch,
    ) -> Result<Vec<(Key, Known)>> {
        let asked: Vec<(&Key, &Chapter)> = keys
            .iter()
            .zip(chapters.iter().copied())
            .filter(|(key, chapter)| {
                let known = self.known.get(*key);
                known.is_none_or(|known| !known.is_of(chapter))
            })
            .collect();
        let Some(manner) = self.manner.as_ref().filter(|_| !asked.is_empty()) else {
            return Ok(Vec::new());
        };
        let chapters: Vec<&Chapter> = asked.iter().map(|(_, chapter)| *chapter).collect();
        let rendered = manner.render(&chapters, scratch)?;
        Ok(asked
            .into_iter()
            .zip(rendered)
            .map(|((key, chapter), rendered)| (key.clone(), Known::of(chapter, rendered)))
            .collect())
    }

    fn learn(&mut self, rendered: Vec<(Key, Known)>) {
        self.known.extend(rendered);
    }

    /// What was made of these chapters.
    fn of(&self, keys: &[Key], chapters: &[&Chapter], config: &Config) -> Found {
        let mut broken = Vec::new();
        let mut contents = Vec::with_capacity(keys.len());
        for (index, key) in keys.iter().enumerate() {
            let rendered = self.known.get(key).map(|known| &known.rendered);
            contents.push(match rendered {
                Some(Ok(rendered)) => Arc::clone(rendered),
                Some(Err(error)) => {
                    broken.push((index, Arc::clone(error)));
                    let content = broken::content(chapters[index], config, error);
                    Arc::new(content.into())
                }
                None => Arc::default(),
            });
        }
        (contents, broken)
    }
}

/// One render.
struct Job<'a> {
    context: &'a RenderContext,
    html: &'a HtmlConfig,
    scratch: &'a Scratch,
}

impl Job<'_> {
    fn patterns(
        &self,
        last: Option<&(u64, Patterned)>,
        shapes: &[Shape],
    ) -> Fitted<(u64, Patterned)> {
        let key = self.key(|hash| {
            shapes.hash(hash);
        });
        if let Some((_, known)) = last.filter(|(last, _)| *last == key) {
            return Ok(Some((key, known.clone())));
        }
        let (config, root) = (&self.context.config, &self.context.root);
        let made = panics::catch(|| patterns(shapes, config, self.html, root, self.scratch))??;
        Ok(made.map(|(patterns, names)| (key, (Arc::new(patterns), names))))
    }

    fn assets(
        &self,
        last: Option<&(u64, Placed)>,
        links: HashSet<&str>,
        folder: &Path,
    ) -> Fitted<(u64, Placed)> {
        let key = self.key(|hash| {
            outline(&self.context.book.items, hash);
            let (root, config) = (&self.context.root, &self.context.config);
            let sources = root.join(&config.book.src);
            let output = root.join(&config.build.build_dir);
            let is_copied = |path: &Path| path.extension().is_none_or(|suffix| suffix != "md");
            stamp::folder(&sources, Some(&output), is_copied, hash);
            let not_found = self.html.input_404.as_deref().unwrap_or("404.md");
            stamp::file(&sources.join(not_found), hash);
        });
        if let Some((_, known)) = last.filter(|(last, _)| *last == key) {
            return Ok(Some((key, known.clone())));
        }
        let salt = self.scratch.salt();
        let made = panics::catch(|| assets(self.context, self.html, links, folder, &salt))??;
        Ok(made.map(|assets| (key, (Arc::new(assets), folder.to_owned()))))
    }

    /// A hash of the configuration, the theme with the files that the book adds to it, and what else it is
    /// that a part depends on.
    fn key(&self, further: impl FnOnce(&mut DefaultHasher)) -> u64 {
        let mut hash = DefaultHasher::new();
        // All of it is tables, texts and numbers, which JSON can say.
        let config = serde_json::to_string(&self.context.config);
        config.unwrap_or_default().hash(&mut hash);
        let theme = self.html.theme_dir(&self.context.root);
        stamp::folder(&theme, None, |_| true, &mut hash);
        for file in self
            .html
            .additional_css
            .iter()
            .chain(&self.html.additional_js)
        {
            stamp::file(&self.context.root.join(file), &mut hash);
        }
        further(&mut hash);
        hash.finish()
    }
}

/// What the table of contents says of a book.
fn outline(items: &[BookItem], hash: &mut impl Hasher) {
    items.len().hash(hash);
    for item in items {
        match item {
            BookItem::Chapter(chapter) => {
                let number = chapter.number.as_ref().map(|number| number.to_string());
                (0, &chapter.name, &chapter.path, number).hash(hash);
                outline(&chapter.sub_items, hash);
            }
            BookItem::Separator => 1.hash(hash),
            BookItem::PartTitle(title) => (2, title).hash(hash),
        }
    }
}
