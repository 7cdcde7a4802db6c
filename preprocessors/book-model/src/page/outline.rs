//! The outline: the headings by which a reader finds the way in a page, Markdown's and HTML's.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};

use super::Parsed;
use super::raw_html::{RawHtml, Token};

/// A heading of the outline. What stands in a quotation or in a footnote is no part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// 1 to 6.
    pub level: u8,
    /// Its words; those of an image in it are its description.
    pub title: String,
    /// Its bytes: the line of a Markdown heading, the tag of one in raw HTML.
    pub range: Range<usize>,
}

pub(super) fn outline(parsed: &Parsed<'_>) -> Vec<Section> {
    let mut walk = Walk::default();
    let mut index = 0;
    let mut aside = 0usize;
    while let Some((event, range)) = parsed.events.get(index) {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::FootnoteDefinition(_)) => aside += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition) => aside -= 1,
            _ if aside > 0 => {}
            Event::Start(Tag::Heading { level, .. }) => {
                walk.open = parsed.is_authored(range.start);
                if walk.open {
                    walk.begin(*level as u8, range.start..end_of_text(parsed.text, range));
                }
            }
            Event::End(TagEnd::Heading(_)) => walk.open = false,
            Event::Text(text) | Event::Code(text) => walk.say(text),
            Event::SoftBreak | Event::HardBreak => walk.say(" "),
            _ => {
                if let Some(html) = parsed.html_at(index) {
                    walk.html(parsed, html);
                    index = parsed.close[index];
                }
            }
        }
        index += 1;
    }
    for section in &mut walk.sections {
        let words: Vec<_> = section.title.split_whitespace().collect();
        section.title = words.join(" ");
    }
    walk.sections
}

#[derive(Default)]
struct Walk {
    sections: Vec<Section>,
    /// Whether the last of them is not at its end yet.
    open: bool,
}

impl Walk {
    fn begin(&mut self, level: u8, range: Range<usize>) {
        self.open = true;
        self.sections.push(Section {
            level,
            title: String::new(),
            range,
        });
    }

    fn say(&mut self, text: &str) {
        if let Some(section) = self.sections.last_mut().filter(|_| self.open) {
            section.title.push_str(text);
        }
    }

    fn html(&mut self, parsed: &Parsed<'_>, html: &RawHtml) {
        for token in html.read() {
            match token {
                Token::Start(tag) => match level(&tag.name) {
                    Some(level) if parsed.is_authored(tag.at.start) => {
                        self.begin(level, tag.at.clone());
                    }
                    None if &*tag.name == "img" => self.say(tag.value("alt").unwrap_or("")),
                    _ => {}
                },
                Token::End { name, .. } if level(name).is_some() => self.open = false,
                Token::Text {
                    raw: false, text, ..
                } => self.say(text),
                _ => {}
            }
        }
    }
}

fn level(name: &str) -> Option<u8> {
    let digit = name.strip_prefix('h')?;
    digit.parse().ok().filter(|level| (1..=6).contains(level))
}

/// Where the text of a block ends, its last line's end left out.
fn end_of_text(text: &str, range: &Range<usize>) -> usize {
    range.start + text[range.clone()].trim_end().len()
}

#[cfg(test)]
mod tests {
    use crate::page::Page;
    use crate::settings::Settings;

    /// Level, title and bytes of each heading of a page.
    fn outline(text: &str) -> Vec<(u8, String, String)> {
        let page = Page::parse(text, &Settings::default());
        let sections = page.outline.into_iter();
        sections
            .map(|section| (section.level, section.title, text[section.range].to_owned()))
            .collect()
    }

    #[test]
    fn headings_of_either_kind_are_in_it() {
        for (text, level, title, range) in [
            ("# A `b` *c*\n\nText", 1, "A b c", "# A `b` *c*"),
            ("Two\nlines\n---", 2, "Two lines", "Two\nlines\n---"),
            ("- ### In an item", 3, "In an item", "### In an item"),
            ("<H1 id=x>A &amp; B</H1>", 1, "A & B", "<H1 id=x>"),
            ("<div>\n<h2>\nA\n</h2> b</div>", 2, "A", "<h2>"),
            (
                "<h1>\n\n*Markdown* in it\n\n</h1>\n\nText",
                1,
                "Markdown in it",
                "<h1>",
            ),
            ("<h1><img src=x alt='A logo'></h1>", 1, "A logo", "<h1>"),
            ("Text <h4>a</h4>", 4, "a", "<h4>"),
            ("<h4-x><h4>a</h4></h4-x>", 4, "a", "<h4>"),
            ("<a title='<h4>'></a><h4>a</h4>", 4, "a", "<h4>"),
            ("Text <script-x> <h4>a</h4>", 4, "a", "<h4>"),
            ("Text <script>\n\nText <h4>a</h4>", 4, "a", "<h4>"),
            ("Text <script>'<h4>'</script> <h4>a</h4>", 4, "a", "<h4>"),
            ("<script>'<h1>'</script>\n\n# A", 1, "A", "# A"),
        ] {
            let row = (level, title.to_owned(), range.to_owned());
            assert_eq!(outline(text), [row], "{text}");
        }
    }

    #[test]
    fn a_heading_is_not_taken_for_another_tag_like_it() {
        let text = "<h4-x><a title='<h4>'></a><h4>a</h4></h4-x>";
        let page = Page::parse(text, &Settings::default());
        assert_eq!(page.outline[0].range.start, text.rfind("<h4>").unwrap());
    }

    #[test]
    fn what_is_no_part_of_it() {
        for text in [
            "> # Quoted",
            "> <h1>Quoted</h1>",
            "Note.[^a]\n\n[^a]: # In a note",
            "```\n# Code\n```",
            "<!-- <h1>Comment</h1> -->",
            "<header>A</header><hr>",
            "<!-- generated: x -->\n\n# Made\n\n<!-- end of generated -->",
        ] {
            assert_eq!(outline(text), [], "{text}");
        }
    }
}
