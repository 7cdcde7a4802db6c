//! The manual of all rules, as a part of a chapter.

use std::fmt::Write;

use crate::plugin::NAME;
use crate::rule::Rule;
use crate::rules::RULES;

/// What every rule finds, at which level, why, with a bad and a good example, in Markdown: a table,
/// and then a section of level 2 for each rule.
pub fn manual() -> String {
    let mut out = String::from("| rule | level | what it finds |\n|---|---|---|\n");
    for rule in RULES {
        let (name, level) = (rule.name, rule.level.word());
        let summary = rule.summary().replace('|', "\\|");
        let summary = summary.strip_prefix("Finds ").unwrap_or(&summary);
        // Writing to a string cannot fail.
        let _ = writeln!(out, "| [{name}](#{name}) | {level} | {summary} |");
    }
    for rule in RULES {
        out.push('\n');
        out.push_str(&section(rule));
    }
    out
}

/// The lines of a manual, and whether each is part of a block of code, its fences included.
pub fn manual_lines(manual: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut fence: Option<&str> = None;
    manual.lines().map(move |line| {
        let open = fence;
        let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
        match open {
            None if ticks.len() >= 3 => fence = Some(ticks),
            Some(ticks) if line.trim_end() == ticks => fence = None,
            _ => {}
        }
        (open.or(fence).is_some(), line)
    })
}

fn section(rule: &Rule) -> String {
    let level = rule.level.word();
    let level = match rule.table() {
        Some(NAME) => format!("Level: `{level}`."),
        Some(table) => format!("Level: `{level}`; it stands in `[preprocessor.{table}]`."),
        None => format!("Level: `{level}`, in every book."),
    };
    let mut out = String::new();
    for (is_code, line) in manual_lines(&rule.manual()) {
        let line = match line.split_once("# ") {
            Some(("", name)) if !is_code => format!("## {name}\n\n{level}"),
            // They are the same for each rule: as headings they would fill the contents of the page.
            Some(("#", part)) if !is_code => format!("**{part}**"),
            // mdBook expands includes in code as well.
            _ => line.replace("{{#", "\\{{#"),
        };
        out.push_str(&line);
        out.push('\n');
    }
    out
}
