//! A place in a line, by bytes and by columns.

/// A place in a line, by bytes and by columns: one may be inside a tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The offset of the next byte.
    pub at: usize,
    /// The column: 0 at the line's beginning.
    pub column: usize,
    /// The last place that is known to be at a tab stop.
    stop: usize,
    /// How many columns the last tab has.
    tab: usize,
    /// How many of them are still to be passed.
    rest: usize,
}

impl Cursor {
    /// At the beginning of a line, or of what is counted like one.
    pub(crate) fn at(at: usize) -> Cursor {
        Cursor {
            at,
            column: 0,
            stop: at,
            tab: 0,
            rest: 0,
        }
    }

    /// The columns of the tab ahead of `at` that are still to be passed.
    pub fn rest_of_tab(&self) -> usize {
        self.rest
    }

    /// The columns that were passed of the tab ahead of `at`, where some are still to be.
    pub fn part_of_tab(&self) -> usize {
        if self.rest > 0 {
            self.tab - self.rest
        } else {
            0
        }
    }

    /// Passes up to `wanted` columns of white space, and says how many there were.
    pub fn take_blank(&mut self, text: &str, wanted: usize) -> usize {
        let mut taken = 0;
        while taken < wanted {
            if self.rest > 0 {
                let part = self.rest.min(wanted - taken);
                self.rest -= part;
                taken += part;
                continue;
            }
            match text.as_bytes().get(self.at) {
                Some(b' ') => {
                    self.at += 1;
                    taken += 1;
                }
                Some(b'\t') => {
                    // A tab goes to the next multiple of four (CommonMark 0.31, section 2.2).
                    self.tab = 4 - (self.at - self.stop) % 4;
                    self.at += 1;
                    (self.stop, self.rest) = (self.at, self.tab);
                }
                _ => break,
            }
        }
        self.column += taken;
        taken
    }

    /// Passes all white space that ends ahead of `end`, and says how many columns there were.
    pub fn take_all_blank(&mut self, text: &str, end: usize) -> usize {
        self.take_blank(&text[..end], usize::MAX)
    }

    /// Passes a marker of so many bytes.
    pub(crate) fn take_marker(&mut self, width: usize) {
        self.at += width;
        self.column += width;
    }

    /// Passes the white space that belongs to the marker of a list item or of a body, and says how much
    /// a further line is indented for it: all of it, or one column where there is so much that what
    /// follows is indented code.
    pub(crate) fn take_space(&mut self, text: &str, is_body: bool) -> usize {
        let mut all = *self;
        let columns = all.take_blank(text, 5);
        if columns < 5 && (is_body || !all.is_at_end(text)) {
            *self = all;
            return columns;
        }
        self.take_blank(text, 1);
        1
    }

    /// Whether the line, or the text, ends here.
    pub(crate) fn is_at_end(&self, text: &str) -> bool {
        matches!(text.as_bytes().get(self.at), None | Some(b'\n' | b'\r'))
    }
}
