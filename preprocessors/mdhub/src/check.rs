//! `mdhub check`

use std::io::Write;
use std::path::PathBuf;

use book_engine::Found;

use crate::render::{self, Format, Report};
use crate::terminal::{self, Counted};
use crate::{Outcome, explain, output};

/// What `mdhub check` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The findings go to standard output, in every format. GitHub shows the first ten errors and
the first ten warnings of a step at their lines; all of them stand in its log.

Exit code: 0 without errors (warnings are allowed), 1 with errors in the book, 2 when
the check could not run.")]
pub(crate) struct Args {
    /// The book's root folder
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// How the findings are written
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Explain a rule, with an example of what it finds; without RULE, list all rules
    #[arg(long, value_name = "RULE", num_args = 0..=1, conflicts_with_all = ["dir", "format"])]
    explain: Option<Option<String>>,
}

/// Checks the book and shows what is wrong with it, on standard output.
pub(crate) fn run(args: &Args) -> Outcome {
    if let Some(rule) = &args.explain {
        return explain::run(rule.as_deref());
    }
    match book_engine::check(&args.dir) {
        Ok(checked) => {
            let found = Found::of(&checked.diagnostics);
            let outcome = if found.errors > 0 {
                Outcome::Errors
            } else {
                Outcome::Done
            };
            let report = Report {
                root: &args.dir,
                diagnostics: &checked.diagnostics,
                found,
                chapters: Some(checked.chapters),
                error: None,
                coloured: output::is_coloured(),
            };
            show(args.format, outcome, &report)
        }
        Err(failure) => {
            let report = Report {
                root: &args.dir,
                diagnostics: failure.diagnostics(),
                found: Found::of(failure.diagnostics()),
                chapters: None,
                error: failure.error(),
                coloured: output::is_coloured(),
            };
            show(args.format, Outcome::of(&failure), &report)
        }
    }
}

fn show(format: Format, outcome: Outcome, report: &Report<'_>) -> Outcome {
    let summary = report.chapters.map(|chapters| {
        let found = terminal::summary(report.found);
        format!("checked {}: {found}", Counted(chapters, "chapter"))
    });
    let more = explain::pointer(report.diagnostics.iter().map(|found| found.rule));
    let write = |out: &mut dyn Write| {
        render::write(format, out, report)?;
        if let (Some(summary), Format::Text | Format::Github) = (&summary, format) {
            writeln!(out, "{summary}")?;
        }
        if let (Some(more), Format::Text) = (&more, format) {
            writeln!(out, "{more}")?;
        }
        Ok(())
    };
    let outcome = match format {
        Format::Text if report.coloured => output::styled(outcome, write),
        _ => output::plain(outcome, write),
    };
    // What reads lines reads nothing but findings.
    if let (Format::Short, Some(summary)) = (format, &summary) {
        terminal::say(summary);
    }
    if let (Some(error), false) = (report.error, format == Format::Github) {
        terminal::error(error);
    }
    outcome
}
