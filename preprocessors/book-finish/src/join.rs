//! Makes one stylesheet of a page's stylesheets, and one script of its deferred scripts: a theme is written in
//! many small files, and a reader's browser asks for two.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use book_model::Edit;

use crate::elements::{Element, elements};
use crate::{File, Page, address, css, minify, policy};

/// What has been joined so far: pages of a site mostly name the same files.
#[derive(Debug)]
pub(crate) struct Joined {
    /// Without comments and blanks.
    is_short: bool,
    known: Mutex<HashMap<Vec<Part>, Option<Arc<File>>>>,
}

/// A file that becomes a part of another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Part {
    path: String,
    /// What a stylesheet is for, such as `print`.
    media: Option<String>,
    is_script: bool,
}

/// Files that are named side by side, in one page.
struct Run {
    parts: Vec<Part>,
    elements: Vec<Element>,
}

impl Joined {
    /// Nothing yet; what is going to be joined is shortened as well, or not.
    pub(crate) fn new(is_short: bool) -> Joined {
        Joined {
            is_short,
            known: Mutex::default(),
        }
    }

    /// Makes one file of each series of stylesheets in the head, and of deferred scripts. A series ends where
    /// something else than blanks stands between two of them: order counts. `read` gives the text of a file of
    /// the site; what it does not know is left alone.
    pub(crate) fn join(
        &self,
        page: &Page<'_>,
        read: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Vec<Edit>> {
        let [styles, scripts] = elements(
            page.html,
            ["head > link[rel=stylesheet][href]", "script[src][defer]"],
        )?;
        let mut edits = Vec::new();
        for run in runs(page, &styles, style)
            .into_iter()
            .chain(runs(page, &scripts, script))
        {
            let Some(file) = self.file(&run.parts, read) else {
                continue;
            };
            let path = format!("{}{}", address::to_root(page.path), file.path);
            let tag = if run.parts[0].is_script {
                format!("<script defer src=\"{path}\"></script>")
            } else {
                format!("<link rel=\"stylesheet\" href=\"{path}\">")
            };
            let (first, last) = (&run.elements[0], &run.elements[run.elements.len() - 1]);
            edits.push(Edit::replace(first.range().start..last.range().end, tag));
        }
        Ok(edits)
    }

    /// The files that were made.
    pub(crate) fn files(&self) -> Vec<Arc<File>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.values().flatten().cloned().collect()
    }

    fn file(&self, parts: &[Part], read: &dyn Fn(&str) -> Option<String>) -> Option<Arc<File>> {
        if parts.len() < 2 {
            return None;
        }
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let made = known.entry(parts.to_vec());
        made.or_insert_with(|| joined(parts, read, self.is_short).map(Arc::new))
            .clone()
    }
}

fn style(page: &Page<'_>, link: &Element) -> Option<Part> {
    // One with a name of its own is one that scripts look for, and what else may be said is of one file.
    let known = ["rel", "href", "media", "type"];
    let is_plain = link
        .attributes
        .iter()
        .all(|found| known.contains(&&*found.name));
    let path = shared(page, link.value("href")?).filter(|_| is_plain)?;
    let media = link
        .value("media")
        .filter(|media| *media != "all")
        .map(str::to_owned);
    Some(Part {
        path,
        media,
        is_script: false,
    })
}

fn script(page: &Page<'_>, script: &Element) -> Option<Part> {
    let is_plain = script
        .attributes
        .iter()
        .all(|found| matches!(&*found.name, "src" | "defer"));
    Some(Part {
        path: shared(page, script.value("src")?).filter(|_| is_plain)?,
        media: None,
        is_script: true,
    })
}

/// The file that a link names, if many pages may name it: joined with one that is a single page's own, all would
/// become that page's own.
fn shared(page: &Page<'_>, link: &str) -> Option<String> {
    let path = address::resolved(page.path, link)?;
    let name = path.rsplit('/').next().unwrap_or_default();
    let of_a_page = name
        .strip_prefix(policy::INLINE)
        .is_some_and(|rest| rest.starts_with('-'));
    (!of_a_page).then_some(path)
}

fn runs(
    page: &Page<'_>,
    elements: &[Element],
    part: fn(&Page<'_>, &Element) -> Option<Part>,
) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut end = None;
    for element in elements {
        let Some(part) = part(page, element) else {
            end = None;
            continue;
        };
        let follows =
            end.is_some_and(|end: usize| page.html[end..element.start.start].trim().is_empty());
        end = Some(element.range().end);
        match runs.last_mut().filter(|_| follows) {
            Some(run) => {
                run.parts.push(part);
                run.elements.push(element.clone());
            }
            None => runs.push(Run {
                parts: vec![part],
                elements: vec![element.clone()],
            }),
        }
    }
    runs
}

