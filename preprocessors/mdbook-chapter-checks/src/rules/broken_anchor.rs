//! # broken-anchor
//!
//! Finds a link to a place in a page that has no such place.
//!
//! The reader who follows it lands at the top of the page and has to search. Headings are renamed
//! more often than links to them are.
//!
//! ## Bad
//!
//! ```md
//! //- src/a.md
//! See [how to choose one](b.md#choosing-timeout).
//! //- src/b.md
//! # Choosing a timeout
//! ```
//!
//! ## Good
//!
//! ```md
//! //- src/a.md
//! See [how to choose one](b.md#choosing-a-timeout).
//! //- src/b.md
//! # Choosing a timeout
//! ```

use std::collections::HashMap;

use book_model::{Chapter, ChapterId, Diagnostic, Label, Link, Span, Target, resolve};

use book_plugin::Speller;

use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "broken-anchor",
    level: Level::Warn,
    source: include_str!("broken_anchor.rs"),
    check: Check::Book(check),
};

fn check(checked: &Checked<'_>, speller: &Speller) -> Vec<Diagnostic> {
    let chapters = checked.model.chapters.iter();
    let mut sorted = HashMap::new();
    chapters
        .flat_map(|chapter| chapter.page.links.iter().map(move |link| (chapter, link)))
        .filter(|(_, link)| link.concept.is_none())
        .filter_map(|(chapter, link)| broken(checked, speller, &mut sorted, chapter, link))
        .collect()
}

/// The anchors of the pages that a broken link was found to lead to, in order.
type Sorted<'a> = HashMap<ChapterId, Vec<&'a str>>;

fn broken<'a>(
    checked: &'a Checked<'_>,
    speller: &Speller,
    sorted: &mut Sorted<'a>,
    chapter: &Chapter,
    link: &Link,
) -> Option<Diagnostic> {
    let Target::Inside {
        path,
        fragment: Some(fragment),
    } = resolve(chapter.path.as_deref()?, &link.destination)
    else {
        return None;
    };
    // A text fragment is found by the browser: https://wicg.github.io/scroll-to-text-fragment/
    let anchor = fragment.split(":~:").next().unwrap_or_default();
    let target = checked.model.chapter(checked.model.chapter_at(&path)?);
    let anchors = &target.page.anchors;
    if anchor.is_empty() || anchors.contains_key(anchor) {
        return None;
    }
    let label = Label::new(
        Span::chapter(chapter.id, link.range.clone()),
        "no such place in the page",
    );
    let message = format!("`{path}` has no anchor `#{anchor}`");
    let diagnostic = Diagnostic::new(RULE.name, message, label);
    let known = sorted.entry(target.id).or_insert_with(|| {
        let mut known: Vec<_> = anchors.keys().map(String::as_str).collect();
        known.sort_unstable();
        known
    });
    Some(match speller.nearest(anchor, known.iter().copied()) {
        Some(near) => diagnostic.help(format!("did you mean `#{near}`?")),
        None => {
            diagnostic.help("correct the link, or give the heading this id: `## Heading {#id}`")
        }
    })
}
