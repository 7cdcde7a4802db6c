//! Whose a file in the output folder is: a build's, which a build may remove, or somebody else's.
//!
//! Where it is known what builds have made there, all else is somebody else's. Where it is not, what looks
//! like mdBook's is taken for that (`stock.rs`), and all else is somebody's as well.

use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use crate::made::{Made, Name, Stamp, below};
use crate::stock;

/// The content of an output folder.
#[derive(Debug, Default)]
pub(crate) struct Content {
    /// What builds have made, or may be taken for it.
    pub(crate) made: Made,
    /// What somebody else has put there, in the order of the paths. A folder of which nothing was made by
    /// a build is one of these as a whole.
    pub(crate) foreign: Vec<PathBuf>,
    /// Those of them in whose place the new build writes something else.
    pub(crate) in_the_way: Vec<PathBuf>,
}

/// Sorts the content of an output folder.
pub(crate) struct Sorting<'a> {
    /// The output folder.
    pub(crate) place: &'a Path,
    /// What builds have made there, where it is known.
    pub(crate) record: Option<&'a Made>,
    /// Where the new build is.
    pub(crate) fresh: &'a Path,
    /// What it has made.
    pub(crate) writes: &'a Made,
    /// A folder that is not looked at.
    pub(crate) stage: &'a Path,
}

impl Sorting<'_> {
    /// Sorts all of it. There is none where there is no folder.
    pub(crate) fn sort(&self) -> io::Result<Content> {
        let mut content = Content::default();
        if self.place.is_dir() {
            self.folder(Path::new(""), &Name::new(), &mut content)?;
        }
        Ok(content)
    }

    fn folder(&self, folder: &Path, name: &[u8], content: &mut Content) -> io::Result<()> {
        let mut entries: Vec<DirEntry> =
            fs::read_dir(self.place.join(folder))?.collect::<io::Result<_>>()?;
        entries.sort_by_key(DirEntry::file_name);
        for entry in entries {
            let path = folder.join(entry.file_name());
            let name = below(name, &entry);
            let found = entry.metadata()?;
            if entry.path() == self.stage {
                continue;
            }
            if found.is_dir() {
                if self.has_some_of(&name) {
                    self.folder(&path, &name, content)?;
                    content.made.add_folder(name);
                    continue;
                }
            } else if self.is_made(&path, &name, Stamp::of(&found))
                || self.is_written_alike(&path, &name)
            {
                content.made.add(name, Stamp::of(&found));
                continue;
            }
            if self.is_in_the_way(&name, found.is_dir()) {
                content.in_the_way.push(path.clone());
            }
            content.foreign.push(path);
        }
        Ok(())
    }

    /// Whether builds make something in this folder.
    fn has_some_of(&self, name: &[u8]) -> bool {
        self.writes.has_folder(name)
            || match self.record {
                Some(record) => record.has_folder(name),
                None => !is_hidden(name),
            }
    }

    /// Whether a build has made this file. One of a build's name that is not as the build made it is an
    /// edited one: the next build writes it anew, as it must, but does not remove it.
    fn is_made(&self, path: &Path, name: &[u8], stamp: Stamp) -> bool {
        match self.record {
            Some(record) => record.has_as(name, stamp) || record.has(name) && self.writes.has(name),
            None => {
                self.writes.has(name)
                    || stock::is_mdbooks(&self.place.join(path), name, self.writes)
            }
        }
    }

    fn is_written_alike(&self, path: &Path, name: &[u8]) -> bool {
        let found = self.place.join(path);
        self.writes.has(name)
            && found.symlink_metadata().is_ok_and(|found| found.is_file())
            && fs::read(found).is_ok_and(|text| {
                fs::read(self.fresh.join(path)).is_ok_and(|written| written == text)
            })
    }

    fn is_in_the_way(&self, name: &[u8], is_folder: bool) -> bool {
        let mut folders = (0..name.len()).filter(|at| name[*at] == b'/');
        self.writes.has(name)
            || !is_folder && self.writes.has_folder(name)
            || folders.any(|end| self.writes.has(&name[..end]))
    }
}

/// Whether it is hidden at the top of the folder.
fn is_hidden(name: &[u8]) -> bool {
    name.starts_with(b".")
}
