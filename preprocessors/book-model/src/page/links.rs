//! Links, and which of them speak of concepts.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, LinkType, Tag};

use super::Parsed;
use super::raw_html::StartTag;

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
    /// Its bytes; for raw HTML those of the address, or of the tag where they say the address otherwise.
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
    /// Whether the author wrote it for a reader to see: false in what a plugin made, and in a footnote that
    /// mdBook leaves out.
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
                    tail: match kind {
                        LinkKind::Markdown => tail(parsed, index),
                        _ => range.end..range.end,
                    },
                    destination: destination(*link_type, dest_url),
                    title: title.to_string(),
                    text: super::inlines::plain(parsed, index + 1..parsed.close[index]),
                    concept: ConceptRef::parse(dest_url),
                    authored: parsed.is_authored(range.start),
                });
            }
            _ => {
                if let Some(html) = parsed.html_at(index) {
                    links.extend(html.start_tags().filter_map(|tag| html_link(parsed, tag)));
                    index = parsed.close[index];
                }
            }
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

/// From the `]` that closes the text to the end of the link or the image that starts at this event.
pub(super) fn tail(parsed: &Parsed<'_>, start: usize) -> Range<usize> {
    let range = &parsed.events[start].1;
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

fn html_link(parsed: &Parsed<'_>, tag: &StartTag) -> Option<Link> {
    let href = tag.attribute("href").filter(|_| &*tag.name == "a")?;
    Some(Link {
        kind: LinkKind::Html,
        range: href.at.as_ref().unwrap_or(&tag.at).clone(),
        tail: tag.at.end..tag.at.end,
        destination: href.value.to_string(),
        title: String::new(),
        text: String::new(),
        concept: ConceptRef::parse(&href.value),
        authored: parsed.is_authored(tag.at.start),
    })
}
