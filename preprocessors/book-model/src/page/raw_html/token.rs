//! What raw HTML consists of.

use std::ops::Range;

use html5ever::LocalName;
use html5ever::tendril::StrTendril;

/// A token that makes a node of mdBook's tree, or ends one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token {
    Start(StartTag),
    End {
        name: LocalName,
        at: Range<usize>,
    },
    /// A comment, or what is taken for one, such as `<?x>`.
    Comment {
        /// What it says, where it is one.
        said: Option<StrTendril>,
        at: Range<usize>,
        /// Whether nothing closes it.
        open: bool,
    },
    Text {
        /// Its entities are resolved.
        text: StrTendril,
        /// Whether it is a script or a style.
        raw: bool,
        at: Range<usize>,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StartTag {
    pub(crate) name: LocalName,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) self_closing: bool,
    pub(crate) at: Range<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Attribute {
    pub(crate) name: LocalName,
    pub(crate) value: StrTendril,
    /// The bytes of the value; `None` where they say it otherwise, as with an entity, or say nothing.
    pub(crate) at: Option<Range<usize>>,
}

impl StartTag {
    /// The attribute of this name.
    pub(crate) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|one| &*one.name == name)
    }

    /// The value of an attribute.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.attribute(name).map(|one| &*one.value)
    }

    /// The ids that this tag can be reached by, each once.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        let id = self.value("id");
        let name = (&*self.name == "a").then(|| self.value("name")).flatten();
        id.into_iter().chain(name.filter(|name| id != Some(name)))
    }
}

impl Token {
    /// Whether it is a text of nothing but white space.
    pub(crate) fn is_blank(&self) -> bool {
        matches!(self, Token::Text { text, .. } if text.trim().is_empty())
    }

    /// Its bytes.
    pub(super) fn at_mut(&mut self) -> &mut Range<usize> {
        match self {
            Token::Start(StartTag { at, .. })
            | Token::End { at, .. }
            | Token::Comment { at, .. }
            | Token::Text { at, .. } => at,
        }
    }
}
