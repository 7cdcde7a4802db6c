//! What comments in the text let pass: `<!-- allow: rule, why -->` ahead of a block.

use std::collections::HashSet;

use book_model::{Allow, ChapterId, Diagnostic, FileRef, Model};

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
    found.retain(|diagnostic| {
        let by = passes(checked.model, diagnostic);
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

/// The comment that lets this pass, by its chapter and its index there.
fn passes(model: &Model, diagnostic: &Diagnostic) -> Option<(ChapterId, usize)> {
    let span = &diagnostic.primary.span;
    let FileRef::Chapter(id) = span.file else {
        return None;
    };
    let allows = &model.chapter(id).page.allows;
    // The covered blocks of a container can lie in one another: the innermost comment counts.
    let index = allows.iter().rposition(|allow| {
        allow.rule == diagnostic.rule
            && !allow.why.is_empty()
            && allow.covers.start <= span.start
            && span.start < allow.covers.end.max(allow.range.end)
    })?;
    Some((id, index))
}
