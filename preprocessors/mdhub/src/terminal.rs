//! What the commands say on standard error, in rustc's manner.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::Duration;

use annotate_snippets::renderer::{AnsiColor, Effects, Style};
use anstream::ColorChoice;
use anyhow::Error;
use book_engine::{Advice, Failure, Found};
use book_model::{Located, Severity};
use book_plugin::visible;

use crate::render;

const BOLD: Style = Style::new().effects(Effects::BOLD);
const ERROR: Style = AnsiColor::BrightRed.on_default().effects(Effects::BOLD);
const WARNING: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);
const HELP: Style = AnsiColor::BrightCyan.on_default().effects(Effects::BOLD);

/// Writes a line. That nobody reads it any more is no reason to fail.
pub(crate) fn say(line: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

/// Shows an error and its causes, with what to do next where that is known.
pub(crate) fn error(error: &Error) {
    if let Some(placed) = placed(error) {
        return diagnostics(Path::new(""), &[placed]);
    }
    let Said { lines, help } = said(error);
    let mut lines = lines.iter().map(|line| visible(line));
    let first = lines.next().unwrap_or_default();
    say(&format!("{ERROR}error{ERROR:#}{BOLD}: {first}{BOLD:#}"));
    lines.for_each(|line| cause(&line));
    if let Some(help) = help {
        self::help(&help);
    }
}

/// Shows a cause of the error that was shown last.
pub(crate) fn cause(message: &str) {
    let message = visible(message);
    say(&format!("  {BOLD}caused by{BOLD:#}: {message}"));
}

/// Shows a warning that is not about a place in the prose.
pub(crate) fn warning(message: &str) {
    let message = visible(message);
    say(&format!(
        "{WARNING}warning{WARNING:#}{BOLD}: {message}{BOLD:#}"
    ));
}

/// Shows what to do next.
pub(crate) fn help(message: &str) {
    let message = visible(message);
    say(&format!("{HELP}help{HELP:#}: {message}"));
}

/// How many warnings are shown when pages are what is wanted, of a build and after each save while serving:
/// who has more does not read them all at once. A check shows every one.
const WARNINGS_SHOWN: usize = 100;

/// Shows diagnostics, each with an empty line after it: all errors, and the first of many warnings.
pub(crate) fn diagnostics(root: &Path, diagnostics: &[Located]) {
    let (shown, left_out) = shown(diagnostics);
    let coloured = anstream::AutoStream::choice(&io::stderr()) != ColorChoice::Never;
    let mut out = BufWriter::new(anstream::stderr().lock());
    // As with a line.
    let _ = render::text(&mut out, root, &shown, coloured).and_then(|()| out.flush());
    drop(out);
    if left_out > 0 {
        let left_out = Counted(left_out, "more warning");
        let here = if root == Path::new("") {
            Path::new(".")
        } else {
            root
        };
        let here = here.display().to_string();
        let quote = if here.contains(char::is_whitespace) {
            "\""
        } else {
            ""
        };
        help(&format!(
            "`mdhub check {quote}{here}{quote}` shows {left_out}"
        ));
    }
}

/// What is shown of these, and how many warnings are not.
fn shown(diagnostics: &[Located]) -> (Cow<'_, [Located]>, usize) {
    let warnings = Found::of(diagnostics).warnings;
    if warnings <= WARNINGS_SHOWN {
        return (Cow::Borrowed(diagnostics), 0);
    }
    let mut left = WARNINGS_SHOWN;
    let shown = diagnostics.iter().filter(|one| {
        let warning = one.severity == Severity::Warning;
        let room = !warning || left > 0;
        left -= usize::from(warning && room);
        room
    });
    (shown.cloned().collect(), warnings - WARNINGS_SHOWN)
}

/// Shows why there is no result: the diagnostics, then the error.
pub(crate) fn failure(root: &Path, failure: &Failure) {
    diagnostics(root, failure.diagnostics());
    if let Some(cause) = failure.error() {
        error(cause);
    }
}

/// The same as [`failure`] would show, as plain text.
pub(crate) fn failure_text(root: &Path, failure: &Failure) -> String {
    let mut shown = Vec::new();
    // Writing to memory cannot fail.
    let _ = render::text(&mut shown, root, failure.diagnostics(), false);
    let mut text = String::from_utf8_lossy(&shown).into_owned();
    if let Some(cause) = failure.error() {
        text.push_str(&error_text(cause));
    }
    text
}

/// The same as [`error`] would show, as plain text.
pub(crate) fn error_text(error: &Error) -> String {
    if let Some(placed) = placed(error) {
        let mut shown = Vec::new();
        // Writing to memory cannot fail.
        let _ = render::text(&mut shown, Path::new(""), &[placed], false);
        return String::from_utf8_lossy(&shown).into_owned();
    }
    let Said { lines, help } = said(error);
    let mut text = format!("error: {}\n", lines.join("\n  caused by: "));
    if let Some(help) = help {
        text.push_str(&format!("help: {help}\n"));
    }
    text
}

/// What an error comes to in words.
pub(crate) struct Said {
    /// The message and its causes.
    pub(crate) lines: Vec<String>,
    /// What to do next.
    pub(crate) help: Option<String>,
}

/// Puts an error into words.
pub(crate) fn said(error: &Error) -> Said {
    if let Some(advice) = error.downcast_ref::<Advice>() {
        // What mdBook put around it says nothing more.
        return Said {
            lines: vec![advice.message.clone()],
            help: Some(advice.help.clone()),
        };
    }
    let mut lines: Vec<String> = Vec::new();
    for cause in error.chain() {
        let line = cause.to_string().trim_end().replace('\n', "\n    ");
        // mdBook says some of its words at each level.
        if line != "Rendering failed" && !lines.contains(&line) {
            lines.push(line);
        }
    }
    Said { lines, help: None }
}

/// An error about a place, as something that was found there by no rule.
pub(crate) fn placed(error: &Error) -> Option<Located> {
    let advice: &Advice = error.downcast_ref()?;
    Some(Located {
        rule: "",
        severity: Severity::Error,
        message: advice.message.clone(),
        primary: advice.place.clone()?,
        labels: Vec::new(),
        help: vec![advice.help.clone()],
    })
}

/// What was found, in words.
pub(crate) fn summary(found: Found) -> String {
    match (found.errors, found.warnings) {
        (0, 0) => "no problems".to_owned(),
        (0, warnings) => Counted(warnings, "warning").to_string(),
        (errors, 0) => Counted(errors, "error").to_string(),
        (errors, warnings) => format!(
            "{}, {}",
            Counted(errors, "error"),
            Counted(warnings, "warning")
        ),
    }
}

/// The name of the book for a message: its title, else `the book`.
pub(crate) fn title(root: &Path) -> String {
    book_engine::places(root)
        .ok()
        .and_then(|places| places.title)
        .map_or_else(
            || "the book".to_owned(),
            |title| visible(&title).into_owned(),
        )
}

/// A number with its noun, which takes a regular plural.
pub(crate) struct Counted(pub(crate) usize, pub(crate) &'static str);

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counted(count, noun) = self;
        let plural = if *count == 1 { "" } else { "s" };
        write!(f, "{count} {noun}{plural}")
    }
}

/// A time as it is told: `0.04 s`, `12.3 s`.
#[derive(Clone, Copy)]
pub(crate) struct Seconds(pub(crate) Duration);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs_f64();
        let digits = if seconds < 0.1 { 2 } else { 1 };
        write!(f, "{seconds:.digits$} s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_their_plural() {
        let of = |errors, warnings| summary(Found { errors, warnings });
        assert_eq!(of(0, 0), "no problems");
        assert_eq!(of(1, 0), "1 error");
        assert_eq!(of(2, 1), "2 errors, 1 warning");
        assert_eq!(of(0, 2), "2 warnings");
    }

    #[test]
    fn a_cause_is_said_once() {
        let error = anyhow::anyhow!("c").context("b").context("b").context("a");
        assert_eq!(said(&error).lines, ["a", "b", "c"]);
    }

    #[test]
    fn short_times_keep_their_digits() {
        assert_eq!(Seconds(Duration::from_millis(42)).to_string(), "0.04 s");
        assert_eq!(Seconds(Duration::from_millis(1234)).to_string(), "1.2 s");
    }
}
