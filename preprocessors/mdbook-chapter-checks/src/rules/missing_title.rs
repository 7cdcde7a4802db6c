//! # missing-title
//!
//! Finds a chapter without a title: no heading of level 1 stands in it.
//!
//! SUMMARY.md gives a chapter its name in the sidebar. Whoever comes from a search engine or from a
//! link, or listens to the page, meets the text first, and is not told what it is about. A heading
//! in raw HTML counts. So does one of level 2 in a chapter that stands in another in SUMMARY.md, and so
//! on down: some books write the whole as one outline. Drafts, chapters with nothing in them, and
//! those that a plugin made are not looked at.
//!
//! ## Bad
//!
//! ```md
//! //- src/SUMMARY.md
//! - [Timeouts](timeouts.md)
//! //- src/timeouts.md
//! A call that waits for ever holds a thread for ever.
//! ```
//!
//! ## Good
//!
//! ```md
//! //- src/SUMMARY.md
//! - [Timeouts](timeouts.md)
//! //- src/timeouts.md
//! # Timeouts
//!
//! A call that waits for ever holds a thread for ever.
//! ```

use std::ops::Range;

use book_model::{Chapter, Diagnostic, Label, Span};

use crate::level::Level;
use crate::listed::{depth, title};
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "missing-title",
    level: Level::Warn,
    source: include_str!("missing_title.rs"),
    check: Check::Chapter(check),
};

fn check(checked: &Checked<'_>, chapter: &Chapter) -> Vec<Diagnostic> {
    let entry = checked.listed.of(checked, chapter);
    let (Some(entry), None) = (entry, title(checked, chapter)) else {
        return Vec::new();
    };
    let first = chapter.page.outline.first();
    let (range, label) = match first {
        Some(section) if section.title.is_empty() => (section.range.clone(), "no words".to_owned()),
        Some(section) => {
            let label = format!("the first heading is of level {}", section.level);
            (section.range.clone(), label)
        }
        None => match begins(checked, chapter) {
            Some(range) => (range, "the text begins without one".to_owned()),
            None => return Vec::new(),
        },
    };
    let depth = depth(checked, chapter);
    // One level too low in a book that is one outline; else a title is of level 1.
    let marks = match first {
        Some(section) if section.level == depth.saturating_add(1) => "#".repeat(depth.into()),
        _ => "#".to_owned(),
    };
    let label = Label::new(Span::chapter(chapter.id, range), label);
    let diagnostic = Diagnostic::new(RULE.name, "this chapter has no title", label).help(format!(
        "write its title at the head of the chapter, with a blank line below it: `{marks} {}`",
        entry.name
    ));
    let renamed = first.filter(|section| !section.title.is_empty());
    vec![match renamed {
        Some(section) => diagnostic.help(format!(
            "or, where this heading is the title, write it as `{marks} {}`",
            section.title
        )),
        None => diagnostic,
    }]
}

/// The first line that a reader sees, or the place of what a plugin will put there.
fn begins(checked: &Checked<'_>, chapter: &Chapter) -> Option<Range<usize>> {
    let text = &checked.sources.chapters[chapter.id.0].text;
    let page = &chapter.page;
    let prose = Some(page.prose_start).filter(|&start| start < text.len());
    let media = page.media.first().map(|media| media.range.start);
    let marker = page.markers.first().map(|marker| marker.range.start);
    let start = prose.into_iter().chain(media).chain(marker).min()?;
    let line = text[start..].lines().next().unwrap_or_default();
    Some(start..start + line.len())
}
