//! What is read of a page, in one pass over its tokens.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::{Attribute, TokenizerResult};

use super::text::Text;
use super::{Page, address};

/// What is read of a page.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// Its address from the site's root.
    pub(super) url: String,
    /// What pagefind is given, of a page that has a `<main>`.
    pub(super) text: Option<String>,
    /// The concepts that it defines.
    pub(super) concepts: Vec<Concept>,
    /// Other names of concepts, by an index in this page, and the addresses of the concepts.
    pub(super) also: Vec<(String, String)>,
}

/// A concept as it is defined.
#[derive(Debug)]
pub(super) struct Concept {
    pub(super) name: String,
    /// The first paragraph of its definition, as one line.
    pub(super) note: String,
    /// Where it is defined, from the site's root.
    pub(super) url: String,
}

/// What nobody reads as the text of a page. pagefind passes over most of it as well.
const NO_TEXT: [&str; 11] = [
    "footer", "form", "iframe", "label", "nav", "noscript", "script", "style", "svg", "template",
    "textarea",
];

/// Elements that have no end tag.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Classes of what our plugins and mdBook make of what stands elsewhere: the same words would be found twice.
/// And of what a reader sees only on demand, or as a mark: hidden lines of code, numbers of footnotes.
const REPEATED: [&str; 9] = [
    "boring",
    "checklist",
    "concept-index",
    "concept-map",
    "footnote-reference",
    "mistakes",
    "reading-path",
    "reading-path-cards",
    "reading-path-next",
];

/// Reads a page.
pub(super) fn read(page: Page<'_>) -> Read {
    let reader = Reader {
        path: page.path,
        ..Reader::default()
    };
    let tokenizer = Tokenizer::new(Sink(RefCell::new(reader)), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(page.html));
    while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.0.into_inner().end()
}

/// The tokenizer tells of tokens by a shared reference.
struct Sink<'a>(RefCell<Reader<'a>>);

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut reader = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                reader.open(&tag);
                // In a drawing such an element ends where it begins.
                if tag.self_closing
                    && reader
                        .unread
                        .as_ref()
                        .is_some_and(|(name, _)| name == "svg")
                {
                    return TokenSinkResult::Continue;
                }
                return match &*tag.name {
                    "script" => TokenSinkResult::RawData(RawKind::ScriptData),
                    "iframe" | "noembed" | "noframes" | "style" | "xmp" => {
                        TokenSinkResult::RawData(RawKind::Rawtext)
                    }
                    "textarea" | "title" => TokenSinkResult::RawData(RawKind::Rcdata),
                    _ => TokenSinkResult::Continue,
                };
            }
            Token::TagToken(tag) => reader.close(&tag.name),
            Token::CharacterTokens(text) => reader.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// What is being collected from the texts that follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Collected {
    Title,
    /// The name of a concept.
    Name,
    /// The first paragraph of a definition.
    Note,
    /// Another name of a concept.
    Also,
}

#[derive(Debug, Default)]
struct Reader<'a> {
    path: &'a str,
    language: Option<String>,
    title: Option<String>,
    has_main: bool,
    text: Text,
    concepts: Vec<Concept>,
    also: Vec<(String, String)>,
    /// How many `<main>` are open.
    main: usize,
    /// The element that nobody is to find anything in, and how many of that name are open.
    unread: Option<(String, usize)>,
    /// The definition lists that are open.
    lists: Vec<List>,
    collected: Option<Collected>,
    collection: String,
    /// Another name, up to the link to its concept.
    other_name: Option<String>,
}

/// A definition list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    Concepts,
    Index,
    Other,
}

