//! What the model says of raw HTML, against mdBook's own renderer.

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::path::Path;
use std::sync::Once;

use book_model::{ChapterSource, Settings, Sources, analyze};
use mdbook_core::book::{Book, BookItem, Chapter};
use mdbook_core::config::Config;
use mdbook_driver::MDBook;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use tempfile::TempDir;

/// What the soup is made of: Markdown and HTML that do not know of each other.
const PIECES: &[&str] = &[
    "word",
    " ",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "*",
    "**",
    "~~",
    "`",
    "```\n",
    "```rust\n",
    "> ",
    "> [!NOTE]\n> ",
    "- ",
    "1. ",
    "# ",
    "## ",
    "    ",
    "\t",
    "  ",
    "[",
    "](b.md)",
    "![",
    "](c.png)",
    "[^n]",
    "[^n]: ",
    "[^m]: ",
    "| a | b |\n|---|---|\n| ",
    " | ",
    " |\n",
    "Term\n: ",
    ": ",
    "- [ ] ",
    "\\",
    "&amp;",
    "&lt",
    "***\n",
    "<p>",
    "</p>",
    "<em>",
    "</em>",
    "</strong>",
    "</del>",
    "<a>",
    "<a href='b.md'>",
    "</a>",
    "<li>",
    "</li>",
    "<ul>\n",
    "</ul>",
    "</ol>",
    "</td>",
    "<td>",
    "</th>",
    "</tr>",
    "</tbody>",
    "</table>\n",
    "<table>\n",
    "</dd>",
    "</dt>",
    "</dl>",
    "<dl>\n",
    "</h1>",
    "</h2>",
    "<h1>",
    "</blockquote>",
    "<blockquote>\n",
    "<div>\n",
    "</div>\n",
    "<div>",
    "</div>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<code class=\"language-rust\">",
    "<code class='x language-rust ignore'>",
    "<code class='language-rust ignore mdbook-runnable'>",
    "<code class=\"language-rust\"/>",
    "<br>",
    "<br/>",
    "</br>",
    "<img src='x'>",
    "<i>",
    "</i>",
    "<i class='fa fa-home'>",
    "<b>",
    "</b>",
    "<T>",
    "<x-y/>",
    "<script>",
    "</script>",
    "<script/>",
    "<style>\n",
    "</style>",
    "<textarea>",
    "<!-- c -->",
    "<!--",
    "-->",
    "<!-->",
    "<?x",
    "?>",
    "<!D x>",
    "<![CDATA[",
    "]]>",
    "<span title=\"",
    "\">",
    "<",
    ">",
    "</",
    "<a b='",
    "'>",
    "\u{0}",
    "\r",
    "\r\n",
    "é",
    "<svg>",
    "</svg>",
    "<path/>",
    "<title>",
    "<details>\n",
    "</details>\n",
    "</label>",
    "</span>",
    "</sup>",
    "<sup>",
    "</svg>",
    "</input>",
    "</thead>",
    "<DIV>",
    "</EM>",
    "</ p>",
    "</p x='>'>",
];

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(proptest::sample::select(PIECES), 1..24)
        .prop_map(|pieces| pieces.concat())
}

/// A few pieces around one that is likely to break the page.
fn spiced() -> impl Strategy<Value = String> {
    let around = || prop::collection::vec(proptest::sample::select(PIECES), 0..8);
    let pairs = [
        ("a *b", "</em> c*"),
        ("**b", "</strong>**"),
        ("- a", "</li>"),
        ("> <div>", "\n> </blockquote>"),
        ("text", "</p>"),
        ("# h", "</h1>"),
        ("[a", "</a>](b.md)"),
        ("<pre><code class=\"language-rust\">", "</code></pre>"),
        ("a <code class=\"language-rust\">", "</code>"),
        ("| a |\n|---|\n| x", "</td> |"),
        ("Term\n: ", "</dd>"),
        ("[^n]\n\n[^n]: a\n\n    <i>", "\n    </li>"),
        ("<code class=\"language-rust\">\n\n", "\n"),
    ];
    (
        around(),
        proptest::sample::select(pairs.to_vec()),
        around(),
        around(),
    )
        .prop_map(|(a, (open, close), b, c)| {
            [&a.concat(), open, &b.concat(), close, &c.concat()].concat()
        })
}

