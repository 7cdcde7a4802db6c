//! The first paragraph, ordered lists, checklists.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Tag};

use super::definitions::link_at;
use super::inlines::{first_paragraph, inlines};
use super::{Heading, Link, Parsed};
use crate::inline::Inlines;

/// The word that the heading of a checklist begins with.
const CHECKLIST: &str = "checklist";

/// An item of an ordered list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its bytes.
    pub range: Range<usize>,
    /// The link that it begins with, by its index among the page's links.
    pub link: Option<usize>,
    /// What its first paragraph says behind that link; all of it where it begins with none.
    pub rest: Inlines,
}

/// An item of a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistItem {
    /// The heading that it stands under, by its index among the page's headings.
    pub heading: usize,
    /// Its first paragraph.
    pub text: Inlines,
}

/// The indices of the events that start a block of the text itself, in order.
fn top_level_blocks<'a>(parsed: &'a Parsed<'_>) -> impl Iterator<Item = usize> + 'a {
    let mut next = 0;
    std::iter::from_fn(move || {
        let at = next;
        parsed.events.get(at)?;
        next = parsed.close[at] + 1;
        Some(at)
    })
}

/// The first paragraph of the text that says something.
pub(super) fn lead(parsed: &Parsed<'_>) -> Inlines {
    let paragraphs = top_level_blocks(parsed).filter(|&at| {
        let (event, range) = &parsed.events[at];
        matches!(event, Event::Start(Tag::Paragraph)) && parsed.is_authored(range.start)
    });
    let mut texts = paragraphs.map(|at| inlines(parsed, at + 1..parsed.close[at]));
    texts.find(|text| !text.is_empty()).unwrap_or_default()
}

/// The ordered lists of the text itself.
pub(super) fn ordered_lists(parsed: &Parsed<'_>, links: &[Link]) -> Vec<Vec<Item>> {
    let lists = top_level_blocks(parsed).filter(|&at| {
        let (event, range) = &parsed.events[at];
        matches!(event, Event::Start(Tag::List(Some(_)))) && parsed.is_authored(range.start)
    });
    lists
        .map(|list| {
            items(parsed, list)
                .map(|at| item(parsed, links, at))
                .collect()
        })
        .collect()
}

/// The items of a list, nested ones left out.
fn items<'a>(parsed: &'a Parsed<'_>, list: usize) -> impl Iterator<Item = usize> + 'a {
    let mut next = list + 1;
    std::iter::from_fn(move || {
        let at = next;
        next = parsed.close[at] + 1;
        matches!(parsed.events[at].0, Event::Start(Tag::Item)).then_some(at)
    })
}

fn item(parsed: &Parsed<'_>, links: &[Link], start: usize) -> Item {
    let run = first_paragraph(parsed, start);
    // The link may be set off by emphasis.
    let opening = run.clone().find(|&at| {
        !matches!(
            parsed.events[at].0,
            Event::Start(Tag::Emphasis | Tag::Strong)
        )
    });
    let link_event =
        opening.filter(|&at| matches!(parsed.events[at].0, Event::Start(Tag::Link { .. })));
    let link = link_event.and_then(|at| link_at(links, &parsed.events[at].1));
    let rest = link_event.map_or(run.clone(), |at| parsed.close[at] + 1..run.end);
    Item {
        range: parsed.events[start].1.clone(),
        link,
        rest: inlines(parsed, rest),
    }
}

/// The items of the lists under each heading that begins with 'Checklist', nested ones too.
pub(super) fn checklist(parsed: &Parsed<'_>, headings: &[Heading]) -> Vec<ChecklistItem> {
    let mut found = Vec::new();
    let mut under: Option<usize> = None;
    for at in top_level_blocks(parsed) {
        let (event, range) = &parsed.events[at];
        match event {
            Event::Start(Tag::Heading { .. }) => {
                let heading = headings
                    .binary_search_by_key(&range.start, |heading| heading.range.start)
                    .ok();
                under = heading.filter(|&index| is_checklist(&headings[index].text));
            }
            Event::Start(Tag::List(_)) if parsed.is_authored(range.start) => {
                let Some(heading) = under else {
                    continue;
                };
                let items = (at..parsed.close[at])
                    .filter(|&item| matches!(parsed.events[item].0, Event::Start(Tag::Item)));
                found.extend(items.map(|item| ChecklistItem {
                    heading,
                    text: inlines(parsed, first_paragraph(parsed, item)),
                }));
            }
            _ => {}
        }
    }
    found.retain(|item: &ChecklistItem| !item.text.is_empty());
    found
}

fn is_checklist(heading: &str) -> bool {
    let first = heading.split(|char: char| !char.is_alphanumeric()).next();
    first.is_some_and(|word| word.eq_ignore_ascii_case(CHECKLIST))
}

#[cfg(test)]
mod tests {
    use crate::page::Page;
    use crate::settings::Settings;

    #[test]
    fn the_box_of_a_task_is_no_part_of_its_text() {
        for (text, item) in [
            ("- [ ] one", "one"),
            ("- [x]\n  one\n  two", "one two"),
            ("- [ ] one\n\n  more", "one"),
            ("- [ ]\n\n  - one", "one"),
        ] {
            let page = Page::parse(&format!("# Checklist\n\n{text}\n"), &Settings::default());
            let items: Vec<_> = page.checklist.iter().map(|one| one.text.plain()).collect();
            assert_eq!(items, [item], "{text}");
        }
        let page = Page::parse(
            "1. [ ] [A](a.md) why\n2. [x]\n   *[B](b.md)*",
            &Settings::default(),
        );
        let links: Vec<_> = page.ordered_lists[0].iter().map(|item| item.link).collect();
        assert_eq!(links, [Some(0), Some(1)]);
    }
}
