//! The shared checklist, at `<!-- checklist -->`: the items of every chapter's, by part and chapter.
//!
//! The items have no boxes here: without a script a box on a page is not the reader's to tick.

use std::collections::{HashMap, HashSet};

use book_model::{
    BookPart, Chapter, ChapterId, Container, Edit, Marker, MarkerKind, Model, escape_html,
    id_from_content,
};
use book_plugin::Style;

use crate::Writer;

pub(crate) fn edits(model: &Model, style: &Style, chapter: ChapterId) -> Vec<Edit> {
    let page = &model.chapter(chapter).page;
    // Most chapters have no marker, and are not to look through all the others.
    let is_here = |marker: &Marker| marker.kind == MarkerKind::Checklist;
    if !page.markers.iter().any(is_here) {
        return Vec::new();
    }
    let parts = parts(model, chapter);
    // With nothing to show, the comment stays: nobody sees it.
    if parts.is_empty() {
        return Vec::new();
    }
    let writer = Writer {
        model,
        from: chapter,
        html: style.html,
    };
    page.splice(MarkerKind::Checklist, |marker, number| {
        let above = page.heading_at(marker.range.start);
        let list = List {
            parts: &parts,
            has_titles: parts.iter().any(|(part, _)| part.is_some()),
            below: above.map_or(1, |heading| usize::from(heading.level)),
            other: style.texts.get("other-chapters"),
            writer: &writer,
        };
        if style.html {
            list.html(number)
        } else {
            list.markdown(&marker.container)
        }
    })
}

/// Chapters that stand together, and the part that they stand in.
type Part<'a> = (Option<&'a BookPart>, Vec<&'a Chapter>);

/// The chapters that have a checklist. A page that SUMMARY.md names twice has it once.
fn parts(model: &Model, from: ChapterId) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut seen = HashSet::new();
    for chapter in &model.chapters {
        let is_shown = chapter.id != from
            && !chapter.page.checklist.is_empty()
            && chapter.path.as_ref().is_some_and(|path| seen.insert(path));
        if !is_shown {
            continue;
        }
        let part = chapter.part.as_ref();
        match parts.last_mut() {
            Some((last, chapters)) if *last == part => chapters.push(chapter),
            _ => parts.push((part, vec![chapter])),
        }
    }
    parts
}

/// A shared checklist, below a heading of this level.
struct List<'a> {
    parts: &'a [Part<'a>],
    has_titles: bool,
    below: usize,
    /// What the chapters are called that stand in no part, where others do.
    other: String,
    writer: &'a Writer<'a>,
}

impl List<'_> {
    /// The title above the chapters of a part.
    fn title<'a>(&'a self, part: Option<&'a BookPart>) -> Option<&'a str> {
        let title = part.map_or(self.other.as_str(), |part| &part.title);
        self.has_titles.then_some(title)
    }

    /// The levels of the headings above a part and above a chapter.
    fn levels(&self) -> (usize, usize) {
        let part = self.below + 1;
        let chapter = part + usize::from(self.has_titles);
        (part.min(6), chapter.min(6))
    }

    /// A link to the chapter's own checklist.
    fn link(&self, chapter: &Chapter) -> String {
        let first = chapter.page.checklist.first();
        let anchor = first.map_or("", |item| &chapter.page.headings[item.heading].anchor);
        let title = self.writer.text(chapter.title());
        self.writer.link(chapter.id, anchor, &title)
    }

    /// Everything on one line: a blank line would end the HTML, and a container's prefix break it. The
    /// ids have a full stop in them, which no id made from a heading has; a further list on the page has a
    /// number, and so has a further part of the same title.
    fn html(&self, number: usize) -> String {
        let number = match number {
            0 => String::new(),
            number => (number + 1).to_string(),
        };
        let (part_level, level) = self.levels();
        let mut titles: HashMap<String, usize> = HashMap::new();
        let mut out = String::from("<div class=\"checklist\">");
        for (part, chapters) in self.parts {
            if let Some(title) = self.title(*part) {
                let name = id_from_content(title);
                let times = titles.entry(name.clone()).or_default();
                *times += 1;
                let again = match times {
                    1 => String::new(),
                    times => format!(".{times}"),
                };
                let id = escape_html(&format!("part-checklist{number}.{name}{again}"));
                out.push_str(&format!(
                    "<h{part_level} id=\"{id}\"><a class=\"header\" href=\"#{id}\">{}</a></h{part_level}>",
                    escape_html(title)
                ));
            }
            for chapter in chapters {
                let path = chapter.path.as_deref().unwrap_or_default();
                let id = escape_html(&format!("checklist{number}.{}", without_spaces(path)));
                let link = self.link(chapter);
                out.push_str(&format!("<h{level} id=\"{id}\">{link}</h{level}><ul>"));
                for item in &chapter.page.checklist {
                    out.push_str(&format!("<li>{}</li>", item.text.html()));
                }
                out.push_str("</ul>");
            }
        }
        out + "</div>"
    }

    fn markdown(&self, container: &Container) -> String {
        let (part_level, level) = self.levels();
        let heading =
            |level: usize, text: &str| [format!("{} {text}", "#".repeat(level)), String::new()];
        let mut lines = Vec::new();
        for (part, chapters) in self.parts {
            if let Some(title) = self.title(*part) {
                lines.extend(heading(part_level, &self.writer.text(title)));
            }
            for chapter in chapters {
                lines.extend(heading(level, &self.link(chapter)));
                let items = chapter.page.checklist.iter();
                lines.extend(items.map(|item| format!("- {}", item.text.markdown())));
                lines.push(String::new());
            }
        }
        container.generated("checklist", &lines)
    }
}

/// The path of a page without its ending, as an id, in which no space may stand: different for every page.
fn without_spaces(path: &str) -> String {
    let path = path.strip_suffix(".md").unwrap_or(path);
    let mut id = String::with_capacity(path.len());
    for char in path.chars() {
        if char == '%' || char.is_whitespace() || char.is_control() {
            id.push_str(&format!("%{:X}", u32::from(char)));
        } else {
            id.push(char);
        }
    }
    id
}
