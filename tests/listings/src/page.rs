//! A chapter as a test reads it: so that a number in its prose is held to the code that computes it.

use std::fs;
use std::path::Path;

/// The text of a chapter, every run of blanks and line breaks folded into one blank.
pub(crate) struct Page {
    name: &'static str,
    text: String,
}

/// The chapter `src/NAME.md` of the book.
pub(crate) fn page(name: &'static str) -> Page {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../src")
        .join(name)
        .with_extension("md");
    let text =
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Page { name, text }
}

impl Page {
    /// Fails unless the chapter has these words, a row of a table among them, as they stand here. The number in
    /// them is to be computed, so that it cannot change here and stay there; the words around it are to be
    /// enough to know the place. A number at either end is a whole one: `24 calls` are not in `1,024 calls`.
    #[track_caller]
    pub(crate) fn says(&self, words: impl AsRef<str>) {
        let words = words.as_ref();
        assert!(
            has(&self.text, words),
            "src/{}.md does not say: {words}",
            self.name
        );
    }
}

/// Whether `text` has these words, and no number goes on where they begin or end.
fn has(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let (before, behind) = (&text[..at], &text[at + words.len()..]);
        let cut_before = goes_on(words.chars(), before.chars().rev());
        let cut_behind = goes_on(words.chars().rev(), behind.chars());
        !cut_before && !cut_behind
    })
}

/// Whether what begins with a digit goes on in `beyond`: with a digit, or with one behind a point or a comma.
fn goes_on(mut words: impl Iterator<Item = char>, mut beyond: impl Iterator<Item = char>) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    is_digit(words.next())
        && match beyond.next() {
            Some('.' | ',') => is_digit(beyond.next()),
            next => is_digit(next),
        }
}

#[cfg(test)]
mod tests {
    use super::has;

    #[test]
    fn a_number_is_found_as_a_whole() {
        let text = "Of 1,024 calls 4.5 % fail: 46.";
        for words in ["1,024 calls", "4.5 % fail: 46", "calls 4.5", "46."] {
            assert!(has(text, words), "{words}");
        }
        for words in [
            "024 calls",
            "24 calls",
            "5 % fail",
            "calls 4",
            "fail: 4",
            "Of 1",
            "",
        ] {
            assert_eq!(has(text, words), words.is_empty(), "{words}");
        }
    }
}
