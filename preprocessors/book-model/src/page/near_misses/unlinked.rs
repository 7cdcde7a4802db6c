//! Text that was meant to be a link to a concept, and is none.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};

use super::super::Parsed;
use super::{Malformed, NearMiss, NearMissKind};
use crate::anchor::id_from_content;

/// What a link to a concept has in the middle.
const MEANT: &str = "](concept:";

/// Why there is no link, judging by what follows the colon.
fn malformed(behind: &str) -> Malformed {
    let inside = behind.split([')', '\n']).next().unwrap_or_default();
    if inside.contains(['“', '”', '„', '«', '»']) {
        Malformed::TypographicQuotes
    } else if inside.contains(['"', '\'', '<', '[']) || !inside.trim_end().contains(' ') {
        Malformed::Other
    } else if inside.starts_with(' ') {
        Malformed::UnquotedAliases
    } else {
        Malformed::SpaceInId(id_from_content(inside))
    }
}

/// Links in Markdown that stand inside an HTML block. Comments, and what is shown or run as it is,
/// are left alone.
pub(super) fn in_html(parsed: &Parsed<'_>) -> Vec<NearMiss> {
    let mut found = Vec::new();
    for (_, range) in parsed
        .html_blocks()
        .filter(|(_, range)| parsed.is_authored(range.start))
    {
        let html = &parsed.text[range.clone()];
        let opening = html.trim_start().to_ascii_lowercase();
        if ["<!--", "<pre", "<code", "<script", "<style", "<textarea"]
            .iter()
            .any(|tag| opening.starts_with(tag))
        {
            continue;
        }
        found.extend(html.match_indices(MEANT).map(|(at, _)| {
            let open = html[..at].rfind('[').unwrap_or(at);
            let close = html[at..]
                .find(')')
                .map_or(html.len(), |close| at + close + 1);
            NearMiss {
                kind: NearMissKind::InHtml,
                link: None,
                others: Vec::new(),
                range: range.start + open..range.start + close,
            }
        }));
    }
    found
}

/// Text that was meant to be a link to a concept.
pub(super) fn unlinked(parsed: &Parsed<'_>) -> Vec<NearMiss> {
    let mut found = Vec::new();
    let mut run: Option<Range<usize>> = None;
    let mut in_code = false;
    let flush = |run: &mut Option<Range<usize>>, found: &mut Vec<NearMiss>| {
        let Some(run) = run.take() else { return };
        let text = &parsed.text[run.clone()];
        for (at, _) in text.match_indices(MEANT) {
            if parsed.text[..run.start + at].ends_with('\\') || !parsed.is_authored(run.start) {
                continue;
            }
            let open = text[..at].rfind('[').unwrap_or(at);
            let close = text[at..]
                .find(')')
                .map_or(text.len(), |close| at + close + 1);
            found.push(NearMiss {
                kind: NearMissKind::NotALink(malformed(&text[at + MEANT.len()..])),
                link: None,
                others: Vec::new(),
                range: run.start + open..run.start + close,
            });
        }
    };
    for (event, range) in &parsed.events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(_) if !in_code => match &mut run {
                Some(run) if run.end == range.start => run.end = range.end,
                _ => {
                    flush(&mut run, &mut found);
                    run = Some(range.clone());
                }
            },
            _ => flush(&mut run, &mut found),
        }
    }
    flush(&mut run, &mut found);
    found
}
