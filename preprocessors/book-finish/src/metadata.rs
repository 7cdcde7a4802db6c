//! Says in a chapter's head what search engines and link previews ask for: a description from its first
//! paragraph, [Open Graph](https://ogp.me) and, where the address of the site is known, the canonical link.

use anyhow::Result;
use book_model::Edit;

use crate::address::encoded;
use crate::elements::{Element, elements, text};
use crate::{Page, Site};

/// How long a description is at most, in characters. Search engines show some 155 to 160 on a screen
/// (Google names no limit: "the snippets are truncated in Google Search results as needed").
const LENGTH: usize = 160;

/// Fills in the head of a chapter's page. What the theme or the chapter has said there stays, but for the
/// description, which is the whole book's.
pub(crate) fn metadata(page: &Page<'_>, site: &Site, address: Option<&str>) -> Result<Vec<Edit>> {
    let html = page.html;
    let selectors = [
        "head",
        "head > meta[name=description]",
        "head > meta[property]",
        "head > link[rel=canonical]",
        "main h1",
        "main p",
        "main aside, main nav, main dl, main li, main blockquote, main .concept-map, main .mistakes",
    ];
    let [
        heads,
        descriptions,
        said,
        canonical,
        titles,
        paragraphs,
        others,
    ] = elements(html, selectors)?;
    let Some(end) = heads.first().and_then(|head| head.end.clone()) else {
        return Ok(Vec::new());
    };
    let first = paragraphs.iter().find(|paragraph| {
        let stands_for_itself = !others.iter().any(|other| paragraph.is_in(other));
        stands_for_itself && !inner_text(html, paragraph).is_empty()
    });
    let description = first.map(|paragraph| shortened(&inner_text(html, paragraph)));
    let title = titles.first().map(|title| inner_text(html, title));
    let is_opening = site.opening.is_some()
        && (page.path == "index.html" || Some(page.path) == site.opening.as_deref());
    let url = address.map(|address| {
        let path = if is_opening {
            site.opening_url()
        } else {
            page.path
        };
        format!("{address}{}", encoded(path))
    });

    let mut edits = Vec::new();
    let mut lines = Vec::new();
    if let Some(description) = &description {
        let tag = meta("name", "description", description);
        match descriptions.first() {
            Some(found) => edits.push(Edit::replace(found.range(), tag)),
            None => lines.push(tag),
        }
    }
    let kind = if is_opening { "website" } else { "article" };
    let properties = [
        ("og:type", Some(kind)),
        ("og:title", title.as_deref().or(Some(&site.title))),
        ("og:description", description.as_deref()),
        ("og:url", url.as_deref()),
        ("og:site_name", Some(&site.title)),
    ];
    for (property, value) in properties {
        let is_said = said
            .iter()
            .any(|tag| tag.value("property") == Some(property));
        if let Some(value) = value.filter(|value| !value.is_empty() && !is_said) {
            lines.push(meta("property", property, value));
        }
    }
    if let Some(url) = url.filter(|_| canonical.is_empty()) {
        let url = html_escape::encode_double_quoted_attribute(&url);
        lines.push(format!("<link rel=\"canonical\" href=\"{url}\">"));
    }
    edits.push(Edit::insert(end.start, lines.join("\n") + "\n"));
    Ok(edits)
}

fn inner_text(html: &str, element: &Element) -> String {
    let inner = element.inner().map(|range| &html[range]);
    inner.and_then(|html| text(html).ok()).unwrap_or_default()
}

fn meta(key: &str, name: &str, value: &str) -> String {
    let value = html_escape::encode_double_quoted_attribute(value);
    format!("<meta {key}=\"{name}\" content=\"{value}\">")
}

/// The text, or its first words with an ellipsis.
fn shortened(text: &str) -> String {
    if text.chars().count() <= LENGTH {
        return text.to_owned();
    }
    let room: String = text.chars().take(LENGTH - 1).collect();
    let words = room.rsplit_once(' ').map_or(&*room, |(words, _)| words);
    format!(
        "{}…",
        words.trim_end_matches([',', ';', ':', '.', ' ', '–', '—'])
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use book_model::apply;

    fn site() -> Site {
        Site {
            title: "The \"Book\"".to_owned(),
            opening: Some("intro.html".to_owned()),
        }
    }

    /// The head of a page behind the step.
    fn head(path: &str, head: &str, main: &str, address: Option<&str>) -> String {
        let html = format!("<html><head>{head}</head><body><main>{main}</main></body></html>");
        let page = Page { path, html: &html };
        let html = apply(&html, metadata(&page, &site(), address).unwrap());
        html.split_once("</head>")
            .unwrap()
            .0
            .trim_start_matches("<html><head>")
            .to_owned()
    }

    #[test]
    fn the_first_paragraph_is_the_description() {
        let main = "<h1>A &amp; B</h1><aside><p>on a path</p></aside><p> </p><p>One <em>\"two\"</em>\nthree.</p>";
        assert_eq!(
            head(
                "a/b c.html",
                "<meta name=\"description\" content=\"\">",
                main,
                Some("https://x.org/hub/")
            ),
            "<meta name=\"description\" content=\"One &quot;two&quot; three.\">\
             <meta property=\"og:type\" content=\"article\">\n\
             <meta property=\"og:title\" content=\"A &amp; B\">\n\
             <meta property=\"og:description\" content=\"One &quot;two&quot; three.\">\n\
             <meta property=\"og:url\" content=\"https://x.org/hub/a/b%20c.html\">\n\
             <meta property=\"og:site_name\" content=\"The &quot;Book&quot;\">\n\
             <link rel=\"canonical\" href=\"https://x.org/hub/a/b%20c.html\">\n"
        );
    }

    #[test]
    fn without_an_address_there_is_no_canonical_link() {
        let head = head("a.html", "", "<p>One.</p>", None);
        assert!(
            !head.contains("canonical") && !head.contains("og:url"),
            "{head}"
        );
    }

    #[test]
    fn the_first_chapter_and_the_opening_page_are_one() {
        for path in ["index.html", "intro.html"] {
            let head = head(path, "", "", Some("https://x.org/"));
            assert!(head.contains("href=\"https://x.org/intro.html\""), "{head}");
            assert!(head.contains("website"), "{head}");
        }
    }

    #[test]
    fn what_is_said_already_stays() {
        let own = "<meta property=\"og:title\" content=\"mine\"><link rel=\"canonical\" href=\"https://y.org\">";
        let head = head("a.html", own, "<h1>A</h1>", Some("https://x.org/"));
        assert!(
            head.contains("content=\"mine\"") && !head.contains("content=\"A\""),
            "{head}"
        );
        assert_eq!(head.matches("canonical").count(), 1);
    }

    #[test]
    fn a_long_paragraph_ends_at_a_word() {
        let long = "a sentence of words, ".repeat(20);
        let short = shortened(&long);
        assert!(short.chars().count() <= LENGTH, "{short}");
        let rest = long.strip_prefix(short.trim_end_matches('…')).unwrap();
        assert!(rest.starts_with([' ', ',']), "{short}");
    }

    #[test]
    fn a_page_without_a_head_is_left_alone() {
        let page = Page {
            path: "a.html",
            html: "<p>One.",
        };
        assert_eq!(metadata(&page, &site(), None).unwrap(), []);
    }
}
