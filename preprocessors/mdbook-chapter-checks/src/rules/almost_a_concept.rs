//! # almost-a-concept
//!
//! Finds what looks like a concept's definition, or like a link to one, and is none.
//!
//! A definition is a definition list whose term is one link to a concept, with blank lines around.
//! A lead-in line on top of the term, two definitions with no blank line between them, two terms
//! over one definition, a heading for a term, a space in an id, `definition-lists = false`, a note that a
//! formatter joined to its term: each of them would fail in silence.
//!
//! ## Bad
//!
//! ```md
//! Every request has a [deadline](concept:). What it is:
//! [Deadline](concept:)
//! : The moment after which an answer is of no use.
//! ```
//!
//! ## Good
//!
//! ```md
//! Every request has a [deadline](concept:). What it is:
//!
//! [Deadline](concept:)
//! : The moment after which an answer is of no use.
//! ```

use std::collections::HashSet;

use book_model::{
    Chapter, ChapterId, Diagnostic, Label, Malformed, NearMiss, NearMissKind, Span, UseKind,
    id_from_content,
};

use book_plugin::Speller;

use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "almost-a-concept",
    level: Level::Deny,
    source: include_str!("almost_a_concept.rs"),
    check: Check::Book(check),
};

fn check(checked: &Checked<'_>, _: &Speller) -> Vec<Diagnostic> {
    let model = checked.model;
    let mut found = Vec::new();
    let unresolved: HashSet<_> = model.unresolved.iter().copied().collect();
    for chapter in &model.chapters {
        let misses = chapter.page.near_misses.iter();
        found.extend(
            misses
                .filter(|miss| !is_prose(&unresolved, chapter, miss))
                .map(|miss| diagnostic(chapter, miss)),
        );
    }
    let paths: Vec<_> = model.paths.iter().map(|path| path.chapter).collect();
    for used in &model.uses {
        if used.kind == UseKind::Assumed && !paths.contains(&used.chapter) {
            let link = &model.chapter(used.chapter).page.links[used.link];
            let label = Label::new(
                Span::chapter(used.chapter, link.range.clone()),
                "not the chapter of a path",
            );
            found.push(
                Diagnostic::new(RULE.name, "`?known` means something only in the chapter of a reading path", label)
                    .help("take `?known` away, or write the link into the chapter of the path that takes the concept as known"),
            );
        }
    }
    found
}

/// "[Term](concept:) : and so on" is a sentence where the term is defined elsewhere: some languages
/// put a space ahead of a colon.
fn is_prose(unresolved: &HashSet<(ChapterId, usize)>, chapter: &Chapter, miss: &NearMiss) -> bool {
    let unresolved = miss
        .link
        .is_some_and(|link| unresolved.contains(&(chapter.id, link)));
    miss.kind == NearMissKind::JoinedNote && !unresolved
}

fn diagnostic(chapter: &Chapter, miss: &NearMiss) -> Diagnostic {
    let link = miss.link.map(|link| &chapter.page.links[link]);
    let name = link.map_or("", |link| link.text.as_str());
    let (message, label, help) = words(&miss.kind, name);
    let label = Label::new(Span::chapter(chapter.id, miss.range.clone()), label);
    Diagnostic::new(RULE.name, message, label).help(help)
}

