//! Definitions get their anchor, `#concept-ID`.
//!
//! For mdBook's own renderer a definition becomes a raw `<dl>` around the Markdown of its body. As a
//! definition list, mdBook would put a second link into the term, and give it an id of its own,
//! which takes the id away from a later heading of the same words. The body is left where it is:
//! its lines lose the indentation that made them part of the definition, and nothing else.

use std::ops::Range;

use book_model::{ChapterId, Container, Definition, Edit, Model, Skipped, columns, escape_html};
use book_plugin::Style;

/// The edits of all definitions of a chapter; `others` are all other edits to it, in order.
pub(crate) fn edits(
    model: &Model,
    style: &Style,
    chapter: ChapterId,
    text: &str,
    others: &[Edit],
) -> Vec<Edit> {
    let page = &model.chapter(chapter).page;
    let mut edits = Vec::new();
    for (index, definition) in page.definitions.iter().enumerate() {
        if definition.nests {
            // Taken apart, it would set free the one inside it, for a second run to take apart.
            continue;
        }
        let again = model
            .duplicates
            .iter()
            .any(|duplicate| (duplicate.chapter, duplicate.definition) == (chapter, index));
        if style.html {
            edits.extend(as_html(definition, text, again, others));
        } else {
            let link = &page.links[definition.link];
            let anchor = if again {
                String::new()
            } else {
                format!("<a id=\"{}\"></a>", escape_html(&definition.anchor()))
            };
            let name = &text[link.range.start + 1..link.tail.start];
            edits.push(Edit::replace(link.range.clone(), format!("{anchor}{name}")));
        }
    }
    edits
}

fn as_html(definition: &Definition, text: &str, again: bool, others: &[Edit]) -> Vec<Edit> {
    let container = Container::at(text, definition.term.start).outdent(definition.indent);
    let (line, blank) = (
        format!("\n{}", container.prefix()),
        format!("\n{}", container.blank()),
    );
    let name = definition.name_inlines.html();
    let term = if again {
        format!("<dt>{name}</dt>")
    } else {
        let anchor = escape_html(&definition.anchor());
        format!("<dt id=\"{anchor}\"><a class=\"header\" href=\"#{anchor}\">{name}</a></dt>")
    };
    let mut edits = Vec::new();
    let mut from = definition.term.start;
    for (index, body) in definition.bodies.iter().enumerate() {
        let marker = Marker::of(text, body, &container);
        let opening = if index == 0 {
            format!("<dl class=\"concept\">{line}{term}{line}<dd>{blank}{line}")
        } else {
            format!("{line}</dd>{line}<dd>{blank}{line}")
        };
        if index > 0 {
            from = marker.start;
        }
        edits.push(Edit::replace(from..marker.content, opening));
        let dedents = dedent(text, marker.content..body.end, &container, marker.columns);
        // A line inside something that is replaced is gone with it.
        let is_gone = |edit: &Edit| {
            let next = others.partition_point(|other| other.range.end <= edit.range.start);
            others
                .get(next)
                .is_some_and(|other| other.range.start < edit.range.end)
        };
        edits.extend(dedents.into_iter().filter(|edit| !is_gone(edit)));
    }
    let end = end_of_content(text, &definition.range);
    let fence = definition
        .open_fence
        .as_ref()
        .map(|fence| format!("{line}{fence}"))
        .unwrap_or_default();
    edits.push(Edit::insert(
        end,
        format!("{fence}{blank}{line}</dd>{line}</dl>{blank}"),
    ));
    edits
}

/// The colon that opens the body of a definition.
struct Marker {
    /// The byte of the colon.
    start: usize,
    /// The first byte of what follows it.
    content: usize,
    /// How far further lines are indented, in columns.
    columns: usize,
}

impl Marker {
    /// By the rule of pulldown-cmark 0.13: up to three spaces, the colon, up to four spaces; with five
    /// or more the content is indented code, and one space belongs to the marker.
    fn of(text: &str, body: &Range<usize>, container: &Container) -> Marker {
        let colon = body.start + text[body.clone()].find(':').unwrap_or_default();
        let line = text[..colon].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let before = &text[line..colon];
        let indent = columns(0, before).saturating_sub(container.skip(before).content);
        let behind = &text[colon + 1..body.end];
        let spaces = behind.len() - behind.trim_start_matches([' ', '\t']).len();
        let blank = behind[spaces..].starts_with(['\n', '\r']);
        let spaces = if spaces >= 5 || blank {
            spaces.min(1)
        } else {
            spaces
        };
        Marker {
            start: colon,
            content: colon + 1 + spaces,
            columns: indent + 1 + spaces,
        }
    }
}

/// Takes up to `wanted` columns of indentation from each line of `range` but the first.
fn dedent(text: &str, range: Range<usize>, container: &Container, wanted: usize) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut at = range.start;
    for (index, line) in text[range].split_inclusive('\n').enumerate() {
        if index > 0 {
            let skipped = container.skip(line);
            let (width, left) = indentation(line, skipped, wanted);
            let from = at + skipped.bytes;
            edits.push(Edit::replace(from..from + width, " ".repeat(left)));
        }
        at += line.len();
    }
    edits.retain(|edit| !edit.range.is_empty());
    edits
}

/// The bytes behind the container that indent `line` by up to this many columns, and the spaces that
/// stand for the rest of a tab that reaches across the container's edge or beyond those columns.
fn indentation(line: &str, skipped: Skipped, wanted: usize) -> (usize, usize) {
    let end = skipped.content + wanted;
    let mut column = skipped.column;
    let mut width = 0;
    for char in line[skipped.bytes..]
        .chars()
        .take_while(|char| matches!(char, ' ' | '\t'))
    {
        if column >= end {
            break;
        }
        column = columns(column, char.encode_utf8(&mut [0; 4]));
        width += 1;
    }
    let across = if width > 0 {
        skipped.content - skipped.column
    } else {
        0
    };
    (width, across + column.saturating_sub(end))
}

/// Where the last line of a definition ends that says something, its line's end left out.
fn end_of_content(text: &str, range: &Range<usize>) -> usize {
    let mut end = range.end;
    loop {
        let line = text[..end]
            .rfind('\n')
            .map_or(0, |at| at + 1)
            .max(range.start);
        let empty = text[line..end]
            .chars()
            .all(|char| char.is_whitespace() || char == '>');
        if !empty || line == range.start {
            return line + text[line..end].trim_end().len();
        }
        end = line - 1;
    }
}
