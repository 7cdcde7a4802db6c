//! The text of a page, as pagefind is given it: a small page that holds what can be found in the whole one,
//! and no more.
//!
//! It has nothing but headings and paragraphs, one behind another. pagefind reads one page after another,
//! and the most that it does is for each element; a line of code may have a dozen.

use std::mem;

/// What is within a line. Everything else begins a new paragraph, lest the words of two cells become one.
const IN_LINES: [&str; 33] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span",
    "strong", "sub", "sup", "time", "tt", "u", "wbr",
];

/// The text while it is being written.
#[derive(Debug, Default)]
pub(super) struct Text {
    prose: Part,
    /// The definitions stand at the end, each under its term as a heading. Where they stand in the page,
    /// pagefind would take the prose behind one for a part of it.
    definitions: Part,
    /// How many definitions are open, one in another.
    depth: usize,
    /// How many blocks of code are open, one in another.
    code: usize,
}

/// How much a word of code counts beside one of the prose, which says what the code is about.
const CODE: &str = "0.25";

#[derive(Debug, Default)]
struct Part {
    html: String,
    /// The end tag of what is open.
    end: Option<String>,
}

impl Text {
    /// A definition list of concepts begins.
    pub(super) fn begin_definition(&mut self) {
        self.part().end();
        self.depth += 1;
    }

    /// It ends.
    pub(super) fn end_definition(&mut self) {
        self.part().end();
        self.depth = self.depth.saturating_sub(1);
    }

    /// A heading begins, up to the next tag of a block.
    pub(super) fn heading(&mut self, name: &str, id: Option<&str>) {
        let part = self.part();
        part.end();
        part.html.push('<');
        part.html.push_str(name);
        if let Some(id) = id {
            part.html.push_str(" id=\"");
            escape(&mut part.html, id);
            part.html.push('"');
        }
        part.html.push('>');
        part.end = Some(format!("</{name}>"));
    }

    /// Another start tag, or an end tag.
    pub(super) fn tag(&mut self, name: &str) {
        let part = self.part();
        match name {
            "br" if part.end.is_some() => part.html.push(' '),
            name if IN_LINES.contains(&name) => {}
            _ => part.end(),
        }
    }

    /// A block of code begins.
    pub(super) fn begin_code(&mut self) {
        self.part().end();
        self.code += 1;
    }

    /// It ends.
    pub(super) fn end_code(&mut self) {
        self.part().end();
        self.code = self.code.saturating_sub(1);
    }

    /// Text.
    pub(super) fn add(&mut self, text: &str) {
        let is_code = self.code > 0;
        let part = self.part();
        if part.end.is_none() {
            if text.trim().is_empty() {
                return;
            }
            match is_code {
                true => part
                    .html
                    .push_str(&format!("<p data-pagefind-weight=\"{CODE}\">")),
                false => part.html.push_str("<p>"),
            }
            part.end = Some("</p>".to_owned());
        }
        escape(&mut part.html, text);
    }

    /// The small page. pagefind takes the title for the name of a page that has no heading of the first
    /// level.
    pub(super) fn page(mut self, language: Option<&str>, title: &str) -> String {
        self.prose.end();
        self.definitions.end();
        let mut page =
            String::with_capacity(self.prose.html.len() + self.definitions.html.len() + 128);
        page.push_str("<html");
        if let Some(language) = language {
            page.push_str(" lang=\"");
            escape(&mut page, language);
            page.push('"');
        }
        page.push_str("><head><title>");
        escape(&mut page, title);
        page.push_str("</title></head><body>");
        page.push_str(&self.prose.html);
        page.push_str(&self.definitions.html);
        page.push_str("</body></html>");
        page
    }

    fn part(&mut self) -> &mut Part {
        if self.depth == 0 {
            &mut self.prose
        } else {
            &mut self.definitions
        }
    }
}

impl Part {
    fn end(&mut self) {
        if let Some(end) = mem::take(&mut self.end) {
            self.html.push_str(&end);
            self.html.push('\n');
        }
    }
}

fn escape(html: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"']) {
        html.push_str(&rest[..at]);
        html.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    html.push_str(rest);
}
