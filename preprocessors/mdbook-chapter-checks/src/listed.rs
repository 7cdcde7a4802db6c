//! What SUMMARY.md lists, and how its names stand to the titles of the chapters.

use std::collections::HashMap;

use book_model::{Chapter, Section, SummaryEntry, normalize, summary_entries};

use crate::rule::Checked;
use crate::titles::key;

/// The chapters that SUMMARY.md lists.
pub(crate) struct Listed {
    /// In order, drafts included.
    pub(crate) entries: Vec<SummaryEntry>,
    by_path: HashMap<String, usize>,
    /// By the words of the name.
    by_words: HashMap<String, usize>,
}

impl Listed {
    pub(crate) fn new(summary: &str) -> Listed {
        let entries = summary_entries(summary);
        let paths = entries.iter().enumerate();
        let by_path = paths.filter_map(|(index, entry)| Some((entry.path.clone()?, index)));
        let names = entries.iter().enumerate().rev();
        let by_words = names.map(|(index, entry)| (key(&entry.name), index));
        Listed {
            by_path: by_path.collect(),
            by_words: by_words.collect(),
            entries,
        }
    }

    /// The entry of the file at this path below the source folder.
    pub(crate) fn entry(&self, path: &str) -> Option<&SummaryEntry> {
        let index = *self.by_path.get(&normalize(path)?)?;
        Some(&self.entries[index])
    }

    /// The first entry that has the words of this title for its name.
    pub(crate) fn named(&self, title: &str) -> Option<&SummaryEntry> {
        let index = *self.by_words.get(&key(title))?;
        Some(&self.entries[index])
    }

    /// The entry of a chapter; `None` for one that a plugin made.
    pub(crate) fn of(&self, checked: &Checked<'_>, chapter: &Chapter) -> Option<&SummaryEntry> {
        let source = &checked.sources.chapters[chapter.id.0];
        self.entry(source.source_path.as_deref()?)
    }
}

/// How deep a chapter stands in SUMMARY.md: 1 for one that stands in no other.
pub(crate) fn depth(checked: &Checked<'_>, chapter: &Chapter) -> u8 {
    let number = checked.sources.chapters[chapter.id.0].number.as_deref();
    let parts = number.map(|number| number.split('.').filter(|part| !part.is_empty()).count());
    u8::try_from(parts.unwrap_or(1)).unwrap_or(u8::MAX)
}

/// The heading that is a chapter's title: the first of level 1, else the first whose level is no lower
/// than the chapter's own in SUMMARY.md.
pub(crate) fn title<'a>(checked: &Checked<'_>, chapter: &'a Chapter) -> Option<&'a Section> {
    let depth = depth(checked, chapter);
    let titles = || {
        let sections = chapter.page.outline.iter();
        sections.filter(|section| !section.title.is_empty())
    };
    titles()
        .find(|section| section.level == 1)
        .or_else(|| titles().find(|section| section.level <= depth))
}
