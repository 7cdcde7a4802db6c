//! What the search index knows of a page: a document for each section, as mdBook cuts them.

use std::borrow::Cow;

use mdbook_core::book::Chapter;

use crate::html::markup::{
    Tag, Token, Tokens, heading_level, is_on_lines_of_its_own, tokens, unescaped,
};

/// A section of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document {
    /// The page and the anchor.
    pub(crate) url: String,
    /// Its heading.
    pub(crate) title: String,
    /// Its text.
    pub(crate) body: String,
    /// The names of the chapters that it lies in, and its heading.
    pub(crate) breadcrumbs: String,
}

/// The sections of a chapter whose content is rendered. Headings below `split_level` begin none.
pub(crate) fn documents(chapter: &Chapter, content: &str, split_level: u8) -> Vec<Document> {
    let page = super::super::contents::page(chapter);
    let mut breadcrumbs = chapter.parent_names.clone();
    breadcrumbs.push(chapter.name.clone());
    let mut reading = Reading {
        page: page.to_string_lossy().replace('\\', "/"),
        content,
        split_level,
        breadcrumbs,
        documents: Vec::new(),
        section: None,
        in_heading: false,
        heading: String::new(),
        body: String::new(),
        depth: 0,
    };
    let mut rest = tokens(content);
    while let Some(token) = rest.next() {
        match token {
            Token::Open(tag) => reading.open(&tag, &mut rest),
            Token::Text(text) => reading.text(text, rest.rest()),
            Token::Close(name) => reading.close(name, &mut rest),
        }
    }
    reading.end()
}

struct Reading<'a> {
    page: String,
    content: &'a str,
    split_level: u8,
    breadcrumbs: Vec<String>,
    documents: Vec<Document>,
    section: Option<String>,
    in_heading: bool,
    heading: String,
    body: String,
    /// How many elements are open.
    depth: usize,
}

impl Reading<'_> {
    fn open(&mut self, tag: &Tag<'_>, rest: &mut Tokens<'_>) {
        let id = tag.attribute("id");
        match (tag.heading_level(), id) {
            (Some(level), Some(id)) if level <= self.split_level => {
                if !self.heading.is_empty() {
                    self.put();
                    self.breadcrumbs.pop();
                }
                let mut section = String::new();
                unescaped(&self.content[id], &mut section);
                self.section = Some(section);
                self.in_heading = true;
            }
            _ if matches!(tag.name, "script" | "style") => {
                if !tag.self_closing {
                    rest.pass_raw(tag.name);
                }
                return;
            }
            _ => self.current().push(' '),
        }
        if tag.self_closing || is_void(tag.name) {
            self.end_heading(tag.name);
            return;
        }
        self.depth += 1;
    }

    fn text(&mut self, text: &str, rest: &str) {
        let text = match text.strip_suffix('\n') {
            Some(text) if self.is_broken(rest) => text,
            _ => text,
        };
        unescaped(text, self.current());
    }

    /// Whether the line break ahead of `rest` is mdBook's own, and not text: ahead of an element of lines of
    /// its own it makes one where there is none, which there always is at the outermost level.
    fn is_broken(&self, rest: &str) -> bool {
        let next = rest
            .strip_prefix('<')
            .and_then(|rest| rest.split([' ', '>']).next());
        let ahead = &self.content[..self.content.len() - rest.len() - 1];
        self.depth > 0 && next.is_some_and(is_on_lines_of_its_own) && !ahead.ends_with('\n')
    }

    fn close(&mut self, name: &str, rest: &mut Tokens<'_>) {
        self.depth = self.depth.saturating_sub(1);
        if is_on_lines_of_its_own(name) {
            rest.pass_line_break();
        }
        self.end_heading(name);
    }

    /// Ends the heading of a section, if the element with this name can be one.
    fn end_heading(&mut self, name: &str) {
        if heading_level(name).is_some_and(|level| level <= self.split_level) {
            self.in_heading = false;
            self.breadcrumbs.push(self.heading.clone());
        }
    }

    fn current(&mut self) -> &mut String {
        if self.in_heading {
            &mut self.heading
        } else {
            &mut self.body
        }
    }

    /// Puts down the section that ends here.
    fn put(&mut self) {
        let url = match self.section.as_deref() {
            Some(section) if !section.is_empty() => format!("{}#{section}", self.page),
            _ => self.page.clone(),
        };
        let title = if self.heading.is_empty() {
            self.breadcrumbs.first().map_or("", String::as_str)
        } else {
            &self.heading
        };
        self.documents.push(Document {
            url,
            title: collapsed(title).into_owned(),
            body: collapsed(&self.body).into_owned(),
            breadcrumbs: collapsed(&self.breadcrumbs.join(" » ")).into_owned(),
        });
        self.heading.clear();
        self.body.clear();
    }

    fn end(mut self) -> Vec<Document> {
        if !self.body.is_empty() || !self.heading.is_empty() {
            self.put();
        }
        self.documents
    }
}

/// The text without space around it, with one space for several signs of it.
fn collapsed(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let mut signs = text.chars().zip(text.chars().skip(1));
    if !signs.any(|(one, next)| one.is_whitespace() && next.is_whitespace()) {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let several = sign.is_whitespace() && signs.peek().is_some_and(|next| next.is_whitespace());
        if several {
            while signs.next_if(|next| next.is_whitespace()).is_some() {}
        }
        whole.push(if several { ' ' } else { sign });
    }
    Cow::Owned(whole)
}

fn is_void(name: &str) -> bool {
    const NAMES: [&str; 14] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr",
    ];
    NAMES.contains(&name)
}
