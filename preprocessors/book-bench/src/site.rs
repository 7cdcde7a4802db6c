//! Whether two sites are the same: else the two programs have not done the same work.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result};
use walkdir::WalkDir;

/// The path of the first file that is not in both sites with the same bytes, if there is one.
pub(crate) fn difference(one: &Path, other: &Path) -> Result<Option<String>> {
    let (files, others) = (files(one)?, files(other)?);
    let count = files.len().max(others.len());
    for index in 0..count {
        let (file, another) = (files.get(index), others.get(index));
        let path = match (file, another) {
            (Some(file), Some(another)) if file == another => file,
            (Some(file), Some(another)) => return Ok(Some(file.min(another).clone())),
            (file, another) => return Ok(file.or(another).cloned()),
        };
        if !same(&one.join(path), &other.join(path))? {
            return Ok(Some(path.clone()));
        }
    }
    Ok(None)
}

/// The paths of the files below a folder, in order.
fn files(folder: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.with_context(|| format!("failed to read `{}`", folder.display()))?;
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            files.push(path.to_string_lossy().into_owned());
        }
    }
    files.sort_unstable();
    Ok(files)
}

/// A piece at a time: what this program holds counts as held by those that it starts (see `program.rs`).
fn same(file: &Path, another: &Path) -> Result<bool> {
    let failed = || format!("failed to read `{}`", file.display());
    let (mut one, mut other) = (open(file)?, open(another)?);
    loop {
        let piece = one.fill_buf().with_context(failed)?;
        let another = other.fill_buf().with_context(failed)?;
        let length = piece.len().min(another.len());
        if length == 0 || piece[..length] != another[..length] {
            return Ok(piece.is_empty() && another.is_empty());
        }
        one.consume(length);
        other.consume(length);
    }
}

fn open(file: &Path) -> Result<BufReader<File>> {
    let opened = File::open(file);
    let file = opened.with_context(|| format!("failed to read `{}`", file.display()))?;
    Ok(BufReader::with_capacity(1 << 16, file))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use tempfile::TempDir;

    #[test]
    fn the_first_file_that_differs_is_named() -> Result<()> {
        let site = |files: &[(&str, &str)]| -> Result<TempDir> {
            let folder = TempDir::new()?;
            for (path, text) in files {
                fs::write(folder.path().join(path), text)?;
            }
            Ok(folder)
        };
        let whole = site(&[("a", "1"), ("b", "2")])?;
        for (files, first) in [
            (&[("a", "1"), ("b", "2")][..], None),
            (&[("a", "1"), ("b", "3")], Some("b")),
            (&[("a", "1"), ("b", "2 and more")], Some("b")),
            (&[("a", "1")], Some("b")),
            (&[("b", "2")], Some("a")),
            (&[("a", "1"), ("b", "2"), ("c", "")], Some("c")),
        ] {
            let other = site(files)?;
            let found = difference(whole.path(), other.path())?;
            assert_eq!(found.as_deref(), first, "{files:?}");
        }
        Ok(())
    }
}
