//! Pages that were read before.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use crate::page::{Facts, Page};
use crate::settings::Settings;
use crate::source::Sources;

/// The pages that were read so far, with their texts; clones share them.
///
/// Plugins that run one after another over a book meet most of its chapters unchanged, and so does the
/// next build. A page is a pure function of its text and the settings, so that none is read twice: each
/// text that a chapter has on its way through the plugins is kept. Who builds a book again and again
/// calls [`Pages::forget_unused`] behind each build.
#[derive(Debug, Clone, Default)]
pub struct Pages(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    /// What the pages were read under.
    settings: Settings,
    /// By path and length, which tell nearly all texts apart; those that they do not are compared.
    pages: HashMap<u64, Vec<Entry>>,
}

#[derive(Debug)]
struct Entry {
    text: Arc<str>,
    page: Arc<Page>,
    /// How much of it was read.
    facts: Facts,
    /// Whether it was asked for since unused ones were forgotten.
    used: bool,
}

impl Known {
    fn find(&mut self, path: Option<&str>, text: &str) -> Option<&mut Entry> {
        let same = |entry: &&mut Entry| std::ptr::eq(&*entry.text, text) || *entry.text == *text;
        let entries = self.pages.get_mut(&key(path, text))?;
        entries.iter_mut().find(same)
    }

    fn keep(&mut self, path: Option<&str>, text: &Arc<str>, page: Arc<Page>, facts: Facts) {
        if let Some(entry) = self.find(path, text) {
            // It was read in part.
            (entry.page, entry.facts) = (page, facts);
            return;
        }
        let entries = self.pages.entry(key(path, text)).or_default();
        entries.push(Entry {
            text: text.clone(),
            page,
            facts,
            used: true,
        });
    }

    /// What was read under other settings is of no use under these.
    fn under(&mut self, settings: &Settings) {
        if self.settings != *settings {
            *self = Known {
                settings: settings.clone(),
                pages: HashMap::new(),
            };
        }
    }
}

fn key(path: Option<&str>, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (path, text.len()).hash(&mut hasher);
    hasher.finish()
}

impl Pages {
    /// This text of the chapter at `path`, to be shared: not copied where it was met before.
    pub fn share(&self, path: Option<&str>, text: &str) -> Arc<str> {
        let mut known = self.lock();
        let entry = known.find(path, text);
        entry.map_or_else(|| text.into(), |entry| entry.text.clone())
    }

    /// Reads this text of the chapter at `path`, to be asked for soon.
    pub fn read_one(&self, path: Option<&str>, text: Arc<str>, settings: &Settings, facts: Facts) {
        let page = Page::read(&text, settings, facts).into();
        let mut known = self.lock();
        known.under(settings);
        known.keep(path, &text, page, facts);
    }

    /// Forgets what was not read since this was called last.
    pub fn forget_unused(&self) {
        self.lock().pages.retain(|_, entries| {
            entries.retain_mut(|entry| std::mem::take(&mut entry.used));
            !entries.is_empty()
        });
    }

    /// The pages of these sources, in order, with these facts or more.
    pub(crate) fn read(
        &self,
        sources: &Sources,
        settings: &Settings,
        facts: Facts,
    ) -> Vec<Arc<Page>> {
        let chapters = &sources.chapters;
        let before = self.known(sources, settings, facts);
        let pages: Vec<Arc<Page>> = chapters
            .par_iter()
            .zip(&before)
            .map(|(chapter, known)| match known {
                Some(page) => page.clone(),
                None => Page::read(&chapter.text, settings, facts).into(),
            })
            .collect();
        let mut known = self.lock();
        // Somebody else may have read under other settings in the meantime.
        if known.settings == *settings {
            let read = chapters.iter().zip(&pages).zip(&before);
            for ((chapter, page), _) in read.filter(|(_, before)| before.is_none()) {
                let path = chapter.path.as_deref();
                known.keep(path, &chapter.text, page.clone(), facts);
            }
        }
        pages
    }

