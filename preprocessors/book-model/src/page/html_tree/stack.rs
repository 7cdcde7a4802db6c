//! The stack of open elements, as mdBook's renderer keeps it.

use std::collections::HashMap;
use std::ops::Range;

use super::super::raw_html::StartTag;
use super::names::{is_known, is_raw_text, is_void, needs_no_end};
use super::{DEEPEST, DroppedEnd, HtmlFault, HtmlFaultKind};

/// An open element.
struct Open {
    name: String,
    /// Its start tag, or the Markdown that makes it.
    at: Range<usize>,
    /// Whether it was written as HTML.
    raw: bool,
    /// What is below it, where mdBook may take it for a code block.
    code: Option<Code>,
    dropped: Option<DroppedEnd>,
}

/// The nodes below an element: texts in a row are one.
#[derive(Default)]
struct Code {
    nodes: usize,
    ends_in_text: bool,
}

pub(super) struct Stack {
    open: Vec<Open>,
    /// Where in `open` the elements stand that Markdown made.
    markdown: Vec<usize>,
    /// Where in `open` the elements of each name stand that were written as HTML.
    raw: HashMap<String, Vec<usize>>,
    /// How many of the open elements are drawings or formulas, whose elements have other names.
    foreign: usize,
    /// Where in `open` the heading or the term stands that is open.
    heading: Option<usize>,
    runnable: bool,
    faults: Vec<HtmlFault>,
    /// The faults of elements that wait for an end tag further on, by their names.
    unclosed: HashMap<String, Vec<usize>>,
}

impl Stack {
    pub(super) fn new(runnable: bool) -> Stack {
        Stack {
            open: Vec::new(),
            markdown: Vec::new(),
            raw: HashMap::new(),
            foreign: 0,
            heading: None,
            runnable,
            faults: Vec::new(),
            unclosed: HashMap::new(),
        }
    }

    pub(super) fn fault(&mut self, kind: HtmlFaultKind, name: String, range: Range<usize>) {
        self.faults.push(HtmlFault { kind, name, range });
    }

    /// A text goes below the innermost element.
    pub(super) fn text(&mut self) {
        if let Some(code) = self.code() {
            code.nodes += usize::from(!code.ends_in_text);
            code.ends_in_text = true;
        }
    }

    /// Something else goes below the innermost element.
    pub(super) fn node(&mut self) {
        if let Some(code) = self.code() {
            code.nodes += 1;
            code.ends_in_text = false;
        }
    }

    fn code(&mut self) -> Option<&mut Code> {
        self.open.last_mut().and_then(|open| open.code.as_mut())
    }

    pub(super) fn push_markdown(&mut self, name: &str, at: Range<usize>) {
        self.node();
        self.push_made(name, at);
    }

    /// An element that ends up below another one than the innermost.
    pub(super) fn push_elsewhere(&mut self, name: &str, at: Range<usize>) {
        if let Some(code) = self.code() {
            code.ends_in_text = false;
        }
        self.push_made(name, at);
    }

