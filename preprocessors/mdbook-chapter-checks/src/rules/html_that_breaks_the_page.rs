//! # html-that-breaks-the-page
//!
//! Finds raw HTML that mdBook's renderer cannot take, and text that is lost in HTML.
//!
//! mdBook closes the elements of Markdown itself. An end tag that closes one of them before makes it
//! panic: no page of the book is written. So does `<code class="language-rust">` outside of `<pre>`,
//! unless the playground is switched off. A word in angle brackets is taken for a tag and not shown:
//! `Vec<T>` reads as `Vec`. A comment, a tag or a `<script>` that is never closed takes the text behind
//! it along. The rule knows mdBook 0.5.4, and speaks for its HTML renderer; elements nested 512 deep in
//! a heading are named as well, since mdBook walks them by recursion and browsers nest no deeper.
//!
//! ## Bad
//!
//! ```md
//! A line *with emphasis</em> and more words*.
//! ```
//!
//! ## Good
//!
//! ```md
//! A line *with emphasis* and <em>more words</em>, and a tag as code: `</em>`.
//! ```

use std::ops::Range;

use book_model::{Chapter, Diagnostic, HtmlFault, HtmlFaultKind, Label, Span};
use serde_json::Value;

use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "html-that-breaks-the-page",
    level: Level::Deny,
    source: include_str!("html_that_breaks_the_page.rs"),
    check: Check::Chapter(check),
};

fn check(checked: &Checked<'_>, chapter: &Chapter) -> Vec<Diagnostic> {
    // A draft has no page.
    if chapter.path.is_none() || !becomes_html(checked.config) {
        return Vec::new();
    }
    let text = &checked.sources.chapters[chapter.id.0].text;
    let faults = chapter.page.html_faults.iter();
    faults
        .filter_map(|fault| diagnostic(chapter, fault, text))
        .collect()
}

/// Whether mdBook's own renderer writes the book: it does where no other is named.
pub(super) fn becomes_html(config: &Value) -> bool {
    let outputs = config.get("output").and_then(Value::as_object);
    outputs.is_none_or(|outputs| outputs.is_empty() || outputs.contains_key("html"))
}

fn diagnostic(chapter: &Chapter, fault: &HtmlFault, text: &str) -> Option<Diagnostic> {
    let name = &fault.name;
    let said = |message: String, label: &str| {
        let span = Span::chapter(chapter.id, fault.range.clone());
        Diagnostic::new(RULE.name, message, Label::new(span, label))
    };
    Some(match &fault.kind {
        HtmlFaultKind::ClosesMarkdown(opened) => {
            let opened = first_line(text, opened);
            said(
                format!("`</{name}>` closes an element that Markdown made, and mdBook panics"),
                "closed here a first time",
            )
            .label(Span::chapter(chapter.id, opened), format!("Markdown makes this `<{name}>`, and closes it"))
            .help(format!(
                "take `</{name}>` away; or write `<{name}>` where it is to begin; or, to show the tag, `\\</{name}>`"
            ))
        }
        HtmlFaultKind::RustOutsidePre => said(
            "mdBook takes this for a Rust program, and panics, since no `<pre>` is around it".to_owned(),
            "not directly in `<pre>`",
        )
        .help("write it in backticks; or, for a block, fence it with ```` ```rust ````")
        .help("or add a class: `<code class=\"language-rust ignore\">`"),
        HtmlFaultKind::TooDeep => said(
            "this heading nests elements more than 500 deep".to_owned(),
            "mdBook may overflow its stack, and abort",
        )
        .help("look for tags that are opened again and again; close them, or take them away"),
        HtmlFaultKind::OpenComment => said(
            "this comment is never closed".to_owned(),
            "hides everything that follows in its block",
        )
        .help("close it with `-->`; or, to show the sign, write `\\<`"),
        HtmlFaultKind::OpenTag => said(
            format!("the tag `<{name}` is never ended"),
            "lost from here to the end of the block",
        )
        .help("look for a missing `>`, and for a quotation mark that opens a value and does not close it; or, to show the sign, write `&lt;`"),
        HtmlFaultKind::Swallows => said(
            format!("`<{name}>` is never closed, and takes what follows for its content"),
            "no end tag",
        )
        .help(format!(
            "close it with `</{name}>` (a browser passes over the `/` of `<{name}/>`); or, to show the tag, write it in backticks: `` `<{name}>` ``"
        )),
        HtmlFaultKind::Unclosed { known: false, dropped: None } => {
            let tag = text.get(fault.range.clone()).unwrap_or_default();
            said(
                format!("`{tag}` is taken for HTML, and the reader does not see it"),
                "HTML has no such element",
            )
            .help(format!("write it as code: `` `{}` ``; or as text: `\\{tag}`", whole_word(text, &fault.range)))
        }
        HtmlFaultKind::Unclosed { .. } => return None,
    })
}

/// A tag with the word that it is a part of: `Vec<Vec<u8>>` of `<u8>`.
fn whole_word<'a>(text: &'a str, tag: &Range<usize>) -> &'a str {
    let of_word = |char: char| char.is_alphanumeric() || matches!(char, '_' | ':' | '<');
    let before = &text[text[..tag.start].trim_end_matches(of_word).len()..tag.start];
    let before = before.trim_start_matches(['<', ':']);
    let open = before.matches('<').count();
    let behind = text[tag.end..].bytes().take(open);
    let end = tag.end + behind.take_while(|byte| *byte == b'>').count();
    &text[tag.start - before.len()..end]
}

/// The part of a range that stands in its first line.
fn first_line(text: &str, range: &Range<usize>) -> Range<usize> {
    let line = text[range.clone()].lines().next().unwrap_or_default();
    range.start..range.start + line.len()
}
