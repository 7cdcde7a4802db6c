//! What the server shows at a moment, and how the next version takes its place.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use tempfile::TempDir;
use tokio::sync::watch;

/// One version of what is served.
#[derive(Debug)]
pub(crate) enum Site {
    /// The pages of a build.
    Pages {
        /// Where they are; removed when no request needs them any more.
        folder: Folder,
        /// The page for an address that leads nowhere, relative to the folder.
        not_found: PathBuf,
    },
    /// One page for every address: the book has never been built, and this says why.
    Message(String),
}

/// A folder that goes when it is dropped.
#[derive(Debug)]
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    /// The path.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The version in view. It is exchanged as a whole: a request sees the one or the other.
#[derive(Debug)]
pub(crate) struct View {
    site: RwLock<Option<Arc<Site>>>,
    version: watch::Sender<u64>,
}

impl Default for View {
    fn default() -> View {
        View {
            site: RwLock::new(None),
            version: watch::Sender::new(0),
        }
    }
}

impl View {
    /// Puts the next version into view and tells everyone who waits for it. The version before is
    /// removed when the last request for it is answered.
    pub(crate) fn show(&self, site: Site) {
        let next = Some(Arc::new(site));
        let before = {
            let mut site = self.site.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *site, next)
        };
        self.version.send_modify(|version| *version += 1);
        drop(before);
    }

    /// What is in view; `None` before the first build has ended.
    pub(crate) fn current(&self) -> Option<Arc<Site>> {
        self.site
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Tells when another version comes into view.
    pub(crate) fn subscribe(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }
}

/// Removes the folder of all versions. A build that is still writing may bring parts of it back, so
/// this is tried more than once.
pub(crate) fn remove(scratch: TempDir) {
    let path = scratch.keep();
    for _ in 0..100 {
        let _ = fs::remove_dir_all(&path);
        if !path.exists() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(path: &Path) -> Site {
        fs::create_dir_all(path).unwrap();
        Site::Pages {
            folder: Folder(path.to_owned()),
            not_found: "404.html".into(),
        }
    }

    #[test]
    fn a_version_goes_when_the_last_request_for_it_is_answered() {
        let scratch = tempfile::tempdir().unwrap();
        let (first, second) = (scratch.path().join("1"), scratch.path().join("2"));
        let view = View::default();
        view.show(pages(&first));
        let request = view.current();
        view.show(pages(&second));
        assert!(first.exists(), "a request still needs it");
        drop(request);
        assert!(!first.exists());
        assert!(second.exists());
    }

    #[test]
    fn whoever_waits_is_told() {
        let view = View::default();
        let waiting = view.subscribe();
        assert!(!waiting.has_changed().unwrap());
        view.show(Site::Message(String::new()));
        assert!(waiting.has_changed().unwrap());
    }
}
