//! `check` and `build` through the program: what they say, and how they end.

mod common;

use std::process::Stdio;

use common::{Book, CHECKED, STRAY, UNDEFINED, ends, stderr, stdout};

#[test]
fn a_sound_book_is_checked() {
    let output = Book::new().run(&["check"]);
    ends(&output, 0, "checked 2 chapters: no problems\n", "");
}

#[test]
fn errors_in_the_prose_are_shown_where_they_are() {
    let book = Book::new();
    book.write("src/two.md", UNDEFINED);
    let place = "error[unknown-concept]: no concept has the id `nothing`\n --> src/two.md:3:3\n";
    let output = book.run(&["check"]);
    ends(&output, 1, place, "");
    ends(&output, 1, "checked 2 chapters: 1 error\n", "");
}

#[test]
fn errors_in_the_prose_fail_the_build() {
    let book = Book::new();
    book.write("book.toml", CHECKED);
    book.run(&["build"]);
    book.write("src/two.md", UNDEFINED);
    let output = book.run(&["build"]);
    ends(&output, 1, "", "\n --> src/two.md:3:3\n");
    ends(&output, 1, "", "not built: 1 error\n");
    let page = std::fs::read_to_string(book.root().join("book/two.html")).unwrap();
    assert!(
        !page.contains("concept:nothing"),
        "the last good page is kept"
    );
}

#[test]
fn a_folder_without_a_book_cannot_be_checked() {
    let book = Book::new();
    let said = "error: there is no book in `src`: it has neither book.toml nor src/SUMMARY.md\n\
        help: name the root folder of a book";
    ends(&book.run(&["check", "src"]), 2, "", said);
    ends(&book.run(&["build", "src"]), 2, "", said);
    ends(&book.run(&["serve", "src"]), 2, "", said);
}

#[test]
fn a_book_that_cannot_be_loaded_cannot_be_checked() {
    let book = Book::new();
    book.write("book.toml", "[book]\ntitle = 3\n");
    ends(&book.run(&["check"]), 2, "", "\n --> book.toml:2:9\n");
    book.write("book.toml", "");
    book.write("src/SUMMARY.md", "# Summary\n\n- [New](new.md)\n");
    ends(
        &book.run(&["check"]),
        2,
        "",
        "error: failed to read chapter `new.md`",
    );
    ends(&book.run(&["check"]), 2, "", "\n --> src/SUMMARY.md:3:3\n");
    assert!(!book.root().join("src/new.md").exists());
}

#[test]
fn a_build_says_where_the_book_is() {
    let book = Book::new();
    ends(&book.run(&["build"]), 0, "built 2 pages in ", "");
    ends(
        &book.run(&["build", "-d", "site"]),
        0,
        " s: site/index.html\n",
        "",
    );
    assert!(book.root().join("site/two.html").is_file());
}

#[test]
fn warnings_of_mdbook_are_shown_and_counted() {
    let book = Book::new();
    book.write("src/two.md", "# Two\n\n[^a]: never used\n");
    ends(
        &book.run(&["build"]),
        0,
        " with 1 warning: book/index.html\n",
        "warning: footnote `a`",
    );
}

#[test]
fn of_many_warnings_a_build_shows_the_first_and_a_check_all() {
    let book = Book::new();
    book.write("book.toml", CHECKED);
    let links = |count: usize| "A [link](gone.md).\n\n".repeat(count);
    for (count, shown) in [(100, 100), (103, 100)] {
        book.write("src/two.md", &format!("# Two\n\n{}", links(count)));
        let output = book.run(&["build"]);
        let said = format!(" with {count} warnings");
        ends(&output, 0, &said, "warning[broken-link]");
        assert_eq!(stderr(&output).matches("warning[").count(), shown);
        let more = "help: `mdhub check .` shows 3 more warnings\n";
        assert_eq!(stderr(&output).ends_with(more), count > shown, "{output:?}");
        let checked = stdout(&book.run(&["check"]));
        assert_eq!(checked.matches("warning[").count(), count);
    }
    book.write("src/two.md", &format!("# Two\n\n{}{UNDEFINED}", links(103)));
    let output = book.run(&["build"]);
    ends(&output, 1, "", "error[unknown-concept]");
    ends(&output, 1, "", "shows 3 more warnings\n");
}

#[test]
fn an_include_that_is_missing_is_told_once_and_can_be_let_pass() {
    let include = "{{#include gone.md}}\n";
    let book = Book::new();
    book.write("src/two.md", &format!("# Two\n\n{include}"));
    let output = book.run(&["build"]);
    ends(
        &output,
        0,
        " s with 1 error: book/index.html\n",
        "error: Error updating",
    );
    ends(&output, 0, "", "\n  caused by: ");
    assert_eq!(stderr(&output).matches("error").count(), 2, "{output:?}");

    ends(&book.run(&["check"]), 1, "error[include-missing]", "");
    assert_eq!(stderr(&book.run(&["check"])), "");
    book.write("book.toml", CHECKED);
    let output = book.run(&["build"]);
    ends(&output, 1, "", "error[include-missing]");
    assert!(!stderr(&output).contains("Error updating"), "{output:?}");

    let allow = "<!-- allow: include-missing, made by the release -->\n\n";
    book.write("src/two.md", &format!("# Two\n\n{allow}{include}"));
    for arguments in [["check"], ["build"]] {
        let output = book.run(&arguments);
        ends(&output, 0, "", "");
        assert_eq!(stderr(&output), "");
        assert!(!stdout(&output).contains(" with "), "{output:?}");
    }
    // The checks are not asked.
    book.write("book.toml", &format!("{CHECKED}renderers = []\n"));
    ends(
        &book.run(&["build"]),
        0,
        " with 1 error",
        "error: Error updating",
    );
}

