//! Takes scripts and styles out of the pages, so that a strict content security policy holds:
//! `default-src 'self'; style-src 'self'; script-src 'self'`.
//!
//! A policy that forbids inline scripts is what keeps injected ones from running
//! (<https://www.w3.org/TR/CSP3/#csp-directives>). What a script or a style says goes into a file beside the
//! pages, named by what is in it. Handlers in attributes (`onclick`) cannot be moved; mdBook writes none.

use std::collections::BTreeMap;

use anyhow::Result;
use book_model::Edit;

use crate::elements::{Attribute, Element, elements};
use crate::{File, Page, address};

/// What a page says without anything inline, and the files that it names in place of it.
pub(crate) fn policy(page: &Page<'_>) -> Result<(Vec<Edit>, Vec<File>)> {
    let html = page.html;
    let [styled, styles, scripts, heads] =
        elements(html, ["[style]", "style", "script:not([src])", "head"])?;
    let root = address::to_root(page.path);
    let mut edits = Vec::new();
    let mut files = Vec::new();
    let mut rules: BTreeMap<String, String> = BTreeMap::new();
    for element in &styled {
        let Some(style) = element.attribute("style") else {
            continue;
        };
        if let Some(align) = alignment(element, &style.value) {
            edits.push(Edit::replace(
                style.range.clone(),
                format!("align=\"{align}\""),
            ));
        } else if style.value.trim().is_empty() {
            edits.push(Edit::replace(style.range.clone(), ""));
        } else {
            let class = format!("style-{}", crate::hash(style.value.as_bytes()));
            rules.insert(class.clone(), style.value.clone());
            edits.extend(with_class(element, style, &class));
        }
    }
    for (element, suffix) in styles
        .iter()
        .map(|found| (found, "css"))
        .chain(scripts.iter().map(|found| (found, "js")))
    {
        // A block of data runs nowhere, and the policy has nothing to say of it.
        if suffix == "js" && !runs(element) {
            continue;
        }
        let Some(inner) = element.inner() else {
            continue;
        };
        let file = File::named("inline", suffix, html[inner].trim().into());
        let link = format!("{root}{}", file.path);
        let attributes = &html[element.start.clone()];
        let attributes = attributes[1 + element.name.len()..].trim_end_matches('>');
        edits.push(Edit::replace(
            element.range(),
            match suffix {
                "css" => format!("<link rel=\"stylesheet\" href=\"{link}\"{attributes}>"),
                _ => format!("<script src=\"{link}\"{attributes}></script>"),
            },
        ));
        files.push(file);
    }
    if let Some(end) = heads
        .first()
        .and_then(|head| head.end.as_ref())
        .filter(|_| !rules.is_empty())
    {
        // As strong as an attribute is, next to `!important` alone: no rule has many ids.
        let strong = ":not(#a#a#a)";
        let rule = |(class, style): (&String, &String)| format!(".{class}{strong} {{ {style} }}\n");
        let file = File::named(
            "inline",
            "css",
            rules.iter().map(rule).collect::<String>().into(),
        );
        let link = format!("<link rel=\"stylesheet\" href=\"{root}{}\">\n", file.path);
        edits.push(Edit::insert(end.start, link));
        files.push(file);
    }
    Ok((edits, files))
}

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
fn runs(script: &Element) -> bool {
    let kind = script
        .value("type")
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    matches!(
        &*kind,
        "" | "module" | "text/javascript" | "application/javascript"
    )
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
            "<style media=\"print\">p { }</style><script async>go()</script>",
        );
        let [(css, rules), (js, script)] = &files[..] else {
            panic!("{files:?}");
        };
        assert_eq!((&**rules, &**script), ("p { }", "go()"));
        let expected = format!(
            "<link rel=\"stylesheet\" href=\"../{css}\" media=\"print\"><script src=\"../{js}\" async></script>"
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
