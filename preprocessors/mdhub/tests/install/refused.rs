use std::fs;

use crate::common::{Book, ends};
use crate::{book, refused};

#[test]
fn what_cannot_be_done_is_said_with_its_line() {
    for (toml, said) in [
        ("[book]\ntitle = \n", "error: book.toml:2:9: not TOML: "),
        (
            "[book]\n[book]\n",
            "error: book.toml:2:2: not TOML: duplicate key\nhelp: mend the line",
        ),
        ("[books]\n", "unknown field `books`"),
        (
            "preprocessor = 1\n",
            "error: `preprocessor` is not as mdBook reads it: ",
        ),
        (
            "[preprocessor]\nconcept-index = true\n",
            "`preprocessor.concept-index` in book.toml:2 is not a table",
        ),
        (
            "\noutput.html = 1\n",
            "`output.html` in book.toml:2 is not a table",
        ),
        (
            "[output.html]\ntheme = \"theme\"\nadditional-css = 3\n",
            "`output.html.additional-css` in book.toml:3 is not a list of files",
        ),
        (
            "[preprocessor.concept-index]\nafter = 3\n",
            "`preprocessor.concept-index.after` in book.toml:2 is not a list of names",
        ),
        (
            "[preprocessor.chapter-checks]\nafter = \"links\"\n",
            "`preprocessor.chapter-checks.after` in book.toml:2 is not a list of names",
        ),
        (
            "[preprocessor.other]\nbefore = [\"links\"]\nafter = [\"concept-index\"]\n",
            "would wait for each other: `chapter-checks`, `links`, `other`, `concept-index`\n",
        ),
    ] {
        refused(&book(Some(toml)), said);
    }
}

#[test]
fn a_stylesheet_of_the_authors_is_not_overwritten() {
    for mine in ["/* mine */\n", "/* mdhub overrides: our own colours */\n"] {
        let book = book(None);
        book.write("theme/mdhub.css", mine);
        refused(
            &book,
            "theme/mdhub.css` is there, and is not from mdhub\nhelp: give it another name",
        );
    }
}

#[test]
fn a_folder_without_a_book_is_refused() {
    let book = Book::new();
    ends(
        &book.run(&["install", "src"]),
        2,
        "",
        "error: there is no book in `src`",
    );
}

#[test]
fn a_book_toml_in_another_encoding_is_refused() {
    let book = Book::new();
    fs::write(
        book.root().join("book.toml"),
        b"[book]\ntitle = \"Caf\xe9\"\n",
    )
    .unwrap();
    refused(&book, "`book.toml` is not UTF-8\nhelp: save it as UTF-8");
}
