//! What the search index knows of a chapter, read from the index that mdBook itself makes of it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use mdbook_core::book::{Book, BookItem, Chapter};
use mdbook_core::config::Config;
use mdbook_html::HtmlHandlebars;
use mdbook_renderer::{RenderContext, Renderer};
use serde_json::Value;
use tracing::subscriber::{NoSubscriber, with_default};

use super::documents::Document;
use crate::html::scratch::Scratch;
use crate::panics;

/// The sections of a chapter, from a render of a book that has no other. `config` is that of
/// [`crate::html::scratch::search_only`].
///
/// # Errors
///
/// When mdBook fails, or its index is not as it makes it.
pub(crate) fn documents_of(
    chapter: &Chapter,
    config: &Config,
    scratch: &Scratch,
) -> Result<Vec<Document>> {
    let output = scratch.output()?;
    let script =
        panics::catch(|| script(chapter, config, scratch, &output)).and_then(|script| script);
    let _ = fs::remove_dir_all(&output);
    read(&script?).context("the search index of a chapter is not as mdBook makes it")
}

fn script(chapter: &Chapter, config: &Config, scratch: &Scratch, output: &Path) -> Result<String> {
    let alone = Chapter {
        name: chapter.name.clone(),
        content: chapter.content.clone(),
        path: chapter.path.clone(),
        source_path: chapter.source_path.clone(),
        parent_names: chapter.parent_names.clone(),
        ..Chapter::default()
    };
    let book = Book::new_with_items(vec![BookItem::Chapter(alone)]);
    let context = RenderContext::new(scratch.root(), book, config.clone(), output);
    // What there is to be said of the chapter has been said when its content was made.
    with_default(NoSubscriber::new(), || {
        HtmlHandlebars::new().render(&context)
    })?;
    let file = output.join("searchindex.js");
    fs::read_to_string(&file).with_context(|| format!("failed to read `{}`", file.display()))
}

/// The documents in an index, in the order of their numbers.
fn read(script: &str) -> Option<Vec<Document>> {
    let (_, json) = script.split_once("JSON.parse('")?;
    let (json, _) = json.rsplit_once("')")?;
    let index: Value = serde_json::from_str(&unescaped(json)).ok()?;
    let texts = &index["index"]["documentStore"]["docs"];
    let urls = index["doc_urls"].as_array()?.iter().enumerate();
    urls.map(|(number, url)| {
        let texts = &texts[number.to_string()];
        let text = |field: &str| Some(texts[field].as_str()?.to_owned());
        Some(Document {
            url: url.as_str()?.to_owned(),
            title: text("title")?,
            body: text("body")?,
            breadcrumbs: text("breadcrumbs")?,
        })
    })
    .collect()
}

/// What a string of the script says: a backslash stands ahead of each backslash and of each single
/// quotation mark in it.
fn unescaped(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        whole.push_str(&rest[..at]);
        let mut behind = rest[at + 1..].chars();
        whole.extend(behind.next());
        rest = behind.as_str();
    }
    whole.push_str(rest);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_read_in_the_order_of_their_numbers() {
        let text = r#"{"body":"it\'s \\\\","breadcrumbs":"c","id":"0","title":"t"}"#;
        let texts: Vec<String> = (0..11)
            .map(|number| format!(r#""{number}":{text}"#))
            .collect();
        let urls: Vec<String> = (0..11).map(|number| format!(r#""u{number}""#)).collect();
        let script = format!(
            r#"window.search = JSON.parse('{{"doc_urls":[{}],"index":{{"documentStore":{{"docs":{{{}}}}}}}}}');"#,
            urls.join(","),
            texts.join(",")
        );
        let documents = read(&script).unwrap();
        assert_eq!(documents.len(), 11);
        assert_eq!(documents[10].url, "u10");
        assert_eq!(documents[10].body, r"it's \");
        assert_eq!(read("window.search = {}"), None);
    }
}
