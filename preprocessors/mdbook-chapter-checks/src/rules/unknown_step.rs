//! # unknown-step
//!
//! Finds a step of a reading path that is no chapter of the book, and a path in `book.toml` that
//! is none.
//!
//! The step would be left out: readers would be counted past it, and never led there. Of a step that is
//! a draft, path-step-draft speaks.
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
//! 1. [Timeouts](timeuots.md)
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

use book_model::{Diagnostic, Label, Model, NotAStep, ReadingPath, Span, element_range, relative};

use book_plugin::Speller;

use super::path_step_draft::Drafts;
use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "unknown-step",
    level: Level::Deny,
    source: include_str!("unknown_step.rs"),
    check: Check::Book(check),
};

fn check(checked: &Checked<'_>, speller: &Speller) -> Vec<Diagnostic> {
    let model = checked.model;
    let drafts = Drafts::of(model);
    let paths = model
        .unknown_paths
        .iter()
        .map(|entry| unknown_path(checked, speller, entry));
    let steps = model.paths.iter().flat_map(|path| {
        let not_steps = path.not_steps.iter();
        let unknown = not_steps.filter(|one| drafts.meant(model, path, one).is_none());
        unknown.map(move |not_step| unknown_step(checked.model, speller, path, not_step))
    });
    paths.chain(steps).collect()
}

fn unknown_path(checked: &Checked<'_>, speller: &Speller, entry: &str) -> Diagnostic {
    let key = ["preprocessor", "reading-paths", "paths"];
    let span = Span::config(element_range(&checked.sources.config, &key, entry));
    let message = format!("the reading path `{entry}` is not a chapter of the book");
    let diagnostic = Diagnostic::new(RULE.name, message, Label::new(span, "not in SUMMARY.md"));
    match speller.nearest_path(entry, chapters(checked.model)) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("name the chapter as SUMMARY.md does, below the source folder"),
    }
}

fn unknown_step(
    model: &Model,
    speller: &Speller,
    path: &ReadingPath,
    not_step: &NotAStep,
) -> Diagnostic {
    let chapter = model.chapter(path.chapter);
    let Some(link) = not_step.link.map(|link| &chapter.page.links[link]) else {
        let span = Span::chapter(path.chapter, not_step.range.clone());
        let message = format!(
            "a step of the path \"{}\" does not begin with a link to a chapter",
            path.name
        );
        return Diagnostic::new(RULE.name, message, Label::new(span, "no link at its beginning"))
            .help("begin it with the chapter, and let the reason follow: `1. [Timeouts](timeouts.md): why it comes here`");
    };
    let span = Span::chapter(path.chapter, link.range.clone());
    let message = format!(
        "a step of the path \"{}\" leads to no chapter of the book",
        path.name
    );
    let label = match link.destination.as_str() {
        "" => "an empty address".to_owned(),
        address => format!("`{address}` is not in SUMMARY.md"),
    };
    let diagnostic = Diagnostic::new(RULE.name, message, Label::new(span, label));
    let here = chapter.path.as_deref().unwrap_or_default();
    let written: Vec<_> = chapters(model)
        .filter(|other| *other != here)
        .map(|other| relative(here, other, ""))
        .collect();
    match speller.nearest_path(&link.destination, written.iter().map(String::as_str)) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("every step is a chapter; what else there is to read goes into the text behind the list"),
    }
}

fn chapters(model: &Model) -> impl Iterator<Item = &str> {
    model
        .chapters
        .iter()
        .filter_map(|chapter| chapter.path.as_deref())
}
