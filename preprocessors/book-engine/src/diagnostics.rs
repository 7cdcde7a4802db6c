//! What the plugins find, each thing once.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use book_model::{Located, Severity};

/// Where the plugins of one book put what they find; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics(Arc<Mutex<Gathered>>);

#[derive(Debug, Default)]
struct Gathered {
    found: Vec<Located>,
    seen: HashSet<Key>,
    /// What was said ahead of the plugins, wherever it was said of.
    ahead: HashSet<Gist>,
}

/// What tells one diagnostic from another: the rule, the message, the places that it points to.
type Key = (&'static str, String, Vec<(Arc<str>, Range<usize>)>);

/// A diagnostic without its place in the file, which may be another once a plugin has changed the text.
type Gist = (&'static str, String, Arc<str>);

/// What a set of diagnostics comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Found {
    /// How many of them are errors.
    pub errors: usize,
    /// How many of them are warnings.
    pub warnings: usize,
}

impl Found {
    /// Counts the diagnostics by severity.
    pub fn of(diagnostics: &[Located]) -> Found {
        let errors = diagnostics
            .iter()
            .filter(|found| found.severity == Severity::Error)
            .count();
        Found {
            errors,
            warnings: diagnostics.len() - errors,
        }
    }
}

impl Diagnostics {
    /// Adds what one run of a plugin found. With several renderers each plugin runs once for each,
    /// so what is there already is not said again.
    pub(crate) fn add(&self, found: Vec<Located>) {
        let mut all = self.lock();
        for one in found {
            if !all.ahead.contains(&gist(&one)) {
                all.put(one);
            }
        }
    }

    /// Adds what the checks found in a book that no plugin has changed yet. A plugin that finds the
    /// same afterwards adds nothing.
    pub(crate) fn add_ahead(&self, found: Vec<Located>) {
        let mut all = self.lock();
        all.ahead.extend(found.iter().map(gist));
        for one in found {
            all.put(one);
        }
    }

    /// Takes out everything found so far.
    pub fn take(&self) -> Vec<Located> {
        std::mem::take(&mut *self.lock()).found
    }

    fn lock(&self) -> MutexGuard<'_, Gathered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Gathered {
    fn put(&mut self, one: Located) {
        let places = std::iter::once(&one.primary).chain(&one.labels);
        let places = places.map(|place| (place.file.clone(), place.range.clone()));
        if self
            .seen
            .insert((one.rule, one.message.clone(), places.collect()))
        {
            self.found.push(one);
        }
    }
}

fn gist(one: &Located) -> Gist {
    (one.rule, one.message.clone(), one.primary.file.clone())
}

#[cfg(test)]
mod tests {
    use book_model::Place;

    use super::*;

    /// A diagnostic about these bytes, with a label for these.
    fn about(range: Range<usize>, label: Range<usize>) -> Located {
        let place = |range| Place {
            file: "src/a.md".into(),
            text: "some text".into(),
            range,
            label: String::new(),
            included: None,
        };
        Located {
            rule: "a-rule",
            severity: Severity::Error,
            message: "something is wrong".to_owned(),
            primary: place(range),
            labels: vec![place(label)],
            help: Vec::new(),
        }
    }

    #[test]
    fn the_same_is_said_once_and_another_label_makes_another() {
        let all = Diagnostics::default();
        all.add(vec![about(0..1, 2..3), about(0..1, 4..5)]);
        all.add(vec![about(0..1, 2..3), about(1..2, 2..3)]);
        let ranges: Vec<_> = all
            .take()
            .into_iter()
            .map(|one| (one.primary.range, one.labels[0].range.clone()))
            .collect();
        assert_eq!(ranges, [(0..1, 2..3), (0..1, 4..5), (1..2, 2..3)]);
    }

    #[test]
    fn what_was_said_ahead_is_not_said_again_elsewhere_in_the_file() {
        let all = Diagnostics::default();
        all.add_ahead(vec![about(0..1, 2..3), about(4..5, 2..3)]);
        all.add(vec![about(7..8, 2..3)]);
        assert_eq!(all.take().len(), 2);
    }
}
