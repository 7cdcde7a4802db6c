//! `mdhub check`

use std::path::PathBuf;

use book_engine::Found;

use crate::terminal::{self, Counted};
use crate::{Outcome, render};

/// What `mdhub check` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit code: 0 without errors (warnings are allowed), 1 with errors in the book, 2 when
the check could not run.")]
pub(crate) struct Args {
    /// The book's root folder
    #[arg(default_value = ".")]
    dir: PathBuf,
}

/// Checks the book and shows what is wrong with it, on standard output.
pub(crate) fn run(args: &Args) -> Outcome {
    let checked = match book_engine::check(&args.dir) {
        Ok(checked) => checked,
        Err(failure) => {
            terminal::failure(&args.dir, &failure);
            return Outcome::of(&failure);
        }
    };
    for diagnostic in &checked.diagnostics {
        let text = render::text(&args.dir, diagnostic);
        anstream::println!("{text}\n");
    }
    let found = Found::of(&checked.diagnostics);
    println!(
        "checked {}: {}",
        Counted(checked.chapters, "chapter"),
        terminal::summary(found)
    );
    if found.errors > 0 {
        Outcome::Errors
    } else {
        Outcome::Done
    }
}
