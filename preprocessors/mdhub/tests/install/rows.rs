use std::fs;

use snapbox::{assert_data_eq, str};

use crate::common::ends;
use crate::{book, installed, read};

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
    let readme = include_str!("../../../../README.md");
    let block = readme.split("```toml\n").nth(1).unwrap();
    assert_eq!(block.split("```").next().unwrap(), installed(None));
}

#[test]
fn blank_lines_at_the_beginning_stay() {
    let after = installed(Some("\n\n# Ours\n[book]\n"));
    assert!(after.starts_with("\n\n# Ours\n[book]\n\n[pre"), "{after}");
    let after = installed(Some("\n\n"));
    assert!(after.starts_with("\n\n\n[pre"), "{after}");
}

#[test]
fn braces_with_a_comma_behind_the_last_field() {
    for (toml, expected) in [
        (
            "{ before = [\"x\"], }",
            "{ before = [\"x\"], after = [\"links\"], }",
        ),
        ("{before=[\"x\"]}", "{before=[\"x\"], after = [\"links\"]}"),
    ] {
        let line = |braces: &str| format!("preprocessor.chapter-checks = {braces}\n");
        let all = line(toml) + "preprocessor.x.command = \"cat\"\npreprocessor.x.renderers = []\n";
        let after = installed(Some(&all));
        assert!(after.starts_with(&line(expected)), "{after}");
    }
}
