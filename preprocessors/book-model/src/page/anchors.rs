//! Headings and ids, as mdBook's HTML renderer gives them.
//!
//! It gives an id to each heading and each term of a definition list that has none, in the order
//! of the document, and passes over a footnote that was defined before.

use std::collections::HashMap;
use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{CowStr, Event, Tag};

use super::{Definition, Heading, Parsed};
use crate::anchor::{UniqueIds, id_from_content};
use crate::html::start_tags;

pub(super) fn anchors(
    parsed: &Parsed<'_>,
    definitions: &[Definition],
) -> (Vec<Heading>, HashMap<String, Range<usize>>) {
    let mut walk = Walk {
        parsed,
        ids: UniqueIds::default(),
        headings: Vec::new(),
        anchors: HashMap::new(),
        footnotes: Footnotes::default(),
        in_script: false,
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
            Event::InlineHtml(html) => walk.inline_html(html, range),
            Event::Start(Tag::HtmlBlock) => {
                walk.html(&parsed.html_of_block(index), range);
                index = parsed.close[index];
            }
            _ => {}
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
    walk.anchors.retain(|_, range| !parsed.is_lost(range.start));
    (walk.headings, walk.anchors)
}

struct Walk<'a> {
    parsed: &'a Parsed<'a>,
    ids: UniqueIds,
    headings: Vec<Heading>,
    anchors: HashMap<String, Range<usize>>,
    footnotes: Footnotes<'a>,
    in_script: bool,
}

impl Walk<'_> {
    fn add(&mut self, id: String, range: &Range<usize>) {
        self.anchors.entry(id).or_insert_with(|| range.clone());
    }

    /// What stands between `<script>` and its end is a script, in a line too.
    fn inline_html(&mut self, html: &str, range: &Range<usize>) {
        let tag = html.to_ascii_lowercase();
        let is = |name: &str| {
            tag.strip_prefix(name)
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        if is("</script") || is("</style") {
            self.in_script = false;
        }
        if !self.in_script {
            self.html(html, range);
        }
        if is("<script") || is("<style") {
            self.in_script = true;
        }
    }

    fn html(&mut self, html: &str, range: &Range<usize>) {
        for tag in start_tags(html) {
            for id in tag.ids() {
                self.add(id.to_owned(), range);
            }
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
        self.headings.push(Heading {
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
        let mut first_seen: Vec<&CowStr<'_>> = Vec::new();
        let mut index = start;
        while index < self.parsed.close[start] {
            match &self.parsed.events[index].0 {
                Event::Text(words) | Event::Code(words) => text.push_str(words),
                Event::SoftBreak => text.push('\n'),
                Event::FootnoteReference(name) => {
                    let known = self.footnotes.numbers.get(name).map(|(number, _)| *number);
                    let number = known.unwrap_or_else(|| {
                        let seen = first_seen.iter().position(|seen| *seen == name);
                        let at = seen.unwrap_or_else(|| {
                            first_seen.push(name);
                            first_seen.len() - 1
                        });
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
