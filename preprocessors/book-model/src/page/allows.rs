//! Comments that let what a rule finds pass: `<!-- allow: rule, why -->` ahead of a block.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::Event;

use super::Parsed;
use super::inlines::is_block;
use super::raw_html::Token;

/// A comment that lets what a rule finds in the next block pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    /// The name of the rule, as it is written.
    pub rule: String,
    /// Why; empty where nothing is said.
    pub why: String,
    /// The bytes of the comment.
    pub range: Range<usize>,
    /// From the comment to the end of the block that follows in the same container; further
    /// comments of this kind in between are passed over. Of a comment that ends its container,
    /// the comment itself.
    pub covers: Range<usize>,
}

pub(super) fn allows(parsed: &Parsed<'_>) -> Vec<Allow> {
    let mut allows: Vec<Allow> = Vec::new();
    // From the last to the first, so that a comment knows what follows it.
    for html in parsed.html_blocks().rev() {
        let next = parsed.close[html.event] + 1;
        let end = match allows.last() {
            Some(further) if starts_at(parsed, next, further.range.start) => further.covers.end,
            _ => end_of_block(parsed, next).unwrap_or(parsed.events[html.event].1.end),
        };
        // Comments on lines right below each other are one block.
        let tokens = html.tokens.iter().filter(|token| !token.is_blank());
        let comments = tokens.rev().map_while(|token| match token {
            Token::Comment {
                said: Some(said),
                at,
                ..
            } => parse(said).map(|said| (said, at)),
            _ => None,
        });
        allows.extend(comments.map(|((rule, why), at)| Allow {
            rule: rule.to_owned(),
            why: why.to_owned(),
            range: at.clone(),
            covers: at.start..end,
        }));
    }
    allows.reverse();
    allows.retain(|allow| parsed.is_authored(allow.range.start));
    allows
}

/// Whether event `at` begins at this byte, indentation aside.
fn starts_at(parsed: &Parsed<'_>, at: usize, byte: usize) -> bool {
    let event = parsed.events.get(at);
    event.is_some_and(|(_, range)| {
        range.start <= byte && parsed.text[range.start..byte].trim().is_empty()
    })
}

/// Where the block that begins with event `at` ends; `None` where the container ends there.
fn end_of_block(parsed: &Parsed<'_>, at: usize) -> Option<usize> {
    let mut end = None;
    let mut next = at;
    loop {
        match parsed.events.get(next) {
            Some((Event::Start(tag), range)) if is_block(tag) => return end.or(Some(range.end)),
            Some((Event::End(_), _)) | None => return end,
            // The text of an item in a tight list has no paragraph around it.
            Some((_, range)) => end = Some(range.end),
        }
        next = parsed.close[next] + 1;
    }
}

/// The rule and the reason that a comment gives.
fn parse(said: &str) -> Option<(&str, &str)> {
    let said = said.trim().strip_prefix("allow:")?;
    let (rule, why) = said.split_once(',').unwrap_or((said, ""));
    Some((rule.trim(), why.trim()))
}

#[cfg(test)]
mod tests {
    use crate::page::Page;
    use crate::settings::Settings;

    /// What each comment of a page lets pass, and where.
    fn covered(text: &str) -> Vec<(String, String, String)> {
        let page = Page::parse(text, &Settings::default());
        let allows = page.allows.into_iter();
        allows
            .map(|allow| {
                let covers = text[allow.range.end..allow.covers.end.max(allow.range.end)].trim();
                (allow.rule, allow.why, covers.to_owned())
            })
            .collect()
    }

    fn row(rule: &str, why: &str, covers: &str) -> (String, String, String) {
        (rule.to_owned(), why.to_owned(), covers.to_owned())
    }

    #[test]
    fn a_comment_covers_the_block_that_follows() {
        let text = "<!-- allow: broken-link, made by another tool, later -->\n\n[a](b.md)\n\nmore";
        let why = "made by another tool, later";
        assert_eq!(covered(text), [row("broken-link", why, "[a](b.md)")]);
        let text = "<!-- allow: x -->\n## Heading\n\nmore";
        assert_eq!(covered(text), [row("x", "", "## Heading")]);
        let text = "<div>\n<!-- allow: x, y -->\n\nText.\n\n</div>";
        assert_eq!(covered(text), [row("x", "y", "Text.")]);
    }

    #[test]
    fn comments_in_a_row_cover_the_same_block() {
        for gap in ["\n", "\n\n"] {
            let text =
                format!("<!-- allow: one, a -->{gap}<!-- allow: two, b -->\n\nText.\n\nmore");
            let [one, two] = covered(&text).try_into().unwrap();
            assert!(one.2.ends_with("Text."), "{one:?}");
            assert_eq!(two, row("two", "b", "Text."));
        }
    }

    #[test]
    fn in_a_container_it_covers_what_stands_there() {
        let text = "- <!-- allow: x, y -->\n\n  In the item.\n\nBehind the list.";
        assert_eq!(covered(text), [row("x", "y", "In the item.")]);
        let text = "- <!-- allow: x, y -->\n  A *tight* item.\n- Another.";
        assert_eq!(covered(text), [row("x", "y", "A *tight* item.")]);
        let text = "- text\n\n  <!-- allow: x, y -->\n\nBehind the list.";
        assert_eq!(covered(text), [row("x", "y", "")]);
    }

    #[test]
    fn one_inside_other_html_is_none() {
        let text = "<div>\n<!-- allow: x, y -->\n<p>a</p>\n</div>\n\n<script>\n\"<!-- allow: x, y -->\"\n</script>";
        assert_eq!(covered(text), []);
    }

    #[test]
    fn code_and_other_comments_are_none() {
        let text =
            "```\n<!-- allow: x, y -->\n```\n\n<!-- allowed: x, y -->\n\na <!-- allow: x, y --> b";
        assert_eq!(covered(text), []);
    }
}
