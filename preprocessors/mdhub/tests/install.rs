//! `install` through the program: a row for each way in which a book.toml can be written.

mod common;

use std::fs;
use std::process::Output;

use common::{Book, ends};
use snapbox::{assert_data_eq, str};
use toml::{Table, Value};

/// A book with this book.toml, or with none.
fn book(toml: Option<&str>) -> Book {
    let book = Book::new();
    match toml {
        Some(toml) => book.write("book.toml", toml),
        None => fs::remove_file(book.root().join("book.toml")).unwrap(),
    }
    book
}

fn read(book: &Book, path: &str) -> String {
    fs::read_to_string(book.root().join(path)).unwrap()
}

/// The book.toml after an install. Whatever it was: a second install changes nothing, every value
/// that was there is there, mdBook builds the book, and the checks find nothing in it.
#[track_caller]
fn installed(toml: Option<&str>) -> String {
    let book = book(toml);
    ends(&book.run(&["install"]), 0, "[preprocessor.", "");
    let after = read(&book, "book.toml");
    ends(
        &book.run(&["install"]),
        0,
        "nothing to do: the plugins are installed\n",
        "",
    );
    assert_eq!(
        read(&book, "book.toml"),
        after,
        "a second run changes nothing"
    );
    let table =
        |text: &str| -> Table { toml::from_str(text.trim_start_matches('\u{feff}')).unwrap() };
    keeps(
        &table(toml.unwrap_or_default()).into(),
        &table(&after).into(),
    );
    let checked = book.run(&["check"]);
    ends(&checked, 0, "checked 2 chapters: no problems\n", "");
    assert!(checked.stderr.is_empty(), "{checked:?}");
    ends(&book.run(&["build"]), 0, "built 2 pages", "");
    after
}

/// Whether everything in `before` is in `after`, too: a list may have grown, and one string may have
/// become the first of a list.
#[track_caller]
fn keeps(before: &Value, after: &Value) {
    match (before, after) {
        (Value::Table(before), Value::Table(after)) => {
            for (key, value) in before {
                keeps(
                    value,
                    after.get(key).unwrap_or_else(|| panic!("{key} is lost")),
                );
            }
        }
        (Value::Array(before), Value::Array(after)) => {
            assert_eq!(before[..], after[..before.len()]);
        }
        (Value::String(_), Value::Array(after)) => assert_eq!(before, &after[0]),
        _ => assert_eq!(before, after),
    }
}

