//! What comments in the text let pass: `<!-- allow: rule, why -->` ahead of a block.

use std::collections::{HashMap, HashSet};

use book_model::{Allow, ChapterId, Diagnostic, FileRef, Page};

use crate::rule::{Checked, Rule};

/// A comment that lets nothing pass.
#[derive(Debug, Clone, Copy)]
pub struct Unused<'a> {
    /// The chapter that it stands in.
    pub chapter: ChapterId,
    /// The comment.
    pub allow: &'a Allow,
}

/// What is left of `found`, and the comments that let none of it pass though the rule that they name
/// did look, or is none at all. What `book.toml` or SUMMARY.md has in it cannot be let pass.
pub(crate) fn let_pass<'a>(
    checked: &Checked<'a>,
    rules: &[&Rule],
    mut found: Vec<Diagnostic>,
) -> (Vec<Diagnostic>, Vec<Unused<'a>>) {
    let mut used = HashSet::new();
    let mut on_disk = OnDisk::new();
    found.retain(|diagnostic| {
        let by = passes(checked, &mut on_disk, diagnostic);
        used.extend(by);
        by.is_none()
    });
    let every = checked.model.chapters.iter().flat_map(|chapter| {
        let allows = chapter.page.allows.iter().enumerate();
        allows.map(move |(index, allow)| (chapter.id, index, allow))
    });
    let unused = every
        .filter(|(chapter, index, _)| !used.contains(&(*chapter, *index)))
        .filter(|(chapter, _, allow)| {
            let known = crate::rules::RULES
                .iter()
                .find(|rule| rule.name == allow.rule);
            known.is_none_or(|rule| {
                let ran = rules.iter().any(|other| other.name == rule.name);
                ran && checked.level_in(rule, *chapter).severity().is_some()
            })
        })
        .map(|(chapter, _, allow)| Unused { chapter, allow })
        .collect();
    (found, unused)
}

/// The comments in the files of chapters, as far as something was found there.
type OnDisk = HashMap<ChapterId, Vec<Allow>>;

/// The comment that lets this pass, by its chapter and its index there.
fn passes(
    checked: &Checked<'_>,
    on_disk: &mut OnDisk,
    diagnostic: &Diagnostic,
) -> Option<(ChapterId, usize)> {
    match diagnostic.primary.span.file {
        FileRef::Chapter(id) => {
            let allows = &checked.model.chapter(id).page.allows;
            Some((id, covering(allows, diagnostic)?))
        }
        FileRef::OnDisk(id) => {
            let text = checked.sources.text(FileRef::OnDisk(id));
            let in_file = on_disk
                .entry(id)
                .or_insert_with(|| Page::parse(text, checked.settings).allows);
            let index = covering(in_file, diagnostic)?;
            // The same comment in the text with its includes.
            let same = |allow: &Allow| {
                allow.rule == in_file[index].rule && allow.why == in_file[index].why
            };
            let before = in_file[..index].iter().filter(|allow| same(allow)).count();
            let received = checked.model.chapter(id).page.allows.iter().enumerate();
            let mut received = received.filter(|(_, allow)| same(allow));
            Some((id, received.nth(before).map_or(usize::MAX, |(at, _)| at)))
        }
        FileRef::Config | FileRef::Summary => None,
    }
}

/// The comment whose block holds what was found.
fn covering(allows: &[Allow], diagnostic: &Diagnostic) -> Option<usize> {
    let start = diagnostic.primary.span.start;
    // The covered blocks of a container can lie in one another: the innermost comment counts.
    allows.iter().rposition(|allow| {
        allow.rule == diagnostic.rule
            && !allow.why.is_empty()
            && allow.covers.start <= start
            && start < allow.covers.end.max(allow.range.end)
    })
}
