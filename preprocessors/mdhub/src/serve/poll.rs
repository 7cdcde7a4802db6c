//! Finds changes by looking at files again and again, where the system does not tell of them.
//!
//! `notify` has a watcher for that, which knows the time of a change to the second: of two saves in one
//! second it would miss the other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime};

use ignore::WalkBuilder;
use notify::{Event, EventKind, RecursiveMode};

/// How long it waits between two looks.
pub(crate) const PAUSE: Duration = Duration::from_millis(500);

/// What is looked at.
type Folders = BTreeMap<PathBuf, RecursiveMode>;
/// The files that were there, with their sizes and dates.
type Seen = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// A watch on folders.
pub(crate) struct Poll(Arc<Mutex<Look>>);

/// What is looked at, and what was seen there last.
#[derive(Default)]
struct Look {
    folders: Folders,
    seen: Seen,
}

impl Poll {
    /// Looks from now on, and sends what has changed, for as long as somebody listens.
    pub(crate) fn new(events: Sender<Event>) -> Poll {
        let poll = Poll(Arc::default());
        let shared = Arc::clone(&poll.0);
        thread::spawn(move || {
            loop {
                thread::sleep(PAUSE);
                let event = lock(&shared).again();
                if !event.paths.is_empty() && events.send(event).is_err() {
                    return;
                }
            }
        });
        poll
    }

    /// Looks at this folder, too. What is in it now is what was there before.
    pub(crate) fn watch(&self, folder: &Path, mode: RecursiveMode) {
        let mut look = lock(&self.0);
        look.seen.extend(seen(folder, mode));
        look.folders.insert(folder.to_owned(), mode);
    }

    /// Looks at it no more.
    pub(crate) fn unwatch(&self, folder: &Path) {
        lock(&self.0).folders.remove(folder);
    }
}

fn lock(look: &Mutex<Look>) -> MutexGuard<'_, Look> {
    look.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Look {
    /// Looks again, and gives what has changed.
    fn again(&mut self) -> Event {
        let folders = self.folders.iter();
        let now: Seen = folders
            .flat_map(|(folder, mode)| seen(folder, *mode))
            .collect();
        let changed = changed(&self.seen, &now);
        self.seen = now;
        let changed = changed.into_iter();
        changed.fold(Event::new(EventKind::Any), Event::add_path)
    }
}

/// The files in a folder.
fn seen(folder: &Path, mode: RecursiveMode) -> Seen {
    let depth = (mode == RecursiveMode::NonRecursive).then_some(1);
    let walk = WalkBuilder::new(folder)
        .standard_filters(false)
        .follow_links(true)
        .max_depth(depth)
        .build();
    let files = walk.flatten().filter_map(|entry| {
        let found = entry.metadata().ok().filter(|found| found.is_file())?;
        Some((entry.into_path(), (found.len(), found.modified().ok())))
    });
    files.collect()
}

/// The files that are new, gone or not as they were.
fn changed(before: &Seen, now: &Seen) -> Vec<PathBuf> {
    let files: BTreeSet<&PathBuf> = before.keys().chain(now.keys()).collect();
    files
        .into_iter()
        .filter(|file| before.get(*file) != now.get(*file))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn what_has_changed_is_told_once() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("a.md");
        fs::write(&file, "a").unwrap();
        let (sender, events) = mpsc::channel();
        let poll = Poll::new(sender);
        poll.watch(place.path(), RecursiveMode::Recursive);
        for text in ["b", "c"] {
            fs::write(&file, text).unwrap();
            let event = events.recv_timeout(PAUSE * 60).unwrap();
            assert_eq!(event.paths, std::slice::from_ref(&file));
        }
        fs::remove_file(&file).unwrap();
        assert_eq!(events.recv_timeout(PAUSE * 60).unwrap().paths, [file]);
        assert!(events.try_recv().is_err());
    }
}
