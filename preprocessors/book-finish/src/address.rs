//! Addresses of pages.

use book_model::{Target, resolve};
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

/// The file of the site that a page means by a link; `None` for a place in the page itself, for what is not of
/// the site, and for what leads out of it.
pub(crate) fn resolved(page: &str, link: &str) -> Option<String> {
    match resolve(page, link) {
        Target::Inside { path, .. } if !link.is_empty() && !link.starts_with(['?', '#']) => {
            Some(path)
        }
        _ => None,
    }
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
            "..%2Fa.css",
            "%2e%2e/a.css",
        ] {
            assert_eq!(resolved("b.html", link), None, "{link}");
        }
    }
}
