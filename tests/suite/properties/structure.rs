//! What a text says apart from what was spliced into it, so that the two sides of a splice can be compared.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

/// A piece of a text, as mdBook's parser sees it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'a> {
    /// A block or a style begins.
    Start(Tag<'a>),
    /// A link begins whose destination was replaced.
    Linked,
    /// A block or a style ends.
    End(TagEnd),
    /// Text, of which no two stand side by side.
    Text(String),
    /// Raw HTML, likewise.
    Html(String),
    /// Anything else.
    Other(Event<'a>),
    /// What was generated does not fit together.
    Broken,
}

/// One side of a splice.
pub(super) struct Side<'a> {
    /// The text.
    pub(super) text: &'a str,
    /// What the other side does not have, in order.
    pub(super) spliced: Vec<Range<usize>>,
    /// Where the bodies of definitions begin that the other side has as HTML, in order.
    pub(super) bodies: Vec<usize>,
    /// Whether a list may have come to have blank lines in it, or to lose the definition that had.
    pub(super) loosened: bool,
}

/// What is open.
#[derive(Clone, Copy, PartialEq)]
enum Frame {
    /// The body of a definition that is HTML on one of the sides.
    Body,
    /// A list item, or the body of a plain definition.
    Item,
    /// Anything else; whether its end counts.
    Other(bool),
}

impl<'a> Side<'a> {
    /// The pieces of the text that are not spliced.
    pub(super) fn tokens(&self) -> Vec<Token<'a>> {
        let mut walk = Walk {
            side: self,
            frames: Vec::new(),
            in_html: false,
            tokens: Vec::new(),
        };
        let events = new_cmark_parser(self.text, &MarkdownOptions::default()).into_offset_iter();
        for (event, range) in events {
            walk.event(event, range);
        }
        walk.tokens
    }

    /// The first splice that does not end ahead of `offset`.
    fn splice_at(&self, offset: usize) -> Option<&Range<usize>> {
        let at = self.spliced.partition_point(|splice| splice.end <= offset);
        self.spliced.get(at)
    }

    fn is_spliced(&self, range: &Range<usize>) -> bool {
        let source = &self.text[range.clone()];
        let signs = |char: char| matches!(char, ' ' | '\t' | '\r' | '\n' | '>');
        let rest = source.trim_start_matches([' ', '\t', '\r', '\n']);
        if !source.is_empty() && source.trim_matches([' ', '\t']).is_empty() {
            // A space between two signs that are escaped.
            let splice = self.splice_at(range.start);
            return splice
                .is_some_and(|splice| splice.start <= range.start && range.end <= splice.end);
        }
        let start = range.end - rest.len();
        let end = start + rest.trim_end_matches(signs).len().max(1);
        let splice = self.splice_at(start);
        !rest.is_empty() && splice.is_some_and(|splice| splice.start <= start && end <= splice.end)
    }

    fn overlaps(&self, range: &Range<usize>) -> bool {
        let splice = self.splice_at(range.start);
        splice.is_some_and(|splice| splice.start < range.end)
    }

    /// Whether more than the indentation of lines is spliced in `range`.
    fn replaces_in(&self, range: &Range<usize>) -> bool {
        let from = self
            .spliced
            .partition_point(|splice| splice.end <= range.start);
        let mut inside = self.spliced[from..]
            .iter()
            .take_while(|splice| splice.start < range.end);
        let is_blank = |char: char| matches!(char, ' ' | '\t');
        inside.any(|splice| !self.text[splice.clone()].chars().all(is_blank))
    }

    /// The source of `range` without what is spliced.
    fn without_splices(&self, range: &Range<usize>) -> String {
        let mut out = String::new();
        let mut from = range.start;
        while let Some(splice) = self
            .splice_at(from)
            .filter(|splice| splice.start < range.end)
        {
            out.push_str(&self.text[from.min(splice.start)..splice.start]);
            from = splice.end;
        }
        out.push_str(&self.text[from.min(range.end)..range.end]);
        out
    }
}

