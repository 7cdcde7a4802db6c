//! Definitions of concepts: definition lists whose term is one link to a concept.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};

use super::inlines::{first_paragraph, inlines};
use super::{Link, LinkKind, Parsed};
use crate::anchor::{concept_anchor, id_from_content};
use crate::container::columns;
use crate::inline::Inlines;

/// The definition of a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The link that is its term, by its index among the page's links.
    pub link: usize,
    /// The concept's id: the written one, else made from the name.
    pub id: String,
    /// The concept's name: the words of the term.
    pub name: String,
    /// The same with its styles.
    pub name_inlines: Inlines,
    /// Other names of it, from the link's title.
    pub aliases: Vec<String>,
    /// The first paragraph.
    pub note: Inlines,
    /// The bytes of the term, the line's end included.
    pub term: Range<usize>,
    /// The bytes of each body behind the term, from its colon on.
    pub bodies: Vec<Range<usize>>,
    /// All of it, from the term to the end of the last body.
    pub range: Range<usize>,
    /// The columns between the block that holds it and its term, which mean nothing.
    pub indent: usize,
    /// Whether another definition stands inside it, which is a near miss.
    pub nests: bool,
    /// The fence of a code block that its last body opens and does not close.
    pub open_fence: Option<String>,
}

impl Definition {
    /// The anchor that it has in the rendered page.
    pub fn anchor(&self) -> String {
        concept_anchor(&self.id)
    }
}

pub(super) fn definitions(parsed: &Parsed<'_>, links: &[Link]) -> Vec<Definition> {
    let mut found = Vec::new();
    let mut holders = Vec::new();
    for (index, (event, range)) in parsed.events.iter().enumerate() {
        while holders
            .last()
            .is_some_and(|&holder: &usize| parsed.close[holder] < index)
        {
            holders.pop();
        }
        if let Event::Start(
            Tag::Item
            | Tag::BlockQuote(_)
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionListDefinition,
        ) = event
        {
            holders.push(index);
        }
        if !matches!(event, Event::Start(Tag::DefinitionListTitle))
            || !parsed.is_authored(range.start)
        {
            continue;
        }
        let Some(link) =
            only_link(parsed, index).and_then(|at| link_at(links, &parsed.events[at].1))
        else {
            continue;
        };
        let Some(concept) = &links[link].concept else {
            continue;
        };
        let bodies = bodies(parsed, index);
        let Some(&first) = bodies.first() else {
            continue;
        };
        // One inside another would be taken apart twice: it is a near miss.
        if let Some(last) = found
            .last_mut()
            .filter(|last: &&mut Definition| last.range.contains(&range.start))
        {
            last.nests = true;
            continue;
        }
        let open_fence = bodies.last().and_then(|&body| open_fence(parsed, body));
        let name = links[link].text.clone();
        let bodies: Vec<_> = bodies
            .iter()
            .map(|&body| parsed.events[body].1.clone())
            .collect();
        found.push(Definition {
            link,
            id: concept.id.clone().unwrap_or_else(|| id_from_content(&name)),
            name_inlines: inlines(parsed, index + 2..parsed.close[index + 1]),
            indent: indent(parsed, range.start, holders.last().copied()),
            nests: false,
            open_fence,
            aliases: aliases(&links[link].title),
            note: inlines(parsed, first_paragraph(parsed, first)),
            term: range.clone(),
            range: range.start..bodies.last().map_or(range.end, |last| last.end),
            bodies,
            name,
        });
    }
    found
}

/// The event that starts the only thing in this element, when that is a link.
fn only_link(parsed: &Parsed<'_>, start: usize) -> Option<usize> {
    let link = start + 1;
    let is_link = matches!(parsed.events[link].0, Event::Start(Tag::Link { .. }));
    (is_link && parsed.close[link] + 1 == parsed.close[start]).then_some(link)
}

/// The Markdown link whose bytes these are.
pub(super) fn link_at(links: &[Link], range: &Range<usize>) -> Option<usize> {
    let same = |link: &Link| link.kind == LinkKind::Markdown && link.range == *range;
    let from = links.partition_point(|link| link.range.start < range.start);
    links[from..]
        .iter()
        .take_while(|link| link.range.start == range.start)
        .position(same)
        .map(|at| from + at)
}

/// The bodies that follow a term.
pub(super) fn bodies(parsed: &Parsed<'_>, term: usize) -> Vec<usize> {
    let mut bodies = Vec::new();
    let mut next = parsed.close[term] + 1;
    while let Some((Event::Start(Tag::DefinitionListDefinition), _)) = parsed.events.get(next) {
        bodies.push(next);
        next = parsed.close[next] + 1;
    }
    bodies
}

/// A title has no markup, so that backticks in it are what the author would write around code.
fn aliases(title: &str) -> Vec<String> {
    let title = title.replace('`', "");
    let names = title
        .split(';')
        .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
    names.filter(|name| !name.is_empty()).collect()
}

/// The fence of a code block that ends this block without being closed.
fn open_fence(parsed: &Parsed<'_>, block: usize) -> Option<String> {
    let (Event::End(TagEnd::CodeBlock), range) = &parsed.events[parsed.close[block] - 1] else {
        return None;
    };
    let source = &parsed.text[range.clone()];
    let mark = source
        .chars()
        .next()
        .filter(|char| matches!(char, '`' | '~'))?;
    let fence: String = source.chars().take_while(|&char| char == mark).collect();
    let last = source.trim_end().lines().skip(1).last().unwrap_or_default();
    let last = last.trim_start_matches([' ', '\t', '>']);
    let closed = last.starts_with(&fence) && last.chars().all(|char| char == mark);
    (!closed).then_some(fence)
}

/// How far a block at `offset` is indented inside the block that holds it.
fn indent(parsed: &Parsed<'_>, offset: usize, holder: Option<usize>) -> usize {
    let line_start = |offset: usize| {
        parsed.text[..offset]
            .rfind(['\n', '\r'])
            .map_or(0, |at| at + 1)
    };
    let column = |offset: usize| columns(0, &parsed.text[line_start(offset)..offset]);
    let indent = match holder.map(|holder| (holder, &parsed.events[holder].0)) {
        None => column(offset),
        Some((_, Event::Start(Tag::BlockQuote(_)))) => {
            let prefix = &parsed.text[line_start(offset)..offset];
            prefix
                .rsplit('>')
                .next()
                .map_or(0, |spaces| spaces.len().saturating_sub(1))
        }
        Some((holder, Event::Start(Tag::Item))) => {
            let item = parsed.events[holder].1.start;
            column(offset).saturating_sub(column(item) + marker_width(&parsed.text[item..]))
        }
        Some((holder, _)) => {
            // What stands first in a block shows where its content begins.
            let (_, first) = &parsed.events[holder + 1];
            column(offset).saturating_sub(column(first.start))
        }
    };
    indent.min(3)
}

/// The columns of a list marker and the spaces that belong to it (CommonMark 0.31, section 5.2): up to
/// four, or one where more follow or nothing does.
fn marker_width(item: &str) -> usize {
    let digits = item.len()
        - item
            .trim_start_matches(|char: char| char.is_ascii_digit())
            .len();
    let rest = &item[digits + 1..];
    let blank = &rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()];
    let spaces = columns(digits + 1, blank) - (digits + 1);
    let nothing = rest[blank.len()..].starts_with(['\n', '\r']) || rest.len() == blank.len();
    digits
        + 1
        + if nothing || spaces > 4 {
            1
        } else {
            spaces.max(1)
        }
}
