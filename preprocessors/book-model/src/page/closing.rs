//! What a block leaves open at its end, and what would close it.
//!
//! Markdown closes fenced code and raw HTML with whatever holds them, be they closed or not (CommonMark
//! 0.31, sections 4.5 and 4.6). Taken out of what holds it, such a block would swallow all that follows.

use mdbook_markdown::pulldown_cmark::{CodeBlockKind, Event, Tag};

use super::Parsed;

/// The line that closes the code or the raw HTML with which this block ends, where nothing in it does.
pub(super) fn closing(parsed: &Parsed<'_>, block: usize) -> Option<String> {
    end_of(parsed, block + 1, parsed.close[block] - 1)
}

/// Whether the text ends in code or in raw HTML that nothing closes.
pub(super) fn is_open(parsed: &Parsed<'_>) -> bool {
    let last = parsed.events.len().checked_sub(1);
    last.is_some_and(|last| end_of(parsed, 0, last).is_some())
}

/// The line that closes the block that ends with event `last` and begins at `from` or later.
fn end_of(parsed: &Parsed<'_>, from: usize, last: usize) -> Option<String> {
    let start = (from..last).rfind(|&at| parsed.close[at] == last)?;
    match &parsed.events[start].0 {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => fence(parsed, last),
        Event::Start(Tag::HtmlBlock) => {
            let pieces = parsed.events[start + 1..last].iter();
            let source: String = pieces
                .filter_map(|(event, _)| match event {
                    Event::Html(html) | Event::Text(html) => Some(&**html),
                    _ => None,
                })
                .collect();
            end_of_html(&source)
        }
        _ => None,
    }
}

/// The fence of the code that ends with event `last` without being closed.
fn fence(parsed: &Parsed<'_>, last: usize) -> Option<String> {
    let range = &parsed.events[last].1;
    let source = &parsed.text[range.clone()];
    let mark = source.chars().next()?;
    let fence: String = source.chars().take_while(|&char| char == mark).collect();
    // Behind the last line of code, or behind the fence that opens it, stands nothing but the one that
    // closes it.
    let behind = match &parsed.events[last - 1] {
        (Event::Text(_), code) => &parsed.text[code.end..range.end],
        _ => source.split_once(['\n', '\r']).map_or("", |(_, rest)| rest),
    };
    (!behind.contains(mark)).then_some(fence)
}

/// Elements whose block ends with the end tag of any of them, and with nothing else.
const RAW: [&str; 4] = ["pre", "script", "style", "textarea"];

/// How the other blocks begin that go on over blank lines, and what ends them.
const OTHERS: [(&str, &str); 4] = [
    ("<!--", "-->"),
    ("<?", "?>"),
    ("<![cdata[", "]]>"),
    ("<!", ">"),
];

/// What a block of raw HTML waits for. Most wait for nothing: a blank line ends them.
fn end_of_html(source: &str) -> Option<String> {
    let source = source.trim_start().to_ascii_lowercase();
    let begins = |name: &&str| {
        let behind = source.strip_prefix('<')?.strip_prefix(*name)?;
        Some(behind.is_empty() || behind.starts_with([' ', '\t', '\r', '\n', '>']))
    };
    if let Some(name) = RAW.iter().find(|name| begins(name) == Some(true)) {
        let mut ends = RAW.iter().map(|name| format!("</{name}>"));
        let ended = ends.any(|end| source.contains(&end));
        return (!ended).then(|| format!("</{name}>"));
    }
    let (_, end) = OTHERS.iter().find(|(begin, _)| source.starts_with(begin))?;
    (!source.contains(end)).then(|| (*end).to_owned())
}

#[cfg(test)]
mod tests {
    use super::end_of_html;
    use crate::page::Page;
    use crate::settings::Settings;

    #[test]
    fn a_text_is_open_when_what_comes_behind_would_be_a_part_of_its_last_block() {
        for (text, open) in [
            ("", false),
            ("Words.", false),
            ("```\na", true),
            ("```\na\n```\n", false),
            ("    a", false),
            ("- ```\n  a", false),
            ("> ```\n> a", false),
            ("A[^n]\n\n[^n]: ```\n    a", false),
            ("Word\n: ```\n  a", false),
            ("<!-- a", true),
            ("<!-- a -->", false),
            ("<script>\n\na", true),
            ("<div>\na", false),
            ("```\na\n\n~~~", true),
        ] {
            let page = Page::parse(text, &Settings::default());
            assert_eq!(page.open_end, open, "{text:?}");
        }
    }

    #[test]
    fn only_html_that_a_blank_line_does_not_end_waits_for_something() {
        for (source, end) in [
            ("<!-- a\n\nb", Some("-->")),
            ("<!-- a -->", None),
            ("<!-->", None),
            ("  <PRE class=x>\na\n", Some("</pre>")),
            ("<pre>a</Script>", None),
            ("<prefix>\na", None),
            ("<?x", Some("?>")),
            ("<![CDATA[ a > b", Some("]]>")),
            ("<!D", Some(">")),
            ("<!D x>", None),
            ("<div>\na", None),
        ] {
            assert_eq!(end_of_html(source).as_deref(), end, "{source}");
        }
    }
}
