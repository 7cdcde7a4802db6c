//! Addresses of pages.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What a path in a URL cannot say plainly: the "path percent-encode set" of <https://url.spec.whatwg.org>,
/// with the signs that would be decoded or begin a query.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// A path as a URL has it.
pub(crate) fn encoded(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// The way from a page to the site's root: `../` for each folder that it lies in.
pub(crate) fn to_root(page: &str) -> String {
    "../".repeat(page.matches('/').count())
}

/// The file of the site that a page means by a link; `None` for what is not of the site, or leads out of it.
pub(crate) fn resolved(page: &str, link: &str) -> Option<String> {
    let link = link.split(['?', '#']).next()?;
    if link.is_empty() || link.starts_with('/') || link.split('/').next()?.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let decoded = |part: &str| {
        let part = percent_encoding::percent_decode_str(part)
            .decode_utf8()
            .ok()?;
        // What is a part in an address is one in the site, and leads nowhere else.
        let is_one = !part.contains(['/', '\\', '\0']) && part != "..";
        is_one.then(|| part.into_owned())
    };
    let parts: Option<Vec<String>> = parts.into_iter().map(decoded).collect();
    Some(parts?.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_files_of_the_site() {
        assert_eq!(
            resolved("a/b.html", "../css/x.css?v=1").as_deref(),
            Some("css/x.css")
        );
        assert_eq!(
            resolved("b.html", "./a%20b.css").as_deref(),
            Some("a b.css")
        );
        for link in [
            "https://x.org/a.css",
            "//x.org/a.css",
            "/a.css",
            "../a.css",
            "data:text/css,",
            "",
            "#a",
            "%2Fetc%2Fpasswd",
            "..%2Fa.css",
            "%2e%2e/a.css",
        ] {
            assert_eq!(resolved("b.html", link), None, "{link}");
        }
    }
}
