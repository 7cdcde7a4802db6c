//! # heading-skips-level
//!
//! Finds a heading that stands two levels or more below the one ahead of it.
//!
//! Headings are the outline of a page. Whoever listens to it moves from heading to heading, and a level
//! that is left out sounds like a part that was missed (WCAG 2.2, techniques G141 and H42). The size
//! of its letters is no reason to choose a level: the theme sets that. To go up by any number of levels
//! is fine. The level that a page begins with is the affair of `missing-title`. Headings in raw
//! HTML count, those in quotations and in footnotes do not.
//!
//! ## Bad
//!
//! ```md
//! # Timeouts
//!
//! ## How long to wait
//!
//! #### For a database
//! ```
//!
//! ## Good
//!
//! ```md
//! # Timeouts
//!
//! ## How long to wait
//!
//! ### For a database
//!
//! ## What to do next
//! ```

use book_model::{Chapter, Diagnostic, Label, Section, Span};

use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "heading-skips-level",
    level: Level::Warn,
    source: include_str!("heading_skips_level.rs"),
    check: Check::Chapter(check),
};

fn check(_: &Checked<'_>, chapter: &Chapter) -> Vec<Diagnostic> {
    let pairs = chapter.page.outline.windows(2);
    pairs
        .filter(|pair| pair[1].level > pair[0].level + 1)
        .map(|pair| diagnostic(chapter, &pair[0], &pair[1]))
        .collect()
}

fn diagnostic(chapter: &Chapter, above: &Section, section: &Section) -> Diagnostic {
    let wanted = above.level + 1;
    let message = format!(
        "this heading is of level {}, and the one above it of level {}",
        section.level, above.level
    );
    let span = |section: &Section| Span::chapter(chapter.id, section.range.clone());
    let label = Label::new(
        span(section),
        format!("no heading of level {wanted} between"),
    );
    let diagnostic = Diagnostic::new(RULE.name, message, label);
    diagnostic
        .label(span(above), format!("of level {}", above.level))
        .help(format!(
            "make it a heading of level {wanted}, and raise those that belong to it by as much"
        ))
}
