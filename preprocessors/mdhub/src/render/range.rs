//! Ranges of bytes as they can be shown.

use std::ops::Range;

/// The range as it can be shown: inside the text, on the boundaries of characters, and without the
/// line end that stands last in it.
pub(super) fn within(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = floor(text, range.start);
    let mut end = range.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let trimmed = text[start..end].trim_end_matches(['\n', '\r']);
    if !trimmed.is_empty() {
        end = start + trimmed.len();
    }
    start..end
}

/// The boundary of a character at `at`, or the last one ahead of it.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