#[test]
fn no_book_toml() {
    assert_data_eq!(
        installed(None),
        str![[r#"
[preprocessor.chapter-checks]
after = ["links"]
before = ["reading-paths", "concept-index"]

[preprocessor.reading-paths]
after = ["links"]
before = ["concept-index"]
paths = []

[preprocessor.concept-index]
after = ["links"]

[output.html]
additional-css = ["theme/mdhub.css"]

"#]]
    );
}

#[test]
fn an_empty_one() {
    assert_eq!(installed(Some("")), installed(None));
}

#[test]
fn comments_and_order_stay() {
    let toml = "\
# My book
[book]   # odd spacing
title   =   'A' # a title

# [output.html]
# git-repository-url = \"...\"

[build]
create-missing = false
# the end
";
    assert_data_eq!(
        installed(Some(toml)),
        str![[r##"
# My book
[book]   # odd spacing
title   =   'A' # a title

# [output.html]
# git-repository-url = "..."

[build]
create-missing = false
# the end

[preprocessor.chapter-checks]
after = ["links"]
before = ["reading-paths", "concept-index"]

[preprocessor.reading-paths]
after = ["links"]
before = ["concept-index"]
paths = []

[preprocessor.concept-index]
after = ["links"]

[output.html]
additional-css = ["theme/mdhub.css"]

"##]]
    );
}

#[test]
fn an_html_table_with_a_theme_elsewhere_and_a_comment_behind() {
    let toml = "\
[output.html]
theme = \"./look\"
# mathjax-support = true

[preprocessor.index]
# the end";
    assert_data_eq!(
        installed(Some(toml)),
        str![[r#"
[output.html]
theme = "./look"
additional-css = ["look/mdhub.css"]
# mathjax-support = true

[preprocessor.index]
# the end

[preprocessor.chapter-checks]
after = ["links"]
before = ["reading-paths", "concept-index"]

[preprocessor.reading-paths]
after = ["links"]
before = ["concept-index"]
paths = []

[preprocessor.concept-index]
after = ["links"]

"#]]
    );
}

#[test]
fn an_html_table_that_only_others_imply() {
    let toml = "\
# folds
[output.html.fold]
enable = true
";
    assert_data_eq!(
        installed(Some(toml)),
        str![[r#"
[output.html]
additional-css = ["theme/mdhub.css"]
# folds
[output.html.fold]
enable = true

[preprocessor.chapter-checks]
after = ["links"]
before = ["reading-paths", "concept-index"]

[preprocessor.reading-paths]
after = ["links"]
before = ["concept-index"]
paths = []

[preprocessor.concept-index]
after = ["links"]

"#]]
    );
}

#[test]
fn a_list_of_stylesheets() {
    let toml = "\
[output.html]
additional-css = [
  \"a.css\", # ours
  \"b.css\", # theirs
]
no-section-label = true
";
    let book = book(Some(toml));
    book.write("a.css", "");
    book.write("b.css", "");
    ends(
        &book.run(&["install"]),
        0,
        "to output.html.additional-css",
        "",
    );
    assert_data_eq!(
        read(&book, "book.toml"),
        str![[r#"
[output.html]
additional-css = [
  "a.css", # ours
  "b.css", # theirs
  "theme/mdhub.css",
]
no-section-label = true

[preprocessor.chapter-checks]
after = ["links"]
before = ["reading-paths", "concept-index"]

[preprocessor.reading-paths]
after = ["links"]
before = ["concept-index"]
paths = []

[preprocessor.concept-index]
after = ["links"]

"#]]
    );
    ends(&book.run(&["build"]), 0, "built", "");
    let built = fs::read_dir(book.root().join("book/theme")).unwrap();
    let mut names = built.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    // mdBook puts a hash into the name.
    assert!(names.any(|name| name.starts_with("mdhub")));
}

#[test]
fn one_stylesheet_that_is_no_list() {
    let toml = "[output.html]\nadditional-css = \"src/one.md\" # not a list\n";
    assert_data_eq!(
        installed(Some(toml)),
        str![[r#"
[output.html]
additional-css = ["src/one.md", "theme/mdhub.css"] # not a list

[preprocessor.chapter-checks]
after = ["links"]
before = ["reading-paths", "concept-index"]

[preprocessor.reading-paths]
after = ["links"]
before = ["concept-index"]
paths = []

[preprocessor.concept-index]
after = ["links"]

"#]]
    );
}

#[test]
fn tables_in_braces() {
    let toml = "\
preprocessor = { index = {} }
output = { html = { no-section-label = true } } # short
[book]
title = \"A\"
";
    assert_data_eq!(
        installed(Some(toml)),
        str![[r#"
preprocessor = { index = {}, chapter-checks = { after = ["links"], before = ["reading-paths", "concept-index"] }, reading-paths = { after = ["links"], before = ["concept-index"], paths = [] }, concept-index = { after = ["links"] } }
output = { html = { no-section-label = true, additional-css = ["theme/mdhub.css"] } } # short
[book]
title = "A"

"#]]
    );
    let toml = "output = {}\n";
    assert_data_eq!(
        installed(Some(toml)),
        str![[r#"
output = { html = { additional-css = ["theme/mdhub.css"] } }

[preprocessor.chapter-checks]
after = ["links"]
before = ["reading-paths", "concept-index"]

[preprocessor.reading-paths]
after = ["links"]
before = ["concept-index"]
paths = []

[preprocessor.concept-index]
after = ["links"]

"#]]
    );
}

#[test]
fn dotted_keys() {
    let toml = "\
book.title = \"A\"
preprocessor.index.optional = true
output.html.no-section-label = true
";
    assert_data_eq!(
        installed(Some(toml)),
        str![[r#"
book.title = "A"
preprocessor.index.optional = true
output.html.no-section-label = true
output.html.additional-css = ["theme/mdhub.css"]

[preprocessor.chapter-checks]
after = ["links"]
before = ["reading-paths", "concept-index"]

[preprocessor.reading-paths]
after = ["links"]
before = ["concept-index"]
paths = []

[preprocessor.concept-index]
after = ["links"]

"#]]
    );
    let toml = "\
[preprocessor]
index.optional = true
[output]
html.no-section-label = true
";
    assert_data_eq!(
        installed(Some(toml)),
        str![[r#"
[preprocessor]
index.optional = true
[output]
html.no-section-label = true
html.additional-css = ["theme/mdhub.css"]

[preprocessor.chapter-checks]
after = ["links"]
before = ["reading-paths", "concept-index"]

[preprocessor.reading-paths]
after = ["links"]
before = ["concept-index"]
paths = []

[preprocessor.concept-index]
after = ["links"]

"#]]
    );
}

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
fn html_beside_other_outputs() {
    let after = installed(Some("[output.markdown]\n\n[output.html]\n"));
    assert!(
        after.contains("[output.html]\nadditional-css = "),
        "{after}"
    );
}

#[test]
fn tables_of_ours_keep_their_keys_and_get_their_order() {
    let toml = "\
[preprocessor.chapter-checks]
command = \"cargo run -p mdbook-chapter-checks --\"
broken-link = \"deny\"

[preprocessor.reading-paths] # paths
paths = [\"two.md\"]
after = [\"index\"]

[preprocessor.concept-index]
after = [\"links\", \"reading-paths\", \"chapter-checks\"]
";
    let toml = toml.replace("paths = [\"two.md\"]\n", "words-per-minute = 200\n");
    assert_data_eq!(
        installed(Some(&toml)),
        str![[r#"
[preprocessor.chapter-checks]
command = "cargo run -p mdbook-chapter-checks --"
broken-link = "deny"
after = ["links"]

[preprocessor.reading-paths] # paths
words-per-minute = 200
after = ["index"]

[preprocessor.concept-index]
after = ["links", "reading-paths", "chapter-checks"]

[output.html]
additional-css = ["theme/mdhub.css"]

"#]]
    );
}

#[test]
fn a_book_without_mdbooks_own_preprocessors() {
    let after = installed(Some("[build]\nuse-default-preprocessors = false\n"));
    assert!(!after.contains("links"), "{after}");
}

#[test]
fn line_ends_and_a_byte_order_mark_stay() {
    let plain = "[book]\ntitle = \"A\"\n\n[output.html]\nadditional-css = [\n]\n";
    let expected = installed(Some(plain));
    let crlf = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(installed(Some(&crlf(plain))), crlf(&expected));
    let bom = |text: &str| format!("\u{feff}{text}");
    assert_eq!(installed(Some(&bom(plain))), bom(&expected));
    assert_eq!(installed(Some(&bom(&crlf(plain)))), bom(&crlf(&expected)));
    // Each line as it was, where they differ.
    let mixed = installed(Some(
        "[book]\r\ntitle = \"A\"\n[build]\r\nbuild-dir = \"book\"",
    ));
    let kept = "[book]\r\ntitle = \"A\"\n[build]\r\nbuild-dir = \"book\"\r\n\r\n[preprocessor.chapter-checks]\r\n";
    assert!(mixed.starts_with(kept), "{mixed:?}");
}

#[test]
fn the_readme_shows_what_install_writes() {
    let readme = include_str!("../../../README.md");
    let block = readme.split("```toml\n").nth(1).unwrap();
    assert_eq!(block.split("```").next().unwrap(), installed(None));
}

/// What an install says that could not be done; it leaves every file as it was.
#[track_caller]
fn refused(book: &Book, said: &str) {
    let before = book.files();
    ends(&book.run(&["install"]), 2, "", said);
    assert_eq!(book.files(), before);
}

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
            "`preprocessor` in book.toml:1 is not a table",
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
            "would wait for each other: `chapter-checks`, `concept-index`, `links`, `other`, ",
        ),
    ] {
        refused(&book(Some(toml)), said);
    }
}

#[test]
fn a_stylesheet_of_the_authors_is_not_overwritten() {
    let book = book(None);
    book.write("theme/mdhub.css", "/* mine */\n");
    refused(
        &book,
        "theme/mdhub.css` is there, and is not from mdhub\nhelp: give it another name",
    );
}

#[test]
fn a_stylesheet_of_an_older_version_is_brought_up_to_date() {
    let book = book(None);
    book.run(&["install"]);
    let css = read(&book, "theme/mdhub.css");
    assert!(css.contains(".reading-path"));
    book.write("theme/mdhub.css", "/* mdhub 0.0.1: ... */\n.old {}\n");
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
        include_str!("../../../theme/plugins.css"),
    );
    let output = book.run(&["install"]);
    ends(&output, 0, "added [preprocessor.concept-index]", "");
    assert!(!read(&book, "book.toml").contains("mdhub.css"));
    assert!(!book.root().join("theme").exists());
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

#[cfg(unix)]
mod unix {
    use std::fs::Permissions;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn permissions_and_links_stay() {
        let book = Book::new();
        let (toml, real) = (book.root().join("book.toml"), book.root().join("real.toml"));
        fs::rename(&toml, &real).unwrap();
        symlink("real.toml", &toml).unwrap();
        fs::set_permissions(&real, Permissions::from_mode(0o640)).unwrap();
        ends(&book.run(&["install"]), 0, "added", "");
        assert!(fs::symlink_metadata(&toml).unwrap().is_symlink());
        assert!(read(&book, "real.toml").contains("[preprocessor.concept-index]"));
        let mode = fs::metadata(&real).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }

    #[test]
    fn a_read_only_file_and_a_link_to_nothing_are_refused() {
        let book = Book::new();
        let toml = book.root().join("book.toml");
        fs::set_permissions(&toml, Permissions::from_mode(0o444)).unwrap();
        refused(&book, "book.toml` is read-only\nhelp: make it writable");
        fs::remove_file(&toml).unwrap();
        symlink("nowhere.toml", &toml).unwrap();
        refused(&book, "book.toml` is a link to a file that is not there");
    }

    #[test]
    fn programs_are_looked_for_on_the_path() {
        let book = Book::new();
        for name in ["chapter-checks", "reading-paths", "concept-index"] {
            let file = format!("bin/mdbook-{name}");
            book.write(&file, "");
            let mode = if name == "reading-paths" {
                0o644
            } else {
                0o755
            };
            let path = book.root().join(file);
            fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
        }
        let run = || -> Output {
            book.command()
                .env("PATH", book.root().join("bin"))
                .arg("install")
                .output()
                .unwrap()
        };
        ends(
            &run(),
            0,
            "not on your PATH (`mdhub build` does not): mdbook-reading-paths\n",
            "",
        );
        let path = book.root().join("bin/mdbook-reading-paths");
        fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
        ends(
            &run(),
            0,
            "`mdbook build` finds the programs of the plugins.\n",
            "",
        );
    }
}
