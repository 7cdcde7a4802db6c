//! A book of as many chapters as wanted.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::layout::Place;
use crate::prose::Prose;
use crate::random::Random;
use crate::words::Words;

/// What the numbers of a chapter are drawn for.
const TITLE: u64 = 1;
const TEXT: u64 = 2;

/// A heading that every chapter has, so that a link to it can be written without reading the other chapter.
const LAST_HEADING: &str = "Where it ends";
const LAST_ANCHOR: &str = "#where-it-ends";

/// A book of synthetic prose: the same whenever it is made, and chapter for chapter the same in a longer
/// book, but for where its links lead.
///
/// A chapter has 4 to 8 kB: headings of three levels, paragraphs, lists, tables, quotations, code in five languages,
/// links to other chapters. `SUMMARY.md` has parts, and chapters three levels deep.
#[derive(Debug, Clone)]
pub struct Book {
    words: Words,
    chapters: usize,
    concepts: bool,
}

impl Book {
    /// One of this many chapters, which uses nothing that stock mdBook does not know.
    pub fn new(chapters: usize) -> Book {
        Book {
            words: Words::new(),
            chapters,
            concepts: false,
        }
    }

    /// The same with a concept defined in each chapter and used in others, a checklist in each, and two more
    /// chapters: a reading path, and a page for what the plugins generate.
    pub fn with_concepts(self) -> Book {
        Book {
            concepts: true,
            ..self
        }
    }

