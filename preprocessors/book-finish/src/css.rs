//! Reads stylesheets: moves one to the site's root, where what it names by a path relative to itself keeps its
//! place, and tells whether one can stand beside others in a file.

use book_model::{Edit, apply};
use cssparser::{Parser, ParserInput, Token};

use crate::address;

/// How deep brackets may lie in one another: deeper than any stylesheet, and no more than the stack holds.
pub(crate) const DEEPEST: usize = 64;

/// The text of the stylesheet at `path` as it has to be at the root. `None` for one that cannot be a part of
/// another: it imports others or names a namespace, which has to stand first; it says what its encoding is; or
/// something in it is not closed, or closed twice, and would change what stands behind it.
pub(crate) fn moved(path: &str, text: &str) -> Option<String> {
    let mut input = ParserInput::new(text);
    let mut edits = Vec::new();
    let urls = Urls { path, text };
    urls.read(&mut Parser::new(&mut input), Strings::Text, 0, &mut edits)?;
    Some(apply(text, edits))
}

/// Whether declarations, such as those of a `style` attribute, end where they end: nothing in them reaches into
/// what stands behind.
pub(crate) fn is_closed(declarations: &str) -> bool {
    // A comment that is not closed is closed by the end of the text alone.
    let comments = declarations.rfind("/*") > declarations.rfind("*/");
    !comments && moved("", declarations).is_some()
}

/// What a text in quotation marks is.
#[derive(Clone, Copy, PartialEq)]
enum Strings {
    Text,
    /// The address of a file.
    Url,
}

struct Urls<'a> {
    path: &'a str,
    text: &'a str,
}

impl Urls<'_> {
    fn read(
        &self,
        css: &mut Parser<'_, '_>,
        strings: Strings,
        depth: usize,
        edits: &mut Vec<Edit>,
    ) -> Option<()> {
        loop {
            let start = css.position().byte_index();
            let Ok(token) = css.next_including_whitespace_and_comments() else {
                return Some(());
            };
            let inside = match token.clone() {
                Token::AtKeyword(name) if stands_first(&name) => return None,
                Token::BadString(_) | Token::BadUrl(_) => return None,
                Token::CloseParenthesis | Token::CloseSquareBracket | Token::CloseCurlyBracket => {
                    return None;
                }
                Token::UnquotedUrl(url) => {
                    let range = start..css.position().byte_index();
                    if !self.text[range.clone()].ends_with(')') {
                        return None;
                    }
                    let moved = self.moved(&url);
                    edits.extend(moved.map(|url| Edit::replace(range, format!("url(\"{url}\")"))));
                    continue;
                }
                Token::QuotedString(url) => {
                    let range = start..css.position().byte_index();
                    if !is_quoted(&self.text[range.clone()]) {
                        return None;
                    }
                    if strings == Strings::Url {
                        let moved = self.moved(&url);
                        edits.extend(moved.map(|url| Edit::replace(range, format!("\"{url}\""))));
                    }
                    continue;
                }
                Token::Function(name) if takes_addresses(&name) => Strings::Url,
                Token::Function(_) | Token::ParenthesisBlock => Strings::Text,
                Token::SquareBracketBlock | Token::CurlyBracketBlock => Strings::Text,
                _ => continue,
            };
            if depth == DEEPEST {
                return None;
            }
            let mut end = 0;
            let read = css.parse_nested_block(|css| -> Result<_, cssparser::ParseError<'_, ()>> {
                let read = self.read(css, inside, depth + 1, edits);
                end = css.position().byte_index();
                Ok(read)
            });
            read.ok()??;
            // Without its bracket it ends with the file.
            if css.position().byte_index() == end {
                return None;
            }
        }
    }

    /// A URL that means the same file from the root on.
    fn moved(&self, url: &str) -> Option<String> {
        let behind = url.find(['?', '#']).map_or("", |at| &url[at..]);
        let url = address::encoded(&address::resolved(self.path, url)?);
        Some(format!("{url}{}", behind.replace(['"', '\\'], "")))
    }
}

fn stands_first(name: &str) -> bool {
    let first = ["import", "charset", "namespace"];
    first.iter().any(|word| name.eq_ignore_ascii_case(word))
}

fn takes_addresses(name: &str) -> bool {
    let all = ["url", "src", "image-set", "-webkit-image-set"];
    all.iter().any(|word| name.eq_ignore_ascii_case(word))
}

fn is_quoted(text: &str) -> bool {
    text.len() > 1 && text.ends_with(['"', '\'']) && text[..1] == text[text.len() - 1..]
}

#[cfg(test)]
mod tests {
    use super::{is_closed, moved};

    #[test]
    fn urls_keep_their_files() {
        for (text, expected) in [
            ("a { b: url(x.png) }", "a { b: url(\"css/x.png\") }"),
            (
                "a { b: URL( '../x y.png?v#z' ) }",
                "a { b: URL( \"x%20y.png?v#z\" ) }",
            ),
            (
                "@font-face { src: local(x), url(\"../f/x.woff2\") format(\"woff2\") }",
                "@font-face { src: local(x), url(\"f/x.woff2\") format(\"woff2\") }",
            ),
            (
                "@media print { a { b: image-set(url(x.png) 1x, \"y.png\" 2x) } }",
                "@media print { a { b: image-set(url(\"css/x.png\") 1x, \"css/y.png\" 2x) } }",
            ),
            (
                "a { b: url(\"x.png\" crossorigin(anonymous)) }",
                "a { b: url(\"css/x.png\" crossorigin(anonymous)) }",
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
            "a::before { content: \"\\\"\" }",
        ] {
            assert_eq!(moved("css/a.css", text).as_deref(), Some(text));
        }
    }

    #[test]
    fn one_that_would_change_others_cannot_be_moved() {
        for text in [
            "@import url(x.css);",
            "@charset \"utf-8\"; a { }",
            "@namespace svg url(http://www.w3.org/2000/svg);",
            "a { color: red",
            "a { } }",
            "a { b: var(--url",
            "a { b: \"c }",
            "a { b: url(x.png",
            "a { b: url(\"x\" url(",
            &"(".repeat(100_000),
        ] {
            let shown = &text[..text.len().min(40)];
            assert_eq!(moved("a.css", text), None, "{shown}");
        }
    }

    #[test]
    fn declarations_end_where_they_end() {
        assert!(is_closed("color: red; background: url(x.png) /* y */"));
        for text in ["color: red /* x", "a: b} body { c: d", "a: \"b", "a: {"] {
            assert!(!is_closed(text), "{text}");
        }
    }
}