struct Walk<'s, 'a> {
    side: &'s Side<'a>,
    frames: Vec<Frame>,
    in_html: bool,
    tokens: Vec<Token<'a>>,
}

impl<'a> Walk<'_, 'a> {
    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, &range),
            // What is left of a tab ahead of raw HTML.
            Event::Text(_) if self.in_html => {}
            _ if self.side.is_spliced(&range) => {}
            Event::Text(text) => self.text(&text),
            other => self.tokens.push(Token::Other(other)),
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        self.in_html = matches!(tag, Tag::HtmlBlock);
        let parent = self.frames.last().copied();
        let html_body = matches!(tag, Tag::DefinitionListDefinition)
            && self
                .side
                .bodies
                .iter()
                .any(|&body| (range.start..range.start + 4).contains(&body));
        let loose = |frame| frame == Frame::Body || frame == Frame::Item && self.side.loosened;
        let frame = match &tag {
            _ if html_body => Frame::Body,
            Tag::DefinitionList | Tag::HtmlBlock => Frame::Other(false),
            Tag::Paragraph if parent.is_some_and(loose) => Frame::Other(false),
            Tag::Item | Tag::DefinitionListDefinition if !self.side.is_spliced(&range) => {
                Frame::Item
            }
            _ => Frame::Other(!self.side.is_spliced(&range)),
        };
        self.frames.push(frame);
        let is_link = matches!(tag, Tag::Link { .. });
        if is_link && frame == Frame::Other(true) && self.side.replaces_in(&range) {
            self.tokens.push(Token::Linked);
        } else if matches!(frame, Frame::Item | Frame::Other(true)) {
            self.tokens.push(Token::Start(tag));
        }
    }

    fn end(&mut self, tag: TagEnd) {
        self.in_html = false;
        if tag == TagEnd::CodeBlock
            && let Some(Token::Text(code)) = self.tokens.last_mut()
        {
            // The blank lines at the end of a block that is never closed are no part of it.
            code.truncate(code.trim_end().len());
            if code.is_empty() {
                self.tokens.pop();
            }
        }
        match self.frames.pop() {
            Some(Frame::Item | Frame::Other(true)) => self.tokens.push(Token::End(tag)),
            Some(Frame::Body) if tag != TagEnd::DefinitionListDefinition => {
                self.tokens.push(Token::Broken);
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self.tokens.last_mut() {
            Some(Token::Text(last)) => last.push_str(text),
            _ => self.tokens.push(Token::Text(text.to_owned())),
        }
    }

    fn html(&mut self, html: &CowStr<'a>, range: &Range<usize>) {
        if self.side.is_spliced(range) {
            self.bodies_in(html);
            return;
        }
        let html = if self.side.overlaps(range) {
            self.side.without_splices(range)
        } else {
            html.to_string()
        };
        // A splice may take the place of a line's end.
        let lines = html.split(['\r', '\n']).map(str::trim_end);
        let html: String = lines.collect();
        match self.tokens.last_mut() {
            Some(Token::Html(last)) => last.push_str(&html),
            _ if html.is_empty() => {}
            _ => self.tokens.push(Token::Html(html)),
        }
    }

    /// Follows the bodies that generated HTML opens and closes around Markdown.
    fn bodies_in(&mut self, html: &str) {
        let opened = html.matches("<dd").count();
        let closed = html.matches("</dd").count();
        if closed > opened || closed == opened && html.contains("</dd><dd>") {
            // What it closes stands one frame down, below the block of HTML.
            let block = matches!(self.frames.last(), Some(Frame::Other(false)));
            let at = self.frames.len().wrapping_sub(1 + usize::from(block));
            if self.frames.get(at) == Some(&Frame::Body) {
                self.frames.remove(at);
            } else {
                self.tokens.push(Token::Broken);
            }
        }
        if opened > closed || closed == opened && html.contains("</dd><dd>") {
            let at = self.frames.len()
                - usize::from(matches!(self.frames.last(), Some(Frame::Other(false))));
            self.frames.insert(at, Frame::Body);
        }
    }
}
