//! Takes scripts and styles out of the pages, so that a strict content security policy holds:
//! `default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:`.
//!
//! A policy that forbids inline scripts is what keeps injected ones from running
//! (<https://www.w3.org/TR/CSP3/#csp-directives>). What a script or a style says goes into a file beside the
//! page, where its relative addresses mean what they meant, named by what is in it.
//!
//! What cannot be moved stays, and the policy keeps it from having an effect: handlers in attributes
//! (`onclick`), links that begin with `javascript:`, import maps, `srcdoc`, and all that stands in `noscript`.
//! mdBook writes none of it.

use std::collections::BTreeMap;
use std::ops::Range;

use anyhow::Result;
use book_model::Edit;

use crate::elements::{Attribute, Element, elements};
use crate::{File, Page, css};

/// What a page says without anything inline, and the files that it names in place of it.
pub(crate) fn policy(page: &Page<'_>) -> Result<(Vec<Edit>, Vec<File>)> {
    let selectors = [
        "[style]",
        "style",
        "script:not([src])",
        "html",
        "head",
        "body",
    ];
    let [styled, styles, scripts, html, head, body] = elements(page.html, selectors)?;
    let mut strict = Strict::of(page);
    let mut inline: Vec<&Element> = styles.iter().collect();
    inline.extend(scripts.iter().filter(|script| runs(script)));
    // In a drawing one can stand inside of another: the outer one takes it along.
    inline.sort_by_key(|element| element.start.start);
    for element in inline {
        if strict.is_gone(element) {
            continue;
        }
        match &*element.name {
            "style" => strict.style(element),
            _ => strict.script(element),
        }
    }
    for element in &styled {
        strict.attribute(element);
    }
    // At the end of the head, or as near to it as there is a place.
    let end = head.first().map(|head| match &head.end {
        Some(end) => end.start,
        None => head.start.end,
    });
    let body = body.first().map(|body| body.start.start);
    let html = html.first().map(|html| html.start.end);
    strict.links(end.or(body).or(html).unwrap_or(0));
    Ok((strict.edits, strict.files))
}

/// A page that becomes strict.
struct Strict<'a> {
    page: &'a Page<'a>,
    edits: Vec<Edit>,
    files: Vec<File>,
    /// The elements that something else takes the place of.
    gone: Vec<Range<usize>>,
    /// The stylesheets that the head is to name.
    named: Vec<String>,
    /// What attributes said, by the classes that say it now.
    rules: BTreeMap<String, String>,
}

