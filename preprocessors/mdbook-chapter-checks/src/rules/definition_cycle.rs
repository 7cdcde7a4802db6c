//! # definition-cycle
//!
//! Finds definitions that explain each other in a circle.
//!
//! Whoever knows none of them has nowhere to begin: each note sends the reader to the next, and the
//! last one back to the first. On the concept map there is no order to draw. Every link in a
//! definition counts, except signposts (`?later`). Of circles that have a concept in common the
//! shortest is shown.
//!
//! ## Bad
//!
//! ```md
//! [Retry](concept:)
//! : Another attempt at a request that failed, as far as the [retry budget](concept:) goes.
//!
//! [Retry budget](concept:)
//! : A cap on the share of requests that may be [retries](concept:).
//! ```
//!
//! ## Good
//!
//! ```md
//! [Retry](concept:)
//! : Another attempt at a request that failed.
//!
//! [Retry budget](concept:)
//! : A cap on the share of requests that may be [retries](concept:).
//!
//! Without a [retry budget](concept:) they add up.
//! ```

use std::collections::HashMap;

use book_model::{ConceptId, Cycle, Diagnostic, Label, Model, UseKind};
use book_plugin::Speller;

use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "definition-cycle",
    level: Level::Warn,
    source: include_str!("definition_cycle.rs"),
    check: Check::Book(check),
};

/// How many concepts of a circle are named, and how many of its links are shown.
const NAMED: usize = 5;
const LABELLED: usize = 12;

/// Where the definition of one concept first uses another: the chapter's uses, by their index.
type Edges = HashMap<(ConceptId, ConceptId), usize>;

fn check(checked: &Checked<'_>, _: &Speller) -> Vec<Diagnostic> {
    let model = checked.model;
    let cycles = model.cycles();
    if cycles.is_empty() {
        return Vec::new();
    }
    let mut edges = Edges::new();
    for (index, used) in model.uses.iter().enumerate() {
        if let (Some(from), UseKind::Required) = (used.in_definition, used.kind) {
            edges.entry((from, used.concept)).or_insert(index);
        }
    }
    cycles
        .iter()
        .filter_map(|cycle| diagnostic(model, &edges, cycle))
        .collect()
}

fn diagnostic(model: &Model, edges: &Edges, cycle: &Cycle) -> Option<Diagnostic> {
    let circle = &cycle.shortest;
    let name = |id: ConceptId| format!("`{}`", model.concept(id).name);
    let mut labels = (0..circle.len().min(LABELLED)).filter_map(|at| {
        let (from, to) = (circle[at], circle[(at + 1) % circle.len()]);
        let used = &model.uses[*edges.get(&(from, to))?];
        let text = format!("{} depends on {}", name(from), name(to));
        Some(Label::new(model.link(used.chapter, used.link), text))
    });
    let first = labels.next()?;
    let used = &model.uses[*edges.get(&(circle[0], circle[1]))?];
    let id = &model.concept(used.concept).id;
    let names: Vec<_> = circle.iter().copied().map(name).collect();
    let message = format!(
        "the definitions of {} explain each other in a circle",
        listed(&names)
    );
    let mut diagnostic = Diagnostic::new(RULE.name, message, first)
        .help("explain one of them in words that need none of the others")
        .help(format!(
            "or, if the reader can do without the other here, make the link a signpost: `concept:{id}?later`"
        ));
    diagnostic.labels.extend(labels);
    Some(match cycle.concepts - circle.len() {
        0 => diagnostic,
        1 => diagnostic.help("one more concept lies on such a circle with these"),
        more => diagnostic.help(format!(
            "{more} more concepts lie on such circles with these"
        )),
    })
}

/// `a`, `b` and `c`
fn listed(names: &[String]) -> String {
    match names {
        [rest @ .., last] if !rest.is_empty() && names.len() <= NAMED => {
            format!("{} and {last}", rest.join(", "))
        }
        _ if names.len() > NAMED => {
            let more = names.len() - NAMED;
            format!("{} and {more} more", names[..NAMED].join(", "))
        }
        _ => names.concat(),
    }
}
