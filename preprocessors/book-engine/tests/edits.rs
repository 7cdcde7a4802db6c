//! However a book is edited, the site on view is the site that a build makes of it.

#![allow(clippy::unwrap_used, reason = "the helpers here are part of the tests")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use book_engine::{File, Preview, Version, build};
use common::{Book, tree};
use proptest::prelude::*;

/// How many edits a sequence has.
const EDITS: usize = 200;
/// A site is compared with a build after so many edits.
const COMPARED: usize = 40;
/// How many chapters there are at first.
const CHAPTERS: usize = 8;
/// How many files are saved at once, at most.
const AT_ONCE: usize = 50;

/// What an author does.
#[derive(Debug, Clone)]
enum Edit {
    /// Another text in a chapter, written into its file or moved there, as editors do it.
    Text {
        chapter: usize,
        word: u32,
        moved: bool,
    },
    /// Another heading in it.
    Heading { chapter: usize, word: u32 },
    /// Another note of the concept that it defines.
    Note { chapter: usize, word: u32 },
    /// A chapter more.
    New { folder: usize },
    /// One less, and its file with it.
    Gone { chapter: usize },
    /// Another name in the summary, and another place.
    Renamed { chapter: usize, word: u32 },
    /// Many chapters at once.
    Many { word: u32 },
    /// Another line in book.toml.
    Configured { line: usize },
    /// Another theme.
    Themed { word: u32 },
    /// A file beside the chapters, in another version or gone.
    Beside { file: usize, word: Option<u32> },
    /// Another version of what chapters include.
    Included { word: u32 },
    /// What does not build, and is mended with the next edit of the same kind.
    Broken { how: usize },
    /// Nothing, but the server is told that anything may have changed.
    Looked,
}

fn edit() -> impl Strategy<Value = Edit> {
    let chapter = 0..1000_usize;
    let word = 0..1000_u32;
    prop_oneof![
        6 => (chapter.clone(), word.clone(), any::<bool>())
            .prop_map(|(chapter, word, moved)| Edit::Text { chapter, word, moved }),
        2 => (chapter.clone(), word.clone()).prop_map(|(chapter, word)| Edit::Heading { chapter, word }),
        2 => (chapter.clone(), word.clone()).prop_map(|(chapter, word)| Edit::Note { chapter, word }),
        2 => (0..3_usize).prop_map(|folder| Edit::New { folder }),
        1 => chapter.clone().prop_map(|chapter| Edit::Gone { chapter }),
        2 => (chapter, word.clone()).prop_map(|(chapter, word)| Edit::Renamed { chapter, word }),
        1 => word.clone().prop_map(|word| Edit::Many { word }),
        1 => (0..LINES.len()).prop_map(|line| Edit::Configured { line }),
        1 => word.clone().prop_map(|word| Edit::Themed { word }),
        2 => (0..3_usize, prop::option::of(word.clone())).prop_map(|(file, word)| Edit::Beside { file, word }),
        1 => word.prop_map(|word| Edit::Included { word }),
        1 => (0..4_usize).prop_map(|how| Edit::Broken { how }),
        1 => Just(Edit::Looked),
    ]
}

/// Lines for `[output.html]`, of which one holds at a time.
const LINES: [&str; 6] = [
    "",
    "smart-punctuation = false",
    "no-section-label = true",
    "print.enable = false",
    "search.enable = false",
    "additional-css = [\"src/more.css\"]",
];

/// A book while it is written.
struct Author {
    book: Book,
    /// The chapters with their names, in the order of the summary.
    chapters: Vec<(String, String)>,
    made: usize,
    line: usize,
    broken: BTreeMap<&'static str, String>,
    saved: BTreeSet<PathBuf>,
}

impl Author {
    fn new() -> Author {
        let mut author = Author {
            book: Book::empty(),
            chapters: Vec::new(),
            made: 0,
            line: 0,
            broken: BTreeMap::new(),
            saved: BTreeSet::new(),
        };
        author.save("code/a.rs", "fn main() {}\n");
        author.save("src/more.css", "p { color: red }\n");
        for chapter in 0..CHAPTERS {
            author.add(chapter % 3);
        }
        author.list();
        author.configure();
        author
    }

