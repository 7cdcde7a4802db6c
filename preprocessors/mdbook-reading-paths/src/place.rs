//! Where a chapter stands on the paths that lead through it, and what its reader has not met yet.

use std::collections::HashSet;

use book_model::{ChapterId, ConceptId, Model, ReadingPath, Step, UseKind};

/// A concept that no step so far introduces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gloss {
    /// The concept.
    pub concept: ConceptId,
    /// Whether a later step introduces it, and the chapter merely points ahead to it.
    pub later: bool,
}

/// A chapter's place on one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place<'a> {
    /// The path.
    pub path: &'a ReadingPath,
    /// The step, counted from 0.
    pub step: usize,
    /// How many steps there are.
    pub steps: usize,
    /// Minutes of reading for this step.
    pub minutes: usize,
    /// Minutes from the beginning of this step to the end of the path.
    pub minutes_left: usize,
    /// What the chapter uses and no step so far introduces.
    pub glosses: Vec<Gloss>,
    /// The next step.
    pub next: Option<&'a Step>,
}

/// A path as a card shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card<'a> {
    /// The path.
    pub path: &'a ReadingPath,
    /// Minutes of reading for all its steps.
    pub minutes: usize,
}

/// How many minutes there are to read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Minutes {
    /// In a step.
    step: usize,
    /// From its beginning to the end of the path.
    left: usize,
}

impl Minutes {
    /// For each step of a path, of which these are the minutes.
    pub(crate) fn of(steps: &[usize]) -> Vec<Minutes> {
        let mut all = 0;
        let from_the_end = steps.iter().rev().map(|&step| {
            all += step;
            Minutes { step, left: all }
        });
        let mut minutes: Vec<_> = from_the_end.collect();
        minutes.reverse();
        minutes
    }
}

/// A card for each path, in the order of `book.toml`; `minutes` has those of its steps.
pub(crate) fn cards<'a>(model: &'a Model, minutes: &[Vec<Minutes>]) -> Vec<Card<'a>> {
    let paths = model.paths.iter().zip(minutes);
    paths
        .map(|(path, minutes)| Card {
            path,
            minutes: minutes.first().map_or(0, |first| first.left),
        })
        .collect()
}

/// The chapter's place on each path that leads through it; `minutes` has those of the paths' steps.
pub(crate) fn places<'a>(
    model: &'a Model,
    minutes: &[Vec<Minutes>],
    chapter: ChapterId,
) -> Vec<Place<'a>> {
    let paths = model.paths.iter().zip(minutes);
    paths
        .filter_map(|(path, minutes)| place(model, path, minutes, chapter))
        .collect()
}

fn place<'a>(
    model: &'a Model,
    path: &'a ReadingPath,
    minutes: &[Minutes],
    chapter: ChapterId,
) -> Option<Place<'a>> {
    let step = path.step_of(chapter)?;
    Some(Place {
        path,
        step,
        steps: path.steps.len(),
        minutes: minutes[step].step,
        minutes_left: minutes[step].left,
        glosses: glosses(model, path, step),
        next: path.steps.get(step + 1),
    })
}

/// What the chapter of a step needs that neither the path so far nor its assumptions provide; of
/// what it merely points ahead to, that which a later step introduces.
fn glosses(model: &Model, path: &ReadingPath, step: usize) -> Vec<Gloss> {
    let assumed: HashSet<ConceptId> = path.assumes.iter().copied().collect();
    let mut glossed = HashSet::new();
    let mut found: Vec<Gloss> = Vec::new();
    for used in model.uses_in(path.steps[step].chapter) {
        let introduced = path.introduced(used.concept);
        let on_path = model.concept(used.concept).chapter == path.chapter;
        let met =
            on_path || introduced.is_some_and(|at| at <= step) || assumed.contains(&used.concept);
        let later = used.kind == UseKind::Signpost && introduced.is_some();
        let shown = match used.kind {
            UseKind::Required => true,
            UseKind::Signpost => later,
            UseKind::Assumed => false,
        };
        if !met && shown && glossed.insert(used.concept) {
            found.push(Gloss {
                concept: used.concept,
                later,
            });
        }
    }
    found
}
