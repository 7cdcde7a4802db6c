//! The lines of a body lose the indentation that made them a part of it, and nothing else.

use book_model::{Body, Cursor, Definition, Edit};

/// The body of a definition that is taken out of it.
pub(crate) struct Dedent<'a> {
    definition: &'a Definition,
    body: &'a Body,
    text: &'a str,
}

impl<'a> Dedent<'a> {
    pub(crate) fn of(definition: &'a Definition, body: &'a Body, text: &'a str) -> Dedent<'a> {
        Dedent {
            definition,
            body,
            text,
        }
    }

    /// Where the content of its first line begins, and the spaces that stand for the tabs ahead of that.
    pub(crate) fn first_line(&self) -> (usize, String) {
        let content = self.body.content;
        let to = self.definition.container.prefix().len();
        let (end, spaces) = self.behind(content, content.column.abs_diff(to));
        (end, " ".repeat(spaces))
    }

    /// The edits that take the indentation from every other line.
    pub(crate) fn further_lines(&self) -> Vec<Edit> {
        let lines = self.body.content.at..self.body.range.end;
        let mut edits = Vec::new();
        let mut at = lines.start;
        for line in self.text[lines].split_inclusive('\n') {
            // A line that lacks some of what holds the definition goes on lazily, here as there: as far
            // in as it is, it begins nothing.
            if at > self.body.content.at
                && let Some(start) = self.definition.container.skip(self.text, at)
            {
                edits.push(self.line(start));
            }
            at += line.len();
        }
        edits.retain(|edit| !edit.range.is_empty() || !edit.insert.is_empty());
        edits
    }

    /// The edit to a line whose container ends at `start`.
    fn line(&self, start: Cursor) -> Edit {
        let mut end = start;
        let taken = end.take_blank(self.text, self.body.indent);
        let (to, spaces) = self.behind(end, taken);
        // A lazy line is text, whatever it looks like; it is lazy no more when what held it is gone.
        let lazy = taken < self.body.indent && self.text[to..].starts_with(['=', '|', ':']);
        let escape = if lazy { "\\" } else { "" };
        // A tab that reaches across the end of the container is a part of both.
        let (from, across) = match start.part_of_tab() {
            columns if columns > 0 && taken > 0 => (start.at - 1, columns),
            _ => (start.at, 0),
        };
        Edit::replace(from..to, " ".repeat(across + spaces) + escape)
    }

    /// Where the white space ends that is to be written anew when what stands at `from` is moved by so many
    /// columns, and how many columns it has: the rest of a tab, and the tabs behind it, which would reach
    /// other columns.
    fn behind(&self, mut from: Cursor, moved: usize) -> (usize, usize) {
        let blank = &self.text[from.at..self.own(from.at)];
        match blank.rfind('\t') {
            Some(tab) if !moved.is_multiple_of(4) => {
                let end = from.at + tab + 1;
                let columns = from.take_all_blank(self.text, end);
                (end, columns)
            }
            _ => (from.at, from.rest_of_tab()),
        }
    }

    /// Where the white space at `offset` ends that says where its line belongs. What stands behind is its
    /// own: more white space too, in code and raw HTML.
    fn own(&self, offset: usize) -> usize {
        let verbatim = &self.definition.verbatim;
        let next = verbatim.partition_point(|&start| start < offset);
        let rest = &self.text[offset..];
        let end = offset + rest.len() - rest.trim_start_matches([' ', '\t']).len();
        verbatim.get(next).map_or(end, |&start| end.min(start))
    }
}
