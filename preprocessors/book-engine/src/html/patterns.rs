//! The patterns of all pages of a book, from one render of a small book whose pages say nothing but marks.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use mdbook_core::book::{Book, BookItem, Chapter, SectionNumber};
use mdbook_core::config::{Config, HtmlConfig};
use mdbook_html::HtmlHandlebars;
use mdbook_renderer::{RenderContext, Renderer};
use tracing::subscriber::{NoSubscriber, with_default};

use super::assets::{self, Generated};
use super::contents;
use super::page::Shape;
use super::pattern::{Marks, Own, Pattern};
use super::rendered::Rendered;
use super::scratch::{Scratch, content_only};
use super::{print, scratch};

/// The patterns of a book.
#[derive(Debug, Clone)]
pub(crate) struct Patterns {
    pages: HashMap<Shape, Pattern>,
    /// The page that a site opens with, which is its first page again.
    index: Pattern,
    /// The print page, where the book has one.
    print: Option<Pattern>,
}

impl Patterns {
    /// The pattern of a page of this shape.
    pub(crate) fn page(&self, shape: &Shape) -> Option<&Pattern> {
        self.pages.get(shape)
    }

    /// The pattern of the page that the site opens with.
    pub(crate) fn index(&self) -> &Pattern {
        &self.index
    }

    /// The pattern of the print page.
    pub(crate) fn print(&self) -> Option<&Pattern> {
        self.print.as_ref()
    }

    /// Calls the table of contents and the search index by other names.
    pub(crate) fn rename(&mut self, from: &Generated, to: &Generated) {
        let all = self.pages.values_mut().chain([&mut self.index]);
        for pattern in all.chain(&mut self.print) {
            pattern.replace(&from.pairs(to));
        }
    }
}

/// Makes the patterns for pages of these shapes, of which the first one is that of the first page and the
/// last one that of the last. With them come the names that they call generated files by. `None` where
/// the theme makes pages that no pattern can make.
///
/// # Errors
///
/// When mdBook cannot render a page of this theme.
pub(crate) fn patterns(
    shapes: &[Shape],
    config: &Config,
    html: &HtmlConfig,
    root: &Path,
    scratch: &Scratch,
) -> Result<Option<(Patterns, Generated)>> {
    let salt = scratch.salt();
    let chapters: Vec<Chapter> = shapes
        .iter()
        .enumerate()
        .map(|(index, shape)| chapter(index, shape, &salt))
        .collect();
    let paths: Vec<PathBuf> = chapters.iter().map(contents::page).collect();
    let contents = contents(&chapters, config, html, scratch)?;
    let output = scratch.output()?;
    let pages = Render {
        config,
        html,
        root,
        scratch,
        salt: &salt,
    };
    pages.render(&chapters, shapes, &output)?;
    let read = |name: &Path| {
        let file = output.join(name);
        fs::read_to_string(&file).with_context(|| format!("failed to read `{}`", file.display()))
    };
    let names = Generated::find(&output, html, &salt)?;
    let mut patterns = HashMap::new();
    let mut index = None;
    for (number, shape) in shapes.iter().enumerate() {
        let marks = marks(number, shapes, &contents[number], &salt);
        let Some(pattern) = Pattern::read(&read(&paths[number])?, &marks, &salt) else {
            return Ok(None);
        };
        patterns.insert(shape.clone(), pattern);
        if number == 0 {
            let mut marks = marks;
            // The page that the site opens with has a path of its own.
            marks.retain(|(own, _)| *own != Own::Path);
            index = Pattern::read(&read(Path::new("index.html"))?, &marks, &salt);
        }
    }
    let print = if html.print.enable {
        let contents = contents.into_iter();
        let rendered: Vec<Arc<Rendered>> =
            contents.map(|content| Arc::new(content.into())).collect();
        let marks = vec![(Own::Content, print::content(&chapters, &rendered))];
        let Some(pattern) = Pattern::read(&read(Path::new("print.html"))?, &marks, &salt) else {
            return Ok(None);
        };
        Some(pattern)
    } else {
        None
    };
    let _ = fs::remove_dir_all(&output);
    Ok(index.zip(names).map(|(index, names)| {
        let patterns = Patterns {
            pages: patterns,
            index,
            print,
        };
        (patterns, names)
    }))
}

/// The content of the marked chapters, as mdBook renders it.
fn contents(
    chapters: &[Chapter],
    config: &Config,
    html: &HtmlConfig,
    scratch: &Scratch,
) -> Result<Vec<String>> {
    let config = content_only(config, html)?;
    let chapters: Vec<&Chapter> = chapters.iter().collect();
    let rendered = contents::contents(&chapters, &config, scratch)?;
    rendered.into_iter().collect()
}

