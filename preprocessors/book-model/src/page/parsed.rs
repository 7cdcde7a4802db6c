//! A chapter's events with what every pass over them needs.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Tag};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

use super::ranges::Regions;
use super::raw_html::{RawHtml, Token, raw_html};
use crate::generated::{GENERATED_BEGIN, GENERATED_END};
use crate::settings::Settings;

/// The events of one chapter, in order.
pub(crate) struct Parsed<'a> {
    pub(crate) text: &'a str,
    pub(crate) events: Vec<(Event<'a>, Range<usize>)>,
    /// For each `Start`, the index of its `End`; for everything else, its own index.
    pub(crate) close: Vec<usize>,
    /// The raw HTML, in order.
    html: Vec<RawHtml>,
    /// What plugins made: their names and the bytes.
    pub(crate) generated: Vec<(String, Range<usize>)>,
    /// Footnotes that mdBook leaves out: those that nothing refers to, and second definitions.
    lost_footnotes: Regions,
    /// The same, and what plugins made.
    not_authored: Regions,
}

impl<'a> Parsed<'a> {
    /// Parses `text` as mdBook would under these settings.
    pub(crate) fn new(text: &'a str, settings: &Settings) -> Parsed<'a> {
        let mut options = MarkdownOptions::default();
        options.smart_punctuation = settings.smart_punctuation;
        options.definition_lists = settings.definition_lists;
        options.admonitions = settings.admonitions;
        let events: Vec<_> = new_cmark_parser(text, &options)
            .into_offset_iter()
            .collect();
        let close = matching_ends(&events);
        let html = raw_html(text, &events, &close);
        let mut parsed = Parsed {
            text,
            events,
            close,
            html,
            generated: Vec::new(),
            lost_footnotes: Regions::default(),
            not_authored: Regions::default(),
        };
        let lost = lost_footnotes(&parsed.events, &parsed.close);
        parsed.generated = generated_regions(&parsed);
        let generated = parsed.generated.iter().map(|(_, region)| region.clone());
        parsed.not_authored = Regions::new(generated.chain(lost.iter().cloned()).collect());
        parsed.lost_footnotes = Regions::new(lost);
        parsed
    }

    /// Whether what stands at `offset` is the author's, rather than a plugin's, and reaches the reader.
    pub(crate) fn is_authored(&self, offset: usize) -> bool {
        !self.not_authored.hold(offset)
    }

    /// Whether what stands at `offset` reaches no reader.
    pub(crate) fn is_lost(&self, offset: usize) -> bool {
        self.lost_footnotes.hold(offset)
    }

    /// The raw HTML that begins with this event.
    pub(crate) fn html_at(&self, event: usize) -> Option<&RawHtml> {
        match self.events[event].0 {
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => {
                let at = self.html.binary_search_by_key(&event, |html| html.event);
                at.ok().map(|at| &self.html[at])
            }
            _ => None,
        }
    }

    /// The raw HTML that stands in blocks of its own, in order.
    pub(crate) fn html_blocks(&self) -> impl DoubleEndedIterator<Item = &RawHtml> {
        let is_block = |html: &&RawHtml| !matches!(self.events[html.event].0, Event::InlineHtml(_));
        self.html.iter().filter(is_block)
    }
}

fn matching_ends(events: &[(Event<'_>, Range<usize>)]) -> Vec<usize> {
    let mut close: Vec<_> = (0..events.len()).collect();
    let mut open = Vec::new();
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(_) => open.push(index),
            Event::End(_) => {
                if let Some(start) = open.pop() {
                    close[start] = index;
                }
            }
            _ => {}
        }
    }
    close
}

fn generated_regions(parsed: &Parsed<'_>) -> Vec<(String, Range<usize>)> {
    let mut regions = Vec::new();
    let mut open: Option<(String, usize)> = None;
    for token in parsed.html_blocks().flat_map(|html| &html.tokens) {
        let Token::Comment { at, .. } = token else {
            continue;
        };
        let comment = &parsed.text[at.clone()];
        if comment == GENERATED_END {
            if let Some((name, start)) = open.take() {
                regions.push((name, start..end_of_line(parsed.text, at.end)));
            }
        } else if let Some(name) = comment.strip_prefix(GENERATED_BEGIN) {
            let name = name.trim_end_matches("-->").trim().to_owned();
            open.get_or_insert((name, at.start));
        }
    }
    regions
}

/// Where the line ends that has nothing more to say at `offset`, its end included.
fn end_of_line(text: &str, offset: usize) -> usize {
    let rest = text[offset..].split_inclusive('\n').next();
    offset
        + rest
            .filter(|rest| rest.trim().is_empty())
            .map_or(0, str::len)
}

fn lost_footnotes(events: &[(Event<'_>, Range<usize>)], close: &[usize]) -> Vec<Range<usize>> {
    let mut defined: HashMap<&str, Range<usize>> = HashMap::new();
    let mut lost = Vec::new();
    let mut used = HashSet::new();
    let mut index = 0;
    while let Some((event, range)) = events.get(index) {
        match event {
            // An image is described without them.
            Event::Start(Tag::Image { .. }) => index = close[index],
            Event::FootnoteReference(name) => {
                used.insert(&**name);
            }
            Event::Start(Tag::FootnoteDefinition(name)) => match defined.entry(&**name) {
                Entry::Vacant(entry) => {
                    entry.insert(range.clone());
                }
                // mdBook passes over a second definition, and over what it refers to.
                Entry::Occupied(_) => {
                    lost.push(range.clone());
                    index = close[index];
                }
            },
            _ => {}
        }
        index += 1;
    }
    let unused = defined.into_iter().filter(|(name, _)| !used.contains(name));
    lost.extend(unused.map(|(_, range)| range));
    lost
}
