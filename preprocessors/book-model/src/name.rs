//! When two names mean the same concept.
//!
//! Names are compared after NFC and Unicode case folding, with quotation marks folded and white
//! space collapsed. A name written all in capitals, such as REST, is compared as it is written:
//! `rest` is another word.

use std::borrow::{Borrow, Cow};
use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

/// What is equal for two spellings of one name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NameKey(String);

impl NameKey {
    /// The key of `name`.
    pub fn new(name: &str) -> NameKey {
        let plain = plain(name);
        NameKey(if is_all_capitals(&plain) {
            plain.into_owned()
        } else {
            folded(&plain).into_owned()
        })
    }
}

impl Borrow<str> for NameKey {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Composed, with straight quotation marks and single spaces.
fn plain(name: &str) -> Cow<'_, str> {
    // As nearly every name is already, which is asked for each link of a book.
    let is_plain =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_graphic());
    if name.split(' ').all(is_plain) {
        return name.into();
    }
    let straight: String = name
        .nfc()
        .map(|char| match char {
            '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2032}' => '\'',
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{2033}' | '\u{ab}'
            | '\u{bb}' => '"',
            '\u{2010}' | '\u{2011}' => '-',
            other => other,
        })
        .collect();
    let words: Vec<_> = straight.split_whitespace().collect();
    words.join(" ").into()
}

/// Without the difference between capitals and small letters.
fn folded(plain: &str) -> Cow<'_, str> {
    if !plain.is_ascii() {
        let folded = unicase::UniCase::unicode(plain).to_folded_case();
        // Folding can undo the composition, so that it is composed again.
        return folded.nfc().collect();
    }
    if plain.bytes().any(|byte| byte.is_ascii_uppercase()) {
        plain.to_ascii_lowercase().into()
    } else {
        plain.into()
    }
}

fn is_all_capitals(name: &str) -> bool {
    let letters = || name.chars().filter(|char| char.is_alphabetic());
    letters().all(char::is_uppercase) && letters().nth(1).is_some()
}

/// Finds what a name stands for.
#[derive(Debug, Clone)]
pub struct Names<T> {
    keys: HashMap<NameKey, T>,
    english: bool,
}

impl<T: Copy> Names<T> {
    /// Nothing yet; `english` switches on the regular plural and the possessive.
    pub fn new(english: bool) -> Names<T> {
        Names {
            keys: HashMap::new(),
            english,
        }
    }

    /// Gives `name` to `value` unless it is taken; says whether it was free.
    pub fn add(&mut self, name: &str, value: T) -> bool {
        let key = NameKey::new(name);
        if key.0.is_empty() || self.keys.contains_key(&key) {
            return false;
        }
        self.keys.insert(key, value);
        true
    }

    /// What `name` stands for: as it is written, else as an inflection of something.
    pub fn find(&self, name: &str) -> Option<T> {
        let plain = plain(name);
        self.as_written(&plain).or_else(|| {
            if !self.english {
                return None;
            }
            let inflected = |name: &str| {
                let others = inflections(name);
                others.iter().find_map(|other| self.as_written(other))
            };
            // In capitals throughout, the ending is in capitals as well: the last resort.
            inflected(&plain).or_else(|| match folded(&plain) {
                folded if folded == plain => None,
                folded => inflected(&folded),
            })
        })
    }

    fn as_written(&self, plain: &str) -> Option<T> {
        // Only what is in capitals throughout can be known as it is written, and not folded.
        let exact = is_all_capitals(plain).then(|| self.keys.get(plain));
        let found = exact.flatten().or_else(|| self.keys.get(&*folded(plain)));
        found.copied()
    }
}

/// The regular English plural of `name`.
///
/// ```
/// assert_eq!(book_model::plural("retry policy"), "retry policies");
/// ```
pub fn plural(name: &str) -> String {
    let sibilant = ["s", "x", "z", "ch", "sh"]
        .iter()
        .any(|end| name.ends_with(end));
    match name.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if sibilant => format!("{name}es"),
        _ => format!("{name}s"),
    }
}

/// What `name` may be the possessive or the regular plural of in English, or the singular of:
/// likeliest first.
fn inflections(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    found.extend(name.strip_suffix("'s").map(str::to_owned));
    found.extend(name.strip_suffix('\'').map(str::to_owned));
    if let Some(stem) = name.strip_suffix("ies") {
        found.push(format!("{stem}y"));
    }
    if let Some(stem) = name.strip_suffix("es")
        && ["s", "x", "z", "ch", "sh"]
            .iter()
            .any(|end| stem.ends_with(end))
    {
        found.push(stem.to_owned());
    }
    if let Some(stem) = name.strip_suffix('s')
        && !stem.ends_with('s')
        && !stem.is_empty()
    {
        found.push(stem.to_owned());
    }
    // A concept may have its name in the plural.
    found.push(plural(name));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(defined: &str, used: &str) -> bool {
        let mut names = Names::new(true);
        names.add(defined, ());
        names.find(used).is_some()
    }

    #[test]
    fn spellings_of_one_name() {
        for (defined, used) in [
            ("Retry budget", "retry  budget"),
            ("Retry budget", "Retry\nbudgets"),
            ("Retry budget", "retry budget’s"),
            ("Borrowing rules", "borrowing rule"),
            ("Fan-out", "fan\u{2011}out"),
            ("Policy", "policies"),
            ("Cache", "caches"),
            ("Mutex", "mutexes"),
            ("API", "APIs"),
            ("Little's law", "Little’s law"),
            ("Strasse", "Straße"),
            ("Cafe\u{301}", "CAF\u{c9}s"),
            ("“Exactly once”", "\"exactly once\""),
            ("Iterator", "ITERATOR"),
            ("Retry budget", "RETRY BUDGETS"),
            ("Retry budget", "RETRY BUDGET’S"),
            ("Policy", "POLICIES"),
        ] {
            assert!(found(defined, used), "{used:?} is {defined:?}");
        }
    }

    #[test]
    fn different_names() {
        for (defined, used) in [
            ("REST", "rest"),
            ("REST", "Rest"),
            ("REST", "rests"),
            ("Rest", "rests s"),
            ("Clas", "class"),
            ("ı", "i"),
        ] {
            assert!(!found(defined, used), "{used:?} is not {defined:?}");
        }
    }

    #[test]
    fn an_explicit_name_wins_over_a_plural() {
        let mut names = Names::new(true);
        names.add("Metric", 1);
        names.add("Metrics", 2);
        assert_eq!(names.find("metrics"), Some(2));
        assert!(!names.add("metric", 3), "a name is given once");
    }

    #[test]
    fn the_plural_is_english() {
        let mut names = Names::new(false);
        names.add("Budget", ());
        assert!(names.find("Budgets").is_none());
    }
}
