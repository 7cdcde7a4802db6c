//! The course of a check: every plugin of ours says what it finds, and nothing is made of the book.

use std::cell::RefCell;
use std::rc::Rc;

use anyhow::Result;
use book_model::Pages;
use book_plugin::{Plugin, has_errors};
use mdbook_chapter_checks::ChapterChecks;
use mdbook_preprocessor::book::Book;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

use crate::diagnostics::Diagnostics;
use crate::outside;
use crate::plugin::{self, CHECKS, Stopped};

/// How far a check has come; clones share it.
///
/// A build ends at the first plugin that finds an error. A check goes on to the last of ours, so that
/// everything is said at once, and ends there: what comes after does not matter.
#[derive(Debug, Clone, Default)]
pub(crate) struct Course {
    diagnostics: Diagnostics,
    pages: Pages,
    state: Rc<RefCell<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// How many of our plugins are still to run.
    left: usize,
    /// The checks are not configured, and are still to run ahead of the first of our plugins: they
    /// read what the author wrote.
    unasked: bool,
    /// A plugin that the book configures found an error: a build would have ended there.
    failed: bool,
}

impl Course {
    /// A course that puts what is found into `diagnostics`.
    pub(crate) fn new(diagnostics: Diagnostics) -> Course {
        Course {
            diagnostics,
            ..Course::default()
        }
    }

    /// Begins a run for one renderer, in which `left` of our plugins take part.
    pub(crate) fn begin(&self, left: usize, unasked: bool) {
        let mut state = self.state.borrow_mut();
        state.left = left;
        state.unasked = unasked;
    }

    /// Whether a build would have ended with errors in the prose by now.
    pub(crate) fn failed(&self) -> bool {
        self.state.borrow().failed
    }

    /// Runs one of our plugins; behind the last one it ends the run.
    pub(crate) fn run(
        &self,
        plugin: &dyn Plugin,
        ctx: &PreprocessorContext,
        mut book: Book,
    ) -> Result<Book> {
        self.unasked(ctx, &mut book)?;
        let found = plugin::run(plugin, ctx, &self.pages, &mut book)?.diagnostics;
        let mut state = self.state.borrow_mut();
        state.failed |= has_errors(&found);
        state.left = state.left.saturating_sub(1);
        self.diagnostics.add(found);
        match *state {
            State { left: 1.., .. } => Ok(book),
            State { failed: true, .. } => Err(Stopped.into()),
            State { .. } => end(&book),
        }
    }

    /// Runs the checks that the book does not configure, once.
    fn unasked(&self, ctx: &PreprocessorContext, book: &mut Book) -> Result<()> {
        if std::mem::take(&mut self.state.borrow_mut().unasked) {
            let found = plugin::run(&ChapterChecks, ctx, &self.pages, book)?.diagnostics;
            self.diagnostics.add_ahead(found);
        }
        Ok(())
    }
}

/// Ends a run over a book that a build could render as far as our plugins can say.
fn end(book: &Book) -> Result<Book> {
    outside::refuse_in_book(book)?;
    Err(Stopped.into())
}

/// The checks of a book in which no plugin of ours runs: they come last.
pub(crate) struct Unasked(pub(crate) Course);

impl Preprocessor for Unasked {
    fn name(&self) -> &str {
        CHECKS
    }

    fn run(&self, ctx: &PreprocessorContext, mut book: Book) -> Result<Book> {
        self.0.unasked(ctx, &mut book)?;
        end(&book)
    }
}
