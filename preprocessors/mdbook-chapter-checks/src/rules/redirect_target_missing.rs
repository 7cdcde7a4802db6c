//! # redirect-target-missing
//!
//! Finds a redirect in `book.toml` that leads to no page, no file and no place of the book, or round in
//! a circle.
//!
//! Whoever follows an old link is sent on to a missing page. A redirect to another redirect is right. A
//! relative target begins at the folder of the old page; one that begins with `/` is looked for below
//! `site-url`. What leads out of the site is not looked at. Entries for nothing but places in a page
//! that is gone are named as well: mdBook refuses them, since a reader without a place has no target.
//!
//! ## Bad
//!
//! ```md
//! //- book.toml
//! [output.html.redirect]
//! "/backoff.html" = "retrys.html"
//! //- src/retries.md
//! # Retries
//! ```
//!
//! ## Good
//!
//! ```md
//! //- book.toml
//! [output.html.redirect]
//! "/backoff.html" = "retries.html#budgets"
//! "/older/backoff.html" = "../backoff.html"
//! "/moved.html" = "https://example.org/moved.html"
//! //- src/retries.md
//! # Retries
//!
//! ## Budgets
//! ```

use std::collections::HashMap;

use book_model::{Chapter, Diagnostic, Label, html_path, relative};
use book_plugin::Speller;

use crate::level::Level;
use crate::redirects::{ByPage, Redirect, Stands, by_page, circles, redirects, stands};
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "redirect-target-missing",
    level: Level::Warn,
    source: include_str!("redirect_target_missing.rs"),
    check: Check::Config(check),
};

fn check(checked: &Checked<'_>, speller: &Speller) -> Vec<Diagnostic> {
    let redirects = redirects(checked);
    let by_page = by_page(&redirects);
    let mut found: Vec<_> = redirects
        .iter()
        .filter_map(|redirect| missing(checked, speller, &by_page, redirect))
        .collect();
    let circles = circles(checked, &redirects, &by_page);
    found.extend(
        circles
            .iter()
            .map(|circle| circle_diagnostic(&redirects, circle)),
    );
    found.extend(without_default(checked, &redirects));
    found
}

fn missing(
    checked: &Checked<'_>,
    speller: &Speller,
    by_page: &ByPage<'_>,
    redirect: &Redirect<'_>,
) -> Option<Diagnostic> {
    let (path, place) = redirect.target(checked.config)?;
    let said = |message: String, label: &str| {
        Diagnostic::new(
            RULE.name,
            message,
            Label::new(redirect.to_span.clone(), label),
        )
    };
    // Servers find a page without its ending.
    let ways = [
        path.clone(),
        format!("{path}.html"),
        format!("{path}/index.html"),
    ];
    let redirected = |way: &String| by_page.contains_key(&(way.as_str(), None));
    let standing = ways.iter().find_map(|way| stands(checked, way));
    let Some(standing) = standing else {
        if ways.iter().any(redirected) {
            return None;
        }
        let message = format!("a redirect leads to `{path}`, which the book does not have");
        let diagnostic = said(message, "leads nowhere");
        return Some(diagnostic.help(help(checked, speller, redirect, &path)));
    };
    let (Stands::Chapter(chapter) | Stands::Home(chapter)) = standing else {
        return None;
    };
    let place = place?;
    let place = place.split(":~:").next().unwrap_or_default();
    let anchors = &chapter.page.anchors;
    if place.is_empty()
        || anchors.contains_key(place)
        || by_page.contains_key(&(path.as_str(), Some(place)))
    {
        return None;
    }
    let mut known: Vec<_> = anchors.keys().map(String::as_str).collect();
    known.sort_unstable();
    let message = format!("a redirect leads to `#{place}`, which `{path}` does not have");
    let help = match speller.nearest(place, known.into_iter()) {
        Some(near) => format!("did you mean `#{near}`?"),
        None => format!("correct it, or give a heading of the page this id: `{{#{place}}}`"),
    };
    Some(said(message, "no such place in the page").help(help))
}

fn help(checked: &Checked<'_>, speller: &Speller, redirect: &Redirect<'_>, path: &str) -> String {
    let written = |page: &str| {
        // As the author writes them: from the site's root, or from the old page.
        let folder = redirect
            .to
            .strip_suffix(path)
            .filter(|folder| folder.starts_with('/'));
        match folder {
            Some(folder) => format!("{folder}{page}"),
            None => relative(redirect.page.as_deref().unwrap_or_default(), page, ""),
        }
    };
    let page = |chapter: &Chapter| chapter.path.as_deref().map(html_path);
    // Named as its source is.
    let meant = checked
        .model
        .chapter_at(path)
        .map(|id| checked.model.chapter(id));
    if let Some(page) = meant.and_then(page) {
        return format!(
            "mdBook writes this chapter as `{page}`: write `{}`",
            written(&page)
        );
    }
    let pages: Vec<_> = checked.model.chapters.iter().filter_map(page).collect();
    match speller.nearest_path(path, pages.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{}`?", written(near)),
        None => "lead it to the page that took the old one's place".to_owned(),
    }
}

fn circle_diagnostic(redirects: &[Redirect<'_>], circle: &[usize]) -> Diagnostic {
    let first = &redirects[circle[0]];
    let message = match circle.len() {
        1 => format!("the redirect `{}` leads to itself", first.key),
        length => format!("{length} redirects lead round in a circle"),
    };
    let label = Label::new(first.to_span.clone(), "never arrives");
    let diagnostic = Diagnostic::new(RULE.name, message, label);
    let rest = circle[1..].iter().map(|index| &redirects[*index]);
    rest.fold(diagnostic, |diagnostic, redirect| {
        diagnostic.label(redirect.to_span.clone(), "leads on in the circle")
    })
    .help("lead one of them to a page of the book")
}

/// Places in a page that is gone, without an entry for the page itself: the first of each page.
fn without_default(checked: &Checked<'_>, redirects: &[Redirect<'_>]) -> Vec<Diagnostic> {
    let mut first: HashMap<&str, Option<&Redirect<'_>>> = HashMap::new();
    for redirect in redirects {
        match redirect.fragment {
            None => first.insert(redirect.from, None),
            Some(_) => first.insert(
                redirect.from,
                match first.get(redirect.from) {
                    Some(known) => *known,
                    None => Some(redirect),
                },
            ),
        };
    }
    let gone = |redirect: &&Redirect<'_>| {
        // The output folder itself is always there.
        let page = redirect.page.as_deref().filter(|page| !page.is_empty());
        page.is_some_and(|page| matches!(stands(checked, page), None | Some(Stands::File)))
    };
    let mut gone: Vec<_> = first.into_values().flatten().filter(gone).collect();
    gone.sort_by_key(|redirect| redirect.key);
    gone.into_iter()
        .map(|redirect| {
            let from = redirect.from;
            let message =
                format!("only places in `{from}` are redirected, and the page is not there");
            let label = Label::new(redirect.key_span.clone(), "mdBook refuses to build");
            Diagnostic::new(RULE.name, message, label).help(format!(
                "add where the page itself leads: `\"{from}\" = \"{}\"`",
                redirect.to.split('#').next().unwrap_or_default()
            ))
        })
        .collect()
}
