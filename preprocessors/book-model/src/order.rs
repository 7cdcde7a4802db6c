//! The order check: does each step of a path use only what an earlier one introduced?
//!
//! A chapter introduces the concepts that it defines. A concept that no step introduces is not out
//! of order: the reader gets its note instead.

use std::collections::{HashMap, HashSet};

use crate::concept::{ConceptId, Use};
use crate::model::Model;
use crate::page::UseKind;
use crate::path::ReadingPath;

/// A concept that one step needs and a later one introduces.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TooEarly {
    /// The step that uses it, counted from 0.
    pub step: usize,
    /// What it uses.
    pub concept: ConceptId,
    /// The step that introduces it, counted from 0.
    pub introduced: usize,
    /// The links that use it in that step's chapter, by their index.
    pub links: Vec<usize>,
}

/// The uses along a path, by step: what the order check asks again and again.
#[derive(Debug)]
pub struct PathUses<'a> {
    path: &'a ReadingPath,
    /// For each step, the concepts that it requires, with the links that use them.
    required: Vec<Vec<(ConceptId, Vec<usize>)>>,
    /// For each step, the concepts that it introduces.
    introduces: Vec<Vec<ConceptId>>,
    /// For each concept, the steps that require it.
    required_by: HashMap<ConceptId, Vec<usize>>,
}

impl Model {
    /// The uses along `path`. A chapter that is a step twice counts where it is read first.
    pub fn path_uses<'a>(&self, path: &'a ReadingPath) -> PathUses<'a> {
        let order = path.order();
        let mut introduces = vec![Vec::new(); order.len()];
        for (concept, step) in path.introductions() {
            introduces[step].push(concept);
        }
        introduces.iter_mut().for_each(|concepts| concepts.sort());
        let assumed: HashSet<ConceptId> = path.assumes.iter().copied().collect();
        let mut seen = HashSet::new();
        let mut required_by: HashMap<ConceptId, Vec<usize>> = HashMap::new();
        let mut required = Vec::new();
        for (step, &chapter) in order.iter().enumerate() {
            let uses = if seen.insert(chapter) {
                self.uses_in(chapter)
            } else {
                &[]
            };
            let mut places: HashMap<ConceptId, usize> = HashMap::new();
            let mut concepts: Vec<(ConceptId, Vec<usize>)> = Vec::new();
            let asks =
                |used: &&Use| used.kind == UseKind::Required && !assumed.contains(&used.concept);
            for used in uses.iter().filter(asks) {
                let at = *places.entry(used.concept).or_insert(concepts.len());
                if at == concepts.len() {
                    concepts.push((used.concept, Vec::new()));
                    required_by.entry(used.concept).or_default().push(step);
                }
                concepts[at].1.push(used.link);
            }
            required.push(concepts);
        }
        PathUses {
            path,
            required,
            introduces,
            required_by,
        }
    }
}

impl PathUses<'_> {
    /// What the path uses too early, by step.
    pub fn too_early(&self) -> Vec<TooEarly> {
        let steps = self.required.iter().enumerate();
        let early = steps.flat_map(|(step, concepts)| {
            concepts.iter().filter_map(move |(concept, links)| {
                let introduced = self.path.introduced(*concept)?;
                (introduced > step).then(|| TooEarly {
                    step,
                    concept: *concept,
                    introduced,
                    links: links.clone(),
                })
            })
        });
        early.collect()
    }

    /// What would be out of order that is not now, if step `from` stood where step `to` stands: the
    /// steps that would come too early, and the concepts that they require.
    ///
    /// Only the moved step changes sides, and only with the steps that it passes.
    pub fn broken_by_move(&self, from: usize, to: usize) -> Vec<(usize, ConceptId)> {
        if to < from {
            let needs = self.required[from].iter().map(|(concept, _)| *concept);
            let passed = |concept: &ConceptId| {
                let introduced = self.path.introduced(*concept);
                introduced.is_some_and(|step| (to..from).contains(&step))
            };
            return needs
                .filter(passed)
                .map(|concept| (from, concept))
                .collect();
        }
        let mut broken = Vec::new();
        for concept in &self.introduces[from] {
            let users = self.required_by.get(concept).into_iter().flatten();
            let passed = users.filter(|&&step| step > from && step <= to);
            broken.extend(passed.map(|&step| (step, *concept)));
        }
        broken.sort();
        broken
    }
}
