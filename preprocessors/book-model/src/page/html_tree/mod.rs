//! What mdBook's renderer makes of the raw HTML in a page, as far as it goes wrong.
//!
//! `mdbook-html` 0.5.4 (`src/html/tree.rs`) keeps one stack for the elements that Markdown makes
//! and those written as HTML. An end tag pops the stack when its name is that of the innermost
//! element, even where Markdown made that element and will close it again: then it panics. An end
//! tag of any other name is dropped, and what stays open is closed with the Markdown around it.
//! It also panics on Rust code that it takes for a code block and that has no `<pre>` around it.
//! The same stack is kept here over the same events; the tests under `tests/` hold the two together.

mod fault;
pub(super) mod names;
mod stack;

use std::collections::HashSet;
use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};

use self::stack::Stack;
use super::Parsed;
use super::raw_html::{RawHtml, Token};

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
        if let Some(html) = parsed.html_at(index) {
            self.html(html);
            return parsed.close[index];
        }
        let (event, range) = &parsed.events[index];
        match event {
            Event::Start(tag) => return self.start(index, tag, range),
            Event::End(tag) => self.end(*tag, range),
            Event::Text(_) | Event::SoftBreak => self.stack.text(),
            // An element with nothing of the author's HTML in it.
            _ => self.stack.node(),
        }
        index
    }

    fn start(&mut self, index: usize, tag: &'a Tag<'_>, range: &Range<usize>) -> usize {
        let close = self.parsed.close[index];
        let name = match tag {
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

    fn html(&mut self, html: &RawHtml) {
        for token in &html.tokens {
            match token {
                Token::Start(tag) => self.stack.start_tag(tag),
                Token::End { name, at } => self.stack.end_tag(name, at.clone()),
                Token::Comment { at, open, .. } => {
                    self.stack.node();
                    if *open {
                        let kind = HtmlFaultKind::OpenComment;
                        self.stack.fault(kind, String::new(), at.clone());
                    }
                }
                Token::Text { raw: true, .. } => self.stack.node(),
                Token::Text { raw: false, .. } => self.stack.text(),
            }
        }
        if let Some(at) = &html.cut_off {
            let tag = self.parsed.text[at.clone()].split_whitespace().next();
            let name = tag.map_or("", |tag| tag.strip_prefix('<').unwrap_or(tag));
            let kind = HtmlFaultKind::OpenTag;
            self.stack
                .fault(kind, name.to_ascii_lowercase(), at.clone());
        }
    }
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
