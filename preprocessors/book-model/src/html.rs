//! Tags in raw HTML, by the tokenizer that mdBook itself uses.

use std::cell::{Cell, RefCell};

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

    /// The ids that this tag can be reached by, each once.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        let id = self.attribute("id");
        let name = (self.name == "a").then(|| self.attribute("name")).flatten();
        id.into_iter().chain(name.filter(|name| id != Some(name)))
    }
}

/// A piece of raw HTML; comments are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A start tag.
    Start(RawTag),
    /// An end tag, by its name.
    End(String),
    /// Text, with its entities resolved. What stands in a script or a style is none.
    Text(String),
}

/// The start tags of `html`, in order.
pub(crate) fn start_tags(html: &str) -> Vec<RawTag> {
    // Most inline HTML is a comment or an end tag; neither is worth a tokenizer.
    if !html.contains('=') {
        return Vec::new();
    }
    let pieces = pieces(html).into_iter();
    pieces
        .filter_map(|piece| match piece {
            Piece::Start(tag) => Some(tag),
            Piece::End(_) | Piece::Text(_) => None,
        })
        .collect()
}

/// The tags and the texts of `html`, in order.
pub(crate) fn pieces(html: &str) -> Vec<Piece> {
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Collector::default(), TokenizerOpts::default());
    while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.pieces.take()
}

#[derive(Default)]
struct Collector {
    pieces: RefCell<Vec<Piece>>,
    in_raw: Cell<bool>,
}

impl Collector {
    fn add(&self, tag: &Tag) {
        let attributes = tag.attrs.iter();
        self.pieces.borrow_mut().push(Piece::Start(RawTag {
            name: tag.name.to_string(),
            attributes: attributes
                .map(|attribute| {
                    (
                        attribute.name.local.to_string(),
                        attribute.value.to_string(),
                    )
                })
                .collect(),
        }));
    }

    fn add_text(&self, text: &str) {
        let mut pieces = self.pieces.borrow_mut();
        match pieces.last_mut() {
            Some(Piece::Text(last)) => last.push_str(text),
            _ => pieces.push(Piece::Text(text.to_owned())),
        }
    }
}

impl TokenSink for Collector {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let tag = match token {
            Token::TagToken(tag) => tag,
            Token::CharacterTokens(text) if !self.in_raw.get() => {
                self.add_text(&text);
                return TokenSinkResult::Continue;
            }
            _ => return TokenSinkResult::Continue,
        };
        self.in_raw.set(false);
        if tag.kind == TagKind::EndTag {
            let name = tag.name.to_string();
            self.pieces.borrow_mut().push(Piece::End(name));
            return TokenSinkResult::Continue;
        }
        self.add(&tag);
        let raw = match &*tag.name {
            "script" => RawKind::ScriptData,
            "style" => RawKind::Rawtext,
            _ => return TokenSinkResult::Continue,
        };
        self.in_raw.set(true);
        TokenSinkResult::RawData(raw)
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
        let twice = start_tags("<a id='x' name='x'>");
        assert_eq!(twice[0].ids().collect::<Vec<_>>(), ["x"]);
    }

    #[test]
    fn texts_are_what_is_read() {
        let html = "<h1>A &amp; <b>b</b></h1><!-- c --><style>d</style><script>e</script>f";
        let texts = pieces(html).into_iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text),
            Piece::Start(_) | Piece::End(_) => None,
        });
        assert_eq!(texts.collect::<Vec<_>>(), ["A & ", "b", "f"]);
    }
}
