//! The thread that builds: once, and again after every save.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use book_engine::{Failure, Found, Preview};
use book_model::Pages;

use super::site::{Folder, Site, View};
use super::watch::Watch;
use super::{LIVE_RELOAD, message};
use crate::terminal::{self, Counted, Seconds};
use crate::{output, paths};

/// What a builder needs to know.
pub(crate) struct Builder {
    /// The book's root, absolute.
    pub(crate) root: PathBuf,
    /// The same as it was given, for messages.
    pub(crate) shown_root: PathBuf,
    /// The book's name, for messages.
    pub(crate) title: String,
    /// Where each build gets a folder of its own.
    pub(crate) scratch: PathBuf,
    /// Where the browser finds the result.
    pub(crate) url: String,
    /// Where it is put into view.
    pub(crate) view: Arc<View>,
}

impl Builder {
    /// Builds, then waits for a save, and so on.
    pub(crate) fn run(&self, mut watch: Watch) {
        let mut good = false;
        let known = Pages::default();
        for number in 1_u64.. {
            // A folder that the last save brought must be under watch before it is read.
            if let Ok(places) = book_engine::places(&self.root) {
                watch.follow(&places);
            }
            let start = Instant::now();
            let folder = Folder(self.scratch.join(number.to_string()));
            let result = book_engine::preview(&self.root, folder.path(), LIVE_RELOAD, &known);
            let saved = watch.last_change().map(paths::from_here);
            let good_before = good;
            match result {
                Ok(preview) => {
                    good = true;
                    known.forget_unused();
                    self.succeeded(preview, folder, good_before, saved, start);
                }
                Err(failure) => self.failed(&failure, good_before),
            }
            if !watch.wait() {
                return;
            }
        }
    }

    fn succeeded(
        &self,
        preview: Preview,
        folder: Folder,
        good_before: bool,
        saved: Option<String>,
        start: Instant,
    ) {
        terminal::diagnostics(&self.shown_root, &preview.diagnostics);
        self.view.show(Site::Pages {
            folder,
            not_found: preview.not_found,
        });
        let pages = Counted(preview.pages, "page");
        let seconds = Seconds(start.elapsed());
        // The pages themselves show errors in the prose.
        let with = match Found::of(&preview.diagnostics) {
            found if found == Found::default() => String::new(),
            found => format!(" with {}", terminal::summary(found)),
        };
        output::line(&match saved {
            Some(saved) if good_before => format!("rebuilt {pages} in {seconds}{with}: {saved}"),
            Some(saved) => format!("built {pages} in {seconds}{with}: {saved}"),
            None => format!(
                "serving {} at {} ({pages} in {seconds}{with})",
                self.title, self.url
            ),
        });
    }

    fn failed(&self, failure: &Failure, good_before: bool) {
        terminal::failure(&self.shown_root, failure);
        let found = Found::of(failure.diagnostics());
        let found = if found == Found::default() {
            String::new()
        } else {
            format!(" ({})", terminal::summary(found))
        };
        if good_before {
            output::line(&format!(
                "not rebuilt{found}: the last good version is still served"
            ));
            return;
        }
        let first = self.view.current().is_none();
        let text = terminal::failure_text(&self.shown_root, failure);
        self.view
            .show(Site::Message(message::page(&self.title, &text)));
        if first {
            let (title, url) = (&self.title, &self.url);
            output::line(&format!(
                "not built{found}: serving what is wrong with {title} at {url}"
            ));
        } else {
            output::line(&format!("not built{found}"));
        }
    }
}
