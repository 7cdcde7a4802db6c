//! # path-step-draft
//!
//! Finds a step of a reading path that is a draft: a chapter that SUMMARY.md names and that has no
//! page yet, as in `- [Retries]()`.
//!
//! A draft cannot be linked to, so the step is left out: the path is shorter than it looks, and a
//! link to the file that is to be leads to a missing page. A step is taken for a draft when its words,
//! or the name of its file, are those of one, or when it begins with the name of one. A book that
//! grows in public may want to show what is to come, below the list.
//!
//! ## Bad
//!
//! ```md
//! //- book.toml
//! [preprocessor.reading-paths]
//! paths = ["path.md"]
//! //- src/SUMMARY.md
//! - [First things first](path.md)
//! - [Timeouts](timeouts.md)
//! - [Retries]()
//! //- src/path.md
//! # First things first
//!
//! 1. [Timeouts](timeouts.md)
//! 2. [Retries](retries.md): because the second attempt is not free.
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
//! //- src/SUMMARY.md
//! - [First things first](path.md)
//! - [Timeouts](timeouts.md)
//! - [Retries]()
//! //- src/path.md
//! # First things first
//!
//! 1. [Timeouts](timeouts.md)
//!
//! To come: retries, because the second attempt is not free.
//! //- src/timeouts.md
//! # Timeouts
//! ```

use std::collections::HashMap;

use book_model::{
    ChapterId, Diagnostic, Label, Model, NameKey, NotAStep, ReadingPath, Span, file_name,
    id_from_content,
};
use book_plugin::Speller;

use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "path-step-draft",
    level: Level::Warn,
    source: include_str!("path_step_draft.rs"),
    check: Check::Book(check),
};

fn check(checked: &Checked<'_>, _: &Speller) -> Vec<Diagnostic> {
    let drafts = Drafts::of(checked.model);
    let mut found = Vec::new();
    for path in &checked.model.paths {
        for not_step in &path.not_steps {
            if let Some(draft) = drafts.meant(checked.model, path, not_step) {
                found.push(diagnostic(checked, path, not_step, draft));
            }
        }
    }
    found
}

fn diagnostic(
    checked: &Checked<'_>,
    path: &ReadingPath,
    not_step: &NotAStep,
    draft: ChapterId,
) -> Diagnostic {
    let model = checked.model;
    let name = &model.chapter(draft).name;
    let span = match not_step.link {
        Some(link) => model.link(path.chapter, link),
        None => Span::chapter(path.chapter, not_step.range.clone()),
    };
    let message = format!(
        "a step of the path \"{}\" is the draft \"{name}\", which has no page",
        path.name
    );
    let diagnostic = Diagnostic::new(RULE.name, message, Label::new(span, "left out of the path"));
    let entry = format!("[{name}]()");
    let diagnostic = match checked.sources.summary.find(&entry) {
        Some(at) => {
            let span = Span::summary(at..at + entry.len());
            diagnostic.label(span, "a draft: no file is named")
        }
        None => diagnostic,
    };
    diagnostic.help("write the chapter and name its file in SUMMARY.md, or take the step out until then: below the list you can say what is to come")
}

/// The drafts of a book, by what a step can say of them.
pub(crate) struct Drafts {
    by_name: HashMap<NameKey, ChapterId>,
    /// By the file that would be made of the name.
    by_file: HashMap<String, ChapterId>,
}

impl Drafts {
    pub(crate) fn of(model: &Model) -> Drafts {
        let mut by_name = HashMap::new();
        let mut by_file = HashMap::new();
        let (drafts, written): (Vec<_>, Vec<_>) = model
            .chapters
            .iter()
            .partition(|chapter| chapter.path.is_none());
        for draft in drafts {
            by_name.entry(NameKey::new(&draft.name)).or_insert(draft.id);
            let file = format!("{}.md", id_from_content(&draft.name));
            by_file.entry(file).or_insert(draft.id);
        }
        // What a chapter with a page is called was meant for that one.
        for chapter in written {
            by_name.remove(&NameKey::new(&chapter.name));
            let path = chapter.path.as_deref().unwrap_or_default();
            by_file.remove(file_name(path));
        }
        Drafts { by_name, by_file }
    }

    /// The draft that an item of a path's list means: by the words of its link, by its file, or, when
    /// it begins with no link, by what it begins with.
    pub(crate) fn meant(
        &self,
        model: &Model,
        path: &ReadingPath,
        not_step: &NotAStep,
    ) -> Option<ChapterId> {
        let by_name = |name: &str| self.by_name.get(&NameKey::new(name)).copied();
        let Some(link) = not_step.link else {
            let text = not_step.rest.plain();
            let name = text.split([':', ',', ';', '.', '(']).next();
            return by_name(name.unwrap_or_default().trim());
        };
        let link = &model.chapter(path.chapter).page.links[link];
        let file = link
            .destination
            .split(['#', '?'])
            .next()
            .unwrap_or_default();
        let by_file = || self.by_file.get(&file_name(file).to_lowercase()).copied();
        by_name(&link.text).or_else(by_file)
    }
}
