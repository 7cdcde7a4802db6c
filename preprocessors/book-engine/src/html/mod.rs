//! mdBook's pages, made at a cost that is linear in the book.
//!
//! ```text
//!             ┌─ contents: chapters through mdBook's renderer, in windows ─┐
//!  book ──────┼─ patterns: what the theme writes around a content ─────────┼──▶ site
//!             └─ assets: all that is no page, for a book of drafts ────────┘
//!                                search, print: from the contents
//! ```
//!
//! mdBook's own renderer makes every part; what is ours is to put the parts together. A book that the parts
//! do not fit, such as one whose theme lists the chapters on each page, is left to mdBook as a whole.

mod assets;
mod broken;
mod cache;
mod contents;
mod files;
mod heard;
mod hidden;
mod markup;
mod order;
mod page;
mod pattern;
mod patterns;
mod print;
mod raw;
mod rendered;
mod scratch;
mod search;
mod site;
mod stamp;
mod theme;
mod toc;
mod untold;

use std::path::Path;

use anyhow::Result;
use mdbook_core::book::Chapter;
use mdbook_core::config::{Config, HtmlConfig};
use mdbook_renderer::RenderContext;

pub(crate) use cache::{Cache, Made};
pub(crate) use contents::Content;
pub(crate) use files::{Files, is_another};
pub(crate) use scratch::abandon;
pub(crate) use site::{Instead, Site};
pub(crate) use toc::link;

/// Whether the parts fit this book. Where they do not, mdBook renders it, or says what is wrong with it.
fn fits(context: &RenderContext, html: &HtmlConfig, chapters: &[&Chapter]) -> bool {
    let theme = html.theme_dir(&context.root);
    let inside = |file: &Path| {
        file.components()
            .all(|part| matches!(part, std::path::Component::Normal(_)))
    };
    let additional = html.additional_css.iter().chain(&html.additional_js);
    let has_path = |chapter: &&Chapter| {
        let path = chapter.path.as_deref();
        path.is_some_and(|path| path.to_str().is_some() && path != Path::new("print.md"))
    };
    let redirected = |chapter: &&Chapter| {
        let page = toc::link(chapter.path.as_deref().unwrap_or(Path::new("")));
        html.redirect.contains_key(&format!("/{page}"))
    };
    let search = html.search.clone().unwrap_or_default();
    let toc = std::fs::read_to_string(theme.join("toc.js.hbs")).unwrap_or_default();
    !chapters.is_empty()
        && (html.theme.is_none() || theme.is_dir())
        && theme::has_a_pattern(&theme)
        && theme::has_the_list(&theme)
        && !toc.contains("resource")
        && additional.into_iter().all(|file| inside(file))
        && chapters.iter().all(has_path)
        && !chapters.iter().any(redirected)
        && !(search.enable && search::Wanted::of(&search).unmatched(chapters))
}

/// What mdBook's renderer made of a book; `None` where the parts do not fit it.
pub(crate) type Fitted<T> = Result<Option<T>>;

/// How much room a scratch needs for what mdBook makes of these chapters, in bytes: HTML is longer than
/// Markdown, but the windows that are rendered at a time are few.
pub(crate) fn room(chapters: &[&Chapter]) -> u64 {
    const AT_LEAST: u64 = 16 << 20;
    let text: usize = chapters.iter().map(|chapter| chapter.content.len()).sum();
    AT_LEAST + 4 * text as u64
}

/// The content of each chapter.
///
/// # Errors
///
/// When mdBook's renderer fails for another reason than the text of a chapter.
pub(crate) fn contents_of(chapters: &[&Chapter], config: &Config) -> Result<Vec<Content>> {
    let html = config.html_config().unwrap_or_default();
    let config = scratch::content_only(config, &html)?;
    contents::contents(chapters, &config, &scratch::Scratch::new(room(chapters))?)
}

/// The page for addresses that lead nowhere, where the book has one.
pub(crate) fn not_found(html: &HtmlConfig) -> Option<String> {
    (html.input_404.as_deref() != Some("")).then(|| html.get_404_output_file())
}
