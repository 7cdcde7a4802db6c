//! The lock by which a stage is known to belong to a process that lives: the system takes it away from one
//! that does not.

use std::fs::File;
use std::io;
use std::path::Path;

use fs4::{FileExt, TryLockError};

use crate::disk;

/// The file in a stage that is locked.
pub(crate) const FILE: &str = "lock";

/// What came of trying to lock a stage.
#[derive(Debug)]
pub(crate) enum Lock {
    /// It is ours, for as long as the file is open.
    Ours(File),
    /// A living process has it, or it is gone.
    Lost,
    /// The file system has no locks.
    Unknown,
}

/// Tries to lock the stage in `folder`.
pub(crate) fn try_lock(folder: &Path) -> io::Result<Lock> {
    let file = folder.join(FILE);
    let lock = match disk::open(&file) {
        Ok(lock) => lock,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Lock::Lost),
        Err(error) => return Err(error),
    };
    match FileExt::try_lock(&lock) {
        // Whoever had it before may have removed the stage.
        Ok(()) if file.exists() => Ok(Lock::Ours(lock)),
        Ok(()) | Err(TryLockError::WouldBlock) => Ok(Lock::Lost),
        Err(TryLockError::Error(_)) => Ok(Lock::Unknown),
    }
}
