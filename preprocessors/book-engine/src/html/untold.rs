//! What the finished HTML of a chapter does not tell, though mdBook's search index or print page is made
//! of it.
//!
//! mdBook makes both from the trees of its pages; here they are made from the HTML. A few things in a tree
//! cannot be told from that: a footnote that nobody refers to is not written, and yet its id is taken; a
//! script may be raw text in one part and Markdown in the other; a line break ahead of a raw heading may be
//! text, or for the eye alone.

use std::collections::HashSet;

use mdbook_core::config::HtmlConfig;
use mdbook_markdown::pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

use super::raw::raw_tags;

/// What is not told.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Untold {
    /// The footnotes, in the order in which they are defined, where there are hidden ones or the order of
    /// the ids is untold.
    pub(crate) notes: Vec<Note>,
    /// The ids in the order of the text, where that is another one than that of the HTML.
    pub(crate) order: Option<Places>,
    /// Where the sections of the chapter begin and end, or what is text in them.
    pub(crate) sections: bool,
}

/// A footnote.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Note {
    /// Its name, as it is written where it is defined.
    pub(crate) name: String,
    /// There may be ids in it, apart from its own.
    pub(crate) has_ids: bool,
    /// Nobody refers to it: it is not written.
    pub(crate) is_hidden: bool,
}

/// Where ids stand.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Places {
    /// For each the number of the footnote that it stands in.
    pub(crate) notes: Vec<Option<usize>>,
    /// Which of them is that of the chapter's title.
    pub(crate) title: Option<usize>,
    /// There has been a heading.
    headed: bool,
}

/// Reads a chapter's text for what the HTML that mdBook makes of it does not tell.
pub(crate) fn untold(text: &str, html: &HtmlConfig) -> Untold {
    if !may_leave_untold(text) {
        return Untold::default();
    }
    let mut options = MarkdownOptions::default();
    options.smart_punctuation = html.smart_punctuation;
    options.definition_lists = html.definition_lists;
    options.admonitions = html.admonitions;
    let search = html.search.as_ref();
    let reading = Reading {
        split_level: search.map_or(3, |search| search.heading_split_level),
        events: new_cmark_parser(text, &options),
        defined: Vec::new(),
        referenced: HashSet::new(),
        notes: Vec::new(),
        open: 0,
        has_text: false,
        headed: false,
        untold: false,
        order: Places::default(),
        moves: false,
    };
    reading.all()
}

/// Whether it has footnotes, scripts, styles or raw headings: few chapters have, and no other is read.
fn may_leave_untold(text: &str) -> bool {
    let bytes = text.as_bytes();
    let has = |part: &str| memchr::memmem::find(bytes, part.as_bytes()).is_some();
    let raw = || {
        memchr::memchr_iter(b'<', bytes).any(|at| is_script(&text[at..]) || is_heading(&text[at..]))
    };
    has("[^") && has("]:") || raw()
}

fn begins_with(text: &str, tag: &str) -> bool {
    let start = text.as_bytes().get(..tag.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()))
}

fn is_script(text: &str) -> bool {
    begins_with(text, "<script") || begins_with(text, "<style")
}

fn is_heading(text: &str) -> bool {
    begins_with(text, "<h") && matches!(text.as_bytes().get(2), Some(b'1'..=b'6'))
}

struct Reading<'a, Events> {
    split_level: u8,
    events: Events,
    /// The footnotes that there are, and whether there may be ids in them.
    defined: Vec<(CowStr<'a>, bool)>,
    /// Those that something refers to.
    referenced: HashSet<CowStr<'a>>,
    /// Those that are open, by their numbers.
    notes: Vec<usize>,
    /// How many containers are open.
    open: usize,
    /// There has been text.
    has_text: bool,
    /// The last heading that begins a section says something: what comes ahead of the next one is put
    /// down, and a line break at its end says nothing.
    headed: bool,
    /// The sections cannot be told.
    untold: bool,
    /// The ids so far.
    order: Places,
    /// There are ids in footnotes, which stand elsewhere in the HTML.
    moves: bool,
}

