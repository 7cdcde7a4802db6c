//! Definitions of concepts: definition lists whose term is one link to a concept.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Tag};

use super::holders::Holders;
use super::inlines::{first_paragraph, inlines, is_block};
use super::{Link, LinkKind, Parsed};
use crate::anchor::{concept_anchor, id_from_content};
use crate::container::Container;
use crate::cursor::Cursor;
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
    /// What follows the term.
    pub bodies: Vec<Body>,
    /// All of it, from the term to the end of the last body.
    pub range: Range<usize>,
    /// What holds it.
    pub container: Container,
    /// Whether it stands in a list item and is nothing but lines of text, with no blank line that would
    /// set the items of the list apart.
    pub tight: bool,
    /// Whether another definition stands inside it, or what would be one further out, which is a near miss.
    pub nests: bool,
    /// Where the lines of code and of raw HTML in its bodies begin, in order: what white space stands ahead
    /// of that says where they belong, and what stands behind is a part of them.
    pub verbatim: Vec<usize>,
}

/// One of the texts that define a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Its bytes, from its colon on.
    pub range: Range<usize>,
    /// Behind the colon and the white space that belongs to it.
    pub content: Cursor,
    /// How far its further lines are indented, in columns.
    pub indent: usize,
    /// The line that closes the code or the raw HTML that it opens and does not close.
    pub closing: Option<String>,
}

impl Definition {
    /// The anchor that it has in the rendered page.
    pub fn anchor(&self) -> String {
        concept_anchor(&self.id)
    }
}

pub(super) fn definitions(parsed: &Parsed<'_>, links: &[Link]) -> Vec<Definition> {
    let mut found = Vec::new();
    let mut holders = Holders::new(parsed);
    for (index, (event, range)) in parsed.events.iter().enumerate() {
        holders.pass(index);
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
        let name = links[link].text.clone();
        let container = holders.container();
        let held: Vec<_> = bodies.iter().map(|&body| holders.body(body)).collect();
        found.push(Definition {
            link,
            id: concept.id.clone().unwrap_or_else(|| id_from_content(&name)),
            name_inlines: inlines(parsed, index + 2..parsed.close[index + 1]),
            container,
            tight: holders.in_item() && is_text(parsed, &bodies),
            nests: would_nest(parsed, links, &bodies),
            verbatim: verbatim(parsed, &bodies),
            aliases: aliases(&links[link].title),
            note: inlines(parsed, first_paragraph(parsed, first)),
            term: range.clone(),
            range: range.start..held.last().map_or(range.end, |last| last.range.end),
            bodies: held,
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

/// Whether these bodies hold no block.
fn is_text(parsed: &Parsed<'_>, bodies: &[usize]) -> bool {
    bodies.iter().all(|&body| {
        let inside = &parsed.events[body + 1..parsed.close[body]];
        !inside
            .iter()
            .any(|(event, _)| matches!(event, Event::Start(tag) if is_block(tag)))
    })
}

/// Whether a link to a concept in these bodies ends a line, with a colon at the head of the next: what may
/// be a definition, once the indentation is taken away.
fn would_nest(parsed: &Parsed<'_>, links: &[Link], bodies: &[usize]) -> bool {
    let is_term = |link: &Link| {
        let behind = parsed.text[link.range.end..].trim_start_matches([' ', '\t']);
        let next = behind.trim_start_matches(['\r', '\n']);
        next.len() < behind.len() && next.trim_start_matches([' ', '\t', '>']).starts_with(':')
    };
    bodies.iter().any(|&body| {
        let range = &parsed.events[body].1;
        let from = links.partition_point(|link| link.range.start < range.start);
        let inside = links[from..].iter();
        inside
            .take_while(|link| link.range.end <= range.end)
            .any(|link| link.kind == LinkKind::Markdown && link.concept.is_some() && is_term(link))
    })
}

/// Where each line of code and of raw HTML in these bodies begins.
fn verbatim(parsed: &Parsed<'_>, bodies: &[usize]) -> Vec<usize> {
    let inside = bodies.iter().flat_map(|&body| body..parsed.close[body]);
    let blocks = inside.filter(|&at| {
        let event = &parsed.events[at].0;
        matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock))
    });
    blocks
        .flat_map(|block| &parsed.events[block + 1..parsed.close[block]])
        .map(|(_, line)| line.start)
        .collect()
}

/// A title has no markup, so that backticks in it are what the author would write around code.
fn aliases(title: &str) -> Vec<String> {
    let title = title.replace('`', "");
    let names = title
        .split(';')
        .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
    names.filter(|name| !name.is_empty()).collect()
}
