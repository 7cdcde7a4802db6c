//! Fenced blocks of code.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{CodeBlockKind, Event, Tag};

use super::Parsed;

/// A fenced block of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// Its language: the first word behind the fence, as mdBook reads it. Empty where there is none.
    pub language: String,
    /// The bytes of the fence that opens it, and of what stands behind.
    pub opening: Range<usize>,
    /// Its first line of code.
    pub first_line: String,
}

pub(super) fn fences(parsed: &Parsed<'_>) -> Vec<Fence> {
    let events = parsed.events.iter().enumerate();
    events
        .filter(|(_, (_, range))| parsed.is_authored(range.start))
        .filter_map(|(index, (event, range))| {
            let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else {
                return None;
            };
            let code = parsed.events[index + 1..parsed.close[index]].first();
            let first_line = match code {
                Some((Event::Text(code), _)) => code.lines().next().unwrap_or_default(),
                _ => "",
            };
            let line = parsed.text[range.clone()]
                .lines()
                .next()
                .unwrap_or_default();
            Some(Fence {
                // `start_tag` in `mdbook-html` 0.5.4 takes it apart like this.
                language: info
                    .split([' ', '\t', ','])
                    .find(|word| !word.is_empty())
                    .unwrap_or_default()
                    .to_owned(),
                opening: range.start..range.start + line.trim_end().len(),
                first_line: first_line.to_owned(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::page::Page;
    use crate::settings::Settings;

    #[test]
    fn the_language_is_the_first_word() {
        for (text, language, opening) in [
            ("```rust,ignore\nx\n```", "rust", "```rust,ignore"),
            ("~~~ c \nx\n~~~", "c", "~~~ c"),
            ("````\nx\n````", "", "````"),
            ("> ``` ,\n> x\n> ```", "", "``` ,"),
            ("```\r\nx\r\n```", "", "```"),
            ("```", "", "```"),
        ] {
            let page = Page::parse(text, &Settings::default());
            let [fence] = &page.fences[..] else {
                panic!("{text}: {:?}", page.fences)
            };
            assert_eq!(fence.language, language, "{text}");
            assert_eq!(&text[fence.opening.clone()], opening, "{text}");
        }
        let page = Page::parse("    indented\n\n`inline`", &Settings::default());
        assert_eq!(page.fences, []);
    }
}
