//! Faults at the steps of a build, for the folders that a test names.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What happens at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It fails with this error of the system; those behind it do not.
    Fails(i32),
    /// It fails, and so do all behind it.
    FailsFromHere,
    /// The process ends.
    Ends,
}

/// The exit code of a process that ended at a step.
pub(crate) const ENDED: i32 = 77;

/// The error of a disk that is full.
pub(crate) const FULL: i32 = 28;

/// What kind of disk the folders are on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Disk {
    /// Folders can be exchanged at one stroke.
    Exchanges,
    /// They can be renamed alone.
    Renames,
    /// The destination is a mount point.
    Mounted,
}

struct Planned {
    root: PathBuf,
    at: usize,
    fault: Fault,
    steps: usize,
    disk: Disk,
}

/// By folders, since other tests run at the same time, and a build has threads of its own.
static PLANNED: Mutex<Vec<Planned>> = Mutex::new(Vec::new());

fn planned() -> MutexGuard<'static, Vec<Planned>> {
    PLANNED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A fault that is planned for as long as this lives.
pub(crate) struct Guard(PathBuf);

impl Guard {
    /// How many steps there were.
    pub(crate) fn steps(&self) -> usize {
        let planned = planned();
        let own = planned.iter().find(|planned| planned.root == self.0);
        own.map_or(0, |own| own.steps)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        planned().retain(|planned| planned.root != self.0);
    }
}

/// Plans a fault at step `at` of those below `root`, which are on such a disk.
pub(crate) fn plan(root: &Path, at: usize, fault: Fault, disk: Disk) -> Guard {
    planned().push(Planned {
        root: root.to_owned(),
        at,
        fault,
        steps: 0,
        disk,
    });
    Guard(root.to_owned())
}

pub(super) fn step(path: &Path, half: impl FnOnce()) -> io::Result<()> {
    let mut planned = planned();
    let Some(own) = planned.iter_mut().find(|own| path.starts_with(&own.root)) else {
        return Ok(());
    };
    own.steps += 1;
    match own.fault {
        Fault::Fails(error) if own.steps == own.at => {
            half();
            Err(io::Error::from_raw_os_error(error))
        }
        Fault::FailsFromHere if own.steps >= own.at => Err(io::Error::from_raw_os_error(FULL)),
        Fault::Ends if own.steps == own.at => {
            half();
            // As if it were killed: nothing is cleaned up.
            std::process::exit(ENDED);
        }
        _ => Ok(()),
    }
}

/// The disk that is planned for this folder.
pub(crate) fn disk(path: &Path) -> Option<Disk> {
    let planned = planned();
    let own = planned.iter().find(|own| path.starts_with(&own.root));
    own.map(|own| own.disk)
}
