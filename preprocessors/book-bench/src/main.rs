//! `book-bench` builds books of several sizes with stock mdBook and with `mdhub`, in turn, and prints a table.
//!
//! What is measured is whole programs, as somebody at a terminal would: the time from the start of the process to
//! its end, and the most memory that it held.

mod machine;
mod measure;
mod program;
mod site;
mod table;

use std::collections::BTreeSet;
use std::env::consts::EXE_SUFFIX;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Parser;

use measure::{Measured, Wanted};
use program::Program;

/// The version of mdBook whose pages `mdhub` makes: with another, the two would not do the same work.
const MDBOOK: &str = "0.5.";

/// Builds books of several sizes with stock mdBook and with mdhub, in turn, and prints a table
/// in Markdown.
#[derive(Debug, Parser)]
#[command(version)]
#[command(after_help = "\
Progress goes to standard error, the table to standard output.
The books and the sites are made in the folder for temporary files (TMPDIR), and removed.

Exit code: 0 measured, 2 when something could not run.")]
struct Cli {
    /// How many chapters the books have
    #[arg(
        long,
        value_name = "N,N,...",
        value_delimiter = ',',
        default_value = "250,1000,5000"
    )]
    #[arg(value_parser = clap::value_parser!(u32).range(1..))]
    chapters: Vec<u32>,
    /// How often each book is built; the table has the medians
    #[arg(long, value_name = "N", default_value_t = 3)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Runs stock mdBook as often for books of more than 2,000 chapters, which it is slow at, and not once
    #[arg(long)]
    all_runs: bool,
    /// The program of stock mdBook 0.5
    #[arg(long, value_name = "PATH", default_value = "mdbook")]
    mdbook: PathBuf,
    /// The program of mdhub [default: the one beside this program]
    #[arg(long, value_name = "PATH")]
    mdhub: Option<PathBuf>,
    /// Whether there are further rows, for books without a search index and a page for printing
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true)]
    #[arg(default_value_t = true, default_missing_value = "true")]
    #[arg(action = clap::ArgAction::Set)]
    without_search_and_print: bool,
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            for cause in error.chain().skip(1) {
                eprintln!("  caused by: {cause}");
            }
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli) -> Result<()> {
    if cfg!(debug_assertions) && cli.mdhub.is_none() {
        eprintln!("warning: this measures a debug build of mdhub");
        eprintln!("help: run `cargo run --release -p book-bench`");
    }
    let mdhub = mdhub(cli)?;
    let mdbook = mdbook(cli);
    let sizes = BTreeSet::from_iter(&cli.chapters);
    let wanted = Wanted {
        chapters: sizes.into_iter().map(|&count| count as usize).collect(),
        runs: cli.runs as usize,
        all_runs: cli.all_runs,
        without_search_and_print: cli.without_search_and_print,
    };
    let Measured { rows, same } = measure::measure(&wanted, mdbook.as_ref(), &mdhub)?;
    let versions: Vec<_> = mdbook.iter().chain([&mdhub]).map(Program::title).collect();
    print!("{}", table::table(&rows));
    if let Some(growth) = table::growth(&rows) {
        print!("\n{growth}");
    }
    match same {
        Some(true) => println!("\nThe two made the same sites, byte for byte."),
        Some(false) => println!("\nThe two did not make the same sites."),
        None => {}
    }
    let (machine, versions) = (machine::facts(), versions.join(", "));
    println!("\n{machine}; {versions}; {}.", machine::today());
    Ok(())
}

fn mdhub(cli: &Cli) -> Result<Program> {
    let path = match &cli.mdhub {
        Some(path) => path.clone(),
        None => {
            let own =
                std::env::current_exe().context("failed to find this program's own folder")?;
            own.with_file_name(format!("mdhub{EXE_SUFFIX}"))
        }
    };
    if !path.is_file() {
        let profile = if cfg!(debug_assertions) {
            ""
        } else {
            " --release"
        };
        bail!(
            "there is no program at `{}`\nhelp: `cargo build{profile} -p mdhub` makes mdhub; \
             `--mdhub PATH` names another",
            path.display()
        );
    }
    Program::at("mdhub", &path)
}

/// Stock mdBook, where it is there and makes the same pages.
fn mdbook(cli: &Cli) -> Option<Program> {
    let path = cli.mdbook.display();
    let why = match Program::at("mdbook", &cli.mdbook) {
        Ok(program) if program.version.starts_with(MDBOOK) => return Some(program),
        Ok(program) => format!("`{path}` is {}, and not {MDBOOK}x", program.title()),
        Err(error) => format!("{error:#}"),
    };
    eprintln!("warning: mdhub is measured alone: {why}");
    eprintln!("help: install mdBook 0.5, or name it with `--mdbook PATH`");
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn further_rows_are_there_unless_they_are_not_wanted() {
        for (words, wanted) in [
            (&[][..], true),
            (&["--without-search-and-print"], true),
            (&["--without-search-and-print=false"], false),
        ] {
            let cli = Cli::parse_from(["book-bench"].iter().chain(words));
            assert_eq!(cli.without_search_and_print, wanted);
            assert_eq!(cli.chapters, [250, 1_000, 5_000]);
        }
    }
}
