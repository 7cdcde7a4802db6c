//! Books in a test: several files in one string.
//!
//! A line `//- path` begins a file. Chapters are the Markdown files below `src/`, in the order in
//! which they stand, unless there is a `src/SUMMARY.md`, which only a real mdBook reads. `book.toml`
//! gives the settings. Lines ahead of the first `//- path` belong to `src/a.md`.
//!
//! ```text
//! //- book.toml
//! [preprocessor.reading-paths]
//! paths = ["path.md"]
//! //- src/path.md
//! # The path
//! ```

use serde_json::Value;

use crate::model::{Model, analyze};
use crate::settings::Settings;
use crate::source::{ChapterSource, Sources};

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
    pub fn sources(&self) -> Sources {
        let chapters = self.files.iter().filter_map(|(path, text)| {
            let path = path
                .strip_prefix("src/")
                .filter(|path| path.ends_with(".md") && *path != "SUMMARY.md")?;
            Some(ChapterSource {
                name: path.trim_end_matches(".md").to_owned(),
                path: Some(path.to_owned()),
                source_path: Some(path.to_owned()),
                text: text.clone(),
                ..ChapterSource::default()
            })
        });
        Sources {
            chapters: chapters.collect(),
            config: self.text("book.toml").to_owned(),
        }
    }

    /// The model.
    pub fn model(&self) -> Model {
        analyze(&self.sources(), &self.settings())
    }
}
