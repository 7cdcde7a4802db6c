//! A run of events as text that travels.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};

use super::Parsed;
use crate::inline::{Inline, Inlines, Style};

/// The inlines among the events of `range`, which is to hold no block. A style that is cut through is
/// closed where the range ends, and one that began ahead of it is left away.
pub(super) fn inlines(parsed: &Parsed<'_>, range: Range<usize>) -> Inlines {
    let mut out: Vec<Inline> = Vec::new();
    let mut open = Vec::new();
    for (event, _) in &parsed.events[range] {
        match event {
            Event::Text(text) => push_text(&mut out, text),
            Event::SoftBreak | Event::HardBreak => push_text(&mut out, " "),
            Event::Code(code) => out.push(Inline::Code(code.to_string())),
            Event::Start(tag) => {
                if let Some(style) = style_of(tag) {
                    open.push(style);
                    out.push(Inline::Open(style));
                }
            }
            Event::End(tag) if style_of_end(tag).is_some() => {
                out.extend(open.pop().map(Inline::Close));
            }
            _ => {}
        }
    }
    out.extend(open.into_iter().rev().map(Inline::Close));
    Inlines(out)
}

fn push_text(out: &mut Vec<Inline>, text: &str) {
    if let Some(Inline::Text(last)) = out.last_mut() {
        last.push_str(text);
    } else {
        out.push(Inline::Text(text.to_owned()));
    }
}

fn style_of(tag: &Tag<'_>) -> Option<Style> {
    match tag {
        Tag::Emphasis => Some(Style::Emphasis),
        Tag::Strong => Some(Style::Strong),
        Tag::Strikethrough => Some(Style::Strikethrough),
        _ => None,
    }
}

fn style_of_end(tag: &TagEnd) -> Option<Style> {
    match tag {
        TagEnd::Emphasis => Some(Style::Emphasis),
        TagEnd::Strong => Some(Style::Strong),
        TagEnd::Strikethrough => Some(Style::Strikethrough),
        _ => None,
    }
}

/// The first run of inlines in a block that starts at event `start`: its first paragraph, or the
/// text that stands in it directly, as in a tight list. Empty when another block comes first. The box of a
/// task is no part of it.
pub(super) fn first_paragraph(parsed: &Parsed<'_>, start: usize) -> Range<usize> {
    let is_task = matches!(parsed.events[start + 1].0, Event::TaskListMarker(_));
    let first = start + 1 + usize::from(is_task);
    let end = parsed.close[start];
    match parsed.events[first..=end].first() {
        Some((Event::Start(Tag::Paragraph), _)) => first + 1..parsed.close[first],
        _ => {
            let rest = &parsed.events[first..end];
            let blocks =
                |(event, _): &(Event<'_>, _)| matches!(event, Event::Start(tag) if is_block(tag));
            first..first + rest.iter().position(blocks).unwrap_or(rest.len())
        }
    }
}

/// Whether this tag is a block rather than a piece of a line.
pub(super) fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// The words of the events in `range`.
pub(super) fn plain(parsed: &Parsed<'_>, range: Range<usize>) -> String {
    inlines(parsed, range).plain()
}