#[test]
fn a_page_that_cannot_be_rendered_fails_the_build() {
    let book = Book::new();
    book.write("src/two.md", STRAY);
    ends(
        &book.run(&["build"]),
        1,
        "",
        "error: mdBook's renderer cannot take `src/two.md`",
    );
    assert!(!book.root().join("book").exists());
}

#[test]
fn a_foreign_destination_is_not_built_into() {
    let book = Book::new();
    book.write("notes/mine.txt", "");
    let said = "holds files that are not a built book\nhelp: ";
    ends(&book.run(&["build", "-d", "notes"]), 2, "", said);
    assert!(book.root().join("notes/mine.txt").exists());
}

#[test]
fn what_somebody_has_put_into_the_book_is_kept_and_named() {
    let book = Book::new();
    book.run(&["build"]);
    book.write("book/notes.txt", "mine");
    book.write("book/.git/HEAD", "mine");
    let said = "kept what no build has made: `book/.git`, `book/notes.txt`\nbuilt 2 pages";
    ends(&book.run(&["build"]), 0, said, "");
    for count in 0..6 {
        book.write(&format!("book/n{count}"), "mine");
    }
    ends(&book.run(&["build"]), 0, "`book/n3` and 3 more\nbuilt", "");
    book.write("src/notes.txt", "the book's");
    let said = "book/notes.txt` was not made by a build, and this build writes something else \
        there\nhelp: move it out of the output folder";
    ends(&book.run(&["build"]), 2, "", said);
    let notes = std::fs::read_to_string(book.root().join("book/notes.txt")).unwrap();
    assert_eq!(notes, "mine");
}

#[test]
fn two_processes_build_the_same_book() {
    let book = Book::new();
    book.run(&["build"]);
    book.write("book/notes.txt", "mine");
    let builds: Vec<_> = (0..3)
        .map(|_| {
            let mut command = book.command();
            command.arg("build").stdout(Stdio::null());
            command.spawn().unwrap()
        })
        .collect();
    for mut build in builds {
        assert!(build.wait().unwrap().success());
    }
    let kept = "kept what no build has made: `book/notes.txt`\n";
    ends(&book.run(&["build"]), 0, kept, "");
    let beside = std::fs::read_dir(book.root()).unwrap();
    let beside = beside.map(|entry| entry.unwrap().file_name());
    assert_eq!(beside.count(), 3, "the book, its sources and book.toml");
}

#[test]
fn a_check_ends_as_the_build_ends() {
    let index = "[preprocessor.concept-index]\nafter = [\"links\"]\n";
    let unknown_key = format!("{index}pathz = []\n");
    let unknown_text = format!("{index}[preprocessor.concept-index.text]\nno-such-words = \"\"\n");
    let wrong_text = unknown_text.replace("no-such-words = \"\"", "map = 1");
    let no_program = format!(
        "[preprocessor.other]\ncommand = \"no-such-program\"\nbefore = [\"concept-index\"]\n{index}"
    );
    // What is wrong in the book is what a check gives; what keeps it from running is not.
    for (code, toml, result, error) in [
        (0, index, "no problems", ""),
        (1, &unknown_key, "has no key `pathz`", ""),
        (
            1,
            &unknown_text,
            "has no key `no-such-words`\n --> book.toml:4:1\n",
            "",
        ),
        (
            2,
            &wrong_text,
            "",
            "text.map` in line 4 of book.toml is not a string, such as `map = \"Concept map\"`",
        ),
        (1, &no_program, "", "no-such-program"),
    ] {
        let book = Book::new();
        book.write("book.toml", toml);
        ends(&book.run(&["check"]), code, result, error);
        ends(&book.run(&["build"]), code, "", error);
    }
}

#[test]
fn a_chapter_outside_the_book_is_refused_and_not_made() {
    let book = Book::new();
    let summary = "# Summary\n\n- [One](one.md)\n- [Out](../../esc.md)\n";
    book.write("src/SUMMARY.md", summary);
    let said = "error: `src/SUMMARY.md:4` names the chapter `../../esc.md`, which lies outside the \
        source folder\nhelp: move the chapter into `src`";
    ends(&book.run(&["check"]), 2, "", said);
    ends(&book.run(&["build"]), 2, "", said);
    assert!(!book.root().join("book").exists());
    assert!(!book.root().join("../esc.md").exists());
}

#[test]
fn a_chapter_in_another_encoding_is_named_with_the_way_out() {
    let book = Book::new();
    std::fs::write(book.root().join("src/two.md"), b"# Caf\xe9\n").unwrap();
    let said =
        "error: failed to read chapter `two.md`: the file is not UTF-8\nhelp: save it as UTF-8";
    ends(&book.run(&["check"]), 2, "", said);
    ends(&book.run(&["build"]), 2, "", said);
}
