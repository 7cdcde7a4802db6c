//! # unclosed-html
//!
//! Finds an HTML element that is never closed.
//!
//! mdBook closes it where the Markdown around it ends, or at the end of the page, so that more or less
//! of the page is in it than was meant: behind an open `<details>` the rest is folded away. mdBook does
//! not know which elements close others, as browsers do: `</ul>` closes nothing while an `<li>` is
//! open. Elements whose end tag HTML lets an author leave out, such as `<p>`, are not looked at by
//! themselves. What is lost to the reader is the matter of `html-that-breaks-the-page`.
//!
//! ## Bad
//!
//! ```md
//! Words that are <b>bold from here on.
//! ```
//!
//! ## Good
//!
//! ```md
//! Words that are <b>bold</b> and
//!
//! <details>
//!
//! words that are folded away.
//!
//! </details>
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
    let faults = chapter.page.html_faults.iter();
    faults
        .filter_map(|fault| match &fault.kind {
            // Text that is lost to the reader.
            HtmlFaultKind::Unclosed {
                known: false,
                dropped: None,
            } => None,
            HtmlFaultKind::Unclosed { dropped, .. } => {
                Some(diagnostic(chapter, fault, dropped.as_ref()))
            }
            _ => None,
        })
        .collect()
}

fn diagnostic(chapter: &Chapter, fault: &HtmlFault, dropped: Option<&DroppedEnd>) -> Diagnostic {
    let name = &fault.name;
    let said = |message: String, label: &str| {
        let span = Span::chapter(chapter.id, fault.range.clone());
        Diagnostic::new(RULE.name, message, Label::new(span, label))
    };
    let Some(dropped) = dropped else {
        return said(format!("`<{name}>` is never closed"), "no end tag")
            .help(format!(
                "close it with `</{name}>`, in the same paragraph or block"
            ))
            .help(format!(
                "or, to show the tag, write it in backticks: `` `<{name}>` ``"
            ));
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
