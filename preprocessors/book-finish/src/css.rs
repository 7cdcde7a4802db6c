//! Moves a stylesheet to the site's root: what it names by a path relative to itself keeps its place.

use book_model::{Edit, apply};
use cssparser::{Parser, ParserInput, Token};

use crate::address;

/// The text of the stylesheet at `path` as it has to be at the root. `None` for one that cannot be a part of
/// another: it imports others, or says what its encoding is.
pub(crate) fn moved(path: &str, text: &str) -> Option<String> {
    let mut input = ParserInput::new(text);
    let mut edits = Vec::new();
    urls(&mut Parser::new(&mut input), path, &mut edits)?;
    Some(apply(text, edits))
}

fn urls(css: &mut Parser<'_, '_>, path: &str, edits: &mut Vec<Edit>) -> Option<()> {
    loop {
        let start = css.position().byte_index();
        let Ok(token) = css.next_including_whitespace_and_comments() else {
            return Some(());
        };
        match token.clone() {
            Token::AtKeyword(name)
                if ["import", "charset"]
                    .iter()
                    .any(|word| name.eq_ignore_ascii_case(word)) =>
            {
                return None;
            }
            Token::UnquotedUrl(url) => {
                edits.extend(edit(path, &url, start..css.position().byte_index()));
            }
            Token::Function(name) => {
                let is_url = name.eq_ignore_ascii_case("url");
                let inside =
                    css.parse_nested_block(|css| -> Result<_, cssparser::ParseError<'_, ()>> {
                        let quoted = css.try_parse(|css| css.expect_string().cloned()).ok();
                        let known = urls(css, path, edits);
                        Ok((quoted.filter(|_| is_url), known))
                    });
                let (quoted, known) = inside.ok()?;
                known?;
                if let Some(url) = quoted {
                    edits.extend(edit(path, &url, start..css.position().byte_index()));
                }
            }
            Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock => {
                let inside =
                    css.parse_nested_block(|css| -> Result<_, cssparser::ParseError<'_, ()>> {
                        Ok(urls(css, path, edits))
                    });
                inside.ok()??;
            }
            _ => {}
        }
    }
}

/// A URL that means another file from the root on.
fn edit(path: &str, url: &str, range: std::ops::Range<usize>) -> Option<Edit> {
    let behind = url.find(['?', '#']).map_or("", |at| &url[at..]);
    let url = address::encoded(&address::resolved(path, url)?);
    Some(Edit::replace(range, format!("url(\"{url}{behind}\")")))
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn urls_keep_their_files() {
        for (text, expected) in [
            ("a { b: url(x.png) }", "a { b: url(\"css/x.png\") }"),
            (
                "a { b: URL( '../x y.png?v#z' ) }",
                "a { b: url(\"x%20y.png?v#z\") }",
            ),
            (
                "@font-face { src: local(x), url(\"../f/x.woff2\") format(\"woff2\") }",
                "@font-face { src: local(x), url(\"f/x.woff2\") format(\"woff2\") }",
            ),
            (
                "@media print { a { b: image-set(url(x.png) 1x) } }",
                "@media print { a { b: image-set(url(\"css/x.png\") 1x) } }",
            ),
        ] {
            assert_eq!(moved("css/a.css", text).as_deref(), Some(expected));
        }
    }

    #[test]
    fn all_else_stays() {
        for text in [
            "/* url(x.png) */ a::before { content: \"url(x.png)\" }",
            "a { b: url(data:image/png;base64,AA==) url(https://x.org/y.png) url(#z) }",
            "a { b: calc((1px + 2px) * 3) } [c=\"d\"] { }",
            "a { b: var(--url",
        ] {
            assert_eq!(moved("css/a.css", text).as_deref(), Some(text));
        }
    }

    #[test]
    fn one_that_imports_cannot_be_moved() {
        assert_eq!(moved("a.css", "@import url(x.css);"), None);
        assert_eq!(moved("a.css", "@charset \"utf-8\"; a { }"), None);
    }
}
