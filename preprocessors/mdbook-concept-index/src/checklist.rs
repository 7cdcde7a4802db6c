//! The shared checklist, at `<!-- checklist -->`: the items of every chapter's, by part and chapter.
//!
//! The items have no boxes here: without a script a box on a page is not the reader's to tick.

use book_model::{
    Chapter, ChapterId, Container, Edit, MarkerKind, Model, escape_html, escape_markdown,
    id_from_content,
};
use book_plugin::Style;

use crate::Writer;

pub(crate) fn edits(model: &Model, style: &Style, chapter: ChapterId, text: &str) -> Vec<Edit> {
    let markers = model.chapter(chapter).page.markers.iter();
    let mut markers = markers
        .filter(|marker| marker.kind == MarkerKind::Checklist)
        .peekable();
    // With nothing to show, the comment stays: nobody sees it. Most chapters have none, and are not to
    // look through all the others.
    if markers.peek().is_none() || sections(model, chapter).is_empty() {
        return Vec::new();
    }
    markers
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

/// A link to the chapter's own checklist.
fn link(writer: &Writer<'_>, chapter: &Chapter) -> String {
    let first = chapter.page.checklist.first();
    let anchor = first.map_or("", |item| &chapter.page.headings[item.heading].anchor);
    writer.link(chapter.id, anchor, &writer.text(chapter.title()))
}

/// The id of a heading in the shared checklist, for the parts and for the chapters.
fn id(kind: &str, name: &str) -> String {
    let name = id_from_content(&name.replace(['/', '.'], "-"));
    escape_html(&format!("{kind}-{name}"))
}

/// Everything on one line: a blank line would end the HTML, and a container's prefix break it.
fn html(model: &Model, from: ChapterId) -> String {
    let writer = Writer {
        model,
        from,
        html: true,
    };
    let mut out = String::from("<div class=\"checklist\">");
    for (part, chapter) in sections(model, from) {
        if let Some(part) = part {
            let id = id("part-checklist", part);
            let link = format!(
                "<a class=\"header\" href=\"#{id}\">{}</a>",
                escape_html(part)
            );
            out.push_str(&format!("<h2 id=\"{id}\">{link}</h2>"));
        }
        let link = link(&writer, chapter);
        let path = chapter.path.as_deref().unwrap_or_default();
        let id = id("checklist", path.trim_end_matches(".md"));
        out.push_str(&format!("<h3 id=\"{id}\">{link}</h3><ul>"));
        for item in &chapter.page.checklist {
            out.push_str(&format!("<li>{}</li>", item.text.html()));
        }
        out.push_str("</ul>");
    }
    out + "</div>"
}

fn markdown(model: &Model, from: ChapterId, container: &Container) -> String {
    let writer = Writer {
        model,
        from,
        html: false,
    };
    let mut lines = Vec::new();
    for (part, chapter) in sections(model, from) {
        if let Some(part) = part {
            lines.extend([format!("## {}", escape_markdown(part)), String::new()]);
        }
        let link = link(&writer, chapter);
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
