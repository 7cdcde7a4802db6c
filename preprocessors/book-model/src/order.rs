//! The order check: does each step of a path use only what an earlier one introduced?
//!
//! A chapter introduces the concepts that it defines. A concept that no step introduces is not out
//! of order: the reader gets its note instead.

use std::collections::HashMap;

use crate::concept::ConceptId;
use crate::model::Model;
use crate::page::UseKind;
use crate::path::ReadingPath;
use crate::source::ChapterId;

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

impl Model {
    /// The first step of `order` that introduces each concept, counted from 0.
    pub fn introductions(&self, order: &[ChapterId]) -> HashMap<ConceptId, usize> {
        let mut first_step = HashMap::new();
        for (step, chapter) in order.iter().enumerate() {
            first_step.entry(*chapter).or_insert(step);
        }
        let concepts = self.concepts.iter().enumerate();
        concepts
            .filter_map(|(id, concept)| Some((ConceptId(id), *first_step.get(&concept.chapter)?)))
            .collect()
    }

    /// What `path` would use too early if its steps came in `order`, by step.
    pub fn too_early(&self, path: &ReadingPath, order: &[ChapterId]) -> Vec<TooEarly> {
        let introductions = self.introductions(order);
        let mut found: Vec<TooEarly> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for (step, &chapter) in order.iter().enumerate() {
            // A chapter that is a step twice is read at its first.
            if !seen.insert(chapter) {
                continue;
            }
            let from = found.len();
            for used in self.uses_in(chapter) {
                let Some(&introduced) = introductions.get(&used.concept) else {
                    continue;
                };
                if introduced <= step
                    || used.kind != UseKind::Required
                    || path.assumes.contains(&used.concept)
                {
                    continue;
                }
                match found[from..]
                    .iter_mut()
                    .find(|known| known.concept == used.concept)
                {
                    Some(known) => known.links.push(used.link),
                    None => found.push(TooEarly {
                        step,
                        concept: used.concept,
                        introduced,
                        links: vec![used.link],
                    }),
                }
            }
        }
        found
    }
}
