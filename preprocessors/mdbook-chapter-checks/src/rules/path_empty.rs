//! # path-empty
//!
//! Finds a reading path that has no steps.
//!
//! The steps of a path are the first numbered list of its chapter, in the text itself and not in a
//! quotation. Without one the path leads nowhere: its card says that it has no steps, and no chapter
//! shows it.
//!
//! ## Bad
//!
//! ```md
//! //- book.toml
//! [preprocessor.reading-paths]
//! paths = ["path.md"]
//! //- src/path.md
//! # First things first
//!
//! - [Timeouts](timeouts.md)
//! //- src/timeouts.md
//! # Timeouts
//! ```
//!
//! ## Good
//!
//! ```md
//! //- book.toml
//! [preprocessor.reading-paths]
//! paths = ["path.md"]
//! //- src/path.md
//! # First things first
//!
//! 1. [Timeouts](timeouts.md)
//! //- src/timeouts.md
//! # Timeouts
//! ```

use book_model::{Chapter, Diagnostic, Label, Link, Model, Span};
use book_plugin::Speller;

use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "path-empty",
    level: Level::Deny,
    source: include_str!("path_empty.rs"),
    check: Check::Book(check),
};

fn check(checked: &Checked<'_>, _: &Speller) -> Vec<Diagnostic> {
    // What stands in the list and is no step is said of each item.
    let empty = checked
        .model
        .paths
        .iter()
        .filter(|path| path.steps.is_empty() && path.not_steps.is_empty());
    empty
        .map(|path| {
            let chapter = checked.model.chapter(path.chapter);
            let message = format!("the path \"{}\" has no steps", path.name);
            match bullet(checked, chapter) {
                Some((link, bullet)) => {
                    let span = Span::chapter(chapter.id, link.range.clone());
                    let label = format!("behind `{bullet}` this is no step");
                    let text = &checked.sources.chapters[chapter.id.0].text;
                    Diagnostic::new(RULE.name, message, Label::new(span, label)).help(format!(
                        "number the list: `1. {}`",
                        text[link.range.clone()].replace('\n', " ")
                    ))
                }
                None => Diagnostic::new(
                    RULE.name,
                    message,
                    Label::new(title(checked, chapter), "no numbered list in this chapter"),
                )
                .help("list the chapters in the order of reading, each with its reason: `1. [Timeouts](timeouts.md): why it comes here`"),
            }
        })
        .collect()
}

/// The first link to a chapter that opens an item of a list with bullets, and its bullet.
fn bullet<'a>(checked: &Checked<'_>, chapter: &'a Chapter) -> Option<(&'a Link, char)> {
    let text = &checked.sources.chapters[chapter.id.0].text;
    let links = chapter.page.links.iter();
    links
        .filter(|link| link.authored && leads_to_chapter(checked.model, chapter, link))
        .find_map(|link| Some((link, bullet_ahead(&text[..link.range.start])?)))
}

/// The bullet at the end of a text, alone on its line; spaces follow it, and what emphasis begins with.
fn bullet_ahead(text: &str) -> Option<char> {
    const SPACES: [char; 2] = [' ', '\t'];
    let item = text.trim_end_matches(['*', '_']);
    let bullet = item.strip_suffix(SPACES)?.trim_end_matches(SPACES);
    let line = bullet.strip_suffix(['-', '*', '+'])?;
    let margin = line.trim_end_matches(SPACES);
    let is_alone = margin.is_empty() || margin.ends_with(['\n', '\r']);
    bullet.chars().next_back().filter(|_| is_alone)
}

fn leads_to_chapter(model: &Model, from: &Chapter, link: &Link) -> bool {
    let to = model.chapter_behind(from.id, &link.destination);
    link.concept.is_none() && to.is_some_and(|to| to != from.id)
}

/// The title of the chapter, else its first line.
fn title(checked: &Checked<'_>, chapter: &Chapter) -> Span {
    let text = &checked.sources.chapters[chapter.id.0].text;
    let range = match chapter.page.headings.first() {
        Some(heading) => heading.range.clone(),
        None => 0..text.find('\n').unwrap_or(text.len()),
    };
    let end = range.start + text[range.clone()].trim_end().len();
    Span::chapter(chapter.id, range.start..end)
}
