//! Odd books.

use super::super::Row;
use crate::common::Book;

type Files = &'static [(&'static str, &'static str)];

/// A difference in the search index is shown as such, and not as another name of it.
const PLAIN_NAMES: &str = "[output.html]\nhash-files = false\n";

/// Books of one chapter, by its text.
const CHAPTERS: &[(&str, &str)] = &[
    ("an empty chapter", ""),
    ("white space alone", " \n\n\t\n"),
    ("a comment alone", "<!-- a -->"),
    ("text alone", "text"),
    ("no heading", "text\n\n## Second\n\ntext\n"),
    (
        "line ends of Windows",
        "# One\r\n\r\ntwo\r\nlines\r\n\r\n- a\r\n- b\r\n\r\n```text\r\na\r\n```\r\n",
    ),
    ("lone returns", "# One\rtwo\r\rthree\n"),
    ("a mark of the byte order", "\u{feff}# One\n"),
    (
        "footnotes",
        "# One\n\na[^a] b[^b] again[^a]\n\n[^a]: A.\n\n    More.\n\n[^b]: - a list\n",
    ),
    (
        "a footnote that nobody reads",
        "# One\n\na\n\n[^a]: A.\n\n[^b]: # Heading\n",
    ),
    (
        "a footnote with a heading ahead of all others",
        "a[^a]\n\n[^a]: # In the note\n\n# In the note\n\n## In the note\n",
    ),
    (
        "footnotes against their order",
        "# One\n\n[^b]: ## x\n\n[^a]: ## x\n\na[^a] b[^b]\n\n## x\n",
    ),
    (
        "two footnotes side by side",
        "# One\n\na[^a][^b]\n\n[^a]: A\n\n[^b]: B\n",
    ),
    (
        "a title of its own",
        "{{#title Own \"title\" & <b>}}\n# One\n",
    ),
    (
        "icons",
        "# One <i class=\"fa fa-clock\"></i>\n\na<i class=\"fas fa-print x\" id=\"i\"></i>b <i class=\"fab fa-github\"></i>\n\n\
      <i class=\"fa fa-no-such\"></i> <i class=\"fa\">text</i> <span class=\"fa-svg\"><svg><text>words</text></svg></span>\n",
    ),
    (
        "tables",
        "# One\n\n| a | b | c |\n|:--|:-:|--:|\n| 1 | `a\\|b` | <b>x</b> |\n| 2 |\n\ntext\n",
    ),
    (
        "mathematics",
        "# One\n\n$a < b$ and $$c & d$$ and \\\\(e_f\\\\)\n",
    ),
    (
        "code",
        "# One\n\n```rust\n# hidden\n## escaped\n#[attribute]\nfn main() {}\n```\n\n```rust,ignore\nlet a: Vec<u8>;\n```\n\n\
      ```rust,no_run,edition2018,should_panic\nlet a = '\"';\n```\n\n```rust,mdbook-runnable,noplayground\nx\n```\n\n\
      ```python,hidelines=!!!\n!!!a\nb\n```\n\n    indented <b>\n\n`a < b && c` `<p>`\n\n```\nno language\n```\n\n```rust\n```\n",
    ),
    (
        "pictures",
        "# One ![in a heading](a.png)\n\n![a *b*](a.png \"t\") [![c](d.png)](e.md) <img src=\"f.png\" alt=\"g\"> <a href=\"h.md\">![i](j.png)</a>\n",
    ),
    (
        "lists of tasks",
        "# One\n\n- [ ] a\n- [x] b\n  - [ ] c\n\n1. [ ] d\n\n   e\n",
    ),
    (
        "lists",
        "# One\n\n- a\n- b\n\n  c\n- - d\n  - > e\n\n3. f\n4. g\n   ```text\n   h\n   ```\n",
    ),
    (
        "headings in lists",
        "- a\n  # H\n  b\n- # I\n  c\n- **d**\n  ## J\n  e\n",
    ),
    ("a heading below text in a list", "- words\n  # H\n  more\n"),
    (
        "definition lists",
        "Term\n: a\n\n  # H\n\n  b\n: c\n\nTerm\n\n: d\n",
    ),
    (
        "empty headings",
        "#\n\ntext\n\n## \n\nmore\n\n## <!-- a -->\n\n### \n",
    ),
    (
        "HTML in headings",
        "# One <b>bold</b> <br> `code` <span id=\"x\">y</span> &amp; &lt; <!-- c -->\n\n## <a id=\"one\"></a>Two\n\ntext\n",
    ),
    (
        "headings with ids",
        "# One {#own .class data-a=\"b\"}\n\n## One {#own}\n\n## own\n\n## own-1\n\n### x {=y a=}\n",
    ),
    (
        "the same heading again and again",
        "# a\n\n## a\n\n## a-1\n\n## a\n\n# a\n\n## A\n\n## a-1-1\n",
    ),
    (
        "raw headings",
        "<h1 id=\"x\">Raw</h1>\n\n<h2>None</h2>\n\n<h3 ID='y' class=a>Z</h3>\ntext\n\n<h2 id=\"x\"></h2>\n\nbehind\n\n## Last\n",
    ),
    (
        "a raw heading below text",
        "<div>\nwords\n<h2 id=\"x\">Raw</h2>\nbehind\n</div>\n",
    ),
    (
        "a raw heading behind text",
        "<div>words<h2 id=\"x\">Raw</h2>behind</div>\n",
    ),
    (
        "a raw heading in a paragraph",
        "words\n<b>b</b><h2 id=\"x\">Raw</h2>behind\n\nwords <h2 id=\"\">Raw</h2>\nbehind\n",
    ),
    (
        "raw headings that close themselves",
        "text <h2 id=\"x\"/> more\n\n<h3 id=y />\n\n## Two\n\nwords\n",
    ),
    (
        "comments",
        "# One\n\na <!-- b --> c\n\n<!--\n# no\n-->\n\n<!----> <!-- d ---><!-- e -- f -->\n\n<?php g ?>\n\n<!DOCTYPE h>\n\n<![CDATA[ <b> ]]>\n\n<! i>\n",
    ),
    ("a comment that is not closed", "# One\n\n<!-- a\n\nb\n"),
    (
        "scripts and styles",
        "# One\n\n<script>\nlet a = \"<p id='b'><a href=\\\"x.md\\\">\";\n\nlet c = '</p>';\n</script>\n\n<style>\na > b { c: \"&lt;\" }\n</style>\n\ntext\n\n\
      a <script>let d = 1;</script> e <style>f</style> g\n",
    ),
    (
        "a script on a line with others",
        "# One\n\n<div><script>a</script>b</div> <p>c</p>\n\n<script src=\"a.js\"></script>\n\n## Two\n\nwords\n",
    ),
    (
        "scripts in a paragraph",
        "# One\n\na <script>*b* <a id=\"one\" href=\"x.md\">c</a></script> d\n\n## x\n",
    ),
    (
        "a script that closes itself",
        "# One\n\n<script/>\n<b id=\"x\">a</b>\n\nb <style/> c\n\n## x\n",
    ),
    (
        "a script in a script",
        "# One\n\n<script><!-- <script> </script> --> a</script>\n\nb\n",
    ),
    (
        "a script over several blocks",
        "# One\n\n<div><script>a\n\n## b\n\n<script>c</script>\n\n</script></div>\n\n## b\n",
    ),
    (
        "drawings",
        "# One\n\n<svg viewBox=\"0 0 1 1\"><a xlink:href=\"x.md\"><text id=\"one\">a</text></a><path d=\"b\"/></svg>\n\nc <svg><title>d</title></svg> e\n",
    ),
    (
        "void elements",
        "# One\n\na<br>b<br/>c<hr>d<wbr>e<img src=a>f<input disabled>g\n\n<hr>\n\n<hr/>\nh\n<hr>\n\n- <hr>\n\n***\n",
    ),
    (
        "elements that close themselves",
        "# One\n\n<div/>\n\na <span/> b <p/> c\n\n<a id=\"x\"/>\n",
    ),
    (
        "elements that are not closed",
        "# One\n\n<div>\n\na <b>c\n\n# Two\n\n</em>\n\n<p>d\n\n<td>\n",
    ),
    (
        "attributes",
        "# One\n\n<a HREF='a.md?b=\"c\"&amp;d#e' Title=f g h=\"\" h=2>i</a>\n\n<div =\"x\">y</div>\n<div a\"b='c' =d =\"e\" <f /g h=\">\" i='<'>\nj\n</div>\n\n<p k>l</p>\n\nm\n",
    ),
    (
        "names of elements",
        "# One\n\n<my-element a=\"b\">c</my-element>\n\n<div<p>d</div<p>\n\n<H2 id=a>e</H2>\n\n<math><mi>f</mi></math>\n",
    ),
    (
        "entities",
        "# One &amp; &lt; &copy; &#39; &#x27;\n\n<b title=\"&quot;&amp;amp;\">&amp;lt; &nbsp; &unknown;</b> \\& \\< ' \" \\\\\n",
    ),
    (
        "links",
        "# One\n\n[a](#one) [b](chapter.md) [c](chapter.md#one) [d](./chapter.md) [e](../x.md) [f](x/../chapter.md#one) [g](/chapter.md)\n\
      [h](https://a.example/b.md) [i](mailto:j@k) <l@m.example> [n]() [o](#) [p](?q) [r](chapter.html#s) [t](u%20v.md) [w](x.svg#y)\n\
      <a href=\"chapter.md\">z</a> <a href>aa</a> <a name=\"bb\">cc</a> <img src=\"../dd.png\"> <a href=\"ee\nff.md#gg\nhh\">ii</a>\n",
    ),
    (
        "white space that is none",
        "# One\u{a0}two\n\na\u{2003}\u{2003}b\u{200b}c\u{85}\u{85}d\n\ne\u{2028}\u{2029}f\n",
    ),
    (
        "words of all kinds",
        "# Über\n\nİstanbul ǅ ﬁ 标题 שלום 👩\u{200d}🚀 naïve—dash self-made it's _x_ a_b 1.5 C++ #tag @name the and running Straße ΑΣ\n",
    ),
    (
        "letters of the index",
        "# One\n\ndocs df tf root \"quoted\" 'single' back\\\\slash a/b\n\n'''\n\n\\\\\n",
    ),
    (
        "quotations",
        "# One\n\n> a\n>\n> > b\n\n> # c\n> d\n\n> [!WARNING]\n> e\n\n> [!TIP]\n>\n> # f\n",
    ),
    (
        "details",
        "# One\n\n<details>\n<summary>a</summary>\n\n## b\n\n</details>\n\n<details><summary>c</summary>d\n\ne</details>\n",
    ),
    (
        "a heading split over lines",
        "# One\n\nTwo\nlines\n=====\n\nThree\n---\n\nfour\n",
    ),
    (
        "preformatted text",
        "# One\n\n<pre>\na\n\n  b\n</pre>\n\n<pre><code class=\"language-rust\">c\n</code></pre>\n\n<textarea>\n<b>\n\n</textarea>\n",
    ),
    (
        "nulls",
        "# One\0\n\na\0b <b\0>c</b\0>\n\n<div a=\"\0\">\0</div>\n",
    ),
    (
        "expressions",
        "# {{ title }} {{{ content }}}\n\n{{#toc}}{{/toc}} \\{{#include x}} {{ resource \"toc.js\" }}\n",
    ),
];

