//! Books with a chapter whose finished HTML does not tell all that search and print page know of it, among
//! chapters that have the same footnotes and headings.

use super::super::Row;
use crate::common::Book;

const CHAPTERS: &[(&str, &str)] = &[
    (
        "a note that nobody refers to",
        "# Odd\n\nwords\n\n[^note]: Nobody does.\n",
    ),
    (
        "a note that is referred to in another case",
        "# Odd\n\nwords[^NOTE] [a](#footnote-note)\n\n[^note]: Nobody does.\n",
    ),
    (
        "several notes that nobody refers to",
        "# Odd\n\n[^note]: One.\n\n[^b]\n\n[^b]: B.\n\n[^c]: - C\n      - D\n\n[^a&\"<]: E\n",
    ),
    (
        "a note that only such a note refers to",
        "# Odd\n\nwords[^c]\n\n[^note]: see[^b][^c]\n\n[^b]: again[^c]\n\n[^c]: C\n",
    ),
    (
        "headings in a note that nobody refers to",
        "# Odd\n\n[^note]: ## Part\n\n    text\n\n    ## Part {#own}\n\n    Term\n    : What it is.\n\n## Part\n",
    ),
    (
        "raw HTML in a note that nobody refers to",
        "# Odd\n\n[^note]: a <b id=\"part\">c</b>\n\n    <ul><li id=\"own\">d</li></ul>\n    <p id=\"term\">e</p>\n\n## Part\n",
    ),
    (
        "a note that nobody refers to ahead of the rest",
        "[^note]: Nobody does.\n\n: no definition\n\n# Odd\n",
    ),
    (
        "a heading in a note",
        "# Odd\n\nwords[^note]\n\n[^note]: ## Part\n\n    text\n\n## Part\n\ntext\n",
    ),
    (
        "raw headings in a note",
        "# Odd\n\nwords[^note]\n\n[^note]: <h2 id=\"raw\">Raw</h2> text <h3>none</h3>\n\n## Part\n\ntext\n",
    ),
    (
        "an id in a note",
        "# Odd\n\nwords[^note]\n\n[^note]: a <b id=\"part\">c</b>\n\n## Part\n\ntext\n",
    ),
    (
        "Markdown in a script",
        "# Odd\n\na <script>*b* `c`</script> d\n\n## Part\n",
    ),
    (
        "a script that is closed at once",
        "# Odd\n\n<script/>\n<b id=\"x\">a</b>\n\n## Part\n",
    ),
    (
        "a style that is not closed",
        "# Odd\n\n<style>\na\n\n## Part\n",
    ),
    (
        "a script in itself",
        "# Odd\n\n<script><!-- <script> it's \"\\\" </script> --> a</script>\n\n## Part\n",
    ),
    (
        "a heading in a script",
        "# Odd\n\n<div><script>\n\n## Part\n\n</script></div>\n\n## Part\n",
    ),
    (
        "a raw heading on a line of its own",
        "<div>\nwords\n<h2 id=\"part\">Raw</h2>\nit's \\\\ \"quoted\"\n</div>\n",
    ),
    (
        "a heading in a list below raw HTML",
        "- <p>words</p>\n\n  # Part\n\n  text\n",
    ),
    (
        "all of it",
        "words[^a]\n\n<script/>\n\n[^note]: ### Part\n\n[^a]: a <script>*b*</script>\n\n## Part\n",
    ),
];

pub(crate) fn rows() -> Vec<Row> {
    let chapters = CHAPTERS
        .iter()
        .flat_map(|chapter| [(chapter, false), (chapter, true)]);
    let row = |((name, text), hashed): (&(&str, &str), bool)| {
        let toml = format!(
            "[output.html]\nhash-files = {hashed}\n\
             search.chapter.\"deep/unwanted.md\".enable = false\n"
        );
        let plain = "# Part\n\nwords[^note] [a](odd.md) [b](odd.md#part) [c](deep/odd.md#footnote-note)\n\n\
             ## Own\n\n### Raw\n\nTerm\n: What it is.\n\n[^note]: A note.\n";
        let book = Book::empty()
            .with("book.toml", toml)
            .with(
                "src/SUMMARY.md",
                "- [Part](one.md)\n- [It's \\\\ \"odd\"](odd.md)\n  - [Part](two.md)\n    - [Odd](deep/odd.md)\n\
                 - [Part](deep/unwanted.md)\n- [Part](three.md)\n",
            )
            .with("src/one.md", plain)
            .with("src/odd.md", text)
            .with("src/two.md", plain)
            .with("src/deep/odd.md", text)
            .with("src/deep/unwanted.md", text)
            .with("src/three.md", plain);
        let hashed = if hashed { " with hashes" } else { "" };
        Row::new(format!("{name}{hashed}"), book.lean())
    };
    chapters.map(row).collect()
}
