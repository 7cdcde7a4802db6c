//! The script that keeps an open page up to date.

use std::hash::{DefaultHasher, Hash, Hasher};

/// Where pages listen for news.
pub(crate) const EVENTS: &str = "/__mdhub/events";
/// Where the script is.
pub(crate) const SCRIPT: &str = "/__mdhub/live.js";
/// The script.
pub(crate) const TEXT: &str = include_str!("live.js");

/// The page with the script in it, which is told what the page is: its version, and hashes of all of it
/// and of what stands around its content.
pub(crate) fn with_script(page: &str, version: &str) -> String {
    let (whole, around) = (hash(&[page]), around(page));
    let script = format!(
        "<script src=\"{SCRIPT}\" async data-events=\"{EVENTS}\" data-version=\"{version}\" \
         data-page=\"{whole:x}\" data-around=\"{around:x}\"></script>\n"
    );
    let at = page.rfind("</body>").unwrap_or(page.len());
    let mut with = String::with_capacity(page.len() + script.len());
    with.push_str(&page[..at]);
    with.push_str(&script);
    with.push_str(&page[at..]);
    with
}

/// A hash of what stands around the content. Without one `main` it is all of the page.
fn around(page: &str) -> u64 {
    let open = page
        .find("<main")
        .and_then(|at| Some(at + page[at..].find('>')? + 1));
    match (open, page.rfind("</main>")) {
        (Some(open), Some(close)) if open <= close && page.matches("<main").count() == 1 => {
            hash(&[&page[..open], &page[close..]])
        }
        _ => hash(&[page]),
    }
}

fn hash(parts: &[&str]) -> u64 {
    let mut hash = DefaultHasher::new();
    parts.hash(&mut hash);
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(page: &str, what: &str) -> String {
        let page = with_script(page, "v");
        let (_, value) = page.split_once(&format!("data-{what}=\"")).unwrap();
        value.split('"').next().unwrap().to_owned()
    }

    #[test]
    fn the_script_knows_what_has_changed() {
        let page = |title: &str, text: &str| {
            format!("<body><h1>{title}</h1><main id=\"a\"><p>{text}</p></main></body>")
        };
        let (one, edited, renamed) = (page("A", "x"), page("A", "y"), page("B", "x"));
        assert_eq!(told(&one, "around"), told(&edited, "around"));
        assert_ne!(told(&one, "page"), told(&edited, "page"));
        assert_ne!(told(&one, "around"), told(&renamed, "around"));
        assert!(with_script(&one, "v").ends_with("</script>\n</body>"));
    }

    #[test]
    fn without_one_content_a_page_is_new_as_a_whole() {
        for page in ["<p>x</p>", "<main></main><main></main>", "</main><main>"] {
            assert_eq!(told(page, "around"), told(page, "page"), "{page}");
        }
    }
}
