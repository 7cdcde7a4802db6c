//! The Markdown files of the source folder that are no chapters.

use std::collections::HashSet;

use book_model::{file_name, normalize};

use crate::level::holds;
use crate::path::{folder_of, is_markdown};
use crate::rule::Checked;

/// The paths below the source folder of the Markdown files that one would expect among the chapters, and
/// that are none, in order.
pub(crate) fn unlisted(checked: &Checked<'_>) -> Vec<String> {
    let source = Source::read(checked);
    let files = source.files.iter();
    files
        .filter(|path| source.is_expected(path) && !source.is_chapter(path))
        .cloned()
        .collect()
}

struct Source {
    /// Every Markdown file, by its path below the source folder.
    files: Vec<String>,
    chapters: HashSet<String>,
    /// Chapters whose file has another name on disk, in lower case: a file system that knows no
    /// case has given them that file.
    folded: HashSet<String>,
    /// Folders that a chapter stands in.
    folders: HashSet<String>,
    /// Folders that are no part of this book.
    foreign: Vec<String>,
    /// Whether the source folder is the book's root, with everything else that is there.
    is_root: bool,
    /// What mdBook makes the page of, for an address that leads nowhere.
    not_found: String,
    /// What stands in comments of SUMMARY.md.
    comments: String,
}

impl Source {
    fn read(checked: &Checked<'_>) -> Source {
        let mut files = checked.files_of_src();
        files.retain(|file| is_markdown(file));
        let sources = checked.sources.chapters.iter();
        let paths = sources.flat_map(|source| source.source_path.iter().chain(&source.path));
        let chapters: HashSet<_> = paths.filter_map(|path| normalize(path)).collect();
        let on_disk: HashSet<_> = files.iter().collect();
        let elsewhere = chapters.iter().filter(|path| !on_disk.contains(path));
        let folded = elsewhere.map(|path| path.to_lowercase()).collect();
        let text = |key: &str| checked.config.pointer(key).and_then(|value| value.as_str());
        let build = text("/build/build-dir").unwrap_or("book");
        let books = files.iter().filter(|path| file_name(path) == "SUMMARY.md");
        let books = books
            .map(|path| folder_of(path))
            .filter(|folder| !folder.is_empty());
        Source {
            folders: chapters
                .iter()
                .map(|path| folder_of(path).to_owned())
                .collect(),
            foreign: books
                .map(str::to_owned)
                .chain(checked.below_src(build))
                .collect(),
            is_root: checked.below_root_normal("").is_empty(),
            not_found: text("/output/html/input-404")
                .unwrap_or("404.md")
                .to_owned(),
            comments: comments(&checked.sources.summary),
            folded,
            chapters,
            files,
        }
    }

    /// Whether one would look for this file in SUMMARY.md.
    fn is_expected(&self, path: &str) -> bool {
        let name = file_name(path);
        let beside_chapters = self.folders.contains(folder_of(path));
        let for_authors = match self.is_root {
            true => !beside_chapters || is_in_capitals(name),
            false => !beside_chapters && name.eq_ignore_ascii_case("README.md"),
        };
        path != "SUMMARY.md"
            && path != self.not_found
            && !for_authors
            && !self.foreign.iter().any(|folder| holds(folder, path))
            && ![path, &path.replace(' ', "%20")]
                .iter()
                .any(|written| self.comments.contains(*written))
    }

    fn is_chapter(&self, path: &str) -> bool {
        self.chapters.contains(path) || self.folded.contains(&path.to_lowercase())
    }
}

/// README.md, CODE_OF_CONDUCT.md: files for those who work on what lies beside them.
fn is_in_capitals(name: &str) -> bool {
    let stem = name.strip_suffix(".md").unwrap_or(name);
    !stem.contains(char::is_lowercase)
}

/// The texts of the comments in SUMMARY.md.
fn comments(summary: &str) -> String {
    let inside = summary.split("<!--").skip(1);
    inside
        .map(|rest| rest.split("-->").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> HashSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn at_the_root_only_what_lies_beside_chapters_is_looked_for() {
        let source = Source {
            files: Vec::new(),
            chapters: names(&["a.md", "guide/b.md"]),
            folded: names(&["guide/c.md"]),
            folders: names(&["", "guide"]),
            foreign: vec!["book".to_owned()],
            is_root: true,
            not_found: "404.md".to_owned(),
            comments: "- [Old](guide/old%20one.md)".to_owned(),
        };
        for (path, expected) in [
            ("new.md", true),
            ("guide/new.md", true),
            ("README.md", false),
            ("CODE_OF_CONDUCT.md", false),
            ("guide/README.md", false),
            ("docs/new.md", false),
            ("node_modules/x/new.md", false),
            ("book/new.md", false),
            ("guide/old one.md", false),
        ] {
            assert_eq!(source.is_expected(path), expected, "{path}");
        }
        assert!(source.is_chapter("guide/C.md") && source.is_chapter("a.md"));
        assert!(!source.is_chapter("A.md"));
    }
}
