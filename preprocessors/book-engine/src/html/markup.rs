//! Reads HTML as mdBook's renderer writes it: every value in double quotes and escaped, every text
//! escaped, names without spaces.
//!
//! What is raw in it (scripts, styles, the drawings of icons) is passed over; what is not as expected is
//! taken for text, so that nothing is ever lost.

use std::ops::Range;

use memchr::memmem;

/// How the drawing of an icon begins, which mdBook puts into a page as it is. A drawing that is read from a
/// chapter has its names in small letters.
const ICON: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox=""#;

/// A part of the markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// A start tag.
    Open(Tag<'a>),
    /// An end tag, of the element with this name.
    Close(&'a str),
    /// Text, still escaped.
    Text(&'a str),
}

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// The element's name.
    pub(crate) name: &'a str,
    /// The attributes: their names, and where their values stand in the markup.
    pub(crate) attributes: Vec<(&'a str, Range<usize>)>,
    /// It ends with `/>`.
    pub(crate) self_closing: bool,
}

impl Tag<'_> {
    /// Where the value of an attribute stands.
    pub(crate) fn attribute(&self, name: &str) -> Option<Range<usize>> {
        let mut all = self.attributes.iter();
        let (_, range) = all.find(|(found, _)| *found == name)?;
        Some(range.clone())
    }

    /// 1 to 6 for a heading.
    pub(crate) fn heading_level(&self) -> Option<u8> {
        heading_level(self.name)
    }
}

/// 1 to 6 for the name of a heading.
pub(crate) fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// Elements around which mdBook breaks lines: one break ahead of the start tag, unless there is one or
/// nothing at all, and one behind the end tag.
pub(crate) fn is_on_lines_of_its_own(name: &str) -> bool {
    const NAMES: [&str; 20] = [
        "blockquote",
        "dd",
        "div",
        "dl",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "table",
        "tbody",
        "thead",
        "tr",
    ];
    name == "ul" || NAMES.contains(&name)
}

/// Goes through the markup.
pub(crate) fn tokens(markup: &str) -> Tokens<'_> {
    Tokens { markup, at: 0 }
}

/// See [`tokens`].
#[derive(Debug, Clone)]
pub(crate) struct Tokens<'a> {
    markup: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    /// The line break that mdBook writes behind an element of lines of its own.
    pub(crate) fn pass_line_break(&mut self) {
        if self.markup[self.at..].starts_with('\n') {
            self.at += 1;
        }
    }

    /// Passes over everything up to the end tag of the element, which is raw.
    pub(crate) fn pass_raw(&mut self, name: &str) {
        let end = format!("</{name}>");
        let rest = &self.markup[self.at..];
        let found = memmem::find(rest.as_bytes(), end.as_bytes());
        self.at += found.map_or(rest.len(), |found| found + end.len());
    }

    /// What has not been read yet.
    pub(crate) fn rest(&self) -> &'a str {
        &self.markup[self.at..]
    }

    fn text(&mut self, length: usize) -> Option<Token<'a>> {
        let text = &self.rest()[..length];
        self.at += length;
        Some(Token::Text(text))
    }

    /// A start tag at the front of what is left, and its length.
    fn tag(&self) -> Option<(Tag<'a>, usize)> {
        let rest = &self.rest()[1..];
        let end = rest.find([' ', '>'])?;
        let mut tag = Tag {
            name: &rest[..end],
            attributes: Vec::new(),
            self_closing: false,
        };
        let mut at = end;
        loop {
            let here = &rest[at..];
            if here.starts_with('>') {
                return Some((tag, at + 2));
            }
            if here.starts_with(" />") {
                tag.self_closing = true;
                return Some((tag, at + 4));
            }
            let (name, length) = attribute(here.strip_prefix(' ')?)?;
            let start = at + 1 + name.len() + 2;
            let base = self.at + 1;
            tag.attributes
                .push((name, base + start..base + start + length));
            at = start + length + 1;
        }
    }
}

