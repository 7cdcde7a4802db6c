//! What comments in the text let pass: `<!-- allow: rule, why -->` ahead of a block.

use std::collections::{HashMap, HashSet};

use book_model::{Allow, ChapterId, FileRef, Page, Span};

use crate::rule::{Checked, Rule};
use crate::rules::RULES;

/// A comment that lets nothing pass.
#[derive(Debug, Clone, Copy)]
pub struct Unused<'a> {
    /// The chapter that it stands in.
    pub chapter: ChapterId,
    /// The comment.
    pub allow: &'a Allow,
}

/// The comments of a book, and which of them were of use.
#[derive(Default)]
pub(crate) struct Comments {
    /// By the chapter and the index there.
    used: HashSet<(ChapterId, usize)>,
    /// By the text that they stand in, as far as something was found there.
    covers: HashMap<FileRef, Covers>,
}

impl Comments {
    /// Whether a comment lets pass what a rule has found at this place: it was of use then. What
    /// `book.toml` or SUMMARY.md has in it cannot be let pass.
    pub(crate) fn let_pass(&mut self, checked: &Checked<'_>, rule: &str, span: &Span) -> bool {
        let (FileRef::Chapter(id) | FileRef::OnDisk(id)) = span.file else {
            return false;
        };
        let covers = self.covers.entry(span.file);
        let covers = covers.or_insert_with(|| Covers::of(checked, span.file, id));
        let by = covers.find(rule, span.start);
        self.used.extend(by.map(|index| (id, index)));
        by.is_some()
    }

    /// The comments that have let nothing pass though the rule that they name did look, or is none
    /// at all.
    pub(crate) fn unused<'a>(&self, checked: &Checked<'a>, rules: &[&Rule]) -> Vec<Unused<'a>> {
        let every = checked.model.chapters.iter().flat_map(|chapter| {
            let allows = chapter.page.allows.iter().enumerate();
            allows.map(move |(index, allow)| (chapter.id, index, allow))
        });
        every
            .filter(|(chapter, index, _)| !self.used.contains(&(*chapter, *index)))
            .filter(|(chapter, _, allow)| {
                let known = RULES.iter().find(|rule| rule.name == allow.rule);
                known.is_none_or(|rule| {
                    let ran = rules.iter().any(|other| other.name == rule.name);
                    ran && checked.level_in(rule, *chapter).severity().is_some()
                })
            })
            .map(|(chapter, _, allow)| Unused { chapter, allow })
            .collect()
    }
}

/// What the comments of one text cover, by the rule that they name, in the order of the text.
struct Covers(HashMap<String, Vec<Cover>>);

/// What a comment covers.
struct Cover {
    start: usize,
    end: usize,
    /// The comment, by its index among those of the chapter; `None` for one in the chapter's file that
    /// the chapter did not receive.
    index: Option<usize>,
    /// The nearest one before that goes on further.
    around: Option<usize>,
}

impl Covers {
    fn of(checked: &Checked<'_>, file: FileRef, id: ChapterId) -> Covers {
        let received = &checked.model.chapter(id).page.allows;
        if matches!(file, FileRef::Chapter(_)) {
            return Covers::new(received.iter().enumerate().map(|(at, one)| (one, Some(at))));
        }
        let in_file = Page::parse(checked.sources.text(file), checked.settings).allows;
        // The same comments in the text with its includes: of several that say the same, in order.
        let mut same: HashMap<_, Vec<usize>> = HashMap::new();
        for (index, allow) in received.iter().enumerate().rev() {
            let same = same.entry((allow.rule.as_str(), allow.why.as_str()));
            same.or_default().push(index);
        }
        Covers::new(in_file.iter().map(|allow| {
            let same = same.get_mut(&(allow.rule.as_str(), allow.why.as_str()));
            (allow, same.and_then(Vec::pop))
        }))
    }

    fn new<'a>(allows: impl Iterator<Item = (&'a Allow, Option<usize>)>) -> Covers {
        let mut by_rule: HashMap<String, Vec<Cover>> = HashMap::new();
        for (allow, index) in allows.filter(|(allow, _)| !allow.why.is_empty()) {
            let covers = by_rule.entry(allow.rule.clone()).or_default();
            let end = allow.covers.end.max(allow.range.end);
            let mut around = covers.len().checked_sub(1);
            while let Some(before) = around.filter(|&before| covers[before].end <= end) {
                around = covers[before].around;
            }
            covers.push(Cover {
                start: allow.covers.start,
                end,
                index,
                around,
            });
        }
        Covers(by_rule)
    }

    /// The comment whose block holds this byte, by its index among those of the chapter. The covered
    /// blocks of a container can lie in one another: the innermost comment counts.
    fn find(&self, rule: &str, at: usize) -> Option<usize> {
        let covers = self.0.get(rule)?;
        let mut last = covers
            .partition_point(|cover| cover.start <= at)
            .checked_sub(1);
        while let Some(cover) = last.map(|last| &covers[last]) {
            if at < cover.end {
                // That of a comment which the chapter did not receive is no index of it.
                return Some(cover.index.unwrap_or(usize::MAX));
            }
            last = cover.around;
        }
        None
    }
}
