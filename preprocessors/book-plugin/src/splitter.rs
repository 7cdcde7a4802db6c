//! Takes the items out of the JSON of a book, as they come.
//!
//! mdBook sends `[CONTEXT, {"items": [ITEM, ...]}]`. A reader of JSON would give nothing of it away before
//! all of it is there, or would look at it byte by byte; this looks for the ends of the items alone, and
//! leaves it to serde to say what each of them is, and whether what is left is JSON at all.

use memchr::memchr2;

/// What was found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    /// The context, whole.
    Context(&'a [u8]),
    /// The next item of the book, whole.
    Item(Vec<u8>),
}

/// How far the JSON was read.
#[derive(Debug, Default)]
pub(crate) struct Splitter {
    /// Everything but the items, with a 0 in the place of each.
    frame: Vec<u8>,
    /// As much as there is of the next item.
    item: Vec<u8>,
    place: Place,
    /// How many arrays and objects are open.
    depth: usize,
    in_string: bool,
    /// Whether what comes next is escaped by a backslash.
    escaped: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Place {
    #[default]
    Context,
    Book,
    Items,
}

impl Splitter {
    /// Everything but the items, with a 0 in the place of each.
    pub(crate) fn into_frame(mut self) -> Vec<u8> {
        // What breaks off inside an item is no JSON without it either.
        self.frame.append(&mut self.item);
        self.frame
    }

    /// Reads on; `found` gets each part that is whole now.
    pub(crate) fn feed(&mut self, piece: &[u8], mut found: impl FnMut(Part<'_>)) {
        let mut at = 0;
        while at < piece.len() {
            let start = at;
            if !self.in_string {
                at += 1;
                self.outside(piece[start], &mut found);
                continue;
            }
            if std::mem::take(&mut self.escaped) {
                at += 1;
            } else if let Some(to) = memchr2(b'"', b'\\', &piece[at..]) {
                at += to + 1;
                self.escaped = piece[at - 1] == b'\\';
                self.in_string = self.escaped;
            } else {
                at = piece.len();
            }
            self.put(&piece[start..at]);
        }
    }

    /// A byte that is no part of a string.
    fn outside(&mut self, byte: u8, found: &mut impl FnMut(Part<'_>)) {
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        match (self.place, byte, self.depth) {
            (Place::Context, b',', 1) => {
                let frame = self.frame.trim_ascii_start();
                let context = frame.strip_prefix(b"[").unwrap_or(frame);
                found(Part::Context(context));
                self.place = Place::Book;
            }
            (Place::Items, b',', 3) | (Place::Items, b']', 2) => {
                if self.item.trim_ascii().is_empty() {
                    self.frame.append(&mut self.item);
                } else {
                    self.frame.push(b'0');
                    found(Part::Item(std::mem::take(&mut self.item)));
                }
                self.frame.push(byte);
                if byte == b']' {
                    self.place = Place::Book;
                }
                return;
            }
            _ => {}
        }
        self.put(&[byte]);
        if self.place == Place::Book && (byte, self.depth) == (b'[', 3) && self.is_items() {
            self.place = Place::Items;
        }
    }

    /// Whether the array that was opened last is that of the items.
    fn is_items(&self) -> bool {
        let key = self.frame.strip_suffix(b"[").map(<[u8]>::trim_ascii_end);
        let key = key.and_then(|key| key.strip_suffix(b":"));
        let ahead = key.and_then(|key| key.trim_ascii_end().strip_suffix(b"\"items\""));
        ahead.is_some_and(|ahead| {
            ahead.trim_ascii_end().ends_with(b"{") || ahead.trim_ascii_end().ends_with(b",")
        })
    }

    fn put(&mut self, bytes: &[u8]) {
        if self.place == Place::Items {
            self.item.extend_from_slice(bytes);
        } else {
            self.frame.extend_from_slice(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The context, the items and the frame of a text that comes in pieces of this size.
    fn split(text: &str, size: usize) -> (Option<String>, Vec<String>, String) {
        let utf8 = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let mut splitter = Splitter::default();
        let (mut context, mut items) = (None, Vec::new());
        for piece in text.as_bytes().chunks(size) {
            splitter.feed(piece, |part| match part {
                Part::Context(json) => context = Some(utf8(json)),
                Part::Item(json) => items.push(utf8(&json)),
            });
        }
        (context, items, utf8(&splitter.into_frame()))
    }

    #[test]
    fn items_are_taken_out_whatever_the_pieces() {
        let text = r#"[{"items":[1],"a":"],[\"{"},{"x":[7],"items": ["A",{"b":[1,"\\"],"c":"]\","} , 3],"items2":[8]}]"#;
        let frame =
            r#"[{"items":[1],"a":"],[\"{"},{"x":[7],"items": [0,0,0],"items2":[8]}]"#.to_owned();
        let context = Some(r#"{"items":[1],"a":"],[\"{"}"#.to_owned());
        let items = ["\"A\"", r#"{"b":[1,"\\"],"c":"]\","} "#, " 3"].map(str::to_owned);
        for size in 1..text.len() + 1 {
            let whole = (context.clone(), items.to_vec(), frame.clone());
            assert_eq!(split(text, size), whole, "{size}");
        }
    }

    #[test]
    fn what_is_no_book_stays_as_it_is() {
        for text in [
            "",
            "{}",
            "]]]",
            "[1]",
            "[1,{\"items\":[]}]",
            "[1,[[2]]]",
            "[1,{\"items\":{}}]",
        ] {
            let (_, items, frame) = split(text, 3);
            assert_eq!((items, frame), (Vec::new(), text.to_owned()));
        }
        let (_, items, frame) = split("[1,{\"items\":[2,{\"a\":\"b", 3);
        assert_eq!(
            (items, frame.as_str()),
            (vec!["2".to_owned()], "[1,{\"items\":[0,{\"a\":\"b")
        );
    }
}