pub(crate) fn rows() -> Vec<Row> {
    let mut summary = String::new();
    let mut all = Book::empty().with("book.toml", PLAIN_NAMES);
    for (number, (name, text)) in CHAPTERS.iter().enumerate() {
        summary += &format!("- [{name}]({number}.md)\n");
        all = all.with(&format!("src/{number}.md"), text);
    }
    let all = Row::new("all chapters", all.with("src/SUMMARY.md", summary).lean());
    let among_others = CHAPTERS.iter().map(|(name, text)| {
        let others = Book::empty()
            .with("book.toml", PLAIN_NAMES)
            .with("src/SUMMARY.md", "- [One](first.md)\n- [A chapter](chapter.md)\n  - [Again](deep/again.md)\n- [One](last.md)\n")
            .with("src/first.md", "# One\n\n[a](chapter.md) [b](chapter.md#x) [c](deep/again.md#one)\n\na[^a]\n\n[^a]: note\n")
            .with("src/chapter.md", text)
            .with("src/deep/again.md", text)
            .with("src/last.md", "# One\n\n## x\n\n## x\n\na[^a]\n\n[^a]: note\n");
        Row::new(*name, others.lean())
    });
    among_others.chain(summaries()).chain([all]).collect()
}

/// Books by their summary, with the files that mdBook does not make itself.
fn summaries() -> Vec<Row> {
    let rows: &[(&str, &str, Files)] = &[
        ("two chapters", "- [One](one.md)\n- [Two](two.md)\n", &[]),
        (
            "drafts and one chapter",
            "- [A]()\n  - [B]()\n- [One](one.md)\n- [C]()\n",
            &[],
        ),
        (
            "all that a summary has",
            "# Summary\n\n[P](p.md)\n[Q]()\n\n# Part 'one'\n\n- [A](a.md)\n  - [B](b/b.md)\n    - [C](b/c/c.md)\n      - [D](b/c/d/d.md)\n\
             \n---\n\n# <b>Part</b> \"two\" \\\\ & {{x}}\n\n- [E](e.md)\n- [F]()\n  - [G](g.md)\n\n---\n\n[S](s.md)\n\n---\n\n[T](t.md)\n",
            &[],
        ),
        (
            "folders of different depth",
            "- [A](a/b/c/d.md)\n- [B](b.md)\n- [C](a/c.md)\n- [D](a/b/d.md)\n",
            &[(
                "a/b/c/d.md",
                "# D\n\n[b](../../../b.md) [c](../../c.md#x)\n",
            )],
        ),
        (
            "a README",
            "- [A](README.md)\n- [B](b/README.md)\n  - [C](b/c.md)\n",
            &[("b/c.md", "[up](README.md) [top](../README.md#a)\n")],
        ),
        (
            "an index in the middle",
            "- [A](a.md)\n- [B](index.md)\n- [C](c.md)\n",
            &[],
        ),
        (
            "a README in the middle",
            "- [A](a.md)\n- [B](README.md)\n- [C](c.md)\n",
            &[],
        ),
        ("an index first", "- [A](index.md)\n- [B](b.md)\n", &[]),
        (
            "a chapter 404.md",
            "- [A](a.md)\n- [B](404.md)\n- [C](c.md)\n",
            &[],
        ),
        (
            "a chapter 404.md first",
            "- [B](404.md)\n- [C](c.md)\n",
            &[],
        ),
        (
            "a chapter toc.md",
            "- [A](a.md)\n- [B](toc.md)\n- [C](c.md)\n",
            &[],
        ),
        (
            "chapters that are named like files",
            "- [A](book.js.md)\n- [B](css/general.md)\n- [C](searchindex.md)\n- [D](fonts/d.md)\n",
            &[],
        ),
        (
            "two chapters with one page",
            "- [A](a.md)\n- [B](a.txt)\n- [C](c.md)\n",
            &[],
        ),
        (
            "odd names",
            "- [\"Quoted\" 'name' `code`](a.md)\n  - [a < b & c > d](b.md)\n- [back\\\\slash {{ title }} {{{x}}}](c.md)\n- [标题 é 🚀 שלום](d.md)\n\
             - [ ](e.md)\n- [a=b `c` $d$ *e* **f**](f.md)\n",
            &[],
        ),
        (
            "odd files",
            "- [A](<a b.md>)\n- [B](c%20d.md)\n- [C](50%.md)\n- [D](<c#.md>)\n- [E](ü/标题.md)\n- [F](<it's \"f\" & g.md>)\n- [G](a.b.c.md)\n- [H](h=i.md)\n",
            &[(
                "a b.md",
                "# A\n\n[b](c%20d.md) [d](c#.md) [e](ü/标题.md#x) [f](<it's \"f\" & g.md>)\n",
            )],
        ),
        (
            "chapters without a suffix",
            "- [A](a)\n- [B](b.txt)\n- [C](.c.md)\n",
            &[],
        ),
        (
            "steps in paths",
            "- [A](./a.md)\n- [B](x/../b.md)\n- [C](x/./c.md)\n",
            &[("x/d.txt", "")],
        ),
        (
            "the same headings in every chapter",
            "- [A](a.md)\n- [B](b.md)\n- [C](c.md)\n",
            &[
                (
                    "a.md",
                    "# Same\n\n## Part\n\n## Part\n\n[b](b.md#part) [self](#part-1)\n",
                ),
                (
                    "b.md",
                    "# Same\n\n## Part\n\n## Part-1\n\n[a](a.md#part-1) [c](c.md)\n\na[^1]\n\n[^1]: x\n",
                ),
                (
                    "c.md",
                    "## Part\n\n# Same\n\n[b](b.md#same)\n\na[^1]\n\n[^1]: y\n",
                ),
            ],
        ),
        (
            "files that are named like pages",
            "- [A](a.md)\n- [B](b/c.md)\n",
            &[
                ("a.html", "own a"),
                ("b/c.html", "own c"),
                ("index.html", "own index"),
                ("print.html", "own print"),
                ("CNAME", "own"),
            ],
        ),
        (
            "files that are named like assets",
            "- [A](a.md)\n",
            &[
                ("book.js", "own"),
                ("toc.html", "own"),
                ("404.html", "own"),
                ("favicon.svg", "own"),
                ("css/general.css", "own"),
            ],
        ),
        (
            "files that are named like what is generated",
            "- [A](a.md)\n",
            &[
                ("toc.js", "own"),
                ("searchindex.js", "own"),
                ("toc-00000000.js", "own"),
            ],
        ),
        (
            "one that is named like the index",
            "- [A](a.md)\n",
            &[("searchindex-00000000.js", "own")],
        ),
        (
            "a chapter that is included",
            "- [A](a.md)\n- [B](b.md)\n",
            &[
                (
                    "a.md",
                    "# A\n\n{{#include b.md}}\n\n{{#rustdoc_include c.rs:2}}\n",
                ),
                ("c.rs", "fn a() {}\nfn main() {}\n"),
            ],
        ),
    ];
    let mut all = Vec::new();
    for (name, summary, files) in rows {
        for hashed in [false, true] {
            let toml = format!(
                "[output.html]\nhash-files = {hashed}\nedit-url-template = \"e/{{path}}\"\n"
            );
            let mut book = Book::empty()
                .with("book.toml", toml)
                .with("src/SUMMARY.md", summary);
            for (path, text) in *files {
                book = book.with(&format!("src/{path}"), text);
            }
            let hashed = if hashed { " with hashes" } else { "" };
            all.push(Row::new(format!("{name}{hashed}"), book.lean()));
        }
    }
    let words = "Many words of <b>text</b> that go on, [a link](long.md#long) and `code`.\n";
    let section = format!("{}\n## Again\n\n", words.repeat(140));
    let long = format!("# Long\n\n{}", section.repeat(100));
    let book = Book::empty()
        .with("src/SUMMARY.md", "- [Long](long.md)\n- [Short](short.md)\n")
        .with("src/long.md", long)
        .with("src/short.md", "# Again\n")
        .lean();
    all.push(Row::new("a chapter of a megabyte", book));
    all
}