/// Whether the model says that mdBook panics on a page of this text.
fn said_to_break(text: &str) -> bool {
    let chapter = ChapterSource {
        path: Some("a.md".to_owned()),
        text: text.into(),
        ..ChapterSource::default()
    };
    let sources = Sources {
        chapters: vec![chapter],
        ..Sources::default()
    };
    let model = analyze(&sources, &Settings::default());
    let mut faults = model.chapters[0].page.html_faults.iter();
    faults.any(|fault| fault.kind.panics())
}

/// Whether mdBook panics on a book of these pages.
fn breaks(root: &Path, texts: &[&String]) -> bool {
    quietly();
    let mut config = Config::default();
    config
        .set("output.html.search.enable", texts.len() > 1)
        .unwrap();
    config
        .set("output.html.print.enable", texts.len() > 1)
        .unwrap();
    let mut book = MDBook::load_with_config(root, config).unwrap();
    let chapters = texts.iter().enumerate().map(|(index, text)| {
        let name = format!("{index}.md");
        BookItem::Chapter(Chapter::new(&name, (*text).clone(), &name, Vec::new()))
    });
    book.book = Book::new_with_items(chapters.collect());
    match catch_unwind(AssertUnwindSafe(|| book.build())) {
        Ok(built) => {
            built.unwrap();
            false
        }
        Err(_) => true,
    }
}

/// A panic that is caught is not shown.
fn quietly() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let standard = take_hook();
        set_hook(Box::new(move |info| {
            let file = info.location().map_or("", |location| location.file());
            if !file.contains("mdbook-html") {
                standard(info);
            }
        }));
    });
}

/// Holds the model to mdBook: all pages that are said to be right at once, each other one by itself.
fn hold(texts: &[String]) {
    let folder = TempDir::new().unwrap();
    std::fs::create_dir(folder.path().join("src")).unwrap();
    std::fs::write(folder.path().join("src/SUMMARY.md"), "").unwrap();
    let (broken, right): (Vec<_>, Vec<_>) = texts.iter().partition(|text| said_to_break(text));
    if breaks(folder.path(), &right) {
        let text = right.iter().find(|text| breaks(folder.path(), &[text]));
        panic!("mdBook panics, and nobody said so: {text:?}");
    }
    for text in broken {
        assert!(breaks(folder.path(), &[text]), "mdBook takes {text:?}");
    }
}

#[test]
fn what_is_known_to_panic_does() {
    let texts = [
        "a </p> b",
        "*a </em> b*",
        "# a </h1>",
        "- a </li>",
        "> a\n>\n> </blockquote>",
        "| a |\n|---|\n| b </td> |",
        "Term\n: a\n\n  </dd>",
        "a\n\n[^n]: a </p>",
        "a <code class=\"language-rust\">b</code>",
        "<code class=\"language-rust\">\n",
        "> <code class=\"language-rust\">\n>\n> [^n]: a\n\nb",
    ];
    for text in texts {
        assert!(said_to_break(text), "{text}");
    }
    hold(&texts.map(str::to_owned));
}

/// A fixed seed, unless the environment sets one.
fn seed() -> RngSeed {
    match std::env::var_os("PROPTEST_RNG_SEED") {
        Some(_) => ProptestConfig::default().rng_seed,
        None => RngSeed::Fixed(0x1d_ea),
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        rng_seed: seed(), failure_persistence: None, max_shrink_iters: 300,
        // Each case is a book of many pages.
        cases: ProptestConfig::default().cases.div_ceil(128),
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_model_foretells_when_mdbook_panics(
        soups in prop::collection::vec(prop_oneof![soup(), spiced()], 40),
    ) {
        hold(&soups);
    }
}
