//! The lines of a body lose the indentation that made them a part of it, and nothing else.

use book_model::{Body, Cursor, Definition, Edit, item_marker};

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

    /// Where the content of its first line begins, the spaces that stand for the rest of a tab ahead of
    /// that, and the edits to the tabs behind.
    pub(crate) fn first_line(&self) -> (usize, String, Vec<Edit>) {
        let content = self.body.content;
        let to = self.definition.container.prefix().len();
        let tabs = self.tabs_behind(content, content.column.abs_diff(to));
        (content.at, " ".repeat(content.rest_of_tab()), tabs)
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
                edits.extend(self.line(at, start));
            }
            at += line.len();
        }
        edits.retain(|edit| !edit.range.is_empty() || !edit.insert.is_empty());
        edits
    }

    /// The edits to the line at `line`, whose container ends at `start`.
    fn line(&self, line: usize, start: Cursor) -> Vec<Edit> {
        let mut end = start;
        let taken = end.take_blank(self.text, self.body.indent);
        // A lazy line is text, whatever it looks like; it is lazy no more when what held it is gone.
        let lazy = taken < self.body.indent && begins_block(&self.text[end.at..]);
        let escape = if lazy { "\\" } else { "" };
        let (from, ahead) = match start.tab() {
            _ if taken == 0 => (start.at, String::new()),
            None => (start.at, String::new()),
            // It reaches across the end of the container, and is a part of both.
            Some((tab, columns)) if tab + 1 == start.at => (tab, " ".repeat(columns)),
            // It reaches across a sign of the container.
            Some(_) => (line, self.definition.container.prefix().to_owned()),
        };
        let rest = " ".repeat(end.rest_of_tab());
        let first = Edit::replace(from..end.at, ahead + &rest + escape);
        let mut edits = vec![first];
        edits.extend(self.tabs_behind(end, taken));
        edits
    }

    /// The edits that write out the tabs which follow `from` and say where what follows belongs, when all
    /// of it is moved by so many columns: they would reach others.
    fn tabs_behind(&self, mut from: Cursor, moved: usize) -> Vec<Edit> {
        let mut edits = Vec::new();
        if moved.is_multiple_of(4) {
            return edits;
        }
        from.take_blank(self.text, from.rest_of_tab());
        // What stands behind is its own: more white space too, in code and raw HTML.
        let verbatim = &self.definition.verbatim;
        let next = verbatim.partition_point(|&start| start < from.at);
        let end = verbatim.get(next).map_or(self.text.len(), |&start| start);
        let text = &self.text[..end];
        loop {
            match text.as_bytes().get(from.at) {
                Some(b' ') => {
                    from.take_blank(text, 1);
                }
                Some(b'\t') => {
                    let tab = from.at;
                    let columns = from.take_blank(&text[..=tab], usize::MAX);
                    edits.push(Edit::replace(tab..from.at, " ".repeat(columns)));
                }
                _ => match marker(&text[from.at..]) {
                    Some(width) => from.take_marker(width),
                    None => return edits,
                },
            }
        }
    }
}

/// Whether a line may begin something by its first sign, before which a backslash makes text of it.
fn begins_block(line: &str) -> bool {
    let is_sign = line.starts_with(['=', '|', ':', '>']);
    is_sign || line.starts_with(['-', '+', '*']) && marker(line).is_some()
}

/// The length of the sign of a quotation, of a body or of a list item that `line` begins with.
fn marker(line: &str) -> Option<usize> {
    if line.starts_with(['>', ':']) {
        return Some(1);
    }
    item_marker(line.as_bytes())
}
