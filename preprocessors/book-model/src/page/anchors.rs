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
            Event::Text(_) | Event::Code(_) => walk.seen = range.start,
            Event::Start(Tag::Image { .. }) => {
                walk.seen = range.start;
                // What it holds is its description.
                index = parsed.close[index];
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
    for (name, range) in walk.footnotes.in_order() {
        walk.add(format!("footnote-{name}"), &range);
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
        // drawing are for the drawing itself, and no link leads to an empty one.
        let together = id.is_empty() || self.seen <= first.start || first.contains(&range.start);
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
        let attribute = attrs.iter().rev().find(|(name, _)| &**name == "id");
        let anchor = match (id, attribute) {
            (Some(id), _) | (None, Some((_, Some(id)))) => id.to_string(),
            (None, Some((_, None))) => String::new(),
            (None, None) => self.made_from_text(start),
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
    /// number of a footnote is one, and so is the space that parts it from one right behind.
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
                    if matches!(self.parsed.events[index - 1].0, Event::FootnoteReference(_)) {
                        text.push(' ');
                    }
                    text.push_str(&number.to_string());
                }
                Event::Start(Tag::Image { .. }) => index = self.parsed.close[index],
                // What looks like a tag to Markdown may end early for mdBook: `<![CDATA[a>b]]>`.
                _ => text.extend(
                    self.parsed
                        .html_at(index)
                        .into_iter()
                        .flat_map(RawHtml::text),
                ),
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

    /// The definitions that the page has, in the order in which it numbers them.
    fn in_order(&mut self) -> Vec<(CowStr<'a>, Range<usize>)> {
        let mut defined: Vec<_> = std::mem::take(&mut self.defined).into_iter().collect();
        defined.retain(|(name, _)| self.numbers.contains_key(name));
        defined.sort_by_key(|(name, _)| self.numbers[name].0);
        defined
    }
}

#[cfg(test)]
mod tests {
    use crate::page::Page;
    use crate::settings::Settings;

    #[test]
    fn repeated_ids_of_footnotes_are_in_the_order_of_the_page() {
        let names = ["b", "g", "a", "f", "h", "c", "e", "d"];
        let ids: String = names
            .iter()
            .map(|name| format!("<i id=footnote-{name}></i> x[^{name}] "))
            .collect();
        let notes: String = "abcdefgh"
            .chars()
            .map(|name| format!("\n\n[^{name}]: y"))
            .collect();
        let page = Page::parse(&format!("{ids}{notes}"), &Settings::default());
        let repeated: Vec<_> = page
            .repeated_anchors
            .into_iter()
            .map(|one| one.id)
            .collect();
        assert_eq!(repeated, names.map(|name| format!("footnote-{name}")));
    }

    #[test]
    fn an_empty_id_is_nowhere_to_lead_to() {
        let page = Page::parse("# One {id}\n\n# Two {id}", &Settings::default());
        assert_eq!(page.repeated_anchors, []);
        assert_eq!(page.headings[1].anchor, "");
    }
}
