//! A site is finished as its book asks for it, built or served, and whatever its theme.

#![allow(clippy::unwrap_used, reason = "the helpers here are part of the tests")]

mod common;

use std::collections::BTreeMap;
use std::fs;

use book_engine::{Failure, File, Preview, View, build};
use common::{Book, tree};

const ALL: &str = "[preprocessor.mdhub]\nrenderers = []\n\
    finish = [\"highlight\", \"labels\", \"metadata\", \"policy\", \"join\", \"minify\", \"sitemap\"]\n\
    address = \"https://example.org/a\"\n";

/// A book with code, an aligned table, a redirect, and a theme whose files can be joined.
fn book(toml: &str) -> Book {
    let html = "[output.html]\nsite-url = \"/\"\nadditional-css = [\"theme/one.css\", \"theme/two.css\"]\n\
        [output.html.redirect]\n\"/gone.html\" = \"one.html\"\n";
    Book::plain()
        .lean()
        .with("book.toml", format!("{html}{toml}"))
        .with("theme/one.css", "p { color: red }\n")
        .with("theme/two.css", "p { background: url(x.png) }\n")
        .with(
            "src/SUMMARY.md",
            "- [One](one.md)\n- [Two](two.md)\n- [Three](folder/three.md)\n- [Lost](404.md)\n",
        )
        .with(
            "src/folder/three.md",
            "# Three\n\n- [ ] do it\n\n<style>p { background: url(x.png) }</style>\n",
        )
        .with("src/404.md", "# Lost\n")
        .with(
            "src/one.md",
            "# One\n\nThe first words.\n\n```rust\nlet x = 1;\n```\n",
        )
        .with(
            "src/two.md",
            "# Two\n\n| a |\n|--:|\n| 1 |\n\n<p style=\"color: blue\">b</p>\n",
        )
}

/// The texts of a built site, by file.
fn built(book: &Book) -> BTreeMap<String, String> {
    build(book.root(), None).unwrap();
    let files = tree(&book.root().join("book"));
    let text = |bytes| String::from_utf8(bytes).unwrap_or_default();
    files
        .into_iter()
        .map(|(name, bytes)| (name, text(bytes)))
        .collect()
}

fn served(view: &View, name: &str) -> String {
    match view.file(name).unwrap() {
        File::Text(text) => text,
        File::Bytes(bytes) => String::from_utf8(bytes).unwrap_or_default(),
        File::Path(path) => fs::read_to_string(path).unwrap_or_default(),
    }
}

/// Every step has been taken in these pages.
#[track_caller]
fn is_finished(site: &BTreeMap<String, String>) {
    for (name, html) in site.iter().filter(|(name, _)| name.ends_with(".html")) {
        for inline in ["<script>", "<style", "style=\""] {
            assert!(!html.contains(inline), "{name} has {inline}");
        }
        let styles = html.matches("theme/one").count() + html.matches("theme/two").count();
        assert_eq!(styles, 0, "{name} is not joined");
    }
    assert!(site["one.html"].contains("<span class=\"hl-k\">let</span>"));
    assert!(site["one.html"].contains("content=\"The first words.\""));
    assert!(site["two.html"].contains("<td align=\"right\">1</td>"));
    let styles = site.iter().filter(|(name, _)| name.starts_with("styles-"));
    let joined = |(_, text): (&String, &String)| text.contains("url(\"theme/x.png\")");
    assert!(site["folder/three.html"].contains("<label><input"));
    assert!(styles.into_iter().any(joined), "no stylesheet was joined");
    assert!(site["sitemap.xml"].contains("<loc>https://example.org/a/two.html</loc>"));
    assert!(!site["sitemap.xml"].contains("print.html"));
}

#[test]
fn a_book_gets_what_it_asks_for() {
    is_finished(&built(&book(ALL)));
}

#[test]
fn a_theme_that_lists_the_chapters_is_finished_as_well() {
    let theme = "<html><head><title>x</title>\
        {{#each additional_css}}<link rel=\"stylesheet\" href=\"{{ resource this }}\">{{/each}}</head>\
        <body>{{#toc}}{{/toc}}<main>{{{ content }}}</main></body></html>";
    is_finished(&built(&book(ALL).with("theme/index.hbs", theme)));
}

#[test]
fn one_step_is_that_step_alone() {
    let book = book("[preprocessor.mdhub]\nrenderers = []\nfinish = [\"highlight\"]\n");
    let site = built(&book);
    let plain: BTreeMap<_, _> = common::stock(&book).into_iter().collect();
    assert_eq!(
        site.keys().collect::<Vec<_>>(),
        plain.keys().collect::<Vec<_>>()
    );
    for (name, text) in site.iter().filter(|(name, _)| name.ends_with(".html")) {
        let has_code = ["index.html", "one.html", "print.html"].contains(&&**name);
        assert_eq!(text.as_bytes() != plain[name], has_code, "{name}");
    }
}

#[test]
fn a_served_book_is_the_one_that_is_built() {
    // A served site has plain names.
    let book = book(ALL);
    let toml = fs::read_to_string(book.root().join("book.toml")).unwrap();
    let plain = "[output.html]\nhash-files = false\n";
    book.write("book.toml", toml.replacen("[output.html]\n", plain, 1));
    let mut preview = Preview::new(book.root(), "reload").unwrap();
    let version = preview.update(&[]).unwrap();
    let pages = built(&book);
    // Pages first: they tell which files there are.
    let (pages, others): (Vec<_>, Vec<_>) =
        pages.iter().partition(|(name, _)| name.ends_with(".html"));
    let others = others
        .into_iter()
        .filter(|(name, _)| *name != "sitemap.xml");
    for (name, text) in pages.into_iter().chain(others) {
        assert!(served(&version.view, name) == *text, "{name} differs");
    }
}

