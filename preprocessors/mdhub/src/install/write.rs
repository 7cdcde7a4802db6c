//! Writing several files: all of them or none.

use std::fs::{self, File, Permissions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Error, Result};
use book_engine::Advice;
use tempfile::{Builder, NamedTempFile};

/// A file that is to be written.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) path: PathBuf,
    /// What is in it; `None` where it is not there.
    pub(super) old: Option<Vec<u8>>,
    /// What is to be in it.
    pub(super) new: Vec<u8>,
}

/// Writes every file beside its place first, and then puts them in their places. Where one of them
/// cannot be written, the others are as they were.
///
/// # Errors
///
/// When a file cannot be written.
pub(super) fn write_all(changes: &[Change]) -> Result<()> {
    let mut made = Vec::new();
    let result = write_each(changes, &mut made);
    if result.is_err() {
        // The innermost first; one with something in it is not ours alone any more.
        for folder in made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
    result
}

fn write_each(changes: &[Change], made: &mut Vec<PathBuf>) -> Result<()> {
    let mut drafts = Vec::new();
    for change in changes {
        let target = target(change)?;
        let said = || format!("failed to write `{}`", change.path.display());
        make_folder(&target, made).with_context(said)?;
        let draft = draft(&target, change, &change.new).with_context(said)?;
        drafts.push((draft, target));
    }
    for (index, (draft, target)) in drafts.into_iter().enumerate() {
        if let Err(error) = draft.persist(&target) {
            let undone: Result<()> = changes[..index].iter().try_for_each(undo);
            let error =
                Error::new(error.error).context(format!("failed to write `{}`", target.display()));
            return Err(match undone {
                Ok(()) => error,
                Err(also) => error.context(format!("{also:#}")),
            });
        }
    }
    Ok(())
}

/// The file itself where the path is a link.
fn target(change: &Change) -> Result<PathBuf> {
    let path = &change.path;
    if change.old.is_none() {
        if fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) {
            return Err(Advice::error(
                format!("`{}` is a link to a file that is not there", path.display()),
                "remove the link, or make the file; nothing was changed",
            ));
        }
        return Ok(path.clone());
    }
    let target = path
        .canonicalize()
        .with_context(|| format!("failed to find `{}`", path.display()))?;
    let read_only = fs::metadata(&target).is_ok_and(|found| found.permissions().readonly());
    if read_only {
        return Err(Advice::error(
            format!("`{}` is read-only", path.display()),
            "make it writable, and run `mdhub install` again; nothing was changed",
        ));
    }
    Ok(target)
}

/// Makes the folder of a file, and notes the folders that were not there.
fn make_folder(target: &Path, made: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut missing: Vec<&Path> = Vec::new();
    let mut folder = target.parent();
    while let Some(path) = folder.filter(|path| !path.as_os_str().is_empty() && !path.exists()) {
        missing.push(path);
        folder = path.parent();
    }
    for path in missing.into_iter().rev() {
        match fs::create_dir(path) {
            Ok(()) => made.push(path.to_owned()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The content in a file beside its place, with the permissions that it is to have.
fn draft(target: &Path, change: &Change, content: &[u8]) -> std::io::Result<NamedTempFile> {
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut builder = Builder::new();
    builder.prefix(".mdhub-install-");
    if let Some(permissions) = new_file() {
        // What the process may not give away is taken off by the system.
        builder.permissions(permissions);
    }
    let mut draft = builder.tempfile_in(folder)?;
    draft.write_all(content)?;
    if change.old.is_some() {
        let permissions = fs::metadata(target)?.permissions();
        fs::set_permissions(draft.path(), permissions)?;
    }
    File::sync_all(draft.as_file())?;
    Ok(draft)
}

#[cfg(unix)]
fn new_file() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn new_file() -> Option<Permissions> {
    None
}

/// Puts a file back as it was.
fn undo(change: &Change) -> Result<()> {
    let said = || format!("`{}` could not be put back", change.path.display());
    match &change.old {
        None => fs::remove_file(&change.path).with_context(said),
        Some(old) => {
            let target = change.path.canonicalize().with_context(said)?;
            let draft = draft(&target, change, old).with_context(said)?;
            draft.persist(&target).with_context(said)?;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_one_file_cannot_be_written_none_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("old"), "as it was").unwrap();
        // A file cannot take the place of a folder.
        fs::create_dir(path("folder")).unwrap();
        let change = |name: &str, old: Option<&str>| Change {
            path: path(name),
            old: old.map(|text| text.as_bytes().to_vec()),
            new: b"new".to_vec(),
        };
        let changes = [
            change("a/b/new", None),
            change("old", Some("as it was")),
            change("folder", Some("")),
        ];
        let error = write_all(&changes).unwrap_err();
        assert!(error.to_string().contains("failed to write"), "{error:#}");
        assert_eq!(fs::read_to_string(path("old")).unwrap(), "as it was");
        let mut left: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        left.sort();
        assert_eq!(left, ["folder", "old"]);
        write_all(&changes[..2]).unwrap();
        assert_eq!(fs::read_to_string(path("old")).unwrap(), "new");
        assert_eq!(fs::read_to_string(path("a/b/new")).unwrap(), "new");
    }
}
