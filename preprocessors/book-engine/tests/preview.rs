//! A preview is the pages alone, in memory, with nothing written to the book's folder.

#![allow(clippy::unwrap_used, reason = "the helpers here are part of the tests")]

mod common;

use std::fs;
use std::path::PathBuf;

use book_engine::{Advice, Failure, File, Preview, Version, View};
use common::{Book, tree};

/// What the site of a version has under a name.
fn text(version: &Version, name: &str) -> String {
    shown(&version.view, name)
}

fn shown(view: &View, name: &str) -> String {
    match view.file(name).unwrap() {
        File::Text(text) => text,
        File::Bytes(bytes) => String::from_utf8(bytes).unwrap(),
        File::Path(path) => fs::read_to_string(path).unwrap_or_default(),
    }
}

fn preview(book: &Book) -> Preview {
    Preview::new(book.root(), "__livereload").unwrap()
}

/// Saves a file, and gives what the preview makes of that.
fn save(book: &Book, preview: &mut Preview, path: &str, text: &str) -> Result<Version, Failure> {
    book.write(path, text);
    let saved: PathBuf = book.root().canonicalize().unwrap().join(path);
    preview.update(&[saved])
}

#[test]
fn pages_are_held_and_nothing_is_written() {
    let book = Book::plain().with("book.toml", "[output.markdown]\n");
    let before = tree(book.root());
    let mut preview = preview(&book);
    let version = preview.update(&[]).unwrap();
    assert_eq!(version.pages, 3);
    assert!(text(&version, "two.html").contains("<h1"));
    assert!(text(&version, "print.html").contains("See "));
    assert!(text(&version, "searchindex.js").contains("two.html#part"));
    assert!(text(&version, "toc.js").contains("two.html"));
    assert_eq!(text(&version, "pictures/a.svg"), "<svg/>");
    assert!(text(&version, version.view.not_found().unwrap()).contains("404"));
    common::assert_same(&tree(book.root()), &before);
}

#[test]
fn the_last_build_is_no_part_of_the_sources() {
    let toml = "[book]\nsrc = \".\"\n";
    let book = Book::empty()
        .with("book.toml", toml)
        .with("SUMMARY.md", "# Summary\n\n- [One](one.md)\n")
        .with("one.md", "# One\n");
    book_engine::build(book.root(), None).unwrap();
    let version = preview(&book).update(&[]).unwrap();
    assert!(!version.view.folder().join("book").exists());
    assert!(!version.view.folder().join("book.toml").exists());
}

#[test]
fn a_version_stays_as_it_is() {
    let book = Book::plain();
    let mut preview = preview(&book);
    let first = preview.update(&[]).unwrap();
    let second = save(&book, &mut preview, "src/two.md", "# Two\n\nnew\n").unwrap();
    let third = save(&book, &mut preview, "src/pictures/a.svg", "<svg></svg>").unwrap();
    assert!(!text(&first, "two.html").contains("new"));
    assert!(text(&second, "two.html").contains("new"));
    assert_eq!(text(&second, "pictures/a.svg"), "<svg/>");
    assert_eq!(text(&third, "pictures/a.svg"), "<svg></svg>");
}

#[test]
fn a_chapter_that_cannot_be_rendered_costs_its_own_page() {
    let book = Book::plain();
    let mut preview = preview(&book);
    preview.update(&[]).unwrap();
    // What mdBook 0.5.4 panics on.
    for text_of_two in [
        "# Two\n\na stray </p> in a paragraph\n",
        "# Two\n\n*a </em> b*\n",
        "# Two\n\n<code class=\"language-rust\">fn f() {}</code>\n",
    ] {
        let version = save(&book, &mut preview, "src/two.md", text_of_two).unwrap();
        let said: Vec<String> = version.broken.iter().map(ToString::to_string).collect();
        assert_eq!(said.len(), 1, "{text_of_two}");
        assert!(said[0].contains("`src/two.md`"), "{said:?}");
        assert!(text(&version, "two.html").contains("cannot take <code>src/two.md</code>"));
        assert!(text(&version, "one.html").contains("fn main"));
        let failure = book_engine::build(book.root(), None).unwrap_err();
        let error = failure.error().unwrap();
        let advice: &Advice = error.downcast_ref().unwrap();
        assert!(
            advice.message.contains("cannot take `src/two.md`"),
            "{error:?}"
        );
    }
    let mended = save(&book, &mut preview, "src/two.md", "# Two\n").unwrap();
    assert!(mended.broken.is_empty());
    assert!(!text(&mended, "two.html").contains("cannot take"));
}

#[test]
fn a_theme_that_lists_the_chapters_is_left_to_mdbook() {
    let head = "<!-- {{#each chapters}}{{name}} {{/each}} -->";
    let book = Book::plain().with("theme/head.hbs", head);
    let mut preview = preview(&book);
    let version = preview.update(&[]).unwrap();
    assert!(text(&version, "one.html").contains("<!-- Before  One Draft Two  -->"));
    let version = save(&book, &mut preview, "theme/head.hbs", "").unwrap();
    assert!(!text(&version, "one.html").contains("<!-- Before"));
}