    fn push_made(&mut self, name: &str, at: Range<usize>) {
        if matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt") {
            self.heading = Some(self.open.len());
        }
        self.markdown.push(self.open.len());
        self.push(Open {
            name: name.to_owned(),
            at,
            raw: false,
            code: None,
            dropped: None,
        });
    }

    fn push(&mut self, open: Open) {
        self.open.push(open);
        if let Some(heading) = self.heading
            && self.open.len() - heading == DEEPEST
        {
            let Open { name, at, .. } = &self.open[heading];
            let (name, at) = (name.clone(), at.clone());
            self.heading = None;
            self.fault(HtmlFaultKind::TooDeep, name, at);
        }
    }

    /// What Markdown made is closed, and with it what was left open inside.
    pub(super) fn end_markdown(&mut self) {
        let Some(last) = self.markdown.pop() else {
            return;
        };
        while self.open.len() > last + 1 {
            self.close_left_open();
        }
        self.open.truncate(last);
        if self.heading.is_some_and(|heading| heading >= last) {
            self.heading = None;
        }
    }

    pub(super) fn start_tag(&mut self, tag: &StartTag) {
        self.node();
        let name = &*tag.name;
        if is_void(name) {
            return;
        }
        if tag.self_closing {
            // To mdBook it is closed; a browser passes over the `/`.
            if is_raw_text(name) && self.foreign == 0 {
                self.fault(HtmlFaultKind::Swallows, name.to_owned(), tag.at.clone());
            }
            return;
        }
        let in_pre = self.open.last().is_some_and(|open| open.name == "pre");
        let class = tag.value("class").unwrap_or_default();
        let code = name == "code" && !in_pre && is_run(class, self.runnable);
        self.foreign += usize::from(is_foreign(name));
        let at = self.open.len();
        self.raw.entry(name.to_owned()).or_default().push(at);
        self.push(Open {
            name: name.to_owned(),
            at: tag.at.clone(),
            raw: true,
            code: code.then(Code::default),
            dropped: None,
        });
    }

    pub(super) fn end_tag(&mut self, name: &str, at: Range<usize>) {
        let innermost = self.open.last();
        let before = innermost.map(|open| open.name.clone());
        match innermost {
            Some(open) if open.name == name && open.raw => {
                self.pop();
            }
            Some(open) if open.name == name => {
                // Left open here, where mdBook's stack goes wrong from now on.
                let kind = HtmlFaultKind::ClosesMarkdown(open.at.clone());
                self.fault(kind, name.to_owned(), at);
            }
            _ => self.drop_end(name, DroppedEnd { range: at, before }),
        }
    }

    /// The end tag is remembered where its start tag is, or was.
    fn drop_end(&mut self, name: &str, end: DroppedEnd) {
        let within = self.markdown.last().map_or(0, |last| last + 1);
        let open = self.raw.get(name).and_then(|places| places.last());
        if let Some(&open) = open.filter(|&&open| open >= within) {
            self.open[open].dropped.get_or_insert(end);
        } else if let Some(fault) = self.unclosed.get_mut(name).and_then(Vec::pop)
            && let HtmlFaultKind::Unclosed { dropped, .. } = &mut self.faults[fault].kind
        {
            *dropped = Some(DroppedEnd {
                before: None,
                ..end
            });
        }
    }

    /// Closes the innermost element, which was written as HTML.
    fn pop(&mut self) -> Option<Open> {
        let open = self.open.pop()?;
        if let Some(places) = self.raw.get_mut(&open.name) {
            places.pop();
        }
        self.foreign -= usize::from(is_foreign(&open.name));
        if open.code.as_ref().is_some_and(|code| code.nodes == 1) {
            let at = open.at.clone();
            self.fault(HtmlFaultKind::RustOutsidePre, open.name.clone(), at);
        }
        Some(open)
    }

    /// Closes the innermost element, which its author did not close.
    fn close_left_open(&mut self) {
        let Some(open) = self.pop() else {
            return;
        };
        if self.foreign == 0 && is_raw_text(&open.name) {
            self.fault(HtmlFaultKind::Swallows, open.name, open.at);
        } else if !needs_no_end(&open.name) {
            if open.dropped.is_none() {
                let waiting = self.unclosed.entry(open.name.clone()).or_default();
                waiting.push(self.faults.len());
            }
            let kind = HtmlFaultKind::Unclosed {
                known: self.foreign > 0 || is_known(&open.name),
                dropped: open.dropped,
            };
            self.fault(kind, open.name, open.at);
        }
    }

    /// Closes everything. Behind a text with footnotes a line and a list go to what is innermost.
    pub(super) fn finish(mut self, has_footnotes: bool) -> Vec<HtmlFault> {
        if has_footnotes {
            self.node();
            self.node();
        }
        while !self.open.is_empty() {
            self.close_left_open();
        }
        self.faults
    }
}

fn is_foreign(name: &str) -> bool {
    matches!(name, "svg" | "math")
}

/// Whether mdBook takes code of these classes for a Rust program that it can run.
fn is_run(class: &str, runnable: bool) -> bool {
    let has = |name: &str| class.split(' ').any(|class| class == name);
    let kept = has("ignore") || has("noplayground") || has("noplaypen");
    has("language-rust") && ((runnable && !kept) || has("mdbook-runnable"))
}
