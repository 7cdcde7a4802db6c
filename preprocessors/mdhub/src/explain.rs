//! `mdhub check --explain`: the manuals of the rules.

use std::fmt::Write as _;

use annotate_snippets::renderer::{Effects, Style};
use book_engine::Advice;
use book_plugin::Speller;
use mdbook_chapter_checks::rules::RULES;
use mdbook_chapter_checks::{Level, Rule, manual_lines};

use crate::{Outcome, output, terminal};

const BOLD: Style = Style::new().effects(Effects::BOLD);

/// Shows the manual of a rule, or the list of all rules.
pub(crate) fn run(name: Option<&str>) -> Outcome {
    let Some(name) = name else {
        return output::styled(Outcome::Done, |out| write!(out, "{}", list()));
    };
    let wanted = name.trim().to_lowercase().replace('_', "-");
    match RULES.iter().find(|rule| rule.name == wanted) {
        Some(rule) => output::styled(Outcome::Done, |out| write!(out, "{}", manual(rule))),
        None => {
            terminal::error(&unknown(&wanted));
            Outcome::NotRun
        }
    }
}

/// The manual with its headings set off, and how the rule is set.
fn manual(rule: &Rule) -> String {
    let mut text = String::new();
    for (is_code, line) in manual_lines(&rule.manual()) {
        // Writing to a string cannot fail.
        let _ = if line.starts_with('#') && !is_code {
            writeln!(text, "{BOLD}{line}{BOLD:#}")
        } else {
            writeln!(text, "{line}")
        };
    }
    let Rule { name, level, .. } = rule;
    let _ = writeln!(text, "\n{BOLD}## Level{BOLD:#}\n");
    let Some(table) = rule.table() else {
        let _ = writeln!(text, "`{}`, in every book.", level.word());
        return text;
    };
    let others = [Level::Allow, Level::Warn, Level::Deny].into_iter();
    let others: Vec<_> = others
        .filter(|other| other != level)
        .map(|other| format!("\"{}\"", other.word()))
        .collect();
    let (level, others) = (level.word(), others.join(" or "));
    let _ = write!(
        text,
        "`{level}`, unless book.toml says otherwise:\n\n\
         ```toml\n\
         [preprocessor.{table}]\n\
         {name} = \"{level}\"  # or {others}\n\
         ```\n"
    );
    text
}

/// Every rule with its level and the first sentence of its manual.
fn list() -> String {
    let mut text = String::new();
    for rule in RULES {
        let Rule { name, level, .. } = rule;
        let _ = writeln!(text, "{BOLD}{name}{BOLD:#} ({})", level.word());
        for line in first_sentence(&rule.manual()).lines() {
            let _ = writeln!(text, "    {line}");
        }
    }
    text.push_str("\n`mdhub check --explain RULE` shows the manual of a rule.\n");
    text
}

/// The first sentence of a manual, on the lines on which it stands there.
fn first_sentence(manual: &str) -> &str {
    let text = manual.split_once("\n\n").map_or(manual, |(_, text)| text);
    let paragraph = text.split("\n\n").next().unwrap_or_default().trim_end();
    // A full stop inside code ends no sentence, nor does one that no space follows.
    let ends = paragraph
        .match_indices('.')
        .map(|(at, _)| at + 1)
        .find(|&end| {
            paragraph[end..]
                .chars()
                .next()
                .is_none_or(char::is_whitespace)
                && paragraph[..end].matches('`').count().is_multiple_of(2)
        });
    &paragraph[..ends.unwrap_or(paragraph.len())]
}

/// Where more is said of the first of these rules that has a manual.
pub(crate) fn pointer<'a>(mut found: impl Iterator<Item = &'a str>) -> Option<String> {
    let rule = found.find(|name| RULES.iter().any(|rule| rule.name == *name))?;
    Some(format!("for more on a rule: mdhub check --explain {rule}"))
}

fn unknown(name: &str) -> anyhow::Error {
    let names = || RULES.iter().map(|rule| rule.name);
    let all = names().collect::<Vec<_>>().join(", ");
    let help = match Speller::default().nearest(name, names()) {
        Some(near) => format!("did you mean `{near}`? The rules are: {all}"),
        None => format!("the rules are: {all}"),
    };
    Advice::error(format!("there is no rule `{name}`"), help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_listed_with_one_sentence() {
        for rule in RULES {
            let manual = rule.manual();
            let sentence = first_sentence(&manual);
            assert!(sentence.ends_with('.'), "{}: {sentence}", rule.name);
            assert!(!sentence.contains(". "), "{}: {sentence}", rule.name);
            assert!(list().contains(rule.name));
        }
    }

    #[test]
    fn a_sentence_ends_at_its_full_stop() {
        for (paragraph, sentence) in [
            (
                "One `a. b` and x.md more. Two.",
                "One `a. b` and x.md more.",
            ),
            ("One\ntwo. Three.", "One\ntwo."),
            ("No end", "No end"),
        ] {
            assert_eq!(
                first_sentence(&format!("# rule\n\n{paragraph}\n\nMore.")),
                sentence
            );
        }
        assert_eq!(first_sentence(""), "");
    }
}
