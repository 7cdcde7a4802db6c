//! The work grows in proportion to the book, and memory stays in bounds.
//!
//! Work is counted, not timed: what the memory allocator is asked for, in pieces and in bytes, for a book
//! and for one of eight times the size. What only reads over and over is not seen by that; the sizes are such
//! that it would be noticed by whoever waits.

// Tests say what went wrong by panicking.
#![allow(clippy::unwrap_used)]

mod books;

use allocation_counter::{AllocationInfo, measure};
use book_model::fixture::Fixture;
use book_model::{Pages, Severity, Sources, analyze, apply};
use book_plugin::{Context, locate, short};
use mdbook_chapter_checks::{Checked, FilePlace, Files, Levels, check};
use mdbook_concept_index::Concepts;
use mdbook_reading_paths::Paths;

/// How much larger the one book is than the other.
const LARGER: usize = 8;

/// How much more it may cost: a little more than in proportion, since tables grow by leaps.
const COSTLIER: f64 = 12.0;

/// What may be costly without regard to the book.
const FIXED: u64 = 200_000;

/// The most bytes in use at a time for each byte of the book, apart from [`FIXED`] ones.
const BYTES_FOR_A_BYTE: u64 = 600;

/// Runs everything over a book, and gives what comes of it: the lengths of the chapters, and of what is
/// said.
fn run(sources: &Sources, toml: &serde_json::Value) -> (usize, usize) {
    let settings = book_model::Settings::from_config(toml).unwrap();
    let context = Context {
        pages: Pages::default(),
        root: "no-such-folder".into(),
        renderer: "html".to_owned(),
        config: toml.clone(),
    };
    let model = analyze(sources, &settings);
    let levels = Levels::default();
    let checked = Checked::new(sources, &model, &settings, toml, &levels, &NoFiles);
    let found = check(&checked, None);
    let said = locate(&context, sources, found)
        .iter()
        .map(|(_, one)| short(one).len())
        .sum();
    let paths = mdbook_reading_paths::style(&context).unwrap();
    let style = mdbook_concept_index::style(&context).unwrap();
    let concepts = Concepts::new(&model, &style);
    let mut length = concepts.check_map(Severity::Warning).len();
    let paths = Paths::new(&model, sources, &settings, &paths);
    for (id, chapter) in sources.iter() {
        let text = &chapter.text;
        length += apply(text, paths.edits(id)).len();
        let edits = concepts.edits(id, text);
        length += apply(text, edits).len();
    }
    (length, said)
}

/// A book of which nothing is on disk.
struct NoFiles;

impl Files for NoFiles {
    fn is_file(&self, _: &str) -> bool {
        false
    }

    fn text(&self, _: &str) -> Option<String> {
        None
    }

    fn place(&self, _: &str) -> Option<FilePlace> {
        None
    }

    fn below(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}

/// What it costs to run everything over a book, and the size of the book.
fn cost(fixture: &Fixture) -> (AllocationInfo, u64) {
    let (sources, toml) = (fixture.sources(), fixture.config());
    let size = sources
        .chapters
        .iter()
        .map(|chapter| chapter.text.len() as u64)
        .sum();
    // On one thread, which is the one that is counted.
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .stack_size(8 << 20)
        .build()
        .unwrap();
    let cost = pool.install(|| {
        measure(|| {
            run(&sources, &toml);
        })
    });
    (cost, size)
}

/// Holds that a book of this size costs what one of an eighth of it costs, eight times.
#[track_caller]
fn in_proportion(book: impl Fn(usize) -> Fixture, size: usize) {
    let (part, _) = cost(&book(size / LARGER));
    let (whole, bytes) = cost(&book(size));
    for (what, part, whole) in [
        ("pieces", part.count_total, whole.count_total),
        ("bytes", part.bytes_total, whole.bytes_total),
        ("bytes at a time", part.bytes_max, whole.bytes_max),
    ] {
        let most = part as f64 * COSTLIER + FIXED as f64;
        assert!(
            whole as f64 <= most,
            "{what}: {whole} for {size}, {part} for an eighth of it"
        );
    }
    let most = bytes * BYTES_FOR_A_BYTE + 20 * FIXED;
    assert!(
        whole.bytes_max <= most,
        "{} bytes at a time for {bytes}",
        whole.bytes_max
    );
}
