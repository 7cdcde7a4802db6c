//! Takes comments and blanks out of the files that pages share: a theme is written to be read.

use cssparser::{Parser, ParserInput, Token};

/// A script without comments and needless blanks, by the crate that rustdoc does it with; as it was where that
/// cannot read it.
pub(crate) fn script(text: &str) -> String {
    match minifier::js::minify(text) {
        Ok(short) => short.to_string(),
        Err(_) => text.to_owned(),
    }
}

/// A stylesheet without comments, and with one blank in place of several. No blank goes altogether: `a :b` is
/// not `a:b`, and `1px + 1px` not `1px+1px`.
pub(crate) fn style(text: &str) -> String {
    let mut input = ParserInput::new(text);
    let mut short = String::with_capacity(text.len());
    tokens(&mut Parser::new(&mut input), text, &mut short);
    short
}

fn tokens(css: &mut Parser<'_, '_>, text: &str, short: &mut String) {
    loop {
        let start = css.position().byte_index();
        let Ok(token) = css.next_including_whitespace_and_comments() else {
            return;
        };
        let close = match token {
            // A comment parts what would be one word without it.
            Token::Comment(_) | Token::WhiteSpace(_) => {
                if !short.ends_with([' ', '{', '}', ';']) && !short.is_empty() {
                    short.push(' ');
                }
                continue;
            }
            Token::Function(_) | Token::ParenthesisBlock => ")",
            Token::SquareBracketBlock => "]",
            Token::CurlyBracketBlock => "}",
            _ => "",
        };
        if close == "}" && short.ends_with(' ') {
            short.pop();
        }
        short.push_str(&text[start..css.position().byte_index()]);
        if close.is_empty() {
            continue;
        }
        let inside = css.parse_nested_block(|css| -> Result<(), cssparser::ParseError<'_, ()>> {
            tokens(css, text, short);
            Ok(())
        });
        if inside.is_ok() {
            if close == "}" {
                short.truncate(short.trim_end_matches([' ', ';']).len());
            }
            short.push_str(close);
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
                "a , b{c : d ;e: f}",
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
            // A comment parts two words.
            ("a > d/**/e { b: c/**/d }", "a > d e{b: c d}"),
        ] {
            assert_eq!(style(text), expected);
        }
    }

    #[test]
    fn a_script_says_the_same() {
        for (text, expected) in [
            (
                "// one\nlet a = 1; /* two */\nlet b = `// ${a}`;\n",
                "let a=1;let b=`// ${a}`;",
            ),
            (
                "const f = (a) => a?.b ?? \"//\";",
                "const f=(a)=>a?.b??\"//\";",
            ),
            ("x = /\\/\\*/.test(y)", "x=/\\/\\*/.test(y)"),
        ] {
            assert_eq!(script(text), expected);
        }
    }
}
