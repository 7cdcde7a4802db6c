//! Finds changes by looking at files again and again, where the system does not tell of them.
//!
//! `notify` has a watcher for that, which knows the time of a change to the second: of two saves in one
//! second it would miss the other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
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
pub(crate) struct Poll {
    folders: Arc<Mutex<Folders>>,
}

impl Poll {
    /// Looks from now on, and sends what has changed, for as long as somebody listens.
    pub(crate) fn new(events: Sender<Event>) -> Poll {
        let folders = Arc::new(Mutex::new(Folders::new()));
        let looked_at = Arc::clone(&folders);
        thread::spawn(move || {
            let (mut known, mut seen) = (Folders::new(), Seen::new());
            loop {
                let now = looked_at
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .clone();
                let found = look(&now);
                // What lies in a folder that is new was there before.
                let new: Vec<_> = now
                    .keys()
                    .filter(|folder| !known.contains_key(*folder))
                    .collect();
                let changed = changed(&seen, &found);
                let old = changed.filter(|file| !new.iter().any(|folder| file.starts_with(folder)));
                let event = old.fold(Event::new(EventKind::Any), Event::add_path);
                if !event.paths.is_empty() && events.send(event).is_err() {
                    return;
                }
                (known, seen) = (now, found);
                thread::sleep(PAUSE);
            }
        });
        Poll { folders }
    }

    /// Looks at this folder, too.
    pub(crate) fn watch(&self, folder: PathBuf, mode: RecursiveMode) {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        folders.insert(folder, mode);
    }

    /// Looks at it no more.
    pub(crate) fn unwatch(&self, folder: &Path) {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        folders.remove(folder);
    }
}

fn look(folders: &Folders) -> Seen {
    let mut seen = Seen::new();
    for (folder, mode) in folders {
        let depth = (*mode == RecursiveMode::NonRecursive).then_some(1);
        let walk = WalkBuilder::new(folder)
            .standard_filters(false)
            .follow_links(true)
            .max_depth(depth)
            .build();
        for entry in walk.flatten() {
            if let Ok(found) = entry.metadata()
                && found.is_file()
            {
                seen.insert(entry.into_path(), (found.len(), found.modified().ok()));
            }
        }
    }
    seen
}

/// The files that are new, gone or not as they were.
fn changed(before: &Seen, now: &Seen) -> impl Iterator<Item = PathBuf> {
    let files: BTreeSet<&PathBuf> = before.keys().chain(now.keys()).collect();
    let changed: Vec<PathBuf> = files
        .into_iter()
        .filter(|file| before.get(*file) != now.get(*file))
        .cloned()
        .collect();
    changed.into_iter()
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
        poll.watch(place.path().to_owned(), RecursiveMode::Recursive);
        thread::sleep(PAUSE * 3);
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
