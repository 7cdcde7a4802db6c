//! What a page shows and plays from files: images, films, sounds.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, Tag};

use super::Parsed;
use super::raw_html::{Places, RawHtml};
use crate::html::{RawTag, start_tags};

/// An image, a film or a sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// The name of its HTML element; `None` for Markdown's `![text](address)`.
    pub element: Option<String>,
    /// Its bytes; in raw HTML those of the tag.
    pub range: Range<usize>,
    /// The addresses of its files as they are written, with their bytes, or those of all of it where
    /// the bytes say it otherwise.
    pub files: Vec<(String, Range<usize>)>,
    /// The title; empty where there is none.
    pub title: String,
    /// Whether it says in words what it shows, or that there is nothing to say. What is no image does.
    pub described: bool,
}

pub(super) fn media(parsed: &Parsed<'_>) -> Vec<Media> {
    let mut found = Vec::new();
    let mut html = RawHtml::default();
    let mut index = 0;
    while let Some((event, range)) = parsed.events.get(index) {
        if let Event::Start(Tag::Image {
            dest_url, title, ..
        }) = event
        {
            found.push(Media {
                element: None,
                range: range.clone(),
                files: vec![(dest_url.to_string(), place(parsed.text, range, dest_url))],
                title: title.to_string(),
                described: has_text(parsed, index),
            });
            // What an image holds is its description.
            index = parsed.close[index];
        } else if let Some(html) = html.at(parsed, index) {
            let mut places = Places::new(parsed.text, range);
            let tags = start_tags(&html).into_iter();
            let tags = tags.filter(|tag| !addresses(&tag.name).is_empty());
            found.extend(tags.map(|tag| element(parsed.text, &tag, places.next(&tag.name))));
            index = parsed.close[index];
        }
        index += 1;
    }
    found.retain(|one| parsed.is_authored(one.range.start));
    found
}

/// Whether the description of the image that starts at this event says anything.
fn has_text(parsed: &Parsed<'_>, start: usize) -> bool {
    let inside = &parsed.events[start..parsed.close[start]];
    inside.iter().any(|(event, _)| match event {
        Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => !text.trim().is_empty(),
        _ => false,
    })
}

/// The attributes of an element that name files; none for one that is not looked at.
fn addresses(element: &str) -> &'static [&'static str] {
    match element {
        "img" | "source" => &["src", "srcset"],
        "video" => &["src", "poster"],
        "audio" | "track" | "embed" => &["src"],
        "object" => &["data"],
        _ => &[],
    }
}

fn element(text: &str, tag: &RawTag, range: Range<usize>) -> Media {
    let mut files = Vec::new();
    for &name in addresses(&tag.name) {
        let Some(value) = tag.attribute(name) else {
            continue;
        };
        let written = match name {
            "srcset" => candidates(value),
            _ => vec![value.trim()],
        };
        let start = start_of_value(&text[range.clone()], value);
        files.extend(written.into_iter().map(|address| {
            // It is a part of the value.
            let within = address.as_ptr() as usize - value.as_ptr() as usize;
            let start = start.map(|start| range.start + start + within);
            let place = start.map(|start| start..start + address.len());
            (address.to_owned(), place.unwrap_or_else(|| range.clone()))
        }));
    }
    Media {
        described: tag.name != "img" || is_described(tag),
        title: tag.attribute("title").unwrap_or_default().to_owned(),
        element: Some(tag.name.clone()),
        range,
        files,
    }
}

/// Where the value of an attribute begins in its tag; nowhere where it is empty, or an entity hides it.
fn start_of_value(tag: &str, value: &str) -> Option<usize> {
    let mut places = tag.match_indices(value).map(|(at, _)| at);
    places.find(|&at| {
        let before = tag[..at].trim_end_matches(['"', '\'']).trim_end();
        !value.is_empty() && before.ends_with('=')
    })
}

