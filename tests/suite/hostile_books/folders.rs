//! Where a book keeps its files, and what it calls them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{TOML, book, refusal};

/// The files below a folder, with `/` between folders.
fn files(folder: &Path) -> BTreeSet<String> {
    fn collect(root: &Path, folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.is_symlink() {
                collect(root, &path, found);
            } else {
                let path = path.strip_prefix(root).unwrap();
                found.insert(path.to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    let mut found = BTreeSet::new();
    collect(folder, folder, &mut found);
    found
}

const FILES: &str = "//- src/SUMMARY.md\n- [A](a.md)\n- [B](b.md)\n//- src/a.md\n# A\n\n[Alpha](concept:)\n: A note.\n//- src/b.md\nSee [alpha](concept:).\n";

const LINK: &str = "<a href=\"a.html#concept-alpha\" title=\"A note.\">alpha</a>";

/// Builds twice, holds that the page has the link, and gives the files of the site.
#[track_caller]
fn site(name: &str, toml: &str, from: (&str, &str), place: &str) -> BTreeSet<String> {
    let book = book(&format!(
        "//- book.toml\n{toml}{TOML}{}",
        FILES.replace(from.0, from.1)
    ));
    let before = files(book.root());
    let mut sites = Vec::new();
    for _ in 0..2 {
        book_engine::build(book.root(), None)
            .unwrap_or_else(|failure| panic!("{name}: {failure:?}"));
        let page = fs::read_to_string(book.root().join(place).join("b.html")).unwrap();
        assert!(page.contains(LINK), "{name}: {page}");
        sites.push(files(&book.root().join(place)));
    }
    let outside: Vec<_> = files(book.root())
        .into_iter()
        .filter(|file| !before.contains(file) && !file.starts_with(&format!("{place}/")))
        .collect();
    assert!(
        outside.is_empty(),
        "{name}: written outside the output folder: {outside:?}"
    );
    assert_eq!(
        sites[0], sites[1],
        "{name}: the second build takes nothing from the first"
    );
    sites.remove(0)
}

#[test]
fn places_of_sources_and_output() {
    site(
        "src = \".\"",
        "[book]\nsrc = \".\"\n",
        ("//- src/", "//- "),
        "book",
    );
    site(
        "another src",
        "[book]\nsrc = \"a/b c\"\n",
        ("//- src/", "//- a/b c/"),
        "book",
    );
    let inside = site(
        "build-dir inside src",
        "[build]\nbuild-dir = \"src/out\"\n",
        ("", ""),
        "src/out",
    );
    assert!(
        !inside.iter().any(|file| file.starts_with("out/")),
        "{inside:?}"
    );
    site(
        "build-dir deeper",
        "[build]\nbuild-dir = \"x/y z/site\"\n",
        ("", ""),
        "x/y z/site",
    );
    site(
        "a theme elsewhere",
        "[output.html]\ntheme = \"looks/mine\"\n",
        (
            "//- src/SUMMARY.md",
            "//- looks/mine/head.hbs\n<meta name=\"mine\">\n//- src/SUMMARY.md",
        ),
        "book",
    );
}

#[test]
fn a_theme_that_is_not_there_is_named() {
    let book = book(&format!(
        "//- book.toml\n[output.html]\ntheme = \"gone\"\n{TOML}{FILES}"
    ));
    let said = refusal(&book);
    assert!(said.contains("gone does not exist"), "{said}");
}

#[test]
fn a_theme_elsewhere_is_used() {
    let toml = format!("[output.html]\ntheme = \"looks/mine\"\n{TOML}");
    let book = book(&format!(
        "//- book.toml\n{toml}{FILES}//- looks/mine/head.hbs\n<meta name=\"mine\">\n"
    ));
    book_engine::build(book.root(), None).unwrap();
    let page = fs::read_to_string(book.root().join("book/b.html")).unwrap();
    assert!(page.contains("<meta name=\"mine\">"), "{page}");
}

#[cfg(unix)]
#[test]
fn symbolic_links_in_the_sources() {
    use std::os::unix::fs::symlink;
    let book = book(FILES);
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(
        elsewhere.path().join("c.md"),
        "# C\n\nSee [alpha](concept:) and [nothing](concept:).\n",
    )
    .unwrap();
    fs::create_dir(elsewhere.path().join("more")).unwrap();
    fs::write(
        elsewhere.path().join("more/d.md"),
        "# D\n\nSee [alpha](concept:).\n",
    )
    .unwrap();
    let src = book.root().join("src");
    symlink(elsewhere.path().join("c.md"), src.join("c.md")).unwrap();
    symlink(elsewhere.path().join("more"), src.join("more")).unwrap();
    // What leads nowhere, and what leads round in a circle.
    symlink(elsewhere.path().join("gone.md"), src.join("broken.md")).unwrap();
    fs::write(
        src.join("SUMMARY.md"),
        "- [A](a.md)\n- [B](b.md)\n- [C](c.md)\n- [D](more/d.md)\n",
    )
    .unwrap();
    let said = refusal(&book);
    assert!(said.contains("src/c.md:3:27"), "{said}");
    let before = files(elsewhere.path());
    fs::write(elsewhere.path().join("c.md"), "See [alpha](concept:).\n").unwrap();
    fs::remove_file(src.join("broken.md")).unwrap();
    let rendered = book.render().unwrap();
    assert!(rendered.main("c.html").contains(LINK));
    assert!(
        rendered
            .main("more/d.html")
            .contains("../a.html#concept-alpha")
    );
    assert_eq!(
        files(elsewhere.path()),
        before,
        "nothing is written behind a link"
    );
}

#[test]
fn chapters_that_lead_out_of_the_book_are_refused() {
    for path in [
        "../out.md",
        "x/../../out.md",
        "/tmp/out.md",
        "..\\out.md",
        "../../src/a.md",
    ] {
        let book = book(&format!(
            "{}- [Out]({path})\n",
            "//- src/a.md\n# A\n//- src/SUMMARY.md\n- [A](a.md)\n"
        ));
        let before = files(book.root());
        let said = refusal(&book);
        assert!(
            said.contains("src/SUMMARY.md:2")
                && said.contains("outside the source folder; move the chapter"),
            "{path}: {said}"
        );
        assert_eq!(files(book.root()), before, "{path}: nothing is written");
    }
}

/// The name of a file, how SUMMARY.md and links write it, how a page links to it.
const NAMES: [(&str, &str, &str); 9] = [
    ("with space", "with%20space", "with%20space"),
    ("100%", "100%25", "100%25"),
    ("a#b", "a%23b", "a%23b"),
    ("a?b", "a%3Fb", "a%3Fb"),
    ("Größe", "Größe", "Größe"),
    ("幂等性", "幂等性", "幂等性"),
    ("🦀", "🦀", "🦀"),
    ("(x)[y]", "%28x%29%5By%5D", "%28x%29%5By%5D"),
    ("a&b'c", "a&b'c", "a%26b%27c"),
];

/// mdBook itself takes no percent sign back in SUMMARY.md but `%20`: the file is named there as it is.
#[test]
fn names_of_files() {
    for (name, written, linked) in NAMES {
        if cfg!(windows) && name.contains('?') {
            continue;
        }
        let in_summary = if name.contains(['(', '[', ' ']) {
            format!("<{name}.md>")
        } else {
            format!("{name}.md")
        };
        let files = format!(
            "//- src/{name}.md\n# Odd\n\n[Alpha](concept:)\n: A note.\n\n## Part\n\nSee [b](b.md).\n\
             //- src/b.md\nSee [alpha](concept:) and [there]({written}.md#part), not [here]({written}.md#gone).\n\
             //- src/SUMMARY.md\n- [Odd]({in_summary})\n- [B](b.md)\n"
        );
        let book = book(&files);
        let rendered = book
            .render()
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let main = rendered.main("b.html");
        let link = format!("<a href=\"{linked}.html#concept-alpha\" title=\"A note.\">alpha</a>");
        assert!(main.contains(&link), "{name}: {main}");
        let said = book.process("html", &super::PLUGINS).unwrap().diagnostics;
        let said: Vec<_> = said
            .iter()
            .filter(|one| one.rule.starts_with("broken"))
            .map(book_plugin::short)
            .collect();
        assert_eq!(said.len(), 1, "{name}: {said:?}");
        assert!(
            said[0].contains("`#gone`") && said[0].contains("src/b.md:1:"),
            "{name}: {said:?}"
        );
    }
}