impl Reader<'_> {
    fn open(&mut self, tag: &Tag) {
        let name = &*tag.name;
        match name {
            "html" if self.language.is_none() => {
                self.language = value(tag, "lang").and_then(language);
            }
            "title" if self.title.is_none() && self.main == 0 => self.collect(Collected::Title),
            "main" => {
                self.has_main = true;
                self.main += 1;
                return;
            }
            _ => {}
        }
        if self.main == 0 {
            return;
        }
        self.open_list(tag);
        let is_void = VOID.contains(&name) || (tag.self_closing && name == "svg");
        if let Some((unread, depth)) = &mut self.unread {
            *depth += usize::from(!is_void && unread == name);
            return;
        }
        if is_unread(tag) {
            self.unread = (!is_void).then(|| (name.to_owned(), 1));
            return;
        }
        self.open_in_definition(tag);
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.text.heading(name, value(tag, "id")),
            // pagefind takes the headings for the parts of a page.
            "dt" if self.is_in(List::Concepts) => self.text.heading("h3", value(tag, "id")),
            "pre" => self.text.begin_code(),
            _ => self.text.tag(name),
        }
    }

    fn close(&mut self, name: &str) {
        match (name, self.collected) {
            ("title", Some(Collected::Title)) => self.title = Some(self.collection()),
            ("dt", Some(Collected::Name)) => {
                let name = self.collection();
                if let Some(concept) = self.concepts.last_mut() {
                    concept.name = name;
                }
            }
            ("dt", Some(Collected::Also)) => self.other_name = Some(self.collection()),
            ("p" | "dd" | "dl", Some(Collected::Note)) => self.end_note(),
            ("main", _) => {
                self.main = self.main.saturating_sub(1);
                self.unread = None;
                return;
            }
            _ => {}
        }
        if self.main == 0 {
            return;
        }
        let list = (name == "dl").then(|| self.lists.pop()).flatten();
        if let Some((unread, depth)) = &mut self.unread {
            *depth -= usize::from(unread == name);
            if *depth == 0 {
                self.unread = None;
            }
        } else if name == "pre" {
            self.text.end_code();
        } else {
            self.text.tag(name);
        }
        if list == Some(List::Concepts) {
            self.text.end_definition();
        }
    }

    fn text(&mut self, text: &str) {
        let is_read = self.main > 0 && self.unread.is_none();
        match self.collected {
            Some(Collected::Name | Collected::Note) if !is_read => {}
            Some(_) => self.collection.push_str(text),
            None => {}
        }
        if is_read {
            self.text.add(text);
        }
    }

    /// Keeps what a definition list says of concepts, whether anything can be found in it or not.
    fn open_list(&mut self, tag: &Tag) {
        match &*tag.name {
            "dl" => {
                let list = match &self.unread {
                    _ if has_class(tag, "concept-index") => List::Index,
                    None if has_class(tag, "concept") => List::Concepts,
                    _ => List::Other,
                };
                self.lists.push(list);
                if list == List::Concepts {
                    self.text.begin_definition();
                }
            }
            "dt" if self.is_in(List::Index) => {
                self.other_name = None;
                if has_class(tag, "see") {
                    self.collect(Collected::Also);
                }
            }
            "a" if self.is_in(List::Index) => {
                if let (Some(name), Some(href)) = (&self.other_name, value(tag, "href"))
                    && let Some(url) = address::of_link(self.path, href)
                {
                    self.also.push((name.clone(), url));
                    self.other_name = None;
                }
            }
            _ => {}
        }
    }

    /// Keeps what a definition says, which stands in `<dl class="concept">`.
    fn open_in_definition(&mut self, tag: &Tag) {
        if !self.is_in(List::Concepts) {
            return;
        }
        match &*tag.name {
            "dt" => {
                if let Some(id) = value(tag, "id").filter(|id| id.starts_with("concept-")) {
                    self.concepts.push(Concept {
                        name: String::new(),
                        note: String::new(),
                        url: address::of_element(self.path, id),
                    });
                    self.collect(Collected::Name);
                }
            }
            "dd" => {
                let concept = self.concepts.last();
                if concept.is_some_and(|concept| concept.note.is_empty()) {
                    self.collect(Collected::Note);
                }
            }
            "br" => self.collection.push(' '),
            "p" | "ul" | "ol" | "dl" | "pre" | "table" | "div" | "blockquote"
                if self.collected == Some(Collected::Note)
                    && !self.collection.trim().is_empty() =>
            {
                self.end_note();
            }
            _ => {}
        }
    }

    fn end_note(&mut self) {
        let note = self.collection();
        if let Some(concept) = self.concepts.last_mut() {
            concept.note = note;
        }
    }

    fn is_in(&self, list: List) -> bool {
        self.lists.last() == Some(&list)
    }

    fn collect(&mut self, what: Collected) {
        self.collected = Some(what);
        self.collection.clear();
    }

    /// What has been collected, as one line.
    fn collection(&mut self) -> String {
        self.collected = None;
        one_line(&std::mem::take(&mut self.collection))
    }

    fn end(mut self) -> Read {
        let (language, title) = (self.language.as_deref(), self.title.unwrap_or_default());
        let text = self.has_main.then(|| self.text.page(language, &title));
        self.concepts.retain(|concept| !concept.name.is_empty());
        Read {
            url: crate::address::encoded(self.path),
            text,
            concepts: self.concepts,
            also: self.also,
        }
    }
}

/// The language alone, without what a region or a script adds: pagefind makes names of files of it, and its
/// script asks for the language alone where it does not find the whole.
fn language(tag: &str) -> Option<String> {
    let language = tag.split(['-', '_']).next()?.to_ascii_lowercase();
    let is_language =
        matches!(language.len(), 2..=8) && language.bytes().all(|byte| byte.is_ascii_lowercase());
    is_language.then_some(language)
}

fn is_unread(tag: &Tag) -> bool {
    NO_TEXT.contains(&&*tag.name)
        || value(tag, "aria-hidden") == Some("true")
        || REPEATED.iter().any(|class| has_class(tag, class))
}

fn has_class(tag: &Tag, class: &str) -> bool {
    let classes = value(tag, "class").unwrap_or_default();
    classes.split_ascii_whitespace().any(|one| one == class)
}

fn value<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    let is = |one: &&Attribute| &*one.name.local == name;
    tag.attrs.iter().find(is).map(|one| &*one.value)
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}
