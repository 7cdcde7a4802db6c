//! # include-missing
//!
//! Finds an include of which nothing comes: the file is not there or is not UTF-8, the anchor or the
//! lines are not in it, or files include each other in a circle.
//!
//! mdBook builds the book all the same. Where there is no file, the reader sees the directive itself;
//! where the anchor or the lines are missing, an empty block; a circle is cut off ten files deep. Code is
//! moved and shortened more often than the chapters that show it. Directives are read as mdBook
//! reads them, in code blocks too: to show one, write a backslash before it. What is included in an
//! included file is looked at as well. Chapters made by a plugin are not, nor is a book that switches
//! mdBook's `links` off.
//!
//! ## Bad
//!
//! ```md
//! //- src/a.md
//! {{#include code.rs:budget}}
//! //- src/code.rs
//! // ANCHOR: retries
//! const RETRIES: u32 = 3;
//! // ANCHOR_END: retries
//! ```
//!
//! ## Good
//!
//! ```md
//! //- src/a.md
//! {{#include code.rs:retries}}
//!
//! To show a directive: \{{#include no-such-file.rs}}
//! //- src/code.rs
//! // ANCHOR: retries
//! const RETRIES: u32 = 3;
//! // ANCHOR_END: retries
//! ```

use book_model::{Diagnostic, Form, Include, Label, Part, file_name};
use book_plugin::Speller;

use crate::includes::{DEEPEST, FaultKind, Found};
use crate::level::Level;
use crate::path::folder_of;
use crate::rule::{Check, Checked, Rule, Shared};

pub(crate) const RULE: Rule = Rule {
    name: "include-missing",
    level: Level::Deny,
    source: include_str!("include_missing.rs"),
    check: Check::Shared(check),
};

fn check(checked: &Checked<'_>, speller: &Speller) -> Vec<Shared> {
    let found = checked.includes().iter();
    found
        .filter_map(|one| diagnostic(checked, speller, one))
        .collect()
}

fn diagnostic(checked: &Checked<'_>, speller: &Speller, found: &Found) -> Option<Shared> {
    let fault = &found.fault;
    let file = &fault.include.file;
    let (message, label, help) = match &fault.kind {
        FaultKind::NoFile(path) => (
            format!("there is no file `{path}` to include"),
            "the reader sees this directive".to_owned(),
            help_for_file(checked, speller, &fault.include, path),
        ),
        FaultKind::NotText => (
            format!("the file `{file}` cannot be read as UTF-8"),
            "the reader sees this directive".to_owned(),
            "save it as UTF-8; a picture or another file of that kind is linked to: `![what it shows](picture.png)`".to_owned(),
        ),
        FaultKind::NoAnchor(known) => {
            let Part::Anchor(name) = &fault.include.part else {
                return None;
            };
            let names = known.iter().map(String::as_str);
            let help = match speller.nearest(name, names) {
                Some(near) => format!("did you mean `{file}:{near}`?"),
                None => format!("mark the part in the file: `ANCHOR: {name}` in a comment ahead of it, `ANCHOR_END: {name}` behind it"),
            };
            (
                format!("the file `{file}` has no anchor `{name}`"),
                "nothing is included".to_owned(),
                help,
            )
        }
        FaultKind::NoLines(lines) => (
            format!("the file `{file}` has no such lines"),
            format!("it has {lines} lines, so nothing is included"),
            "correct the range; an anchor in the file moves with its lines: `// ANCHOR: name`".to_owned(),
        ),
        FaultKind::Circle => (
            format!("the file `{file}` is included in itself"),
            format!("mdBook goes round {DEEPEST} times, and drops the rest"),
            "take one of the includes out of the circle; an include of another part, by an anchor, is none".to_owned(),
        ),
        FaultKind::TooDeep => (
            format!("the includes below `{file}` go more than {DEEPEST} files deep"),
            "mdBook drops what lies deeper".to_owned(),
            "include the innermost file more directly".to_owned(),
        ),
        FaultKind::Outside(_) | FaultKind::Absolute => return None,
    };
    Some(at_directives(RULE.name, found, message, &label, help))
}

/// A diagnostic at the chapters' own directives, which names the place of one in an included file.
pub(super) fn at_directives(
    rule: &'static str,
    found: &Found,
    message: String,
    label: &str,
    help: impl Into<String>,
) -> Shared {
    let (message, label) = match &found.fault.inside {
        Some((file, line)) => (
            format!("{message}, in line {line} of `{file}`"),
            "includes that file",
        ),
        None => (message, label),
    };
    let label = Label::new(found.first.clone(), label);
    Shared {
        diagnostic: Diagnostic::new(rule, message, label).help(help),
        others: found.others.clone(),
    }
}

fn help_for_file(
    checked: &Checked<'_>,
    speller: &Speller,
    include: &Include,
    path: &str,
) -> String {
    let written = &include.file;
    if let (Form::Playground(_), Some((file, part))) = (&include.form, written.split_once(':')) {
        return format!(
            "`playground` takes whole files; for a part write `{{{{#include {file}:{part}}}}}` in a block of code"
        );
    }
    let names = checked.files.names_in(folder_of(path));
    let name = file_name(written);
    match speller.nearest_path(name, names.iter().map(String::as_str)) {
        Some(near) => {
            let folder = &written[..written.len() - name.len()];
            format!("did you mean `{folder}{near}`?")
        }
        None => "correct the path, which begins at the folder of the file that includes; to show a directive, write a backslash ahead of it: `\\{{#include ...}}`".to_owned(),
    }
}
