//! The stages of a build, each by itself, over books of 250 chapters: `cargo bench -p book-bench`.

use std::hint::black_box;
use std::path::Path;

use book_bench::Book;
use book_model::fixture::Fixture;
use book_model::{ChapterId, Model, Page, Pages, Settings, Sources, analyze};
use book_plugin::{Context, Style};
use divan::Bencher;
use mdbook_concept_index::Concepts;
use mdbook_reading_paths::Paths;
use tempfile::TempDir;

/// That of the programs, since the stages ask for much memory in small pieces.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const CHAPTERS: usize = 250;

fn main() {
    divan::main();
}

/// What the stages before those of the plugins give.
struct Read {
    sources: Sources,
    settings: Settings,
    context: Context,
}

impl Read {
    fn new() -> Read {
        let files = Book::new(CHAPTERS).with_concepts().files().collect();
        let fixture = Fixture { files };
        Read {
            sources: fixture.sources(),
            settings: fixture.settings(),
            context: Context {
                root: "".into(),
                renderer: "html".to_owned(),
                config: fixture.config(),
                pages: Pages::default(),
            },
        }
    }

    fn model(&self) -> Model {
        analyze(&self.sources, &self.settings)
    }

    fn bytes(&self) -> usize {
        let chapters = self.sources.chapters.iter();
        chapters.map(|chapter| chapter.text.len()).sum()
    }

    fn ids(&self) -> impl Iterator<Item = ChapterId> {
        self.sources.iter().map(|(id, _)| id)
    }
}

/// Every chapter of the book from its text to its facts.
#[divan::bench]
fn pages(bencher: Bencher) {
    let read = Read::new();
    let bencher = bencher.counter(divan::counter::BytesCount::new(read.bytes()));
    bencher.bench_local(|| {
        for chapter in &read.sources.chapters {
            black_box(Page::parse(&chapter.text, &read.settings));
        }
    });
}

/// The same on all cores, and the model from it.
#[divan::bench]
fn model(bencher: Bencher) {
    let read = Read::new();
    let bencher = bencher.counter(divan::counter::BytesCount::new(read.bytes()));
    bencher.bench_local(|| read.model());
}

/// What `concept-index` changes, with all that it makes once for a book.
#[divan::bench]
fn concept_edits(bencher: Bencher) {
    let read = Read::new();
    let model = read.model();
    let style = style(mdbook_concept_index::style(&read.context));
    bencher.bench_local(|| {
        let concepts = Concepts::new(&model, &style);
        for id in read.ids() {
            black_box(concepts.edits(id, &read.sources.chapters[id.0].text));
        }
    });
}

/// What `reading-paths` changes, likewise; the words of a page are counted once in the life of a model.
#[divan::bench]
fn path_edits(bencher: Bencher) {
    let read = Read::new();
    let model = read.model();
    let style = style(mdbook_reading_paths::style(&read.context));
    bencher.bench_local(|| {
        let paths = Paths::new(&model, &read.sources, &read.settings, &style);
        for id in read.ids() {
            black_box(paths.edits(id));
        }
    });
}

/// A whole build into a new folder, without the plugins.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn build(bencher: Bencher) {
    whole_build(bencher, &Book::new(CHAPTERS));
}

/// The same with them.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn build_with_plugins(bencher: Bencher) {
    whole_build(bencher, &Book::new(CHAPTERS).with_concepts());
}

fn whole_build(bencher: Bencher, book: &Book) {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let root = folder.path().join("book");
    book.write(&root).expect("the book can be written");
    bencher
        // Nothing of one build is to be found by the next.
        .with_inputs(|| TempDir::new_in(folder.path()).expect("a temporary folder can be made"))
        .bench_local_refs(|destination| built(&root, destination.path()));
}

fn built(root: &Path, destination: &Path) -> usize {
    match book_engine::build(root, Some(destination)) {
        Ok(built) => built.pages,
        Err(failure) => panic!("the book is not built: {:?}", failure.error()),
    }
}

fn style<E: std::fmt::Debug>(style: Result<Style, E>) -> Style {
    style.expect("the words of the plugins are not changed")
}
