//! Headings and ids, as mdBook's HTML renderer gives them.
//!
//! It gives an id to each heading and each term of a definition list that has none, in the order
//! of the document, and passes over a footnote that was defined before.

use std::collections::HashMap;
use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{CowStr, Event, Tag};

use super::raw_html::{RawHtml, StartTag, Token};
use super::{Definition, Heading, Parsed};
use crate::anchor::{UniqueIds, id_from_content};

/// An id that a second place of the page has as well: a link leads to one of them only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepeatedAnchor {
    /// The id.
    pub id: String,
    /// The place that has it first.
    pub first: Range<usize>,
    /// The other place.
    pub again: Range<usize>,
}

/// What a page has ids on.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    pub(super) headings: Vec<Heading>,
    /// The first place of each id.
    pub(super) places: HashMap<String, Range<usize>>,
    pub(super) repeated: Vec<RepeatedAnchor>,
}

pub(super) fn anchors(parsed: &Parsed<'_>, definitions: &[Definition]) -> Anchors {
    let mut walk = Walk {
        parsed,
        ids: UniqueIds::default(),
        found: Anchors::default(),
        seen: 0,
        footnotes: Footnotes::default(),
        in_drawing: 0,
    };
    let mut depth = 0usize;
    let mut index = 0;
    while index < parsed.events.len() {
        let (event, range) = &parsed.events[index];
        match event {
            Event::Start(Tag::FootnoteDefinition(name)) if !walk.footnotes.define(name, range) => {
                index = parsed.close[index];
            }
            Event::Start(Tag::Heading { .. }) => walk.heading(index, depth == 0),
            Event::Start(Tag::DefinitionListTitle) => {
                match definitions.binary_search_by_key(&range.start, |known| known.term.start) {
                    Ok(at) => walk.add(definitions[at].anchor(), range),
                    Err(_) => walk.term(index),
                }
            }
            Event::FootnoteReference(name) => {
                let id = walk.footnotes.refer(name);
                walk.add(id, range);
            }
            Event::Text(text) if text.trim().is_empty() => {}
            Event::Text(_) | Event::Code(_) | Event::Start(Tag::Image { .. }) => {
                walk.seen = range.start;
            }
            _ => {
                if let Some(html) = parsed.html_at(index) {
                    walk.html(html);
                    index = parsed.close[index];
                }
            }
        }
        match &parsed.events[index].0 {
            Event::Start(_) => depth += 1,
            Event::End(_) if matches!(event, Event::End(_)) => depth -= 1,
            _ => {}
        }
        index += 1;
    }
    let defined = std::mem::take(&mut walk.footnotes.defined);
    for (name, range) in defined {
        if walk.footnotes.numbers.contains_key(&name) {
            walk.add(format!("footnote-{name}"), &range);
        }
    }
    walk.found
}

struct Walk<'a> {
    parsed: &'a Parsed<'a>,
    ids: UniqueIds,
    found: Anchors,
    /// Where the last thing stands that a reader sees.
    seen: usize,
    footnotes: Footnotes<'a>,
    in_drawing: usize,
}

impl Walk<'_> {
    fn add(&mut self, id: String, range: &Range<usize>) {
        if self.parsed.is_lost(range.start) {
            return;
        }
        let Some(first) = self.found.places.get(&id) else {
            self.found.places.insert(id, range.clone());
            return;
        };
        // A place right behind the first, or in it, is the same place to a reader. The ids in a
        // drawing are for the drawing itself.
        let together = self.seen <= first.start || first.contains(&range.start);
        let authored = |range: &Range<usize>| self.parsed.is_authored(range.start);
        if !together && self.in_drawing == 0 && authored(first) && authored(range) {
            self.found.repeated.push(RepeatedAnchor {
                id,
                first: first.clone(),
                again: range.clone(),
            });
        }
    }

    fn html(&mut self, html: &RawHtml) {
        for token in html.read() {
            match token {
                Token::Start(tag) => self.tag(tag),
                Token::End { name, .. } if &**name == "svg" => {
                    self.in_drawing = self.in_drawing.saturating_sub(1);
                }
                Token::Text { raw: false, at, .. } if !token.is_blank() => self.seen = at.start,
                _ => {}
            }
        }
    }

    fn tag(&mut self, tag: &StartTag) {
        for id in tag.ids() {
            self.add(id.to_owned(), &tag.at);
        }
        match &*tag.name {
            "svg" => self.in_drawing += 1,
            "img" | "hr" | "video" | "iframe" | "input" => self.seen = tag.at.end,
            _ => {}
        }
    }

    fn heading(&mut self, start: usize, top_level: bool) {
        let (
            Event::Start(Tag::Heading {
                level, id, attrs, ..
            }),
            range,
        ) = &self.parsed.events[start]
        else {
            return;
        };
        let written = id.as_ref().or_else(|| {
            let id = attrs.iter().rev().find(|(name, _)| &**name == "id");
            id.and_then(|(_, value)| value.as_ref())
        });
        let anchor = match written {
            Some(id) => id.to_string(),
            None => self.made_from_text(start),
        };
        self.add(anchor.clone(), range);
        self.found.headings.push(Heading {
            level: *level as u8,
            text: super::inlines::plain(self.parsed, start..self.parsed.close[start]),
            anchor,
            range: range.clone(),
            top_level,
        });
    }

    fn term(&mut self, start: usize) {
        let id = self.made_from_text(start);
        self.add(id, &self.parsed.events[start].1);
    }

    fn made_from_text(&mut self, start: usize) -> String {
        let text = self.text_in_node(start);
        self.ids.claim(id_from_content(&text))
    }

    /// The text nodes that mdBook has below this element: the description of an image is none, the
    /// number of a footnote is one.
    fn text_in_node(&self, start: usize) -> String {
        let mut text = String::new();
        let mut first_seen: HashMap<&CowStr<'_>, usize> = HashMap::new();
        let mut index = start;
        while index < self.parsed.close[start] {
            match &self.parsed.events[index].0 {
                Event::Text(words) | Event::Code(words) => text.push_str(words),
                Event::SoftBreak => text.push('\n'),
                Event::FootnoteReference(name) => {
                    let known = self.footnotes.numbers.get(name).map(|(number, _)| *number);
                    let number = known.unwrap_or_else(|| {
                        let next = first_seen.len();
                        let at = *first_seen.entry(name).or_insert(next);
                        self.footnotes.numbers.len() + at + 1
                    });
                    text.push_str(&number.to_string());
                }
                Event::Start(Tag::Image { .. }) => index = self.parsed.close[index],
                _ => {}
            }
            index += 1;
        }
        text
    }
}

/// Footnotes are numbered by their first reference; of two definitions the first counts.
#[derive(Default)]
struct Footnotes<'a> {
    /// The number, and how often it was referred to.
    numbers: HashMap<CowStr<'a>, (usize, usize)>,
    defined: HashMap<CowStr<'a>, Range<usize>>,
}

impl<'a> Footnotes<'a> {
    fn define(&mut self, name: &CowStr<'a>, range: &Range<usize>) -> bool {
        let first = !self.defined.contains_key(name);
        if first {
            self.defined.insert(name.clone(), range.clone());
        }
        first
    }

    fn refer(&mut self, name: &CowStr<'a>) -> String {
        let next = self.numbers.len() + 1;
        let (_, count) = self.numbers.entry(name.clone()).or_insert((next, 0));
        *count += 1;
        format!("fr-{name}-{count}")
    }
}
