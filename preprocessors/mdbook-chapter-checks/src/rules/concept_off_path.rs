//! # concept-off-path
//!
//! Finds a chapter that no reading path leads to, though it defines concepts which the steps of a
//! path need.
//!
//! Whoever follows a path meets such a concept as a note at the head of the step, and never in the
//! chapter that teaches it: on none of the paths. It is fine where a note is enough; then the path
//! takes the concept as known (`?known` in the path's chapter), or the step points ahead to it
//! (`?later`), and neither is spoken of here. All concepts of one chapter are said at once.
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
//! 1. [Retries](retries.md)
//! //- src/retries.md
//! # Retries
//!
//! Retry only what is [idempotent](concept:idempotence).
//! //- src/idempotence.md
//! # Idempotence
//!
//! [Idempotence](concept:)
//! : Doing it twice comes to the same as doing it once.
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
//! 1. [Idempotence](idempotence.md)
//! 2. [Retries](retries.md)
//! //- src/retries.md
//! # Retries
//!
//! Retry only what is [idempotent](concept:idempotence).
//! //- src/idempotence.md
//! # Idempotence
//!
//! [Idempotence](concept:)
//! : Doing it twice comes to the same as doing it once.
//! ```

use std::collections::{BTreeMap, HashSet};

use book_model::{ChapterId, ConceptId, Diagnostic, Label, Model, UseKind, relative};
use book_plugin::Speller;

use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "concept-off-path",
    level: Level::Warn,
    source: include_str!("concept_off_path.rs"),
    check: Check::Book(check),
};

/// How many concepts of a chapter are named.
const NAMED: usize = 3;

/// A use by a step: the path, the step, the chapter's link, each by its index.
#[derive(Clone, Copy)]
struct Needed {
    path: usize,
    step: usize,
    link: usize,
}

fn check(checked: &Checked<'_>, _: &Speller) -> Vec<Diagnostic> {
    let needed = needed_off_path(checked.model);
    let mut chapters: BTreeMap<ChapterId, Vec<(ConceptId, Needed)>> = BTreeMap::new();
    for (concept, needed) in needed {
        let chapter = checked.model.concept(concept).chapter;
        chapters.entry(chapter).or_default().push((concept, needed));
    }
    chapters
        .iter()
        .map(|(&chapter, concepts)| diagnostic(checked.model, chapter, concepts))
        .collect()
}

/// The concepts that a step needs and no path introduces, in order, each with the first such use.
fn needed_off_path(model: &Model) -> BTreeMap<ConceptId, Needed> {
    let of_paths = model.paths.iter();
    let on_paths: HashSet<ChapterId> = of_paths
        .flat_map(|path| {
            path.steps
                .iter()
                .map(|step| step.chapter)
                .chain([path.chapter])
        })
        .collect();
    let mut found = BTreeMap::new();
    for (at, path) in model.paths.iter().enumerate() {
        let assumed: HashSet<ConceptId> = path.assumes.iter().copied().collect();
        for (step, chapter) in path.order().into_iter().enumerate() {
            for used in model.uses_in(chapter) {
                let defined_in = model.concept(used.concept).chapter;
                if used.kind == UseKind::Required
                    && !assumed.contains(&used.concept)
                    && !on_paths.contains(&defined_in)
                {
                    found.entry(used.concept).or_insert(Needed {
                        path: at,
                        step,
                        link: used.link,
                    });
                }
            }
        }
    }
    found
}

fn diagnostic(model: &Model, chapter: ChapterId, concepts: &[(ConceptId, Needed)]) -> Diagnostic {
    let (first, needed) = concepts[0];
    let path = &model.paths[needed.path];
    let step = &path.steps[needed.step];
    let names = concepts.iter().take(NAMED);
    let names: Vec<_> = names
        .map(|(id, _)| format!("`{}`", model.concept(*id).name))
        .collect();
    let more = match concepts.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!("no reading path introduces {}{more}", names.join(", "));
    let label = Label::new(model.term(first), "defined here, on no path");
    let used = format!(
        "used here, in step {} of the path \"{}\"",
        needed.step + 1,
        path.name
    );
    let here = |id: ChapterId| model.chapter(id).path.as_deref().unwrap_or_default();
    let title = model.chapter(chapter).title();
    let to = relative(here(path.chapter), here(chapter), "");
    let concept = model.concept(first);
    Diagnostic::new(RULE.name, message, label)
        .label(model.link(step.chapter, needed.link), used)
        .help(format!(
            "make the chapter a step, ahead of the one that needs it: `[{title}]({to})` in {}",
            here(path.chapter)
        ))
        .help(format!(
            "or let the path take it as known: write `[{}](concept:{}?known)` there",
            concept.name, concept.id
        ))
}
