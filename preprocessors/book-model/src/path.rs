//! Reading paths: chapters whose first ordered list leads through others.

use std::ops::Range;

use crate::concept::ConceptId;
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
    /// Minutes of reading.
    pub minutes: usize,
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
}

impl ReadingPath {
    /// The chapters of its steps, in order.
    pub fn order(&self) -> Vec<ChapterId> {
        self.steps.iter().map(|step| step.chapter).collect()
    }
}
