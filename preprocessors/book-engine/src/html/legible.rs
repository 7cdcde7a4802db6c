//! Whether the content of a chapter tells all that mdBook's search and print page know of it.
//!
//! mdBook makes both from the trees of its pages; here they are made from the finished HTML. A few things
//! in a tree cannot be told from that: a footnote that nobody refers to is not written, and yet its id is
//! taken; a script may be raw text in one part and Markdown in the other; a line break ahead of a raw
//! heading may be text, or for the eye alone. A book with such a chapter is left to mdBook as a whole.

use std::collections::HashSet;

use mdbook_core::config::HtmlConfig;
use mdbook_markdown::pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

/// Whether everything can be told from the content that mdBook makes of this text.
pub(crate) fn is_legible(text: &str, html: &HtmlConfig) -> bool {
    if !may_be_illegible(text) {
        return true;
    }
    let mut options = MarkdownOptions::default();
    options.smart_punctuation = html.smart_punctuation;
    options.definition_lists = html.definition_lists;
    options.admonitions = html.admonitions;
    let search = html.search.as_ref();
    let mut reading = Reading {
        split_level: search.map_or(3, |search| search.heading_split_level),
        events: new_cmark_parser(text, &options),
        defined: HashSet::new(),
        referenced: HashSet::new(),
        in_note: false,
        open: 0,
        has_text: false,
        headed: false,
    };
    reading.all()
}

/// Whether it has footnotes, scripts, styles or raw headings: few chapters have, and no other is read.
fn may_be_illegible(text: &str) -> bool {
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
    /// The footnotes that there are.
    defined: HashSet<CowStr<'a>>,
    /// Those that something refers to.
    referenced: HashSet<CowStr<'a>>,
    in_note: bool,
    /// How many containers are open.
    open: usize,
    /// There has been text.
    has_text: bool,
    /// The last heading that begins a section says something: what comes ahead of the next one is put
    /// down, and a line break at its end says nothing.
    headed: bool,
}

impl<'a, Events: Iterator<Item = Event<'a>>> Reading<'a, Events> {
    fn all(&mut self) -> bool {
        let mut behind_html = false;
        while let Some(event) = self.events.next() {
            let was_html = std::mem::take(&mut behind_html);
            let is_legible = match event {
                Event::Start(Tag::HtmlBlock) => {
                    behind_html = true;
                    self.html_block()
                }
                Event::InlineHtml(html) => self.html(&html),
                Event::Start(tag) => {
                    self.open += 1;
                    self.start(tag, was_html)
                }
                Event::End(end) => {
                    self.open -= 1;
                    self.in_note &= end != TagEnd::FootnoteDefinition;
                    true
                }
                Event::FootnoteReference(name) => {
                    self.referenced.insert(name);
                    self.has_text = true;
                    true
                }
                Event::Text(_) | Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                    self.has_text = true;
                    true
                }
                _ => true,
            };
            if !is_legible {
                return false;
            }
        }
        self.defined.is_subset(&self.referenced)
    }

    fn start(&mut self, tag: Tag<'a>, was_html: bool) -> bool {
        match tag {
            Tag::FootnoteDefinition(name) => {
                if self.defined.insert(name) {
                    self.in_note = true;
                } else {
                    // mdBook takes the first one.
                    self.pass();
                }
                true
            }
            // What is in it becomes text.
            Tag::Image { .. } => {
                self.pass();
                true
            }
            Tag::Heading { level, .. } if level as u8 <= self.split_level => {
                let is_legible = self.headed || !self.has_text || !was_html || self.open == 1;
                self.headed = true;
                is_legible && !self.in_note
            }
            // Footnotes have their ids where they are written, and stand at the end.
            Tag::Heading { .. } | Tag::DefinitionListTitle => !self.in_note,
            _ => true,
        }
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

    fn html_block(&mut self) -> bool {
        let mut html = String::new();
        for event in self.events.by_ref() {
            match event {
                Event::Html(text) | Event::Text(text) => html.push_str(&text),
                _ => break,
            }
        }
        self.html(&html)
    }

    /// Reads what mdBook reads in one go.
    fn html(&mut self, html: &str) -> bool {
        let has_id = html.to_ascii_lowercase().contains("id");
        if self.in_note && has_id || !scripts_are_raw(html) {
            return false;
        }
        let mut at = 0;
        for tag in memchr::memchr_iter(b'<', html.as_bytes()) {
            if !is_heading(&html[tag..]) {
                continue;
            }
            self.has_text |= has_text(&html[at..tag]);
            if has_id && self.has_text && !self.headed {
                return false;
            }
            let inner = html[tag..].split_once('>').map_or("", |(_, inner)| inner);
            let inner = inner.split("</h").next().unwrap_or_default();
            self.headed = has_text(inner);
            at = tag;
        }
        self.has_text |= has_text(&html[at..]);
        true
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

    fn legible(text: &str) -> bool {
        is_legible(text, &HtmlConfig::default())
    }

    #[test]
    fn most_chapters_are() {
        for text in [
            "# One\n\ntext\n",
            "text[^a] and again[^a]\n\n[^a]: A note.\n",
            "<h1 id=\"a\">One</h1>\n\ntext\n\n<h2 id=\"b\">Two</h2>\n",
            "# One\n\ntext <h2 id=\"a\">Two</h2>\n",
            "<div align=\"center\">\n<h1 id=\"a\">One</h1>\n</div>\n",
            "<script>\nlet a = \"<p id='b'>\";\n\n</script>\n<STYLE>a</STYLE>",
            "```\n<script>\n```\n",
        ] {
            assert!(legible(text), "{text}");
        }
    }

    #[test]
    fn some_are_not() {
        for text in [
            "text\n\n[^a]: Nobody refers to it.\n",
            "text[^a]\n\n[^a]: ## A heading\n",
            "text[^a]\n\n[^a]: <b id=\"c\">d</b>\n",
            "<div>\ntext\n<h1 id=\"a\">One</h1>\n</div>\n",
            "a <script>*b*</script>\n",
            "<script/>\n",
            "<script><!-- <script> </script> --></script>\n",
            "<div><script>\n\n# One\n\n</script></div>\n",
        ] {
            assert!(!legible(text), "{text}");
        }
    }
}
