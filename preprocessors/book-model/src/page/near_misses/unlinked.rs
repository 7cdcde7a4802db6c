//! Text that was meant to be a link to a concept, and is none.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};

use super::super::Parsed;
use super::super::html_tree::names::is_raw_text;
use super::super::ranges::Regions;
use super::super::raw_html::{RawHtml, Token};
use super::{Malformed, NearMiss, NearMissKind};
use crate::anchor::id_from_content;

/// What a link to a concept has in the middle.
const MEANT: &str = "](concept:";

/// The places of all such middles, in order. Looking at the whole once saves a look at each piece.
pub(super) fn middles(text: &str) -> Vec<usize> {
    text.match_indices(MEANT).map(|(at, _)| at).collect()
}

/// Whether one of `middles` stands in this range.
pub(super) fn any_within(middles: &[usize], range: &Range<usize>) -> bool {
    let next = middles.partition_point(|&middle| middle < range.start);
    middles.get(next).is_some_and(|middle| *middle < range.end)
}

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

/// Links in Markdown that stand in the text of an HTML block. Comments, and what is shown or run as it
/// is, are left alone.
pub(super) fn in_html(parsed: &Parsed<'_>, middles: &[usize]) -> Vec<NearMiss> {
    let mut found = Vec::new();
    for html in parsed.html_blocks() {
        let range = &parsed.events[html.event].1;
        if !any_within(middles, range) {
            continue;
        }
        let texts = texts(html);
        for link in meant(&parsed.text[range.clone()]) {
            let at = range.start + link.at;
            if parsed.is_authored(at) && texts.hold(at) {
                found.push(NearMiss {
                    kind: NearMissKind::InHtml,
                    link: None,
                    others: Vec::new(),
                    range: range.start + link.range.start..range.start + link.range.end,
                });
            }
        }
    }
    found
}

/// The bytes of the texts that are shown as prose.
fn texts(html: &RawHtml) -> Regions {
    let is_kept = |name: &str| matches!(name, "pre" | "code") || is_raw_text(name);
    let mut kept = 0usize;
    let mut texts = Vec::new();
    for token in &html.tokens {
        match token {
            Token::Start(tag) if is_kept(&tag.name) => kept += 1,
            Token::End { name, .. } if is_kept(name) => kept = kept.saturating_sub(1),
            Token::Text { at, .. } if kept == 0 => texts.push(at.clone()),
            _ => {}
        }
    }
    Regions::new(texts)
}

/// Text that was meant to be a link to a concept.
pub(super) fn unlinked(parsed: &Parsed<'_>, middles: &[usize]) -> Vec<NearMiss> {
    let across = behind_lone_returns(parsed.text);
    let mut found = Vec::new();
    let mut run: Option<Range<usize>> = None;
    let mut in_code = false;
    let flush = |run: &mut Option<Range<usize>>, found: &mut Vec<NearMiss>| {
        let Some(run) = run.take() else { return };
        if !any_within(middles, &run) {
            return;
        }
        for link in meant(&parsed.text[run.clone()]) {
            let at = run.start + link.at;
            // With a backslash ahead of one of its brackets it is text on purpose.
            let escaped = [run.start + link.range.start, at]
                .into_iter()
                .any(|bracket| is_escaped(parsed.text, bracket));
            if escaped || !parsed.is_authored(run.start) {
                continue;
            }
            let why = match malformed(link.behind) {
                Malformed::Other if across.hold(at) => Malformed::LoneReturn,
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

/// Whether the sign at `offset` has a backslash ahead of it that is not itself escaped.
fn is_escaped(text: &str, offset: usize) -> bool {
    let before = text[..offset].bytes().rev();
    before.take_while(|byte| *byte == b'\\').count() % 2 == 1
}

/// What stands behind a carriage return that no line feed follows, up to the next line feed.
fn behind_lone_returns(text: &str) -> Regions {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let line = line.strip_suffix("\r\n").unwrap_or(line);
        found.extend(line.find('\r').map(|at| start + at..end));
        start = end;
    }
    Regions::new(found)
}
