//! # missing-image
//!
//! Finds an image, a film or a sound whose file is not in the book.
//!
//! The reader sees a broken picture. mdBook copies every file of the source folder except the chapters,
//! and none from elsewhere: an image that lies above that folder shows on a code host, and is missing
//! in the book. Files of other sites and absolute paths are not looked at.
//!
//! ## Bad
//!
//! ```md
//! //- src/a.md
//! # Retries
//!
//! ![Load over time](retries.svg)
//! //- src/images/retries.svg
//! <svg xmlns="http://www.w3.org/2000/svg"/>
//! ```
//!
//! ## Good
//!
//! ```md
//! //- src/a.md
//! # Retries
//!
//! ![Load over time](images/retries.svg)
//! //- src/images/retries.svg
//! <svg xmlns="http://www.w3.org/2000/svg"/>
//! ```

use std::collections::HashMap;
use std::ops::Range;

use book_model::{Chapter, Diagnostic, Label, Media, Span, Target, file_name, relative, resolve};
use book_plugin::Speller;
use rayon::prelude::*;

use crate::level::Level;
use crate::path::{folder_of, is_markdown};
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "missing-image",
    level: Level::Warn,
    source: include_str!("missing_image.rs"),
    check: Check::Book(check),
};

/// A file that is not in the book.
struct Missing<'a> {
    chapter: &'a Chapter,
    /// The address as it is written, and where.
    written: &'a str,
    place: &'a Range<usize>,
    what: What,
}

enum What {
    /// The address is empty.
    NoAddress,
    /// No file stands at this path below the source folder.
    NoFile(String),
    /// There is one at this path below the book's root, outside of the source folder.
    Above(String),
    /// mdBook takes the address for one of a chapter.
    Page,
}

fn check(checked: &Checked<'_>, speller: &Speller) -> Vec<Diagnostic> {
    let chapters = checked.model.chapters.par_iter();
    let missing: Vec<_> = chapters
        .flat_map_iter(|chapter| {
            let media = chapter.page.media.iter();
            media.flat_map(move |media| {
                let files = media.files.iter();
                files.filter_map(move |(written, place)| {
                    Some(Missing {
                        chapter,
                        written,
                        place,
                        what: look(checked, chapter, media, written)?,
                    })
                })
            })
        })
        .collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let mut files = checked.files_of_src();
    files.retain(|file| !is_markdown(file));
    let mut by_name = HashMap::new();
    for file in &files {
        by_name.entry(file_name(file)).or_insert(file.as_str());
    }
    let near = |path: &str| {
        let moved = by_name.get(file_name(path)).copied();
        moved.or_else(|| speller.nearest_path(path, files.iter().map(String::as_str)))
    };
    let found = missing.iter();
    found.map(|one| diagnostic(one, &near)).collect()
}

fn look(checked: &Checked<'_>, chapter: &Chapter, media: &Media, written: &str) -> Option<What> {
    let here = chapter.path.as_deref()?;
    if written.is_empty() {
        return Some(What::NoAddress);
    }
    // A place in the page itself, and what another plugin is to fill in.
    if written.starts_with(['#', '?']) || written.contains("{{") {
        return None;
    }
    match resolve(here, written) {
        Target::Outside => None,
        Target::Inside { .. } if media.element.is_none() && is_page(written) => Some(What::Page),
        Target::Inside { path, .. } => {
            let there = !is_markdown(&path) && checked.is_file(&path);
            (!there).then_some(What::NoFile(path))
        }
        Target::Above => {
            let folder = folder_of(here);
            let bare = written.split(['?', '#']).next().unwrap_or_default();
            let path = checked.below_root_normal(&format!("{folder}/{bare}"));
            checked.files.is_file(&path).then_some(What::Above(path))
        }
    }
}

/// Whether mdBook writes `.html` in place of what follows the last `.md` (`fix_link` in `mdbook-html`
/// 0.5.4), which it does to an image in Markdown as to a link.
fn is_page(written: &str) -> bool {
    written.contains(".md")
}

/// `near` tells the file that was probably meant by a path.
fn diagnostic<'a>(one: &Missing<'_>, near: &dyn Fn(&str) -> Option<&'a str>) -> Diagnostic {
    let here = one.chapter.path.as_deref().unwrap_or_default();
    let label = |text: &str| {
        let span = Span::chapter(one.chapter.id, one.place.clone());
        Label::new(span, text.to_owned())
    };
    match &one.what {
        What::NoAddress => Diagnostic::new(
            RULE.name,
            "this image has no file",
            label("the address is empty"),
        )
        .help("write the path of the file, from the folder of this chapter on"),
        What::Page => Diagnostic::new(
            RULE.name,
            format!("mdBook takes `{}` for a chapter", one.written),
            label("the page asks for an `.html` in its place"),
        )
        .help("give the file a name without `.md`"),
        What::Above(path) => Diagnostic::new(
            RULE.name,
            format!("`{path}` is not a part of the book"),
            label("outside of the source folder"),
        )
        .help("move the file into the source folder: mdBook copies nothing from elsewhere"),
        What::NoFile(path) => {
            let message = format!("the book has no file `{path}`");
            let diagnostic = Diagnostic::new(RULE.name, message, label("no such file"));
            match near(path) {
                Some(near) => {
                    diagnostic.help(format!("did you mean `{}`?", relative(here, near, "")))
                }
                None => diagnostic.help("correct the path, or put the file there"),
            }
        }
    }
}
