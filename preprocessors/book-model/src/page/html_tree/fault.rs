//! What goes wrong with raw HTML, and where.

use std::ops::Range;

/// What is wrong with raw HTML at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HtmlFault {
    /// What is wrong.
    pub kind: HtmlFaultKind,
    /// The element, in lower case; empty for a comment.
    pub name: String,
    /// The bytes of the tag or comment; of the heading that is too deep.
    pub range: Range<usize>,
}

/// The ways in which raw HTML goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HtmlFaultKind {
    /// An end tag that closes an element made by Markdown, which stands there: mdBook panics.
    ClosesMarkdown(Range<usize>),
    /// A `<code class="language-rust">` right below something else than `<pre>`: mdBook panics.
    RustOutsidePre,
    /// Elements in a heading or a term, nested so deep that mdBook can overflow its stack.
    TooDeep,
    /// A comment that nothing closes: what follows in its block is not shown.
    OpenComment,
    /// A tag without its `>`: what follows in its block is taken for its attributes, and lost.
    OpenTag,
    /// An element that holds no HTML, such as `<script>` or `<title>`, without an end tag: what
    /// follows is taken for its content.
    Swallows,
    /// An element that is never closed, where mdBook sees it.
    Unclosed {
        /// Whether HTML has an element of this name.
        known: bool,
        /// Its end tag, where there is one that mdBook drops.
        dropped: Option<DroppedEnd>,
    },
}

impl HtmlFaultKind {
    /// Whether mdBook panics.
    pub fn panics(&self) -> bool {
        matches!(
            self,
            HtmlFaultKind::ClosesMarkdown(_) | HtmlFaultKind::RustOutsidePre
        )
    }
}

/// An end tag that mdBook drops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DroppedEnd {
    /// Its bytes.
    pub range: Range<usize>,
    /// The element that had to be closed before; `None` where the end tag stands outside of the
    /// Markdown element that the start tag is in.
    pub before: Option<String>,
}
