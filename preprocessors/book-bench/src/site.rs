//! Whether two sites are the same: else the two programs have not done the same work.

use std::fs;
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
        if read(&one.join(path))? != read(&other.join(path))? {
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

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("failed to read `{}`", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
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
