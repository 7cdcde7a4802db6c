//! Chapters of every kind that SUMMARY.md, or another plugin, can bring in.

use std::path::PathBuf;

use mdbook_core::book::{BookItem, Chapter};

use super::{PLUGINS, book};

/// Builds the book and holds that each page has this in it.
#[track_caller]
fn pages(name: &str, files: &str, expected: &[(&str, &str)]) {
    let book = book(files);
    let rendered = book
        .render()
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    for (page, part) in expected {
        let main = rendered.main(page);
        assert!(main.contains(part), "{name}, {page}: {part}\n{main}");
    }
}

/// A chapter that defines something, one that uses it, and the pages made of all.
const FILES: &str = "//- src/a.md\n# A\n\n[Alpha](concept:)\n: A note.\n\n## Checklist\n\n- Is it?\n\
    //- src/b.md\n# B\n\nSee [alpha](concept:).\n\
    //- src/made.md\n# Made\n\n<!-- concept-index -->\n\n<!-- checklist -->\n";

const LINK: &str = "<a href=\"a.html#concept-alpha\" title=\"A note.\">alpha</a>";

#[test]
fn entries_of_a_summary() {
    for (name, summary, expected) in [
        (
            "drafts, also with chapters below them",
            "- [Draft]()\n- [A](a.md)\n  - [Draft]()\n    - [B](b.md)\n- [Draft]()\n- [Made](made.md)\n",
            &[
                ("b.html", LINK),
                ("made.html", "Used in <a href=\"b.html\">B</a>"),
            ][..],
        ),
        (
            "part titles",
            "- [B](b.md)\n\n# Part \"one\" & \\<two>\n\n- [A](a.md)\n\n# Part\n\n- [Made](made.md)\n",
            &[
                ("b.html", LINK),
                ("made.html", "Part \"one\" &amp; &lt;two&gt;</a></h2>"),
                ("made.html", "<li>Is it?</li>"),
            ],
        ),
        (
            "separators",
            "- [A](a.md)\n\n---\n\n- [B](b.md)\n\n---\n\n- [Made](made.md)\n",
            &[("b.html", LINK), ("made.html", "concept-index")],
        ),
        (
            "prefix and suffix chapters",
            "[A](a.md)\n\n# Part\n\n- [Made](made.md)\n\n[B](b.md)\n",
            &[
                ("b.html", LINK),
                (
                    "made.html",
                    "<h2 id=\"checklist.a\"><a href=\"a.html#checklist\">A</a></h2>",
                ),
            ],
        ),
        (
            "paths with dots",
            "- [A](x/../a.md)\n- [B](./b.md)\n- [Made](made.md)\n//- src/x/y.txt\n",
            &[
                ("b.html", LINK),
                ("made.html", "Introduced in <a href=\"a.html\">A</a>"),
            ],
        ),
        (
            "no list at all",
            "[A](a.md)\n[B](b.md)\n[Made](made.md)\n",
            &[
                ("b.html", LINK),
                ("made.html", "Introduced in <a href=\"a.html\">A</a>"),
            ],
        ),
    ] {
        pages(
            name,
            &format!("{FILES}//- src/SUMMARY.md\n{summary}"),
            expected,
        );
    }
}

#[test]
fn a_readme_becomes_the_index() {
    let files = "//- src/README.md\n# Home\n\n[Alpha](concept:)\n: A note.\n\n<!-- concept-index -->\n\
        //- src/x/README.md\nSee [alpha](concept:) and [it](../index.md#concept-alpha).\n\
        //- src/x/b.md\nSee [alpha](concept:) and [x](index.md).\n\
        //- src/SUMMARY.md\n- [Home](README.md)\n- [X](x/README.md)\n  - [B](x/b.md)\n";
    pages(
        "README.md",
        files,
        &[
            (
                "x/index.html",
                "<a href=\"../index.html#concept-alpha\" title=\"A note.\">alpha</a>",
            ),
            (
                "x/index.html",
                "<a href=\"../index.html#concept-alpha\">it</a>",
            ),
            (
                "x/b.html",
                "<a href=\"../index.html#concept-alpha\" title=\"A note.\">alpha</a>",
            ),
            ("x/b.html", "<a href=\"index.html\">x</a>"),
            (
                "index.html",
                "Used in <a href=\"x/index.html\">X</a>, <a href=\"x/b.html\">B</a>",
            ),
        ],
    );
}

