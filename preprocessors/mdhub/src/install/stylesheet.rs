//! The stylesheet: its file, and its place in `output.html.additional-css`.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path};

use anyhow::{Context, Result};
use book_engine::Advice;
use toml_edit::{Array, InlineTable};

use super::document::{Document, Room};
use super::list;
use super::write::Change;

/// What the plugins' pages are dressed with.
const CSS: &str = include_str!("../../../../theme/plugins.css");

/// The first line of a file that is ours to write again, ahead of the version and behind it. An author
/// may begin a comment with the first of these, so it takes both.
const MARK: (&str, &str) = (
    "/* mdhub ",
    ": `mdhub install` writes this file, and writes it anew when there is a newer one. \
     Put your own rules into a file of your own. */",
);

/// The stylesheet as it is written: its first line says whose it is.
fn ours() -> String {
    let (begin, end) = MARK;
    format!("{begin}{}{end}\n\n{CSS}", env!("CARGO_PKG_VERSION"))
}

/// What is to be done about the stylesheet.
pub(super) struct Stylesheet {
    /// The file to write, where it is not there as it should be.
    pub(super) change: Option<Change>,
    /// What was changed in book.toml.
    pub(super) done: Option<String>,
    /// What there is to know besides.
    pub(super) note: Option<String>,
}

/// Names the stylesheet in book.toml where it is not named yet.
///
/// # Errors
///
/// When `additional-css` is not a list, or another file stands in the place of the stylesheet.
pub(super) fn add(document: &mut Document, root: &Path, shown: &str) -> Result<Stylesheet> {
    let values = document.values()?;
    let outputs = values.get("output").and_then(|output| output.as_object());
    if let Some(outputs) = outputs
        && !outputs.is_empty()
        && !outputs.contains_key("html")
    {
        // A table of its own would make mdBook build what it does not build now.
        return Ok(Stylesheet {
            change: None,
            done: None,
            note: Some(format!(
                "{shown} has outputs, and HTML is none of them: no stylesheet is needed. Run this \
                 again when you add [output.html]"
            )),
        });
    }
    let line = document.line(&["output", "html", "additional-css"]);
    let wrong = |key: &str, what: &str| {
        Advice::error(
            format!("`{key}` in {shown}:{line} is not {what}"),
            format!("write it as {what}; nothing was changed"),
        )
    };
    let html = document.table("output", "html");
    if html.is_none() && outputs.is_some_and(|outputs| outputs.contains_key("html")) {
        return Err(wrong("output.html", "a table"));
    }
    let listed = match html.as_deref() {
        Some(html) => list::strings(html, "additional-css")
            .ok_or_else(|| wrong("output.html.additional-css", "a list of files"))?,
        None => Vec::new(),
    };
    if let Some(known) = listed.iter().find(|file| is_ours(&root.join(file))) {
        return Ok(Stylesheet {
            change: change(root, known)?,
            done: None,
            note: None,
        });
    }
    let theme = html.as_deref().and_then(|html| html.get("theme")?.as_str());
    let file = place(theme.unwrap_or("theme"));
    let change = change(root, &file)?;
    if listed.iter().any(|known| plain(known) == plain(&file)) {
        return Ok(Stylesheet {
            change,
            done: None,
            note: None,
        });
    }
    let done = match html {
        Some(html) => {
            list::push(html, "additional-css", &file);
            format!("added \"{file}\" to output.html.additional-css")
        }
        None => {
            add_table(document, &file).ok_or_else(|| wrong("output", "a table"))?;
            format!("added [output.html] with additional-css = [\"{file}\"]")
        }
    };
    Ok(Stylesheet {
        change,
        done: Some(done),
        note: None,
    })
}

fn add_table(document: &mut Document, file: &str) -> Option<()> {
    let files = Array::from_iter([file]);
    match document.room("output") {
        Room::None => return None,
        Room::Braces(outer) => {
            let html = InlineTable::from_iter([("additional-css", files)]);
            list::insert(outer, "html", html.into());
        }
        Room::Open => document.append(&format!("[output.html]\nadditional-css = {files}\n")),
    }
    Some(())
}

/// Where the stylesheet goes: into the book's theme folder, or beside book.toml where the theme lies
/// outside the book, since mdBook copies it to the same place in the output.
fn place(theme: &str) -> String {
    let theme = theme.replace('\\', "/");
    let inside = Path::new(&theme)
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let folder = plain(&theme);
    if inside && !folder.is_empty() && !theme.contains(':') {
        format!("{folder}/mdhub.css")
    } else {
        "mdhub.css".to_owned()
    }
}

/// A path without what does not count.
fn plain(path: &str) -> String {
    let path = path.replace('\\', "/");
    let parts = path
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".");
    parts.collect::<Vec<_>>().join("/")
}

fn is_ours(path: &Path) -> bool {
    fs::read_to_string(path).is_ok_and(|text| marked(&text))
}

/// Whether a stylesheet is ours: one that we have written, or a copy of the one that we would write.
fn marked(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let version = first
        .strip_prefix(MARK.0)
        .and_then(|rest| rest.strip_suffix(MARK.1));
    version.is_some() || unix(text) == CSS
}

/// As git checks it out on Windows, and as it is.
fn unix(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// What has to be written so that the stylesheet stands there as it is now.
fn change(root: &Path, file: &str) -> Result<Option<Change>> {
    let path = root.join(file);
    let old = match fs::read(&path) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => {
            return Err(error).with_context(|| format!("failed to read `{}`", path.display()));
        }
    };
    if let Some(bytes) = &old {
        let text = String::from_utf8_lossy(bytes);
        if unix(&text) == ours() || unix(&text) == CSS {
            return Ok(None);
        }
        if !marked(&text) {
            return Err(Advice::error(
                format!("`{}` is there, and is not from mdhub", path.display()),
                "give it another name, there and in book.toml, and run `mdhub install` again; \
                 nothing was changed",
            ));
        }
    }
    Ok(Some(Change {
        path,
        old,
        new: ours().into_bytes(),
    }))
}
