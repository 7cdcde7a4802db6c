//! Errors of mdBook whose words leave a reader at a loss: with the place where there is one, and with what
//! to do next.

use std::io::{self, ErrorKind};
use std::ops::Range;
use std::path::Path;

use anyhow::Error;
use book_model::{element_range, entry_ranges, key_range, summary_entries};
use book_plugin::Order;
use mdbook_core::config::Config;

use crate::failure::Advice;
use crate::unreadable::{GUIDE, place};

/// An error of reading a file. The summary comes as its file and its text.
pub(crate) fn reading(error: Error, summary: Option<(&Path, &str)>) -> Error {
    let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
    let chapter = error.to_string().starts_with("failed to read chapter");
    match (kind, summary) {
        (Some(ErrorKind::InvalidData), _) => Advice::error(
            format!("{error}: the file is not UTF-8"),
            "save it as UTF-8, with the encoding that your editor offers when it saves",
        ),
        (Some(ErrorKind::NotFound), Some((file, text))) if chapter => {
            missing_chapter(file, text, format!("{error:#}"))
        }
        (Some(ErrorKind::NotFound), None) => Advice::error(
            format!("{error:#}"),
            "write it as a list of links to the chapters, or say in book.toml where it is: \
             `src` in [book] is its folder",
        ),
        _ => error,
    }
}

/// The error for a chapter that SUMMARY.md names and that is not there.
fn missing_chapter(file: &Path, text: &str, message: String) -> Error {
    let named = |path: &str| message.contains(&format!("`{path}`"));
    let entries = summary_entries(text);
    let entry = entries
        .iter()
        .find(|entry| entry.path.as_deref().is_some_and(named));
    let help = "write the chapter, or take it out of SUMMARY.md";
    match entry {
        Some(entry) => Advice::at(
            place(file, text, entry.range.clone()),
            message.clone(),
            help,
        ),
        None => Advice::error(message.clone(), help),
    }
}

/// An error of the tables of preprocessors and outputs.
pub(crate) fn loading(root: &Path, config: &Config, error: Error) -> Error {
    let said = error.to_string();
    if said == "Cyclic dependency detected in preprocessors" {
        return circle(root, config).unwrap_or(error);
    }
    let outer = match said.as_str() {
        "Failed to read preprocessors" => "preprocessor",
        "Failed to read renderers" => "output",
        _ => return error,
    };
    let cause = error.root_cause().to_string();
    // The words, and on a line of its own the key.
    let (words, key) = cause.split_once("\nin `").unwrap_or((&cause, ""));
    let inner = key.trim_end().trim_end_matches('`').split('.');
    let path: Vec<&str> = [outer]
        .into_iter()
        .chain(inner.filter(|key| !key.is_empty()))
        .collect();
    let message = format!("`{}` is not as mdBook reads it: {words}", path.join("."));
    let help = format!("mend it there; the keys are described at {GUIDE}");
    in_book_toml(root, |text| key_of_table(text, &path), message, help)
}

fn circle(root: &Path, config: &Config) -> Option<Error> {
    let order = Order::of(&serde_json::to_value(config).ok()?);
    let circle = order.circle();
    let names: Vec<_> = circle.iter().map(|name| format!("`{name}`")).collect();
    let message = match &*names {
        [] => return None,
        [alone] => format!("the preprocessor {alone} waits for itself"),
        _ => format!(
            "these preprocessors wait for each other: {}",
            names.join(", ")
        ),
    };
    let help = "take one of them out of a `before` or `after`";
    // Those that mdBook runs unasked have no table.
    let range = |text: &str| {
        let mut names = circle.iter();
        names.find_map(|name| key_of_table(text, &["preprocessor", name]))
    };
    Some(in_book_toml(root, range, message, help))
}

/// An error of the renderer of pages.
pub(crate) fn rendering(root: &Path, config: &Config, error: Error) -> Error {
    let said: Vec<String> = error.chain().map(ToString::to_string).collect();
    let html = |key| ["output", "html", key];
    if let Some(theme) = said.iter().find(|said| said.starts_with("theme dir ")) {
        let range = |text: &str| key_of_table(text, &html("theme"));
        let help = "correct `theme`, which begins at the book's root, or make the folder";
        return in_book_toml(root, range, theme.clone(), help);
    }
    let cause = error.root_cause().downcast_ref::<io::Error>();
    if cause.is_none_or(|cause| cause.kind() != ErrorKind::NotFound) {
        return error;
    }
    let pages = config.html_config().unwrap_or_default();
    let lists = [
        ("additional-css", pages.additional_css),
        ("additional-js", pages.additional_js),
    ];
    let lacking = said.iter().find_map(|said| {
        let file = looked_for(root, said)?;
        let mut lists = lists.iter();
        let (key, _) = lists.find(|(_, files)| files.iter().any(|one| one == Path::new(file)))?;
        Some((file, *key))
    });
    let Some((file, key)) = lacking else {
        return error;
    };
    let range =
        |text: &str| key_of_table(text, &html(key)).map(|_| element_range(text, &html(key), file));
    let message = format!("there is no file `{file}` to put into the pages");
    let help = "correct its path, which begins at the book's root, or take it out of the list";
    in_book_toml(root, range, message, help)
}

/// The file that mdBook speaks of, when it puts a hash into the name or when it copies.
fn looked_for<'a>(root: &Path, said: &'a str) -> Option<&'a str> {
    if let Some(rest) = said.strip_prefix("failed to open `") {
        return rest.strip_suffix("` for hashing");
    }
    let copied = said.strip_prefix("Unable to copy ");
    let path = match copied.and_then(|rest| rest.split_once(" to ")) {
        Some((path, _)) => path,
        None => said.strip_prefix("failed to read `")?.strip_suffix('`')?,
    };
    let file = path.strip_prefix(root.to_str()?)?;
    Some(file.trim_start_matches(['/', '\\']))
}

/// The bytes of the key at this path, or of the nearest above it down to the table's name; none where
/// book.toml has no such table.
fn key_of_table(text: &str, path: &[&str]) -> Option<Range<usize>> {
    let known = match path {
        [outer, table, ..] => entry_ranges(text, &[outer]).contains_key(*table),
        _ => true,
    };
    let range = known.then(|| key_range(text, path))?;
    (!range.is_empty()).then_some(range)
}

/// An error about a part of book.toml, or of what the environment sets in its stead.
fn in_book_toml(
    root: &Path,
    range: impl FnOnce(&str) -> Option<Range<usize>>,
    message: String,
    help: impl Into<String>,
) -> Error {
    let file = root.join("book.toml");
    let text = std::fs::read_to_string(&file).ok();
    let at = text.and_then(|text| Some(place(&file, &text, range(&text)?)));
    match at {
        Some(place) => Advice::at(place, message, help),
        None => {
            let variable = "a variable of the environment that begins with `MDBOOK_`";
            let help = format!("{}; {variable} sets it, not book.toml", help.into());
            Advice::error(message, help)
        }
    }
}
