//! Text that travels: the note of a concept, the reason for a step, an item of a checklist.
//!
//! Text, code and emphasis are kept; links become their text, since a link that stands in another
//! chapter would point elsewhere.

use std::borrow::Cow;

/// One piece of [`Inlines`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// A code span.
    Code(String),
    /// A style begins.
    Open(Style),
    /// A style ends.
    Close(Style),
}

/// A style that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `*emphasis*`.
    Emphasis,
    /// `**strong**`.
    Strong,
    /// `~~strikethrough~~`.
    Strikethrough,
}

impl Style {
    fn tag(self) -> &'static str {
        match self {
            Style::Emphasis => "em",
            Style::Strong => "strong",
            Style::Strikethrough => "del",
        }
    }

    fn marker(self) -> &'static str {
        match self {
            Style::Emphasis => "*",
            Style::Strong => "**",
            Style::Strikethrough => "~~",
        }
    }
}

/// A run of text with its styles; flat, so that no depth of nesting costs stack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inlines(pub Vec<Inline>);

impl Inlines {
    /// Whether there is nothing to read in it.
    pub fn is_empty(&self) -> bool {
        !self.0.iter().any(|inline| match inline {
            Inline::Text(text) | Inline::Code(text) => !text.trim().is_empty(),
            Inline::Open(_) | Inline::Close(_) => false,
        })
    }

    /// The words alone, with single spaces.
    pub fn plain(&self) -> String {
        let mut out = String::new();
        for inline in &self.0 {
            if let Inline::Text(text) | Inline::Code(text) = inline {
                out.push_str(text);
            }
        }
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// As HTML, on one line.
    pub fn html(&self) -> String {
        let mut out = String::new();
        for inline in &self.0 {
            match inline {
                Inline::Text(text) => out.push_str(&escape_html(&one_line(text))),
                Inline::Code(text) => {
                    out.push_str("<code>");
                    out.push_str(&escape_html(&one_line(text)));
                    out.push_str("</code>");
                }
                Inline::Open(style) => out.extend(["<", style.tag(), ">"]),
                Inline::Close(style) => out.extend(["</", style.tag(), ">"]),
            }
        }
        out.trim().to_owned()
    }

    /// As Markdown, on one line.
    pub fn markdown(&self) -> String {
        let mut out = String::new();
        let mut before: Option<&Inline> = None;
        for inline in joined(&self.0) {
            let written = match inline {
                Inline::Text(text) => Cow::Owned(escape_markdown(&one_line(text))),
                Inline::Code(text) => Cow::Owned(code_span(&one_line(text))),
                Inline::Open(style) | Inline::Close(style) => Cow::Borrowed(style.marker()),
            };
            if let Some(at) = before.and_then(|before| joint(&out, before, inline, &written)) {
                out.insert_str(at, "<!-- -->");
            }
            out.push_str(&written);
            before = Some(inline);
        }
        out.trim().to_owned()
    }
}

/// Where a comment has to stand in `out`, so that the markers at its end are read as they are meant when
/// `next` is written behind them.
fn joint(out: &str, before: &Inline, next: &Inline, written: &str) -> Option<usize> {
    let marker = out.chars().next_back()?;
    let ahead = out.trim_end_matches(marker);
    let first = written.chars().next()?;
    // Markers between punctuation and a letter belong to the letter: behind `**a.**` none may follow.
    let is_letter = |char: char| !char.is_whitespace() && !char.is_ascii_punctuation();
    match (before, next) {
        // The asterisks of two styles, side by side, would be read as others.
        (Inline::Close(_), Inline::Open(_)) => Some(out.len()),
        (Inline::Close(_), _) => {
            let is_cut = is_letter(first) && !ahead.ends_with(char::is_alphanumeric);
            is_cut.then_some(out.len())
        }
        (Inline::Open(_), _) => {
            let is_cut = first != marker && !first.is_alphanumeric() && ahead.ends_with(is_letter);
            is_cut.then_some(ahead.len())
        }
        _ => None,
    }
}

/// Without a style that ends where it begins again, or that has nothing in it.
fn joined(inlines: &[Inline]) -> Vec<&Inline> {
    let mut joined: Vec<&Inline> = Vec::new();
    for inline in inlines {
        match (joined.last(), inline) {
            (_, Inline::Text(text)) if text.is_empty() => {}
            (Some(Inline::Close(last)), Inline::Open(style))
            | (Some(Inline::Open(last)), Inline::Close(style))
                if last == style =>
            {
                joined.pop();
            }
            _ => joined.push(inline),
        }
    }
    joined
}

/// Line breaks become spaces: what is generated stands on one line, where no blank line can end it.
fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(is_line_end) {
        Cow::Owned(text.replace(is_line_end, " "))
    } else {
        Cow::Borrowed(text)
    }
}

