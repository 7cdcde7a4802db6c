//! Addresses inside of a site, from its root.

use book_model::{Target, resolve};

use crate::address::encoded;

/// The address of an element of a page, by the page's path and the element's id.
pub(super) fn of_element(path: &str, id: &str) -> String {
    format!("{}#{}", encoded(path), encoded(id))
}

/// Where a link in the page at `path` leads, as [`of_element`] writes it; `None` for what is no element of
/// this site.
pub(super) fn of_link(path: &str, href: &str) -> Option<String> {
    match resolve(path, href) {
        Target::Inside {
            path,
            fragment: Some(id),
        } => Some(of_element(&path, &id)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_the_address_of_its_element() {
        for (path, href, expected) in [
            ("a/b.html", "#x", Some("a/b.html#x")),
            ("a/b.html", "c.html#x", Some("a/c.html#x")),
            ("a/b.html", "../c/d.html#x", Some("c/d.html#x")),
            ("a/b.html", "./../c.html#x", Some("c.html#x")),
            ("a b.html", "a%20b.html#x", Some("a%20b.html#x")),
            ("ü.html", "%C3%BC.html#%C3%BC", Some("%C3%BC.html#%C3%BC")),
            ("ü.html", "ü.html#ü", Some("%C3%BC.html#%C3%BC")),
            ("100%.html", "#x", Some("100%25.html#x")),
            ("a.html", "../b.html#x", None),
            ("a.html", "/b.html#x", None),
            ("a.html", "https://example.com/#x", None),
            ("a.html", "b.html", None),
            // What is no text when it is decoded is a name as it stands.
            ("a.html", "%ff.html#x", Some("%25ff.html#x")),
        ] {
            let found = of_link(path, href);
            assert_eq!(found.as_deref(), expected, "{path} {href}");
        }
    }
}