#[test]
fn a_failure_is_gone_with_its_cause() {
    let book = Book::plain();
    let mut preview = preview(&book);
    preview.update(&[]).unwrap();
    save(&book, &mut preview, "book.toml", "[book\n").unwrap_err();
    save(&book, &mut preview, "book.toml", "[book]\ntitle = \"T\"\n").unwrap();
    let summary = fs::read_to_string(book.root().join("src/SUMMARY.md")).unwrap();
    save(
        &book,
        &mut preview,
        "src/SUMMARY.md",
        "- [One](../one.md)\n",
    )
    .unwrap_err();
    let version = save(&book, &mut preview, "src/SUMMARY.md", &summary).unwrap();
    assert!(text(&version, "one.html").contains("One - T"));
}

/// A book with a concept, a path and the checks.
fn taught() -> Book {
    let toml = "[preprocessor.chapter-checks]\nafter = [\"links\"]\n\
        before = [\"reading-paths\", \"concept-index\"]\n\
        [preprocessor.reading-paths]\nafter = [\"links\"]\nbefore = [\"concept-index\"]\n\
        paths = [\"path.md\"]\n[preprocessor.concept-index]\nafter = [\"links\"]\n";
    Book::empty()
        .with("book.toml", toml)
        .with(
            "src/SUMMARY.md",
            "# Summary\n\n- [One](one.md)\n- [Two](two.md)\n- [Path](path.md)\n",
        )
        .with("src/one.md", "# One\n\n[Thing](concept:)\n: A note.\n")
        .with("src/two.md", "# Two\n\nA [thing](concept:).\n")
        .with(
            "src/path.md",
            "# Path\n\nFor you.\n\n1. [One](one.md)\n1. [Two](two.md) then\n",
        )
}

#[test]
fn a_look_at_a_saved_chapter_shows_what_the_whole_book_will() {
    let book = taught();
    let mut preview = preview(&book);
    let first = preview.update(&[]).unwrap();
    book.write("src/two.md", "# Two\n\nAnother [thing](concept:), `new`.\n");
    let saved = [book.root().canonicalize().unwrap().join("src/two.md")];
    let look = preview.glance(&saved).unwrap();
    let page = shown(&look, "two.html");
    assert!(page.contains("<code>new</code>") && page.contains("title=\"A note.\""));
    assert!(!text(&first, "two.html").contains("<code>new</code>"));
    let version = preview.update(&saved).unwrap();
    assert_eq!(text(&version, "two.html"), page);
    assert!(version.is_same, "nothing is new behind the look");
    assert!(text(&version, "searchindex.js").contains("Another thing"));
}

#[test]
fn what_a_look_cannot_tell_comes_with_the_whole_book() {
    let book = taught();
    let mut preview = preview(&book);
    preview.update(&[]).unwrap();
    book.write(
        "src/one.md",
        "# One\n\n[Thing](concept:)\n: Another note.\n",
    );
    let saved = [book.root().canonicalize().unwrap().join("src/one.md")];
    assert!(preview.glance(&saved).is_some());
    let version = preview.update(&saved).unwrap();
    assert!(!version.is_same, "the note is shown elsewhere, too");
    assert!(text(&version, "two.html").contains("title=\"Another note.\""));
    assert!(preview.glance(&[book.root().join("book.toml")]).is_none());
}

#[test]
fn no_text_of_a_chapter_leaves_the_book_to_mdbook() {
    for text in [
        "# Two\n\n[^a]: Nobody refers to it.\n",
        "# Two\n\na[^a]\n\n[^a]: ## A heading\n",
        "a <script>*b*</script>\n",
        "<div>\ntext\n<h1 id=\"a\">Two</h1>\n</div>\n",
    ] {
        let book = Book::plain().with("src/two.md", text);
        let version = preview(&book).update(&[]).unwrap();
        assert!(version.view.names().contains(&"two.html"), "{text}");
    }
}

#[test]
fn what_is_known_of_a_chapter_follows_its_name() {
    let script = "a <script>*word*</script>\n";
    let book = Book::plain().with("src/two.md", script);
    let mut preview = preview(&book);
    let version = preview.update(&[]).unwrap();
    let index = text(&version, "searchindex.js");
    assert!(index.contains(r#""breadcrumbs":"Two""#), "{index}");
    let summary = "# Summary\n\n- [One](one.md)\n  - [Renamed](two.md)\n";
    let version = save(&book, &mut preview, "src/SUMMARY.md", summary).unwrap();
    let index = text(&version, "searchindex.js");
    assert!(
        index.contains(r#""breadcrumbs":"One » Renamed""#),
        "{index}"
    );
    book.write(
        "book.toml",
        "[output.html]\nsearch.chapter.\"two.md\".enable = false\n",
    );
    let toml = book.root().canonicalize().unwrap().join("book.toml");
    let version = preview.update(&[toml]).unwrap();
    let index = text(&version, "searchindex.js");
    assert!(!index.contains("Renamed"), "{index}");
}
