//! # unused-allow
//!
//! Finds a comment `<!-- allow: rule, why -->` that lets nothing pass: nothing is wrong with the
//! block behind it, or no longer, or the comment names no rule, or gives no reason.
//!
//! Such a comment says that something is wrong which is not, and would hide the next mistake in
//! its block. A reason tells whoever comes after when it can go. What is wrong in `book.toml` or
//! SUMMARY.md no comment lets pass: there the level of the rule decides.
//!
//! ## Bad
//!
//! ```md
//! //- src/a.md
//! <!-- allow: broken-link, the page is made by another tool -->
//!
//! See [the other chapter](b.md).
//! //- src/b.md
//! # The other chapter
//! ```
//!
//! ## Good
//!
//! ```md
//! //- src/a.md
//! <!-- allow: broken-link, the page is made by another tool -->
//!
//! See [the coverage](coverage/index.html).
//! //- src/b.md
//! # The other chapter
//! ```

use book_model::{Diagnostic, Label, Span};
use book_plugin::Speller;

use crate::level::Level;
use crate::passed::Unused;
use crate::rule::{Check, Checked, Rule};
use crate::rules::RULES;

pub(crate) const RULE: Rule = Rule {
    name: "unused-allow",
    level: Level::Deny,
    source: include_str!("unused_allow.rs"),
    check: Check::Allows(check),
};

fn check(_: &Checked<'_>, unused: &[Unused<'_>]) -> Vec<Diagnostic> {
    let speller = Speller::default();
    unused.iter().map(|one| diagnostic(one, &speller)).collect()
}

fn diagnostic(unused: &Unused<'_>, speller: &Speller) -> Diagnostic {
    let allow = unused.allow;
    let rule = allow.rule.as_str();
    let said = |message: String, label: &str| {
        let span = Span::chapter(unused.chapter, allow.range.clone());
        Diagnostic::new(RULE.name, message, Label::new(span, label))
    };
    let names = RULES.iter().map(|rule| rule.name);
    let known = RULES.iter().find(|known| known.name == rule);
    if known.is_none() {
        let diagnostic = said(format!("no rule is called `{rule}`"), "lets nothing pass");
        return match speller.nearest(rule, names) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help("`mdhub check --explain` lists the rules"),
        };
    }
    if let Some(rule) = known.filter(|rule| !rule.heeds_comments()) {
        let diagnostic = said(
            format!("a comment cannot let `{}` pass", rule.name),
            "lets nothing pass",
        );
        return diagnostic.help(match rule.table() {
            Some(table) => format!(
                "take the comment away; the level stands in book.toml: `{} = \"allow\"` in [preprocessor.{table}]",
                rule.name
            ),
            None => "take the comment away, and put right what is found".to_owned(),
        });
    }
    if allow.why.is_empty() {
        return said(
            format!("this comment does not say why `{rule}` is to be passed over"),
            "no reason, so it lets nothing pass",
        )
        .help(format!(
            "write the reason behind a comma: `<!-- allow: {rule}, why -->`"
        ));
    }
    said(
        format!("`{rule}` finds nothing in the block behind this comment"),
        "lets nothing pass",
    )
    .help("take the comment away, or put it right ahead of the block that it is meant for")
}