    /// What is known of these chapters already, under these settings.
    fn known(
        &self,
        sources: &Sources,
        settings: &Settings,
        facts: Facts,
    ) -> Vec<Option<Arc<Page>>> {
        let mut known = self.lock();
        known.under(settings);
        let chapters = sources.chapters.iter();
        chapters
            .map(|chapter| {
                let entry = known.find(chapter.path.as_deref(), &chapter.text)?;
                entry.used = true;
                (entry.facts >= facts).then(|| entry.page.clone())
            })
            .collect()
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    fn read(known: &Pages, book: &str) -> Vec<Arc<Page>> {
        let fixture = Fixture::parse(book);
        known.read(&fixture.sources(), &fixture.settings(), Facts::All)
    }

    fn same(one: &[Arc<Page>], other: &[Arc<Page>]) -> bool {
        one.len() == other.len() && one.iter().zip(other).all(|(a, b)| Arc::ptr_eq(a, b))
    }

    #[test]
    fn a_chapter_is_read_again_when_its_text_or_the_settings_change() {
        let known = Pages::default();
        let first = read(&known, "//- src/a.md\nOne.\n//- src/b.md\nTwo.");
        let second = read(&known, "//- src/a.md\nOne.\n//- src/b.md\n# Two");
        assert!(Arc::ptr_eq(&first[0], &second[0]));
        assert_eq!(second[1].headings.len(), 1);
        let off = "//- book.toml\noutput.html.definition-lists = false\n//- src/a.md\nOne.\n";
        assert!(!Arc::ptr_eq(&first[0], &read(&known, off)[0]));
    }

    #[test]
    fn every_text_of_a_chapter_is_known_wherever_it_stands() {
        let known = Pages::default();
        // As two plugins meet it, one behind the other; of one length, to be told apart all the same.
        let texts = ["//- src/a.md\nOne.\n", "//- src/a.md\nTwo.\n"];
        let first = texts.map(|text| read(&known, text));
        assert_ne!(first[0], first[1]);
        let again = texts.map(|text| read(&known, text));
        assert!(same(&first[0], &again[0]) && same(&first[1], &again[1]));
        let behind = read(&known, &format!("//- src/new.md\nNew.\n{}", texts[0]));
        assert!(same(&first[0], &behind[1..]));
    }

    #[test]
    fn what_is_read_no_more_is_forgotten() {
        let known = Pages::default();
        let [a, b] = ["//- src/a.md\nOne.\n", "//- src/a.md\nTwo.\n"];
        let first = [a, b].map(|text| read(&known, text));
        known.forget_unused();
        assert!(same(&first[0], &read(&known, a)), "used before that");
        known.forget_unused();
        assert!(same(&first[0], &read(&known, a)));
        assert!(!same(&first[1], &read(&known, b)));
    }

    #[test]
    fn a_text_that_was_read_is_shared() {
        let known = Pages::default();
        let sources = Fixture::parse("//- src/a.md\nOne.\n").sources();
        known.read(&sources, &Settings::default(), Facts::All);
        let text = &sources.chapters[0].text;
        let copy = String::from(&**text);
        let share = |path| known.share(path, &copy);
        assert!(Arc::ptr_eq(text, &share(Some("a.md"))));
        assert_eq!(*text, share(Some("b.md")));
    }

    #[test]
    fn a_page_that_was_read_in_part_is_read_whole_when_that_is_wanted() {
        let known = Pages::default();
        let sources = Fixture::parse("//- src/a.md\n# One\n").sources();
        let read = |facts| known.read(&sources, &Settings::default(), facts);
        assert!(read(Facts::Prose)[0].outline.is_empty());
        let all = read(Facts::All);
        assert_eq!(all[0].outline.len(), 1);
        assert!(same(&all, &read(Facts::Prose)) && same(&all, &read(Facts::All)));
    }
}
