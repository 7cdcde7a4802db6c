//! # code-without-language
//!
//! Finds a fenced block of code that does not say which language it is in.
//!
//! mdBook shows such a block without colours, and editors, code hosts and tests of the examples do not
//! know what to make of it. What is no code says so too: `text` for output and for drawings,
//! `console` for what is typed at a prompt. Blocks that are set off by indentation cannot name a
//! language, and are not looked at.
//!
//! ## Bad
//!
//! ```md
//! # Timeouts
//!
//! ~~~
//! let answer = call.timeout(Duration::from_millis(200)).await;
//! ~~~
//! ```
//!
//! ## Good
//!
//! ```md
//! # Timeouts
//!
//! ~~~rust,ignore
//! let answer = call.timeout(Duration::from_millis(200)).await;
//! ~~~
//!
//! ~~~text
//! error: deadline has elapsed
//! ~~~
//! ```

use book_model::{Chapter, Diagnostic, Label, Span};

use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "code-without-language",
    level: Level::Warn,
    source: include_str!("code_without_language.rs"),
    check: Check::Chapter(check),
};

fn check(_: &Checked<'_>, chapter: &Chapter) -> Vec<Diagnostic> {
    let fences = chapter.page.fences.iter();
    fences
        .filter(|fence| fence.language.is_empty())
        .map(|fence| {
            let span = Span::chapter(chapter.id, fence.opening.clone());
            let label = Label::new(span, "no language behind the fence");
            let help = if fence.first_line.trim_start().starts_with("$ ") {
                "what is typed at a prompt is `console`: write the word right behind the fence"
            } else {
                "write the language right behind the fence, such as `rust` or `toml`; for output, for drawings and for what is in no language, `text`"
            };
            Diagnostic::new(RULE.name, "this block of code names no language", label).help(help)
        })
        .collect()
}
