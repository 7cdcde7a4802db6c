//! Text of a book, made fit for a terminal: what would steer it, or show the text in another order
//! than it stands in, is shown instead of acting.

use std::borrow::Cow;

/// Whether a character steers a terminal, changes the direction of the text, or breaks a line where
/// few programs see a line's end. A tab and a line feed do what they are there for.
pub fn is_hazardous(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        // Marks, embeddings, overrides and isolates of direction.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            true
        }
        '\u{2028}' | '\u{2029}' | '\u{feff}' => true,
        c => c.is_control(),
    }
}

/// The same text with its hazardous characters shown: as Unicode's picture of a control character
/// where there is one, else by its number.
///
/// ```
/// assert_eq!(book_plugin::visible("a\u{1b}[31mb\u{202e}"), "a␛[31mb\\u{202e}");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    // Nearly every text is nothing but letters, which is seen at once.
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\t' | b'\n');
    if text.bytes().all(is_plain) || !text.contains(is_hazardous) {
        return text.into();
    }
    let mut shown = String::with_capacity(text.len());
    // Windows ends a line with two characters, and means one thing.
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\u{7f}' => shown.push('\u{2421}'),
            '\0'..' ' if is_hazardous(c) => {
                shown.extend(char::from_u32(0x2400 + u32::from(c)));
            }
            c if is_hazardous(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    shown.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_shown() {
        for (text, shown) in [
            ("plain\ttext\n", "plain\ttext\n"),
            ("\u{1b}[2J\u{7}\u{0}", "␛[2J␇␀"),
            ("\u{7f}\u{9b}31m", "␡\\u{9b}31m"),
            (
                "\u{202e}txt\u{2069}\u{2028}",
                "\\u{202e}txt\\u{2069}\\u{2028}",
            ),
            ("one\r\ntwo\rthree", "one\ntwo␍three"),
            ("é 漢 👩‍💻", "é 漢 👩‍💻"),
        ] {
            assert_eq!(visible(text), shown);
            assert!(!visible(text).contains(is_hazardous));
        }
    }
}
