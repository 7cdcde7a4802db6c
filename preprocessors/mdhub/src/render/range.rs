//! Ranges of bytes as they can be shown.

use std::ops::Range;

use book_model::char_boundary;

/// The range as it can be shown: inside the text, on the boundaries of characters, and without the
/// line end that stands last in it.
pub(super) fn within(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = char_boundary(text, range.start);
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