/// The name at the front, and the length of the value behind it. A name may begin with what else stands
/// between the two.
fn attribute(text: &str) -> Option<(&str, usize)> {
    text.match_indices("=\"").find_map(|(at, sign)| {
        let value = &text[at + sign.len()..];
        let length = value.find('"')?;
        let behind = &value[length + 1..];
        behind
            .starts_with([' ', '>'])
            .then_some((&text[..at], length))
    })
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = self.rest();
            if rest.is_empty() {
                return None;
            }
            match memchr::memchr(b'<', rest.as_bytes()) {
                Some(0) => {}
                found => return self.text(found.unwrap_or(rest.len())),
            }
            if rest.starts_with(ICON) {
                self.pass_raw("svg");
                continue;
            }
            if let Some(comment) = rest.strip_prefix("<!--") {
                let end = comment.find("-->");
                self.at += end.map_or(rest.len(), |end| end + 7);
                continue;
            }
            if let Some(name) = rest.strip_prefix("</") {
                let Some(end) = name.find('>') else {
                    return self.text(rest.len());
                };
                self.at += end + 3;
                return Some(Token::Close(&name[..end]));
            }
            let Some((tag, length)) = self.tag() else {
                return self.text(1);
            };
            self.at += length;
            return Some(Token::Open(tag));
        }
    }
}

/// What an escaped text or value says.
pub(crate) fn unescaped(text: &str, into: &mut String) {
    const SIGNS: [(&str, char); 6] = [
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&amp;", '&'),
        ("&#39;", '\''),
        ("&quot;", '"'),
        ("&#92;", '\\'),
    ];
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        into.push_str(&rest[..at]);
        rest = &rest[at..];
        let sign = SIGNS.iter().find(|(written, _)| rest.starts_with(written));
        let (length, sign) = sign.map_or((1, '&'), |(written, sign)| (written.len(), *sign));
        into.push(sign);
        rest = &rest[length..];
    }
    into.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_texts_and_what_is_passed_over() {
        let markup = "a &lt; b<!-- <p> --><a href=\"x&quot;\" title=\"\">c</a><br /><hr>";
        let found: Vec<_> = tokens(markup).collect();
        let tag = |name, attributes, self_closing| {
            Token::Open(Tag {
                name,
                attributes,
                self_closing,
            })
        };
        let at = markup.find("x&quot;").unwrap();
        assert_eq!(
            found,
            [
                Token::Text("a &lt; b"),
                tag(
                    "a",
                    vec![("href", at..at + 7), ("title", at + 16..at + 16)],
                    false
                ),
                Token::Text("c"),
                Token::Close("a"),
                tag("br", vec![], true),
                tag("hr", vec![], false),
            ]
        );
    }

    #[test]
    fn the_name_of_an_attribute_may_look_like_one() {
        let markup = "<a =\"x\"=\"\" b\"c=\"d\" =\"e\">";
        let Some(Token::Open(tag)) = tokens(markup).next() else {
            panic!("{markup} is a tag");
        };
        let names: Vec<&str> = tag.attributes.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["=\"x\"", "b\"c", ""]);
    }

    #[test]
    fn what_is_no_markup_is_text() {
        for text in ["<", "<a", "<a b", "<a b=\"", "</a", "<a b>"] {
            let back: String = tokens(text)
                .map(|token| match token {
                    Token::Text(text) => text,
                    other => panic!("{other:?} in {text}"),
                })
                .collect();
            assert_eq!(back, text);
        }
    }

    #[test]
    fn the_drawing_of_an_icon_is_passed_over() {
        let markup = format!("<span>{ICON}0 0 1 1\"><path d=\"M0\"/></svg></span>a");
        let names: Vec<_> = tokens(&markup)
            .map(|token| match token {
                Token::Open(tag) => tag.name.to_owned(),
                Token::Close(text) | Token::Text(text) => text.to_owned(),
            })
            .collect();
        assert_eq!(names, ["span", "span", "a"]);
    }

    #[test]
    fn escapes_are_resolved_once() {
        let mut text = String::new();
        unescaped("&amp;lt; &#39;&quot;&#92; &x", &mut text);
        assert_eq!(text, "&lt; '\"\\ &x");
    }
}
