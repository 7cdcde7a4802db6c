//! A chapter's events with what every pass over them needs.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Tag};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

use crate::generated::{GENERATED_BEGIN, GENERATED_END};
use crate::settings::Settings;

/// The events of one chapter, in order.
pub(crate) struct Parsed<'a> {
    pub(crate) text: &'a str,
    pub(crate) events: Vec<(Event<'a>, Range<usize>)>,
    /// For each `Start`, the index of its `End`; for everything else, its own index.
    pub(crate) close: Vec<usize>,
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
        let mut parsed = Parsed {
            text,
            events,
            close,
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

    /// Each `Start` of an HTML block, with the whole of its source.
    pub(crate) fn html_blocks(&self) -> impl Iterator<Item = (usize, Range<usize>)> {
        self.events
            .iter()
            .enumerate()
            .filter(|(_, (event, _))| matches!(event, Event::Start(Tag::HtmlBlock)))
            .map(|(index, (_, range))| (index, range.clone()))
    }

    /// The HTML of the block that starts at event `start`, without the container's own markers.
    pub(crate) fn html_of_block(&self, start: usize) -> String {
        self.events[start..self.close[start]]
            .iter()
            .filter_map(|(event, _)| match event {
                Event::Html(html) | Event::Text(html) => Some(&**html),
                _ => None,
            })
            .collect()
    }
}

/// Parts of the text, in order and apart, so that to ask for one costs little however many there are.
#[derive(Default)]
struct Regions(Vec<Range<usize>>);

impl Regions {
    fn new(mut regions: Vec<Range<usize>>) -> Regions {
        regions.sort_by_key(|region| region.start);
        let mut apart: Vec<Range<usize>> = Vec::new();
        for region in regions {
            match apart.last_mut() {
                Some(last) if region.start <= last.end => last.end = last.end.max(region.end),
                _ => apart.push(region),
            }
        }
        Regions(apart)
    }

    fn hold(&self, offset: usize) -> bool {
        let after = self.0.partition_point(|region| region.start <= offset);
        after > 0 && self.0[after - 1].contains(&offset)
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
    for (event, range) in &parsed.events {
        let Event::Html(line) = event else { continue };
        for line in line.lines().map(str::trim) {
            if line == GENERATED_END {
                if let Some((name, start)) = open.take() {
                    regions.push((name, start..range.end));
                }
            } else if let Some(name) = line.strip_prefix(GENERATED_BEGIN) {
                let name = name.trim_end_matches("-->").trim().to_owned();
                open.get_or_insert((name, range.start));
            }
        }
    }
    regions
}

fn lost_footnotes(events: &[(Event<'_>, Range<usize>)], close: &[usize]) -> Vec<Range<usize>> {
    let mut defined: HashMap<&str, Range<usize>> = HashMap::new();
    let mut lost = Vec::new();
    let mut used = HashSet::new();
    let mut index = 0;
    while let Some((event, range)) = events.get(index) {
        match event {
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
