//! What builds have left that were ended before they could clean up: their stages.
//!
//! | the stage | what is done |
//! |---|---|
//! | of a living process | nothing |
//! | without a journal: nothing was exchanged | it is removed |
//! | with one, the old book in it and none at the destination | the old book is put back |
//! | with one, of an exchange piece by piece | the exchange is taken back |
//! | with one, else | what builds have made is removed, all else moved to the destination |

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use anyhow::{Error, Result};

use crate::failure::Advice;
use crate::journal::{self, Journal};
use crate::lock::{self, Lock};
use crate::records::Records;
use crate::stage::{self, PREFIX};
use crate::{clear, disk, pieces, real};

/// Mends what earlier builds into `whole` have left.
///
/// # Errors
///
/// When that cannot be done.
pub(crate) fn mend(whole: &Path, records: &Records) -> Result<()> {
    let stages = [Some(whole), whole.parent()].into_iter().flatten();
    let stages: Vec<PathBuf> = stages.flat_map(stages_in).collect();
    if stages.is_empty() {
        return Ok(());
    }
    // Another build may be at it.
    let _lock = records.lock(whole);
    stages.iter().try_for_each(|stage| {
        mend_one(stage, whole).map_err(|error| {
            let stage = stage.display();
            if error.kind() == ErrorKind::AlreadyExists {
                return Advice::error(
                    format!("a build that was ended has left a file in `{stage}`: {error}"),
                    "remove one of the two",
                );
            }
            Error::new(error).context(format!("failed to mend what a build has left in `{stage}`"))
        })
    })
}

fn stages_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let stages = entries.filter(|entry| {
        entry.file_name().to_string_lossy().starts_with(PREFIX)
            && entry.file_type().is_ok_and(|found| found.is_dir())
            && stage::is_one(&entry.path())
    });
    stages.map(|entry| entry.path()).collect()
}

/// Whether the name of a unit is that of a folder, or none.
fn stays_inside(name: &Path) -> bool {
    let mut parts = name.components();
    matches!(
        (parts.next(), parts.next()),
        (None | Some(Component::Normal(_)), None)
    )
}

fn mend_one(stage: &Path, whole: &Path) -> io::Result<()> {
    let lock = match lock::try_lock(stage) {
        Ok(Lock::Ours(lock)) => lock,
        Ok(_) => return Ok(()),
        // What another user has left is theirs to mend.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Ok(()),
        Err(error) => return Err(error),
    };
    if let Some(journal) = Journal::read(stage) {
        if journal.whole != journal::name(whole) && stage.parent() != Some(whole) {
            // The next build of that book mends it.
            return Ok(());
        }
        // It may come from anywhere, and must not lead out of the output folder.
        let mut names = journal.units.iter().map(|unit| Path::new(&unit.name));
        if !names.all(stays_inside) {
            return Ok(());
        }
        for (index, unit) in journal.units.iter().enumerate() {
            let (fresh, old) = (stage::fresh(stage, &unit.name), stage::old(stage, index));
            let place = if unit.name.is_empty() {
                whole.to_owned()
            } else {
                real::real(&whole.join(&unit.name))
            };
            if !journal.is_done && old.is_dir() {
                if !place.exists() {
                    disk::rename(&old, &place)?;
                } else if stage.parent() == Some(&*place) {
                    pieces::take_back(&place, &fresh, &old, &unit.fresh)?;
                }
            }
            for old in [old, fresh] {
                clear::clear(&old, &place, &[&unit.old, &unit.fresh])?;
            }
        }
    }
    // Windows removes no file that is open.
    drop(lock);
    disk::remove_dir_all(stage)
}
