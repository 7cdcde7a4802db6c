//! A plugin as the program that mdBook calls.
//!
//! The protocol is mdBook's: `supports RENDERER` answers by its exit code, and with no argument the
//! book comes on standard input and goes to standard output. See
//! <https://rust-lang.github.io/mdBook/for_developers/preprocessors.html>.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use book_model::{Located, Severity};
use clap::{Arg, Command};
use rayon::prelude::*;

use crate::received::receive;
use crate::{Plugin, Report, short};

/// The `main` of a plugin's program.
pub fn run_as_program(plugin: &dyn Plugin) -> ExitCode {
    let program = format!("mdbook-{}", plugin.name());
    let supports = Command::new("supports")
        .about("Says by its exit code whether a renderer is supported: every one is")
        .arg(Arg::new("renderer").required(true));
    let matches = Command::new(program.clone())
        .version(env!("CARGO_PKG_VERSION"))
        .about(plugin.about())
        .after_help(format!(
            "mdBook calls this program: name it in book.toml as [preprocessor.{}].",
            plugin.name()
        ))
        .subcommand(supports)
        .get_matches();
    if matches.subcommand_matches("supports").is_some() {
        return ExitCode::SUCCESS;
    }
    match filter(plugin) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {program}: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Reads the book, runs the plugin, writes the book.
fn filter(plugin: &dyn Plugin) -> Result<ExitCode> {
    let stdin = io::stdin().lock();
    if stdin.is_terminal() {
        bail!(
            "no book on standard input; mdBook calls this program: name it in book.toml as [preprocessor.{}]",
            plugin.name()
        );
    }
    let mut received = receive(stdin, plugin)?;
    let report = plugin.run(&received.context, &mut received.book)?;
    let stops = report.stops();
    let send = || match stops {
        true => Ok(()),
        false => received.send(io::stdout().lock()),
    };
    let name = plugin.name();
    let (_, written) = rayon::join(|| say(name, &report), send);
    written.context("cannot write the book to standard output")?;
    // The program ends here, and the system takes back all of its memory at once.
    std::mem::forget(received);
    Ok(if stops {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Prints what the plugin found to standard error, and what its errors come to.
fn say(name: &str, report: &Report) {
    let said: Vec<String> = report.diagnostics.par_iter().map(short).collect();
    let mut said = said.concat();
    let is_error = |one: &&Located| one.severity == Severity::Error;
    let errors = report.diagnostics.iter().filter(is_error).count();
    if errors > 0 {
        let plural = if errors == 1 { "" } else { "s" };
        let shown = if report.shown {
            "; its pages show what is wrong"
        } else {
            ""
        };
        said += &format!("error: mdbook-{name}: the book has {errors} error{plural}{shown}\n");
    }
    // Where nobody listens any more, the book is still to be written.
    let _ = io::stderr().write_all(said.as_bytes());
}
