//! The elements in raw HTML, by mdBook's own tokenizer.

use std::cell::RefCell;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::markup::heading_level;

/// A start tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RawTag {
    /// 1 to 6 for a heading.
    pub(crate) level: Option<u8>,
    /// The element has an id.
    pub(crate) has_id: bool,
}

/// The start tags in HTML that mdBook reads in one go, those aside that are neither headings nor have an
/// id.
pub(crate) fn raw_tags(html: &str) -> Vec<RawTag> {
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Tags::default(), TokenizerOpts::default());
    while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.0.take()
}

#[derive(Default)]
struct Tags(RefCell<Vec<RawTag>>);

impl TokenSink for Tags {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else {
            return TokenSinkResult::Continue;
        };
        if tag.kind == TagKind::EndTag {
            return TokenSinkResult::Continue;
        }
        let raw = RawTag {
            level: heading_level(&tag.name),
            has_id: tag
                .attrs
                .iter()
                .any(|attribute| &*attribute.name.local == "id"),
        };
        if raw.has_id || raw.level.is_some() {
            self.0.borrow_mut().push(raw);
        }
        match &*tag.name {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" => TokenSinkResult::RawData(RawKind::Rawtext),
            _ => TokenSinkResult::Continue,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_ids_are_found_and_scripts_passed_over() {
        let tags = raw_tags("<p ID=a><H2>b</H2><script><i id=c></script><h1 id=d/><b>");
        let tag = |level, has_id| RawTag { level, has_id };
        assert_eq!(
            tags,
            [tag(None, true), tag(Some(2), false), tag(Some(1), true)]
        );
    }
}
