//! # path-order
//!
//! Finds a step of a reading path that uses a concept which only a later step of the same path
//! introduces.
//!
//! Who follows the path meets a word that the path itself explains too late. The order of the steps
//! is a promise to the reader, and this is where it breaks. A concept that no step introduces is
//! fine: its note is shown with the step.
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
//! 2. [Timeouts](timeouts.md)
//! //- src/retries.md
//! # Retries
//!
//! A retry begins with a [timeout](concept:).
//! //- src/timeouts.md
//! # Timeouts
//!
//! [Timeout](concept:)
//! : How long a caller waits for an answer.
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
//! 2. [Retries](retries.md)
//! //- src/retries.md
//! # Retries
//!
//! A retry begins with a [timeout](concept:).
//! //- src/timeouts.md
//! # Timeouts
//!
//! [Timeout](concept:)
//! : How long a caller waits for an answer.
//! ```

use book_model::{
    ChapterId, ConceptId, Diagnostic, Label, Model, PathUses, ReadingPath, Span, TooEarly,
};

use book_plugin::Speller;

use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "path-order",
    level: Level::Deny,
    source: include_str!("path_order.rs"),
    check: Check::Book(check),
};

/// How many of the things that a mend would break are named.
const NAMED: usize = 3;

fn check(checked: &Checked<'_>, _: &Speller) -> Vec<Diagnostic> {
    let model = checked.model;
    let of_path = |path: &ReadingPath| {
        let uses = model.path_uses(path);
        let early = uses.too_early();
        early
            .iter()
            .map(|early| diagnostic(model, path, &uses, early))
            .collect::<Vec<_>>()
    };
    model.paths.iter().flat_map(of_path).collect()
}

fn diagnostic(
    model: &Model,
    path: &ReadingPath,
    uses: &PathUses<'_>,
    early: &TooEarly,
) -> Diagnostic {
    let concept = model.concept(early.concept);
    let user = path.steps[early.step].chapter;
    let page = &model.chapter(user).page;
    let used = |link: usize| Span::chapter(user, page.links[link].range.clone());
    let definition = &model.chapter(concept.chapter).page;
    let term = definition.definitions[concept.definition].link;
    let message = format!(
        "step {} of the path \"{}\" uses `{}`, which step {} introduces",
        early.step + 1,
        path.name,
        concept.name,
        early.introduced + 1
    );
    let first = Label::new(
        used(early.links[0]),
        format!("used here, in step {}", numbered(model, path, early.step)),
    );
    let mut diagnostic = Diagnostic::new(RULE.name, message, first);
    for &link in &early.links[1..] {
        diagnostic = diagnostic.label(used(link), "and used here");
    }
    let diagnostic = diagnostic
        .label(
            Span::chapter(concept.chapter, definition.links[term].range.clone()),
            format!(
                "introduced here, in step {}",
                numbered(model, path, early.introduced)
            ),
        )
        .label(step(path, early.step), format!("step {}", early.step + 1))
        .label(
            step(path, early.introduced),
            format!("step {}", early.introduced + 1),
        );
    mends(model, path, uses, early)
        .into_iter()
        .fold(diagnostic, Diagnostic::help)
}

fn step(path: &ReadingPath, index: usize) -> Span {
    Span::chapter(path.chapter, path.steps[index].link.clone())
}

/// `3, "Timeouts"`
fn numbered(model: &Model, path: &ReadingPath, step: usize) -> String {
    format!(
        "{} (\"{}\")",
        step + 1,
        model.chapter(path.steps[step].chapter).title()
    )
}

/// What mends it, and what each move of a step would break in its turn.
fn mends(model: &Model, path: &ReadingPath, uses: &PathUses<'_>, early: &TooEarly) -> Vec<String> {
    let concept = model.concept(early.concept);
    let text = &model.chapter(path.steps[early.step].chapter).page.links[early.links[0]].text;
    let each = match early.links.len() {
        1 => "it".to_owned(),
        uses => format!("each of the {uses} uses"),
    };
    let file = model
        .chapter(path.chapter)
        .path
        .as_deref()
        .unwrap_or_default();
    vec![
        format!(
            "move step {} ahead of step {}: {}",
            numbered(model, path, early.introduced),
            early.step + 1,
            consequence(
                model,
                path,
                &uses.broken_by_move(early.introduced, early.step)
            )
        ),
        format!(
            "or move step {} behind step {}: {}",
            numbered(model, path, early.step),
            early.introduced + 1,
            consequence(
                model,
                path,
                &uses.broken_by_move(early.step, early.introduced)
            )
        ),
        format!(
            "or mark {each} as a signpost, if the chapter can be read without the concept: `[{text}](concept:{}?later)`",
            concept.id
        ),
        format!(
            "or let the path take it as known: write `[{}](concept:{}?known)` into {file}",
            concept.name, concept.id
        ),
    ]
}

/// What a mend would break in its turn: steps that would come too early for a concept.
fn consequence(model: &Model, path: &ReadingPath, broken: &[(usize, ConceptId)]) -> String {
    if broken.is_empty() {
        return "nothing else would be out of order".to_owned();
    }
    let title = |chapter: ChapterId| model.chapter(chapter).title();
    let named: Vec<_> = broken
        .iter()
        .take(NAMED)
        .map(|&(step, concept)| {
            let (user, concept) = (title(path.steps[step].chapter), model.concept(concept));
            format!(
                "\"{user}\" would use `{}` ahead of \"{}\"",
                concept.name,
                title(concept.chapter)
            )
        })
        .collect();
    let more = match broken.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    format!("but then {}{more}", named.join(", "))
}