/// What is wrong, what stands beside the place, what to do next.
fn words(kind: &NearMissKind, name: &str) -> (String, &'static str, String) {
    let not_defined = format!("`{name}` is not defined by this");
    match kind {
        NearMissKind::LeadIn => (
            format!("{not_defined}: a line of text stands on top of the term"),
            "this line is taken for a part of the term",
            "put a blank line between the text and the term".to_owned(),
        ),
        NearMissKind::TwoTerms => (
            format!("{not_defined}: two terms stand over one definition"),
            "a definition has one term",
            "make the second name an alias, in the title of the first: `[Name](concept: \"other name\")`".to_owned(),
        ),
        NearMissKind::WrappedTerm => (
            format!("{not_defined}: the term is set off by emphasis"),
            "a term is a link and nothing else",
            "take the emphasis away: the theme sets terms off".to_owned(),
        ),
        NearMissKind::JoinedDefinitions => (
            format!("{not_defined}: it is taken for the end of the definition above"),
            "no blank line above this term",
            "put a blank line between the two definitions".to_owned(),
        ),
        NearMissKind::HeadingTerm => (
            format!("{not_defined}: the term is a heading"),
            "a heading cannot be a term",
            format!("write the heading without the link, and below it, after a blank line, `[{name}](concept:)` with its note on the next line"),
        ),
        NearMissKind::NotALink(why) => (
            "this was meant to link to a concept, and is plain text".to_owned(),
            "not a link",
            match why {
                Malformed::SpaceInId(id) => format!("an id has no spaces: write `(concept:{id})`, or leave it out, as in `(concept:)`, to mean the concept by its name"),
                Malformed::UnquotedAliases => "put the aliases in quotation marks: `(concept: \"one name; another\")`".to_owned(),
                Malformed::TypographicQuotes => "write straight quotation marks around the aliases: `(concept: \"one name; another\")`".to_owned(),
                Malformed::LoneReturn => "a line ahead of it ends in a carriage return alone, which mdBook's parser reads on across: save the file with LF or CR LF at the end of each line".to_owned(),
                Malformed::Other => "look for a bracket or a quotation mark that is missing, and for a link inside this one; write `\\](` to mean the characters themselves".to_owned(),
            },
        ),
        NearMissKind::InHtml => (
            "this was meant to link to a concept, and stands in an HTML block, where Markdown is not read".to_owned(),
            "shown as it is written",
            "put a blank line between the HTML and the Markdown, above and below".to_owned(),
        ),
        NearMissKind::Nested => (
            format!("{not_defined}: it stands inside another definition"),
            "a definition stands by itself",
            "take it out of the other one, with a blank line around and no indentation".to_owned(),
        ),
        NearMissKind::JoinedNote => (
            format!("{not_defined}: the note stands on the line of its term"),
            "the note belongs on the next line",
            "begin a new line ahead of the colon; if a formatter joined the two, tell it to leave line breaks alone".to_owned(),
        ),
        NearMissKind::DefinitionListsOff => (
            format!("{not_defined}: the book has definition lists switched off"),
            "read as a paragraph",
            "set `definition-lists = true` in [output.html], or take that line away: it is the default".to_owned(),
        ),
        NearMissKind::NoteOutside => (
            format!("{not_defined}: the note has left the block that its term stands in"),
            "read as a paragraph",
            "write the note in the same quotation or list item as the term, with the same marks at the line's beginning".to_owned(),
        ),
        NearMissKind::StrayAliases => (
            format!("`{name}` has aliases here, and is not defined here"),
            "aliases belong to a definition",
            "write the note on the next line, as `: what it is`, with blank lines around both; or take the title away".to_owned(),
        ),
        NearMissKind::UnknownWord(word) => (
            format!("`?{word}` means nothing behind a concept"),
            "not a word that is known here",
            "the words are `?later`, for a signpost, and `?known`, for what a path takes as known".to_owned(),
        ),
        NearMissKind::NoText => (
            "a link to a concept needs a text to be read".to_owned(),
            "no text for the reader",
            "give it the words that the reader is to see: `[the concept](concept:its-id)`".to_owned(),
        ),
        NearMissKind::HiddenAddress => (
            "the address of this link to a concept cannot be replaced: it is not written out".to_owned(),
            "an entity stands in the address",
            "write the address without entities and on one line: `<a href=\"concept:its-id\">`".to_owned(),
        ),
        NearMissKind::TermWord(word) => (
            format!("`?{word}` means nothing on a term"),
            "this defines the concept",
            format!("take `?{word}` away: it belongs to a use of the concept"),
        ),
        NearMissKind::BadId(id) if id.is_empty() => (
            format!("no id can be made from the name `{name}`"),
            "no letter or digit in it",
            format!("write an id of its own: `[{name}](concept:some-id)`"),
        ),
        NearMissKind::BadId(id) => (
            format!("`{id}` is not an id"),
            "an id is letters, digits, `-` and `_`",
            format!("write `(concept:{})`", id_from_content(id)),
        ),
    }
}
