//! Destinations of links: what they point to, and how they are written.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// Where a link leads, seen from the chapter that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Out of the book: another site, another scheme, a path from the site's root.
    Outside,
    /// A file below the source folder, or nothing but a fragment of the chapter itself.
    Inside {
        /// The path below the source folder; that of the chapter for a mere fragment.
        path: String,
        /// What follows `#`, decoded; `None` where nothing does.
        fragment: Option<String>,
    },
    /// A file above the source folder.
    Above,
}

/// Reads the destination of a link in the chapter at `base`, a path below the source folder.
///
/// ```
/// use book_model::{Target, resolve};
///
/// let target = resolve("reliability/timeouts.md", "../contracts/a%20b.md#part-one");
/// let Target::Inside { path, fragment } = target else { panic!() };
/// assert_eq!((path.as_str(), fragment.as_deref()), ("contracts/a b.md", Some("part-one")));
/// ```
pub fn resolve(base: &str, destination: &str) -> Target {
    if has_scheme(destination) || destination.starts_with('/') {
        return Target::Outside;
    }
    let (path, fragment) = match destination.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (destination, None),
    };
    let fragment = fragment
        .map(percent_decode)
        .filter(|fragment| !fragment.is_empty());
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let whole = if path.is_empty() {
        base.to_owned()
    } else {
        format!("{folder}/{}", percent_decode(path))
    };
    match normalize(&whole) {
        Some(path) => Target::Inside { path, fragment },
        None => Target::Above,
    }
}

/// A path without `.` and `..`; `None` when it leads above where it starts.
pub fn normalize(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let folder = path.ends_with('/') && !parts.is_empty();
    Some(parts.join("/") + if folder { "/" } else { "" })
}

/// A path with `.` and `..` resolved as far as they can be without looking at the disk: `..` stays at
/// its beginning, and so does a `/`.
///
/// ```
/// assert_eq!(book_model::clean("../docs/./a/../b.md"), "../docs/b.md");
/// ```
pub fn clean(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

/// What stands behind the last `/` of a path.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// The destination of a link from the chapter at `base` to the chapter at `path`, as Markdown and
/// mdBook take it; `fragment` goes behind `#` where it is not empty.
///
/// ```
/// use book_model::relative;
///
/// assert_eq!(relative("a/b.md", "c d.md", "x"), "../c%20d.md#x");
/// assert_eq!(relative("a/b.md", "a/b.md", "x"), "#x");
/// ```
pub fn relative(base: &str, path: &str, fragment: &str) -> String {
    // SUMMARY.md may have `x/../a.md`, whose page is `a.html`.
    let [base, path] = [base, path].map(|path| normalize(path).unwrap_or_else(|| path.to_owned()));
    let hash = if fragment.is_empty() { "" } else { "#" };
    let fragment = percent_encode(fragment);
    if base == path && !fragment.is_empty() {
        return format!("#{fragment}");
    }
    let mut from: Vec<&str> = base.split('/').collect();
    let mut to: Vec<&str> = path.split('/').collect();
    from.pop();
    let file = to.pop().unwrap_or_default();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    let parts: Vec<_> = up
        .chain(to[shared..].iter().copied())
        .chain([file])
        .collect();
    let mut encoded = percent_encode(&parts.join("/"));
    if has_scheme(&encoded) {
        encoded.insert_str(0, "./");
    }
    format!("{encoded}{hash}{fragment}")
}

/// The page that mdBook writes for the chapter at `path`.
pub fn html_path(path: &str) -> String {
    let name = path.rfind('/').map_or(0, |at| at + 1);
    match path[name..].rfind('.') {
        Some(dot) if dot > 0 => format!("{}.html", &path[..name + dot]),
        _ => format!("{path}.html"),
    }
}

/// RFC 3986, section 3.1; `//host` leads out as well.
fn has_scheme(destination: &str) -> bool {
    let end = destination
        .find(|char: char| !(char.is_ascii_alphanumeric() || matches!(char, '+' | '.' | '-')));
    let scheme = end.is_some_and(|end| end > 0 && destination[end..].starts_with(':'));
    scheme && destination.starts_with(|char: char| char.is_ascii_alphabetic())
}

/// What would end a destination in Markdown, in HTML or in a URL, or mean something else there.
const RESERVED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'!')
    .add(b'"')
    .add(b'#')
    .add(b'$')
    .add(b'%')
    .add(b'&')
    .add(b'\'')
    .add(b'(')
    .add(b')')
    .add(b'*')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'~');

/// Undoes percent-encoding; what does not decode to text stays as it is.
pub(crate) fn percent_decode(text: &str) -> String {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.map_or_else(|_| text.to_owned(), Cow::into_owned)
}

/// Encodes what is reserved; letters of any script stay readable, as mdBook leaves them.
fn percent_encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_ascii() {
            let mut buffer = [0; 1];
            out.extend(utf8_percent_encode(char.encode_utf8(&mut buffer), RESERVED));
        } else {
            out.push(char);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(base: &str, destination: &str) -> String {
        match resolve(base, destination) {
            Target::Inside { path, .. } => path,
            other => panic!("{destination}: {other:?}"),
        }
    }

    #[test]
    fn what_leads_out_of_the_book() {
        for destination in [
            "https://x.org/a.md",
            "//x.org",
            "/a.md",
            "mailto:a@b.c",
            "javascript:x()",
        ] {
            assert_eq!(
                resolve("a.md", destination),
                Target::Outside,
                "{destination}"
            );
        }
        assert_eq!(resolve("a/b.md", "../../std/index.html"), Target::Above);
    }

    #[test]
    fn what_leads_to_a_file_of_the_book() {
        assert_eq!(inside("a/b.md", "c.md"), "a/c.md");
        assert_eq!(inside("a/b.md", "./../c.md?x#y"), "c.md");
        assert_eq!(inside("a/b.md", "#y"), "a/b.md");
        assert_eq!(inside("a/b.md", "%E4%BD%A0.md"), "a/你.md");
        assert_eq!(inside("a.md", "100%.md"), "100%.md");
        assert_eq!(inside("a.md", "b/"), "b/");
    }

    #[test]
    fn what_is_written_is_read_back() {
        for (base, path) in [
            ("a.md", "b.md"),
            ("a/b/c.md", "a/d.md"),
            ("a/b.md", "c/d e.md"),
            ("a.md", "50%#?.md"),
            ("a.md", "(x)[y]<z>.md"),
            ("a.md", "c:d.md"),
            ("ä/é.md", "ä/你.md"),
            ("b.md", "x/../a.md"),
            ("x/../b.md", "a.md"),
            ("./x/b.md", "x/./a.md"),
            ("x/../a.md", "a.md"),
        ] {
            let read = inside(base, &relative(base, path, "f"));
            assert_eq!(Some(read), normalize(path), "{base} to {path}");
        }
        assert_eq!(relative("b.md", "x/../a.md", ""), "a.md");
    }

    #[test]
    fn pages_are_named_as_mdbook_names_them() {
        assert_eq!(html_path("a.b/c.d.md"), "a.b/c.d.html");
        assert_eq!(html_path("a.b/c"), "a.b/c.html");
        assert_eq!(html_path("a/.md"), "a/.md.html");
    }
}
