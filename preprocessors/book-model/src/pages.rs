//! Pages that were read before.

use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::page::Page;
use crate::settings::Settings;
use crate::source::Sources;

/// The pages of a book as they were read last, with their texts; clones share them.
///
/// Plugins that run one after another over a book meet most of its chapters unchanged. A page is a pure
/// function of its text and the settings, so that one whose text is the same need not be read again.
#[derive(Debug, Clone, Default)]
pub struct Pages(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    /// What the pages were read under.
    settings: Settings,
    /// By the chapter's place in the book.
    pages: Vec<(String, Arc<Page>)>,
}

impl Pages {
    /// The pages of these sources, in order; they are what is known from now on.
    pub(crate) fn read(&self, sources: &Sources, settings: &Settings) -> Vec<Arc<Page>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.settings != *settings {
            *known = Known {
                settings: settings.clone(),
                pages: Vec::new(),
            };
        }
        let before = std::mem::take(&mut known.pages);
        let read = sources.chapters.par_iter().enumerate();
        known.pages = read
            .map(|(index, chapter)| match before.get(index) {
                Some((text, page)) if *text == chapter.text => (text.clone(), page.clone()),
                _ => {
                    let page = Page::parse(&chapter.text, settings);
                    (chapter.text.clone(), page.into())
                }
            })
            .collect();
        known.pages.iter().map(|(_, page)| page.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    #[test]
    fn a_chapter_is_read_again_when_its_text_or_the_settings_change() {
        let known = Pages::default();
        let read = |book: &str| {
            let fixture = Fixture::parse(book);
            known.read(&fixture.sources(), &fixture.settings())
        };
        let first = read("//- src/a.md\nOne.\n//- src/b.md\nTwo.");
        let second = read("//- src/a.md\nOne.\n//- src/b.md\n# Two");
        assert!(Arc::ptr_eq(&first[0], &second[0]));
        assert_eq!(second[1].headings.len(), 1);
        let off = "//- book.toml\noutput.html.definition-lists = false\n//- src/a.md\nOne.\n";
        assert!(!Arc::ptr_eq(&first[0], &read(off)[0]));
    }
}
