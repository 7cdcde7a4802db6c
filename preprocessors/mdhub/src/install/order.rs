//! The order in which mdBook runs the preprocessors of a book.

use anyhow::Result;
use book_engine::Advice;
use book_plugin::Order;
use serde_json::Value;

use super::document::Document;
use super::list;
use super::plugins::Plugin;

/// Adds to a table that was there what it needs to run in its turn, and nothing where it does
/// already. Gives what was done.
pub(super) fn mend(document: &mut Document, plugin: &Plugin, shown: &str) -> Result<Vec<String>> {
    let mut done = Vec::new();
    let name = plugin.name;
    for (key, others) in [("after", plugin.after), ("before", plugin.before)] {
        let line = document.line(&["preprocessor", name, key]);
        for &other in others {
            let order = Order::of(&document.values()?);
            let in_order = match key {
                "after" => !order.runs_behind(other, name),
                _ => !order.runs_behind(name, other),
            };
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

/// Refuses a book whose preprocessors wait for each other, which mdBook does too, without names.
pub(super) fn refuse_circles(values: &Value, shown: &str) -> Result<()> {
    let order = Order::of(values);
    let circle = order.circle();
    if circle.is_empty() {
        return Ok(());
    }
    let names = circle.iter().map(|name| format!("`{name}`"));
    let names = names.collect::<Vec<_>>().join(", ");
    Err(Advice::error(
        format!(
            "with the plugins in {shown} these preprocessors would wait for each other: {names}"
        ),
        "mdBook's `links` has to run first, then `chapter-checks`, `reading-paths`, \
         `concept-index`; look for a `before` or `after` that says otherwise. Nothing was changed",
    ))
}
