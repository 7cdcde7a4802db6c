//! # title-differs-from-summary
//!
//! Finds a chapter whose title is another than its name in SUMMARY.md.
//!
//! A reader who clicks on one name in the sidebar and arrives under another wonders whether the page
//! is the right one. It happens when a chapter is renamed in one place, or begun as a copy of
//! another. The two need not be the same: case, markup, punctuation, numbers in front and the forms of a
//! word do not count; one may be the initials of the other; and one word that both have is enough, unless
//! the title is the name of another chapter. They may differ where the title speaks of the part or
//! of the chapters that this one stands in: "Introduction" may open with their name. The first chapter is
//! not looked at, since many a book has its own title there.
//!
//! ## Bad
//!
//! ```md
//! //- src/SUMMARY.md
//! - [Timeouts](timeouts.md)
//! - [Retries](retries.md)
//! //- src/timeouts.md
//! # Timeouts
//! //- src/retries.md
//! # Timeouts
//! ```
//!
//! ## Good
//!
//! ```md
//! //- src/SUMMARY.md
//! - [Timeouts](timeouts.md)
//! - [Retries](retries.md)
//! //- src/timeouts.md
//! # 1. Timeouts, and how to choose one
//! //- src/retries.md
//! # `Retry`
//! ```

use book_model::{Chapter, Diagnostic, Label, Span};

use crate::level::Level;
use crate::listed::title;
use crate::rule::{Check, Checked, Rule};
use crate::titles::{Likeness, likeness};

pub(crate) const RULE: Rule = Rule {
    name: "title-differs-from-summary",
    level: Level::Warn,
    source: include_str!("title_differs_from_summary.rs"),
    check: Check::Chapter(check),
};

fn check(checked: &Checked<'_>, chapter: &Chapter) -> Vec<Diagnostic> {
    differs(checked, chapter).into_iter().collect()
}

fn differs(checked: &Checked<'_>, chapter: &Chapter) -> Option<Diagnostic> {
    let entry = checked.listed.of(checked, chapter)?;
    let section = title(checked, chapter)?;
    let first = checked.model.chapters.iter().find(|one| one.path.is_some());
    if first.is_some_and(|first| first.id == chapter.id) {
        return None;
    }
    let of_another = checked.listed.named(&section.title);
    match likeness(&entry.name, &section.title) {
        Likeness::Alike => return None,
        Likeness::Akin if of_another.is_none() => return None,
        Likeness::Akin | Likeness::Unlike => {}
    }
    let around = around(checked, chapter);
    if around
        .iter()
        .any(|name| likeness(name, &section.title) > Likeness::Unlike)
    {
        return None;
    }
    let message = format!(
        "this chapter is called \"{}\", and \"{}\" in SUMMARY.md",
        section.title, entry.name
    );
    let here = Span::chapter(chapter.id, section.range.clone());
    let diagnostic = Diagnostic::new(RULE.name, message, Label::new(here, "its title"))
        .label(Span::summary(entry.range.clone()), "its name");
    Some(match of_another {
        Some(other) => diagnostic
            .label(
                Span::summary(other.range.clone()),
                "the name of another chapter",
            )
            .help(format!("give it a title of its own: `# {}`", entry.name)),
        None => diagnostic.help("give both the same words, or make one a part of the other"),
    })
}

/// The names of the part and of the chapters that a chapter stands in.
fn around<'a>(checked: &Checked<'a>, chapter: &Chapter) -> Vec<&'a str> {
    let chapters = &checked.sources.chapters;
    let source = &chapters[chapter.id.0];
    let part = source.part.as_ref().map(|part| part.title.as_str());
    let mut names: Vec<_> = part.into_iter().collect();
    let mut number = source.number.as_deref().unwrap_or_default();
    for other in chapters[..chapter.id.0].iter().rev() {
        // A number of one part, such as `3.`, stands in no other.
        if number.find('.').is_none_or(|dot| dot + 1 == number.len()) {
            break;
        }
        let Some(of_other) = other.number.as_deref() else {
            continue;
        };
        if of_other.len() < number.len() && number.starts_with(of_other) {
            names.push(&other.name);
            number = of_other;
        }
    }
    names
}
