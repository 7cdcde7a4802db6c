//! Places where something generated goes: an HTML comment alone in a block.

use std::ops::Range;

use super::Parsed;
use super::holders::Holders;
use super::raw_html::RawHtml;
use crate::container::Container;

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
    /// What holds it.
    pub container: Container,
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
    let mut holders = Holders::new(parsed);
    let mut passed = 0;
    let mut markers = Vec::new();
    for html in parsed.html_blocks() {
        let Some((said, range)) = html.only_comment() else {
            continue;
        };
        let Some(kind) = MarkerKind::parse(said) else {
            continue;
        };
        (passed..=html.event).for_each(|event| holders.pass(event));
        passed = html.event + 1;
        markers.push(Marker {
            kind,
            range: range.clone(),
            container: holders.container(),
        });
    }
    markers
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
