//! Raw HTML in a chapter: which of it is read as HTML, and where a tag stands.

use std::borrow::Cow;
use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Tag};

use super::Parsed;

/// Raw HTML in the order of the text: what a pass over the events asks at each of them.
#[derive(Debug, Default)]
pub(super) struct RawHtml {
    in_script: bool,
}

impl RawHtml {
    /// The HTML that begins with event `index`: a block of it, or a tag in a line.
    pub(super) fn at<'a>(&mut self, parsed: &'a Parsed<'_>, index: usize) -> Option<Cow<'a, str>> {
        match &parsed.events[index].0 {
            Event::Start(Tag::HtmlBlock) => Some(parsed.html_of_block(index).into()),
            Event::InlineHtml(html) if self.is_read(html) => Some((&**html).into()),
            _ => None,
        }
    }

    /// What stands between `<script>` and its end is a script, in a line too.
    fn is_read(&mut self, html: &str) -> bool {
        let is = |name: &str| {
            let start = html.get(..name.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(name))
                && !html[name.len()..].starts_with(char::is_alphanumeric)
        };
        if is("</script") || is("</style") {
            self.in_script = false;
        }
        let read = !self.in_script;
        if is("<script") || is("<style") {
            self.in_script = true;
        }
        read
    }
}

/// Finds the tags of a piece of raw HTML in its source, one after the other.
#[derive(Debug)]
pub(super) struct Places<'a> {
    text: &'a str,
    left: Range<usize>,
    whole: Range<usize>,
}

impl<'a> Places<'a> {
    /// Begins ahead of the HTML that stands at `range` of `text`.
    pub(super) fn new(text: &'a str, range: &Range<usize>) -> Places<'a> {
        Places {
            text,
            left: range.clone(),
            whole: range.clone(),
        }
    }

    /// The end of the tag that was found last.
    pub(super) fn at(&self) -> usize {
        self.left.start
    }

    /// The bytes of the next start tag of this name; of all of the HTML where it is not found.
    pub(super) fn next(&mut self, name: &str) -> Range<usize> {
        let mut at = self.left.start;
        while let Some(open) = self.text[at..self.left.end].find('<') {
            at += open;
            let rest = &self.text[at..self.left.end];
            if rest.starts_with("<!--") {
                at += rest.find("-->").map_or(rest.len(), |end| end + "-->".len());
                continue;
            }
            if is_tag(rest, name) {
                let end = at + end_of_tag(rest);
                self.left.start = end;
                return at..end;
            }
            let script = ["script", "style"]
                .into_iter()
                .find(|raw| is_tag(rest, raw));
            at += script.map_or(1, |raw| end_of_script(rest, raw));
        }
        // Looked for in vain once, it is not looked for again.
        self.left.start = self.left.end;
        self.whole.clone()
    }
}

/// Whether `html` begins with a start tag of this name.
fn is_tag(html: &str, name: &str) -> bool {
    let start = html[1..].get(..name.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(name))
        && !html[1 + name.len()..].starts_with(|char: char| char.is_alphanumeric())
}

/// The length of the script or the style that `html` begins with, its end tag left out.
fn end_of_script(html: &str, name: &str) -> usize {
    let mut ends = html.match_indices("</").map(|(at, _)| at);
    let end = ends.find(|&at| is_tag(&html[at + 1..], name));
    end.unwrap_or(html.len())
}

/// The length of the tag that `html` begins with: a `>` in quotation marks does not end it.
fn end_of_tag(html: &str) -> usize {
    let mut quote = None;
    for (at, char) in html.char_indices() {
        match (quote, char) {
            (None, '"' | '\'') => quote = Some(char),
            (None, '>') => return at + 1,
            (Some(open), _) if open == char => quote = None,
            _ => {}
        }
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_in_order() {
        let html =
            "<!-- <img> --><script>'<img>'</script> <IMG alt='a > b'\n src=x> <image> <img y> é";
        let mut places = Places::new(html, &(0..html.len()));
        let mut next = |name| &html[places.next(name)];
        assert_eq!(next("img"), "<IMG alt='a > b'\n src=x>");
        assert_eq!(next("img"), "<img y>");
        assert_eq!(next("img"), html, "no further one");
    }
}
