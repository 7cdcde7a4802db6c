//! `mdhub` serves, builds and checks any mdBook.
//!
//! One file per command ([`serve`], [`build`], [`check`], [`install`]), one file per output format
//! ([`render`]). What the commands do to a book is done by `book-engine`; here are the network and
//! the terminal.

mod build;
mod check;
mod explain;
mod install;
mod interrupt;
mod log;
mod output;
mod paths;
mod records;
mod render;
mod serve;
mod terminal;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::process::ExitCode;

use anstream::ColorChoice;
use book_engine::Failure;
use clap::{Parser, Subcommand};

/// Serves, builds and checks a technical book written for mdBook.
#[derive(Debug, Parser)]
#[command(name = "mdhub", version, propagate_version = true)]
#[command(after_help = "\
The folder of a book holds book.toml, or src/SUMMARY.md.
Set RUST_LOG=info (or debug) to see what mdBook is doing.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Whether the output has colours: on a terminal unless NO_COLOR is set, or as you say
    #[arg(long, value_enum, value_name = "WHEN", default_value_t, global = true)]
    color: Color,
}

#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the book, and show every saved edit in the browser at once
    Serve(serve::Args),
    /// Build the book, as `mdbook build` does
    Build(build::Args),
    /// Check the prose: links, concepts, reading paths. Writes nothing
    Check(check::Args),
    /// Add the plugins to a book: their tables in book.toml, and their stylesheet
    Install(install::Args),
}

/// How a command ended; the number is its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It did what it was asked to do.
    Done = 0,
    /// There are errors in the book.
    Errors = 1,
    /// It could not run.
    NotRun = 2,
}

impl Outcome {
    /// How a command ends that gave no result: the same for all of them.
    pub(crate) fn of(failure: &Failure) -> Outcome {
        match failure {
            Failure::Prose(_) | Failure::Rendering(..) => Outcome::Errors,
            Failure::NotStarted(_) => Outcome::NotRun,
        }
    }
}

fn main() -> ExitCode {
    log::install();
    let cli = Cli::parse();
    match cli.color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
    .write_global();
    let outcome = match cli.command {
        Command::Serve(args) => serve::run(&args),
        Command::Build(args) => build::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Install(args) => install::run(&args),
    };
    ExitCode::from(outcome as u8)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        super::Cli::command().debug_assert();
    }
}
