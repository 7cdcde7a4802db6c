//! The script that keeps an open page up to date.

use std::hash::{DefaultHasher, Hash, Hasher};

/// Where pages listen for news.
pub(crate) const EVENTS: &str = "/__mdhub/events";
/// Where the script is.
pub(crate) const SCRIPT: &str = "/__mdhub/live.js";
/// The script.
pub(crate) const TEXT: &str = include_str!("live.js");

/// The page with the script in it, which is told what the page is: its version, and hashes of all of it
/// and of what stands around its content. What lies beside the pages counts as a part of both: names of
/// scripts, styles and pictures say nothing of what is in them.
pub(crate) fn with_script(page: &str, version: &str, beside: u64) -> String {
    script(page, version, beside, "")
}

/// The same for a page that says itself what is wrong.
pub(crate) fn with_quiet_script(page: &str, version: &str) -> String {
    script(page, version, 0, " data-quiet")
}

fn script(page: &str, version: &str, beside: u64, more: &str) -> String {
    let beside = format!("{beside:x}");
    let (whole, around) = (hash(&[page, &beside]), around(page, &beside));
    let script = format!(
        "<script src=\"{SCRIPT}\" async data-events=\"{EVENTS}\" data-version=\"{version}\" \
         data-page=\"{whole:x}\" data-around=\"{around:x}\"{more}></script>\n"
    );
    let at = page.rfind("</body>").unwrap_or(page.len());
    let mut with = String::with_capacity(page.len() + script.len());
    with.push_str(&page[..at]);
    with.push_str(&script);
    with.push_str(&page[at..]);
    with
}

/// A hash of what stands around the content. Without one `main` it is all of the page.
fn around(page: &str, beside: &str) -> u64 {
    let open = page
        .find("<main")
        .and_then(|at| Some(at + page[at..].find('>')? + 1));
    match (open, page.rfind("</main>")) {
        (Some(open), Some(close)) if open <= close && page.matches("<main").count() == 1 => {
            hash(&[&page[..open], &page[close..], beside])
        }
        _ => hash(&[page, beside]),
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
        let page = with_script(page, "v", 0);
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
        assert!(with_script(&one, "v", 0).ends_with("</script>\n</body>"));
    }

    #[test]
    fn what_lies_beside_the_page_counts_for_all_of_it() {
        let page = "<body><main>x</main></body>";
        let [one, other] = [1, 2].map(|beside| with_script(page, "v", beside));
        let told = |page: &str, what: &str| page.split_once(what).unwrap().1[..18].to_owned();
        for what in ["data-page=", "data-around="] {
            assert_ne!(told(&one, what), told(&other, what));
        }
    }

    #[test]
    fn without_one_content_a_page_is_new_as_a_whole() {
        for page in ["<p>x</p>", "<main></main><main></main>", "</main><main>"] {
            assert_eq!(told(page, "around"), told(page, "page"), "{page}");
        }
    }
}