impl<'a, Events: Iterator<Item = Event<'a>>> Reading<'a, Events> {
    fn all(mut self) -> Untold {
        let mut behind_html = false;
        while let Some(event) = self.events.next() {
            let was_html = std::mem::take(&mut behind_html);
            match event {
                Event::Start(Tag::HtmlBlock) => {
                    behind_html = true;
                    self.html_block();
                }
                Event::InlineHtml(html) => self.html(&html),
                Event::Start(tag) => {
                    self.open += 1;
                    self.start(tag, was_html);
                }
                Event::End(end) => {
                    self.open -= 1;
                    if end == TagEnd::FootnoteDefinition {
                        self.notes.pop();
                    }
                }
                Event::FootnoteReference(name) => {
                    self.put_id();
                    self.referenced.insert(name);
                    self.has_text = true;
                }
                Event::Text(_) | Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                    self.has_text = true;
                }
                _ => {}
            }
        }
        let referenced = &self.referenced;
        let defined = self.defined.into_iter();
        let notes: Vec<Note> = defined
            .map(|(name, has_ids)| Note {
                is_hidden: !referenced.contains(&name),
                name: name.into_string(),
                has_ids,
            })
            .collect();
        let is_told = !self.moves && !notes.iter().any(|note| note.is_hidden);
        Untold {
            notes: if is_told { Vec::new() } else { notes },
            order: self.moves.then_some(self.order),
            sections: self.untold,
        }
    }

    fn start(&mut self, tag: Tag<'a>, was_html: bool) {
        match tag {
            Tag::FootnoteDefinition(name) => {
                if self.defined.iter().any(|(defined, _)| *defined == name) {
                    // mdBook takes the first one.
                    self.pass();
                } else {
                    self.notes.push(self.defined.len());
                    self.defined.push((name, false));
                    self.order.notes.push(self.notes.last().copied());
                }
            }
            // What is in it becomes text.
            Tag::Image { .. } => self.pass(),
            Tag::Heading { level, .. } => {
                self.begin_heading(level as u8, true);
                self.moves |= !self.notes.is_empty();
                self.put_id();
                if level as u8 <= self.split_level {
                    let is_clear = self.headed || !self.has_text || !was_html || self.open == 1;
                    self.untold |= !is_clear;
                    self.begin_section(true);
                }
            }
            Tag::DefinitionListTitle => {
                self.moves |= !self.notes.is_empty();
                self.put_id();
            }
            _ => {}
        }
    }

    /// There is an id.
    fn put_id(&mut self) {
        let note = self.notes.last().copied();
        if let Some(note) = note {
            self.defined[note].1 = true;
        }
        self.order.notes.push(note);
    }

    /// There is a heading, whose id comes next if it has one. The title is the first one, if any.
    fn begin_heading(&mut self, level: u8, has_id: bool) {
        if !self.order.headed {
            self.order.headed = true;
            self.order.title = (level == 1 && has_id).then_some(self.order.notes.len());
        }
    }

    /// There is a heading. One in a footnote stands elsewhere in the HTML, at the end of the page.
    fn begin_section(&mut self, headed: bool) {
        self.headed = headed;
        self.untold |= !self.notes.is_empty();
    }

    /// Passes over what is in an element, and its end.
    fn pass(&mut self) {
        let mut depth = 1;
        while depth > 0 {
            match self.events.next() {
                Some(Event::Start(_)) => depth += 1,
                Some(Event::End(_)) => depth -= 1,
                Some(_) => {}
                None => break,
            }
        }
        self.open -= 1;
    }

    fn html_block(&mut self) {
        let mut html = String::new();
        for event in self.events.by_ref() {
            match event {
                Event::Html(text) | Event::Text(text) => html.push_str(&text),
                _ => break,
            }
        }
        self.html(&html);
    }

    /// Reads what mdBook reads in one go.
    fn html(&mut self, html: &str) {
        let has_id = html.to_ascii_lowercase().contains("id");
        for tag in raw_tags(html) {
            if let Some(level) = tag.level {
                self.begin_heading(level, tag.has_id);
            }
            if tag.has_id {
                self.moves |= !self.notes.is_empty();
                self.put_id();
            }
        }
        self.untold |= !scripts_are_raw(html);
        let mut at = 0;
        for tag in memchr::memchr_iter(b'<', html.as_bytes()) {
            if !is_heading(&html[tag..]) {
                continue;
            }
            self.has_text |= has_text(&html[at..tag]);
            self.untold |= has_id && self.has_text && !self.headed;
            let inner = html[tag..].split_once('>').map_or("", |(_, inner)| inner);
            let inner = inner.split("</h").next().unwrap_or_default();
            self.begin_section(has_text(inner));
            at = tag;
        }
        self.has_text |= has_text(&html[at..]);
    }
}

