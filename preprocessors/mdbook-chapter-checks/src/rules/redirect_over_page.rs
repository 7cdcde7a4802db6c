//! # redirect-over-page
//!
//! Finds a redirect in `book.toml` that mdBook cannot write, or passes over: its page is there already,
//! or it is no page of the site.
//!
//! For the page of a chapter mdBook refuses to build. At the home page, the printed book and the files
//! of the source folder it passes over the entry, and the old address keeps showing what is there. An
//! entry for a place in a page (`"/a.html#old-place"`) is right where the page is there, but only with
//! the `/` at its beginning.
//!
//! ## Bad
//!
//! ```md
//! //- book.toml
//! [output.html.redirect]
//! "/retries.html" = "budgets.html"
//! //- src/retries.md
//! # Retries
//! //- src/budgets.md
//! # Budgets
//! ```
//!
//! ## Good
//!
//! ```md
//! //- book.toml
//! [output.html.redirect]
//! "/backoff.html" = "budgets.html"
//! "/retries.html#old-name" = "budgets.html"
//! //- src/retries.md
//! # Retries
//! //- src/budgets.md
//! # Budgets
//! ```

use book_model::{Diagnostic, Label, html_path};
use book_plugin::Speller;

use crate::level::Level;
use crate::redirects::{Redirect, Stands, redirects, stands};
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "redirect-over-page",
    level: Level::Deny,
    source: include_str!("redirect_over_page.rs"),
    check: Check::Config(check),
};

fn check(checked: &Checked<'_>, _: &Speller) -> Vec<Diagnostic> {
    let redirects = redirects(checked);
    redirects
        .iter()
        .filter_map(|redirect| diagnostic(checked, redirect))
        .collect()
}

fn diagnostic(checked: &Checked<'_>, redirect: &Redirect<'_>) -> Option<Diagnostic> {
    let key = redirect.key;
    let said = |message: String, label: &str, help: String| {
        let label = Label::new(redirect.key_span.clone(), label);
        Some(Diagnostic::new(RULE.name, message, label).help(help))
    };
    let Some(page) = &redirect.page else {
        return said(
            format!("the redirect `{key}` leads out of the site"),
            "mdBook writes a file outside of its output folder",
            "write the old address from the site's root: `\"/old.html\"`".to_owned(),
        );
    };
    if page.is_empty() || redirect.from.ends_with('/') {
        let folder = page.trim_end_matches('/');
        let slash = if folder.is_empty() { "" } else { "/" };
        let index = format!("{slash}{folder}/index.html");
        return said(
            format!("the redirect `{key}` names a folder"),
            "mdBook writes a redirect as a page",
            if folder.is_empty() {
                "the home page shows the first chapter of SUMMARY.md: change their order there"
                    .to_owned()
            } else {
                format!("write `\"{index}\"`")
            },
        );
    }
    match (stands(checked, page)?, redirect.fragment) {
        (Stands::Chapter(chapter), None) => {
            let refused = redirect.from == format!("/{page}");
            said(
                format!(
                    "the redirect `{key}` begins at the page of the chapter \"{}\"",
                    chapter.title()
                ),
                if refused {
                    "mdBook refuses to build"
                } else {
                    "mdBook passes over it"
                },
                format!(
                    "take the entry away, or the chapter; to redirect a place in the page, write `\"/{page}#old-place\"`"
                ),
            )
        }
        (Stands::Chapter(_), Some(fragment)) => {
            let right = format!("/{page}#{fragment}");
            if key == right {
                return None;
            }
            said(
                format!("the redirect `{key}` is passed over"),
                "mdBook looks for it from the site's root",
                format!("write `\"{right}\"`"),
            )
        }
        (Stands::Home(first), None) => said(
            format!("the redirect `{key}` begins at the home page"),
            "mdBook passes over it",
            format!(
                "the home page shows the first chapter of SUMMARY.md, which is \"{}\": change their order there",
                first.title()
            ),
        ),
        (Stands::Home(first), Some(fragment)) => {
            let own = first.path.as_deref().map(html_path).unwrap_or_default();
            said(
                format!("the redirect `{key}` is passed over"),
                "mdBook looks for it at the first chapter's own page",
                format!("write `\"/{own}#{fragment}\"`, which holds for the home page as well"),
            )
        }
        (Stands::Made, _) => said(
            format!("the redirect `{key}` begins at a page that mdBook makes"),
            "mdBook passes over it",
            "take the entry away".to_owned(),
        ),
        (Stands::File, None) => said(
            format!("the redirect `{key}` begins at a file of the book"),
            "mdBook copies the file over it",
            "take the entry away, or the file".to_owned(),
        ),
        (Stands::File, Some(_)) => None,
    }
}
