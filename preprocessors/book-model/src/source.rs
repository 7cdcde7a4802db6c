//! What the tools are given: the text of each chapter, and what lies around it.

use std::ops::Range;
use std::sync::Arc;

/// A chapter's place in the book's reading order, drafts included, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChapterId(pub usize);

/// A file that a diagnostic can speak of. The order is the order in which messages are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileRef {
    /// `book.toml`.
    Config,
    /// `SUMMARY.md`.
    Summary,
    /// A chapter, as it was received.
    Chapter(ChapterId),
    /// The file of a chapter as it is on disk, with its includes not expanded.
    OnDisk(ChapterId),
}

/// A range of bytes in one of the book's files.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileRef,
    /// First byte of the range.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
}

impl Span {
    /// A range of the text of a chapter.
    pub fn chapter(id: ChapterId, range: Range<usize>) -> Span {
        Span {
            file: FileRef::Chapter(id),
            start: range.start,
            end: range.end,
        }
    }

    /// A range of the file of a chapter.
    pub fn on_disk(id: ChapterId, range: Range<usize>) -> Span {
        Span {
            file: FileRef::OnDisk(id),
            start: range.start,
            end: range.end,
        }
    }

    /// A range of `SUMMARY.md`.
    pub fn summary(range: Range<usize>) -> Span {
        Span {
            file: FileRef::Summary,
            start: range.start,
            end: range.end,
        }
    }

    /// A range of `book.toml`.
    pub fn config(range: Range<usize>) -> Span {
        Span {
            file: FileRef::Config,
            start: range.start,
            end: range.end,
        }
    }

    /// The bytes.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// A part of the book: chapters under a title in SUMMARY.md.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookPart {
    /// Its place among the parts, from 0: two parts may have one title.
    pub place: usize,
    /// Its title.
    pub title: String,
}

/// One chapter as mdBook hands it to a plugin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChapterSource {
    /// The name in SUMMARY.md.
    pub name: String,
    /// The section number, such as `1.2.`, for a numbered chapter.
    pub number: Option<String>,
    /// The part that it stands in.
    pub part: Option<BookPart>,
    /// Where the page goes, below the source folder, with `/` between folders: `README.md` is
    /// `index.md` here. `None` for a draft.
    pub path: Option<String>,
    /// The file that it was read from, likewise; `None` for a draft or a chapter made by a plugin.
    pub source_path: Option<String>,
    /// The Markdown, with includes expanded; shared, since it is kept as long as what was read of it.
    pub text: Arc<str>,
    /// The text of its file, the byte order mark left out; `None` where it has none, or where
    /// nobody needed to read it.
    pub on_disk: Option<Arc<str>>,
}

/// Everything that a book is made from, as values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    /// The chapters in reading order.
    pub chapters: Vec<ChapterSource>,
    /// The text of `book.toml`; empty where there is none.
    pub config: String,
    /// The text of `SUMMARY.md`; empty where there is none.
    pub summary: String,
}

impl Sources {
    /// The chapters with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (ChapterId, &ChapterSource)> {
        self.chapters
            .iter()
            .enumerate()
            .map(|(index, chapter)| (ChapterId(index), chapter))
    }

    /// The text that a span of `file` speaks of.
    pub fn text(&self, file: FileRef) -> &str {
        match file {
            FileRef::Config => &self.config,
            FileRef::Summary => &self.summary,
            FileRef::Chapter(id) => &self.chapters[id.0].text,
            FileRef::OnDisk(id) => self.chapters[id.0].on_disk.as_deref().unwrap_or_default(),
        }
    }
}
