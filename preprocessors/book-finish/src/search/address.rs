//! Addresses inside of a site, from its root.

use percent_encoding::percent_decode_str;

use crate::address::{encoded, resolved};

/// The address of an element of a page, by the page's path and the element's id.
pub(super) fn of_element(path: &str, id: &str) -> String {
    format!("{}#{}", encoded(path), encoded(id))
}

/// Where a link in the page at `path` leads, as [`of_element`] writes it; `None` for what is no element of
/// this site.
pub(super) fn of_link(path: &str, href: &str) -> Option<String> {
    let (to, id) = href.split_once('#')?;
    let id = percent_decode_str(id).decode_utf8().ok()?;
    if to.is_empty() {
        return Some(of_element(path, &id));
    }
    Some(of_element(&resolved(path, to)?, &id))
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
            ("a.html", "%ff.html#x", None),
        ] {
            let found = of_link(path, href);
            assert_eq!(found.as_deref(), expected, "{path} {href}");
        }
    }
}