    fn save(&mut self, path: &str, text: &str) {
        self.book.write(path, text);
        self.saved.insert(self.real(path));
    }

    fn real(&self, path: &str) -> PathBuf {
        self.book.root().canonicalize().unwrap().join(path)
    }

    fn path(&self, chapter: usize) -> Option<String> {
        let chapter = chapter.checked_rem(self.chapters.len())?;
        Some(format!("src/{}", self.chapters[chapter].0))
    }

    /// A chapter more. Every one defines a concept and uses the one before.
    fn add(&mut self, folder: usize) {
        let number = self.made;
        self.made += 1;
        let path = format!("{}c{number}.md", ["", "a/", "a/b/"][folder]);
        let used = match self.chapters.last() {
            Some((_, name)) => format!("[{name}](concept:)"),
            None => "nothing".to_owned(),
        };
        let name = format!("Thing {number}");
        let include = ["", "{{#include ", "{{#include "][folder];
        let include = if include.is_empty() {
            "plain".to_owned()
        } else {
            format!("{include}{}code/a.rs}}}}", "../".repeat(folder + 1))
        };
        let text = format!(
            "# {name}\n\n[{name}](concept:)\n: A note on {name}, and {used}.\n\n## Part\n\n\
             ```rust\n{include}\n```\n\ntext \"0\"\n"
        );
        self.save(&format!("src/{path}"), &text);
        self.chapters.push((path, name));
    }

    fn list(&mut self) {
        let items = self
            .chapters
            .iter()
            .enumerate()
            .map(|(index, (path, name))| {
                let indent = if index % 4 == 1 { "  " } else { "" };
                format!("{indent}- [{name}]({path})\n")
            });
        let list: String = items.collect();
        self.save("src/SUMMARY.md", &format!("# Summary\n\n{list}"));
    }

    fn configure(&mut self) {
        let text = format!(
            "[output.html]\nhash-files = false\nsite-url = \"/\"\n{}\n\
             [preprocessor.concept-index]\nafter = [\"links\"]\n",
            LINES[self.line]
        );
        self.save("book.toml", &text);
    }

    /// Changes the lines of a file for which `is` holds.
    fn change(&mut self, path: Option<String>, is: &str, line: &str) {
        let Some(path) = path else { return };
        let text = fs::read_to_string(self.real(&path)).unwrap();
        let lines = text
            .lines()
            .map(|old| if old.starts_with(is) { line } else { old });
        let text: String = lines.map(|line| format!("{line}\n")).collect();
        self.save(&path, &text);
    }

    fn edit(&mut self, edit: &Edit) {
        match edit {
            Edit::Text {
                chapter,
                word,
                moved,
            } => {
                let path = self.path(*chapter);
                let line = format!("text \"{word}\" [up](../c0.md#part) `{word}`");
                self.change(path.clone(), "text", &line);
                if let Some(path) = path.filter(|_| *moved) {
                    let (file, draft) = (self.real(&path), self.real("src/.draft"));
                    fs::copy(&file, &draft).unwrap();
                    fs::rename(&draft, &file).unwrap();
                }
            }
            Edit::Heading { chapter, word } => {
                self.change(self.path(*chapter), "## ", &format!("## Part {word}"));
            }
            Edit::Note { chapter, word } => {
                self.change(self.path(*chapter), ": ", &format!(": A note of {word}."));
            }
            Edit::New { folder } => {
                self.add(*folder);
                self.list();
            }
            Edit::Gone { chapter } => {
                // What rests on it would not build.
                if self.chapters.len() > 2 && chapter % 5 == 0 {
                    self.change(self.path(self.chapters.len() - 1), ": ", ": Alone.");
                    let (path, _) = self.chapters.pop().unwrap();
                    fs::remove_file(self.real(&format!("src/{path}"))).unwrap();
                    self.list();
                }
            }
            Edit::Renamed { chapter, word } => {
                let count = self.chapters.len();
                let chapter = chapter % count;
                self.chapters[chapter].1 = format!("Named <{word}>");
                self.chapters.swap(0, chapter);
                self.list();
                // A concept goes by the name that its definition has.
                self.chapters.swap(0, chapter);
                let (path, _) = self.chapters[chapter].clone();
                let number = path.trim_end_matches(".md").rsplit('c').next().unwrap();
                self.chapters[chapter].1 = format!("Thing {number}");
            }
            Edit::Many { word } => {
                for chapter in 0..self.chapters.len().min(AT_ONCE) {
                    self.change(self.path(chapter), "text", &format!("text {word}"));
                }
            }
            Edit::Configured { line } => {
                self.line = *line;
                self.configure();
            }
            Edit::Themed { word } => {
                self.save(
                    "theme/head.hbs",
                    &format!("<meta name=\"a\" content=\"{word}\">"),
                );
                self.save(
                    "theme/css/general.css",
                    &format!("p {{ margin: {word}px }}"),
                );
            }
            Edit::Beside { file, word } => {
                let path = ["src/x.png", "src/a/y.txt", "src/more.css"][*file];
                match word {
                    Some(word) => self.save(path, &format!("{word:04}")),
                    None if *file < 2 && self.real(path).exists() => {
                        fs::remove_file(self.real(path)).unwrap();
                        self.saved.insert(self.real(path));
                    }
                    None => {}
                }
            }
            Edit::Included { word } => self.save("code/a.rs", &format!("fn f{word:04}() {{}}\n")),
            Edit::Broken { how } => self.damage(*how),
            Edit::Looked => {
                self.saved.insert(self.real(""));
            }
        }
    }

