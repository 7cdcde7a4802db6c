//! Text of a book in the HTML of a panel.

use std::fmt::Write;

use book_plugin::visible;

/// Text for an element or a quoted attribute, on one line whatever it holds: a blank line would end
/// the HTML. What steers the direction of a text, or cannot be seen, is shown.
///
/// Signs become references to characters: neither Markdown, nor mdBook's directives, nor the patterns
/// of another plugin find anything of theirs in it.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in visible(text).chars() {
        match char {
            '.' | ',' | ':' | '/' | '-' | '(' | ')' => out.push(char),
            char if char.is_ascii_punctuation() || matches!(char, '\n' | '\t') => {
                // Writing to a string cannot fail.
                let _ = write!(out, "&#{};", u32::from(char));
            }
            char => out.push(char),
        }
    }
    out
}

/// A message, in which backquotes enclose what is code.
pub(super) fn message(message: &str) -> String {
    let parts: Vec<_> = message.split('`').collect();
    if parts.len() % 2 == 0 {
        // One of them is a part of the text.
        return text(message);
    }
    let write = |(index, part): (usize, &&str)| match index % 2 {
        0 => text(part),
        _ => format!("<code>{}</code>", text(part)),
    };
    parts.iter().enumerate().map(write).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        for (from, to) in [
            ("a word, é 漢 (1.5)", "a word, é 漢 (1.5)"),
            ("</script>", "&#60;/script&#62;"),
            ("a\n\nb\tc", "a&#10;&#10;b&#9;c"),
            ("a\r\nb\rc", "a&#10;b␍c"),
            (
                "\u{202e}\u{2028}",
                "&#92;u&#123;202e&#125;&#92;u&#123;2028&#125;",
            ),
            ("{{#include x}}", "&#123;&#123;&#35;include x&#125;&#125;"),
            ("`*[x](y)*`", "&#96;&#42;&#91;x&#93;(y)&#42;&#96;"),
            ("\"'&", "&#34;&#39;&#38;"),
            ("\0\u{1b}", "␀␛"),
        ] {
            assert_eq!(text(from), to);
        }
    }

    #[test]
    fn code_in_a_message_is_code() {
        for (from, to) in [
            ("no `a<b` here", "no <code>a&#60;b</code> here"),
            ("``", "<code></code>"),
            ("one ` alone", "one &#96; alone"),
        ] {
            assert_eq!(message(from), to);
        }
    }
}
