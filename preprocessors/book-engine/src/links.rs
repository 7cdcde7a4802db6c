//! mdBook's `links`, over the chapters that have something for it.

use anyhow::Result;
use mdbook_core::config::Config;
use mdbook_driver::builtin_preprocessors::LinkPreprocessor;
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use tracing::subscriber::{NoSubscriber, with_default};

use crate::course::Course;
use crate::plugin::CHECKS;

/// Whether the checks look at what `links` expands, and say what is wrong there.
pub(crate) fn checks_speak(ours: &[String], config: &Config, course: Option<&Course>) -> bool {
    let always = !config.contains_key(&format!("preprocessor.{CHECKS}.renderers"));
    course.is_some() || (always && ours.iter().any(|name| name == CHECKS))
}

/// Whether `links` runs over the book, and is mdBook's.
pub(crate) fn runs(config: &Config) -> bool {
    let asked = format!("preprocessor.{}", LinkPreprocessor::NAME);
    let other = config.contains_key(&format!("{asked}.command"));
    !other && (config.build.use_default_preprocessors || config.contains_key(&asked))
}

/// What mdBook's `links` looks for begins with this. It makes a new text of every chapter, and of most of
/// them the same.
const BEGIN: &str = "{{";

/// mdBook's `links`.
pub(crate) struct Links {
    /// Without what it logs: the checks say what is wrong with an include, once and with its place, or
    /// let it pass.
    pub(crate) quiet: bool,
}

impl Preprocessor for Links {
    fn name(&self) -> &str {
        LinkPreprocessor::NAME
    }

    fn run(&self, ctx: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let mut asked = Book::new();
        with_links(&mut book, |chapter| {
            asked.items.push(BookItem::Chapter(Chapter {
                name: chapter.name.clone(),
                content: chapter.content.clone(),
                path: chapter.path.clone(),
                ..Chapter::default()
            }));
        });
        let run = || LinkPreprocessor::new().run(ctx, asked);
        let expanded = if self.quiet {
            with_default(NoSubscriber::new(), run)
        } else {
            run()
        };
        let mut expanded = expanded?.items.into_iter();
        with_links(&mut book, |chapter| {
            if let Some(BookItem::Chapter(expanded)) = expanded.next() {
                chapter.content = expanded.content;
            }
        });
        Ok(book)
    }
}

/// The chapters with links, in the order in which mdBook meets them.
fn with_links(book: &mut Book, mut work: impl FnMut(&mut Chapter)) {
    book.for_each_chapter_mut(|chapter| {
        if chapter.content.contains(BEGIN) {
            work(chapter);
        }
    });
}
