//! Puts the parts of a site together.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use mdbook_core::book::Chapter;
use mdbook_core::config::HtmlConfig;
use mdbook_renderer::RenderContext;
use rayon::prelude::*;
use tracing::subscriber::{NoSubscriber, with_default};

use super::assets::{self, Assets, Generated, assets, hashed};
use super::contents::{Content, contents};
use super::page::{Book, Page, Shape};
use super::pattern::Own;
use super::patterns::{Patterns, patterns};
use super::scratch::{Scratch, content_only};
use super::{print, search};

/// Renders a book into a folder that is made for it. `None` where the parts do not fit it.
///
/// # Errors
///
/// When mdBook's renderer fails, a file cannot be written, or a page is one that it cannot take.
pub(crate) fn render(context: &RenderContext, destination: &Path) -> super::Fitted<()> {
    // What is wrong with the configuration is said where the assets are made.
    let html = with_default(NoSubscriber::new(), || context.config.html_config());
    let html = html.unwrap_or_default();
    let chapters: Vec<&Chapter> = context.book.chapters().collect();
    if !super::fits(context, &html, &chapters) {
        { eprintln!("none at {}:{}", file!(), line!()); return Ok(None); }
    }
    let t0 = std::time::Instant::now();
    let scratch = Scratch::new()?;
    let salt = scratch.salt();
    let pages = pages(context, &html, &chapters)?;
    let links: HashSet<&str> = pages
        .iter()
        .map(|page| &*page.link)
        .chain(["index.html"])
        .collect();
    let alone = content_only(&context.config, &html)?;
    let (rendered, (made, patterns)) = rayon::join(
        || contents(&chapters, &alone, &scratch),
        || {
            rayon::join(
                || assets(context, &html, &links, destination, &salt),
                || patterns(&shapes(&pages), &context.config, &html, &context.root, &scratch),
            )
        },
    );
    let (rendered, made, patterns) = (rendered?, made?, patterns?);
    let (Some(assets), Some((mut patterns, named))) = (made, patterns) else {
        { eprintln!("none at {}:{}", file!(), line!()); return Ok(None); }
    };
    eprintln!("T join {:?}", t0.elapsed());
    let contents = all(&rendered, &chapters, context)?;
    let index = match &assets.empty_index {
        Some(empty) => {
            let settings = html.search.clone().unwrap_or_default();
            let Some(script) = search::script(empty, &chapters, &contents, &settings)? else {
                { eprintln!("none at {}:{}", file!(), line!()); return Ok(None); }
            };
            Some(script)
        }
        None => None,
    };
    eprintln!("T search {:?}", t0.elapsed());
    let names = names(&html, &assets, index.as_deref());
    patterns.rename(&named, &names);
    let writing = Writing {
        destination,
        sources: context.root.join(&context.config.book.src),
        not_found: (html.input_404.as_deref() != Some("")).then(|| html.get_404_output_file()),
    };
    eprintln!("T names {:?}", t0.elapsed());
    writing.rename_assets(&assets, &names, index.as_deref())?;
    eprintln!("T rename {:?}", t0.elapsed());
    writing.pages(&pages, &contents, &patterns)?;
    eprintln!("T pages {:?}", t0.elapsed());
    if let Some(pattern) = patterns.print() {
        let content = print::content(&chapters, &contents);
        let page = pattern.fill(|_| &content);
        writing.write("print.html", &page)?;
    }
    eprintln!("T print {:?}", t0.elapsed());
    Ok(Some(()))
}

/// What is each page's own.
fn pages(context: &RenderContext, html: &HtmlConfig, chapters: &[&Chapter]) -> Result<Vec<Page>> {
    let book = Book::of(&context.config, html, &context.chapter_titles);
    chapters
        .iter()
        .map(|chapter| Page::of(chapter, &book))
        .collect()
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

/// The contents, where mdBook's renderer could take all of them.
fn all<'a>(
    rendered: &'a [Content],
    chapters: &[&Chapter],
    context: &RenderContext,
) -> Result<Vec<&'a str>> {
    let _ = (chapters, context);
    Ok(rendered
        .iter()
        .map(|content| content.as_deref().unwrap_or_default())
        .collect())
}

/// The names of the generated files for what is in them.
fn names(html: &HtmlConfig, assets: &Assets, index: Option<&str>) -> Generated {
    let name = |plain: &str, text: &str| {
        if html.hash_files {
            hashed(plain, text)
        } else {
            plain.to_owned()
        }
    };
    Generated {
        toc: name("toc.js", &assets.toc.0),
        index: index.map(|index| name("searchindex.js", index)),
    }
}

struct Writing<'a> {
    destination: &'a Path,
    sources: PathBuf,
    /// The page for addresses that lead nowhere, which mdBook writes behind all others.
    not_found: Option<String>,
}

impl Writing<'_> {
    /// Puts the generated files in place of those for no chapter, and their names where others name them.
    fn rename_assets(&self, assets: &Assets, names: &Generated, index: Option<&str>) -> Result<()> {
        let pairs = assets.names.pairs(names);
        for (from, _) in &pairs {
            let file = self.destination.join(from);
            fs::remove_file(&file)
                .with_context(|| format!("failed to remove `{}`", file.display()))?;
        }
        self.write(&names.toc, &assets.toc.0)?;
        self.write("toc.html", &assets.toc.1)?;
        if let Some((name, index)) = names.index.as_deref().zip(index) {
            self.write(name, index)?;
        }
        if pairs.is_empty() {
            return Ok(());
        }
        assets::replace_in_texts(self.destination, self.not_found.as_deref(), &pairs)
    }

    fn pages(&self, pages: &[Page], contents: &[&str], patterns: &Patterns) -> Result<()> {
        // Of several that are written to one file, the last one stays; the first page is written once
        // more, as the one that the site opens with.
        let mut files: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
        for (index, page) in pages.iter().enumerate() {
            files.insert(&page.link, (index, false));
            if index == 0 {
                files.insert("index.html", (index, true));
            }
        }
        let folders: HashSet<&Path> = files
            .keys()
            .filter_map(|file| Path::new(file).parent())
            .collect();
        for folder in folders {
            let folder = self.destination.join(folder);
            fs::create_dir_all(&folder)
                .with_context(|| format!("failed to make `{}`", folder.display()))?;
        }
        files.into_par_iter().try_for_each(|(file, (index, opens))| {
            let pattern = if opens {
                Some(patterns.index())
            } else {
                patterns.page(&pages[index].shape(index, pages.len()))
            };
            let pattern = pattern.context("a page has a shape of its own")?;
            let page = pattern.fill(|own| match own {
                Own::Content => contents[index],
                Own::PreviousName => pages[index - 1].name(),
                Own::PreviousLink => &pages[index - 1].link,
                Own::NextName => pages[index + 1].name(),
                Own::NextLink => &pages[index + 1].link,
                own => pages[index].own(own),
            });
            self.write(file, &page)
        })
    }

    /// Writes a file, unless mdBook would write another one of that name behind it.
    fn write(&self, name: &str, text: &str) -> Result<()> {
        let is_markdown = Path::new(name).extension().is_some_and(|suffix| suffix == "md");
        let is_copied = !is_markdown && self.sources.join(name).is_file();
        if is_copied || self.not_found.as_deref() == Some(name) {
            return Ok(());
        }
        let file = self.destination.join(name);
        fs::write(&file, text).with_context(|| format!("failed to write `{}`", file.display()))
    }
}
