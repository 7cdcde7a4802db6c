//! Whether an output folder may be replaced: it is not there, holds nothing, or holds a built book.
//!
//! A folder of pages is known by a file that mdBook writes into each. A folder of Markdown has no such
//! mark: it is known by a file, hidden ones aside, that this build writes too. The others may be chapters
//! that are gone or have another name now.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, Error, Result};

use crate::failure::Advice;
use crate::load::Loaded;
use crate::real::is_in;
use crate::render::Kind;

/// The file by which a folder of mdBook's pages is known, and how it begins.
const MARK: (&str, &str) = (
    ".nojekyll",
    "This file makes sure that Github Pages doesn't process mdBook's output.",
);

/// Refuses, before anything is rendered, a folder that holds the book's own sources or cannot be a
/// built book.
pub(crate) fn may_be_replaced(place: &Path, kind: &Kind, loaded: &Loaded) -> Result<()> {
    if is_in(&loaded.book.source_dir(), place) || is_in(&loaded.book.root, place) {
        return Err(refused(place, "holds the sources of the book"));
    }
    if place.exists() && !place.is_dir() {
        return Err(refused(place, "is a file"));
    }
    if place.is_symlink() {
        return Err(refused(place, "is a link that leads to itself"));
    }
    let is_empty = fs::read_dir(place).is_ok_and(|mut entries| entries.next().is_none());
    if !place.exists() || is_empty || is_site(place, loaded) || matches!(kind, Kind::Markdown) {
        return Ok(());
    }
    Err(refused(place, "holds files that are not a built book"))
}

/// Refuses a link to a folder that is not there, in one that is not there either: what the link leads into,
/// such as another disk, is gone for now. A link to a folder that is only to be made is followed.
pub(crate) fn may_be_made(named: &Path, place: &Path) -> Result<()> {
    let folder = place.parent().unwrap_or(place);
    if !named.is_symlink() || folder.is_dir() {
        return Ok(());
    }
    Err(Advice::error(
        format!(
            "the output folder `{}` is a link to `{}`, and there is no folder `{}`",
            named.display(),
            place.display(),
            folder.display()
        ),
        "make that folder, or let the link lead elsewhere",
    ))
}

/// Refuses a folder of Markdown that holds something, and no file of the names in `fresh`, which are to
/// take its place. The stage may stand in that folder.
pub(crate) fn holds_this_book(
    place: &Path,
    fresh: &Path,
    stage: &Path,
    loaded: &Loaded,
) -> Result<()> {
    if !place.exists() || is_site(place, loaded) {
        return Ok(());
    }
    let replaceable = holds_nothing(place, stage)
        .and_then(|nothing| Ok(nothing || has_one_of(place, fresh)?))
        .with_context(|| format!("failed to read `{}`", place.display()))?;
    if replaceable {
        return Ok(());
    }
    Err(refused(
        place,
        "holds something else than this book: no file in it is one that this build writes",
    ))
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

/// Whether there is nothing in the folder, the stage aside.
fn holds_nothing(place: &Path, stage: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(place)? {
        if entry?.path() != stage {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a file below `fresh` has its like below `place`. What is hidden tells nothing of a book.
fn has_one_of(place: &Path, fresh: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(fresh)? {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_string_lossy().starts_with('.') {
            continue;
        }
        let place = place.join(name);
        if entry.file_type()?.is_dir() && has_one_of(&place, &entry.path())?
            || entry.file_type()?.is_file() && place.is_file()
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn refused(place: &Path, what: &str) -> Error {
    Advice::error(
        format!("the output folder `{}` {what}", place.display()),
        "a build replaces all of its output folder: name another one, or empty this one first",
    )
}
