//! Reading paths: chapters whose first ordered list leads through others.

use std::collections::HashMap;
use std::ops::Range;

use crate::concept::{Concept, ConceptId};
use crate::inline::Inlines;
use crate::source::ChapterId;

/// A step of a reading path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The chapter to read.
    pub chapter: ChapterId,
    /// The words of its link.
    pub text: String,
    /// Why it comes here: what follows the link, as it is written; may be empty.
    pub reason: Inlines,
    /// The bytes of its item in the path's chapter.
    pub range: Range<usize>,
    /// The bytes of its link.
    pub link: Range<usize>,
}

/// An item of a path's list that is no step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAStep {
    /// The bytes of the item.
    pub range: Range<usize>,
    /// The link that it begins with, by its index among the chapter's; `None` where it begins with
    /// something else.
    pub link: Option<usize>,
    /// What its first paragraph says behind that link; all of it where it begins with none.
    pub rest: Inlines,
}

/// A reading path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingPath {
    /// The chapter that describes it.
    pub chapter: ChapterId,
    /// Its name: the chapter's first heading.
    pub name: String,
    /// For whom it is: the chapter's first paragraph.
    pub for_whom: Inlines,
    /// What to read, in order.
    pub steps: Vec<Step>,
    /// Items of its list that are no steps.
    pub not_steps: Vec<NotAStep>,
    /// Later lists of the chapter that look like a continuation of the first: the bytes of their
    /// first items.
    pub split_lists: Vec<Range<usize>>,
    /// The concepts that it takes as known.
    pub assumes: Vec<ConceptId>,
    pub(crate) course: Course,
}

/// What is asked of a path for each of its chapters, found once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Course {
    /// The first step of each chapter, counted from 0.
    step_of: HashMap<ChapterId, usize>,
    /// The first step that introduces a concept.
    introduced: HashMap<ConceptId, usize>,
}

impl Course {
    pub(crate) fn new(steps: &[Step], concepts: &[Concept]) -> Course {
        let mut step_of = HashMap::new();
        for (index, step) in steps.iter().enumerate() {
            step_of.entry(step.chapter).or_insert(index);
        }
        let concepts = concepts.iter().enumerate();
        let introduced = concepts
            .filter_map(|(id, concept)| Some((ConceptId(id), *step_of.get(&concept.chapter)?)))
            .collect();
        Course {
            step_of,
            introduced,
        }
    }
}

impl ReadingPath {
    /// The first step that is this chapter, counted from 0.
    pub fn step_of(&self, chapter: ChapterId) -> Option<usize> {
        self.course.step_of.get(&chapter).copied()
    }

    /// The first step that introduces the concept, counted from 0.
    pub fn introduced(&self, concept: ConceptId) -> Option<usize> {
        self.course.introduced.get(&concept).copied()
    }

    /// The concepts that it introduces, in no order, and the first step that introduces each.
    pub(crate) fn introductions(&self) -> impl Iterator<Item = (ConceptId, usize)> {
        let introduced = self.course.introduced.iter();
        introduced.map(|(&concept, &step)| (concept, step))
    }

    /// The chapters of its steps, in order.
    pub fn order(&self) -> Vec<ChapterId> {
        self.steps.iter().map(|step| step.chapter).collect()
    }
}
