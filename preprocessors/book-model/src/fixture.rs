//! Books in a test: several files in one string.
//!
//! A line `//- path` begins a file. The chapters are those of `src/SUMMARY.md`; where there is none,
//! the Markdown files below `src/`, in the order in which they stand. `book.toml` gives the settings.
//! Lines ahead of the first `//- path` belong to `src/a.md`. Includes are not expanded.
//!
//! ```text
//! //- book.toml
//! [preprocessor.reading-paths]
//! paths = ["path.md"]
//! //- src/path.md
//! # The path
//! ```

use std::ops::RangeFrom;
use std::path::Path;

use mdbook_summary::{Summary, SummaryItem, parse_summary};
use serde_json::Value;

use crate::model::{Model, analyze};
use crate::settings::Settings;
use crate::source::{BookPart, ChapterSource, Sources};

/// The files of a book, by their paths below its root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fixture {
    /// Path and text, in the order in which they were written.
    pub files: Vec<(String, String)>,
}

impl Fixture {
    /// Takes the string apart.
    pub fn parse(text: &str) -> Fixture {
        let mut files: Vec<(String, String)> = Vec::new();
        for line in text.split_inclusive('\n') {
            if let Some(path) = line.strip_prefix("//- ") {
                files.push((path.trim().to_owned(), String::new()));
            } else if let Some((_, file)) = files.last_mut() {
                file.push_str(line);
            } else if !line.trim().is_empty() {
                files.push(("src/a.md".to_owned(), line.to_owned()));
            }
        }
        Fixture { files }
    }

    /// The text of a file; empty when it is not there.
    pub fn text(&self, path: &str) -> &str {
        let file = self.files.iter().find(|(name, _)| name == path);
        file.map_or("", |(_, text)| text)
    }

    /// Whether there is a file at this path below the source folder.
    pub fn is_file(&self, path: &str) -> bool {
        self.files
            .iter()
            .any(|(name, _)| name.strip_prefix("src/") == Some(path))
    }

    /// The configuration, as mdBook would hand it to a plugin.
    ///
    /// # Panics
    ///
    /// When `book.toml` is not TOML.
    pub fn config(&self) -> Value {
        toml::from_str(self.text("book.toml")).expect("book.toml of a fixture is TOML")
    }

    /// The settings.
    ///
    /// # Panics
    ///
    /// When a value in `book.toml` is of the wrong kind.
    pub fn settings(&self) -> Settings {
        Settings::from_config(&self.config()).expect("the settings of a fixture are right")
    }

    /// The sources.
    ///
    /// # Panics
    ///
    /// When mdBook would not take `src/SUMMARY.md`.
    pub fn sources(&self) -> Sources {
        let summary = self.text("src/SUMMARY.md");
        let chapters = if summary.is_empty() {
            self.every_chapter()
        } else {
            self.chapters_of(&parse_summary(summary).expect("mdBook takes this SUMMARY.md"))
        };
        Sources {
            chapters,
            config: self.text("book.toml").to_owned(),
            summary: summary.to_owned(),
        }
    }

    fn every_chapter(&self) -> Vec<ChapterSource> {
        let files = self.files.iter();
        let paths = files.filter_map(|(path, _)| path.strip_prefix("src/"));
        paths
            .filter(|path| path.ends_with(".md"))
            .map(|path| self.chapter(path.trim_end_matches(".md"), Some(path)))
            .collect()
    }

    fn chapters_of(&self, summary: &Summary) -> Vec<ChapterSource> {
        let mut chapters = Vec::new();
        let mut places = 0..;
        for items in [
            &summary.prefix_chapters,
            &summary.numbered_chapters,
            &summary.suffix_chapters,
        ] {
            self.collect(items, None, &mut places, &mut chapters);
        }
        chapters
    }

    fn collect(
        &self,
        items: &[SummaryItem],
        mut part: Option<BookPart>,
        places: &mut RangeFrom<usize>,
        out: &mut Vec<ChapterSource>,
    ) {
        for item in items {
            match item {
                SummaryItem::PartTitle(title) => {
                    let title = title.clone();
                    part = places.next().map(|place| BookPart { place, title });
                }
                SummaryItem::Link(link) => {
                    let path = link.location.as_deref().and_then(Path::to_str);
                    out.push(ChapterSource {
                        number: link.number.as_ref().map(ToString::to_string),
                        part: part.clone(),
                        ..self.chapter(&link.name, path)
                    });
                    self.collect(&link.nested_items, part.clone(), places, out);
                }
                // Separators, and what a later mdBook may know.
                _ => {}
            }
        }
    }

    fn chapter(&self, name: &str, path: Option<&str>) -> ChapterSource {
        let text = path.map_or("", |path| self.text(&format!("src/{path}")));
        ChapterSource {
            name: name.to_owned(),
            path: path.map(|path| path.replace("README.md", "index.md")),
            source_path: path.map(str::to_owned),
            text: text.into(),
            on_disk: path.map(|_| text.into()),
            ..ChapterSource::default()
        }
    }

    /// The model.
    pub fn model(&self) -> Model {
        analyze(&self.sources(), &self.settings())
    }
}
