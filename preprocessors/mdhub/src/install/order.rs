//! The order in which mdBook runs the preprocessors of a book.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::Result;
use book_engine::Advice;
use book_model::Pages;
use book_plugin::{Context, out_of_order};
use serde_json::Value;

use super::document::Document;
use super::list;
use super::plugins::Plugin;

/// The preprocessors that mdBook runs unasked.
const DEFAULTS: [&str; 2] = ["index", "links"];

/// Whether the book runs `links`, which expands the includes.
pub(super) fn has_links(values: &Value) -> bool {
    runs_defaults(values) || values.pointer("/preprocessor/links").is_some()
}

fn runs_defaults(values: &Value) -> bool {
    values.pointer("/build/use-default-preprocessors") != Some(&Value::Bool(false))
}

/// Adds to a table that was there what it needs to run in its turn, and nothing where it does
/// already. Gives what was done.
pub(super) fn mend(document: &mut Document, plugin: &Plugin, shown: &str) -> Result<Vec<String>> {
    let mut done = Vec::new();
    let name = plugin.name;
    for (key, others) in [("after", plugin.after), ("before", plugin.before)] {
        let line = document.line(&["preprocessor", name, key]);
        for &other in others {
            let in_order = in_order(document, name, key, other)?;
            let Some(table) = document.table("preprocessor", name) else {
                continue;
            };
            if table.get(key).is_some_and(|item| !item.is_array()) {
                return Err(Advice::error(
                    format!("`preprocessor.{name}.{key}` in {shown}:{line} is not a list of names"),
                    format!("write `{key} = [\"{other}\"]`; nothing was changed"),
                ));
            }
            if !in_order {
                list::push(table, key, other);
                done.push(format!(
                    "added \"{other}\" to preprocessor.{name}.{key}, since mdBook would run them \
                     in the wrong order"
                ));
            }
        }
    }
    Ok(done)
}

/// Whether mdBook would run `other` where the plugin has it: in its `after` or in its `before`.
fn in_order(document: &Document, plugin: &str, key: &str, other: &str) -> Result<bool> {
    let context = Context {
        root: PathBuf::new(),
        renderer: "html".to_owned(),
        config: document.values()?,
        pages: Pages::default(),
    };
    let others = [other];
    let (after, before): (&[&str], &[&str]) = if key == "after" {
        (&others, &[])
    } else {
        (&[], &others)
    };
    Ok(out_of_order(&context, plugin, after, before, "").is_empty())
}

/// Refuses a book whose preprocessors wait for each other, which mdBook does too, without names.
pub(super) fn refuse_circles(values: &Value, shown: &str) -> Result<()> {
    let waiting = waiting_for_each_other(values);
    if waiting.is_empty() {
        return Ok(());
    }
    let names = waiting.iter().map(|name| format!("`{name}`"));
    let names = names.collect::<Vec<_>>().join(", ");
    Err(Advice::error(
        format!(
            "with the plugins in {shown} these preprocessors would wait for each other: {names}"
        ),
        "mdBook's `links` has to run first, then `chapter-checks`, `reading-paths`, \
         `concept-index`; look for a `before` or `after` that says otherwise. Nothing was changed",
    ))
}

fn waiting_for_each_other(values: &Value) -> BTreeSet<&str> {
    let mut waits_for: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    if runs_defaults(values) {
        waits_for.extend(DEFAULTS.map(|name| (name, BTreeSet::new())));
    }
    let tables = values.get("preprocessor").and_then(Value::as_object);
    let tables = || tables.into_iter().flatten();
    for (name, _) in tables() {
        waits_for.entry(name).or_default();
    }
    for (name, table) in tables() {
        for other in names(table, "after") {
            if waits_for.contains_key(other) {
                waits_for.entry(name).or_default().insert(other);
            }
        }
        for other in names(table, "before") {
            if let Some(waits) = waits_for.get_mut(other) {
                waits.insert(name);
            }
        }
    }
    // Whoever waits for nobody that is left runs, until only those are left who wait for each other.
    loop {
        let left: BTreeSet<&str> = waits_for.keys().copied().collect();
        waits_for.retain(|_, waits| waits.iter().any(|other| left.contains(other)));
        if waits_for.len() == left.len() {
            return left;
        }
    }
}

fn names<'a>(table: &'a Value, key: &str) -> impl Iterator<Item = &'a str> {
    let list = table.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str)
}
