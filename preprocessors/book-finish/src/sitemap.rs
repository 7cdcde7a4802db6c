//! The list of the site's pages for search engines: <https://www.sitemaps.org/protocol.html>.

use crate::{File, Site, address};

/// `sitemap.xml` with these pages, by their paths from the root.
pub(crate) fn sitemap(pages: &[&str], site: &Site, root: &str) -> File {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in pages {
        let page = if Some(*page) == site.opening.as_deref() {
            site.opening_url()
        } else {
            page
        };
        let url = format!("{root}{}", address::encoded(page));
        xml.push_str(&format!(
            "  <url><loc>{}</loc></url>\n",
            html_escape::encode_text(&url)
        ));
    }
    xml.push_str("</urlset>\n");
    File {
        path: "sitemap.xml".to_owned(),
        bytes: xml.into_bytes(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_stand_with_their_addresses() {
        let site = Site {
            opening: Some("index.html".to_owned()),
            ..Site::default()
        };
        let file = sitemap(&["index.html", "a & b/ü.html"], &site, "https://x.org/hub/");
        let xml = String::from_utf8(file.bytes).unwrap();
        assert!(xml.contains("<loc>https://x.org/hub/</loc>"), "{xml}");
        assert!(
            xml.contains("<loc>https://x.org/hub/a%20&amp;%20b/%C3%BC.html</loc>"),
            "{xml}"
        );
    }
}
