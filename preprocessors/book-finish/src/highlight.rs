//! Colours code while building, so that no reader's machine has to.
//!
//! The words of code get one of a dozen classes, and the theme gives them colours. What is what is told by
//! the grammars of Sublime Text, as the crate `two-face` ships them.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use anyhow::Result;
use book_model::Edit;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use crate::elements::{Element, elements};

/// The classes, each with the scopes that get it. Of the scopes that a word has, the innermost that is
/// here counts; `""` leaves a word as it is.
const CLASSES: [(&str, &[&str]); 13] = [
    ("hl-c", &["comment"]),
    (
        "hl-v",
        &[
            "entity.name.tag.yaml",
            "entity.other.attribute-name.toml",
            "meta.mapping.key",
            "support.type.property-name",
            "variable.other.member",
            "variable.parameter.option",
        ],
    ),
    (
        "hl-s",
        &["string", "constant.character", "constant.other.symbol"],
    ),
    ("hl-n", &["constant"]),
    ("hl-o", &["keyword.operator"]),
    ("hl-k", &["keyword", "storage"]),
    (
        "hl-f",
        &[
            "entity.name.function",
            "entity.name.macro",
            "support.function",
            "support.macro",
            "variable.function",
        ],
    ),
    (
        "hl-t",
        &[
            "entity.name.class",
            "entity.name.enum",
            "entity.name.interface",
            "entity.name.message",
            "entity.name.struct",
            "entity.name.trait",
            "entity.name.type",
            "entity.other.inherited-class",
            "support.class",
            "support.type",
        ],
    ),
    (
        "hl-a",
        &[
            "entity.name.tag",
            "entity.other.attribute-name",
            "meta.annotation",
            "variable.annotation",
        ],
    ),
    ("hl-i", &["markup.inserted"]),
    ("hl-d", &["markup.deleted"]),
    (
        "hl-h",
        &[
            "markup.heading",
            "entity.name.section",
            "meta.diff.header",
            "meta.diff.range",
        ],
    ),
    // Inside a string, what is put in is code.
    ("", &["meta.interpolation", "source"]),
];

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

static SCOPES: LazyLock<Vec<(Scope, &str)>> = LazyLock::new(|| {
    let scopes = CLASSES.iter().flat_map(|(class, scopes)| {
        let scope = |scope: &&str| Some((Scope::new(scope).ok()?, *class));
        scopes.iter().filter_map(scope)
    });
    scopes.collect()
});

/// Colours code, each block once: it stands in its chapter and in the page to print the book from, and while
/// serving it is asked for again and again.
#[derive(Debug, Default)]
pub(crate) struct Highlighter {
    known: Mutex<HashMap<Block, Arc<OnceLock<String>>>>,
}

/// A block of code: its language, and what its element holds.
type Block = (String, String);

/// How many blocks are remembered before all are forgotten: more than a book has, and a bound for a server that
/// runs for weeks.
const REMEMBERED: usize = 50_000;

impl Highlighter {
    /// Colours the blocks of code whose language is known. The `code` of each gets the class `hl`, and its words
    /// the classes above. Hidden lines stay hidden; a block that holds other elements is its author's affair.
    pub(crate) fn highlight(&self, html: &str) -> Result<Vec<Edit>> {
        blocks(html, |language, syntax, inner, lines| {
            let block = (language.to_owned(), inner.to_owned());
            let coloured_once = self.known(block);
            let made = coloured_once.get_or_init(|| coloured(lines, syntax));
            made.clone()
        })
    }

    fn known(&self, block: Block) -> Arc<OnceLock<String>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED && !known.contains_key(&block) {
            known.clear();
        }
        Arc::clone(known.entry(block).or_default())
    }
}

