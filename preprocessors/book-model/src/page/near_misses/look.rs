//! Definitions that fail by where they stand, seen line by line.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};

use super::super::definitions::{bodies, link_at};
use super::super::inlines::is_block;
use super::super::{Definition, Link, LinkKind, Parsed, UseKind};
use super::{NearMiss, NearMissKind};

/// A piece of a line.
enum Piece {
    Concept(usize),
    Text(Range<usize>),
    Wrapper,
    Other,
}

pub(super) struct Look<'a> {
    pub(super) parsed: &'a Parsed<'a>,
    pub(super) links: &'a [Link],
    pub(super) definitions: &'a [Definition],
    pub(super) definition_lists: bool,
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
            others: Vec::new(),
            range,
        })
    }

    pub(super) fn term(&self, start: usize) -> Option<NearMiss> {
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
        if let ([], Some(link)) = (above, self.only_concept(last)) {
            // A clean definition that was not taken for one stands inside another.
            return self.miss(NearMissKind::Nested, link, self.links[link].range.clone());
        }
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
        let terms: Option<Vec<_>> = above.iter().map(|line| self.only_concept(line)).collect();
        if let Some(&[first, ref rest @ ..]) = terms.as_deref() {
            let others = rest.iter().copied().chain([link]).collect();
            let miss = self.miss(NearMissKind::TwoTerms, first, range.start..term.end)?;
            return Some(NearMiss { others, ..miss });
        }
        let lead_in = range.start..self.parsed.text[..term.start].trim_end().len();
        self.miss(NearMissKind::LeadIn, link, lead_in)
    }

    pub(super) fn body(&self, start: usize) -> Option<NearMiss> {
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

    pub(super) fn heading(&self, start: usize) -> Option<NearMiss> {
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

    /// A paragraph, or the text of an item in a tight list.
    pub(super) fn lines_of_text(&self, events: Range<usize>) -> Option<NearMiss> {
        let lines = self.lines(events);
        for pair in lines.windows(2) {
            if let Some(link) = self.only_concept(&pair[0])
                && is_note(self.text(pair[1].first()))
            {
                let kind = if self.definition_lists {
                    NearMissKind::NoteOutside
                } else {
                    NearMissKind::DefinitionListsOff
                };
                return self.miss(kind, link, self.links[link].range.clone());
            }
        }
        let line = lines.first()?;
        let Some(Piece::Concept(link)) = line.first() else {
            return None;
        };
        if !is_note(self.text(line.get(1)).trim_start()) {
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
    pub(super) fn link(&self, index: usize, link: &Link) -> Option<NearMiss> {
        let concept = link.concept.as_ref().filter(|_| link.authored)?;
        let at = self
            .definitions
            .binary_search_by_key(&index, |definition| definition.link);
        let definition = at.ok().map(|at| &self.definitions[at]);
        let kind = match (&concept.kind, definition) {
            (Err(word), _) => NearMissKind::UnknownWord(word.clone()),
            (Ok(UseKind::Signpost), Some(_)) => NearMissKind::TermWord("later".to_owned()),
            (Ok(UseKind::Assumed), Some(_)) => NearMissKind::TermWord("known".to_owned()),
            (Ok(UseKind::Required), Some(definition)) => {
                let well_made = |char: char| char.is_alphanumeric() || matches!(char, '-' | '_');
                if !definition.id.is_empty() && definition.id.chars().all(well_made) {
                    return None;
                }
                NearMissKind::BadId(definition.id.clone())
            }
            (Ok(_), None) if is_mute(link) => NearMissKind::NoText,
            // An entity hides the address: there are no bytes to put the real one into.
            (Ok(_), None)
                if link.kind == LinkKind::Html
                    && self.parsed.text[link.range.clone()] != link.destination =>
            {
                NearMissKind::HiddenAddress
            }
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
