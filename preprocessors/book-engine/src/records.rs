//! What builds have made, by destination: kept outside of it, since a site has the files that mdBook writes
//! and no more.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::disk;
use crate::made::Made;

/// The folder of the records; there may be none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Records(Option<PathBuf>);

impl Records {
    pub(crate) fn new(folder: Option<&Path>) -> Records {
        Records(folder.map(Path::to_owned))
    }

    /// The file about `place`, which has its links resolved.
    fn file(&self, place: &Path, kind: &str) -> Option<PathBuf> {
        let digest = Sha256::digest(place.as_os_str().as_encoded_bytes());
        let name: String = digest[..16]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Some(self.0.as_ref()?.join(name + kind))
    }

    /// What builds have made in `place`, where that is known and nobody else has built there since.
    pub(crate) fn read(&self, place: &Path) -> Option<Made> {
        let made = Made::from_bytes(&fs::read(self.file(place, ".made")?).ok()?)?;
        made.is_of(place).then_some(made)
    }

    /// Writes down what builds have made, in one step; `through` to the disk, where more depends on it.
    pub(crate) fn write(&self, place: &Path, made: &Made, through: bool) -> Result<()> {
        let Some((file, draft)) = self.file(place, ".made").zip(self.file(place, ".new")) else {
            return Ok(());
        };
        let write = if through {
            disk::write_through
        } else {
            disk::write
        };
        self.make()
            .and_then(|()| write(&draft, &made.to_bytes()))
            .and_then(|()| disk::rename(&draft, &file))
            .with_context(|| format!("failed to write `{}`", file.display()))
    }

    /// Waits until no other build puts something in place there. `None` where no lock is to be had.
    pub(crate) fn lock(&self, place: &Path) -> Option<File> {
        let file = self.file(place, ".lock")?;
        let file = self.make().and_then(|()| disk::open(&file)).ok()?;
        fs4::FileExt::lock(&file).ok()?;
        Some(file)
    }

    fn make(&self) -> io::Result<()> {
        match &self.0 {
            Some(folder) if !folder.is_dir() => disk::create_dir_all(folder),
            _ => Ok(()),
        }
    }
}
