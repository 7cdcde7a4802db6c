//! What looks like a definition of a concept and is none, so that nothing would come of it.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};

use super::definitions::{bodies, link_at};
use super::inlines::is_block;
use super::{Definition, Link, LinkKind, Parsed};

/// How it misses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NearMissKind {
    /// A line of text stands right above the term.
    LeadIn,
    /// Two terms stand above one definition.
    TwoTerms,
    /// The term is set off by emphasis.
    WrappedTerm,
    /// The next term follows a definition with no blank line between.
    JoinedDefinitions,
    /// The term is a heading.
    HeadingTerm,
    /// The text has `](concept:` and yet there is no link, as with a space in the id.
    NotALink,
    /// The note stands on the line of its term, as some formatters leave it.
    JoinedNote,
    /// The note has a line of its own, but the book has definition lists switched off.
    DefinitionListsOff,
    /// A link by name has a title, as only a definition does.
    StrayAliases,
    /// A word behind `?` that means nothing.
    UnknownWord(String),
    /// A link with no text of its own to be read: `[](concept:id)` or `<concept:id>`.
    NoText,
    /// A definition whose name has no letter, so that no id can be made from it.
    NoId,
}

/// Something that looks like a definition and is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss {
    /// How.
    pub kind: NearMissKind,
    /// The link concerned, by its index among the page's links; `None` where there is none.
    pub link: Option<usize>,
    /// The bytes that it concerns.
    pub range: Range<usize>,
}

pub(super) fn near_misses(
    parsed: &Parsed<'_>,
    links: &[Link],
    definitions: &[Definition],
) -> Vec<NearMiss> {
    let look = Look {
        parsed,
        links,
        definitions,
    };
    let mut found: Vec<NearMiss> = Vec::new();
    for (index, (event, range)) in parsed.events.iter().enumerate() {
        if !parsed.is_authored(range.start) {
            continue;
        }
        found.extend(match event {
            Event::Start(Tag::DefinitionListTitle) => look.term(index),
            Event::Start(Tag::DefinitionListDefinition) => look.body(index),
            Event::Start(Tag::Heading { .. }) => look.heading(index),
            Event::Start(Tag::Paragraph) => look.paragraph(index),
            _ => None,
        });
    }
    found.extend(unlinked(parsed));
    for (index, link) in links.iter().enumerate() {
        let named = found.iter().any(|miss| miss.link == Some(index));
        found.extend(look.link(index, link).filter(|_| !named));
    }
    found.sort_by_key(|miss| miss.range.start);
    found
}

/// A piece of a line.
enum Piece {
    Concept(usize),
    Text(Range<usize>),
    Wrapper,
    Other,
}

struct Look<'a> {
    parsed: &'a Parsed<'a>,
    links: &'a [Link],
    definitions: &'a [Definition],
}