impl<'a> Strict<'a> {
    fn of(page: &'a Page<'a>) -> Strict<'a> {
        Strict {
            page,
            edits: Vec::new(),
            files: Vec::new(),
            gone: Vec::new(),
            named: Vec::new(),
            rules: BTreeMap::new(),
        }
    }

    fn style(&mut self, element: &Element) {
        let Some(inner) = element.inner() else {
            return;
        };
        let name = self.file("css", self.page.html[inner].trim());
        // A drawing cannot name a stylesheet, and one in the head is for drawings as well.
        let link = if element.is_html {
            let attributes = self.attributes(element, &["style", "type"]);
            format!("<link rel=\"stylesheet\" href=\"{name}\"{attributes}>")
        } else {
            self.named.push(name);
            String::new()
        };
        self.replace(element, link);
    }

    fn script(&mut self, element: &Element) {
        let source = if element.is_html { "src" } else { "href" };
        let Some(inner) = element.inner() else {
            return;
        };
        if element.value(source).is_some() || element.value("xlink:href").is_some() {
            return;
        }
        let name = self.file("js", self.page.html[inner].trim());
        // They mean nothing for a script that stands in the page, and would for one that does not.
        let is_module = element
            .value("type")
            .is_some_and(|kind| kind.trim() == "module");
        let left_out: &[&str] = if is_module {
            &["style"]
        } else {
            &["style", "async", "defer"]
        };
        let attributes = self.attributes(element, left_out);
        self.replace(
            element,
            format!("<script {source}=\"{name}\"{attributes}></script>"),
        );
    }

    fn attribute(&mut self, element: &Element) {
        let Some(style) = element
            .attribute("style")
            .filter(|_| !self.is_gone(element))
        else {
            return;
        };
        if let Some(align) = alignment(element, &style.value) {
            let align = format!("align=\"{align}\"");
            self.edits.push(Edit::replace(style.range.clone(), align));
        } else if style.value.trim().is_empty() {
            self.edits.push(Edit::replace(style.range.clone(), ""));
        } else if css::is_closed(&style.value) {
            let class = format!("style-{}", crate::hash(style.value.as_bytes()));
            self.edits.extend(with_class(element, style, &class));
            self.rules.insert(class, style.value.clone());
        }
    }

    /// Names the stylesheets that the head is to name, at this place.
    fn links(&mut self, place: usize) {
        if !self.rules.is_empty() {
            // As strong as an attribute is, next to `!important` alone: no rule has many ids.
            let strong = ":not(#a#a#a)";
            let rule =
                |(class, style): (&String, &String)| format!(".{class}{strong} {{ {style} }}\n");
            let rules: String = self.rules.iter().map(rule).collect();
            let name = self.file("css", &rules);
            self.named.push(name);
        }
        let link = |name: &String| format!("<link rel=\"stylesheet\" href=\"{name}\">\n");
        let links: String = self.named.iter().map(link).collect();
        if !links.is_empty() {
            self.edits.push(Edit::insert(place, links));
        }
    }

    /// Makes a file beside the page, and gives the name that the page has for it.
    fn file(&mut self, suffix: &str, text: &str) -> String {
        let mut file = File::named(INLINE, suffix, text.into());
        let name = file.path.clone();
        let folder = self
            .page
            .path
            .rfind('/')
            .map_or("", |at| &self.page.path[..=at]);
        file.path.insert_str(0, folder);
        self.files.push(file);
        name
    }

    /// Whether it is, or stands in, an element that something else takes the place of.
    fn is_gone(&self, element: &Element) -> bool {
        self.gone
            .iter()
            .any(|range| range.contains(&element.start.start))
    }

    fn replace(&mut self, element: &Element, by: String) {
        self.gone.push(element.range());
        self.edits.push(Edit::replace(element.range(), by));
    }

    /// The attributes of an element, as they are to stand in another one.
    fn attributes(&self, element: &Element, left_out: &[&str]) -> String {
        let kept = element
            .attributes
            .iter()
            .filter(|found| !left_out.contains(&&*found.name));
        kept.map(|found| format!(" {}", &self.page.html[found.range.clone()]))
            .collect()
    }
}

/// What the names of the files begin with. Each is for one page, or for a few.
pub(crate) const INLINE: &str = "inline";

/// How a cell of a table is aligned: HTML has an attribute for what mdBook writes as a style.
fn alignment<'s>(element: &Element, style: &'s str) -> Option<&'s str> {
    let is_cell = matches!(&*element.name, "td" | "th") && element.attribute("align").is_none();
    let value = style
        .trim()
        .trim_end_matches(';')
        .strip_prefix("text-align:")?
        .trim();
    (is_cell && matches!(value, "left" | "center" | "right")).then_some(value)
}

/// Gives an element a class in place of its style.
fn with_class(element: &Element, style: &Attribute, class: &str) -> Vec<Edit> {
    let place = style.range.clone();
    match element.attribute("class") {
        None => vec![Edit::replace(place, format!("class=\"{class}\""))],
        Some(found) => {
            let both = format!("{} {class}", found.value);
            vec![found.replaced_by(both.trim()), Edit::replace(place, "")]
        }
    }
}

/// Whether a script is one that a browser runs: <https://html.spec.whatwg.org/#prepare-the-script-element>.
/// What else there is, such as a block of data, means nothing to the policy, or cannot be moved.
fn runs(script: &Element) -> bool {
    let kind = script.value("type").unwrap_or_default();
    let kind = kind.trim().to_ascii_lowercase();
    let languages = ["javascript", "ecmascript", "jscript", "livescript"];
    matches!(&*kind, "" | "module") || languages.iter().any(|language| kind.ends_with(language))
}

#[cfg(test)]
mod tests {
    use super::*;
    use book_model::apply;

