//! How rules are run: each looks, then levels and comments decide what of it is said.

use std::iter::once;

use book_model::{Diagnostic, Label, Severity, Span};
use book_plugin::Speller;
use rayon::prelude::*;

use crate::level::Level;
use crate::passed::Comments;
use crate::rule::{Check, Checked, Rule, Shared};
use crate::rules::RULES;

/// Everything that the rules find at their levels, in no particular order. With `only`, those
/// rules alone.
pub fn check(checked: &Checked<'_>, only: Option<&[&str]>) -> Vec<Diagnostic> {
    let rules: Vec<&Rule> = RULES
        .iter()
        .filter(|rule| only.is_none_or(|names| names.contains(&rule.name)))
        .filter(|rule| checked.levels.is_on(rule))
        .collect();
    let (mut found, shared) = rayon::join(
        || single(checked, &rules),
        || {
            let looks = rules.par_iter().filter_map(|rule| match rule.check {
                Check::Shared(look) => Some((*rule, look(checked, &Speller::default()))),
                _ => None,
            });
            looks.collect::<Vec<_>>()
        },
    );
    let mut comments = Comments::default();
    found.retain(|one| !comments.let_pass(checked, one.rule, &one.primary.span));
    for (rule, shared) in shared {
        let said = shared.into_iter();
        found.extend(said.filter_map(|one| at_one_place(checked, &mut comments, rule, one)));
    }
    for rule in &rules {
        if let Check::After(look) = rule.check {
            let more = look(checked, &Speller::default(), &found);
            let more = more.into_par_iter();
            let mut more: Vec<_> = more
                .filter_map(|one| one_at_level(checked, rule, one))
                .collect();
            more.retain(|one| !comments.let_pass(checked, one.rule, &one.primary.span));
            found.extend(more);
        }
    }
    let unused = comments.unused(checked, &rules);
    for rule in rules {
        if let Check::Allows(look) = rule.check {
            found.extend(at_level(checked, rule, look(checked, &unused)));
        }
    }
    found
}

/// What the rules find that look by themselves, each thing at its one place.
fn single(checked: &Checked<'_>, rules: &[&Rule]) -> Vec<Diagnostic> {
    let chapters = checked.model.chapters.par_iter();
    let in_chapters = chapters.flat_map_iter(|chapter| {
        rules.iter().flat_map(move |rule| match rule.check {
            Check::Chapter(look) => at_level(checked, rule, look(checked, chapter)),
            _ => Vec::new(),
        })
    });
    let in_book = rules.par_iter().flat_map_iter(|rule| match rule.check {
        // A speller of its own, so that what it says does not depend on the other rules.
        Check::Book(look) | Check::Config(look) => {
            at_level(checked, rule, look(checked, &Speller::default()))
        }
        Check::Files(look) => {
            let found = look(checked).into_iter();
            found
                .filter_map(|(path, diagnostic)| {
                    with_level(checked.levels.of(rule, Some(&path)), diagnostic)
                })
                .collect()
        }
        _ => Vec::new(),
    });
    in_chapters.chain(in_book).collect()
}

/// What a rule found, as the book's levels have it.
fn at_level(checked: &Checked<'_>, rule: &Rule, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let found = found.into_iter();
    found
        .filter_map(|one| one_at_level(checked, rule, one))
        .collect()
}

fn one_at_level(checked: &Checked<'_>, rule: &Rule, one: Diagnostic) -> Option<Diagnostic> {
    with_level(checked.level_at(rule, &one.primary.span), one)
}

fn with_level(level: Level, diagnostic: Diagnostic) -> Option<Diagnostic> {
    level.severity().map(|severity| Diagnostic {
        severity,
        ..diagnostic
    })
}

/// What is said of several places, at the first of those where it counts most; nothing where it is let
/// pass at each of them. A comment at any of them is of use.
fn at_one_place(
    checked: &Checked<'_>,
    comments: &mut Comments,
    rule: &Rule,
    shared: Shared,
) -> Option<Diagnostic> {
    let Shared { diagnostic, others } = shared;
    let mut best: Option<(Severity, Span)> = None;
    for span in once(diagnostic.primary.span).chain(others) {
        let severity = checked.level_at(rule, &span).severity();
        let Some(severity) = severity.filter(|_| !comments.let_pass(checked, rule.name, &span))
        else {
            continue;
        };
        if best.as_ref().is_none_or(|(known, _)| severity > *known) {
            best = Some((severity, span));
        }
    }
    let (severity, span) = best?;
    Some(Diagnostic {
        severity,
        primary: Label {
            span,
            ..diagnostic.primary
        },
        ..diagnostic
    })
}
