//! The manual of all rules, as a part of a chapter.

use std::fmt::Write;

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

fn section(rule: &Rule) -> String {
    let mut fence: Option<&str> = None;
    let mut out = String::new();
    let manual = rule.manual();
    for line in manual.lines() {
        let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
        match fence {
            None if ticks.len() >= 3 => fence = Some(ticks),
            Some(open) if line.trim_end() == open => fence = None,
            _ => {}
        }
        let line = match line.split_once("# ") {
            Some(("", name)) if fence.is_none() => {
                format!("## {name}\n\nLevel: `{}`.", rule.level.word())
            }
            // They are the same for each rule: as headings they would fill the contents of the page.
            Some(("#", part)) if fence.is_none() => format!("**{part}**"),
            // mdBook expands includes in code as well.
            _ => line.replace("{{#", "\\{{#"),
        };
        out.push_str(&line);
        out.push('\n');
    }
    out
}
