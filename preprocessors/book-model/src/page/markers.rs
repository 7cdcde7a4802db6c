//! Places where something generated goes: an HTML comment alone in a block.

use std::ops::Range;

use super::Parsed;
use super::raw_html::RawHtml;

/// What goes there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkerKind {
    /// `<!-- concept-index -->`
    ConceptIndex,
    /// `<!-- concept-map -->`
    ConceptMap,
    /// `<!-- reading-paths -->`
    ReadingPaths,
    /// `<!-- checklist -->`
    Checklist,
}

impl MarkerKind {
    /// Every kind.
    pub const ALL: [MarkerKind; 4] = [
        MarkerKind::ConceptIndex,
        MarkerKind::ConceptMap,
        MarkerKind::ReadingPaths,
        MarkerKind::Checklist,
    ];

    /// The word in the comment.
    pub fn word(self) -> &'static str {
        match self {
            MarkerKind::ConceptIndex => "concept-index",
            MarkerKind::ConceptMap => "concept-map",
            MarkerKind::ReadingPaths => "reading-paths",
            MarkerKind::Checklist => "checklist",
        }
    }

    fn parse(word: &str) -> Option<MarkerKind> {
        let mut all = MarkerKind::ALL.into_iter();
        all.find(|kind| kind.word() == word)
    }
}

/// A place where something generated goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// What.
    pub kind: MarkerKind,
    /// The bytes of the comment, the line's end left out.
    pub range: Range<usize>,
}

/// A comment of one line alone in a block that is no marker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoneComment {
    /// What it says.
    pub text: String,
    /// Its bytes, the line's end left out.
    pub range: Range<usize>,
}

pub(super) fn markers(parsed: &Parsed<'_>) -> Vec<Marker> {
    let comments = parsed.html_blocks().filter_map(RawHtml::only_comment);
    comments
        .filter_map(|(said, range)| {
            let kind = MarkerKind::parse(said)?;
            let range = range.clone();
            Some(Marker { kind, range })
        })
        .collect()
}

pub(super) fn lone_comments(parsed: &Parsed<'_>) -> Vec<LoneComment> {
    let comments = parsed.html_blocks().filter_map(RawHtml::only_comment);
    comments
        .filter(|(said, range)| {
            let is_other = !said.contains('\n') && MarkerKind::parse(said).is_none();
            is_other && parsed.is_authored(range.start)
        })
        .map(|(said, range)| LoneComment {
            text: said.to_owned(),
            range: range.clone(),
        })
        .collect()
}
