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
    let order = Order::of(&context.config);
    let late = after
        .iter()
        .filter(|other| order.runs_behind(other, plugin));
    let early = before
        .iter()
        .filter(|other| order.runs_behind(plugin, other));
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
#[derive(Debug, Clone)]
pub struct Order {
    /// For each, those that it waits for.
    waits_for: BTreeMap<String, BTreeSet<String>>,
}

impl Order {
    /// The order for the whole of a `book.toml`.
    pub fn of(config: &Value) -> Order {
        let defaults = config.pointer("/build/use-default-preprocessors");
        let defaults: &[&str] = if defaults == Some(&Value::Bool(false)) {
            &[]
        } else {
            &DEFAULTS
        };
        let tables = config.get("preprocessor").and_then(Value::as_object);
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

    /// Whether the book uses a preprocessor.
    pub fn has(&self, name: &str) -> bool {
        self.waits_for.contains_key(name)
    }

    /// Whether both run, `name` behind `other`.
    pub fn runs_behind(&self, name: &str, other: &str) -> bool {
        let (rounds, _) = self.rounds();
        let place = |name| rounds.get(name).map(|round| (round, name));
        place(name)
            .zip(place(other))
            .is_some_and(|(one, other)| one > other)
    }

    /// Preprocessors of which each waits for the next, and the last for the first: mdBook refuses a
    /// book that has such a circle. Empty where there is none.
    pub fn circle(&self) -> Vec<&str> {
        let (_, left) = self.rounds();
        let mut way: Vec<&str> = Vec::new();
        // Each of those left waits for another of them, so that the way comes back to itself.
        let mut next = left.first().copied();
        while let Some(name) = next {
            if let Some(first) = way.iter().position(|before| *before == name) {
                return way.split_off(first);
            }
            way.push(name);
            let mut waits_for = self.waits_for[name].iter().map(String::as_str);
            next = waits_for.find(|other| left.contains(other));
        }
        way
    }

    /// The round of each, and those that never have their turn.
    fn rounds(&self) -> (BTreeMap<&str, usize>, BTreeSet<&str>) {
        let mut rounds: BTreeMap<&str, usize> = BTreeMap::new();
        let mut left: BTreeSet<&str> = self.waits_for.keys().map(String::as_str).collect();
        for round in 0.. {
            let waits = |name: &str| {
                self.waits_for[name]
                    .iter()
                    .any(|other| left.contains(other.as_str()))
            };
            let ready: Vec<&str> = left.iter().copied().filter(|name| !waits(name)).collect();
            if ready.is_empty() {
                break;
            }
            for name in ready {
                left.remove(name);
                rounds.insert(name, round);
            }
        }
        (rounds, left)
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
    fn a_circle_has_nobody_in_it_who_only_waits() {
        let table = |name, keys| format!("[preprocessor.{name}]\n{keys}\n");
        for (tables, circle) in [
            (
                vec![("a", "after = [\"b\"]"), ("b", "after = [\"links\"]")],
                vec![],
            ),
            (vec![("a", "after = [\"a\"]")], vec!["a"]),
            (
                vec![
                    ("a", "after = [\"b\"]"),
                    ("b", "after = [\"c\"]"),
                    ("c", "after = [\"b\"]"),
                ],
                vec!["b", "c"],
            ),
            (
                vec![("x", "after = [\"links\"]\nbefore = [\"index\", \"links\"]")],
                vec!["x", "links"],
            ),
            // The first of all stands between two circles.
            (
                vec![
                    ("a", "after = [\"d\"]"),
                    ("b", "after = [\"a\", \"c\"]"),
                    ("c", "after = [\"b\"]"),
                    ("d", "after = [\"e\"]"),
                    ("e", "after = [\"d\"]"),
                ],
                vec!["d", "e"],
            ),
        ] {
            let toml: String = tables
                .into_iter()
                .map(|(name, keys)| table(name, keys))
                .collect();
            assert_eq!(Order::of(&toml_to_json(&toml)).circle(), circle, "{toml}");
        }
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
