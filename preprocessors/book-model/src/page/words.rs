//! How much there is to read.

use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};
use unicode_segmentation::UnicodeSegmentation;

use super::Parsed;
use crate::settings::Settings;

/// Words by the rules of UAX #29, in what the author wrote.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Words {
    /// Words of prose: text, headings, tables, code spans.
    pub prose: usize,
    /// Words in code blocks.
    pub code: usize,
}

impl Words {
    /// Minutes of reading at this many words a minute, rounded up; 0 where there is nothing.
    pub fn minutes(self, words_per_minute: u32) -> usize {
        (self.prose + self.code).div_ceil(words_per_minute.max(1) as usize)
    }
}

/// Counts the words of a chapter.
pub(crate) fn words(text: &str, settings: &Settings) -> Words {
    let parsed = Parsed::new(text, settings);
    let mut words = Words::default();
    let mut in_code = false;
    for (event, range) in &parsed.events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(text) | Event::Code(text) if parsed.is_authored(range.start) => {
                let count = text.unicode_words().count();
                *(if in_code {
                    &mut words.code
                } else {
                    &mut words.prose
                }) += count;
            }
            _ => {}
        }
    }
    words
}

/// Where the first text stands that a reader sees; its length where there is none.
pub(super) fn start(parsed: &Parsed<'_>) -> usize {
    let mut texts = parsed
        .events
        .iter()
        .filter(|(event, _)| matches!(event, Event::Text(_) | Event::Code(_)));
    texts
        .next()
        .map_or(parsed.text.len(), |(_, range)| range.start)
}
