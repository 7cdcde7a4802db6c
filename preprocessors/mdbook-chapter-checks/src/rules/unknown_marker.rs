//! # unknown-marker
//!
//! Finds a comment that was meant for a marker, such as `<!-- concept-index -->`, and is none.
//!
//! A marker says where something generated goes. Misspelt, it is a comment like any other: nothing is
//! generated, and the page stays empty with no word of it. Only a comment alone in its block is looked
//! at, only where the plugin of the marker is used, and only if it is the marker but for one letter, or
//! for `_` or a space in place of `-`. What else there is in comments is nobody's business.
//!
//! ## Bad
//!
//! ```md
//! //- book.toml
//! [preprocessor.concept-index]
//! //- src/index.md
//! # All concepts
//!
//! <!-- concept-indx -->
//! ```
//!
//! ## Good
//!
//! ```md
//! //- book.toml
//! [preprocessor.concept-index]
//! //- src/index.md
//! # All concepts
//!
//! <!-- The index is made from the definitions. -->
//!
//! <!-- concept-index -->
//! ```

use book_model::{Diagnostic, Label, LoneComment, MarkerKind, Span};
use book_plugin::Speller;

use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "unknown-marker",
    level: Level::Warn,
    source: include_str!("unknown_marker.rs"),
    check: Check::Book(check),
};

/// The letters that may be wrong: with two, `content-index` would be taken for a slip.
const SLIPS: usize = 1;

fn check(checked: &Checked<'_>, speller: &Speller) -> Vec<Diagnostic> {
    let used = |kind: &MarkerKind| {
        let table = format!("/preprocessor/{}", plugin(*kind));
        checked.config.pointer(&table).is_some()
    };
    let words: Vec<_> = MarkerKind::ALL
        .into_iter()
        .filter(used)
        .map(MarkerKind::word)
        .collect();
    let mut found = Vec::new();
    for chapter in &checked.model.chapters {
        for comment in &chapter.page.lone_comments {
            let Some(word) = meant(speller, comment, &words) else {
                continue;
            };
            let message = format!("`{}` is no marker", comment.text);
            let span = Span::chapter(chapter.id, comment.range.clone());
            let label = Label::new(span, "nothing is generated here");
            found.push(
                Diagnostic::new(RULE.name, message, label)
                    .help(format!("did you mean `<!-- {word} -->`?")),
            );
        }
    }
    found
}

/// The marker that a comment was meant for.
fn meant<'a>(speller: &Speller, comment: &LoneComment, words: &[&'a str]) -> Option<&'a str> {
    let text = comment.text.as_str();
    let longest = words.iter().map(|word| word.len()).max()? + SLIPS;
    // Words with a capital and no hyphen are a remark: `Checklist`, `Reading paths`.
    let is_remark = text.chars().any(char::is_uppercase) && !text.contains(['-', '_']);
    if text.len() > longest || is_remark {
        return None;
    }
    let word = text.replace([' ', '_'], "-");
    speller.but_for(SLIPS, &word, words.iter().copied())
}

/// The plugin that puts something in the marker's place.
fn plugin(kind: MarkerKind) -> &'static str {
    match kind {
        MarkerKind::ConceptIndex | MarkerKind::ConceptMap | MarkerKind::Checklist => {
            "concept-index"
        }
        MarkerKind::ReadingPaths => "reading-paths",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marker(comment: &str) -> Option<&'static str> {
        let words = MarkerKind::ALL.map(MarkerKind::word);
        let comment = LoneComment {
            text: comment.to_owned(),
            range: 0..0,
        };
        meant(&Speller::default(), &comment, &words)
    }

    #[test]
    fn a_slip_of_the_pen() {
        for (comment, word) in [
            ("concept-indx", "concept-index"),
            ("concept index", "concept-index"),
            ("Concept-Index", "concept-index"),
            ("concepts_index", "concept-index"),
            ("conceptmap", "concept-map"),
            ("reading-path", "reading-paths"),
            ("raeding-paths", "reading-paths"),
            ("check-list", "checklist"),
        ] {
            assert_eq!(marker(comment), Some(word), "{comment}");
        }
    }

    #[test]
    fn ordinary_comments() {
        for comment in [
            "",
            "index",
            "reading",
            "concept",
            "toc",
            "check this",
            "the checklist",
            "blacklist",
            "content-index",
            "Concept index",
            "Checklist",
            "ignore",
            "concept-index: see below",
            "end of generated",
        ] {
            assert_eq!(marker(comment), None, "{comment}");
        }
    }
}