/// Whether there is something outside of tags.
fn has_text(html: &str) -> bool {
    let mut parts = html.split('<');
    let ahead = parts.next().unwrap_or_default();
    let behind = parts.filter_map(|part| part.split_once('>'));
    !ahead.trim().is_empty() || behind.into_iter().any(|(_, text)| !text.trim().is_empty())
}

/// Whether each script and style has its end, and nothing in it that looks like another one.
fn scripts_are_raw(html: &str) -> bool {
    let lower = html.to_ascii_lowercase();
    let mut rest = &*lower;
    while let Some(at) = rest
        .find("<script")
        .into_iter()
        .chain(rest.find("<style"))
        .min()
    {
        let name = if rest[at..].starts_with("<script") {
            "script"
        } else {
            "style"
        };
        let Some((tag, inner)) = rest[at + 1..].split_once('>') else {
            return false;
        };
        let Some((raw, behind)) = inner.split_once(&format!("</{name}>")) else {
            return false;
        };
        if tag.ends_with('/')
            || raw.contains(&format!("<{name}"))
            || raw.contains(&format!("</{name}"))
        {
            return false;
        }
        rest = behind;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Untold {
        untold(text, &HtmlConfig::default())
    }

    #[test]
    fn most_chapters_tell_all() {
        for text in [
            "# One\n\ntext\n",
            "text[^a] and again[^a]\n\n[^a]: A note.\n",
            "<h1 id=\"a\">One</h1>\n\ntext\n\n<h2 id=\"b\">Two</h2>\n",
            "# One\n\ntext <h2 id=\"a\">Two</h2>\n",
            "<div align=\"center\">\n<h1 id=\"a\">One</h1>\n</div>\n",
            "<script>\nlet a = \"<p id='b'>\";\n\n</script>\n<STYLE>a</STYLE>",
            "```\n<script>\n```\n",
        ] {
            assert_eq!(told(text), Untold::default(), "{text}");
        }
    }

    #[test]
    fn some_do_not_tell_their_sections() {
        for text in [
            "text[^a]\n\n[^a]: ## A heading\n",
            "text[^a]\n\n[^a]: <h2>A heading</h2>\n",
            "<div>\ntext\n<h1 id=\"a\">One</h1>\n</div>\n",
            "a <script>*b*</script>\n",
            "<script/>\n",
            "<script><!-- <script> </script> --></script>\n",
            "<div><script>\n\n# One\n\n</script></div>\n",
        ] {
            assert!(told(text).sections, "{text}");
        }
    }

    #[test]
    fn ids_are_told_in_the_order_of_the_text() {
        let text = "# A[^a]\n\n[^a]: B\n\n    ## C\n\n<b id=\"d\">D</b>\n";
        let order = told(text).order.unwrap();
        assert_eq!(order.notes, [None, None, Some(0), Some(0), None]);
        assert_eq!(order.title, Some(0));
        let order = told("[^a]: <h1 id=\"b\">B</h1>\n\n# C\n").order.unwrap();
        assert_eq!(order.title, Some(1));
        assert_eq!(told("# A[^a]\n\n[^a]: B\n").order, None);
    }

    #[test]
    fn some_have_footnotes_that_nobody_refers_to() {
        for (text, expected) in [
            ("text\n\n[^a]: A note.\n", &[("a", false)][..]),
            ("[^A]\n\n[^a]: A note.\n", &[("a", false)]),
            (
                "[^b]\n\n[^a]: [^c]\n\n[^b]: B.\n\n[^c]: C.\n\n[^d]: # D\n\n[^d]: [^b]\n",
                &[("a", true), ("d", true)],
            ),
            ("[^a]: <b ID=c>d</b>\n", &[("a", true)]),
        ] {
            let notes = told(text).notes;
            let found: Vec<(&str, bool)> = notes
                .iter()
                .filter(|note| note.is_hidden)
                .map(|note| (&*note.name, note.has_ids))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
