//! The chapters that SUMMARY.md lists, with their places in it.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::url::normalize;

/// A chapter in SUMMARY.md.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryEntry {
    /// Its name, without markup.
    pub name: String,
    /// Its file below the source folder; `None` for a draft, and for one above that folder.
    pub path: Option<String>,
    /// The bytes of its link.
    pub range: Range<usize>,
}

/// The chapters that SUMMARY.md lists, in order, read as `mdbook-summary` 0.5.4 reads them: every
/// link but those in a part's title, parsed with no extension of Markdown.
pub fn summary_entries(summary: &str) -> Vec<SummaryEntry> {
    let mut entries: Vec<SummaryEntry> = Vec::new();
    let mut open: Option<SummaryEntry> = None;
    let mut in_title = false;
    for (event, range) in Parser::new(summary).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => in_title = level == HeadingLevel::H1,
            Event::End(TagEnd::Heading(_)) => in_title = false,
            Event::End(TagEnd::Link) => entries.extend(open.take()),
            Event::Start(Tag::Link { dest_url, .. }) if !in_title => {
                // Nothing else in it is decoded.
                let path = dest_url.replace("%20", " ");
                open = Some(SummaryEntry {
                    name: String::new(),
                    path: normalize(&path).filter(|path| !path.is_empty()),
                    range,
                });
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(entry) = &mut open {
                    entry.name.push_str(&text);
                }
            }
            Event::SoftBreak => {
                if let Some(entry) = &mut open {
                    entry.name.push(' ');
                }
            }
            _ => {}
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_link_of_a_chapter_is_one() {
        let summary = "# Summary [no](no.md)\n\n[Preface](./preface.md)\n\n# Part\n\n\
            - [A `code` &amp; *b*](a%20b.md)\n  - [Draft]()\n\n---\n\n- [Ü](<c/ü.md>)\n\n\
            <!-- - [Gone](gone.md) -->\n\n[End](../end.md)\n";
        let entries = summary_entries(summary);
        let rows: Vec<_> = entries
            .iter()
            .map(|entry| {
                (
                    entry.name.as_str(),
                    entry.path.as_deref(),
                    &summary[entry.range.clone()],
                )
            })
            .collect();
        assert_eq!(
            rows,
            [
                ("Preface", Some("preface.md"), "[Preface](./preface.md)"),
                (
                    "A code & b",
                    Some("a b.md"),
                    "[A `code` &amp; *b*](a%20b.md)"
                ),
                ("Draft", None, "[Draft]()"),
                ("Ü", Some("c/ü.md"), "[Ü](<c/ü.md>)"),
                ("End", None, "[End](../end.md)"),
            ]
        );
    }
}
