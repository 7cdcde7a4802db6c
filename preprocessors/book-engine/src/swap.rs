//! The exchange of the old book for the new one: all of it or, when a part cannot be exchanged, nothing.
//!
//! 1. What no build has made is found. Where it is in the way of the new book, there is no exchange.
//! 2. The journal and the record are written. From here on, a build that finds this one left over can mend
//!    what it has begun (see `leftover.rs`).
//! 3. The folders are exchanged, and what no build has made is moved to the new ones.
//! 4. The journal is closed, the record is written anew, and what builds have made of the old book is removed,
//!    file by file.

#[cfg(test)]
mod tests;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::MutexGuard;

use anyhow::{Context, Error, Result};

use crate::failure::Advice;
use crate::foreign::{Content, Sorting};
use crate::journal::{self, Entry, Journal};
use crate::made::Made;
use crate::records::Records;
use crate::stage::{Stage, Unit, stages};
use crate::{clear, disk, mounted, pieces};

/// An exchange that can be made.
#[derive(Debug)]
pub(crate) struct Swap<'a> {
    // Dropped in this order: a stage that is dropped takes the lock that the first one holds.
    stages: MutexGuard<'static, Vec<PathBuf>>,
    stage: Stage,
    whole: &'a Path,
    parts: Vec<Part<'a>>,
    records: &'a Records,
    _lock: Option<File>,
}

/// The exchange of one unit.
#[derive(Debug)]
struct Part<'a> {
    unit: &'a Unit,
    /// What builds have made there so far, where it is known.
    record: Option<Made>,
    content: Content,
    /// What the new one is made of.
    fresh: Made,
    done: Option<Done>,
    /// What was moved from the old one to the new one.
    carried: Vec<PathBuf>,
}

/// How a unit was put in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Done {
    /// There was none before.
    New,
    /// At one stroke: the old one is where the new one was.
    Exchanged,
    /// In two steps: the old one is in a folder of its own.
    Renamed,
    /// Piece by piece: so is the old one.
    Pieces,
}

