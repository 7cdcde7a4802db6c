use std::fs;

use crate::common::ends;
use crate::{book, installed, read};

#[test]
fn outputs_without_html_get_none() {
    let toml = "[output.markdown]\n";
    let after = installed(Some(toml));
    assert!(!after.contains("html"), "{after}");
    let book = book(Some(toml));
    ends(
        &book.run(&["install"]),
        0,
        "HTML is none of them: no stylesheet is needed",
        "",
    );
    assert!(!book.root().join("theme").exists());
}

#[test]
fn a_stylesheet_of_an_older_version_is_brought_up_to_date() {
    let book = book(None);
    book.run(&["install"]);
    let css = read(&book, "theme/mdhub.css");
    assert!(css.contains(".reading-path"));
    let (first, _) = css.split_once('\n').unwrap();
    let old = first.replace(env!("CARGO_PKG_VERSION"), "0.0.1");
    book.write("theme/mdhub.css", &format!("{old}\n.old {{}}\n"));
    ends(
        &book.run(&["install"]),
        0,
        "theme/mdhub.css: brought up to date\n",
        "",
    );
    assert_eq!(read(&book, "theme/mdhub.css"), css);
    // As git checks it out on Windows.
    book.write("theme/mdhub.css", &css.replace('\n', "\r\n"));
    ends(&book.run(&["install"]), 0, "nothing to do", "");
}

#[test]
fn a_stylesheet_under_another_name_is_known() {
    let book = book(Some(
        "[output.html]\nadditional-css = [\"own/plugins.css\"]\n",
    ));
    book.write(
        "own/plugins.css",
        include_str!("../../../../theme/plugins.css"),
    );
    let output = book.run(&["install"]);
    ends(&output, 0, "added [preprocessor.concept-index]", "");
    assert!(!read(&book, "book.toml").contains("mdhub.css"));
    assert!(!book.root().join("theme").exists());
}

#[test]
fn a_stylesheet_of_the_authors_stays_as_it_is() {
    let book = book(Some("[output.html]\nadditional-css = [\"my.css\"]\n"));
    let mine = "/* mdhub overrides: our own colours */ body {}\n";
    book.write("my.css", mine);
    ends(&book.run(&["install"]), 0, "theme/mdhub.css: written\n", "");
    assert_eq!(read(&book, "my.css"), mine);
    assert!(read(&book, "book.toml").contains("[\"my.css\", \"theme/mdhub.css\"]"));
}

#[test]
fn a_theme_outside_the_book_leaves_the_stylesheet_beside_book_toml() {
    let book = book(Some("[output.html]\ntheme = \"../themes/ours\"\n"));
    fs::create_dir_all(book.root().join("../themes/ours")).unwrap();
    ends(&book.run(&["install"]), 0, "mdhub.css: written\n", "");
    assert!(read(&book, "book.toml").contains("additional-css = [\"mdhub.css\"]"));
    ends(&book.run(&["build"]), 0, "built", "");
}

#[test]
fn a_dry_run_shows_the_change_and_writes_nothing() {
    let book = book(Some("[book]\ntitle = \"A\"\n"));
    let before = book.files();
    let output = book.run(&["install", "--dry-run"]);
    ends(&output, 0, "--- book.toml\n+++ book.toml\n@@ -1,2 +1,", "");
    ends(&output, 0, "\n+[preprocessor.chapter-checks]\n", "");
    ends(&output, 0, "theme/mdhub.css: would be written (", "");
    assert_eq!(book.files(), before);
    book.run(&["install"]);
    ends(&book.run(&["install", "--dry-run"]), 0, "nothing to do", "");
}
