//! What mdBook's renderer makes of the raw HTML in a page, as far as it goes wrong.
//!
//! `mdbook-html` 0.5.4 (`src/html/tree.rs`) keeps one stack for the elements that Markdown makes
//! and those written as HTML. An end tag pops the stack when its name is that of the innermost
//! element, even where Markdown made that element and will close it again: then it panics. An end
//! tag of any other name is dropped, and what stays open is closed with the Markdown around it.
//! It also panics on Rust code that it takes for a code block and that has no `<pre>` around it.
//! The same stack is kept here over the same events; the tests under `tests/` hold the two together.

mod fault;
mod names;
mod stack;
mod tokens;

use std::collections::HashSet;
use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};

use self::stack::Stack;
use self::tokens::{Token, tokens};
use super::Parsed;

pub use self::fault::{DroppedEnd, HtmlFault, HtmlFaultKind};

/// How deep elements nest in browsers (Chromium and WebKit); mdBook walks a heading by recursion.
const DEEPEST: usize = 512;

/// What is wrong with the raw HTML of the page. `runnable` as in `output.html.playground`.
pub(super) fn html_faults(parsed: &Parsed<'_>, runnable: bool) -> Vec<HtmlFault> {
    let mut walk = Walk {
        parsed,
        stack: Stack::new(runnable),
        in_table_head: false,
        footnotes: HashSet::new(),
    };
    let mut index = 0;
    while index < parsed.events.len() {
        index = walk.event(index) + 1;
    }
    let mut faults = walk.stack.finish(!walk.footnotes.is_empty());
    faults.retain(|fault| fault.kind.panics() || parsed.is_authored(fault.range.start));
    faults.sort_by_key(|fault| (fault.range.start, fault.range.end));
    faults
}

struct Walk<'a> {
    parsed: &'a Parsed<'a>,
    stack: Stack,
    in_table_head: bool,
    footnotes: HashSet<&'a str>,
}

impl<'a> Walk<'a> {
    /// Takes in an event, and gives the last one that is done with.
    fn event(&mut self, index: usize) -> usize {
        let parsed: &'a Parsed<'_> = self.parsed;
        let (event, range) = &parsed.events[index];
        match event {
            Event::Start(tag) => return self.start(index, tag, range),
            Event::End(tag) => self.end(*tag, range),
            Event::InlineHtml(html) => self.html(html, &[(0, range.clone())]),
            Event::Text(_) | Event::SoftBreak => self.stack.text(),
            // An element with nothing of the author's HTML in it.
            _ => self.stack.node(),
        }
        index
    }

    fn start(&mut self, index: usize, tag: &'a Tag<'_>, range: &Range<usize>) -> usize {
        let close = self.parsed.close[index];
        let name = match tag {
            Tag::HtmlBlock => {
                self.block(index);
                return close;
            }
            Tag::Image { .. } => {
                self.stack.node();
                return close;
            }
            Tag::MetadataBlock(_) => return close,
            Tag::FootnoteDefinition(name) => {
                if !self.footnotes.insert(name) {
                    return close;
                }
                // It ends up behind the text, and is no child of what holds it here.
                self.stack.push_elsewhere("li", range.clone());
                return index;
            }
            Tag::TableHead => {
                self.in_table_head = true;
                "tr"
            }
            tag => element(tag, self.in_table_head),
        };
        self.stack.push_markdown(name, range.clone());
        index
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        self.stack.end_markdown();
        match tag {
            TagEnd::TableHead => {
                self.in_table_head = false;
                self.stack.push_markdown("tbody", range.clone());
            }
            TagEnd::Table => self.stack.end_markdown(),
            _ => {}
        }
    }

    /// A block of HTML is read as one piece, without the markers of the container around it.
    fn block(&mut self, start: usize) {
        let lines = &self.parsed.events[start..self.parsed.close[start]];
        let mut html = String::new();
        let mut places = Vec::new();
        for (event, range) in lines {
            if let Event::Html(line) | Event::Text(line) = event {
                places.push((html.len(), range.clone()));
                html.push_str(line);
            }
        }
        self.html(&html, &places);
    }

    /// `places` tells where the lines of `html` stand in the text.
    fn html(&mut self, html: &str, places: &[(usize, Range<usize>)]) {
        let (tokens, cut_off) = tokens(html);
        let place = |at: Range<usize>| carried(places, at.start)..carried(places, at.end);
        let mut in_raw = false;
        for token in tokens {
            match token {
                Token::Start(mut tag) => {
                    in_raw = matches!(tag.name.as_str(), "script" | "style");
                    tag.at = place(tag.at);
                    self.stack.start_tag(tag);
                }
                Token::End { name, at } => {
                    in_raw = false;
                    self.stack.end_tag(name, place(at));
                }
                Token::Comment { at, open } => {
                    self.stack.node();
                    if open {
                        self.stack
                            .fault(HtmlFaultKind::OpenComment, String::new(), place(at));
                    }
                }
                Token::Text if in_raw => self.stack.node(),
                Token::Text => self.stack.text(),
            }
        }
        if let Some(at) = cut_off {
            let name: String = html[at..]
                .chars()
                .skip(1)
                .take_while(|char| !char.is_whitespace())
                .collect();
            let at = place(at..html.trim_end().len().max(at));
            self.stack
                .fault(HtmlFaultKind::OpenTag, name.to_ascii_lowercase(), at);
        }
    }
}

/// The place in the text of a byte of HTML.
fn carried(places: &[(usize, Range<usize>)], at: usize) -> usize {
    let line = places.partition_point(|(from, _)| *from <= at);
    let Some((from, range)) = line.checked_sub(1).and_then(|line| places.get(line)) else {
        return 0;
    };
    (range.start + at - from).min(range.end)
}

/// The element that mdBook makes for a tag of Markdown; of two, the inner one.
fn element(tag: &Tag<'_>, in_table_head: bool) -> &'static str {
    match tag {
        Tag::Paragraph => "p",
        Tag::Heading { level, .. } => {
            ["h1", "h2", "h3", "h4", "h5", "h6"][(*level as usize).clamp(1, 6) - 1]
        }
        Tag::BlockQuote(_) => "blockquote",
        Tag::CodeBlock(_) => "code",
        Tag::List(Some(_)) => "ol",
        Tag::List(None) => "ul",
        Tag::Item => "li",
        Tag::DefinitionList => "dl",
        Tag::DefinitionListTitle => "dt",
        Tag::DefinitionListDefinition => "dd",
        Tag::Table(_) => "table",
        Tag::TableRow => "tr",
        Tag::TableCell if in_table_head => "th",
        Tag::TableCell => "td",
        Tag::Emphasis => "em",
        Tag::Strong => "strong",
        Tag::Strikethrough => "del",
        Tag::Superscript => "sup",
        Tag::Subscript => "sub",
        Tag::Link { .. } => "a",
        // Read elsewhere.
        Tag::HtmlBlock
        | Tag::Image { .. }
        | Tag::MetadataBlock(_)
        | Tag::FootnoteDefinition(_)
        | Tag::TableHead => "",
    }
}
