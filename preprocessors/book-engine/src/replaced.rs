//! Whether an output folder may be replaced: it is not there, holds nothing, or holds a built book.
//!
//! A folder of pages is known by a file that mdBook writes into each. A folder of Markdown has no such
//! mark: there, every file has to be one that this build writes anew.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Error, Result};

use crate::failure::Advice;
use crate::load::Loaded;
use crate::render::Kind;
use crate::stage;

/// The file by which a folder of mdBook's pages is known, and how it begins.
const MARK: (&str, &str) = (
    ".nojekyll",
    "This file makes sure that Github Pages doesn't process mdBook's output.",
);

/// Refuses, before anything is rendered, a folder that holds the book's own sources or cannot be a
/// built book.
pub(crate) fn may_be_replaced(place: &Path, kind: &Kind, loaded: &Loaded) -> Result<()> {
    if stage::is_in(&loaded.book.source_dir(), place) || stage::is_in(&loaded.book.root, place) {
        return Err(refused(place, "holds the sources of the book"));
    }
    if place.exists() && !place.is_dir() {
        return Err(refused(place, "is a file"));
    }
    let is_empty = fs::read_dir(place).is_ok_and(|mut entries| entries.next().is_none());
    if !place.exists() || is_empty || is_site(place, loaded) || matches!(kind, Kind::Markdown) {
        return Ok(());
    }
    Err(refused(place, "holds files that are not a built book"))
}

/// Refuses a folder of Markdown with a file in it that is not among those in `fresh`, which are to take
/// their place. The stage may stand in that folder.
pub(crate) fn holds_nothing_else(
    place: &Path,
    fresh: &Path,
    stage: &Path,
    loaded: &Loaded,
) -> Result<()> {
    if !place.exists() || is_site(place, loaded) {
        return Ok(());
    }
    let other = other(place, fresh, stage)
        .with_context(|| format!("failed to read `{}`", place.display()))?;
    other.map_or(Ok(()), |other| {
        let other = other.strip_prefix(place).unwrap_or(&other);
        let what = format!(
            "holds `{}`, which this build does not write",
            other.display()
        );
        Err(refused(place, &what))
    })
}

/// Whether mdBook has made the pages in this folder. A file of the same name among the sources takes
/// the place of mdBook's own.
fn is_site(place: &Path, loaded: &Loaded) -> bool {
    let (name, begin) = MARK;
    fs::read(place.join(name)).is_ok_and(|text| {
        let copied = fs::read(loaded.book.source_dir().join(name));
        text.starts_with(begin.as_bytes()) || copied.is_ok_and(|copied| copied == text)
    })
}

/// A file below `place` that is not in `fresh`.
fn other(place: &Path, fresh: &Path, stage: &Path) -> io::Result<Option<PathBuf>> {
    for entry in fs::read_dir(place)? {
        let entry = entry?;
        let (path, fresh) = (entry.path(), fresh.join(entry.file_name()));
        let found = if path == stage {
            None
        } else if entry.file_type()?.is_dir() {
            other(&path, &fresh, stage)?
        } else {
            (!fresh.is_file()).then_some(path)
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn refused(place: &Path, what: &str) -> Error {
    Advice::error(
        format!("the output folder `{}` {what}", place.display()),
        "a build replaces all of its output folder: name another one, or empty this one first",
    )
}
