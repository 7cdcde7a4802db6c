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
            .binary_search_by_key(&(chapter, index), |one| (one.chapter, one.definition))
            .is_ok();
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
        let opening = match (index, definition.tight) {
            (0, false) => format!("<dl class=\"concept\">{line}{term}{line}<dd>{blank}{line}"),
            (0, true) => format!("{NO_BLANK_LINE}<dl class=\"concept\">{term}<dd>{line}"),
            (_, false) => format!("{line}</dd>{line}<dd>{blank}{line}"),
            (_, true) => format!("{NO_BLANK_LINE}</dd><dd>{line}"),
        };
        if index > 0 {
            from = body.start;
        }
        let rest_of_tab = " ".repeat(marker.rest_of_tab);
        edits.push(Edit::replace(
            from..marker.content,
            format!("{opening}{rest_of_tab}"),
        ));
        let lines = marker.content..body.end;
        let dedents = dedent(
            text,
            lines,
            &container,
            marker.columns,
            &definition.verbatim,
        );
        // A line inside something that is replaced is gone with it.
        let is_gone = |edit: &Edit| {
            let next = others.partition_point(|other| other.range.end <= edit.range.start);
            others
                .get(next)
                .is_some_and(|other| other.range.start < edit.range.end)
        };
        edits.extend(dedents.into_iter().filter(|edit| !is_gone(edit)));
        if let Some(closing) = &definition.closings[index] {
            let end = end_of_content(text, body);
            edits.push(Edit::insert(end, format!("{line}{closing}")));
        }
    }
    let end = end_of_content(text, &definition.range);
    let closing = if definition.tight {
        // For mdBook's parser no line of HTML ends in a carriage return alone.
        let behind = &text.as_bytes()[end..];
        let lone_return = behind.first() == Some(&b'\r') && behind.get(1) != Some(&b'\n');
        let line_end = if lone_return { "\n" } else { "" };
        format!("{line}{NO_BLANK_LINE}</dd></dl>{line_end}")
    } else {
        format!("{blank}{line}</dd>{line}</dl>{blank}")
    };
    edits.push(Edit::insert(end, closing));
    edits
}

/// HTML that begins with a comment ends with its line (CommonMark 0.31, section 4.6), so that no blank
/// line has to stand between it and the text: one would set the items of a list apart.
const NO_BLANK_LINE: &str = "<!-- concept -->";

/// The colon that opens the body of a definition, with the white space behind it.
struct Marker {
    /// The first byte of what follows it.
    content: usize,
    /// The columns of a tab ahead of `content` that are a part of what follows.
    rest_of_tab: usize,
    /// How far further lines are indented, in columns.
    columns: usize,
}

impl Marker {
    /// By the rule of pulldown-cmark 0.13: up to three columns, the colon, up to four columns; with five
    /// or more the content is indented code, and one column belongs to the marker.
    fn of(text: &str, body: &Range<usize>, container: &Container) -> Marker {
        let colon = body.start;
        let line = text[..colon].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let before = &text[line..colon];
        let start = columns(0, before);
        let indent = start.saturating_sub(container.skip(before).content);
        let behind = &text[colon + 1..body.end];
        let blank = &behind[..behind.len() - behind.trim_start_matches([' ', '\t']).len()];
        let all = columns(start + 1, blank) - (start + 1);
        let wanted = if all >= 5 { 1 } else { all };
        // One column of white space is one byte, be it a space or a part of a tab.
        let width = if all >= 5 { 1 } else { blank.len() };
        let taken = columns(start + 1, &blank[..width]) - (start + 1);
        Marker {
            content: colon + 1 + width,
            rest_of_tab: taken - wanted,
            columns: indent + 1 + wanted,
        }
    }
}

/// Takes up to `wanted` columns of indentation from each line of `range` but the first. Where a line of
/// `verbatim` begins, its white space is its own.
fn dedent(
    text: &str,
    range: Range<usize>,
    container: &Container,
    wanted: usize,
    verbatim: &[usize],
) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut at = range.start;
    for (index, line) in text[range].split_inclusive('\n').enumerate() {
        let skipped = container.skip(line);
        // A line that lacks a sign of the quotation goes on lazily, here as there: as far in as it is, it
        // begins nothing.
        if index > 0 && skipped.whole {
            let next = verbatim.partition_point(|&start| start < at);
            let own = verbatim.get(next).map_or(line.len(), |&start| start - at);
            let (width, left) = indentation(line, skipped, wanted, own);
            let from = at + skipped.bytes;
            let rest = &line[skipped.bytes + width..];
            // A lazy line is text, whatever it looks like; it is lazy no more when what held it is gone.
            let indent = columns(skipped.content, &line[skipped.bytes..][..width]);
            let lazy = indent < skipped.content + wanted;
            let escape = if lazy && rest.starts_with(['=', '|', ':']) {
                "\\"
            } else {
                ""
            };
            edits.push(Edit::replace(from..from + width, " ".repeat(left) + escape));
        }
        at += line.len();
    }
    edits.retain(|edit| !edit.range.is_empty() || !edit.insert.is_empty());
    edits
}

/// The bytes behind the container that indent `line` by up to this many columns, and the spaces that
/// stand for the rest of a tab that reaches across the container's edge or beyond those columns, and for
/// the tabs behind, which would reach other columns when they are moved. From byte `own` on, nothing is
/// indentation.
fn indentation(line: &str, skipped: Skipped, wanted: usize, own: usize) -> (usize, usize) {
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
    let behind = line.get(skipped.bytes + width..own.min(line.len()));
    let behind = behind.unwrap_or_default();
    let blank = behind.len() - behind.trim_start_matches([' ', '\t']).len();
    if !wanted.is_multiple_of(4)
        && let Some(tab) = behind[..blank].rfind('\t')
    {
        column = columns(column, &behind[..=tab]);
        width += tab + 1;
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
