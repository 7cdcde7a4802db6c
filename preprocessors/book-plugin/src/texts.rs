//! The words that a plugin puts into a page, which a book in another language sets itself.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::Context;

/// Words by their keys; `{name}` in them stands for a value.
#[derive(Debug, Clone)]
pub struct Texts(BTreeMap<String, String>);

/// The key of the table of words, in a plugin's own table.
pub const TEXT: &str = "text";

impl Texts {
    /// The `defaults`, with what `[preprocessor.PLUGIN.text]` sets in their place. A key that is not
    /// among them is passed over: it is for the checks to tell.
    ///
    /// # Errors
    ///
    /// When it is no table, or has a value that is no string.
    pub fn new(context: &Context, plugin: &str, defaults: &[(&str, &str)]) -> Result<Texts> {
        let owned = |(key, text): &(&str, &str)| ((*key).to_owned(), (*text).to_owned());
        let mut texts: BTreeMap<_, _> = defaults.iter().map(owned).collect();
        let Some(table) = context.table(plugin).and_then(|table| table.get(TEXT)) else {
            return Ok(Texts(texts));
        };
        let Some(table) = table.as_object() else {
            return Err(context.wrong_value(&["preprocessor", plugin, TEXT], "a table of words"));
        };
        for (key, value) in table {
            let Some(known) = texts.get_mut(key) else {
                continue;
            };
            let Some(text) = value.as_str() else {
                let path = ["preprocessor", plugin, TEXT, key];
                let expected = format!("a string, such as `{key} = {known:?}`");
                return Err(context.wrong_value(&path, &expected));
            };
            text.clone_into(known);
        }
        Ok(Texts(texts))
    }

    /// The words of `key`, with the values put in.
    ///
    /// # Panics
    ///
    /// When `key` is not among the defaults.
    pub fn fill(&self, key: &str, values: &[(&str, String)]) -> String {
        let text = self.0[key].clone();
        values.iter().fold(text, |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })
    }

    /// The words of `key`.
    ///
    /// # Panics
    ///
    /// When `key` is not among the defaults.
    pub fn get(&self, key: &str) -> String {
        self.fill(key, &[])
    }
}

/// How a plugin writes what it generates.
#[derive(Debug, Clone)]
pub struct Style {
    /// HTML for mdBook's own renderer, plain Markdown for any other.
    pub html: bool,
    /// The words.
    pub texts: Texts,
}

impl Style {
    /// The style for the renderer of this run, with the words that `book.toml` sets for the plugin.
    ///
    /// # Errors
    ///
    /// When the table of words in `book.toml` makes no sense.
    pub fn new(context: &Context, plugin: &str, defaults: &[(&str, &str)]) -> Result<Style> {
        Ok(Style {
            html: context.is_html(),
            texts: Texts::new(context, plugin, defaults)?,
        })
    }
}
