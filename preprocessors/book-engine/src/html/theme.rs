//! Whether the pages of a theme can be made from a pattern.
//!
//! A page is its chapter's content with the theme around it. Where the theme only writes down what is the
//! page's own (its title, its neighbours, ...) or asks whether it is there, one page tells how all others
//! look. A theme that does more with it, or lists the chapters, is left to mdBook as a whole.

use std::fs;
use std::path::Path;

/// What is a page's own, and may be written down or asked for.
const ASKED: [&str; 8] = [
    "path_to_root",
    "section",
    "previous",
    "next",
    "git_repository_edit_url",
    "fragment_map",
    "is_index",
    "is_print",
];
/// What may be written down only: to ask for it is to ask what it says.
const WRITTEN: [&str; 4] = ["content", "title", "chapter_title", "path"];
/// What no pattern has room for.
const WHOLE: [&str; 2] = ["chapters", "toc"];

/// Whether a pattern can make the pages of the templates that are in this folder. mdBook's own, which
/// stand in for those that are not, are such.
pub(crate) fn has_a_pattern(theme: &Path) -> bool {
    let templates = ["index.hbs", "head.hbs", "header.hbs"];
    templates.iter().all(|file| {
        let file = theme.join(file);
        !file.exists() || fs::read_to_string(&file).is_ok_and(|text| is_plain(&text))
    })
}

/// Whether the tables of contents of the templates in this folder are the list that mdBook makes, and not
/// one that they make of the chapters themselves.
pub(crate) fn has_the_list(theme: &Path) -> bool {
    let templates = ["toc.js.hbs", "toc.html.hbs"];
    templates.iter().all(|file| {
        let file = theme.join(file);
        !file.exists() || fs::read_to_string(&file).is_ok_and(|text| is_list(&text))
    })
}

fn is_list(template: &str) -> bool {
    let is_list = |word: &&str| name(word.trim_start_matches('#')) != Some("chapters");
    all_expressions(template, |expression| {
        words(expression.trim_matches(['{', '}', '~', '&', ' ']))
            .iter()
            .all(is_list)
    })
}

/// Whether every expression of a template is one that a pattern has room for.
fn is_plain(template: &str) -> bool {
    all_expressions(template, is_plain_expression)
}

fn all_expressions(template: &str, wanted: impl Fn(&str) -> bool) -> bool {
    let mut rest = template;
    while let Some((_, behind)) = rest.split_once("{{") {
        let (expression, behind) = match behind.strip_prefix("!--") {
            Some(comment) => ("!", comment.split_once("--}}").map_or("", |(_, rest)| rest)),
            None => match behind.split_once("}}") {
                Some(found) => found,
                None => return false,
            },
        };
        if !wanted(expression) {
            return false;
        }
        rest = behind;
    }
    true
}

fn is_plain_expression(expression: &str) -> bool {
    let inner = expression.trim_matches(['{', '}', '~', '&', ' ']);
    let sign = inner.chars().next().unwrap_or(' ');
    if expression.starts_with("{{") || matches!(sign, '*' | '^') || inner.starts_with("#*") {
        return false;
    }
    if let Some(partial) = inner.strip_prefix('>') {
        return matches!(partial.trim(), "head" | "header");
    }
    if matches!(sign, '!' | '/') {
        return true;
    }
    let words = words(inner);
    match &*words {
        ["#if" | "#unless", what] | ["else", "if", what] => name(what).is_none() || is_asked(what),
        [what] => {
            let name = name(what.trim_start_matches('#'));
            name.is_none_or(|name| sign != '#' && !WHOLE.contains(&name))
        }
        all => all
            .iter()
            .all(|word| name(word.trim_start_matches('#')).is_none()),
    }
}

/// The words of an expression, texts in quotation marks aside.
fn words(expression: &str) -> Vec<&str> {
    let outside = expression.split(['"', '\'']).step_by(2);
    outside
        .flat_map(|part| part.split([' ', '\t', '\n', '\r', '(', ')', '=', '|']))
        .filter(|word| !word.is_empty())
        .collect()
}

/// The name of something that is a page's own, if a word speaks of that.
fn name(word: &str) -> Option<&'static str> {
    let path = word.trim_matches(['[', ']']);
    let mut parts = path
        .split(['.', '/', '[', ']'])
        .filter(|part| !part.is_empty());
    let first = parts.find(|part| !matches!(*part, "this" | "@root"));
    let known = ASKED.iter().chain(&WRITTEN).chain(&WHOLE);
    match first {
        // All that there is.
        None if path.contains("@root") => Some("chapters"),
        None => None,
        Some(first) => known.copied().find(|known| *known == first),
    }
}

fn is_asked(word: &str) -> bool {
    let bare = word.trim_start_matches("../").trim_start_matches("@root/");
    ASKED.contains(&bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_down_or_asked_for_is_plain() {
        for template in [
            "<p>no expression</p>",
            "{{ title }} {{{content}}} {{~path_to_root~}} {{previous.link}} {{ @root/path }}",
            "{{#if previous}}{{else}}{{/if}}{{#if ../next}}{{/if}}{{#unless is_print}}{{/unless}}",
            "{{> head}} {{!-- {{#toc}} --}} {{! chapters }}",
            r#"{{ resource "book.js" }}{{#each additional_css}}{{ resource this }}{{/each}}"#,
            r#"{{#if (eq ../text_direction "rtl")}}{{fa "solid" "title"}}{{/if}}"#,
            "{{#if mathjax_support}}{{language}}{{/if}}",
        ] {
            assert!(is_plain(template), "{template}");
        }
    }

    #[test]
    fn a_list_of_the_chapters_is_not_mdbooks() {
        assert!(is_list("<ol>{{#toc}}{{/toc}}</ol> {{ title }} chapters"));
        for template in [
            "{{#each chapters}}{{{name}}}{{/each}}",
            "{{#each @root/chapters}}{{/each}}",
            "{{ lookup @root \"chapters\" }}",
        ] {
            assert!(!is_list(template), "{template}");
        }
    }

    #[test]
    fn what_does_more_is_not() {
        for template in [
            "{{#toc}}{{/toc}}",
            "{{#each chapters}}{{name}}{{/each}}",
            "{{#each @root/chapters}}{{/each}}",
            r#"{{#if (eq path "index.md")}}{{/if}}"#,
            "{{#if title}}{{/if}}",
            "{{#with previous}}{{title}}{{/with}}",
            "{{#previous}}{{/previous}}",
            "{{lookup this \"a\" path}}",
            "{{> other}}",
            "{{#each @root}}{{/each}}",
            "{{{{raw}}}} {{/raw}}",
            "{{#*inline \"a\"}}{{/inline}}",
            "{{ title",
        ] {
            assert!(!is_plain(template), "{template}");
        }
    }
}
