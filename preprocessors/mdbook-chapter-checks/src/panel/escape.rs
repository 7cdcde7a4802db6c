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

/// A message, in which backquotes enclose what is code: as many behind it as ahead of it, so that code
/// can hold some itself. A space between these and those of the code belongs to neither.
pub(super) fn message(message: &str) -> String {
    let mut out = String::new();
    let mut rest = message;
    while let Some(at) = rest.find('`') {
        let (ahead, from) = rest.split_at(at);
        let inside = from.trim_start_matches('`');
        let ticks = &from[..from.len() - inside.len()];
        out.push_str(&text(ahead));
        rest = match split_at_run(inside, ticks) {
            Some((code, behind)) => {
                let bare = code
                    .strip_prefix(' ')
                    .and_then(|code| code.strip_suffix(' '));
                let code = text(bare.unwrap_or(code));
                out.push_str(&format!("<code>{code}</code>"));
                behind
            }
            // They are a part of the text.
            None => {
                out.push_str(&text(ticks));
                inside
            }
        };
    }
    out + &text(rest)
}

/// What stands ahead of the first run of exactly these backquotes, and what stands behind it.
fn split_at_run<'a>(inside: &'a str, ticks: &str) -> Option<(&'a str, &'a str)> {
    let mut from = 0;
    while let Some(at) = inside[from..].find('`') {
        let start = from + at;
        let behind = inside[start..].trim_start_matches('`');
        from = inside.len() - behind.len();
        if from - start == ticks.len() {
            return Some((&inside[..start], behind));
        }
    }
    None
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
            ("``", "&#96;&#96;"),
            ("one ` alone", "one &#96; alone"),
            (
                "`a`, and as code: `` `Vec<T>` ``",
                "<code>a</code>, and as code: <code>&#96;Vec&#60;T&#62;&#96;</code>",
            ),
            ("```` ```rust ````.", "<code>&#96;&#96;&#96;rust</code>."),
            ("`` a `b` c", "&#96;&#96; a <code>b</code> c"),
        ] {
            assert_eq!(message(from), to);
        }
    }
}