impl<'a> Swap<'a> {
    /// Finds out what is to be exchanged.
    ///
    /// # Errors
    ///
    /// When a file that no build has made is in the way, or a folder cannot be read.
    pub(crate) fn new(
        stage: Stage,
        whole: &'a Path,
        units: &'a [Unit],
        records: &'a Records,
    ) -> Result<Swap<'a>> {
        let lock = records.lock(whole);
        let parts = units.iter().map(|unit| Part::new(unit, &stage, records));
        let parts = parts.collect::<Result<Vec<Part<'_>>>>()?;
        if let Some(error) = in_the_way(&parts) {
            return Err(error);
        }
        Ok(Swap {
            stages: stages(),
            stage,
            whole,
            parts,
            records,
            _lock: lock,
        })
    }

    /// Makes the exchange, and gives what no build has made, in its new place.
    ///
    /// # Errors
    ///
    /// When a step of it fails; what was there before is there again.
    pub(crate) fn run(mut self) -> Result<Vec<PathBuf>> {
        let result = self.exchange();
        if result.is_ok() {
            self.remove_old();
        }
        self.stage.remove();
        result.map(|()| {
            let kept = self.parts.iter().flat_map(|part| {
                let foreign = part.content.foreign.iter();
                foreign.map(|path| part.unit.place.join(path))
            });
            kept.collect()
        })
    }

    fn exchange(&mut self) -> Result<()> {
        self.stage.is_used(&mut self.stages);
        for part in &self.parts {
            let place = &part.unit.place;
            if !self.stage.is_fixed(place) {
                let failed = || format!("failed to move `{}`", self.stage.folder().display());
                let failed = failed();
                self.stage.step_out_of(place).context(failed)?;
            }
        }
        self.announce()?;
        self.stage.holds_others = true;
        for index in 0..self.parts.len() {
            let put = self.put(index);
            let place = &self.parts[index].unit.place;
            let put = put.map_err(|error| {
                mounted::cannot_be_moved(place, &error).unwrap_or_else(|| {
                    let place = place.display();
                    Error::new(error).context(format!(
                        "failed to put the new book in place of `{place}`; the old one is kept"
                    ))
                })
            });
            if let Err(error) = put.and_then(|()| self.carry(index)) {
                let all_back = (0..=index).rev().map(|index| self.put_back(index));
                self.stage.holds_others = all_back.fold(false, |any, back| any | back.is_err());
                return Err(error);
            }
        }
        Ok(())
    }

    /// Writes down what is going to be done, for the build that finds this one ended in the midst of it.
    fn announce(&self) -> Result<()> {
        let through = self.parts.iter().any(Part::keeps);
        let unit = |part: &Part<'_>| Entry {
            name: part.unit.name.clone(),
            old: part.content.made.clone(),
            fresh: part.fresh.clone(),
        };
        let journal = Journal {
            whole: journal::name(self.whole),
            units: self.parts.iter().map(unit).collect(),
            is_done: false,
        };
        let folder = self.stage.folder();
        journal
            .write(folder, through)
            .with_context(|| format!("failed to write into `{}`", folder.display()))?;
        for part in &self.parts {
            let before = part.record.as_ref().unwrap_or(&part.content.made);
            let written = part.write(self.records, before.clone().and(&part.fresh));
            // Without a record, a build knows less, and goes by what files look like.
            // With one that does not fit the new book, it would forget whose the other files are.
            if part.record.is_some() {
                written?;
            }
        }
        Ok(())
    }

    /// Puts one unit in place; when that fails, what was there is there still.
    fn put(&mut self, index: usize) -> io::Result<()> {
        let (fresh, old) = (self.fresh(index), self.stage.old(index));
        let part = &mut self.parts[index];
        let place = &part.unit.place;
        if self.stage.is_fixed(place) {
            part.done = Some(Done::Pieces);
            let stays = |path: &Path| {
                path == self.stage.folder() || {
                    let mut foreign = part.content.foreign.iter();
                    foreign.any(|foreign| path == place.join(foreign))
                }
            };
            return pieces::exchange(place, &fresh, &old, stays);
        }
        let Ok(found) = fs::metadata(place) else {
            if let Some(parent) = place.parent().filter(|parent| !parent.is_dir()) {
                disk::create_dir_all(parent)?;
            }
            disk::rename(&fresh, place)?;
            part.done = Some(Done::New);
            return Ok(());
        };
        disk::set_permissions(&fresh, found.permissions())?;
        if disk::exchange(&fresh, place)? {
            part.done = Some(Done::Exchanged);
            return Ok(());
        }
        disk::rename(place, &old)?;
        part.done = Some(Done::Renamed);
        disk::rename(&fresh, place)
    }

    /// Moves what no build has made from the old unit to the new one.
    fn carry(&mut self, index: usize) -> Result<()> {
        let old = self.where_old(index);
        let part = &mut self.parts[index];
        for path in &part.content.foreign {
            let (from, to) = (old.join(path), part.unit.place.join(path));
            // What stands at the top of a folder that is exchanged piece by piece is there already.
            if from.symlink_metadata().is_ok() {
                clear::carry(&from, &to)
                    .with_context(|| format!("failed to keep `{}`", to.display()))?;
                part.carried.push(path.clone());
            }
        }
        Ok(())
    }

    /// Takes back a unit that was put in place, as far as it was.
    fn put_back(&self, index: usize) -> io::Result<()> {
        let (part, fresh) = (&self.parts[index], self.fresh(index));
        let (place, old) = (&part.unit.place, self.where_old(index));
        if matches!(part.done, None | Some(Done::New)) {
            // Nothing of it was kept, since there was none.
            return match part.done {
                Some(_) => disk::rename(place, &fresh),
                None => Ok(()),
            };
        }
        for path in &part.carried {
            disk::rename(&place.join(path), &old.join(path))?;
        }
        match part.done {
            Some(Done::Pieces) => {
                pieces::take_back(place, &fresh, &old, &part.fresh)?;
            }
            Some(Done::Exchanged) => {
                if !disk::exchange(&fresh, place)? {
                    return Err(io::ErrorKind::Unsupported.into());
                }
            }
            _ => {
                if place.exists() {
                    disk::rename(place, &fresh)?;
                }
                disk::rename(&old, place)?;
            }
        }
        Ok(())
    }

    /// Removes the old book. Where that fails, the next build does it.
    fn remove_old(&mut self) {
        let removed = Journal::close(self.stage.folder()).and_then(|()| {
            // Not before: until then, the next build may put the old book back.
            for part in &self.parts {
                // Where it fails, the one that was written ahead lists these files too.
                let _ = part.write(self.records, part.fresh.clone());
            }
            (0..self.parts.len()).try_for_each(|index| {
                let part = &self.parts[index];
                let lists = [&part.content.made, &part.fresh];
                clear::clear(&self.where_old(index), &part.unit.place, &lists)
            })
        });
        self.stage.holds_others = removed.is_err();
    }

    fn fresh(&self, index: usize) -> PathBuf {
        self.stage.fresh(&self.parts[index].unit.name)
    }

    fn where_old(&self, index: usize) -> PathBuf {
        match self.parts[index].done {
            Some(Done::Exchanged) => self.fresh(index),
            _ => self.stage.old(index),
        }
    }
}

impl<'a> Part<'a> {
    fn new(unit: &'a Unit, stage: &Stage, records: &Records) -> Result<Part<'a>> {
        let failed = || format!("failed to read `{}`", unit.place.display());
        let path = stage.fresh(&unit.name);
        let fresh = Made::of(&path).with_context(failed)?;
        let mut part = Part {
            unit,
            record: None,
            content: Content::default(),
            fresh,
            done: None,
            carried: Vec::new(),
        };
        if unit.is_programs {
            part.content.made = Made::of(&unit.place).with_context(failed)?;
            return Ok(part);
        }
        part.record = records.read(&unit.place);
        let sorting = Sorting {
            place: &unit.place,
            record: part.record.as_ref(),
            fresh: &path,
            writes: &part.fresh,
            stage: stage.folder(),
        };
        part.content = sorting.sort().with_context(failed)?;
        Ok(part)
    }

    fn keeps(&self) -> bool {
        !self.content.foreign.is_empty()
    }

    fn write(&self, records: &Records, made: Made) -> Result<()> {
        if self.unit.is_programs {
            return Ok(());
        }
        records.write(&self.unit.place, &made, self.keeps())
    }
}

/// The error for what no build has made and the new one would overwrite.
fn in_the_way(parts: &[Part<'_>]) -> Option<Error> {
    let all = parts.iter().flat_map(|part| {
        let paths = part.content.in_the_way.iter();
        paths.map(|path| part.unit.place.join(path))
    });
    let named: Vec<String> = all.map(|path| format!("`{}`", path.display())).collect();
    (!named.is_empty()).then(|| {
        Advice::error(
            format!(
                "{} was not made by a build, and this build writes something else there",
                named.join(", ")
            ),
            "move it out of the output folder; what is to be part of the book belongs in its sources",
        )
    })
}
