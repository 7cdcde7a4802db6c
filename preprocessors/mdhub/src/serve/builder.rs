//! The thread that builds: once, and again after every save.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use book_engine::{Failure, Found, Preview, Version};
use book_model::Severity;

use super::state::State;
use super::watch::Watch;
use crate::terminal::{self, Counted, Seconds};
use crate::{output, paths, render};

/// What a builder needs to know.
pub(crate) struct Builder {
    /// The book.
    pub(crate) preview: Preview,
    /// The book's root, absolute.
    pub(crate) root: PathBuf,
    /// The same as it was given, for messages.
    pub(crate) shown_root: PathBuf,
    /// The book's name, for messages.
    pub(crate) title: String,
    /// Where the browser finds the result.
    pub(crate) url: String,
    /// Where it is put into view.
    pub(crate) state: Arc<State>,
}

impl Builder {
    /// Builds, then waits for a save, and so on.
    pub(crate) fn run(mut self, mut watch: Watch) {
        let mut changed: Vec<PathBuf> = Vec::new();
        let mut good = false;
        loop {
            // A folder that the last save brought must be under watch before it is read.
            self.follow(&mut watch);
            let start = Instant::now();
            let look = self.preview.glance(&changed);
            let looked = look.is_some();
            if let Some(view) = look {
                self.state.glance(view);
            }
            let result = self.preview.update(&changed);
            // What it includes must be under watch before anybody is told.
            self.follow(&mut watch);
            let saved = changed.last().map(|path| paths::from_here(path));
            match result {
                Ok(version) => {
                    self.succeeded(version, good, saved, start);
                    good = true;
                }
                Err(failure) => {
                    if let Some(view) = self.preview.view().filter(|_| looked) {
                        self.state.glance(view);
                    }
                    self.failed(&failure, good);
                }
            }
            match watch.wait() {
                Some(paths) => changed = paths,
                None => return,
            }
        }
    }

    /// Watches the folders that the book is made from now.
    fn follow(&self, watch: &mut Watch) {
        if let Ok(mut places) = book_engine::places(&self.root) {
            places.included = self.preview.included();
            watch.follow(&places);
        }
    }

    fn succeeded(
        &self,
        version: Version,
        good_before: bool,
        saved: Option<String>,
        start: Instant,
    ) {
        let seconds = Seconds(start.elapsed());
        let trouble = trouble(&version, &self.shown_root);
        if version.is_same {
            self.state.confirm(version.view, trouble);
        } else {
            self.state.show(version.view, trouble);
        }
        terminal::diagnostics(&self.shown_root, &version.diagnostics);
        version.broken.iter().for_each(terminal::error);
        let pages = Counted(version.pages, "page");
        let mut found = Found::of(&version.diagnostics);
        found.errors += version.broken.len();
        // The pages themselves show errors.
        let with = match found {
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
        let first = *self.state.news().borrow() == super::state::News::default();
        self.state
            .tell(terminal::failure_text(&self.shown_root, failure));
        terminal::failure(&self.shown_root, failure);
        let found = Found::of(failure.diagnostics());
        let found = if found == Found::default() {
            String::new()
        } else {
            format!(" ({})", terminal::summary(found))
        };
        let (title, url) = (&self.title, &self.url);
        output::line(&if good_before {
            format!("not rebuilt{found}: the last good version is still served")
        } else if first {
            format!("not built{found}: serving what is wrong with {title} at {url}")
        } else {
            format!("not built{found}")
        });
    }
}

/// How many errors in the prose stand over the page, a line each: the pages that they are about have all of
/// them, with their lines and what mends them.
const SHOWN: usize = 3;

/// What is wrong, for an open page to show over what it shows.
fn trouble(version: &Version, root: &Path) -> Option<String> {
    let in_prose = version.diagnostics.iter();
    let in_prose: Vec<_> = in_prose
        .filter(|found| found.severity == Severity::Error)
        .collect();
    let mut texts: Vec<String> = version.broken.iter().map(terminal::error_text).collect();
    let shown = in_prose.iter().take(SHOWN);
    texts.extend(shown.map(|error| render::line(root, error)));
    if let Some(more @ 1..) = in_prose.len().checked_sub(SHOWN) {
        texts.push(format!("and {}", Counted(more, "more error")));
    }
    (!texts.is_empty()).then(|| texts.join("\n"))
}
