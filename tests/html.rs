//! What a rendered page has in it.

use std::cell::RefCell;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// What stands in `<main>` of a page.
///
/// # Panics
///
/// When the page has no `<main>`.
pub fn main_of(page: &str) -> &str {
    let inside = page
        .split_once("<main")
        .and_then(|(_, rest)| rest.split_once('>'))
        .and_then(|(_, rest)| rest.rsplit_once("</main>"));
    inside.expect("a page of mdBook has a <main>").0
}

/// The values of an attribute, in order, of every tag that has it.
pub fn attributes(html: &str, name: &str) -> Vec<String> {
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(
        Attributes {
            name: name.to_owned(),
            found: RefCell::default(),
        },
        TokenizerOpts::default(),
    );
    while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.found.take()
}

struct Attributes {
    name: String,
    found: RefCell<Vec<String>>,
}

impl TokenSink for Attributes {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else {
            return TokenSinkResult::Continue;
        };
        if tag.kind != TagKind::StartTag {
            return TokenSinkResult::Continue;
        }
        let values = tag
            .attrs
            .iter()
            .filter(|attribute| *attribute.name.local == *self.name);
        self.found
            .borrow_mut()
            .extend(values.map(|attribute| attribute.value.to_string()));
        match &*tag.name {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" => TokenSinkResult::RawData(RawKind::Rawtext),
            _ => TokenSinkResult::Continue,
        }
    }
}
