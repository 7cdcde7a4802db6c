//! `mdhub check --explain`: the manuals of the rules.

use std::fmt::Write as _;

use annotate_snippets::renderer::{Effects, Style};
use book_engine::Advice;
use book_plugin::Speller;
use mdbook_chapter_checks::rules::RULES;
use mdbook_chapter_checks::{Level, Rule, manual_lines};

use crate::{Outcome, output, terminal};

const BOLD: Style = Style::new().effects(Effects::BOLD);

/// How many characters of a text stand on a line of the list.
const WIDTH: usize = 92;

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

/// Every rule with its level and what it finds.
fn list() -> String {
    let mut text = String::new();
    for rule in RULES {
        let Rule { name, level, .. } = rule;
        let _ = writeln!(text, "{BOLD}{name}{BOLD:#} ({})", level.word());
        for line in wrapped(&rule.summary()) {
            let _ = writeln!(text, "    {line}");
        }
    }
    text.push_str("\n`mdhub check --explain RULE` shows the manual of a rule.\n");
    text
}

/// The words of a text on lines of at most [`WIDTH`] characters; a longer word has its own.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
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
    fn a_text_keeps_its_words_on_lines_that_are_filled() {
        let long = "x".repeat(WIDTH + 1);
        let text = format!("{} {long} ä é", "word ".repeat(50));
        let lines = wrapped(&text);
        let words: Vec<_> = text.split_whitespace().collect();
        assert_eq!(lines.join(" "), words.join(" "));
        let widths: Vec<_> = lines.iter().map(|line| line.chars().count()).collect();
        assert_eq!(widths, [89, 89, 69, WIDTH + 1, 3]);
        assert!(wrapped("").is_empty());
    }
}
