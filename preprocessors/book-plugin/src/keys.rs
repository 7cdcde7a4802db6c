//! Keys of a plugin's table that it does not know.

use book_model::{Diagnostic, Label, Span, key_range};

use crate::{Context, Speller};

/// The keys that mdBook itself reads in a plugin's table.
const MDBOOK: [&str; 5] = ["command", "before", "after", "renderers", "optional"];

/// An error for each key of the plugin's table that is neither among `known` nor mdBook's own.
/// `config` is the text of `book.toml`, to point at.
pub fn unknown_keys(
    context: &Context,
    plugin: &str,
    known: &[&str],
    config: &str,
) -> Vec<Diagnostic> {
    let keys = context
        .table(plugin)
        .into_iter()
        .flat_map(|table| table.keys());
    let unknown =
        keys.filter(|key| !known.contains(&key.as_str()) && !MDBOOK.contains(&key.as_str()));
    unknown
        .map(|key| {
            let range = key_range(config, &["preprocessor", plugin, key]);
            let label = Label::new(Span::config(range), "not a key of this table");
            let message = format!("`preprocessor.{plugin}` has no key `{key}`");
            let diagnostic = Diagnostic::new("unknown-key", message, label);
            let all = known.iter().chain(&MDBOOK);
            match Speller::default().nearest(key, all.copied()) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic.help(format!("the keys are: {}", known.join(", "))),
            }
        })
        .collect()
}