    /// A page behind the step, and the files that it names, with their texts.
    fn strict(path: &str, body: &str) -> (String, Vec<(String, String)>) {
        let html = format!("<head></head><body>{body}</body>");
        let (edits, files) = policy(&Page { path, html: &html }).unwrap();
        let text = |file: File| (file.path, String::from_utf8(file.bytes).unwrap());
        (apply(&html, edits), files.into_iter().map(text).collect())
    }

    #[test]
    fn columns_stay_aligned() {
        let (html, files) = strict(
            "a.html",
            "<table><td style=\"text-align: right\">1</td></table>",
        );
        assert!(html.contains("<td align=\"right\">1</td>"), "{html}");
        assert!(files.is_empty());
    }

    #[test]
    fn scripts_and_styles_become_files() {
        let (html, files) = strict(
            "a/b.html",
            "<style media=\"print\">p { }</style><script async nonce=x>go()</script>",
        );
        let [(css, rules), (js, script)] = &files[..] else {
            panic!("{files:?}");
        };
        assert_eq!((&**rules, &**script), ("p { }", "go()"));
        let expected = format!(
            "<link rel=\"stylesheet\" href=\"{}\" media=\"print\"><script src=\"{}\" nonce=x></script>",
            css.trim_start_matches("a/"),
            js.trim_start_matches("a/"),
        );
        assert!(
            css.starts_with("a/inline-") && js.starts_with("a/inline-"),
            "beside the page"
        );
        assert!(html.contains(&expected), "{html}");
    }

    #[test]
    fn a_style_becomes_a_class() {
        let (html, files) = strict(
            "a.html",
            "<p class='x' style='color: red'>a</p><p style=\"color: red\">b</p>",
        );
        let [(css, rules)] = &files[..] else {
            panic!("{files:?}");
        };
        assert_eq!(rules.matches("color: red").count(), 1, "{rules}");
        assert!(
            html.contains(&format!("<link rel=\"stylesheet\" href=\"{css}\">")),
            "{html}"
        );
        assert!(
            !html.contains("style=") && html.contains("class=\"x style-"),
            "{html}"
        );
    }

    #[test]
    fn a_drawing_keeps_its_shape() {
        let (html, files) = strict(
            "a.html",
            "<svg><style>.a { fill: red }</style><path class=\"a\"/><script>go()</script>\
             <script href=\"b.js\"></script></svg>",
        );
        let [(css, _), (js, _)] = &files[..] else {
            panic!("{files:?}");
        };
        let head = format!("<head><link rel=\"stylesheet\" href=\"{css}\">\n</head>");
        assert!(html.starts_with(&head), "{html}");
        let svg = format!(
            "<svg><path class=\"a\"/><script href=\"{js}\"></script><script href=\"b.js\">"
        );
        assert!(html.contains(&svg), "{html}");
    }

    #[test]
    fn what_stands_in_one_another_goes_as_one() {
        for body in [
            "<style style=\"display: block\">p { }</style>",
            "<script style=\"x: y\">go()</script>",
            "<svg><style><g style=\"x: y\"/></style></svg>",
            "<svg><script><style>p { }</style></script></svg>",
        ] {
            let (html, files) = strict("a.html", body);
            assert_eq!(files.len(), 1, "{html}");
            assert!(!html.contains("style="), "{html}");
        }
    }

    #[test]
    fn a_page_without_a_head_keeps_its_styles() {
        for html in [
            "<body><p style=\"a: b\"></body>",
            "<html><p style=\"a: b\">",
            "<p style=\"a: b\">",
        ] {
            let (edits, files) = policy(&Page {
                path: "a.html",
                html,
            })
            .unwrap();
            let page = apply(html, edits);
            assert!(page.contains(&files[0].path), "{page}");
        }
    }

    #[test]
    fn a_style_reaches_no_further_than_its_element() {
        let body = "<p style=\"a: b} body { display: none\">";
        let (html, files) = strict("a.html", body);
        assert!(html.contains(body) && files.is_empty(), "{html}");
    }

    #[test]
    fn what_runs_nowhere_stays() {
        for body in [
            "<script type=\"application/json\">{}</script>",
            "<script src=\"a.js\"></script>",
            "<p>style=\"color: red\"</p>",
        ] {
            let (html, files) = strict("a.html", body);
            assert!(html.contains(body) && files.is_empty(), "{html}");
        }
    }
}