fn joined(parts: &[Part], read: &dyn Fn(&str) -> Option<String>, is_short: bool) -> Option<File> {
    let texts: Option<Vec<String>> = parts.iter().map(|part| read(&part.path)).collect();
    let mut all = String::new();
    for (part, text) in parts.iter().zip(texts?) {
        if part.is_script {
            if says_use_strict(&text) {
                return None;
            }
            let short = is_short.then(|| minify::script(&text));
            // A script may end without its last semicolon.
            all.push_str(short.unwrap_or(text).trim_end());
            all.push_str("\n;\n");
            continue;
        }
        let text = css::moved(&part.path, text.trim_start_matches('\u{feff}'))?;
        let short = is_short.then(|| minify::style(&text));
        let text = short.unwrap_or(text);
        all.push_str(&match &part.media {
            Some(media) => format!("@media {media} {{\n{}\n}}\n", text.trim_end()),
            None => text.trim_end().to_owned() + "\n",
        });
    }
    let (stem, suffix) = if parts[0].is_script {
        ("scripts", "js")
    } else {
        ("styles", "css")
    };
    Some(File::named(stem, suffix, all.into_bytes()))
}

/// Whether a script begins with a directive, such as `"use strict"`: behind another one it would mean nothing,
/// and ahead of others it would mean them as well.
fn says_use_strict(script: &str) -> bool {
    let mut rest = script.trim_start_matches('\u{feff}').trim_start();
    loop {
        let behind = if let Some(line) = rest.strip_prefix("//") {
            line.split_once('\n').map(|(_, behind)| behind)
        } else if let Some(comment) = rest.strip_prefix("/*") {
            comment.split_once("*/").map(|(_, behind)| behind)
        } else {
            return rest.starts_with("\"use strict\"") || rest.starts_with("'use strict'");
        };
        rest = behind.unwrap_or_default().trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use book_model::apply;

    /// A page whose head is joined, and the files that come of it, with their texts.
    fn join(head: &str) -> (String, Vec<String>) {
        let html = format!("<html><head>{head}</head></html>");
        let read = |path: &str| {
            let text = match path {
                "a.css" => "a { }",
                "css/b.css" => "b { background: url(b.png) }",
                "import.css" => "@import 'c.css';",
                "open.css" => "a { b: c",
                "inline-12345678.css" => "p { }",
                "strict.js" => "// x\n/* y */ 'use strict'; f()",
                "a.js" => "let a = 1",
                "b.js" => "(() => {})()",
                _ => return None,
            };
            Some(text.to_owned())
        };
        let joined = Joined::new(false);
        let page = Page {
            path: "x/y.html",
            html: &html,
        };
        let html = apply(&html, joined.join(&page, &read).unwrap());
        let mut files = joined.files();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let texts = files
            .iter()
            .map(|file| String::from_utf8(file.bytes.clone()).unwrap());
        let head = html
            .trim_start_matches("<html><head>")
            .trim_end_matches("</head></html>");
        (head.to_owned(), texts.collect())
    }

    #[test]
    fn a_series_becomes_one_file() {
        let (head, files) = join(
            "<link rel=\"stylesheet\" href=\"../a.css\">\n\
             <link rel=\"stylesheet\" href=\"../css/b.css\" media=\"print\">\
             <script src=\"../a.js\" defer></script><script defer src=\"../b.js\"></script>",
        );
        assert_eq!(
            files,
            [
                "let a = 1\n;\n(() => {})()\n;\n",
                "a { }\n@media print {\nb { background: url(\"css/b.png\") }\n}\n"
            ]
        );
        assert_eq!(
            head.matches("<link rel=\"stylesheet\" href=\"../styles-")
                .count(),
            1,
            "{head}"
        );
        assert_eq!(
            head.matches("<script defer src=\"../scripts-").count(),
            1,
            "{head}"
        );
    }

    #[test]
    fn the_order_stays() {
        let (head, files) = join(
            "<link rel=\"stylesheet\" href=\"../a.css\"><script src=\"../a.js\"></script>\
             <link rel=\"stylesheet\" href=\"../css/b.css\">",
        );
        assert!(files.is_empty() && head.contains("css/b.css"), "{head}");
    }

    #[test]
    fn what_cannot_be_joined_is_left_alone() {
        for head in [
            "<link rel=\"stylesheet\" href=\"../a.css\"><link rel=\"stylesheet\" href=\"https://x.org/b.css\">",
            "<link rel=\"stylesheet\" href=\"../a.css\"><link rel=\"stylesheet\" href=\"../missing.css\">",
            "<link rel=\"stylesheet\" href=\"../a.css\"><link rel=\"stylesheet\" href=\"../import.css\">",
            "<link rel=\"stylesheet\" href=\"../a.css\"><link rel=\"stylesheet\" id=\"x\" href=\"../css/b.css\">",
            "<link rel=\"stylesheet\" href=\"../a.css\"><link rel=\"stylesheet\" href=\"../css/b.css\" integrity=\"x\">",
            "<link rel=\"stylesheet\" href=\"../a.css\"><link rel=\"stylesheet\" href=\"../open.css\">",
            "<link rel=\"stylesheet\" href=\"../a.css\"><link rel=\"stylesheet\" href=\"../inline-12345678.css\">",
            "<script defer src=\"../a.js\"></script><script defer src=\"../strict.js\"></script>",
            "<script defer src=\"../a.js\"></script><script defer type=\"module\" src=\"../b.js\"></script>",
            "<script defer src=\"../a.js\"></script>",
        ] {
            assert_eq!(join(head), (head.to_owned(), Vec::new()));
        }
    }
}
