//! The search of small books, by the files that a browser loads.

use std::collections::BTreeMap;
use std::io::Read as _;

use flate2::read::GzDecoder;
use serde_json::{Value, json};

use super::{File, Page, search};

/// A whole page as a theme has it, in English.
fn page(content: &str) -> String {
    page_in("en", content)
}

fn page_in(language: &str, content: &str) -> String {
    format!(
        r##"<!DOCTYPE html><html lang="{language}"><head><title>Title - Book</title><style>p{{}}</style></head>
<body><nav>Surroundings</nav><div class="content"><main id="main">{content}</main>
<footer>Surroundings</footer></div><script>"Surroundings </main>"</script></body></html>"##
    )
}

/// The files of a site of these pages.
fn files(pages: &[(&str, &str)]) -> Vec<File> {
    let pages: Vec<_> = pages
        .iter()
        .map(|(path, html)| Page { path, html })
        .collect();
    search(&pages).unwrap()
}

/// What pagefind keeps of each page, by its address.
fn found(pages: &[(&str, &str)]) -> BTreeMap<String, Value> {
    let files = files(pages);
    let fragments = files.iter().filter(|file| file.path.contains("/fragment/"));
    fragments
        .map(|file| {
            let mut text = String::new();
            let mut decoder = GzDecoder::new(file.bytes.as_slice());
            decoder.read_to_string(&mut text).unwrap();
            let value = serde_json::from_str(text.strip_prefix("pagefind_dcd").unwrap());
            let value: Value = value.unwrap();
            (value["url"].as_str().unwrap().to_owned(), value)
        })
        .collect()
}

/// What can be found in a page of this content.
fn words(content: &str) -> String {
    let mut found = found(&[("a.html", &page(content))]);
    let page = found.remove("a.html").unwrap_or_default();
    page["content"].as_str().unwrap_or_default().to_owned()
}

fn concepts(pages: &[(&str, &str)]) -> Value {
    let files = files(pages);
    let file = files
        .iter()
        .find(|file| file.path.ends_with("concepts.json"));
    serde_json::from_slice(&file.unwrap().bytes).unwrap()
}

/// The names of the files that have no hash in them.
fn names(files: &[File]) -> Vec<&str> {
    let names = files.iter().filter_map(|file| {
        let name = file.path.strip_prefix("pagefind/").unwrap();
        (!name.contains(".pf_")).then_some(name)
    });
    names.collect()
}

const TIMEOUTS: &str = r##"<h1 id="timeouts"><a class="header" href="#timeouts">Timeouts &amp; more</a></h1>
<aside class="reading-path" data-path="p.md"><p>step 1 of 4</p><aside>inner</aside><p>still</p></aside>
<p>A <a href="#concept-retry">retry</a> adds load<sup class="footnote-reference"><a href="#1">1</a></sup>.</p>
<h2 id="choosing"><a class="header" href="#choosing">Choosing a <code>Duration</code></a></h2>
<dl class="concept"><dt id="concept-retry"><a class="header" href="#concept-retry">Retry</a></dt>
<dd><p>Sending a request
<em>again</em>.</p><p>It is dear.</p></dd></dl>
<p>Prose behind.</p>
<nav class="reading-path-next">Next</nav>"##;

#[test]
fn a_drawing_takes_nothing_of_the_page_along() {
    let content = "<h1>One</h1><svg><title/><style/></svg><p>behind words</p>";
    assert!(words(content).contains("behind words"));
}

#[test]
fn only_the_files_that_a_search_loads_are_there() {
    let files = files(&[("a.html", &page("<p>words</p>"))]);
    assert_eq!(
        names(&files),
        [
            "concepts.json",
            "pagefind-entry.json",
            "pagefind-worker.js",
            "pagefind.js",
            "wasm.en.pagefind"
        ]
    );
    for end in [".pf_meta", ".pf_index", ".pf_fragment"] {
        assert!(files.iter().any(|file| file.path.ends_with(end)), "{end}");
    }
}

#[test]
fn the_same_pages_give_the_same_files() {
    let texts: Vec<_> = (0..40)
        .map(|n| {
            (
                format!("{n}.html"),
                page(&TIMEOUTS.replace("load", &format!("load{n} é{n}"))),
            )
        })
        .collect();
    let pages: Vec<_> = texts
        .iter()
        .map(|(path, html)| (&**path, &**html))
        .collect();
    assert_eq!(files(&pages), files(&pages));
}

