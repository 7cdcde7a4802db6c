//! Tells when something that the book is made from has changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use book_engine::Places;
use notify::{Event, EventKind, RecommendedWatcher, Watcher};

use super::relevant::Relevant;
use crate::terminal;

/// How long it must be quiet before a build: an editor saves in several steps.
const QUIET: Duration = Duration::from_millis(40);
/// How long a build waits for that at most.
const PATIENCE: Duration = Duration::from_millis(500);

/// The folders of a book under watch.
pub(crate) struct Watch {
    watcher: RecommendedWatcher,
    watched: BTreeSet<PathBuf>,
    events: Receiver<Event>,
    relevant: Relevant,
    last: Option<PathBuf>,
}

impl Watch {
    /// Watches a book whose output goes to `scratch`.
    ///
    /// # Errors
    ///
    /// When the system has no watcher to give.
    pub(crate) fn new(places: &Places, scratch: &Path) -> Result<Watch> {
        let (sender, events) = mpsc::channel();
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if let Ok(event) = event {
                // Nobody is there to hear it once the server has ended.
                let _ = sender.send(event);
            }
        })
        .context("failed to watch the book's folders")?;
        let mut watch = Watch {
            watcher,
            watched: BTreeSet::new(),
            events,
            relevant: Relevant::new(places, scratch),
            last: None,
        };
        watch.follow(places);
        Ok(watch)
    }

    /// Brings the watch up to date with where the parts of the book lie now.
    pub(crate) fn follow(&mut self, places: &Places) {
        self.relevant = Relevant::new(places, &self.relevant.scratch);
        let gone: Vec<PathBuf> = self
            .watched
            .iter()
            .filter(|path| !path.exists())
            .cloned()
            .collect();
        for path in gone {
            self.forget(&path);
        }
        for (path, mode) in self.relevant.folders() {
            if self.watched.contains(&path) {
                continue;
            }
            match self.watcher.watch(&path, mode) {
                Ok(()) => {
                    self.watched.insert(path);
                }
                Err(error) => {
                    let path = path.display();
                    terminal::warning(&format!("`{path}` is not watched: {error}"));
                }
            }
        }
    }

    fn forget(&mut self, path: &Path) {
        let _ = self.watcher.unwatch(path);
        self.watched.remove(path);
    }

    /// The file of the last change.
    pub(crate) fn last_change(&self) -> Option<&Path> {
        self.last.as_deref()
    }

    /// Waits for a change that concerns the book, and until it is quiet again. `false` when there is
    /// nothing to wait for any more.
    pub(crate) fn wait(&mut self) -> bool {
        let mut first: Option<Instant> = None;
        loop {
            let received = match first {
                None => self
                    .events
                    .recv()
                    .map_err(|_| RecvTimeoutError::Disconnected),
                Some(first) if first.elapsed() > PATIENCE => return true,
                Some(_) => self.events.recv_timeout(QUIET),
            };
            match received {
                Ok(event) => {
                    if let Some(path) = self.concerns(&event) {
                        self.last = Some(path);
                        first.get_or_insert_with(Instant::now);
                    }
                }
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }

    /// The file of the book that an event speaks of.
    fn concerns(&mut self, event: &Event) -> Option<PathBuf> {
        if matches!(event.kind, EventKind::Access(_)) {
            return None;
        }
        if event.need_rescan() {
            return Some(self.relevant.root.clone());
        }
        let mut concerned = None;
        for path in &event.paths {
            // A watched folder that was removed or made again needs a new watch.
            let replaced = matches!(event.kind, EventKind::Remove(_) | EventKind::Create(_));
            if replaced && self.watched.contains(path) {
                self.forget(path);
            }
            if self.relevant.is(path) {
                concerned = Some(path.clone());
            }
        }
        concerned
    }
}
