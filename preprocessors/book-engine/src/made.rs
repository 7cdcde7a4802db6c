//! The files that a build has made, as a list.
//!
//! A file is known by its path, its size and the time of its last change. These cost no reading, which the
//! content would with each build; and where they mislead, as after a checkout, a file is kept that could
//! have been removed.

use std::collections::{HashMap, HashSet};
use std::fs::{self, Metadata};
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// How the list begins when it is written down, and how it ends: one without an end was not written whole.
const BEGIN: &[u8] = b"files made by mdhub 1";
const END: &[u8] = b"end";

/// A path below a folder: as the system spells it, with `/` between its parts. Paths are compared, and
/// never made from this again.
pub(crate) type Name = Vec<u8>;

/// What a file was like when a build had made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    size: u64,
    /// In nanoseconds.
    time: u128,
}

impl Stamp {
    pub(crate) fn of(found: &Metadata) -> Stamp {
        let time = found.modified().ok();
        let time = time.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Stamp {
            size: found.len(),
            time: time.map_or(0, |time| time.as_nanos()),
        }
    }
}

/// Files that a build has made, and the folders that hold them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Made {
    /// With more than one stamp where it may be the file of one build or of another.
    files: HashMap<Name, Vec<Stamp>>,
    folders: HashSet<Name>,
}

impl Made {
    /// All that is in a folder; nothing where there is no folder.
    pub(crate) fn of(folder: &Path) -> io::Result<Made> {
        let mut made = Made::default();
        if folder.is_dir() {
            made.add_all(folder, &Name::new())?;
        }
        Ok(made)
    }

    fn add_all(&mut self, folder: &Path, name: &[u8]) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = below(name, &entry);
            let found = entry.metadata()?;
            if found.is_dir() {
                self.add_all(&entry.path(), &name)?;
                self.folders.insert(name);
            } else {
                self.add(name, Stamp::of(&found));
            }
        }
        Ok(())
    }

    pub(crate) fn add(&mut self, name: Name, stamp: Stamp) {
        let mut end = name.len();
        while let Some(slash) = name[..end].iter().rposition(|byte| *byte == b'/') {
            end = slash;
            self.folders.insert(name[..end].to_owned());
        }
        let stamps = self.files.entry(name).or_default();
        if !stamps.contains(&stamp) {
            stamps.push(stamp);
        }
    }

    pub(crate) fn add_folder(&mut self, name: Name) {
        self.folders.insert(name);
    }

    /// The files of both.
    pub(crate) fn and(mut self, other: &Made) -> Made {
        for (name, stamps) in &other.files {
            for stamp in stamps {
                self.add(name.clone(), *stamp);
            }
        }
        self.folders.extend(other.folders.iter().cloned());
        self
    }

    /// The names of the files.
    pub(crate) fn names(&self) -> impl Iterator<Item = &[u8]> {
        self.files.keys().map(|name| &**name)
    }

    pub(crate) fn has(&self, name: &[u8]) -> bool {
        self.files.contains_key(name)
    }

    /// Whether a file of this name was made, and is still as it was.
    pub(crate) fn has_as(&self, name: &[u8], stamp: Stamp) -> bool {
        let stamps = self.files.get(name);
        stamps.is_some_and(|stamps| stamps.contains(&stamp))
    }

    pub(crate) fn has_folder(&self, name: &[u8]) -> bool {
        self.folders.contains(name)
    }

    /// Whether a page that is listed is in the folder as it was made. Where none is, somebody else has built
    /// the book since. Other files tell nothing: they may have the dates that they have in the sources.
    pub(crate) fn is_of(&self, folder: &Path) -> bool {
        self.files.iter().any(|(name, stamps)| {
            let Ok(name) = std::str::from_utf8(name) else {
                return false;
            };
            let is_page = [".html", ".md", ".nojekyll"].iter();
            is_page.clone().any(|end| name.ends_with(end))
                && fs::symlink_metadata(folder.join(name))
                    .is_ok_and(|found| stamps.contains(&Stamp::of(&found)))
        })
    }

    /// Writes it down.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut text = BEGIN.to_vec();
        text.push(0);
        for folder in &self.folders {
            text.extend_from_slice(b"folder ");
            text.extend_from_slice(folder);
            text.push(0);
        }
        for (name, stamps) in &self.files {
            for Stamp { size, time } in stamps {
                text.extend_from_slice(format!("{size} {time} ").as_bytes());
                text.extend_from_slice(name);
                text.push(0);
            }
        }
        text.extend_from_slice(END);
        text.push(0);
        text
    }

    /// Reads what was written down; `None` where that was not done to its end.
    pub(crate) fn from_bytes(text: &[u8]) -> Option<Made> {
        Made::from_parts(&mut text.split(|byte| *byte == 0))
    }

    /// The same of text that goes on behind it. A path has no zero in it.
    pub(crate) fn from_parts<'a>(parts: &mut impl Iterator<Item = &'a [u8]>) -> Option<Made> {
        let mut made = Made::default();
        if parts.next()? != BEGIN {
            return None;
        }
        loop {
            let part = parts.next()?;
            if part == END {
                return Some(made);
            }
            if let Some(folder) = part.strip_prefix(b"folder ") {
                made.folders.insert(folder.to_owned());
                continue;
            }
            let mut parts = part.splitn(3, |byte| *byte == b' ');
            let mut number = || {
                std::str::from_utf8(parts.next()?)
                    .ok()?
                    .parse::<u128>()
                    .ok()
            };
            let (size, time) = (number()?, number()?);
            let size = u64::try_from(size).ok()?;
            made.add(parts.next()?.to_owned(), Stamp { size, time });
        }
    }
}

/// The name of an entry of the folder `name`.
pub(crate) fn below(name: &[u8], entry: &fs::DirEntry) -> Name {
    let mut below = name.to_owned();
    if !below.is_empty() {
        below.push(b'/');
    }
    below.extend_from_slice(entry.file_name().as_encoded_bytes());
    below
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_down_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("deep/empty")).unwrap();
        fs::write(folder.path().join("deep/one two.html"), "1").unwrap();
        fs::write(folder.path().join("index.html"), "").unwrap();
        let made = Made::of(folder.path()).unwrap();
        assert!(made.has(b"deep/one two.html") && made.has_folder(b"deep/empty"));
        let text = made.to_bytes();
        assert_eq!(Made::from_bytes(&text), Some(made));
        for end in 0..text.len() - 1 {
            assert_eq!(Made::from_bytes(&text[..end]), None, "cut off at {end}");
        }
    }

    #[test]
    fn a_folder_is_known_by_a_page_that_is_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        for file in ["a.html", "b.html", "c.png"] {
            fs::write(folder.path().join(file), "1").unwrap();
        }
        let made = Made::of(folder.path()).unwrap();
        fs::write(folder.path().join("a.html"), "another").unwrap();
        assert!(made.is_of(folder.path()));
        fs::write(folder.path().join("b.html"), "another").unwrap();
        assert!(!made.is_of(folder.path()));
    }
}
