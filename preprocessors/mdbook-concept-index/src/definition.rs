//! Definitions get their anchor, `#concept-ID`.
//!
//! For mdBook's own renderer a definition becomes a raw `<dl>` around the Markdown of its body. As a
//! definition list, mdBook would put a second link into the term, and give it an id of its own,
//! which takes the id away from a later heading of the same words. The body is left where it is:
//! its lines lose the indentation that made them part of the definition, and nothing else.

use std::ops::Range;

use book_model::{ChapterId, Container, Definition, Edit, Model, escape_html};
use book_plugin::Style;

use crate::dedent::Dedent;

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
    let container = &definition.container;
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
        let opening = match (index, definition.tight) {
            (0, false) => format!("<dl class=\"concept\">{line}{term}{line}<dd>{blank}{line}"),
            (0, true) => format!("{NO_BLANK_LINE}<dl class=\"concept\">{term}<dd>{line}"),
            (_, false) => format!("{line}</dd>{line}<dd>{blank}{line}"),
            (_, true) => format!("{NO_BLANK_LINE}</dd><dd>{line}"),
        };
        if index > 0 {
            from = body.range.start;
        }
        let dedent = Dedent::of(definition, body, text);
        let (content, blank, mut dedents) = dedent.first_line();
        edits.push(Edit::replace(from..content, opening + &blank));
        dedents.extend(dedent.further_lines());
        // A line inside something that is replaced is gone with it.
        let is_gone = |edit: &Edit| {
            let next = others.partition_point(|other| other.range.end <= edit.range.start);
            others
                .get(next)
                .is_some_and(|other| other.range.start < edit.range.end)
        };
        edits.extend(dedents.into_iter().filter(|edit| !is_gone(edit)));
        if let Some(closing) = &body.closing {
            let end = end_of_content(text, container, &body.range);
            edits.push(Edit::insert(end, format!("{line}{closing}")));
        }
    }
    let end = end_of_content(text, container, &definition.range);
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

/// Where the last line of a definition ends that says something, its line's end left out.
fn end_of_content(text: &str, container: &Container, range: &Range<usize>) -> usize {
    let mut end = range.end;
    loop {
        let line = text[..end]
            .rfind('\n')
            .map_or(0, |at| at + 1)
            .max(range.start);
        let content = container.skip(text, line).map_or(line, |inside| inside.at);
        let empty = text[content.min(end)..end].trim().is_empty();
        if !empty || line == range.start {
            return line + text[line..end].trim_end().len();
        }
        end = line - 1;
    }
}
