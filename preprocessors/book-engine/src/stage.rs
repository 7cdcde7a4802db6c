//! A fresh folder to build in, beside the destination.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};

use crate::lock::{self, Lock};
use crate::real::is_in;
use crate::{disk, html, journal, mounted};

/// How the names of all stages begin.
pub(crate) const PREFIX: &str = ".mdhub-build-";

/// What is in it: the new book, and the old ones of its units.
const NEW: &str = "new";
const OLD: &str = "old-";

/// The folders of the stages from which nothing has been exchanged yet. It is held while that is done, since
/// the stage holds the last good book then.
static STAGES: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

pub(crate) fn stages() -> MutexGuard<'static, Vec<PathBuf>> {
    STAGES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes what unfinished builds have written, for a process that is about to end. A build that
/// is being put in place is waited for; none is put in place any more afterwards.
pub fn abandon() {
    html::abandon();
    let stages = stages();
    for folder in &*stages {
        // The build goes on meanwhile, and may bring parts of it back.
        for _ in 0..100 {
            let _ = fs::remove_dir_all(folder);
            if !folder.exists() {
                break;
            }
        }
    }
    std::mem::forget(stages);
}

/// Where a build is made before it is put in place. What is left in it goes when it is dropped.
#[derive(Debug)]
pub(crate) struct Stage {
    folder: PathBuf,
    /// Held for as long as the build goes on.
    lock: Option<File>,
    /// Whether the destination stays where it is, and what is in it is exchanged piece by piece.
    is_fixed: bool,
    /// Whether it holds files that no build has made. Then it stays until a build can put them back.
    pub(crate) holds_others: bool,
    /// Folders that were made only to hold it. They go with it, unless a book has been put there.
    _made: Folders,
}

/// A part of the output that is exchanged as a whole.
#[derive(Debug)]
pub(crate) struct Unit {
    /// Its name below the stage: empty for the only renderer, else the renderer's.
    pub(crate) name: String,
    /// The folder that it goes to.
    pub(crate) place: PathBuf,
    /// Whether a program makes it, which finds there what it left the last time: all of it is its own.
    pub(crate) is_programs: bool,
}

impl Stage {
    /// Makes a stage for `destination`, on the same file system, so that a rename is enough.
    ///
    /// It stands beside the destination. When that lies in `src`, mdBook would take the stage for
    /// sources and copy it into the book; it stands inside the destination then, which mdBook
    /// leaves out. It stands there too where the destination is a mount point, or the folder around it
    /// cannot be written to.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub(crate) fn new(destination: &Path, src: &Path) -> Result<Stage> {
        let mut is_fixed = mounted::is_mount_point(destination);
        let mut place = match destination.parent() {
            Some(parent) if !is_fixed && !is_in(destination, src) => parent,
            _ => destination,
        };
        let mut made = make(place);
        let closed = |error: &io::Error| {
            let kind = error.kind();
            kind == ErrorKind::PermissionDenied || kind == ErrorKind::ReadOnlyFilesystem
        };
        if made.as_ref().is_err_and(closed) && place != destination && destination.is_dir() {
            (is_fixed, place) = (true, destination);
            made = make(place);
        }
        let (folders, folder, lock) =
            made.with_context(|| format!("failed to make a folder in `{}`", place.display()))?;
        stages().push(folder.clone());
        Ok(Stage {
            folder,
            lock,
            is_fixed,
            holds_others: false,
            _made: folders,
        })
    }

    /// The folder to render `name` into. It does not exist yet: mdBook makes it, with the usual
    /// permissions.
    pub(crate) fn fresh(&self, name: &str) -> PathBuf {
        fresh(&self.folder, name)
    }

    /// Where the old one of the units of this number goes.
    pub(crate) fn old(&self, index: usize) -> PathBuf {
        old(&self.folder, index)
    }

    /// Where it stands.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether `place` stays where it is, and what is in it is exchanged piece by piece.
    pub(crate) fn is_fixed(&self, place: &Path) -> bool {
        self.is_fixed && self.folder.parent() == Some(place)
    }

    /// Moves it out of a folder that is to be moved away, along with which it would move.
    pub(crate) fn step_out_of(&mut self, place: &Path) -> io::Result<()> {
        let beside = place.parent().zip(self.folder.file_name());
        let Some((parent, name)) = beside.filter(|_| self.folder.starts_with(place)) else {
            return Ok(());
        };
        let beside = parent.join(name);
        // Windows moves no folder of which a file is open.
        let lock = self.lock.take_if(|_| cfg!(windows));
        disk::rename(&self.folder, &beside)?;
        self.folder = beside;
        if lock.is_some()
            && let Ok(Lock::Ours(lock)) = lock::try_lock(&self.folder)
        {
            self.lock = Some(lock);
        }
        Ok(())
    }

    /// Takes it from those that [`abandon`] removes.
    pub(crate) fn is_used(&self, stages: &mut Vec<PathBuf>) {
        stages.retain(|folder| *folder != self.folder);
    }

    /// Removes it, unless it holds what no build has made.
    pub(crate) fn remove(&mut self) {
        // Windows removes no file that is open.
        self.lock = None;
        if !self.holds_others && self.folder.exists() {
            let _ = disk::remove_dir_all(&self.folder);
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.remove();
        self.is_used(&mut stages());
    }
}

/// The folder of a stage that `name` is rendered into.
pub(crate) fn fresh(stage: &Path, name: &str) -> PathBuf {
    stage.join(NEW).join(name)
}

/// The folder of a stage that the old one of the units of this number goes to.
pub(crate) fn old(stage: &Path, index: usize) -> PathBuf {
    stage.join(format!("{OLD}{index}"))
}

/// Whether a folder holds nothing else than a stage does.
pub(crate) fn is_one(folder: &Path) -> bool {
    let mut entries = fs::read_dir(folder).into_iter().flatten();
    entries.all(|entry| {
        entry.is_ok_and(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            [lock::FILE, NEW, journal::OPEN, journal::DONE].contains(&&*name)
                || name.starts_with(OLD)
        })
    })
}

/// Makes a folder in `place` and locks it; `place` and what is around it is made too.
fn make(place: &Path) -> io::Result<(Folders, PathBuf, Option<File>)> {
    let folders = Folders::make(place)?;
    for _ in 0..100 {
        let folder = disk::create_dir_in(place, PREFIX)?;
        // Until it is locked, another build may take it for a dead one, and remove it.
        match lock::try_lock(&folder) {
            Ok(Lock::Ours(lock)) => return Ok((folders, folder, Some(lock))),
            Ok(Lock::Unknown) => return Ok((folders, folder, None)),
            Ok(Lock::Lost) => {}
            Err(error) => {
                let _ = fs::remove_dir_all(&folder);
                return Err(error);
            }
        }
    }
    Err(io::Error::other("others remove it again and again"))
}

/// Folders that were made; those that are empty go when this is dropped.
#[derive(Debug, Default)]
struct Folders(Vec<PathBuf>);

impl Folders {
    /// Makes a folder and those around it.
    fn make(folder: &Path) -> io::Result<Folders> {
        let missing = folder.ancestors().take_while(|folder| !folder.exists());
        let made = Folders(missing.map(Path::to_owned).collect());
        if !made.0.is_empty() {
            disk::create_dir_all(folder)?;
        }
        Ok(made)
    }
}

impl Drop for Folders {
    fn drop(&mut self) {
        for folder in &self.0 {
            let _ = disk::remove_dir(folder);
        }
    }
}
