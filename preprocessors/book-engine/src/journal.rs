//! What a stage says of the exchange that is made from it, for the build that finds it left over.

use std::fs;
use std::io;
use std::path::Path;

use crate::disk;
use crate::made::Made;

const BEGIN: &[u8] = b"exchanged by mdhub 1";
const END: &[u8] = b"end of the units";

/// While the exchange can be taken back.
pub(crate) const OPEN: &str = "journal";
/// When the new book is in place, and the old one may be removed.
pub(crate) const DONE: &str = "done";

/// The exchange of a book.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Journal {
    /// The name of the destination: its folders may have been moved since.
    pub(crate) whole: Vec<u8>,
    /// The parts of the book that are exchanged.
    pub(crate) units: Vec<Entry>,
    /// Whether all of them are in place.
    pub(crate) is_done: bool,
}

/// A part of the book that is exchanged.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its name below the stage.
    pub(crate) name: String,
    /// What of the old one builds have made.
    pub(crate) old: Made,
    /// What the new one is made of.
    pub(crate) fresh: Made,
}

/// The name of a destination, as a journal has it.
pub(crate) fn name(whole: &Path) -> Vec<u8> {
    let name = whole.file_name().unwrap_or_default();
    name.as_encoded_bytes().to_owned()
}

impl Journal {
    /// Writes it into a stage: before anything is exchanged.
    pub(crate) fn write(&self, stage: &Path, through: bool) -> io::Result<()> {
        let mut text = BEGIN.to_vec();
        text.push(0);
        text.extend_from_slice(&self.whole);
        text.push(0);
        for Entry { name, old, fresh } in &self.units {
            text.extend_from_slice(b"unit ");
            text.extend_from_slice(name.as_bytes());
            text.push(0);
            text.extend(old.to_bytes());
            text.extend(fresh.to_bytes());
        }
        text.extend_from_slice(END);
        let file = stage.join(OPEN);
        if through {
            disk::write_through(&file, &text)
        } else {
            disk::write(&file, &text)
        }
    }

    /// Says that the new book is in place.
    pub(crate) fn close(stage: &Path) -> io::Result<()> {
        disk::rename(&stage.join(OPEN), &stage.join(DONE))
    }

    /// Reads it from a stage. `None` where nothing has been exchanged from there.
    pub(crate) fn read(stage: &Path) -> Option<Journal> {
        let text = fs::read(stage.join(DONE));
        let is_done = text.is_ok();
        let text = text.or_else(|_| fs::read(stage.join(OPEN))).ok()?;
        let mut parts = text.split(|byte| *byte == 0);
        if parts.next()? != BEGIN {
            return None;
        }
        let whole = parts.next()?.to_owned();
        let mut units = Vec::new();
        loop {
            let part = parts.next()?;
            if part == END {
                break;
            }
            let name = std::str::from_utf8(part.strip_prefix(b"unit ")?).ok()?;
            units.push(Entry {
                name: name.to_owned(),
                old: Made::from_parts(&mut parts)?,
                fresh: Made::from_parts(&mut parts)?,
            });
        }
        Some(Journal {
            whole,
            units,
            is_done,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_when_it_is_whole() {
        let stage = tempfile::tempdir().unwrap();
        fs::create_dir(stage.path().join("new")).unwrap();
        fs::write(stage.path().join("new/a.html"), "1").unwrap();
        let made = Made::of(&stage.path().join("new")).unwrap();
        let unit = |name: &str| Entry {
            name: name.to_owned(),
            old: Made::default(),
            fresh: made.clone(),
        };
        let journal = Journal {
            whole: name(Path::new("/a/b")),
            units: vec![unit("html"), unit("markdown")],
            is_done: false,
        };
        journal.write(stage.path(), true).unwrap();
        let text = fs::read(stage.path().join(OPEN)).unwrap();
        assert_eq!(Journal::read(stage.path()), Some(journal));
        for end in 0..text.len() {
            fs::write(stage.path().join(OPEN), &text[..end]).unwrap();
            assert_eq!(Journal::read(stage.path()), None, "cut off at {end}");
        }
        fs::write(stage.path().join(OPEN), &text).unwrap();
        Journal::close(stage.path()).unwrap();
        assert!(Journal::read(stage.path()).unwrap().is_done);
    }
}
