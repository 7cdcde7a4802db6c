//! Paths as a reader of the terminal can click them.

use std::path::{Component, Path, PathBuf};

/// `path` as seen from the current folder, with `/` between folders; absolute where the two have
/// nothing in common.
pub(crate) fn from_here(path: &Path) -> String {
    let shown = match (std::env::current_dir(), std::path::absolute(path)) {
        (Ok(here), Ok(path)) => relative(&plain(&path), &here),
        _ => path.to_owned(),
    };
    let shown = shown.to_string_lossy();
    if cfg!(windows) {
        shown.replace('\\', "/")
    } else {
        shown.into_owned()
    }
}

/// Resolves `..` by name alone, so that `../book/src` and `src` can be compared.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        if part == Component::ParentDir {
            plain.pop();
        } else {
            plain.push(part);
        }
    }
    plain
}

fn relative(path: &Path, base: &Path) -> PathBuf {
    let common = path
        .components()
        .zip(base.components())
        .take_while(|(a, b)| a == b)
        .count();
    // The root folder alone is no reason to climb.
    if common < 2 {
        return path.to_owned();
    }
    let up = base.components().skip(common).map(|_| Component::ParentDir);
    let down = path.components().skip(common);
    let relative: PathBuf = up.chain(down).collect();
    if relative.as_os_str().is_empty() {
        ".".into()
    } else {
        relative
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn seen(path: &str, base: &str, expected: &str) {
        let found = relative(&plain(Path::new(path)), Path::new(base));
        assert_eq!(found, Path::new(expected));
    }

    #[test]
    fn below_beside_and_far_away() {
        seen("/home/a/book/src/x.md", "/home/a/book", "src/x.md");
        seen("/home/a/book/src/x.md", "/home/a/code", "../book/src/x.md");
        seen("/home/a/code/../book/x.md", "/home/a/book", "x.md");
        seen("/home/a/book", "/home/a/book", ".");
        seen("/tmp/x.md", "/home/a", "/tmp/x.md");
    }
}
