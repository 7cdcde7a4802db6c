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

    /// The columns of the last tab that are still to be passed.
    pub fn rest_of_tab(&self) -> usize {
        self.rest
    }

    /// The tab of which some columns are still to be passed: its offset, and how many were. A sign of a
    /// quotation may stand behind it: pulldown-cmark 0.13 takes one that the rest of a tab puts too far in.
    pub fn tab(&self) -> Option<(usize, usize)> {
        (self.rest > 0).then(|| (self.stop - 1, self.tab - self.rest))
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

    /// Passes a marker of so many bytes.
    pub fn take_marker(&mut self, width: usize) {
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
