//! Links, and which of them speak of concepts.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, LinkType, Tag};

use super::Parsed;
use crate::html::start_tags;

/// What the destination of a link to a concept begins with.
const SCHEME: &str = "concept:";

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](destination)`, or one of the forms with a reference definition.
    Markdown,
    /// `<scheme:...>`.
    Autolink,
    /// `<a href>` in raw HTML.
    Html,
}

/// What a use of a concept asks of the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UseKind {
    /// The reader is to know the concept here.
    Required,
    /// A signpost, `?later`: the concept comes later, or may.
    Signpost,
    /// `?known`, in a path's chapter: the path takes the concept as known.
    Assumed,
}

/// The destination of a link to a concept, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConceptRef {
    /// The id; `None` where the concept is meant by its name, as in `(concept:)`.
    pub id: Option<String>,
    /// What the use asks; a word after `?` that means nothing is handed back.
    pub kind: Result<UseKind, String>,
}

impl ConceptRef {
    /// Reads a destination; `None` when it does not speak of a concept.
    ///
    /// ```
    /// use book_model::{ConceptRef, UseKind};
    ///
    /// let later = ConceptRef::parse("concept:retry-budget?later").unwrap();
    /// assert_eq!(later.id.as_deref(), Some("retry-budget"));
    /// assert_eq!(later.kind, Ok(UseKind::Signpost));
    /// assert!(ConceptRef::parse("retries.md").is_none());
    /// ```
    pub fn parse(destination: &str) -> Option<ConceptRef> {
        // A scheme is the same in any case (RFC 3986, section 3.1).
        let scheme = destination.get(..SCHEME.len())?;
        if !scheme.eq_ignore_ascii_case(SCHEME) {
            return None;
        }
        let rest = &destination[SCHEME.len()..];
        let (id, word) = match rest.split_once('?') {
            Some((id, word)) => (id, Some(word)),
            None => (rest, None),
        };
        let kind = match word {
            None => Ok(UseKind::Required),
            Some("later") => Ok(UseKind::Signpost),
            Some("known") => Ok(UseKind::Assumed),
            Some(other) => Err(other.to_owned()),
        };
        let id = crate::url::percent_decode(id);
        let id = (!id.is_empty()).then_some(id);
        Some(ConceptRef { id, kind })
    }
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// How it is written.
    pub kind: LinkKind,
    /// Its bytes; for raw HTML those of the tag, or of the block that holds it.
    pub range: Range<usize>,
    /// From the bracket that closes its text to its end: the part that names the destination.
    /// Empty where there is no such part.
    pub tail: Range<usize>,
    /// The destination as written.
    pub destination: String,
    /// The title; empty where there is none.
    pub title: String,
    /// The words of its text.
    pub text: String,
    /// Where it speaks of a concept: what it says.
    pub concept: Option<ConceptRef>,
    /// Whether the author wrote it, rather than a plugin.
    pub authored: bool,
}

pub(super) fn links(parsed: &Parsed<'_>) -> Vec<Link> {
    let mut links = Vec::new();
    let mut index = 0;
    while index < parsed.events.len() {
        let (event, range) = &parsed.events[index];
        match event {
            // What an image holds is its description, in which mdBook makes no links.
            Event::Start(Tag::Image { .. }) => index = parsed.close[index],
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            }) => {
                let kind = match link_type {
                    LinkType::Autolink | LinkType::Email => LinkKind::Autolink,
                    _ => LinkKind::Markdown,
                };
                links.push(Link {
                    kind,
                    range: range.clone(),
                    tail: tail(parsed, index, kind),
                    destination: destination(*link_type, dest_url),
                    title: title.to_string(),
                    text: super::inlines::plain(parsed, index + 1..parsed.close[index]),
                    concept: ConceptRef::parse(dest_url),
                    authored: parsed.is_authored(range.start),
                });
            }
            Event::InlineHtml(html) => links.extend(html_links(parsed, html, range)),
            Event::Start(Tag::HtmlBlock) => {
                links.extend(html_links(parsed, &parsed.html_of_block(index), range));
                index = parsed.close[index];
            }
            _ => {}
        }
        index += 1;
    }
    links
}

fn destination(link_type: LinkType, destination: &str) -> String {
    match link_type {
        LinkType::Email => format!("mailto:{destination}"),
        _ => destination.to_owned(),
    }
}

/// From the `]` that closes the text to the end of the link.
fn tail(parsed: &Parsed<'_>, start: usize, kind: LinkKind) -> Range<usize> {
    let range = &parsed.events[start].1;
    if kind != LinkKind::Markdown {
        return range.end..range.end;
    }
    let inside = &parsed.events[start + 1..parsed.close[start]];
    let text_end = inside
        .iter()
        .map(|(_, inner)| inner.end)
        .max()
        .unwrap_or(range.start + 1);
    let close = parsed.text[text_end..range.end]
        .find(']')
        .map(|at| text_end + at);
    close.unwrap_or(range.end)..range.end
}

fn html_links(parsed: &Parsed<'_>, html: &str, range: &Range<usize>) -> Vec<Link> {
    let tags = start_tags(html);
    let anchors: Vec<_> = tags.iter().filter(|tag| tag.name == "a").collect();
    if anchors.is_empty() {
        return Vec::new();
    }
    let mut written = written_addresses(parsed.text, range);
    let mut from = range.start;
    anchors
        .into_iter()
        .filter_map(|tag| tag.attribute("href"))
        .map(|href| {
            let places = written.get_mut(href);
            let place = places.and_then(|places| {
                while places.front().is_some_and(|&start| start < from) {
                    places.pop_front();
                }
                places.pop_front()
            });
            let place = place.map(|start| start..start + href.len());
            if let Some(place) = &place {
                from = place.end;
            }
            Link {
                kind: LinkKind::Html,
                range: place.unwrap_or_else(|| range.clone()),
                tail: range.end..range.end,
                destination: href.to_owned(),
                title: String::new(),
                text: String::new(),
                concept: ConceptRef::parse(href),
                authored: parsed.is_authored(range.start),
            }
        })
        .collect()
}

/// Where each value of an `href` begins, by the value as it is written. One with an entity in it is not
/// found by what it means: there are no bytes to put another address in place of.
fn written_addresses<'a>(text: &'a str, range: &Range<usize>) -> HashMap<&'a str, VecDeque<usize>> {
    let html = &text[range.clone()];
    let mut places: HashMap<&str, VecDeque<usize>> = HashMap::new();
    let bytes = html.as_bytes();
    let names = (0..bytes.len().saturating_sub(3))
        .filter(|&at| bytes[at..at + 4].eq_ignore_ascii_case(b"href"));
    let mut unread = 0;
    for name in names {
        if name < unread {
            continue;
        }
        let value = html[name + 4..].trim_start();
        let Some(value) = value.strip_prefix('=').map(str::trim_start) else {
            continue;
        };
        let (value, end) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => (&value[1..], value[1..].find(quote)),
            _ => {
                let end = value.find([' ', '\t', '\r', '\n', '\x0c', '>']);
                let end = end.unwrap_or(value.len());
                // No other attribute stands in a value without quotation marks.
                unread = html.len() - value.len() + end;
                (value, Some(end))
            }
        };
        let start = html.len() - value.len();
        let value = &value[..end.unwrap_or(value.len())];
        places
            .entry(value)
            .or_default()
            .push_back(range.start + start);
    }
    places
}
