//! The exchange of what is in a folder that cannot be moved itself: a mount point, or one whose parent folder
//! cannot be written to. It takes more than one step; a build that is ended in the midst of it leaves a
//! mixture, which the next one takes back first.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;

use crate::disk;
use crate::made::Made;

/// Moves what is in `place` to `old`, apart from what `stays`, and what is in `fresh` to `place`.
pub(crate) fn exchange(
    place: &Path,
    fresh: &Path,
    old: &Path,
    stays: impl Fn(&Path) -> bool,
) -> io::Result<()> {
    disk::create_dir_all(old)?;
    for name in names(place)? {
        if !stays(&place.join(&name)) {
            disk::rename(&place.join(&name), &old.join(&name))?;
        }
    }
    for name in names(fresh)? {
        disk::rename(&fresh.join(&name), &place.join(&name))?;
    }
    Ok(())
}

/// Takes that back, wherever it ended. `made` is what the new book was made of.
pub(crate) fn take_back(place: &Path, fresh: &Path, old: &Path, made: &Made) -> io::Result<()> {
    for name in names(place)? {
        let bytes = name.as_encoded_bytes();
        let is_new = made.has(bytes) || made.has_folder(bytes);
        if is_new && fresh.join(&name).symlink_metadata().is_err() {
            disk::rename(&place.join(&name), &fresh.join(&name))?;
        }
    }
    if !old.is_dir() {
        return Ok(());
    }
    for name in names(old)? {
        disk::rename(&old.join(&name), &place.join(&name))?;
    }
    Ok(())
}

fn names(folder: &Path) -> io::Result<Vec<OsString>> {
    let names = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name()));
    names.collect()
}
