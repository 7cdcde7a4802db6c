//! What is wrong with an include is said once: by the checks where they run, else by mdBook.

use anyhow::Result;
use mdbook_core::config::Config;
use mdbook_driver::builtin_preprocessors::LinkPreprocessor;
use mdbook_preprocessor::book::Book;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use tracing::subscriber::{NoSubscriber, with_default};

use crate::course::Course;
use crate::plugin::CHECKS;

/// Whether the checks look at what `links` expands, and say what is wrong there.
pub(crate) fn checks_speak(ours: &[String], config: &Config, course: Option<&Course>) -> bool {
    let always = !config.contains_key(&format!("preprocessor.{CHECKS}.renderers"));
    course.is_some() || (always && ours.iter().any(|name| name == CHECKS))
}

/// Whether `links` runs over the book.
pub(crate) fn runs(config: &Config) -> bool {
    let asked = format!("preprocessor.{}", LinkPreprocessor::NAME);
    config.build.use_default_preprocessors || config.contains_key(&asked)
}

/// mdBook's `links`, without what it logs: the checks say it with its place, or let it pass.
pub(crate) struct Quiet;

impl Preprocessor for Quiet {
    fn name(&self) -> &str {
        LinkPreprocessor::NAME
    }

    fn run(&self, ctx: &PreprocessorContext, book: Book) -> Result<Book> {
        with_default(NoSubscriber::new(), || {
            LinkPreprocessor::new().run(ctx, book)
        })
    }
}
