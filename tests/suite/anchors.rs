//! The model's anchors are the ids in the pages that mdBook renders.

use std::collections::BTreeSet;

use book_model::fixture::Fixture;
use book_tests::html::attributes;
use book_tests::strategy::plain_markdown;
use book_tests::{TestBook, html};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

/// Chapters that mdBook 0.5.4 cannot render are no test of its ids: raw HTML may not end in another
/// element than it began in.
fn assert_anchors(chapters: &[String]) {
    let files = chapters.iter().enumerate();
    let fixture: String = files
        .map(|(index, text)| format!("//- src/c{index}.md\n{}\n", text.replace("//- ", "")))
        .collect();
    let fixture = format!("//- book.toml\n[output.html.search]\nenable = false\n{fixture}");
    let model = Fixture::parse(&fixture).model();
    let book = TestBook::new(&fixture).unwrap();
    let rendered = book.render().unwrap();
    for chapter in &model.chapters {
        let path = chapter.path.as_deref().unwrap();
        let main = rendered.main(&book_model::html_path(path));
        let ids: BTreeSet<String> = attributes(&main, "id")
            .into_iter()
            .chain(names(&main))
            .collect();
        let anchors: BTreeSet<String> = chapter.page.anchors.keys().cloned().collect();
        let source = &Fixture::parse(&fixture)
            .text(&format!("src/{path}"))
            .to_owned();
        assert_eq!(anchors, ids, "{path}:\n{source}\n{main}");
    }
}

/// Old pages name an anchor by `<a name>`.
fn names(main: &str) -> Vec<String> {
    let anchors = main
        .split("<a ")
        .skip(1)
        .filter_map(|rest| rest.split('>').next());
    anchors
        .flat_map(|tag| html::attributes(&format!("<a {tag}>"), "name"))
        .collect()
}

#[test]
fn written_by_hand() {
    let chapters = [
        "# One\n\n# One\n\n## One-1\n\n# One",
        "# A `code` & *styled* heading\n\n## {#written}\n\n## Own {#own}\n\n## Attribute {id=x .y}\n\n## own",
        "# !?\n\n# ...\n\n# 中文標題 Über",
        "# A[^b] first\n\nText[^a] and[^b].\n\n## Then[^c]\n\n[^a]: x\n[^b]: y\n\n    # in a footnote\n[^c]: z\n[^d]: unused",
        "Note.[^a]\n\n[^a]: one\n\n[^a]: again\n\n    ## Lost\n\n## Lost",
        "Term\n: body\n\nTerm\n: body\n\n# Term",
        "> # In a quotation\n\n- # In an item\n  ## In an item",
        "# ![alt](x.png) picture\n\nSetext\ntwo lines\n===",
        "<h2 id=\"raw\">Raw</h2>\n\n<h2>No id</h2>\n\n# No id\n\n<a name=\"old\"></a> <span id='s'>x</span>",
        "# \"Smart\" -- 'quotes'...\n\n# a\\\nb",
        "# A[^1][^2]\n\n# B[^1] [^2]*[^3]*[^4]\n\n[^1]: x\n[^2]: y\n[^3]: z\n[^4]: z",
        "# ![a <b id=\"no\">x</b>[^n]](p.png) b\n\n[^n]: lost",
        "## Setup {id}\n\n## Setup\n\n## Setup {id #own}",
        "# A <![CDATA[b>c]]> d",
        "",
    ];
    assert_anchors(&chapters.map(str::to_owned));
}

#[test]
fn generated() {
    let mut runner = TestRunner::deterministic();
    let strategy = plain_markdown();
    let sample = |_| strategy.new_tree(&mut runner).unwrap().current();
    assert_anchors(&(0..300).map(sample).collect::<Vec<_>>());
}