    fn damage(&mut self, how: usize) {
        let (path, text) = match how {
            0 => ("book.toml", "[output.html\n"),
            1 => ("src/SUMMARY.md", "- [Up](../up.md)\n"),
            2 => ("src/c0.md", "a stray </p> in a paragraph\n"),
            _ => ("src/c0.md", "[a](concept:nowhere)\n"),
        };
        if self.broken.contains_key(path) || !self.real(path).exists() {
            return;
        }
        let whole = fs::read_to_string(self.real(path)).unwrap();
        self.broken.insert(path, whole);
        self.save(path, text);
    }

    fn mend(&mut self) {
        for (path, text) in std::mem::take(&mut self.broken) {
            self.save(path, &text);
        }
    }

    /// What the system would say was saved since it was asked last.
    fn saved(&mut self) -> Vec<PathBuf> {
        std::mem::take(&mut self.saved).into_iter().collect()
    }
}

/// The files that are on view, as they would lie in a folder.
fn shown(version: &Version) -> Vec<(String, Vec<u8>)> {
    let mut files: BTreeMap<String, Vec<u8>> = tree(version.view.folder()).into_iter().collect();
    for name in version.view.names() {
        files.insert(name.to_owned(), Vec::new());
    }
    let read = |name: &str| match version.view.file(name).unwrap() {
        File::Text(text) => text.into_bytes(),
        File::Bytes(bytes) => bytes,
        File::Path(path) => fs::read(path).unwrap(),
    };
    files
        .into_keys()
        .map(|name| (name.clone(), read(&name)))
        .collect()
}

#[track_caller]
fn same_as_a_build(version: &Version, root: &Path) {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("site");
    build(root, Some(&folder)).unwrap();
    common::assert_same(&shown(version), &tree(&folder));
}

fn config() -> ProptestConfig {
    // Each case is a sequence of many edits; PROPTEST_CASES asks for more of them.
    let cases = std::env::var("PROPTEST_CASES").ok();
    ProptestConfig {
        cases: cases.and_then(|cases| cases.parse().ok()).unwrap_or(1),
        max_shrink_iters: 12,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]
    #[test]
    fn the_site_on_view_is_the_site_that_is_built(edits in prop::collection::vec(edit(), EDITS)) {
        let mut author = Author::new();
        let mut preview = Preview::new(author.book.root(), "__livereload").unwrap();
        author.saved();
        preview.update(&[]).unwrap();
        for (number, edit) in edits.iter().enumerate() {
            author.edit(edit);
            // What is broken need not build; the book goes on from there.
            let saved = author.saved();
            preview.glance(&saved);
            let _ = preview.update(&saved);
            if number % COMPARED == COMPARED - 1 {
                author.mend();
                let saved = author.saved();
                let version = preview.update(&saved).unwrap();
                same_as_a_build(&version, author.book.root());
            }
        }
    }
}
