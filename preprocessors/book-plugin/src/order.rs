//! Whether mdBook runs the plugins in the order that they need.

use std::collections::{BTreeMap, BTreeSet};

use book_model::{Diagnostic, Label, Span, key_range};
use serde_json::Value;

use crate::Context;

/// The preprocessors that mdBook runs unasked.
const DEFAULTS: [&str; 2] = ["index", "links"];

/// An error for each plugin among `after` that mdBook would run behind `plugin`, and for each among
/// `before` that it would run ahead of it. A plugin that the book does not use is passed over.
pub fn out_of_order(
    context: &Context,
    plugin: &str,
    after: &[&str],
    before: &[&str],
    config: &str,
) -> Vec<Diagnostic> {
    let order = Order::of(context);
    let Some(own) = order.place(plugin) else {
        return Vec::new();
    };
    let late = after
        .iter()
        .filter(|other| order.place(other).is_some_and(|other| other > own));
    let early = before
        .iter()
        .filter(|other| order.place(other).is_some_and(|other| other < own));
    let span = || Span::config(key_range(config, &["preprocessor", plugin]));
    let diagnostic = |other: &str, wrong: &str, key: &str| {
        let message = format!("mdBook runs `{plugin}` {wrong} `{other}`");
        Diagnostic::new(
            "plugin-order",
            message,
            Label::new(span(), "in this order it cannot do its work"),
        )
        .help(format!(
            "write `{key} = [\"{other}\"]` into [preprocessor.{plugin}]"
        ))
    };
    late.map(|other| diagnostic(other, "ahead of", "after"))
        .chain(early.map(|other| diagnostic(other, "behind", "before")))
        .collect()
}

/// The order in which mdBook runs its preprocessors: in rounds, each of those that wait for nothing
/// more, and by name within a round (`mdbook-driver` 0.5.4, `determine_preprocessors`).
struct Order {
    /// For each, those that it waits for.
    waits_for: BTreeMap<String, BTreeSet<String>>,
}

impl Order {
    fn of(context: &Context) -> Order {
        let defaults = context.config.pointer("/build/use-default-preprocessors");
        let defaults: &[&str] = if defaults == Some(&Value::Bool(false)) {
            &[]
        } else {
            &DEFAULTS
        };
        let tables = context
            .config
            .get("preprocessor")
            .and_then(Value::as_object);
        let mut waits_for: BTreeMap<String, BTreeSet<String>> = defaults
            .iter()
            .map(|name| ((*name).to_owned(), BTreeSet::new()))
            .collect();
        for name in tables.into_iter().flat_map(|tables| tables.keys()) {
            waits_for.entry(name.clone()).or_default();
        }
        for (name, table) in tables.into_iter().flatten() {
            for other in strings(table, "before") {
                waits_for.entry(other).and_modify(|waits| {
                    waits.insert(name.clone());
                });
            }
            let known: Vec<_> = strings(table, "after")
                .filter(|other| waits_for.contains_key(other))
                .collect();
            waits_for.entry(name.clone()).or_default().extend(known);
        }
        Order { waits_for }
    }

    /// The round and the name, which compare as the order does; `None` when it does not run, or
    /// waits for itself, which mdBook refuses.
    fn place<'a>(&self, name: &'a str) -> Option<(usize, &'a str)> {
        if !self.waits_for.contains_key(name) {
            return None;
        }
        let mut done: BTreeSet<&str> = BTreeSet::new();
        for round in 0..self.waits_for.len() {
            let waits =
                |waits: &BTreeSet<String>| waits.iter().any(|other| !done.contains(other.as_str()));
            let ready: Vec<_> = self
                .waits_for
                .iter()
                .filter(|(_, needed)| !waits(needed))
                .collect();
            if ready.iter().any(|(ready, _)| ready.as_str() == name) {
                return Some((round, name));
            }
            done.extend(ready.into_iter().map(|(ready, _)| ready.as_str()));
        }
        None
    }
}

fn strings<'a>(table: &'a Value, key: &str) -> impl Iterator<Item = String> + 'a {
    let values = table.get(key).and_then(Value::as_array);
    values
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of chapter-checks with these keys in its table.
    fn said(keys: &str) -> Vec<String> {
        let toml = format!("[preprocessor.chapter-checks]\n{keys}\n[preprocessor.concept-index]\n");
        let context = Context {
            pages: book_model::Pages::default(),
            root: ".".into(),
            renderer: "html".into(),
            config: toml_to_json(&toml),
        };
        let found = out_of_order(
            &context,
            "chapter-checks",
            &["links"],
            &["concept-index"],
            &toml,
        );
        found
            .into_iter()
            .map(|diagnostic| diagnostic.message)
            .collect()
    }

    fn toml_to_json(text: &str) -> Value {
        let fixture = format!("//- book.toml\n{text}");
        book_model::fixture::Fixture::parse(&fixture).config()
    }

    #[test]
    fn ties_are_by_name_so_that_links_would_come_too_late() {
        assert_eq!(said(""), ["mdBook runs `chapter-checks` ahead of `links`"]);
    }

    #[test]
    fn waiting_for_links_puts_it_behind_the_others_unless_it_says_so() {
        assert_eq!(
            said("after = [\"links\"]"),
            ["mdBook runs `chapter-checks` behind `concept-index`"]
        );
        assert!(said("after = [\"links\"]\nbefore = [\"concept-index\"]").is_empty());
    }
}
