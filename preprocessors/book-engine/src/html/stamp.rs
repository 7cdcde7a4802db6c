//! Tells whether files have changed.

use std::hash::{Hash, Hasher};
use std::path::Path;

use walkdir::WalkDir;

/// Puts into the hash what tells one version of the files in a folder from another: their names, sizes
/// and dates. What is below `but`, and what `wanted` does not want, is passed over.
pub(crate) fn folder(
    folder: &Path,
    but: Option<&Path>,
    wanted: impl Fn(&Path) -> bool,
    hash: &mut impl Hasher,
) {
    let entries = WalkDir::new(folder)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| Some(entry.path()) != but);
    for entry in entries.flatten() {
        if entry.file_type().is_dir() {
            // An empty folder is copied, too.
            entry.path().hash(hash);
        } else if wanted(entry.path()) {
            file(entry.path(), hash);
        }
    }
}

/// The same for one file, which may not be there.
pub(crate) fn file(file: &Path, hash: &mut impl Hasher) {
    let found = file.metadata().ok();
    let found = found.map(|found| (found.len(), found.modified().ok()));
    (file, found).hash(hash);
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::hash::DefaultHasher;

    use super::*;

    #[test]
    fn a_change_is_noticed_where_it_matters() {
        let place = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(place.path().join(name), text).unwrap();
        let stamp = || {
            let mut hash = DefaultHasher::new();
            let wanted = |path: &Path| path.extension().is_none_or(|suffix| suffix != "md");
            folder(
                place.path(),
                Some(&place.path().join("book")),
                wanted,
                &mut hash,
            );
            hash.finish()
        };
        write("a.css", "a");
        fs::create_dir(place.path().join("book")).unwrap();
        let first = stamp();
        write("a.md", "a");
        write("book/b.css", "b");
        assert_eq!(stamp(), first);
        write("a.css", "ab");
        let second = stamp();
        assert_ne!(second, first);
        fs::create_dir(place.path().join("new")).unwrap();
        assert_ne!(stamp(), second);
    }
}