    /// Writes the files below this folder, one at a time: it takes no more memory for a longer book.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn write(&self, root: &Path) -> Result<()> {
        for (path, text) in self.files() {
            let file = root.join(path);
            let failed = || format!("failed to write `{}`", file.display());
            fs::create_dir_all(file.parent().unwrap_or(root)).with_context(failed)?;
            fs::write(&file, text).with_context(failed)?;
        }
        Ok(())
    }

    /// The files: path below the book's root, and text.
    pub fn files(&self) -> impl Iterator<Item = (String, String)> {
        let own = [
            ("book.toml".to_owned(), self.config(true)),
            ("src/SUMMARY.md".to_owned(), self.summary()),
        ];
        let chapters = (0..self.chapters)
            .map(|chapter| (format!("src/{}", self.path(chapter)), self.text(chapter)));
        let more = self.concepts.then(|| {
            [
                ("src/path.md".to_owned(), self.reading_path()),
                ("src/concepts.md".to_owned(), generated()),
            ]
        });
        own.into_iter()
            .chain(chapters)
            .chain(more.into_iter().flatten())
    }

    /// The text of `book.toml`, with the search index and the page of all chapters on or off.
    pub fn config(&self, search_and_print: bool) -> String {
        let mut config = String::from("[book]\ntitle = \"Synthetic prose\"\nlanguage = \"en\"\n");
        if !search_and_print {
            for table in ["search", "print"] {
                config.push_str(&format!("\n[output.html.{table}]\nenable = false\n"));
            }
        }
        if self.concepts {
            config.push_str(
                "\n[preprocessor.chapter-checks]\nafter = [\"links\"]\n\
                 before = [\"reading-paths\", \"concept-index\"]\n\
                 \n[preprocessor.reading-paths]\nafter = [\"links\"]\nbefore = [\"concept-index\"]\n\
                 paths = [\"path.md\"]\n\
                 \n[preprocessor.concept-index]\nafter = [\"links\"]\n",
            );
        }
        config
    }

    fn summary(&self) -> String {
        let mut summary = String::from("# Summary\n\n");
        for chapter in 0..self.chapters {
            let place = Place::of(chapter);
            if let Some(part) = place.begins_part() {
                summary.push_str(&format!("\n# Part {part}\n\n"));
            }
            let entry = format!("[{}]({})\n", self.title(chapter), self.path(chapter));
            let marker = if place.is_introduction() { "" } else { "- " };
            summary.push_str(&format!("{}{marker}{entry}", "  ".repeat(place.depth())));
        }
        if self.concepts {
            summary.push_str("\n---\n\n[A path](path.md)\n[Concepts](concepts.md)\n");
        }
        summary
    }

    /// Every tenth chapter as a step.
    fn reading_path(&self) -> String {
        let mut text = String::from("# A path\n\nFor whoever reads every tenth chapter.\n\n");
        for chapter in (0..self.chapters).step_by(10) {
            let title = self.title(chapter);
            text.push_str(&format!("1. [{title}]({}): next\n", self.path(chapter)));
        }
        text
    }

    /// The file of a chapter, below the source folder.
    fn path(&self, chapter: usize) -> String {
        let words = self.title(chapter).to_lowercase().replace(' ', "-");
        Place::of(chapter).path(&format!("{chapter:04}-{words}"))
    }

    fn title(&self, chapter: usize) -> String {
        self.prose(TITLE, chapter).name()
    }

    fn prose(&self, kind: u64, chapter: usize) -> Prose<'_> {
        Prose {
            words: &self.words,
            random: Random::new(kind, chapter),
        }
    }

    fn text(&self, chapter: usize) -> String {
        let mut prose = self.prose(TEXT, chapter);
        let size = prose.random.between(3_500, 7_000);
        let mut blocks = vec![format!("# {}\n", self.title(chapter)), prose.paragraph(3)];
        if self.concepts {
            blocks.push(definition(chapter, &mut prose));
        }
        while blocks.iter().map(String::len).sum::<usize>() < size {
            blocks.push(format!("## {}\n", prose.name()));
            self.section(chapter, &mut prose, &mut blocks);
            if prose.random.once_in(2) {
                blocks.push(format!("### {}\n", prose.name()));
                self.section(chapter, &mut prose, &mut blocks);
            }
        }
        if self.concepts {
            blocks.push(format!("## Checklist\n\n{}", prose.list()));
        }
        blocks.push(format!("## {LAST_HEADING}\n"));
        blocks.push(self.links(chapter, &mut prose));
        blocks.join("\n")
    }

    /// A few paragraphs, and something else between them.
    fn section(&self, chapter: usize, prose: &mut Prose<'_>, blocks: &mut Vec<String>) {
        for _ in 0..prose.random.between(1, 2) {
            let sentences = prose.random.between(2, 5);
            blocks.push(prose.paragraph(sentences));
        }
        match prose.random.below(8) {
            0 | 1 => blocks.push(prose.list()),
            2 => blocks.push(prose.table()),
            3..6 => blocks.push(prose.code()),
            6 => blocks.push(prose.quotation()),
            _ => blocks.push(self.links(chapter, prose)),
        }
    }

    /// A paragraph of links to other chapters, and to concepts of the nearest chapters.
    fn links(&self, chapter: usize, prose: &mut Prose<'_>) -> String {
        // All chapters but the introduction stand in a folder, and some in one below another.
        let up = "../".repeat(self.path(chapter).matches('/').count());
        let mut text = String::new();
        for anchor in ["", LAST_ANCHOR] {
            let other = prose.random.below(self.chapters);
            let (title, path) = (self.title(other), self.path(other));
            text.push_str(&format!("[{title}]({up}{path}{anchor}) has more of it.\n"));
        }
        if self.concepts {
            let concept = chapter - prose.random.below(chapter.min(20) + 1);
            text.push_str(&format!("It rests on [that](concept:c{concept}).\n"));
        }
        text
    }
}

/// The concept of a chapter, whose note uses one of a chapter ahead of it.
fn definition(chapter: usize, prose: &mut Prose<'_>) -> String {
    let name = format!("{} {chapter}", prose.name());
    let note = prose.sentence();
    let rests = chapter.checked_sub(1).map_or_else(String::new, |last| {
        let other = last - prose.random.below(last.min(40) + 1);
        format!(" See [it](concept:c{other}).")
    });
    format!("[{name}](concept:c{chapter})\n: {note}{rests}\n")
}

/// The page for what the plugins generate, but for the map: a chain as long as the book is not a drawing.
fn generated() -> String {
    "# Concepts\n\n<!-- reading-paths -->\n\n<!-- concept-index -->\n\n<!-- checklist -->\n"
        .to_owned()
}
