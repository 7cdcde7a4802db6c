//! The lines of a file that a finding is about.

use std::ops::Range;

use book_model::{Place, char_boundary, line_column};

use super::escape::{message, text};

/// How many lines are shown of a place that goes over several.
const LINES: usize = 3;
/// How much of a long line is shown ahead of what is meant, of that itself, and behind it, in bytes.
const AROUND: usize = 160;

/// The lines of the place with their numbers, what is meant underlined, and what is to be said of
/// it. Nothing where there is no line to see.
pub(super) fn excerpt(place: &Place) -> String {
    let meant = within(&place.text, &place.range);
    let (number, _) = line_column(&place.text, meant.start);
    let mut lines = lines(&place.text, &meant);
    if lines
        .iter()
        .all(|line| place.text[line.clone()].trim().is_empty())
    {
        return String::new();
    }
    let more = lines.len() > LINES;
    lines.truncate(LINES);
    let width = (number + lines.len() - 1).to_string().len();
    let rows = lines.into_iter().enumerate().map(|(index, line)| {
        let number = number + index;
        format!("{number:>width$} | {}", row(&place.text, line, &meant))
    });
    let more = more.then(|| format!("{:width$} | …", ""));
    let label = (!place.label.is_empty()).then(|| {
        let label = message(&place.label);
        format!("{:width$} | <strong>{label}</strong>", "")
    });
    let rows: Vec<_> = rows.chain(more).chain(label).collect();
    // A long line would widen a page that has no style of ours.
    format!(
        "<pre style=\"white-space: pre-wrap\">{}</pre>",
        rows.join("&#10;")
    )
}

/// A line, with the part of it that is meant.
fn row(source: &str, line: Range<usize>, meant: &Range<usize>) -> String {
    let start = meant.start.clamp(line.start, line.end);
    let whole = meant.end.clamp(start, line.end);
    let end = char_boundary(source, whole.min(start + AROUND)).max(start);
    let from = char_boundary(source, start.saturating_sub(AROUND)).max(line.start);
    let to = if end < whole {
        end
    } else {
        char_boundary(source, (end + AROUND).min(line.end)).max(end)
    };
    let cut = |cut: bool| if cut { "…" } else { "" };
    let underlined = match &source[start..end] {
        "" => String::new(),
        part => format!("<u>{}</u>", text(part)),
    };
    format!(
        "{}{}{underlined}{}{}",
        cut(from > line.start),
        text(&source[from..start]),
        text(&source[end..to]),
        cut(to < line.end)
    )
}

/// The whole lines that a range touches, without their ends; one more than is shown at most.
fn lines(source: &str, range: &Range<usize>) -> Vec<Range<usize>> {
    let mut start = source[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let mut lines = Vec::new();
    loop {
        let end = source[start..].find('\n').map(|at| start + at);
        let line = source[start..end.unwrap_or(source.len())].trim_end_matches('\r');
        lines.push(start..start + line.len());
        match end {
            Some(end) if end + 1 < range.end && lines.len() <= LINES => start = end + 1,
            _ => return lines,
        }
    }
}

/// The range inside the text and on the boundaries of characters.
fn within(source: &str, range: &Range<usize>) -> Range<usize> {
    let start = char_boundary(source, range.start);
    start..char_boundary(source, range.end).max(start)
}
