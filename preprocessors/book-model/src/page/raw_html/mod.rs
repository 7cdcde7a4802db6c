//! The raw HTML of a page. Each piece of it is tokenized once, as mdBook does it, and every pass reads the
//! same tokens.

mod attributes;
mod token;
mod tokens;

use std::borrow::Cow;
use std::ops::Range;

use html5ever::LocalName;
use mdbook_markdown::pulldown_cmark::{Event, Tag};

use self::tokens::tokens;

pub(crate) use self::token::{StartTag, Token};

/// A piece of raw HTML: a block of it, or a tag in a line.
#[derive(Debug)]
pub(crate) struct RawHtml {
    /// The event that it begins with.
    pub(crate) event: usize,
    /// What mdBook makes nodes of, at its place in the text.
    pub(crate) tokens: Vec<Token>,
    /// What is left of the tag that its end cuts off.
    pub(crate) cut_off: Option<Range<usize>>,
    /// Whether a browser takes it for a part of a script.
    in_script: bool,
}

impl RawHtml {
    fn new(event: usize, text: &str, html: &str, lines: &Lines) -> RawHtml {
        let (mut tokens, cut_off) = tokens(html);
        for token in &mut tokens {
            if let Token::Start(tag) = token {
                for one in &mut tag.attributes {
                    let at = one.at.take().map(|at| lines.place(at));
                    one.at =
                        at.filter(|at| !at.is_empty() && text.get(at.clone()) == Some(&*one.value));
                }
            }
            let at = token.at_mut();
            *at = lines.place(at.clone());
        }
        RawHtml {
            event,
            tokens,
            cut_off: cut_off.map(|at| lines.place(at..html.trim_end().len().max(at))),
            in_script: false,
        }
    }

    /// The tokens that reach a reader as HTML.
    pub(crate) fn read(&self) -> &[Token] {
        if self.in_script { &[] } else { &self.tokens }
    }

    /// The start tags among them.
    pub(crate) fn start_tags(&self) -> impl Iterator<Item = &StartTag> {
        self.read().iter().filter_map(|token| match token {
            Token::Start(tag) => Some(tag),
            _ => None,
        })
    }

    /// The texts among all tokens, scripts and styles left out.
    pub(crate) fn text(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().filter_map(|token| match token {
            Token::Text {
                raw: false, text, ..
            } => Some(&**text),
            _ => None,
        })
    }

    /// The comment that is all there is in it: what it says, and its bytes.
    pub(crate) fn only_comment(&self) -> Option<(&str, &Range<usize>)> {
        let mut tokens = self.tokens.iter().filter(|token| !token.is_blank());
        match (tokens.next(), tokens.next(), &self.cut_off) {
            (
                Some(Token::Comment {
                    said: Some(said),
                    at,
                    ..
                }),
                None,
                None,
            ) => Some((said.trim(), at)),
            _ => None,
        }
    }
}

/// All raw HTML among these events, in order. What an image holds is its description, which mdBook makes
/// of the source of the HTML in it.
pub(super) fn raw_html(
    text: &str,
    events: &[(Event<'_>, Range<usize>)],
    close: &[usize],
) -> Vec<RawHtml> {
    let mut found = Vec::new();
    let mut script = InlineScript::default();
    let mut index = 0;
    while let Some((event, range)) = events.get(index) {
        match event {
            Event::Start(Tag::Image { .. }) => index = close[index],
            Event::Start(Tag::HtmlBlock) => {
                let (html, lines) = block(&events[index..close[index]]);
                found.push(RawHtml::new(index, text, &html, &lines));
                index = close[index];
            }
            Event::InlineHtml(html) => {
                let lines = Lines::of_tag(text, html, range);
                let mut piece = RawHtml::new(index, text, html, &lines);
                piece.in_script = script.pass(&piece.tokens);
                found.push(piece);
            }
            Event::Start(_) => script.depth += 1,
            Event::End(_) => script.leave(),
            _ => {}
        }
        index += 1;
    }
    found
}

/// The HTML of a block, without the markers of the container around it, and where its lines stand.
fn block<'a>(events: &'a [(Event<'_>, Range<usize>)]) -> (Cow<'a, str>, Lines) {
    let mut html = Cow::Borrowed("");
    let mut lines = Vec::new();
    for (event, range) in events {
        if let Event::Html(line) | Event::Text(line) = event {
            lines.push((html.len(), range.clone()));
            html += &**line;
        }
    }
    (html, Lines(lines))
}

/// Where each line of a piece of HTML begins in it, and the bytes of that line in the text.
struct Lines(Vec<(usize, Range<usize>)>);

impl Lines {
    /// The lines of a tag: on its further lines stands what belongs to the container, which is no part
    /// of it.
    fn of_tag(text: &str, html: &str, range: &Range<usize>) -> Lines {
        let source = &text[range.clone()];
        if html.len() == source.len() {
            return Lines(vec![(0, range.clone())]);
        }
        let mut lines = Vec::new();
        let (mut from, mut end) = (0, range.start);
        for (line, source) in html.split_inclusive('\n').zip(source.split_inclusive('\n')) {
            end += source.len();
            if !source.ends_with(line) {
                // A lone carriage return stands in it: its bytes are known as a whole.
                return Lines(vec![
                    (0, range.start..range.start),
                    (1, range.end..range.end),
                ]);
            }
            lines.push((from, end - line.len()..end));
            from += line.len();
        }
        Lines(lines)
    }

    /// The place in the text of these bytes of the HTML.
    fn place(&self, at: Range<usize>) -> Range<usize> {
        let start = self.carried(
            at.start,
            self.0.partition_point(|(from, _)| *from <= at.start),
        );
        // What ends where a line begins ends with the line ahead of that.
        let end = self.carried(at.end, self.0.partition_point(|(from, _)| *from < at.end));
        start..end.max(start)
    }

    /// The place of a byte in the last of so many lines.
    fn carried(&self, at: usize, lines: usize) -> usize {
        let line = lines.checked_sub(1).and_then(|line| self.0.get(line));
        line.map_or(0, |(from, range)| (range.start + at - from).min(range.end))
    }
}

/// The script or the style that is open in a line: what Markdown finds in it is no HTML to a browser. It
/// ends with the element that Markdown made around it, if not before.
#[derive(Default)]
struct InlineScript {
    open: Option<(LocalName, usize)>,
    depth: usize,
}

impl InlineScript {
    /// Takes in a piece, and says whether it is a part of the script.
    fn pass(&mut self, tokens: &[Token]) -> bool {
        match tokens.first() {
            Some(Token::End { name, .. })
                if self.open.as_ref().is_some_and(|(open, _)| open == name) =>
            {
                self.open = None;
            }
            Some(Token::Start(tag))
                if self.open.is_none() && matches!(&*tag.name, "script" | "style") =>
            {
                self.open = Some((tag.name.clone(), self.depth));
                return false;
            }
            _ => {}
        }
        self.open.is_some()
    }

    fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.open.as_ref().is_some_and(|(_, at)| *at > self.depth) {
            self.open = None;
        }
    }
}