#[test]
fn the_content_is_found_by_its_headings_and_concepts() {
    let found = found(&[("a/b.html", &page(TIMEOUTS))]);
    let page = &found["a/b.html"];
    assert_eq!(page["meta"], json!({"title": "Timeouts & more"}));
    assert_eq!(
        page["content"],
        "Timeouts & more. A retry adds load. Choosing a Duration. Prose behind. \
         Retry. Sending a request again. It is dear."
    );
    let anchors = page["anchors"].as_array().unwrap().iter();
    let anchors: Vec<_> = anchors
        .map(|anchor| {
            let of = |key: &str| anchor[key].as_str().unwrap();
            (of("element"), of("id"), of("text"))
        })
        .collect();
    assert_eq!(
        anchors,
        [
            ("h1", "timeouts", "Timeouts & more"),
            ("h2", "choosing", "Choosing a Duration"),
            ("h3", "concept-retry", "Retry"),
        ]
    );
}

#[test]
fn what_is_generated_or_hidden_is_not_found() {
    for content in [
        r#"<div class="concept-map"><svg><text>x</text></svg><div><div>x</div>x</div></div>"#,
        r#"<dl class="concept-index"><dt>x</dt><dd>x<dl><dt>x</dt></dl>x</dd></dl>"#,
        r#"<aside class="mistakes mistakes-warnings">x</aside>"#,
        r#"<ul class="reading-path-cards"><li>x<ul><li>x</li></ul>x</li></ul>"#,
        r#"<div class="checklist">x</div>"#,
        r#"<pre><code><span class="boring">x
</span></code></pre>"#,
        r#"<p aria-hidden="true">x<br>x</p>"#,
        "<script>x</script><style>x</style><template>x</template>",
        "<!-- x --><textarea><b>x</textarea><svg/>",
    ] {
        assert_eq!(words(&format!("{content}<p>y</p>")), "y.", "{content}");
    }
}

#[test]
fn words_stay_apart_and_whole() {
    for (content, expected) in [
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td></tr></table>",
            "a. b. c.",
        ),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "a. b."),
        ("un<em>be</em>liev<b>able</b> a<br>b", "unbelievable a b."),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "a. b."),
        (
            "a&lt;b&gt; &amp;lt; &copy;&#x41;&nbsp;b &unknown; &",
            "a<b> &lt; ©A b &unknown; &",
        ),
        ("<p>a</p></p></div></em><p>b", "a. b."),
        ("<p title='<main>'>a</p>", "a."),
    ] {
        assert_eq!(words(content), expected, "{content}");
    }
}

#[test]
fn a_concept_is_told_by_its_note() {
    let nested = page(
        r##"<dl class="a concept">
<dt id="concept-a&amp;b"><a class="header" href="#x">A &amp; <em>B</em>
<code>&lt;T&gt;</code></a></dt><dd>
<p>One<br><strong>two</strong> <svg><title>no</title></svg>three<sup class="footnote-reference">1</sup>.</p><pre>No</pre></dd>
<dt id="concept-c">C</dt><dd>Bare <em>text</em><ul><li>no</li></ul></dd><dd><p>no</p></dd>
<dt id="concept-d">D</dt><dd><dl class="concept"><dt id="concept-e">E</dt><dd><p>Inner</p></dd></dl></dd>
<dt id="else">No</dt><dd><p>No</p></dd><dt id="concept-f">
</dt><dd>No</dd></dl>
<dl><dt id="concept-g">No</dt></dl>
<aside class="reading-path"><dl class="concept"><dt id="concept-h">No</dt></dl></aside>"##,
    );
    let concept = |name: &str, note: &str, id: &str| json!({"name": name, "also": [], "note": note, "url": format!("a%20b/c.html#concept-{id}")});
    assert_eq!(
        concepts(&[("a b/c.html", &nested)]),
        json!([
            concept("A & B <T>", "One two three.", "a&b"),
            concept("C", "Bare text", "c"),
            concept("D", "", "d"),
            concept("E", "Inner", "e"),
        ])
    );
}

