//! Where the values of attributes stand in a tag: the tokenizer tells what they are, and not that.

use std::ops::Range;

/// The attributes in the source of a start tag, repeated ones too: the name, and the bytes of the value
/// without its quotation marks (HTML standard, sections 13.2.5.32 to 13.2.5.39).
pub(super) fn written(tag: &str) -> Vec<(&str, Range<usize>)> {
    let bytes = tag.as_bytes();
    let until = |from: usize, stop: fn(u8) -> bool| {
        let behind = bytes.get(from..).unwrap_or_default();
        let length = behind.iter().position(|&byte| stop(byte));
        from + length.unwrap_or(behind.len())
    };
    let mut found = Vec::new();
    let mut at = until(1, |byte| is_space(byte) || matches!(byte, b'/' | b'>'));
    loop {
        let name = until(at, |byte| !is_space(byte) && byte != b'/');
        if matches!(bytes.get(name), None | Some(b'>')) {
            return found;
        }
        // A `=` at its beginning is a part of the name.
        let end = until(name + 1, |byte| {
            is_space(byte) || matches!(byte, b'/' | b'>' | b'=')
        });
        let sign = until(end, |byte| !is_space(byte));
        let mut value = end..end;
        at = end;
        if bytes.get(sign) == Some(&b'=') {
            let start = until(sign + 1, |byte| !is_space(byte));
            (value, at) = match bytes.get(start) {
                Some(b'"') => quoted(start + 1, until(start + 1, |byte| byte == b'"')),
                Some(b'\'') => quoted(start + 1, until(start + 1, |byte| byte == b'\'')),
                _ => {
                    let end = until(start, |byte| is_space(byte) || byte == b'>');
                    (start..end, end)
                }
            };
        }
        found.push((&tag[name..end], value));
    }
}

/// The bytes of a value, and what stands behind its quotation mark.
fn quoted(start: usize, end: usize) -> (Range<usize>, usize) {
    (start..end, end + 1)
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'\x0c')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_their_names() {
        for (tag, expected) in [
            ("<a>", &[][..]),
            ("<a/>", &[]),
            ("<a b>", &[("b", "")]),
            (
                "<a b = c\n\td='e > f' g=\"h=i\"j=k/ >",
                &[("b", "c"), ("d", "e > f"), ("g", "h=i"), ("j", "k/")],
            ),
            ("<a b= >", &[("b", "")]),
            ("<a / =b=é/>", &[("=b", "é/")]),
            (
                "<a data-b='c' b='c' b='d'>",
                &[("data-b", "c"), ("b", "c"), ("b", "d")],
            ),
        ] {
            let found = written(tag).into_iter();
            let found: Vec<_> = found.map(|(name, at)| (name, &tag[at])).collect();
            assert_eq!(found, expected, "{tag}");
        }
    }
}