/// Where the address of an image in Markdown stands: behind its text.
fn place(text: &str, range: &Range<usize>, address: &str) -> Range<usize> {
    let at = text[range.clone()]
        .rfind(address)
        .filter(|_| !address.is_empty());
    at.map_or(range.clone(), |at| {
        range.start + at..range.start + at + address.len()
    })
}

/// Whether an `<img>` has a text, or is marked as one that needs none.
fn is_described(tag: &RawTag) -> bool {
    let says = |name: &str| {
        tag.attribute(name)
            .is_some_and(|value| !value.trim().is_empty())
    };
    let is = |name: &str, wanted: &[&str]| {
        let value = tag.attribute(name).map(str::trim);
        value.is_some_and(|value| wanted.iter().any(|other| value.eq_ignore_ascii_case(other)))
    };
    tag.attribute("alt").is_some()
        || ["aria-label", "aria-labelledby", "title"]
            .into_iter()
            .any(says)
        || is("role", &["none", "presentation"])
        || is("aria-hidden", &["true"])
}

/// The addresses in a `srcset` (HTML standard, "parsing a srcset attribute").
fn candidates(srcset: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = srcset;
    loop {
        rest = rest.trim_start_matches(|char: char| char == ',' || char.is_ascii_whitespace());
        if rest.is_empty() {
            return found;
        }
        let end = rest.find(|char: char| char.is_ascii_whitespace());
        let (address, behind) = rest.split_at(end.unwrap_or(rest.len()));
        rest = behind;
        let bare = address.trim_end_matches(',');
        if bare == address {
            // Behind it stands its size, up to a comma.
            rest = rest.find(',').map_or("", |comma| &rest[comma..]);
        }
        found.push(bare);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;
    use crate::settings::Settings;

    fn media_of(text: &str) -> Vec<Media> {
        Page::parse(text, &Settings::default()).media
    }

    #[test]
    fn files_are_found_where_they_are_written() {
        for (text, files) in [
            (
                "![a](x.png \"t\") ![b][r]\n\n[r]: <y z.png>",
                vec!["x.png", "y z.png"],
            ),
            ("[![a](x.png)](y.md)", vec!["x.png"]),
            (
                "<img src=x.png srcset=\"y.png 2x, z.png\">",
                vec!["x.png", "y.png", "z.png"],
            ),
            ("<img alt='x.png' src='x.png'>", vec!["x.png"]),
            (
                "A <video src='v.webm' poster=p.png></video>",
                vec!["v.webm", "p.png"],
            ),
            (
                "<picture>\n<source srcset=\"a,b.png,\n c.png 1x\">\n<IMG SRC = 'd.png'>\n</picture>",
                vec!["a,b.png", "c.png", "d.png"],
            ),
            ("<object data=\"o.svg\"></object>", vec!["o.svg"]),
            (
                "A <!-- <img src=x> --> `<img src=y>` <script>'<img src=z>'</script>",
                vec![],
            ),
            ("<iframe src=x></iframe><a href=y>", vec![]),
        ] {
            let found = media_of(text);
            let written: Vec<_> = found.iter().flat_map(|one| &one.files).collect();
            let names: Vec<_> = written.iter().map(|(file, _)| file.as_str()).collect();
            assert_eq!(names, files, "{text}");
            for (file, place) in written {
                let place = &text[place.clone()];
                assert!(place == file || file == "y z.png", "{text}: {place}");
            }
        }
    }

    #[test]
    fn an_image_is_described_or_is_not() {
        for (text, described) in [
            ("![a](x.png)", true),
            ("![`a`](x.png)", true),
            ("![](x.png \"title\")", false),
            ("![ ](x.png)", false),
            ("<img src=x>", false),
            ("<img src=x alt>", true),
            ("<img src=x alt=''>", true),
            ("<img src=x title='a'>", true),
            ("<img src=x aria-label='a'>", true),
            ("<img src=x aria-label=' '>", false),
            ("<img src=x role=presentation>", true),
            ("<img src=x aria-hidden=false>", false),
            ("<video src=x></video>", true),
        ] {
            assert_eq!(media_of(text)[0].described, described, "{text}");
        }
    }
}
