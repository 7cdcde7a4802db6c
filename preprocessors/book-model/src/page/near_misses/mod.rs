//! What looks like a definition of a concept and is none, so that nothing would come of it.

mod look;
mod unlinked;

use std::collections::HashSet;
use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Tag};

use super::inlines::first_paragraph;
use super::{Definition, Link, Parsed};

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
    /// The text has `](concept:` and yet there is no link.
    NotALink(Malformed),
    /// A link in Markdown stands inside an HTML block, where Markdown is not read.
    InHtml,
    /// The definition stands inside another one.
    Nested,
    /// The note stands on the line of its term, as some formatters leave it.
    JoinedNote,
    /// The note has a line of its own, but the book has definition lists switched off.
    DefinitionListsOff,
    /// The note has a line of its own, but outside the block that holds its term.
    NoteOutside,
    /// A link by name has a title, as only a definition does.
    StrayAliases,
    /// A word behind `?` that means nothing.
    UnknownWord(String),
    /// A link with no text of its own to be read: `[](concept:id)` or `<concept:id>`.
    NoText,
    /// The address of a link in raw HTML is not written out in its bytes: an entity stands in it.
    HiddenAddress,
    /// A term with a word behind `?`, which only a use has.
    TermWord(String),
    /// A definition whose id has something else in it than letters, digits, `-` and `_`.
    BadId(String),
}

/// Why a link to a concept is no link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Malformed {
    /// There are spaces in the id; the id that was probably meant.
    SpaceInId(String),
    /// The aliases have no quotation marks around them.
    UnquotedAliases,
    /// The aliases have typographic quotation marks around them.
    TypographicQuotes,
    /// A carriage return with no line feed stands ahead of it on its line, which mdBook's parser does
    /// not take for a line's end everywhere.
    LoneReturn,
    /// Something else.
    Other,
}

impl NearMissKind {
    /// Whether this was meant to define something.
    pub fn is_attempt(&self) -> bool {
        use NearMissKind::*;
        match self {
            LeadIn | TwoTerms | WrappedTerm | JoinedDefinitions | HeadingTerm | Nested
            | JoinedNote | DefinitionListsOff | NoteOutside | StrayAliases => true,
            NotALink(_) | InHtml | UnknownWord(_) | NoText | HiddenAddress | TermWord(_)
            | BadId(_) => false,
        }
    }
}

/// Something that looks like a definition and is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss {
    /// How.
    pub kind: NearMissKind,
    /// The link concerned, by its index among the page's links; `None` where there is none.
    pub link: Option<usize>,
    /// Further links concerned.
    pub others: Vec<usize>,
    /// The bytes that it concerns.
    pub range: Range<usize>,
}

pub(super) fn near_misses(
    parsed: &Parsed<'_>,
    links: &[Link],
    definitions: &[Definition],
    definition_lists: bool,
) -> Vec<NearMiss> {
    let middles = unlinked::middles(parsed.text);
    let concepts = links.iter().filter(|link| link.concept.is_some());
    let concepts: Vec<usize> = concepts.map(|link| link.range.start).collect();
    // Most pages have neither, and need no second look.
    if middles.is_empty() && concepts.is_empty() {
        return Vec::new();
    }
    let look = look::Look {
        parsed,
        links,
        definitions,
        definition_lists,
    };
    let mut found: Vec<NearMiss> = Vec::new();
    for (index, (event, range)) in parsed.events.iter().enumerate() {
        let Event::Start(tag) = event else { continue };
        if !unlinked::any_within(&concepts, range) || !parsed.is_authored(range.start) {
            continue;
        }
        found.extend(match tag {
            Tag::DefinitionListTitle => look.term(index),
            Tag::DefinitionListDefinition => look.body(index),
            Tag::Heading { .. } => look.heading(index),
            Tag::Paragraph => look.lines_of_text(index + 1..parsed.close[index]),
            Tag::Item => {
                let text = first_paragraph(parsed, index);
                let ahead = &parsed.events[text.start - 1].0;
                let is_seen = matches!(ahead, Event::Start(Tag::Paragraph));
                (!is_seen).then(|| look.lines_of_text(text)).flatten()
            }
            _ => None,
        });
    }
    found.extend(unlinked::unlinked(parsed, &middles));
    found.extend(unlinked::in_html(parsed, &middles));
    let concerned: HashSet<usize> = found
        .iter()
        .flat_map(|miss| miss.link.into_iter().chain(miss.others.iter().copied()))
        .collect();
    for (index, link) in links.iter().enumerate() {
        let named = concerned.contains(&index);
        found.extend(look.link(index, link).filter(|_| !named));
    }
    found.sort_by_key(|miss| miss.range.start);
    found
}
