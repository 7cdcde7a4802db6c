//! The tables of the plugins, with what each has to stand behind and ahead of.

use anyhow::Result;
use book_engine::Advice;
use book_plugin::Order;
use toml_edit::{Array, InlineTable, Value};

use super::document::{Document, Room};
use super::{list, order};

/// A plugin as book.toml names it.
pub(super) struct Plugin {
    pub(super) name: &'static str,
    /// The preprocessors that have to run ahead of it.
    pub(super) after: &'static [&'static str],
    /// Those that have to run behind it.
    pub(super) before: &'static [&'static str],
    /// An empty list for the author to fill.
    list: Option<&'static str>,
}

/// The plugins, in the order in which they run.
pub(super) const PLUGINS: [Plugin; 3] = [
    Plugin {
        name: "chapter-checks",
        after: &["links"],
        before: &["reading-paths", "concept-index"],
        list: None,
    },
    Plugin {
        name: "reading-paths",
        after: &["links"],
        before: &["concept-index"],
        list: Some("paths"),
    },
    Plugin {
        name: "concept-index",
        after: &["links"],
        before: &[],
        list: None,
    },
];

/// Adds the tables that are not there, and mends the order of those that are. Gives what was done.
///
/// # Errors
///
/// When something else stands where a table belongs, or no order is right.
pub(super) fn add(document: &mut Document, shown: &str) -> Result<Vec<String>> {
    let mut done = Vec::new();
    let links = Order::of(&document.values()?).has("links");
    let mut there = Vec::new();
    for plugin in &PLUGINS {
        if document.table("preprocessor", plugin.name).is_some() {
            there.push(plugin);
        } else {
            add_table(document, plugin, links, shown)?;
            done.push(format!("added [preprocessor.{}]", plugin.name));
        }
    }
    for plugin in there {
        done.extend(order::mend(document, plugin, shown)?);
    }
    order::refuse_circles(&document.values()?, shown)?;
    Ok(done)
}

fn add_table(document: &mut Document, plugin: &Plugin, links: bool, shown: &str) -> Result<()> {
    let values = document.values()?;
    let taken = values.pointer(&format!("/preprocessor/{}", plugin.name));
    let not_a_table = |key: &str, line: usize| {
        Advice::error(
            format!("`{key}` in {shown}:{line} is not a table"),
            "write it as a table, or take it out; nothing was changed",
        )
    };
    if taken.is_some() {
        let line = document.line(&["preprocessor", plugin.name]);
        let key = format!("preprocessor.{}", plugin.name);
        return Err(not_a_table(&key, line));
    }
    let line = document.line(&["preprocessor"]);
    let fields = fields(plugin, links);
    match document.room("preprocessor") {
        Room::None => return Err(not_a_table("preprocessor", line)),
        Room::Braces(outer) => {
            let inner: InlineTable = fields.into_iter().collect();
            list::insert(outer, plugin.name, inner.into());
        }
        Room::Open => {
            let mut text = format!("[preprocessor.{}]\n", plugin.name);
            for (key, value) in fields {
                text.push_str(&format!("{key} = {value}\n"));
            }
            document.append(&text);
        }
    }
    Ok(())
}

/// The keys of a new table. mdBook warns of a name that is not there, and `links` can be turned off.
fn fields(plugin: &Plugin, links: bool) -> Vec<(&'static str, Value)> {
    let names = |names: &[&str]| Value::from(Array::from_iter(names.iter().copied()));
    let mut fields = Vec::new();
    if links {
        fields.push(("after", names(plugin.after)));
    }
    if !plugin.before.is_empty() {
        fields.push(("before", names(plugin.before)));
    }
    if let Some(key) = plugin.list {
        fields.push((key, names(&[])));
    }
    fields
}
