//! What a page shows and plays from files: images, films, sounds.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{Event, LinkType, Tag};

use super::Parsed;
use super::links::tail;
use super::raw_html::StartTag;

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
    let mut index = 0;
    while let Some((event, range)) = parsed.events.get(index) {
        if let Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            ..
        }) = event
        {
            let place = place(parsed, index, *link_type, dest_url);
            found.push(Media {
                element: None,
                range: range.clone(),
                files: vec![(dest_url.to_string(), place.unwrap_or_else(|| range.clone()))],
                title: title.to_string(),
                described: has_text(parsed, index),
            });
            // What an image holds is its description.
            index = parsed.close[index];
        } else if let Some(html) = parsed.html_at(index) {
            let tags = html.start_tags();
            let tags = tags.filter(|tag| !addresses(&tag.name).is_empty());
            found.extend(tags.map(element));
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

fn element(tag: &StartTag) -> Media {
    let mut files = Vec::new();
    for &name in addresses(&tag.name) {
        let Some(attribute) = tag.attribute(name) else {
            continue;
        };
        let value = &*attribute.value;
        let written = match name {
            "srcset" => candidates(value),
            _ => vec![value.trim()],
        };
        files.extend(written.into_iter().map(|address| {
            // It is a part of the value.
            let within = address.as_ptr() as usize - value.as_ptr() as usize;
            let start = attribute.at.as_ref().map(|at| at.start + within);
            let place = start.map(|start| start..start + address.len());
            (address.to_owned(), place.unwrap_or_else(|| tag.at.clone()))
        }));
    }
    Media {
        described: &*tag.name != "img" || is_described(tag),
        title: tag.value("title").unwrap_or_default().to_owned(),
        element: Some(tag.name.to_string()),
        range: tag.at.clone(),
        files,
    }
}

/// Where the address of the image in Markdown stands that starts at this event; nowhere where a reference
/// names it, or its bytes say it otherwise.
fn place(parsed: &Parsed<'_>, start: usize, kind: LinkType, address: &str) -> Option<Range<usize>> {
    let tail = tail(parsed, start);
    let behind = parsed.text[tail.clone()].strip_prefix("](")?.trim_start();
    let behind = behind.strip_prefix('<').unwrap_or(behind);
    let is_it = kind == LinkType::Inline && !address.is_empty() && behind.starts_with(address);
    let at = tail.end - behind.len();
    is_it.then(|| at..at + address.len())
}

/// Whether an `<img>` has a text, or is marked as one that needs none.
fn is_described(tag: &StartTag) -> bool {
    let says = |name: &str| {
        tag.value(name)
            .is_some_and(|value| !value.trim().is_empty())
    };
    let is = |name: &str, wanted: &[&str]| {
        let value = tag.value(name).map(str::trim);
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
    fn an_address_is_not_taken_for_another_text_like_it() {
        for (text, place) in [
            ("<img alt=\"x.png\" src=\"x.png\">", "src=\""),
            ("<img data-src='x.png' src='x.png'>", " src='"),
            ("<img alt='=x.png' src=x.png>", "src="),
            ("> <img\n> alt='>x.png' src='x.png'>", "src='"),
            ("> A <img\n>   src='x.png'>", "src='"),
            ("![x.png](x.png \"x.png\")", "]("),
            ("![a](<x.png> 'x.png')", "](<"),
            ("![a [x.png](b)](x.png)", "]("),
            (
                "<a title=\"<img src=x.png>\"></a><img src=\"x.png\">",
                "src=\"",
            ),
            (
                "<video-js src=x.png></video-js><video src='x.png'>",
                "src='",
            ),
        ] {
            let found = media_of(text);
            let (file, at) = &found[0].files[0];
            assert_eq!((found.len(), file.as_str()), (1, "x.png"), "{text}");
            assert_eq!(at.start, text.rfind(place).unwrap() + place.len(), "{text}");
            assert_eq!(&text[at.clone()], "x.png", "{text}");
        }
        for text in ["![a](x&#46;png 'x.png')", "![a][x.png]\n\n[x.png]: x.png"] {
            let all = text.lines().next().unwrap();
            assert_eq!(&text[media_of(text)[0].files[0].1.clone()], all, "{text}");
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