/// A mark: it says what it stands for, and has a sign that is escaped in HTML.
fn mark(what: &str, index: usize, salt: &str) -> String {
    format!("{what}={index}={salt}=")
}

/// The chapter whose page has this shape and nothing but marks.
fn chapter(index: usize, shape: &Shape, salt: &str) -> Chapter {
    let path = format!(
        "{}{}.md",
        "d/".repeat(shape.depth),
        mark("path", index, salt)
    );
    Chapter {
        name: mark("name", index, salt),
        content: format!("# {index} {salt}\n"),
        number: shape
            .has_section
            .then(|| SectionNumber::new(section(index))),
        path: Some(path.into()),
        source_path: Some(mark("source", index, salt).into()),
        ..Chapter::default()
    }
}

/// A number that no chapter has.
fn section(index: usize) -> [u32; 2] {
    [u32::MAX, index as u32]
}

fn title(index: usize, salt: &str) -> String {
    mark("title", index, salt)
}

/// Where an anchor of the page that is gone leads.
fn fragment(index: usize, salt: &str) -> (String, String) {
    (mark("from", index, salt), mark("to", index, salt))
}

/// What is a marked page's own.
fn marks(index: usize, shapes: &[Shape], content: &str, salt: &str) -> Marks {
    let own = |index: usize| chapter(index, &shapes[index], salt);
    let path = |index: usize| own(index).path.unwrap_or_default();
    let mut marks = vec![
        (Own::Content, content.to_owned()),
        (Own::Title, title(index, salt)),
        (Own::Name, mark("name", index, salt)),
        (Own::Path, path(index).to_string_lossy().into_owned()),
        (Own::Source, format!("src/{}", mark("source", index, salt))),
    ];
    let shape = &shapes[index];
    if shape.has_section {
        let section = SectionNumber::new(section(index)).to_string();
        marks.push((Own::Section, section));
    }
    if shape.has_fragments {
        let (from, to) = fragment(index, salt);
        marks.push((Own::Fragments, format!("{{\"#{from}\":\"{to}\"}}")));
    }
    if !shape.is_first {
        marks.push((Own::PreviousName, mark("name", index - 1, salt)));
        marks.push((Own::PreviousLink, super::toc::link(&path(index - 1))));
    }
    if !shape.is_last {
        marks.push((Own::NextName, mark("name", index + 1, salt)));
        marks.push((Own::NextLink, super::toc::link(&path(index + 1))));
    }
    marks
}

/// One render of marked chapters.
struct Render<'a> {
    config: &'a Config,
    html: &'a HtmlConfig,
    root: &'a Path,
    scratch: &'a Scratch,
    salt: &'a str,
}

impl Render<'_> {
    fn render(&self, chapters: &[Chapter], shapes: &[Shape], output: &Path) -> Result<()> {
        let stand = self.scratch.root_for_pages()?;
        let config = self.config(chapters, shapes, &stand)?;
        let items = chapters.iter().cloned().map(BookItem::Chapter).collect();
        let book = Book::new_with_items(items);
        let mut context = RenderContext::new(stand, book, config, output);
        context.chapter_titles = chapters
            .iter()
            .enumerate()
            .filter_map(|(index, chapter)| Some((chapter.path.clone()?, title(index, self.salt))))
            .collect();
        // What there is to say of the theme is said where the assets are made.
        with_default(NoSubscriber::new(), || {
            HtmlHandlebars::new().render(&context)
        })
    }

    fn config(&self, chapters: &[Chapter], shapes: &[Shape], stand: &Path) -> Result<Config> {
        let mut html = self.html.clone();
        let theme = html.theme_dir(self.root);
        html.theme = theme.is_dir().then_some(theme);
        for file in html.additional_css.iter().chain(&html.additional_js) {
            scratch::copy(&self.root.join(file), &stand.join(file))?;
        }
        html.input_404 = Some(String::new());
        html.cname = None;
        assets::index_nothing(&mut html);
        html.redirect = shapes
            .iter()
            .zip(chapters)
            .enumerate()
            .filter(|(_, (shape, _))| shape.has_fragments)
            .map(|(index, (_, chapter))| {
                let (from, to) = fragment(index, self.salt);
                let page = super::toc::link(chapter.path.as_deref().unwrap_or(Path::new("")));
                (format!("/{page}#{from}"), to)
            })
            .collect();
        let mut config = self.config.clone();
        config.book.src = "src".into();
        config.build.build_dir = "out".into();
        config.set("output.html", html)?;
        Ok(config)
    }
}