#[test]
fn a_build_over_the_last_one_is_as_a_new_one() {
    let book = book(ALL);
    built(&book);
    book.write("src/one.md", "# One\n\nOther words.\n");
    book.write("theme/one.css", "p { color: green }\n");
    let again = built(&book);
    let fresh = built(&book.copy_of_sources());
    assert_eq!(again, fresh);
}

#[test]
fn an_authors_own_files_stay() {
    let book = book(ALL)
        .with("src/sitemap.xml", "mine")
        .with("src/own.html", "<script>mine()</script>");
    let site = built(&book);
    assert_eq!(
        (&*site["sitemap.xml"], &*site["own.html"]),
        ("mine", "<script>mine()</script>")
    );
}

#[test]
fn what_a_page_asked_for_outlives_the_next_save() {
    let book = book(ALL);
    let mut preview = Preview::new(book.root(), "reload").unwrap();
    let before = preview.update(&[]).unwrap();
    let page = served(&before.view, "one.html");
    let at = page.rfind("styles-").unwrap();
    let name = page[at..].split('"').next().unwrap();
    assert!(served(&before.view, name).contains("red"));
    book.write("theme/one.css", "p { color: green }\n");
    let saved = book.root().canonicalize().unwrap().join("theme/one.css");
    let after = preview.update(&[saved]).unwrap();
    assert!(served(&after.view, name).contains("red"));
    let page = served(&after.view, "one.html");
    assert!(!page.contains(name), "the page asks for the new one");
}

#[test]
fn a_step_that_there_is_not_stops_the_build_ahead_of_all() {
    let book = book(ALL);
    let before = built(&book);
    book.write(
        "book.toml",
        "[preprocessor.mdhub]\nrenderers = []\nfinish = [\"joyn\"]\n",
    );
    let failure = build(book.root(), None).unwrap_err();
    let Failure::NotStarted(error) = failure else {
        panic!("{failure:?}");
    };
    assert!(
        error.to_string().contains("did you mean `join`?"),
        "{error}"
    );
    let after = tree(&book.root().join("book"));
    let after = after
        .into_iter()
        .map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap_or_default()));
    assert!(before == after.collect(), "the last site stays");
}

const SEARCHED: &str = "[preprocessor.mdhub]\nrenderers = []\nfinish = [\"search\"]\n";

/// The names of the files that a built site has to search in.
fn searched(site: &BTreeMap<String, String>) -> Vec<&str> {
    let names = site.keys().map(String::as_str);
    names.filter(|name| name.starts_with("pagefind/")).collect()
}

#[test]
fn a_site_can_be_searched() {
    let book = book(SEARCHED).with(
        "src/two.md",
        "# Two\n\n<dl class=\"concept\"><dt id=\"concept-a\"><a class=\"header\" href=\"#concept-a\">Retry</a></dt>\
         <dd><p>Once more.</p></dd></dl>\n",
    );
    let site = built(&book);
    assert!(site["one.html"].contains(" data-search=\"pagefind/\""));
    assert!(site["pagefind/concepts.json"].contains("two.html#concept-a"));
    assert!(
        searched(&site)
            .iter()
            .any(|name| name.ends_with(".pf_fragment"))
    );
    // What is named by its content does not pile up.
    book.write("src/one.md", "# One\n\nOther words.\n");
    let again = built(&book);
    let fresh = built(&book.copy_of_sources());
    assert_eq!(searched(&again), searched(&fresh));
    assert_ne!(searched(&again), searched(&site));
}

#[test]
fn a_search_goes_on_over_a_save() {
    let book = book(SEARCHED);
    let mut preview = Preview::new(book.root(), "reload").unwrap();
    let before = preview.update(&[]).unwrap().view;
    let entry = |view: &View| served(view, "pagefind/pagefind-entry.json");
    let hash = |entry: &str| {
        entry
            .split("\"hash\":\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    };
    let old = entry(&before);
    let meta = |entry: &str| format!("pagefind/pagefind.{}.pf_meta", hash(entry));
    assert!(matches!(before.file(&meta(&old)).unwrap(), File::Bytes(_)));
    book.write("src/one.md", "# One\n\nUnheard of words.\n");
    let saved = book.root().canonicalize().unwrap().join("src/one.md");
    let after = preview.update(&[saved]).unwrap().view;
    // A page that is searching goes on with the files that it knows ...
    assert!(matches!(after.file(&meta(&old)).unwrap(), File::Bytes(_)));
    // ... and one that begins finds the new words.
    let new = entry(&after);
    assert_ne!(meta(&old), meta(&new));
    assert!(matches!(after.file(&meta(&old)).unwrap(), File::Bytes(_)));
}

#[test]
fn pages_and_what_they_ask_for_are_given_side_by_side() {
    let book = book(ALL);
    let mut preview = Preview::new(book.root(), "reload").unwrap();
    let view = preview.update(&[]).unwrap().view;
    std::thread::scope(|scope| {
        for name in [
            "one.html",
            "two.html",
            "toc.html",
            "styles-none.css",
            "folder/three.html",
            "favicon.ico",
        ] {
            let view = &view;
            scope.spawn(move || (0..20).for_each(|_| drop(view.file(name).unwrap())));
        }
    });
}
