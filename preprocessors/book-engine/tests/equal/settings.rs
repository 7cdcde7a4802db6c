//! A row for each key of the configuration, turned the other way than mdBook has it.

use super::super::Row;
use crate::common::Book;

type Files = &'static [(&'static str, &'static str)];

/// What stands below `[output.html]`, and the files that belong to it.
const SETTINGS: &[(&str, &str, Files)] = &[
    ("nothing", "", &[]),
    ("default-theme", "default-theme = \"Rust\"", &[]),
    (
        "preferred-dark-theme",
        "preferred-dark-theme = \"Coal\"",
        &[],
    ),
    ("smart-punctuation", "smart-punctuation = false", &[]),
    ("definition-lists", "definition-lists = false", &[]),
    ("admonitions", "admonitions = false", &[]),
    ("mathjax-support", "mathjax-support = true", &[]),
    ("no-section-label", "no-section-label = true", &[]),
    ("sidebar-header-nav", "sidebar-header-nav = false", &[]),
    (
        "additional-css",
        "additional-css = [\"own.css\", \"deep/er/own.css\"]",
        &[
            (
                "own.css",
                "a { background: url({{ resource \"toc.js\" }}) }\n",
            ),
            (
                "deep/er/own.css",
                "/* {{ resource \"searchindex.js\" }} {{ resource \"book.js\" }} */",
            ),
        ],
    ),
    (
        "additional-js",
        "additional-js = [\"own.js\", \"deep/own.min.js\", \"data.json\"]",
        &[
            ("own.js", "let a = '{{ resource \"searchindex.js\" }}';\n"),
            ("deep/own.min.js", "let a = '{{ resource \"toc.js\" }}';"),
            ("data.json", "{}"),
        ],
    ),
    ("fold.enable", "fold.enable = true", &[]),
    ("fold.level", "fold = { enable = true, level = 1 }", &[]),
    ("playground.editable", "playground.editable = true", &[]),
    ("playground.copyable", "playground.copyable = false", &[]),
    (
        "playground.copy-js",
        "playground = { editable = true, copy-js = false }",
        &[],
    ),
    (
        "playground.line-numbers",
        "playground = { editable = true, line-numbers = true }",
        &[],
    ),
    ("playground.runnable", "playground.runnable = false", &[]),
    ("playpen", "playpen.editable = true", &[]),
    ("code.hidelines", "code.hidelines = { python = \"~\" }", &[]),
    ("print.enable", "print.enable = false", &[]),
    ("print.page-break", "print.page-break = false", &[]),
    ("search.enable", "search.enable = false", &[]),
    ("search.limit-results", "search.limit-results = 7", &[]),
    (
        "search.teaser-word-count",
        "search.teaser-word-count = 7",
        &[],
    ),
    (
        "search.use-boolean-and",
        "search.use-boolean-and = true",
        &[],
    ),
    ("search.boost-title", "search.boost-title = 7", &[]),
    ("search.boost-hierarchy", "search.boost-hierarchy = 7", &[]),
    ("search.boost-paragraph", "search.boost-paragraph = 7", &[]),
    ("search.expand", "search.expand = false", &[]),
    (
        "search.heading-split-level 0",
        "search.heading-split-level = 0",
        &[],
    ),
    (
        "search.heading-split-level 1",
        "search.heading-split-level = 1",
        &[],
    ),
    (
        "search.heading-split-level 6",
        "search.heading-split-level = 6",
        &[],
    ),
    ("search.copy-js", "search.copy-js = false", &[]),
    (
        "search.chapter of a file",
        "search.chapter.\"deep/three.md\".enable = false",
        &[],
    ),
    (
        "search.chapter of a folder",
        "[output.html.search.chapter]\n\"deep\" = { enable = false }\n\
         \"deep/er\" = { enable = true }\n\"one.md\" = {}",
        &[],
    ),
    (
        "search.chapter of all",
        "search.chapter.\"\".enable = false",
        &[],
    ),
    (
        "git-repository-url",
        "git-repository-url = \"https://a.example/?a=b&c\"",
        &[],
    ),
    (
        "git-repository-icon",
        "git-repository-url = \"https://a.example\"\ngit-repository-icon = \"fas-code-branch\"",
        &[],
    ),
    (
        "edit-url-template",
        "edit-url-template = \"https://a.example/{path}?={path}\"",
        &[],
    ),
    (
        "edit-url-template without a path",
        "edit-url-template = \"https://a.example\"",
        &[],
    ),
    (
        "input-404",
        "input-404 = \"lost.md\"",
        &[("src/lost.md", "# Lost\n\n[one](one.md)\n")],
    ),
    (
        "input-404 in a folder",
        "input-404 = \"deep/lost.md\"",
        &[("src/deep/lost.md", "Lost")],
    ),
    ("input-404 of a chapter", "input-404 = \"one.md\"", &[]),
    ("no input-404", "input-404 = \"\"", &[]),
    ("404.md", "", &[("src/404.md", "# Gone\n")]),
    ("site-url", "site-url = \"/a/b/\"", &[]),
    ("cname", "cname = \"a.example\"", &[]),
    (
        "live-reload-endpoint",
        "live-reload-endpoint = \"__reload\"",
        &[],
    ),
    (
        "redirect",
        "[output.html.redirect]\n\"/old.html\" = \"one.html\"\n\"/gone/old.html\" = \"https://a.example/?a&b='\"\n\
         \"bare.html\" = \"one.html\"",
        &[],
    ),
    (
        "redirect of anchors",
        "[output.html.redirect]\n\"/one.html#old\" = \"deep/three.html#new\"\n\"/one.html#b\" = \"a'\\\"<&\"\n\
         \"/deep/three.html#old\" = \"../one.html\"\n\"/old.html\" = \"one.html\"\n\"/old.html#a\" = \"one.html#b\"\n\
         \"/index.html#c\" = \"one.html\"",
        &[],
    ),
    (
        "redirect of anchors of an odd page",
        "[output.html.redirect]\n\"/odd#.html#old\" = \"one.html\"",
        &[
            ("src/SUMMARY.md", "- [One](one.md)\n- [Odd](<odd#.md>)\n"),
            ("src/odd#.md", "# Odd\n"),
        ],
    ),
    (
        "redirect from files that are there",
        "[output.html.redirect]\n\"one.html\" = \"x.html\"\n\"/print.html\" = \"x.html\"\n\"/toc.html\" = \"x.html\"\n\
         \"index.html\" = \"x.html\"\n\"/404.html\" = \"x.html\"\n\"/own.txt\" = \"x.html\"\n\"./deep/three.html\" = \"x.html\"",
        &[("src/own.txt", "own")],
    ),
    (
        "theme",
        "theme = \"my/theme\"",
        &[
            (
                "my/theme/head.hbs",
                "<meta name=\"own\" content=\"{{ title }}{{{ title }}}\">\n",
            ),
            (
                "my/theme/css/general.css",
                "/* {{ resource \"toc.js\" }} */\n",
            ),
            ("my/theme/book.js", "// {{ resource \"searchindex.js\" }}\n"),
            ("theme/head.hbs", "not this one"),
        ],
    ),
    (
        "theme with header.hbs",
        "",
        &[(
            "theme/header.hbs",
            "<b>{{ chapter_title }}</b>\n  {{ section }}\n\n",
        )],
    ),
    (
        "theme with the content in header.hbs",
        "",
        &[(
            "theme/header.hbs",
            "<template>\n  {{{ content }}}\n</template>\n",
        )],
    ),
    (
        "theme with index.hbs",
        "",
        &[(
            "theme/index.hbs",
            "<title>{{ title }} {{ book_title }}</title>\n{{> head}}\n\
             {{#if previous}}{{ path_to_root }}{{ previous.link }} {{{ previous.title }}}{{/if}}\n\
             {{#if next}}  {{ next.title }} {{/if}}\n{{#if is_index}}index{{/if}}{{#if is_print}}print{{/if}}\n\
             {{ section }} {{ path }} {{{ chapter_title }}}\n{{ resource \"toc.js\" }} {{ resource \"searchindex.js\" }}\n\
             <main>{{{ content }}}</main>{{ git_repository_edit_url }}{{{ fragment_map }}}\n",
        )],
    ),
    (
        "theme that escapes the content",
        "",
        &[("theme/index.hbs", "{{ title }}\n{{ content }}\n")],
    ),
    (
        "theme with the content twice",
        "",
        &[(
            "theme/index.hbs",
            "{{{ content }}}{{ content }}\n{{{content}}}",
        )],
    ),
    (
        "theme without the content",
        "",
        &[("theme/index.hbs", "{{ title }}")],
    ),
    ("theme that is empty", "", &[("theme/index.hbs", "")]),
    (
        "theme that lists chapters",
        "",
        &[(
            "theme/index.hbs",
            "{{#each chapters}}{{ name }} {{ path }}{{/each}}",
        )],
    ),
    (
        "theme with a list on each page",
        "",
        &[("theme/index.hbs", "{{#toc}}{{/toc}}{{{ content }}}")],
    ),
    (
        "theme that compares paths",
        "",
        &[(
            "theme/index.hbs",
            "{{#if (eq path \"one.md\")}}one{{/if}}{{{ content }}}",
        )],
    ),
    (
        "theme with toc.html.hbs",
        "",
        &[(
            "theme/toc.html.hbs",
            "<nav>{{#toc}}{{/toc}}</nav>{{ resource \"toc.js\" }}{{ resource \"searchindex.js\" }}\n",
        )],
    ),
    (
        "theme with toc.js.hbs",
        "",
        &[(
            "theme/toc.js.hbs",
            "let a = '{{#toc}}{{/toc}}'; let b = '{{#toc}}{{/toc}}';\n",
        )],
    ),
    (
        "theme with a list of its own",
        "",
        &[(
            "theme/toc.html.hbs",
            "{{#each chapters}}<span>{{ name }}</span>{{#if path}}{{ path }}{{/if}}{{/each}}",
        )],
    ),
    (
        "theme with a list in elements of its own",
        "",
        &[(
            "theme/toc.html.hbs",
            "{{#each chapters}}<span>{{{ name }}}</span>{{/each}}",
        )],
    ),
    (
        "theme with a script of its own",
        "",
        &[(
            "theme/toc.js.hbs",
            "{{#each @root/chapters}}<span>{{ name }}</span> {{ path }}{{/each}}",
        )],
    ),
    ("theme without a script", "", &[("theme/toc.js.hbs", "")]),
    (
        "theme with redirect.hbs",
        "redirect.\"/old.html\" = \"one.html\"",
        &[("theme/redirect.hbs", "to {{ url }}")],
    ),
    ("theme with a png", "", &[("theme/favicon.png", "png")]),
    ("theme with an svg", "", &[("theme/favicon.svg", "<svg/>")]),
    (
        "theme with both",
        "",
        &[
            ("theme/favicon.png", "png"),
            ("theme/favicon.svg", "<svg/>"),
        ],
    ),
    (
        "theme with fonts",
        "",
        &[
            ("theme/fonts/fonts.css", "@font-face { src: url('a.woff') }"),
            ("theme/fonts/a.woff", "font"),
        ],
    ),
    ("theme with a font", "", &[("theme/fonts/a.woff", "font")]),
    ("theme without fonts", "", &[("theme/fonts/fonts.css", "")]),
    (
        "theme with all scripts and styles",
        "",
        &[
            ("theme/css/chrome.css", "a{}"),
            ("theme/css/print.css", "b{}"),
            ("theme/css/variables.css", "c{}"),
            ("theme/highlight.css", "d{}"),
            ("theme/highlight.js", "e;"),
            ("theme/tomorrow-night.css", "f{}"),
            ("theme/ayu-highlight.css", "g{}"),
            ("theme/clipboard.min.js", "h;"),
        ],
    ),
    (
        "book",
        "[book]\ntitle = \"A \\\"<b>\\\" & '{{c}}'\"\nauthors = [\"d\"]\ndescription = \"e < f\"\nlanguage = \"fr\"",
        &[],
    ),
    ("text-direction", "[book]\ntext-direction = \"rtl\"", &[]),
    (
        "language that is written from the right",
        "[book]\nlanguage = \"ar\"",
        &[],
    ),
    ("rust.edition", "[rust]\nedition = \"2021\"", &[]),
    (
        "build.use-default-preprocessors",
        "[build]\nuse-default-preprocessors = false",
        &[],
    ),
    (
        "build.extra-watch-dirs",
        "[build]\nextra-watch-dirs = [\"x\"]",
        &[],
    ),
];