/// The edits for the blocks of a page that can be coloured, which `colour` does.
fn blocks(
    html: &str,
    colour: impl Fn(&str, &SyntaxReference, &str, &[Line]) -> String,
) -> Result<Vec<Edit>> {
    let [blocks, inside] = elements(html, ["pre > code[class*=language-]", "pre > code *"])?;
    let mut inside = inside.into_iter().peekable();
    let mut edits = Vec::new();
    for block in &blocks {
        while inside
            .next_if(|element| element.start.start < block.start.start)
            .is_some()
        {}
        let mut own = Vec::new();
        while let Some(element) = inside.next_if(|element| element.is_in(block)) {
            own.push(element);
        }
        let found = block.attribute("class").zip(block.inner());
        let Some((class, inner)) = found else {
            continue;
        };
        let Some((language, syntax)) = syntax(&class.value) else {
            continue;
        };
        if let Some(lines) = lines(html, block, &own) {
            let text = colour(language, syntax, &html[inner.clone()], &lines);
            edits.push(class.replaced_by(&format!("{} hl", class.value)));
            edits.push(Edit::replace(inner, text));
        }
    }
    Ok(edits)
}

/// The language that a class such as `language-rust` names, with its syntax. Plain text has nothing to colour.
fn syntax(class: &str) -> Option<(&str, &'static SyntaxReference)> {
    let mut classes = class.split_ascii_whitespace();
    let language = classes.find_map(|class| class.strip_prefix("language-"))?;
    let found = SYNTAXES.find_syntax_by_token(language)?;
    let is_plain = found.scope == SYNTAXES.find_syntax_plain_text().scope;
    (!is_plain).then_some((language, found))
}

/// A line of code.
struct Line {
    text: String,
    /// mdBook hides it until the reader asks for it.
    is_hidden: bool,
}

/// The lines of a block. `None` where it holds something else than text and hidden lines.
fn lines(html: &str, block: &Element, inside: &[Element]) -> Option<Vec<Line>> {
    let inner = block.inner()?;
    let mut lines = Vec::new();
    let mut at = inner.start;
    for hidden in inside {
        if hidden.name != "span"
            || hidden.value("class") != Some("boring")
            || hidden.start.start < at
        {
            return None;
        }
        push(&html[at..hidden.start.start], false, &mut lines)?;
        push(&html[hidden.inner()?], true, &mut lines)?;
        at = hidden.range().end;
    }
    push(&html[at..inner.end], false, &mut lines)?;
    Some(lines)
}

fn push(text: &str, is_hidden: bool, lines: &mut Vec<Line>) -> Option<()> {
    let text = html_escape::decode_html_entities(text);
    let begins_a_line = lines
        .last()
        .is_none_or(|line: &Line| line.text.ends_with('\n'));
    if text.is_empty() {
        return Some(());
    }
    // A part of a line may be hidden by an author's own element alone.
    begins_a_line.then(|| {
        lines.extend(text.split_inclusive('\n').map(|line| Line {
            text: line.to_owned(),
            is_hidden,
        }));
    })
}

fn coloured(lines: &[Line], syntax: &SyntaxReference) -> String {
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut html = String::new();
    for line in lines {
        if line.is_hidden {
            html.push_str("<span class=\"boring\">");
        }
        // A grammar that cannot go on leaves the rest of the line plain.
        let changes = state.parse_line(&line.text, &SYNTAXES).unwrap_or_default();
        let mut word = Word::default();
        let mut at = 0;
        for (next, change) in changes {
            word.push(&line.text[at..next], class(&stack), &mut html);
            at = next;
            if stack.apply(&change).is_err() {
                stack = ScopeStack::new();
            }
        }
        word.push(&line.text[at..], class(&stack), &mut html);
        word.end(&mut html);
        if line.is_hidden {
            html.push_str("</span>");
        }
    }
    html
}

fn class(stack: &ScopeStack) -> &'static str {
    let scopes = stack.as_slice().iter().rev();
    let known = |scope: &Scope| {
        let mut all = SCOPES.iter();
        all.find(|(known, _)| known.is_prefix_of(*scope))
            .map(|(_, class)| *class)
    };
    scopes.filter_map(known).next().unwrap_or_default()
}

/// Text of one class that is not written yet: what stands side by side with the same class is one element.
#[derive(Default)]
struct Word {
    class: &'static str,
    text: String,
}

impl Word {
    fn push(&mut self, text: &str, class: &'static str, html: &mut String) {
        // Blanks have no colour, and take that of what is around them.
        if class != self.class && !text.trim().is_empty() {
            self.end(html);
            self.class = class;
        }
        self.text.push_str(text);
    }

