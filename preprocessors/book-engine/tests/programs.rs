//! A book comes out the same whether our plugins run in process or as the programs that mdBook calls.
//!
//! This test has no harness, so that its own program can stand for those: under the name of a plugin's
//! program it is that program.

#![allow(clippy::unwrap_used, reason = "the helpers here are part of the tests")]

mod common;

use std::env;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use book_plugin::{Plugin, run_as_program};
use common::{Book, tree};
use mdbook_chapter_checks::ChapterChecks;
use mdbook_concept_index::ConceptIndex;
use mdbook_driver::MDBook;
use mdbook_reading_paths::ReadingPaths;

const PLUGINS: [&dyn Plugin; 3] = [&ChapterChecks, &ReadingPaths, &ConceptIndex];

fn main() -> ExitCode {
    let own = env::args().next().unwrap_or_default();
    let name = Path::new(&own).file_stem().unwrap_or_default();
    let plugin = PLUGINS
        .into_iter()
        .find(|plugin| name == program(*plugin).as_str());
    if let Some(plugin) = plugin {
        return run_as_program(plugin);
    }
    // A harness is asked for its tests by some runners.
    if !env::args().any(|argument| argument == "--list") {
        in_process_or_as_programs_it_is_the_same();
    }
    ExitCode::SUCCESS
}

fn program(plugin: &dyn Plugin) -> String {
    format!("mdbook-{}", plugin.name())
}

fn in_process_or_as_programs_it_is_the_same() {
    let programs = tempfile::tempdir().unwrap();
    let command = |plugin: &dyn Plugin| {
        let file = programs
            .path()
            .join(program(plugin) + env::consts::EXE_SUFFIX);
        let own = env::current_exe().unwrap();
        if fs::hard_link(&own, &file).is_err() {
            fs::copy(&own, &file).unwrap();
        }
        format!("command = '\"{}\"'", file.display())
    };
    let [checks, paths, index] = PLUGINS.map(command);
    let toml = format!(
        "[preprocessor.chapter-checks]\n{checks}\nafter = [\"links\"]\n\
         before = [\"reading-paths\", \"concept-index\"]\n\
         [preprocessor.reading-paths]\n{paths}\nafter = [\"links\"]\n\
         before = [\"concept-index\"]\npaths = [\"path.md\"]\n\
         [preprocessor.concept-index]\n{index}\nafter = [\"links\"]\n\
         [output.html]\n[output.markdown]\n"
    );
    let book = Book::empty()
        .with("book.toml", &toml)
        .with(
            "src/SUMMARY.md",
            "# Summary\n\n- [Path](path.md)\n- [Queues](deep/queues.md)\n- [Retries](retries.md)\n- [Index](index-of-all.md)\n",
        )
        .with(
            "src/path.md",
            "# Path\n\n<!-- reading-paths -->\n\n1. [Queues](deep/queues.md)\n2. [Retries](retries.md)\n",
        )
        .with("src/deep/queues.md", "# Queues\n\n{{#include ../part.md}}\n")
        .with(
            "src/part.md",
            "[Queue](concept:)\n: What waits & is served, in its order.\n\nA [queue](concept:) is \u{201c}full\u{201d}.\n",
        )
        .with(
            "src/retries.md",
            "# Retries\n\nA [queue](concept:) again.\n\n```rust\n{{#include ../listing.rs}}\n```\n",
        )
        .with("src/index-of-all.md", "# Index\n\n<!-- concept-index -->\n")
        .with("listing.rs", "fn main() {}\n");

    let stock = book.copy();
    MDBook::load(stock.root()).unwrap().build().unwrap();
    book_engine::build(book.root(), None).unwrap();

    let pages = tree(&book.root().join("book"));
    common::assert_same(&pages, &tree(&stock.root().join("book")));
    // The plugins did what they are there for.
    let markdown = |name: &str| fs::read_to_string(book.root().join("book/markdown").join(name));
    assert!(!markdown("retries.md").unwrap().contains("(concept:)"));
    assert!(markdown("retries.md").unwrap().contains("step 2 of 2"));
    assert!(markdown("index-of-all.md").unwrap().contains("queues.md#"));
}