/// Each setting with and without hashes in the names of files.
pub(crate) fn rows() -> Vec<Row> {
    let settings = SETTINGS
        .iter()
        .flat_map(|setting| [(setting, false), (setting, true)]);
    settings
        .map(|((name, toml, files), hashed)| {
            let toml = format!("[output.html]\nhash-files = {hashed}\n{toml}\n");
            let book = files
                .iter()
                .fold(book(), |book, (path, text)| book.with(path, text));
            let hashed = if hashed { " with hashes" } else { "" };
            let book = book.with("book.toml", toml);
            let is_of_themes = name.starts_with("theme");
            let book = if is_of_themes { book } else { book.lean() };
            Row::new(format!("{name}{hashed}"), book)
        })
        .collect()
}

/// A book that has something to say to every setting.
fn book() -> Book {
    Book::empty()
        .with(
            "src/SUMMARY.md",
            "# Summary\n\n[Before](README.md)\n\n# Part\n\n- [One](one.md)\n  - [Two](deep/er/two.md)\n    - [Draft]()\n\
             - [Three & \"3\"](deep/three.md)\n\n---\n\n[Behind](behind.md)\n",
        )
        .with("src/README.md", "# Before\n\nSee [two](deep/er/two.md#part) -- or \"three\".\n\n$$a_b$$ \\\\(c\\\\)\n")
        .with(
            "src/one.md",
            "# One\n\n```rust,editable\n# hidden\nlet a = 1;\n```\n\n```python\n~hidden\na = 1\n```\n\nTerm\n: What it is.\n\n\
             > [!NOTE]\n> A note.\n\nA footnote.[^1]\n\n[^1]: Below.\n",
        )
        .with("src/deep/er/two.md", "# Two\n\n## Part\n\n### Deeper\n\n#### Deepest\n\ntext\n\n## Part\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
        .with("src/deep/three.md", "No heading, but ![a picture](../a.svg).\n\n## Part\n\n[One](../one.md), [below](#part).\n")
        .with("src/behind.md", "# Behind\n\n## Part\n")
        .with("src/a.svg", "<svg/>")
}
