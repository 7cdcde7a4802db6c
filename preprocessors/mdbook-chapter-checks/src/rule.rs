//! What a rule is, and what it looks at.

use std::collections::HashMap;
use std::sync::OnceLock;

use book_model::{
    Chapter, ChapterId, Diagnostic, FileRef, Model, Settings, Sources, Span, clean, file_name,
};
use book_plugin::Speller;
use serde_json::Value;

use crate::files::Files;
use crate::includes::{self, Found};
use crate::level::{Level, Levels};
use crate::listed::Listed;
use crate::passed::Unused;
use crate::plugin::NAME;

/// A rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its name, as in `book.toml` and in a message.
    pub name: &'static str,
    /// How much it counts where `book.toml` does not say.
    pub level: Level,
    /// The source of its file, whose opening comment is its manual.
    pub source: &'static str,
    /// Looks for what it speaks of.
    pub check: Check,
}

/// How a rule looks at a book.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Chapter by chapter, and so at several at once.
    Chapter(fn(&Checked<'_>, &Chapter) -> Vec<Diagnostic>),
    /// At the whole of it; the speller finds the name that was probably meant.
    Book(fn(&Checked<'_>, &Speller) -> Vec<Diagnostic>),
    /// At `book.toml`.
    Config(fn(&Checked<'_>, &Speller) -> Vec<Diagnostic>),
    /// At what several chapters bring in, and what is wrong with it once for all of them.
    Shared(fn(&Checked<'_>, &Speller) -> Vec<Shared>),
    /// At the whole of it, once the others have spoken: with what is left of theirs by levels and
    /// comments, and of those of this kind that stand ahead of it among the rules. What nobody says may
    /// not be taken for said.
    After(fn(&Checked<'_>, &Speller, &[Diagnostic]) -> Vec<Diagnostic>),
    /// At the files of the source folder: what is found comes with the path of the file that it speaks
    /// of, below that folder, whose level counts.
    Files(fn(&Checked<'_>) -> Vec<(String, Diagnostic)>),
    /// At the comments that let something pass, once everything else was said.
    Allows(fn(&Checked<'_>, &[Unused<'_>]) -> Vec<Diagnostic>),
    /// Not here: another part of these plugins looks, and this is its manual. Its level stands in the
    /// table of this plugin in `book.toml`; with `None` it is always the same.
    Elsewhere(Option<&'static str>),
}

/// What several places have in common. It is said once, at the first of those where it counts most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// As it is said at the first place.
    pub diagnostic: Diagnostic,
    /// The other places, in the order of the book.
    pub others: Vec<Span>,
}

impl Rule {
    /// The table below `[preprocessor]` in which its level stands; `None` for one whose level is always
    /// the same.
    pub fn table(&self) -> Option<&'static str> {
        match self.check {
            Check::Elsewhere(table) => table,
            _ => Some(NAME),
        }
    }

    /// Whether a comment in a chapter can let pass what it finds.
    pub(crate) fn heeds_comments(&self) -> bool {
        match self.check {
            Check::Chapter(_) | Check::Book(_) | Check::Shared(_) | Check::After(_) => true,
            Check::Config(_) | Check::Files(_) | Check::Allows(_) | Check::Elsewhere(_) => false,
        }
    }

    /// Its manual, in Markdown: what it finds, why that matters, a bad and a good example.
    pub fn manual(&self) -> String {
        let lines = self
            .source
            .lines()
            .map_while(|line| line.strip_prefix("//!"));
        lines
            .map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line)))
            .collect()
    }

    /// What it finds: the first paragraph of its manual, on one line.
    pub fn summary(&self) -> String {
        let manual = self.manual();
        let paragraph = manual.split("\n\n").nth(1).unwrap_or_default();
        paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// What a rule looks at.
pub struct Checked<'a> {
    /// The texts.
    pub sources: &'a Sources,
    /// What they say.
    pub model: &'a Model,
    /// What `book.toml` says that bears on the model.
    pub settings: &'a Settings,
    /// The whole of `book.toml`, with mdBook's defaults.
    pub config: &'a Value,
    /// How much each rule counts.
    pub levels: &'a Levels,
    /// The files of the book.
    pub files: &'a dyn Files,
    /// The chapters in SUMMARY.md.
    pub(crate) listed: Listed,
    /// The source folder, below the book's root.
    src: String,
    /// What goes wrong with includes, once it was asked for.
    includes: OnceLock<Vec<Found>>,
    /// Each chapter by its file, as far as it has one.
    pub(crate) by_file: HashMap<&'a str, ChapterId>,
    /// The first chapter of each file name.
    pub(crate) by_file_name: HashMap<&'a str, ChapterId>,
}

impl<'a> Checked<'a> {
    /// What the rules are to look at.
    pub fn new(
        sources: &'a Sources,
        model: &'a Model,
        settings: &'a Settings,
        config: &'a Value,
        levels: &'a Levels,
        files: &'a dyn Files,
    ) -> Checked<'a> {
        let mut by_file = HashMap::new();
        let mut by_file_name = HashMap::new();
        for (id, source) in sources.iter() {
            if let Some(file) = &source.source_path {
                by_file.entry(file.as_str()).or_insert(id);
            }
            if let Some(path) = &source.path {
                by_file_name.entry(file_name(path)).or_insert(id);
            }
        }
        let src = config.pointer("/book/src").and_then(Value::as_str);
        Checked {
            sources,
            model,
            settings,
            config,
            levels,
            files,
            listed: Listed::new(&sources.summary),
            src: src.unwrap_or("src").replace('\\', "/"),
            includes: OnceLock::new(),
            by_file,
            by_file_name,
        }
    }

    /// What goes wrong with includes.
    pub(crate) fn includes(&self) -> &[Found] {
        self.includes.get_or_init(|| includes::includes(self))
    }

    /// The path below the book's root of what stands at `path` below the source folder.
    pub fn below_root(&self, path: &str) -> String {
        format!("{}/{path}", self.src.trim_end_matches('/'))
    }

    /// The same with `.` and `..` resolved.
    pub(crate) fn below_root_normal(&self, path: &str) -> String {
        clean(&self.below_root(path))
    }

    /// What stands at `path`, seen from the book's root, by its path below the source folder; `None`
    /// for what lies outside.
    pub(crate) fn below_src(&self, path: &str) -> Option<String> {
        let path = clean(path);
        let below = match &*self.below_root_normal("") {
            "" => &*path,
            src => path.strip_prefix(src)?.strip_prefix('/')?,
        };
        let outside = below.starts_with('/') || below.split('/').next() == Some("..");
        (!outside).then(|| below.to_owned())
    }

    /// The paths below the source folder of all files in it, in order; hidden ones left out.
    pub(crate) fn files_of_src(&self) -> Vec<String> {
        let folder = self.below_root("");
        let files = self.files.below(folder.trim_end_matches('/'));
        files
            .iter()
            .filter_map(|file| self.below_src(file))
            .collect()
    }

    /// Whether there is a file at this path below the source folder.
    pub fn is_file(&self, path: &str) -> bool {
        self.files.is_file(&self.below_root(path))
    }

    /// How much a rule counts at this place.
    pub(crate) fn level_at(&self, rule: &Rule, span: &Span) -> Level {
        match span.file {
            FileRef::Config | FileRef::Summary => self.levels.of(rule, None),
            FileRef::Chapter(id) | FileRef::OnDisk(id) => self.level_in(rule, id),
        }
    }

    /// How much a rule counts in a chapter.
    pub(crate) fn level_in(&self, rule: &Rule, id: ChapterId) -> Level {
        let source = &self.sources.chapters[id.0];
        let path = source.source_path.as_ref().or(source.path.as_ref());
        self.levels.of(rule, path.map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// No file is asked for.
    struct NoFiles;

    impl Files for NoFiles {
        fn is_file(&self, _: &str) -> bool {
            false
        }

        fn text(&self, _: &str) -> Option<String> {
            None
        }

        fn below(&self, _: &str) -> Vec<String> {
            Vec::new()
        }

        fn place(&self, _: &str) -> Option<crate::files::FilePlace> {
            None
        }
    }

    #[test]
    fn what_lies_below_the_source_folder_wherever_that_is() {
        let (sources, model, settings) = Default::default();
        let levels = Levels::default();
        for (src, path, below) in [
            ("src", "src/x/../a.md", Some("a.md")),
            ("src", "srcs/a.md", None),
            (".", "a.md", Some("a.md")),
            (".", "../a.md", None),
            ("../docs", "../docs/x/a.md", Some("x/a.md")),
            ("../docs", "docs/a.md", None),
            ("..", "../a.md", Some("a.md")),
            ("..", "../../a.md", None),
            ("/docs/", "/docs/a.md", Some("a.md")),
        ] {
            let config = json!({ "book": { "src": src } });
            let checked = Checked::new(&sources, &model, &settings, &config, &levels, &NoFiles);
            assert_eq!(checked.below_src(path).as_deref(), below, "{path} in {src}");
        }
    }
}
