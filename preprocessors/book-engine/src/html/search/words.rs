//! Words as the search knows them: cut as mdBook cuts them, and brought to their stems by the index's own
//! rules.

use std::collections::HashMap;

use elasticlunr::Language;
use elasticlunr::lang::English;
use elasticlunr::pipeline::Pipeline;

/// A longer word is not indexed.
const LONGEST: usize = 80;

/// A word that is indexed, as a number.
pub(crate) type Word = u32;

/// The words of some documents. The rules are a dozen regular expressions for each word, and a book says the
/// same words again and again.
pub(crate) struct Words {
    rules: Pipeline,
    known: HashMap<String, Option<Word>>,
    numbers: HashMap<String, Word>,
    stems: Vec<String>,
}

impl Words {
    /// None so far.
    pub(crate) fn new() -> Words {
        Words {
            rules: English::new().make_pipeline(),
            known: HashMap::new(),
            numbers: HashMap::new(),
            stems: Vec::new(),
        }
    }

    /// The words of a text, those aside that say nothing.
    pub(crate) fn of(&mut self, text: &str) -> Vec<Word> {
        let cut = text.split(|sign: char| sign.is_whitespace() || sign == '-');
        cut.filter(|word| !word.is_empty())
            .filter_map(|word| self.word(word))
            .collect()
    }

    /// The stems, by number.
    pub(crate) fn into_stems(self) -> Vec<String> {
        self.stems
    }

    fn word(&mut self, word: &str) -> Option<Word> {
        if let Some(&known) = self.known.get(word) {
            return known;
        }
        let found = self.stem(word).map(|stem| self.number(stem));
        self.known.insert(word.to_owned(), found);
        found
    }

    fn stem(&self, word: &str) -> Option<String> {
        let lower = word.to_lowercase();
        if lower.len() > LONGEST {
            return None;
        }
        self.rules.run(vec![lower]).pop()
    }

    fn number(&mut self, stem: String) -> Word {
        let next = self.stems.len() as Word;
        *self.numbers.entry(stem).or_insert_with_key(|stem| {
            self.stems.push(stem.clone());
            next
        })
    }
}