impl Look<'_> {
    /// The lines among these events; a block begins a line of its own.
    fn lines(&self, events: Range<usize>) -> Vec<Vec<Piece>> {
        let mut lines = vec![Vec::new()];
        let mut at = events.start;
        while at < events.end {
            let (event, range) = &self.parsed.events[at];
            let piece = match event {
                Event::Text(_) => Some(Piece::Text(range.clone())),
                Event::SoftBreak | Event::HardBreak => {
                    lines.push(Vec::new());
                    None
                }
                Event::Start(Tag::Link { .. }) => {
                    at = self.parsed.close[at];
                    let link = link_at(self.links, range);
                    let concept = link.filter(|&link| self.links[link].concept.is_some());
                    Some(concept.map_or(Piece::Other, Piece::Concept))
                }
                Event::Start(Tag::Emphasis | Tag::Strong)
                | Event::End(TagEnd::Emphasis | TagEnd::Strong) => Some(Piece::Wrapper),
                Event::Start(tag) if is_block(tag) => {
                    lines.push(Vec::new());
                    None
                }
                Event::End(_) => None,
                _ => Some(Piece::Other),
            };
            if let (Some(line), Some(piece)) = (lines.last_mut(), piece) {
                line.push(piece);
            }
            at += 1;
        }
        lines
    }

    /// The concept link that is all there is on this line.
    fn only_concept(&self, line: &[Piece]) -> Option<usize> {
        match line {
            [Piece::Concept(link)] => Some(*link),
            _ => None,
        }
    }

    fn text(&self, piece: Option<&Piece>) -> &str {
        match piece {
            Some(Piece::Text(range)) => &self.parsed.text[range.clone()],
            _ => "",
        }
    }

    fn miss(&self, kind: NearMissKind, link: usize, range: Range<usize>) -> Option<NearMiss> {
        Some(NearMiss {
            kind,
            link: Some(link),
            range,
        })
    }

    fn term(&self, start: usize) -> Option<NearMiss> {
        let range = &self.parsed.events[start].1;
        if self
            .definitions
            .binary_search_by_key(&range.start, |known| known.term.start)
            .is_ok()
        {
            return None;
        }
        if bodies(self.parsed, start).is_empty() {
            return None;
        }
        let lines = self.lines(start + 1..self.parsed.close[start]);
        let (last, above) = lines.split_last()?;
        if above.is_empty() {
            let unwrapped: Vec<_> = last
                .iter()
                .filter(|piece| !matches!(piece, Piece::Wrapper))
                .collect();
            let [Piece::Concept(link)] = unwrapped[..] else {
                return None;
            };
            let range = range.start..self.parsed.text[..range.end].trim_end().len();
            return self.miss(NearMissKind::WrappedTerm, *link, range);
        }
        let link = self.only_concept(last)?;
        let term = &self.links[link].range;
        if above.iter().all(|line| self.only_concept(line).is_some()) {
            let first = self.only_concept(&above[0])?;
            return self.miss(NearMissKind::TwoTerms, first, range.start..term.end);
        }
        let lead_in = range.start..self.parsed.text[..term.start].trim_end().len();
        self.miss(NearMissKind::LeadIn, link, lead_in)
    }

    fn body(&self, start: usize) -> Option<NearMiss> {
        let end = self.parsed.close[start];
        let next = &self.parsed.events.get(end + 1)?.0;
        if !matches!(next, Event::Start(Tag::DefinitionListDefinition)) {
            return None;
        }
        let lines = self.lines(start + 1..end);
        let (last, above) = lines.split_last()?;
        let link = self.only_concept(last)?;
        if above.iter().all(Vec::is_empty) {
            return None;
        }
        self.miss(
            NearMissKind::JoinedDefinitions,
            link,
            self.links[link].range.clone(),
        )
    }

    fn heading(&self, start: usize) -> Option<NearMiss> {
        let end = self.parsed.close[start];
        let lines = self.lines(start + 1..end);
        let [line] = &lines[..] else { return None };
        let link = self.only_concept(line)?;
        let note_follows = matches!(self.parsed.events.get(end + 1), Some((Event::Start(Tag::Paragraph), range))
            if self.parsed.text[range.start..].starts_with(':'));
        let defines = self.is_by_name(link) && !self.links[link].title.is_empty();
        if !note_follows && !defines {
            return None;
        }
        self.miss(
            NearMissKind::HeadingTerm,
            link,
            self.links[link].range.clone(),
        )
    }

    fn paragraph(&self, start: usize) -> Option<NearMiss> {
        let lines = self.lines(start + 1..self.parsed.close[start]);
        for pair in lines.windows(2) {
            if let Some(link) = self.only_concept(&pair[0])
                && is_note(self.text(pair[1].first()))
            {
                let range = self.links[link].range.clone();
                return self.miss(NearMissKind::DefinitionListsOff, link, range);
            }
        }
        let line = lines.first()?;
        let Some(Piece::Concept(link)) = line.first() else {
            return None;
        };
        let behind = self.text(line.get(1));
        let note = behind.trim_start();
        if note.len() == behind.len() || !is_note(note) {
            return None;
        }
        self.miss(
            NearMissKind::JoinedNote,
            *link,
            self.links[*link].range.clone(),
        )
    }

    fn is_by_name(&self, link: usize) -> bool {
        let concept = self.links[link].concept.as_ref();
        concept.is_some_and(|concept| concept.id.is_none())
    }

    /// What is wrong with a link to a concept by itself.
    fn link(&self, index: usize, link: &Link) -> Option<NearMiss> {
        let concept = link.concept.as_ref().filter(|_| link.authored)?;
        let definition = self
            .definitions
            .iter()
            .find(|definition| definition.link == index);
        let kind = match (&concept.kind, definition) {
            (Err(word), _) => NearMissKind::UnknownWord(word.clone()),
            (Ok(_), Some(definition)) if definition.id.is_empty() => NearMissKind::NoId,
            (Ok(_), Some(_)) => return None,
            (Ok(_), None) if is_mute(link) => NearMissKind::NoText,
            (Ok(_), None) if concept.id.is_none() && !link.title.is_empty() => {
                NearMissKind::StrayAliases
            }
            (Ok(_), None) => return None,
        };
        self.miss(kind, index, link.range.clone())
    }
}

fn is_mute(link: &Link) -> bool {
    link.kind == LinkKind::Autolink || link.kind == LinkKind::Markdown && link.text.is_empty()
}

/// Whether a line begins as the body of a definition does.
fn is_note(text: &str) -> bool {
    text.strip_prefix(':')
        .is_some_and(|rest| rest.starts_with([' ', '\t']) || rest.is_empty())
}

/// Text that was meant to be a link to a concept.
fn unlinked(parsed: &Parsed<'_>) -> Vec<NearMiss> {
    const MEANT: &str = "](concept:";
    let mut found = Vec::new();
    let mut run: Option<Range<usize>> = None;
    let mut in_code = false;
    let flush = |run: &mut Option<Range<usize>>, found: &mut Vec<NearMiss>| {
        let Some(run) = run.take() else { return };
        let text = &parsed.text[run.clone()];
        for (at, _) in text.match_indices(MEANT) {
            if text[..at].ends_with('\\') || !parsed.is_authored(run.start) {
                continue;
            }
            let open = text[..at].rfind('[').unwrap_or(at);
            let close = text[at..]
                .find(')')
                .map_or(text.len(), |close| at + close + 1);
            found.push(NearMiss {
                kind: NearMissKind::NotALink,
                link: None,
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
