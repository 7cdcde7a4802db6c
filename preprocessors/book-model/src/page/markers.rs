//! Places where something generated goes: an HTML comment alone in a block.

use std::ops::Range;

use super::Parsed;

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

    fn parse(comment: &str) -> Option<MarkerKind> {
        let word = inside(comment)?;
        let mut all = MarkerKind::ALL.into_iter();
        all.find(|kind| kind.word() == word)
    }
}

/// What a comment says.
fn inside(html: &str) -> Option<&str> {
    let inside = html.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
    (!inside.contains("-->")).then(|| inside.trim())
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
    let blocks = parsed.html_blocks();
    blocks
        .filter_map(|(start, range)| {
            let kind = MarkerKind::parse(&parsed.html_of_block(start))?;
            let range = comment(parsed, range)?;
            Some(Marker { kind, range })
        })
        .collect()
}

pub(super) fn lone_comments(parsed: &Parsed<'_>) -> Vec<LoneComment> {
    let blocks = parsed.html_blocks();
    blocks
        .filter(|(_, range)| parsed.is_authored(range.start))
        .filter_map(|(start, range)| {
            let html = parsed.html_of_block(start);
            let text = inside(&html)?;
            if text.contains('\n') || MarkerKind::parse(&html).is_some() {
                return None;
            }
            Some(LoneComment {
                text: text.to_owned(),
                range: comment(parsed, range)?,
            })
        })
        .collect()
}

/// The bytes of the comment in this block.
fn comment(parsed: &Parsed<'_>, block: Range<usize>) -> Option<Range<usize>> {
    let source = &parsed.text[block.clone()];
    let from = block.start + source.find("<!--")?;
    let to = block.start + source.rfind("-->")? + "-->".len();
    Some(from..to)
}
