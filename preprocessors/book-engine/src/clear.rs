//! The removal of an old book: what builds have made, and nothing else.

use std::fs;
use std::io;
use std::path::Path;

use crate::disk;
use crate::made::{Made, Name, below};

/// Removes from `old` what is listed, and moves all else to `place`: what was put there after the listing,
/// or was left when a build ended in the midst of it. Nothing is left of `old`.
pub(crate) fn clear(old: &Path, place: &Path, lists: &[&Made]) -> io::Result<()> {
    if !old.is_dir() {
        return Ok(());
    }
    folder(old, place, &Name::new(), lists)
}

fn folder(old: &Path, place: &Path, name: &[u8], lists: &[&Made]) -> io::Result<()> {
    for entry in fs::read_dir(old)? {
        let entry = entry?;
        let (from, to) = (entry.path(), place.join(entry.file_name()));
        let name = below(name, &entry);
        if entry.file_type()?.is_dir() {
            if lists.iter().any(|list| list.has_folder(&name)) {
                folder(&from, &to, &name, lists)?;
                continue;
            }
        } else if lists.iter().any(|list| list.has(&name)) {
            disk::remove_file(&from)?;
            continue;
        }
        carry(&from, &to)?;
    }
    disk::remove_dir(old)
}

/// Moves what no build has made. It takes the place of nothing.
pub(crate) fn carry(from: &Path, to: &Path) -> io::Result<()> {
    if to.symlink_metadata().is_ok() {
        return Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            format!("`{}` and `{}` are both there", from.display(), to.display()),
        ));
    }
    if let Some(folder) = to.parent().filter(|folder| !folder.is_dir()) {
        disk::create_dir_all(folder)?;
    }
    disk::rename(from, to)
}
