//! Where a path leads.

use std::path::{Path, PathBuf};

/// How many links are followed to where there is nothing: as many as Linux follows.
const LINKS: usize = 40;

/// Whether `path` lies in `folder`, or is it. Links are followed as far as the path exists.
pub(crate) fn is_in(path: &Path, folder: &Path) -> bool {
    real(path).starts_with(real(folder))
}

/// The path with links resolved as far as it exists; a link to what does not exist is followed too.
pub(crate) fn real(path: &Path) -> PathBuf {
    followed(path, LINKS)
}

fn followed(path: &Path, links: usize) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    if let (Ok(target), Some(left)) = (path.read_link(), links.checked_sub(1)) {
        let folder = path.parent().unwrap_or(Path::new(""));
        return followed(&folder.join(target), left);
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => followed(parent, links).join(name),
        _ => path.to_owned(),
    }
}
