//! Takes comments and blanks out of the files that pages share: a theme is written to be read.

use cssparser::{Parser, ParserInput, Token};

use crate::css::DEEPEST;

/// A script without the lines that are comments, blank lines and indentation. To do more one has to understand
/// the language; lines end where they ended, since a statement may end there.
///
/// A file in which a line has an odd number of backticks, or ends with a backslash, is left as it is: a text may
/// go on over several lines there, and what looks like a comment may be a part of it.
pub(crate) fn script(text: &str) -> String {
    let goes_on = |line: &str| line.matches('`').count() % 2 == 1 || line.ends_with('\\');
    if text.lines().any(goes_on) {
        return text.to_owned();
    }
    let lines = text.lines().map(str::trim);
    // A licence stays: such comments begin with `//!`.
    let is_said =
        |line: &&str| !line.is_empty() && (!line.starts_with("//") || line.starts_with("//!"));
    lines
        .filter(is_said)
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// A stylesheet without comments, and with one blank in place of several. No blank goes altogether where it may
/// say something: `a :b` is not `a:b`, and `1px + 1px` not `1px+1px`. One with brackets too deep is left alone.
pub(crate) fn style(text: &str) -> String {
    let mut input = ParserInput::new(text);
    let mut short = Short {
        text,
        out: String::with_capacity(text.len()),
        gap: Gap::Line,
    };
    match short.read(&mut Parser::new(&mut input), 0) {
        Some(()) => short.out,
        None => text.to_owned(),
    }
}

/// What stands between the last token that was written and the next one.
#[derive(Clone, Copy, PartialEq)]
enum Gap {
    None,
    /// Nothing but a comment, which parts two words.
    Comment,
    Blank,
    /// The last token ends a line of thought: no blank is needed.
    Line,
}

struct Short<'a> {
    text: &'a str,
    out: String,
    gap: Gap,
}

impl Short<'_> {
    fn read(&mut self, css: &mut Parser<'_, '_>, depth: usize) -> Option<()> {
        loop {
            let start = css.position().byte_index();
            let Ok(token) = css.next_including_whitespace_and_comments() else {
                return Some(());
            };
            let close = match token {
                // A licence stays.
                Token::Comment(said) if said.starts_with('!') => "",
                Token::Comment(_) => {
                    if self.gap == Gap::None {
                        self.gap = Gap::Comment;
                    }
                    continue;
                }
                Token::WhiteSpace(_) => {
                    if self.gap != Gap::Line {
                        self.gap = Gap::Blank;
                    }
                    continue;
                }
                Token::Function(_) | Token::ParenthesisBlock => ")",
                Token::SquareBracketBlock => "]",
                Token::CurlyBracketBlock => "}",
                _ => "",
            };
            let ends = matches!(token, Token::Semicolon);
            if close == "}" || ends {
                self.gap = Gap::Line;
            }
            self.out.push_str(match self.gap {
                Gap::Blank => " ",
                Gap::Comment => "/**/",
                Gap::None | Gap::Line => "",
            });
            self.out
                .push_str(&self.text[start..css.position().byte_index()]);
            self.gap = if close == "}" || ends {
                Gap::Line
            } else {
                Gap::None
            };
            if close.is_empty() {
                continue;
            }
            if depth == DEEPEST {
                return None;
            }
            let read = css.parse_nested_block(|css| -> Result<_, cssparser::ParseError<'_, ()>> {
                Ok(self.read(css, depth + 1))
            });
            read.ok()??;
            if close == "}" {
                let kept = self.out.trim_end_matches(';').len();
                self.out.truncate(kept);
                self.gap = Gap::Line;
            } else if self.gap == Gap::Blank {
                self.out.push(' ');
            }
            self.out.push_str(close);
            if close != "}" {
                self.gap = Gap::None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stylesheet_says_the_same() {
        for (text, expected) in [
            (
                "/* x */\na ,\n  b { c : d ;\n e: f; }\n",
                "a , b{c : d;e: f}",
            ),
            (
                "a :hover{width:calc( 1px  +  2px )}",
                "a :hover{width:calc( 1px + 2px )}",
            ),
            (
                "a::before { content: \"/* x */  y\" }",
                "a::before{content: \"/* x */  y\"}",
            ),
            ("a { b: url( x.png ) }", "a{b: url( x.png )}"),
            (
                "@media (min-width: 1px) { a { b: c } }\n\n@x y;",
                "@media (min-width: 1px){a{b: c}}@x y;",
            ),
            // A comment parts two words, and is no blank.
            (".a/* x */:hover { b: c/**/d }", ".a/**/:hover{b: c/**/d}"),
            (
                "a { b: c }\n/*! licence */\nd { }",
                "a{b: c}/*! licence */ d{}",
            ),
            (".\\31  .b { c: d }", ".\\31  .b{c: d}"),
        ] {
            assert_eq!(style(text), expected);
        }
    }

    #[test]
    fn a_script_says_the_same() {
        for (text, expected) in [
            (
                "// one\nlet a = 1\n\n  let b = `// ${a}`\n",
                "let a = 1\nlet b = `// ${a}`\n",
            ),
            (
                "//! licence\nf()\n/[/ ]+/.test(a + +b)\n",
                "//! licence\nf()\n/[/ ]+/.test(a + +b)\n",
            ),
        ] {
            assert_eq!(script(text), expected);
        }
    }

    #[test]
    fn a_script_with_texts_over_several_lines_is_left_alone() {
        for text in ["a = `\n// b\n  c`;\n", "a = 'b\\\n  // c';\n"] {
            assert_eq!(script(text), text);
        }
    }

    #[test]
    fn brackets_without_end_do_no_harm() {
        let deep = "(".repeat(100_000);
        assert_eq!(style(&deep), deep);
    }
}
