//! The name of a concept as lines in a box.

use std::ops::Range;

use super::metrics;
use super::words::{Word, words};

/// The size of the text, in units of the drawing, which are pixels where it is shown at its own size.
pub(super) const TEXT: f64 = 12.5;
/// From one line to the next.
pub(super) const LINE: f64 = 16.0;
/// The height of a box of one line.
pub(super) const BOX: f64 = 28.0;
/// The size of the title of a band, and from one of its lines to the next.
pub(super) const TITLE_TEXT: f64 = 14.0;
pub(super) const TITLE_LINE: f64 = 19.0;
/// Between the text and the edge of its box, on either side.
pub(super) const PADDING: f64 = 10.0;
/// A word as wide as this is taken apart; no column has room for more.
const WORD: f64 = 230.0;

/// A name in lines, and the size of its box.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    /// Each line with its width.
    pub(super) lines: Vec<(String, f64)>,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Label {
    /// The name in as few lines as keep to `max`, and these as even as they can be. A word that is
    /// wider makes the box wider.
    pub(super) fn new(name: &str, max: f64) -> Label {
        Label::of(&words(name, WORD), max)
    }

    /// The same where there is no more room than `max`: a word that is wider is taken apart.
    pub(super) fn within(name: &str, max: f64) -> Label {
        Label::of(&words(name, max.min(WORD)), max)
    }

    /// The same of words that are known.
    pub(super) fn of(words: &[Word<'_>], max: f64) -> Label {
        let widest = words.iter().map(|word| word.bare).fold(0.0, f64::max);
        let max = max.max(widest);
        let count = fill(words, max).len();
        // Evenly: the narrowest box that needs no more lines.
        let (mut low, mut high) = (widest, max);
        while high - low > 1.0 {
            let middle = (low + high) / 2.0;
            if fill(words, middle).len() > count {
                low = middle;
            } else {
                high = middle;
            }
        }
        let lines: Vec<_> = lines(words, high)
            .map(|line| {
                let width = metrics::width(&line, TEXT);
                (line, width)
            })
            .collect();
        let widest = lines.iter().map(|(_, width)| *width).fold(0.0, f64::max);
        Label {
            width: (widest + 2.0 * PADDING).ceil(),
            height: BOX + LINE * (lines.len().saturating_sub(1)) as f64,
            lines,
        }
    }
}

/// The words of a name, for labels of several widths.
pub(super) fn name(name: &str) -> Vec<Word<'_>> {
    words(name, WORD)
}

/// The title of a band in lines, none wider than `room`.
pub(super) fn title(title: &str, room: f64) -> Vec<String> {
    // Titles are set larger, and in a bolder font, which is wider.
    let scale = TITLE_TEXT / TEXT * 1.07;
    let room = room / scale;
    lines(&words(title, room), room).collect()
}

/// The lines of these words, none wider than `max`.
fn lines(words: &[Word<'_>], max: f64) -> impl Iterator<Item = String> {
    let lines = fill(words, max).into_iter().map(|line| {
        let text: String = words[line].iter().map(|word| word.text).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    lines.filter(|line| !line.is_empty())
}

/// Which words go into each line, so that it is as full as it can be.
fn fill(words: &[Word<'_>], max: f64) -> Vec<Range<usize>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut used = 0.0;
    for (at, word) in words.iter().enumerate() {
        match lines.last_mut() {
            Some(line) if used + word.bare <= max + 0.01 => {
                line.end = at + 1;
                used += word.width;
            }
            _ => {
                lines.push(at..at + 1);
                used = word.width;
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_never_cut() {
        let long = "A part with a title that is so long that one line has no room for it";
        let lines = title(long, 250.0);
        assert!(lines.len() > 1);
        assert_eq!(lines.join(" "), long);
        assert_eq!(title("Short", 250.0), ["Short"]);
    }

    fn lines(name: &str, max: f64) -> Vec<String> {
        let label = Label::new(name, max);
        label.lines.into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn lines_are_few_and_even() {
        assert_eq!(lines("Retry budget", 200.0), ["Retry budget"]);
        assert_eq!(
            lines("Universal scalability law of things", 150.0),
            ["Universal scalability", "law of things"]
        );
        assert_eq!(
            lines("one two three four five", 110.0),
            ["one two three", "four five"],
            "no line much shorter than another"
        );
    }

    #[test]
    fn where_room_is_short_a_word_is_taken_apart() {
        let label = Label::within("very_long_identifier_and_number_xyz_00", 150.0);
        assert!(label.lines.len() > 1 && label.width <= 170.0, "{label:?}");
        assert_eq!(
            lines("再試行の予算について", 65.0),
            ["再試行の予", "算について"],
            "between ideographs"
        );
    }

    #[test]
    fn what_is_too_wide_for_any_column_is_taken_apart() {
        let label = Label::new(&"x".repeat(200), 100.0);
        assert!(label.lines.len() > 1);
        assert!(label.width < 270.0, "{}", label.width);
        assert_eq!(lines("a\nb", 100.0), ["a b"], "a line's end is a space");
        assert!(Label::new("", 100.0).width > 0.0);
    }
}
