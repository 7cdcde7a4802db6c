//! Whether a file is one that a build has made, by what can be seen of it.
//!
//! It is asked where no list says what builds have made: of sites that mdBook itself has built, and where the
//! list is gone. What looks like nothing of mdBook's is somebody's, and stays.

use std::fs;
use std::path::Path;

use memchr::memmem;

use crate::made::Made;

/// What mdBook's templates write into each page, and into a redirect.
const MARKS: [&str; 2] = ["Book generated using mdBook", "Redirecting to... <a href="];

/// Whether the file at `path`, whose name in the output folder is `name`, may be taken for mdBook's by
/// somebody who writes `new` there.
pub(crate) fn is_mdbooks(path: &Path, name: &[u8], new: &Made) -> bool {
    let Ok(name) = std::str::from_utf8(name) else {
        return false;
    };
    if name.starts_with('.') {
        return false;
    }
    match name.rsplit_once('.').map(|(_, suffix)| suffix) {
        Some("html") => {
            let text = fs::read(path).unwrap_or_default();
            MARKS
                .iter()
                .any(|mark| memmem::find(&text, mark.as_bytes()).is_some())
        }
        // Each is named by what is in it.
        _ if book_finish::is_of_search(name) => {
            let is_of_search = |new| std::str::from_utf8(new).is_ok_and(book_finish::is_of_search);
            new.names().any(is_of_search)
        }
        // A chapter, where chapters are what is made.
        Some("md") => new.names().any(|name| name.ends_with(b".md")),
        _ => {
            let known = without_hash(name);
            new.names().any(|new| {
                let new = std::str::from_utf8(new).unwrap_or_default();
                without_hash(new) == known
            })
        }
    }
}

/// The name of an asset without the hash of what is in it.
fn without_hash(name: &str) -> String {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    let Some((stem, suffix)) = file.split_once('.') else {
        return name.to_owned();
    };
    let plain = stem
        .rsplit_once('-')
        .filter(|(_, hash)| hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let stem = plain.map_or(stem, |(plain, _)| plain);
    format!("{folder}/{stem}.{suffix}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_assets_are_known_and_nothing_else_is() {
        let new = tempfile::tempdir().unwrap();
        fs::create_dir(new.path().join("css")).unwrap();
        for file in ["index.html", "toc-12345678.js", "css/a-12345678.css"] {
            fs::write(new.path().join(file), "").unwrap();
        }
        let new = Made::of(new.path()).unwrap();
        let old = tempfile::tempdir().unwrap();
        let page = format!("<!-- {} -->", MARKS[0]);
        for (name, text, expected) in [
            ("gone.html", &*page, true),
            ("old.html", "<p>Redirecting to... <a href=\"a.html\">", true),
            ("own.html", "<p>My own page.</p>", false),
            ("toc-87654321.js", "", true),
            ("toc.js", "", true),
            ("CNAME", "", false),
            ("v.pdf", "", false),
            ("my.css", "", false),
            ("notes.md", "", false),
        ] {
            let path = old.path().join(name);
            fs::write(&path, text).unwrap();
            assert_eq!(is_mdbooks(&path, name.as_bytes(), &new), expected, "{name}");
        }
        let path = old.path().join("toc.js");
        assert!(is_mdbooks(&path, b"css/a-00000000.css", &new));
        assert!(!is_mdbooks(&path, b".git", &new));
    }
}
