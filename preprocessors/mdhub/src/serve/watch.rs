//! Tells when something that the book is made from has changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use book_engine::Places;
use notify::{Config, Event, EventHandler, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::poll::{self, Poll};
use super::relevant::Relevant;
use crate::terminal;

/// How long it must be quiet before a build: an editor saves in several steps. What comes later leads
/// to a further build.
const QUIET: Duration = Duration::from_millis(15);
/// How long a build waits for that at most.
const PATIENCE: Duration = Duration::from_millis(500);

/// The folders of a book under watch.
pub(crate) struct Watch {
    eye: Eye,
    watched: BTreeSet<PathBuf>,
    events: Receiver<Event>,
    relevant: Relevant,
}

/// What sees the changes.
enum Eye {
    /// The system tells of them.
    Told(RecommendedWatcher),
    /// They are looked for.
    Looking(Poll),
}

impl Eye {
    fn watch(&mut self, path: &Path, mode: RecursiveMode) -> notify::Result<()> {
        match self {
            Eye::Told(watcher) => watcher.watch(path, mode),
            Eye::Looking(poll) => {
                poll.watch(path, mode);
                Ok(())
            }
        }
    }

    fn unwatch(&mut self, path: &Path) {
        match self {
            Eye::Told(watcher) => {
                // It may be gone already.
                let _ = watcher.unwatch(path);
            }
            Eye::Looking(poll) => poll.unwatch(path),
        }
    }
}

/// Passes events on.
struct Passing(Sender<Event>);

impl EventHandler for Passing {
    fn handle_event(&mut self, event: notify::Result<Event>) {
        if let Ok(event) = event {
            // Nobody is there to hear it once the server has ended.
            let _ = self.0.send(event);
        }
    }
}

impl Watch {
    /// Watches a book whose output goes to `scratch`: by what the system tells or, with `poll` or where
    /// it tells nothing, by looking at all files again and again.
    pub(crate) fn new(places: &Places, scratch: &Path, poll: bool) -> Watch {
        let (sender, events) = mpsc::channel();
        let told = if poll {
            None
        } else {
            match RecommendedWatcher::new(Passing(sender.clone()), Config::default()) {
                Ok(watcher) => Some(watcher),
                Err(error) => {
                    terminal::warning(&format!(
                        "the system does not tell of changes ({error}): looking for them every {} ms",
                        poll::PAUSE.as_millis()
                    ));
                    None
                }
            }
        };
        let eye = told.map_or_else(|| Eye::Looking(Poll::new(sender)), Eye::Told);
        let mut watch = Watch {
            eye,
            watched: BTreeSet::new(),
            events,
            relevant: Relevant::new(places, scratch),
        };
        watch.follow(places);
        watch
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
            match self.eye.watch(&path, mode) {
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
        self.eye.unwatch(path);
        self.watched.remove(path);
    }

    /// Waits for changes that concern the book, and until it is quiet again; gives their paths in the
    /// order in which they came. `None` when there is nothing to wait for any more.
    pub(crate) fn wait(&mut self) -> Option<Vec<PathBuf>> {
        let mut first: Option<Instant> = None;
        let mut changed = Vec::new();
        loop {
            let received = match first {
                None => self
                    .events
                    .recv()
                    .map_err(|_| RecvTimeoutError::Disconnected),
                Some(first) if first.elapsed() > PATIENCE => return Some(changed),
                Some(_) => self.events.recv_timeout(QUIET),
            };
            match received {
                Ok(event) => {
                    let concerned = self.concerns(&event);
                    if !concerned.is_empty() {
                        changed.extend(concerned);
                        first.get_or_insert_with(Instant::now);
                    }
                }
                Err(RecvTimeoutError::Timeout) => return Some(changed),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    /// The files of the book that an event speaks of.
    fn concerns(&mut self, event: &Event) -> Vec<PathBuf> {
        if matches!(event.kind, EventKind::Access(_)) {
            return Vec::new();
        }
        if event.need_rescan() {
            return vec![self.relevant.root.clone()];
        }
        // A watched folder that was removed or made again needs a new watch.
        if matches!(event.kind, EventKind::Remove(_) | EventKind::Create(_)) {
            for path in &event.paths {
                if self.watched.contains(path) {
                    self.forget(path);
                }
            }
        }
        let paths = event.paths.iter().filter(|path| self.relevant.is(path));
        paths.cloned().collect()
    }
}