#[test]
fn a_concept_has_the_other_names_of_the_index() {
    let index = page(
        r##"<h1>Index</h1><dl class="concept-index"><dt class="see">again &amp; again</dt>
<dd class="see">see <a href="../a/b.html#concept-retry" title="x">Retry</a></dd>
<dt><a href="../a/b.html#concept-retry">Retry</a></dt><dd><p>Sending</p></dd>
<dt class="see">second try</dt><dd class="see">see <a href="../a/b.html#concept-retry">Retry</a></dd>
<dt class="see">lost</dt><dd class="see">see <a href="../a/b.html#concept-lost">Lost</a></dd></dl>"##,
    );
    let timeouts = page(TIMEOUTS);
    let pages = [
        ("a/b.html", &*timeouts),
        ("x/index.html", &index),
        ("x/again.html", &index),
    ];
    assert_eq!(
        concepts(&pages),
        json!([{
            "name": "Retry",
            "also": ["again & again", "second try"],
            "note": "Sending a request again.",
            "url": "a/b.html#concept-retry",
        }])
    );
}

#[test]
fn a_book_without_concepts_has_none() {
    assert_eq!(concepts(&[("a.html", &page("words"))]), json!([]));
}

#[test]
fn a_page_without_heading_has_its_title() {
    let found = found(&[
        ("a.html", &page("<h2 id='x'>y</h2>")),
        ("b.html", &page("<h1></h1>z")),
    ]);
    for page in found.values() {
        assert_eq!(page["meta"], json!({"title": "Title - Book"}));
    }
    assert_eq!(found.len(), 2);
}

#[test]
fn a_site_without_words_has_no_search() {
    let empty = page("");
    assert_eq!(files(&[]), []);
    assert_eq!(files(&[("a.html", "")]), []);
    assert_eq!(
        files(&[("a.html", "<p>no main</p>"), ("b.html", &empty)]),
        []
    );
    let with = page("words");
    assert_eq!(
        found(&[("a.html", "<p>no main</p>"), ("b.html", &with)]).len(),
        1
    );
}

#[test]
fn each_language_has_its_stems_or_none() {
    for (language, content, wasm) in [
        ("ar", "مهلة الاتصال", "wasm.ar.pagefind"),
        ("pt-BR", "tempo limite", "wasm.pt.pagefind"),
        ("he", "זמן קצוב", "wasm.unknown.pagefind"),
        ("zh", "超时和重试", "wasm.unknown.pagefind"),
        ("", "words", "wasm.unknown.pagefind"),
        ("../../up", "words", "wasm.unknown.pagefind"),
        (&"x".repeat(99), "words", "wasm.unknown.pagefind"),
    ] {
        let html = page_in(language, &format!("<h1 id='h'>{content}</h1>"));
        let files = files(&[("a.html", &html)]);
        let names = names(&files).into_iter();
        let names: Vec<_> = names.filter(|name| name.starts_with("wasm")).collect();
        assert_eq!(names, [wasm], "{language}");
        let found = found(&[("a.html", &html)]);
        assert_eq!(found["a.html"]["meta"]["title"], content);
    }
}

#[test]
fn addresses_are_relative_and_can_be_opened() {
    let content = page("words");
    let found = found(&[
        ("ü b/100%#?.html", &content),
        ("index.html", &page("others")),
    ]);
    let addresses: Vec<_> = found.keys().map(String::as_str).collect();
    assert_eq!(addresses, ["%C3%BC%20b/100%25%23%3F.html", "index.html"]);
}

#[test]
fn it_may_be_called_from_a_runtime() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let content = page("words");
    let files = runtime.block_on(async { files(&[("a.html", &content)]) });
    assert!(!files.is_empty());
}

#[test]
fn a_word_of_the_prose_counts_for_more_than_one_of_code() {
    let weight = |content: &str| {
        let mut found = found(&[("a.html", &page(content))]);
        let page = found.remove("a.html").unwrap();
        page["content"].as_str().unwrap().to_owned()
    };
    // Both are found; only pagefind's own index knows how much each counts.
    assert!(weight("<h1>One</h1><pre><code>retry()</code></pre>").contains("retry()"));
    let files = |content: &str| files(&[("a.html", &page(content))]);
    let index = |files: &[File]| -> Vec<u8> {
        let index = files.iter().find(|file| file.path.contains("/index/"));
        index.unwrap().bytes.clone()
    };
    let (code, prose) = (
        files("<h1>One</h1><pre><code>retry</code></pre>"),
        files("<h1>One</h1><p><code>retry</code></p>"),
    );
    assert_ne!(index(&code), index(&prose));
}
