//! The shared checklist, at `<!-- checklist -->`: the items of every chapter's, by part and chapter.
//!
//! The items have no boxes here: without a script a box on a page is not the reader's to tick.

use book_model::{
    Chapter, ChapterId, Container, Edit, MarkerKind, Model, escape_html, escape_markdown,
    id_from_content,
};

use crate::{Style, html_link, markdown_link};

pub(crate) fn edits(model: &Model, style: &Style, chapter: ChapterId, text: &str) -> Vec<Edit> {
    // With nothing to show, the comment stays: nobody sees it.
    if sections(model, chapter).is_empty() {
        return Vec::new();
    }
    let markers = model.chapter(chapter).page.markers.iter();
    markers
        .filter(|marker| marker.kind == MarkerKind::Checklist)
        .map(|marker| {
            let container = Container::at(text, marker.range.start);
            let generated = if style.html {
                html(model, chapter)
            } else {
                markdown(model, chapter, &container)
            };
            Edit::replace(
                marker.range.clone(),
                format!("{generated}\n{}", container.blank()),
            )
        })
        .collect()
}

/// The chapters that have a checklist; with the first of a part goes its title.
fn sections(model: &Model, from: ChapterId) -> Vec<(Option<&str>, &Chapter)> {
    let mut last: Option<&str> = None;
    let chapters = model.chapters.iter();
    chapters
        .filter(|chapter| {
            chapter.id != from && chapter.path.is_some() && !chapter.page.checklist.is_empty()
        })
        .map(|chapter| {
            let part = chapter.part.as_deref();
            let title = part.filter(|_| part != last);
            last = part;
            (title, chapter)
        })
        .collect()
}

/// The anchor of the chapter's own checklist.
fn anchor(chapter: &Chapter) -> &str {
    let first = chapter.page.checklist.first();
    first.map_or("", |item| &chapter.page.headings[item.heading].anchor)
}

/// Everything on one line: a blank line would end the HTML, and a container's prefix break it.
fn html(model: &Model, from: ChapterId) -> String {
    let mut out = String::from("<div class=\"checklist\">");
    for (part, chapter) in sections(model, from) {
        if let Some(part) = part {
            let id = escape_html(&format!("checklist-{}", id_from_content(part)));
            out.push_str(&format!("<h2 id=\"{id}\">{}</h2>", escape_html(part)));
        }
        let link = html_link(model, from, chapter.id, anchor(chapter), chapter.title());
        let id = escape_html(&format!("checklist-{}", id_from_content(chapter.title())));
        out.push_str(&format!("<h3 id=\"{id}\">{link}</h3><ul>"));
        for item in &chapter.page.checklist {
            out.push_str(&format!("<li>{}</li>", item.text.html()));
        }
        out.push_str("</ul>");
    }
    out + "</div>"
}

fn markdown(model: &Model, from: ChapterId, container: &Container) -> String {
    let mut lines = Vec::new();
    for (part, chapter) in sections(model, from) {
        if let Some(part) = part {
            lines.extend([format!("## {}", escape_markdown(part)), String::new()]);
        }
        let link = markdown_link(model, from, chapter.id, anchor(chapter), chapter.title());
        lines.extend([format!("### {link}"), String::new()]);
        lines.extend(
            chapter
                .page
                .checklist
                .iter()
                .map(|item| format!("- {}", item.text.markdown())),
        );
        lines.push(String::new());
    }
    container.generated("checklist", &lines)
}
