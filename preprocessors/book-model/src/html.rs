//! Tags in raw HTML, by the tokenizer that mdBook itself uses.

use std::cell::RefCell;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawTag {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
}

impl RawTag {
    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The ids that this tag can be reached by.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        let name = (self.name == "a").then(|| self.attribute("name")).flatten();
        self.attribute("id").into_iter().chain(name)
    }
}

/// The start tags of `html`, in order.
pub(crate) fn start_tags(html: &str) -> Vec<RawTag> {
    // Most inline HTML is a comment or an end tag; neither is worth a tokenizer.
    if !html.contains('=') {
        return Vec::new();
    }
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Collector::default(), TokenizerOpts::default());
    while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.tags.take()
}

#[derive(Default)]
struct Collector {
    tags: RefCell<Vec<RawTag>>,
}

impl Collector {
    fn add(&self, tag: &Tag) {
        let attributes = tag.attrs.iter();
        self.tags.borrow_mut().push(RawTag {
            name: tag.name.to_string(),
            attributes: attributes
                .map(|attribute| {
                    (
                        attribute.name.local.to_string(),
                        attribute.value.to_string(),
                    )
                })
                .collect(),
        });
    }
}

impl TokenSink for Collector {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else {
            return TokenSinkResult::Continue;
        };
        if tag.kind == TagKind::StartTag {
            self.add(&tag);
            match &*tag.name {
                "script" => return TokenSinkResult::RawData(RawKind::ScriptData),
                "style" => return TokenSinkResult::RawData(RawKind::Rawtext),
                _ => {}
            }
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_tags_and_nothing_else() {
        let html = r#"<!-- <p id="no"> --><P ID=one><a name='two' id="three">
            <script>"<p id='no'>"</script><style>a { b: "<p id='no'>" }</style><br id="four"/>"#;
        let tags = start_tags(html);
        let ids: Vec<_> = tags.iter().flat_map(RawTag::ids).collect();
        assert_eq!(ids, ["one", "three", "two", "four"]);
    }
}
