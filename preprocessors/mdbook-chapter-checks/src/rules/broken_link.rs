//! # broken-link
//!
//! Finds a link within the book that leads to no page and no file of it.
//!
//! The reader who follows it meets a missing page. Links that leave the book's source folder, and
//! those to other sites, are not looked at.
//!
//! ## Bad
//!
//! ```md
//! //- src/a.md
//! See [the next chapter](c.md).
//! //- src/b.md
//! # The next chapter
//! ```
//!
//! ## Good
//!
//! ```md
//! //- src/a.md
//! See [the next chapter](b.md), and [the site](https://example.org/c.md).
//! //- src/b.md
//! # The next chapter
//! ```

use std::collections::HashSet;

use book_model::{
    Chapter, ChapterId, Diagnostic, Label, Link, Span, Target, file_name, relative, resolve,
};

use book_plugin::Speller;
use rayon::prelude::*;

use super::{path_step_draft, unknown_step};
use crate::level::Level;
use crate::path::is_markdown;
use crate::redirects::stands;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "broken-link",
    level: Level::Warn,
    source: include_str!("broken_link.rs"),
    check: Check::After(check),
};

fn check(checked: &Checked<'_>, speller: &Speller, said: &[Diagnostic]) -> Vec<Diagnostic> {
    // Of the steps of a path other rules speak.
    let of_steps = [unknown_step::RULE.name, path_step_draft::RULE.name];
    let said = said.iter().filter(|one| of_steps.contains(&one.rule));
    let said: HashSet<&Span> = said.map(|one| &one.primary.span).collect();
    let chapters = checked.model.chapters.par_iter();
    let broken: Vec<Broken<'_>> = chapters
        .flat_map_iter(|chapter| chapter.page.links.iter().map(move |link| (chapter, link)))
        .filter_map(|(chapter, link)| broken(checked, chapter, link))
        .filter(|broken| !said.contains(&broken.span()))
        .collect();
    // One after another, since the speller says less when it is asked too often.
    let help = |broken| help(checked, speller, broken);
    let help: Vec<String> = broken.iter().map(help).collect();
    broken.par_iter().zip(help).map(diagnostic).collect()
}

/// A link that leads nowhere.
struct Broken<'a> {
    chapter: &'a Chapter,
    /// The path of the chapter.
    here: &'a str,
    link: &'a Link,
    /// The path that it leads to.
    path: String,
    /// Whether there is a Markdown file at that path, which is no chapter.
    is_unlisted: bool,
}

impl Broken<'_> {
    fn span(&self) -> Span {
        Span::chapter(self.chapter.id, self.link.range.clone())
    }
}

fn broken<'a>(checked: &Checked<'_>, chapter: &'a Chapter, link: &'a Link) -> Option<Broken<'a>> {
    if link.concept.is_some() {
        return None;
    }
    let here = chapter.path.as_deref()?;
    let Target::Inside { path, .. } = resolve(here, &link.destination) else {
        return None;
    };
    if exists(checked, as_mdbook_reads(&path)) {
        return None;
    }
    // The disk is asked here, where links are looked at side by side.
    let is_chapter = checked.by_file.contains_key(path.as_str());
    Some(Broken {
        chapter,
        here,
        link,
        is_unlisted: !is_chapter && is_markdown(&path) && checked.is_file(&path),
        path,
    })
}

fn diagnostic((broken, help): (&Broken<'_>, String)) -> Diagnostic {
    let message = format!("the book has no page or file `{}`", broken.path);
    let label = Label::new(broken.span(), "leads nowhere");
    Diagnostic::new(RULE.name, message, label).help(help)
}

/// mdBook turns the last `.md` of a path into `.html` and drops what follows it (`fix_link` in
/// `mdbook-html` 0.5.4), so that even `chapter.mdx` leads to the page of `chapter.md`.
fn as_mdbook_reads(path: &str) -> &str {
    path.rfind(".md")
        .map_or(path, |at| &path[..at + ".md".len()])
}

fn exists(checked: &Checked<'_>, path: &str) -> bool {
    let path = path.trim_start_matches('/');
    let index = format!("{}/index.html", path.trim_end_matches('/'));
    let there = |path: &str| {
        checked.model.chapter_at(path).is_some()
            || checked.settings.redirects.contains(path)
            || stands(checked, path).is_some()
    };
    there(path) || there(index.trim_start_matches('/'))
}

fn help(checked: &Checked<'_>, speller: &Speller, broken: &Broken<'_>) -> String {
    let Broken { here, path, .. } = broken;
    let page = |id: &ChapterId| checked.model.chapter(*id).path.as_deref();
    if let Some(page) = checked.by_file.get(path.as_str()).and_then(page) {
        let to = relative(here, page, "");
        return format!("mdBook writes this chapter as `{page}`: link to `{to}`");
    }
    if broken.is_unlisted {
        return "the file is there, but not in SUMMARY.md: add it, or link to a chapter".to_owned();
    }
    // The page itself is not what was meant.
    let other = |path: &&str| path != here;
    let moved = checked.by_file_name.get(file_name(path));
    let moved = moved.and_then(page).filter(other);
    let chapters = checked.model.chapters.iter();
    let others = chapters
        .filter_map(|chapter| chapter.path.as_deref())
        .filter(other);
    match moved.or_else(|| speller.nearest_path(path, others)) {
        Some(near) => format!("did you mean `{}`?", relative(here, near, "")),
        None => "correct the link, or add the chapter to SUMMARY.md".to_owned(),
    }
}
