//! Reads the pages of a book while the rest of it is still coming.

use std::sync::Arc;

use book_model::{Facts, Pages, Settings};
use mdbook_core::book::{BookItem, Chapter};
use rayon::Scope;

use crate::book::slashes;
use crate::received::Waiting;
use crate::{Context, Plugin};

/// Reads the pages of what comes, side by side, for a plugin that is going to ask for them.
pub(crate) struct Ahead<'a, 'scope> {
    plugin: &'a dyn Plugin,
    scope: &'a Scope<'scope>,
    /// None where the plugin cannot say how it reads: it is going to say why.
    reading: Option<Arc<Reading>>,
}

/// How pages are read, and where they are kept.
struct Reading {
    pages: Pages,
    settings: Settings,
    facts: Facts,
}

impl<'a, 'scope> Ahead<'a, 'scope> {
    pub(crate) fn new(plugin: &'a dyn Plugin, scope: &'a Scope<'scope>) -> Ahead<'a, 'scope> {
        Ahead {
            plugin,
            scope,
            reading: None,
        }
    }

    fn chapter(&self, reading: &Arc<Reading>, chapter: &Chapter) {
        let reading_here = reading.clone();
        let path = chapter.path.as_deref().map(slashes);
        let text: Arc<str> = chapter.content.as_str().into();
        self.scope.spawn(move |_| {
            let Reading {
                pages,
                settings,
                facts,
            } = &*reading_here;
            pages.read_one(path.as_deref(), text, settings, *facts);
        });
        for item in &chapter.sub_items {
            if let BookItem::Chapter(chapter) = item {
                self.chapter(reading, chapter);
            }
        }
    }
}

impl Waiting for Ahead<'_, '_> {
    fn context(&mut self, context: &Context) {
        let settings = context.settings().ok();
        self.reading = settings.map(|settings| {
            Arc::new(Reading {
                pages: context.pages.clone(),
                settings,
                facts: self.plugin.facts(context),
            })
        });
    }

    fn item(&mut self, item: &BookItem) {
        if let (Some(reading), BookItem::Chapter(chapter)) = (&self.reading, item) {
            self.chapter(reading, chapter);
        }
    }
}