/// mdBook writes README.md as index.html, and leaves the links to it as they are: they lead nowhere.
#[test]
fn a_link_to_a_readme_is_said_to_lead_nowhere() {
    let book = book("//- src/README.md\n# Home\n//- src/b.md\n# B\n\nSee [home](README.md).\n");
    let said = book.process("html", &PLUGINS).unwrap().diagnostics;
    let said: String = said
        .iter()
        .filter(|one| one.rule == "broken-link")
        .map(book_plugin::short)
        .collect();
    assert!(
        said.contains("`README.md`") && said.contains("src/b.md:3:5"),
        "{said}"
    );
}

/// A chapter that another plugin has added has no file: it is read and changed like any other, and a
/// message calls it by its path.
#[test]
fn chapters_added_by_another_plugin() {
    let book = book(FILES);
    let mut loaded = book.process("html", &[]).unwrap().book;
    let mut added = Chapter::new("Added", String::new(), "added.md", Vec::new());
    added.content = "See [alpha](concept:) and [nothing](concept:).\n".to_owned();
    added.source_path = None;
    loaded.items.insert(0, BookItem::Chapter(added));
    let mut nameless = Chapter::new_draft("", Vec::new());
    nameless.content = "See [alpha](concept:).".to_owned();
    loaded.items.push(BookItem::Chapter(nameless));
    let after = book.run(loaded.clone(), "html", &PLUGINS).unwrap();
    let said: String = after.diagnostics.iter().map(book_plugin::short).collect();
    assert!(
        said.contains("--> added.md (made by a plugin):1:27"),
        "{said}"
    );
    loaded.items.iter_mut().for_each(|item| {
        if let BookItem::Chapter(chapter) = item {
            chapter.content = chapter.content.replace("[nothing](concept:)", "more");
        }
    });
    let after = book.run(loaded, "html", &PLUGINS).unwrap();
    assert!(
        after
            .text("added.md")
            .contains("[alpha](a.md#concept-alpha \"A note.\")")
    );
    assert!(
        after
            .text("b.md")
            .contains("[alpha](a.md#concept-alpha \"A note.\")")
    );
    assert!(
        after
            .text("made.md")
            .contains("<a href=\"added.md\">Added</a>"),
        "{}",
        after.text("made.md")
    );
}

/// Two chapters at one path: mdBook writes one page over the other, so nothing the plugins do may depend
/// on which of them it is.
#[test]
fn two_chapters_at_one_path() {
    let book = book(FILES);
    let mut loaded = book.process("html", &[]).unwrap().book;
    let mut twin = Chapter::new("Twin", String::new(), PathBuf::from("b.md"), Vec::new());
    twin.content = "# Twin\n\nSee [alpha](concept:) and [it](b.md).\n".to_owned();
    loaded.items.push(BookItem::Chapter(twin));
    let after = book.run(loaded, "html", &PLUGINS).unwrap();
    let texts: Vec<_> = after
        .book
        .chapters()
        .filter(|chapter| chapter.path.as_deref() == Some("b.md".as_ref()))
        .map(|chapter| chapter.content.clone())
        .collect();
    assert_eq!(texts.len(), 2, "no chapter is lost");
    for text in texts {
        assert!(
            text.contains("[alpha](a.md#concept-alpha \"A note.\")"),
            "{text}"
        );
    }
}

/// Names that mdBook's own pages have. Where the book has no such page they are names like any other.
#[test]
fn chapters_named_like_generated_pages() {
    let files = |name: &str, toml: &str| {
        format!(
            "//- book.toml\n{toml}{FILES}//- src/{name}.md\n# Own\n\nSee [alpha](concept:).\n//- src/SUMMARY.md\n- [A](a.md)\n- [B](b.md)\n- [Own]({name}.md)\n"
        )
    };
    let toml = format!("[output.html]\ninput-404 = \"\"\n{}", super::TOML);
    for name in ["404", "index", "searchindex", "summary"] {
        let page = format!("{name}.html");
        pages(
            name,
            &files(name, &toml),
            &[(&page, LINK), ("b.html", LINK)],
        );
    }
    // mdBook 0.5.4 takes no chapter of this name, whether it makes a print page or not, and says so.
    let said = super::refusal(&book(&files("print", &toml)));
    assert!(said.contains("print.md is reserved"), "{said}");
}