    fn end(&mut self, html: &mut String) {
        let text = std::mem::take(&mut self.text);
        let word = text.trim_end();
        let (word, blank) = text.split_at(if self.class.is_empty() {
            text.len()
        } else {
            word.len()
        });
        let word = html_escape::encode_text(word);
        if self.class.is_empty() || word.is_empty() {
            html.push_str(&word);
        } else {
            html.push_str(&format!("<span class=\"{}\">{word}</span>", self.class));
        }
        html.push_str(blank);
        self.class = "";
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use book_model::apply;

    /// Colours a block of code; gives what is inside of its `code`.
    fn coloured(language: &str, code: &str) -> String {
        let html = format!("<pre><code class=\"language-{language}\">{code}</code></pre>");
        let edits = Highlighter::default().highlight(&html).unwrap();
        let html = apply(&html, edits);
        let inner = html.split_once("\">").unwrap().1;
        inner.trim_end_matches("</code></pre>").to_owned()
    }

    #[test]
    fn words_get_the_class_of_what_they_are() {
        assert_eq!(
            coloured("rust", "let x: u32 = 1; // one\n"),
            concat!(
                "<span class=\"hl-k\">let</span> x: <span class=\"hl-k\">u32</span> <span class=\"hl-o\">=</span> ",
                "<span class=\"hl-n\">1</span>; <span class=\"hl-c\">// one</span>\n"
            )
        );
        assert!(coloured("toml", "key = \"value\"\n").contains("hl-s"));
        assert!(coloured("json", "{\"a\": 1}\n").contains("hl-n"));
        assert!(coloured("diff", "+new\n-old\n").contains("hl-i"));
        assert!(coloured("sql", "SELECT 1\n").contains("hl-k"));
    }

    #[test]
    fn the_text_stays_as_it_is() {
        for code in [
            "a &lt; b &amp;&amp; c\n",
            "fn f() {\n\n    \"two\n lines\"\n}",
            "&#39;\\u{1F600}&#39; &quot;é&quot;",
            "",
            "\n",
        ] {
            let found = coloured("rust", code);
            let [_, spans] = elements(&found, ["p", "span"]).unwrap();
            let edits = spans.iter().flat_map(|span| {
                [Some(span.start.clone()), span.end.clone()]
                    .into_iter()
                    .flatten()
            });
            let plain = apply(
                &found,
                edits.map(|range| Edit::replace(range, "")).collect(),
            );
            let decode = |html: &str| html_escape::decode_html_entities(html).into_owned();
            assert_eq!(decode(&plain), decode(code), "{found}");
        }
    }

    #[test]
    fn hidden_lines_stay_hidden() {
        let code = "<span class=\"boring\">fn main() {\n</span>let x = 1;\n<span class=\"boring\">}</span>";
        let found = coloured("rust", code);
        assert!(
            found.starts_with("<span class=\"boring\"><span class=\"hl-k\">fn</span> "),
            "{found}"
        );
        assert!(
            found.ends_with("<span class=\"boring\">}</span>"),
            "{found}"
        );
    }

    #[test]
    fn what_is_no_plain_code_of_a_known_language_is_left_alone() {
        for html in [
            "<pre><code class=\"language-rust\">let <mark>x</mark></code></pre>",
            "<pre><code class=\"language-nobody-knows\">let x</code></pre>",
            "<pre><code class=\"language-text\">let x</code></pre>",
            "<pre><code>let x</code></pre>",
            "<p><code class=\"language-rust\">let x</code></p>",
            "<pre><code class=\"language-rust\">let x",
        ] {
            let edits = Highlighter::default().highlight(html).unwrap();
            assert_eq!(edits, [], "{html}");
        }
    }

    #[test]
    fn a_class_without_quotation_marks_stays_one() {
        let html = "<pre><code class=language-rust>let x;</code></pre>";
        let html = apply(html, Highlighter::default().highlight(html).unwrap());
        assert!(
            html.starts_with("<pre><code class=\"language-rust hl\"><span "),
            "{html}"
        );
    }
}
