//! The content of each page, by mdBook's own renderer.
//!
//! mdBook renders a book one page after another, and hands the whole table of contents to each: the cost
//! grows with the square of the book. The content of a page depends on its chapter and on the
//! configuration alone, so the chapters go through that renderer in windows: small books, several at a
//! time, whose theme is nothing but the content.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Error, Result};
use mdbook_core::book::{Book, BookItem, Chapter};
use mdbook_core::config::Config;
use mdbook_html::HtmlHandlebars;
use mdbook_renderer::{RenderContext, Renderer};
use rayon::prelude::*;
use tracing::subscriber::{NoSubscriber, with_default};

use super::heard::Heard;
use super::scratch::Scratch;
use crate::panics;

/// How many chapters a window has at most. A render has a fixed cost, and hands a list of the window to each
/// of its pages: a book of 1,000 chapters cost the same with 16, 32 and 64.
const WINDOW: usize = 32;

/// A chapter's content as HTML, or what mdBook's renderer said when it gave up.
pub(crate) type Content = Result<String, Error>;

/// Renders the content of each chapter. `config` is that of [`super::scratch::content_only`].
///
/// # Errors
///
/// When mdBook fails for another reason than the text of a chapter.
pub(crate) fn contents(
    chapters: &[&Chapter],
    config: &Config,
    scratch: &Scratch,
) -> Result<Vec<Content>> {
    let windows = windows(chapters);
    let rendered: Vec<(Result<Vec<Content>>, Heard)> = windows
        .into_par_iter()
        .map(|window| Heard::during(|| render(window, config, scratch)))
        .collect();
    let mut contents = Vec::with_capacity(chapters.len());
    for (window, heard) in rendered {
        heard.say();
        contents.extend(window?);
    }
    Ok(contents)
}

/// Renders the content of one chapter on this thread, and is quiet about it: what there is to be said of
/// the chapter is said elsewhere.
///
/// # Errors
///
/// As for [`contents`].
pub(crate) fn one(chapter: &Chapter, config: &Config, scratch: &Scratch) -> Result<Content> {
    let contents = with_default(NoSubscriber::new(), || render(&[chapter], config, scratch))?;
    let mut contents = contents.into_iter();
    contents.next().context("a chapter has no content")
}

/// Cuts the chapters into windows, enough of them for every core, none with two chapters that are
/// written to one file.
fn windows<'a, 'b>(chapters: &'b [&'a Chapter]) -> Vec<&'b [&'a Chapter]> {
    let share = chapters.len().div_ceil(rayon::current_num_threads());
    let most = share.clamp(1, WINDOW);
    let mut windows = Vec::new();
    let (mut start, mut seen) = (0, HashSet::new());
    for (index, chapter) in chapters.iter().enumerate() {
        let page = page(chapter);
        if index - start == most || seen.contains(&page) {
            windows.push(&chapters[start..index]);
            start = index;
            seen.clear();
        }
        seen.insert(page);
    }
    if start < chapters.len() {
        windows.push(&chapters[start..]);
    }
    windows
}

/// The file that the page of a chapter is written to.
pub(crate) fn page(chapter: &Chapter) -> PathBuf {
    let path = chapter.path.as_deref().unwrap_or(Path::new(""));
    path.with_extension("html")
}

/// Renders one window. Where the renderer panics, each chapter is rendered by itself, so that the one
/// which it cannot take costs no other.
fn render(window: &[&Chapter], config: &Config, scratch: &Scratch) -> Result<Vec<Content>> {
    let output = scratch.output()?;
    let result = match panics::catch(|| try_render(window, config, scratch, &output)) {
        Ok(result) => result.map(|contents| contents.into_iter().map(Ok).collect()),
        Err(panic) if window.len() == 1 => Ok(vec![Err(panic)]),
        // What these renders warn of has been said by the first one.
        Err(_) => with_default(NoSubscriber::new(), || {
            let mut contents = Vec::with_capacity(window.len());
            for chapter in window {
                contents.extend(render(&[chapter], config, scratch)?);
            }
            Ok(contents)
        }),
    };
    let _ = fs::remove_dir_all(&output);
    result
}

fn try_render(
    window: &[&Chapter],
    config: &Config,
    scratch: &Scratch,
    output: &Path,
) -> Result<Vec<String>> {
    let items = window.iter().map(|chapter| {
        // Without what takes no part in the content, which mdBook hands to every page.
        BookItem::Chapter(Chapter {
            content: chapter.content.clone(),
            path: chapter.path.clone(),
            ..Chapter::default()
        })
    });
    let book = Book::new_with_items(items.collect());
    let context = RenderContext::new(scratch.root(), book, config.clone(), output);
    HtmlHandlebars::new().render(&context)?;
    let read = |chapter: &&Chapter| {
        let file = output.join(page(chapter));
        fs::read_to_string(&file).with_context(|| format!("failed to read `{}`", file.display()))
    };
    window.iter().map(read).collect()
}
