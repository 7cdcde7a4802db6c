//! Where a line of a name may end.

use unicode_segmentation::UnicodeSegmentation;

use super::label::TEXT;
use super::metrics;

/// A piece of a name that stays on one line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    /// Its width with the white space behind it, and without.
    pub(super) width: f64,
    pub(super) bare: f64,
}

/// No line begins with one of these (the rules of JIS X 4051, for the signs that names have).
const NOT_FIRST: &str = "、。，．・：；？！ー々〻ヽヾゝゞァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎゕゖ\
                         」』】〕〉》〙〗〟）］｝〜…‥’”)]},.;:!?%";
/// And none ends with one of these.
const NOT_LAST: &str = "「『【〔〈《〘〖〝（［｛‘“([{";

/// The words of a name, each character looked at once. What is wider than `most` is taken apart, between
/// characters as readers know them.
pub(super) fn words(name: &str, most: f64) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let (mut start, mut width, mut bare) = (0, 0.0, 0.0);
    let mut before = None;
    for (at, cluster) in name.grapheme_indices(true) {
        let wide = metrics::width(cluster, TEXT);
        let first = cluster.chars().next().unwrap_or_default();
        let ends = before.is_some_and(|before| may_end(before, first));
        let full = width + wide > most && !first.is_whitespace();
        if at > start && (ends || full) {
            let text = &name[start..at];
            words.push(Word { text, width, bare });
            (start, width, bare) = (at, 0.0, 0.0);
        }
        width += wide;
        if !first.is_whitespace() {
            bare = width;
        }
        before = cluster.chars().next_back();
    }
    if start < name.len() {
        let text = &name[start..];
        words.push(Word { text, width, bare });
    }
    words
}

/// Whether a line may end between two characters: behind white space, hyphens and slashes, and beside an
/// ideograph or kana. Other scripts that are written without spaces, such as Thai, end their lines between
/// words that only a dictionary knows.
fn may_end(before: char, next: char) -> bool {
    if next.is_whitespace() {
        return false;
    }
    if before.is_whitespace() {
        return !matches!(before, '\u{a0}' | '\u{202f}');
    }
    if "-/–—".contains(before) {
        return true;
    }
    (is_ideograph(before) || is_ideograph(next))
        && !NOT_FIRST.contains(next)
        && !NOT_LAST.contains(before)
}

/// Ideographs and kana, with the signs that go with them.
fn is_ideograph(char: char) -> bool {
    matches!(char,
        '\u{2e80}'..='\u{a4cf}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff01}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(name: &str, most: f64) -> Vec<&str> {
        words(name, most)
            .into_iter()
            .map(|word| word.text)
            .collect()
    }

    #[test]
    fn a_line_ends_behind_spaces_and_hyphens() {
        assert_eq!(
            texts("burn-rate of it", 200.0),
            ["burn-", "rate ", "of ", "it"]
        );
        assert_eq!(texts("10\u{a0}ms", 200.0), ["10\u{a0}ms"]);
        let [word] = words("of ", 200.0)[..] else {
            panic!()
        };
        assert!(word.bare < word.width);
    }

    #[test]
    fn a_line_ends_between_ideographs() {
        assert_eq!(texts("再試行", 200.0), ["再", "試", "行"]);
        assert_eq!(texts("「再」とAPI", 200.0), ["「再」", "と", "API"]);
        assert_eq!(
            texts("キュー。", 200.0),
            ["キュー。"],
            "no line begins with these"
        );
        assert_eq!(texts("재시도 예산", 200.0), ["재시도 ", "예산"]);
    }

    #[test]
    fn no_mark_is_taken_from_its_letter() {
        for name in [
            "กำลังทดสอบที่นี่",
            "e\u{301}e\u{301}e\u{301}e\u{301}",
            "👩\u{200d}🔬👩\u{200d}🔬",
        ] {
            let clusters: Vec<_> = name.graphemes(true).collect();
            assert_eq!(texts(name, 1.0), clusters);
        }
    }

    #[test]
    fn each_character_is_measured_once() {
        let name = "x".repeat(100_000);
        let before = metrics::MEASURED.get();
        assert!(words(&name, 230.0).len() > 1_000);
        assert_eq!(metrics::MEASURED.get() - before, name.len());
    }
}
