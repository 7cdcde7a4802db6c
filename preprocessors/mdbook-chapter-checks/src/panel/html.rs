//! A panel as HTML. Everything on one line: a blank line would end it. There is no heading and no id
//! in it, so that neither the table of contents nor the anchors of the page change.

use book_model::{Chapter, ChapterId, Heading, Located, Place, Severity, relative};

use super::Findings;
use super::escape::{message, text};
use super::excerpt::excerpt;
use crate::plugin::NAME;

/// How many findings of a severity a page shows in full.
const SHOWN: usize = 25;
/// How many other pages the first one names.
const PAGES: usize = 50;
/// How many other places of a finding are named.
const PLACES: usize = 6;

/// The panel of a page. Errors are in view, warnings are folded away.
pub(super) fn panel(findings: &Findings<'_>, page: ChapterId) -> String {
    let writer = Writer { findings, page };
    let errors = writer.group(Severity::Error, |title, body| {
        format!("<p class=\"mistakes-sum\"><strong>{title}</strong></p>{body}")
    });
    let warnings = writer.group(Severity::Warning, |title, body| {
        format!("<details><summary><strong>{title}</strong></summary>{body}</details>")
    });
    let class = if errors.is_empty() {
        "mistakes mistakes-warnings"
    } else {
        "mistakes"
    };
    format!(
        "<section class=\"{class}\" aria-label=\"Mistakes {}\" lang=\"en\" dir=\"ltr\">\
         {errors}{warnings}</section>",
        writer.scope()
    )
}

/// The title of a page that mdBook cannot render, in Markdown, with its id, so that links to it hold.
pub(super) fn heading(chapter: &Chapter) -> String {
    let anchor = |heading: &Heading| match heading.anchor.as_str() {
        "" => String::new(),
        anchor => format!(" {{#{anchor}}}"),
    };
    let anchor = chapter.heading().map(anchor).unwrap_or_default();
    match chapter.title().replace(['\n', '\r'], " ").trim() {
        "" => String::new(),
        title => format!("# {}{anchor}\n\n", text(title)),
    }
}

/// The text of such a page.
pub(super) fn source(source: &str) -> String {
    format!(
        "<div class=\"mistakes-source\" dir=\"auto\">\
         <p lang=\"en\">The HTML in this chapter breaks its page. Here is its text:</p>\
         <pre style=\"white-space: pre-wrap\">{}</pre></div>",
        text(source)
    )
}

struct Writer<'a> {
    findings: &'a Findings<'a>,
    page: ChapterId,
}

impl Writer<'_> {
    fn is_first(&self) -> bool {
        self.page == self.findings.first
    }

    fn scope(&self) -> &'static str {
        if self.is_first() {
            "in this book"
        } else {
            "on this page"
        }
    }

    /// What there is of one severity, put together by `whole` from a title and a body.
    fn group(&self, severity: Severity, whole: impl Fn(&str, &str) -> String) -> String {
        let own = self.findings.of(self.page, severity);
        let others = self.findings.count(severity) - own.len();
        let listed = if self.is_first() { others } else { 0 };
        if own.len() + listed == 0 {
            return String::new();
        }
        let said = counted(own.len() + listed, severity.word());
        let title = match self.findings.plugin {
            NAME => format!("{said} {}", self.scope()),
            plugin => format!("{said} {}, found by {}", self.scope(), text(plugin)),
        };
        let mut body: String = own.iter().take(SHOWN).map(|one| finding(one)).collect();
        if !body.is_empty() {
            body = format!("<ol>{body}</ol>");
        }
        body.push_str(&more(own.len(), SHOWN, "on this page"));
        if self.is_first() && others > 0 {
            body.push_str(&self.pages(severity));
        } else if others > 0 {
            let to = self.destination(self.findings.first);
            let more = counted(others, severity.word());
            let link = format!("<a href=\"{to}\">{more} on other pages</a>");
            body.push_str(&format!("<p class=\"mistakes-pages\">{link}</p>"));
        }
        whole(&title, &body)
    }

    /// Links to other pages, and how much each of them has.
    fn pages(&self, severity: Severity) -> String {
        let pages = self.findings.behind_the_first(severity);
        let entry = |&(page, count): &(ChapterId, usize)| {
            let name = text(self.findings.model.chapter(page).name.trim());
            let count = counted(count, severity.word());
            let to = self.destination(page);
            format!("<li><a href=\"{to}\">{name}</a>: {count}</li>")
        };
        let entries: String = pages.iter().take(PAGES).map(entry).collect();
        let more = more(pages.len(), PAGES, "other pages");
        format!(
            "<div class=\"mistakes-pages\"><p>On other pages:</p><ul>{entries}</ul>{more}</div>"
        )
    }

    /// The address of a page. In raw HTML too, mdBook turns `.md` into `.html`.
    fn destination(&self, to: ChapterId) -> String {
        let path = |id: ChapterId| {
            let path = &self.findings.model.chapter(id).path;
            path.as_deref().unwrap_or_default()
        };
        text(&relative(path(self.page), path(to), ""))
    }
}

fn finding(one: &Located) -> String {
    let severity = one.severity.word();
    let (line, column) = one.primary.line_column();
    let place = format!("{}:{line}:{column}", one.primary.file);
    let mut out = format!(
        "<li><p><strong class=\"mistake-{severity}\">{severity}</strong> {}</p>\
         <p class=\"mistake-place\">{}, rule {}</p>{}",
        message(&one.message),
        text(&place),
        text(one.rule),
        excerpt(&one.primary)
    );
    let included = one.primary.included.iter().map(|file| {
        let file = text(file);
        format!("<li>the text comes from {file}, which is included here</li>")
    });
    let places = one.labels.iter().take(PLACES).map(other_place);
    let hidden = one.labels.len().saturating_sub(PLACES);
    let hidden = (hidden > 0).then(|| format!("<li>and {}</li>", counted(hidden, "more place")));
    let help = one.help.iter().map(|help| {
        let help = message(help);
        format!("<li><strong>help</strong>: {help}</li>")
    });
    let items: String = included.chain(places).chain(hidden).chain(help).collect();
    if !items.is_empty() {
        out.push_str(&format!("<ul>{items}</ul>"));
    }
    out + "</li>"
}

fn other_place(place: &Place) -> String {
    let (line, column) = place.line_column();
    let at = text(&format!("{}:{line}:{column}", place.file));
    if place.label.is_empty() {
        format!("<li>{at}</li>")
    } else {
        format!("<li>{at}: {}</li>", message(&place.label))
    }
}

/// What is said of those that are not shown.
fn more(all: usize, shown: usize, what: &str) -> String {
    match all.saturating_sub(shown) {
        0 => String::new(),
        more => format!("<p>and {more} more {what}</p>"),
    }
}

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
