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

/// What was meant for a link.
struct Meant<'a> {
    /// From the bracket that opens its text to the parenthesis that closes it.
    range: Range<usize>,
    /// Where its middle stands.
    at: usize,
    /// What follows the colon.
    behind: &'a str,
}

/// Everything in `text` that was meant for a link. Each is looked for between the one ahead of it and
/// the one behind, so that a long line full of them is read once.
fn meant(text: &str) -> Vec<Meant<'_>> {
    let middles: Vec<usize> = text.match_indices(MEANT).map(|(at, _)| at).collect();
    let mut from = 0;
    let mut found = Vec::new();
    for (index, &at) in middles.iter().enumerate() {
        let until = middles.get(index + 1).copied().unwrap_or(text.len());
        let open = text[from..at].rfind('[').map_or(at, |open| from + open);
        let close = text[at..until].find(')').map(|close| at + close + 1);
        found.push(Meant {
            range: open..close.unwrap_or(until),
            at,
            behind: &text[at + MEANT.len()..until],
        });
        from = at;
    }
    found
}

/// Links in Markdown that stand inside an HTML block. Comments, and what is shown or run as it is,
/// are left alone.
pub(super) fn in_html(parsed: &Parsed<'_>) -> Vec<NearMiss> {
    if !parsed.text.contains(MEANT) {
        return Vec::new();
    }
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
        found.extend(meant(html).into_iter().map(|link| NearMiss {
            kind: NearMissKind::InHtml,
            link: None,
            others: Vec::new(),
            range: range.start + link.range.start..range.start + link.range.end,
        }));
    }
    found
}

/// Text that was meant to be a link to a concept.
pub(super) fn unlinked(parsed: &Parsed<'_>) -> Vec<NearMiss> {
    // One look at the whole saves a look at each piece.
    let middles: Vec<usize> = parsed.text.match_indices(MEANT).map(|(at, _)| at).collect();
    if middles.is_empty() {
        return Vec::new();
    }
    let across = behind_lone_returns(parsed.text);
    let mut found = Vec::new();
    let mut run: Option<Range<usize>> = None;
    let mut in_code = false;
    let flush = |run: &mut Option<Range<usize>>, found: &mut Vec<NearMiss>| {
        let Some(run) = run.take() else { return };
        let next = middles.partition_point(|&middle| middle < run.start);
        if middles.get(next).is_none_or(|&middle| middle >= run.end) {
            return;
        }
        for link in meant(&parsed.text[run.clone()]) {
            let at = run.start + link.at;
            if parsed.text[..at].ends_with('\\') || !parsed.is_authored(run.start) {
                continue;
            }
            let why = match malformed(link.behind) {
                Malformed::Other if holds(&across, at) => Malformed::LoneReturn,
                why => why,
            };
            found.push(NearMiss {
                kind: NearMissKind::NotALink(why),
                link: None,
                others: Vec::new(),
                range: run.start + link.range.start..run.start + link.range.end,
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

/// What stands behind a carriage return that no line feed follows, up to the next line feed, in order.
fn behind_lone_returns(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let line = line.strip_suffix("\r\n").unwrap_or(line);
        found.extend(line.find('\r').map(|at| start + at..end));
        start = end;
    }
    found
}

/// Whether `offset` lies in one of these ranges, which are in order and apart.
fn holds(ranges: &[Range<usize>], offset: usize) -> bool {
    let after = ranges.partition_point(|range| range.start <= offset);
    after > 0 && ranges[after - 1].contains(&offset)
}