fn is_line_end(char: char) -> bool {
    matches!(char, '\n' | '\r')
}

/// Text for HTML, in an element or in a quoted attribute.
pub fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\r' => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// Text for Markdown: what could be markup is escaped.
pub fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if matches!(
            char,
            '\\' | '`'
                | '*'
                | '_'
                | '['
                | ']'
                | '<'
                | '>'
                | '&'
                | '#'
                | '|'
                | '~'
                | '$'
                | '!'
                | '^'
        ) {
            out.push('\\');
        }
        out.push(if is_line_end(char) { ' ' } else { char });
    }
    out
}

/// Text for the quoted title of a Markdown link, also inside a table.
pub fn escape_title(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '&' => out.push_str("&amp;"),
            '|' => out.push_str("&#124;"),
            // A backtick or an angle bracket further up in the text would find its partner here.
            '`' => out.push_str("&#96;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' | '\r' => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// A code span whose fence is longer than any run of backticks inside. Of a space on both sides one is
/// taken away when it is read, unless there is nothing else.
fn code_span(code: &str) -> String {
    let longest = code
        .split(|char| char != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let spaced = code.starts_with(' ') && code.ends_with(' ') && code.contains(|char| char != ' ');
    let pad = if longest > 0 || code.is_empty() || spaced {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{code}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;
    use crate::settings::Settings;

    fn sample() -> Inlines {
        Inlines(vec![
            Inline::Text("A <b> & \"c\"\n".into()),
            Inline::Open(Style::Strong),
            Inline::Code("x`y".into()),
            Inline::Close(Style::Strong),
        ])
    }

    #[test]
    fn three_ways_to_write_it() {
        assert_eq!(sample().plain(), "A <b> & \"c\" x`y");
        assert_eq!(
            sample().html(),
            "A &lt;b&gt; &amp; &quot;c&quot; <strong><code>x`y</code></strong>"
        );
        assert_eq!(sample().markdown(), "A \\<b\\> \\& \"c\" **`` x`y ``**");
    }

    #[test]
    fn what_is_written_is_read_back() {
        let lead = |text: &str| Page::parse(text, &Settings::default()).lead;
        for (written, markdown) in [
            ("*a*_b_", "*ab*"),
            ("*a*__b__ **c**_d_", "*a*<!-- -->**b** **c**<!-- -->*d*"),
            ("*a*~~b~~", "*a*<!-- -->~~b~~"),
            ("***a** b* **c *d***", "***a** b* **c *d***"),
            ("**_a_**__*b*__", "***ab***"),
            ("x `  y  ` `` ` `` `   `", "x `  y  ` `` ` `` `   `"),
            ("x `` `y ``", "x `` `y ``"),
            ("**a.**[b](c) *d*[e](f)", "**a.**<!-- -->b *d*e"),
            ("**a.** b **c.**, **d.**`e`", "**a.** b **c.**, **d.**`e`"),
            ("[a](b)***c**d.*[e](f)", "a***c**d.*<!-- -->e"),
            (
                "[a](b)*(c)* [d](e)**\\*f**",
                "a<!-- -->*(c)* d<!-- -->**\\*f**",
            ),
            ("[a](b)**`c`**[d](e)", "a<!-- -->**`c`**<!-- -->d"),
            ("[a](b)*~~c~~*[d](e)", "a<!-- -->*~~c~~*<!-- -->d"),
        ] {
            let read = lead(written);
            assert_eq!(read.markdown(), markdown, "{written}");
            let again = lead(markdown);
            assert_eq!(again.markdown(), markdown);
            assert_eq!(again.plain(), read.plain(), "{written}");
        }
    }
}
