//! # unclosed-html
//!
//! Finds an HTML element that is never closed, and a word such as `<T>` that is taken for one.
//!
//! mdBook closes it where the Markdown around it ends, or at the end of the page, so that more or less
//! of the page is in it than was meant. A word in angle brackets is not shown at all: `Vec<T>` reads as
//! `Vec`. mdBook does not know which elements close others, as browsers do: `</ul>` closes nothing
//! while an `<li>` is open. Elements whose end tag HTML lets an author leave out, such as `<p>`, are not
//! looked at by themselves.
//!
//! ## Bad
//!
//! ```md
//! The function gives a Vec<Node> and keeps the order.
//! ```
//!
//! ## Good
//!
//! ```md
//! The function gives a `Vec<Node>` and <em>keeps</em> the order.
//! ```

use book_model::{Chapter, Diagnostic, DroppedEnd, HtmlFault, HtmlFaultKind, Label, Span};

use super::html_that_breaks_the_page::becomes_html;
use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "unclosed-html",
    level: Level::Warn,
    source: include_str!("unclosed_html.rs"),
    check: Check::Chapter(check),
};

fn check(checked: &Checked<'_>, chapter: &Chapter) -> Vec<Diagnostic> {
    if chapter.path.is_none() || !becomes_html(checked.config) {
        return Vec::new();
    }
    let text = &checked.sources.chapters[chapter.id.0].text;
    let faults = chapter.page.html_faults.iter();
    faults
        .filter_map(|fault| match &fault.kind {
            HtmlFaultKind::Unclosed { known, dropped } => {
                Some(diagnostic(chapter, fault, *known, dropped.as_ref(), text))
            }
            _ => None,
        })
        .collect()
}

fn diagnostic(
    chapter: &Chapter,
    fault: &HtmlFault,
    known: bool,
    dropped: Option<&DroppedEnd>,
    text: &str,
) -> Diagnostic {
    let name = &fault.name;
    let tag = text.get(fault.range.clone()).unwrap_or_default();
    let said = |message: String, label: &str| {
        let span = Span::chapter(chapter.id, fault.range.clone());
        Diagnostic::new(RULE.name, message, Label::new(span, label))
    };
    let Some(dropped) = dropped else {
        if known {
            return said(format!("`<{name}>` is never closed"), "no end tag")
                .help(format!("close it with `</{name}>`, in the same paragraph or block"))
                .help(format!("or, to show the tag, write it in backticks: `` `<{name}>` ``"));
        }
        return said(
            format!("`{tag}` is taken for HTML, and the reader does not see it"),
            "HTML has no such element",
        )
        .help(format!("write it as code, with the words that belong to it: `` `{tag}` ``; or as text: `\\{tag}`"));
    };
    let end = Span::chapter(chapter.id, dropped.range.clone());
    match &dropped.before {
        Some(before) => said(
            format!("`<{name}>` is never closed: `</{name}>` comes while `<{before}>` is open"),
            "stays open",
        )
        .label(end, "mdBook drops this end tag")
        .help(format!("write `</{before}>` ahead of `</{name}>`")),
        None => said(
            format!("`<{name}>` is closed where its paragraph or block ends, ahead of its end tag"),
            "closed at the end of its paragraph or block",
        )
        .label(end, "mdBook drops this end tag")
        .help("put both tags into the same paragraph; or, to hold several blocks, each on a line of its own with a blank line before and behind it"),
    }
}
