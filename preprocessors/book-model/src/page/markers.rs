//! Places where something generated goes: an HTML comment alone in a block.

use std::ops::Range;

use super::Parsed;

/// What goes there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkerKind {
    /// `<!-- concept-index -->`
    ConceptIndex,
    /// `<!-- reading-paths -->`
    ReadingPaths,
    /// `<!-- checklist -->`
    Checklist,
}

impl MarkerKind {
    fn parse(comment: &str) -> Option<MarkerKind> {
        let inside = comment.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
        match inside.trim() {
            "concept-index" => Some(MarkerKind::ConceptIndex),
            "reading-paths" => Some(MarkerKind::ReadingPaths),
            "checklist" => Some(MarkerKind::Checklist),
            _ => None,
        }
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

pub(super) fn markers(parsed: &Parsed<'_>) -> Vec<Marker> {
    let blocks = parsed.html_blocks();
    blocks
        .filter_map(|(start, range)| {
            let kind = MarkerKind::parse(&parsed.html_of_block(start))?;
            let source = &parsed.text[range.clone()];
            let from = range.start + source.find("<!--")?;
            let to = range.start + source.rfind("-->")? + "-->".len();
            Some(Marker {
                kind,
                range: from..to,
            })
        })
        .collect()
}
