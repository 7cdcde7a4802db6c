//! `mdhub build`

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use book_engine::{Built, Found, Output};

use crate::terminal::{self, Counted, Seconds};
use crate::{Outcome, interrupt, log, output, paths, records};

/// What `mdhub build` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The book is the same, byte for byte, as `mdbook build` makes it, with what its book.toml asks
for beyond that in `finish` of [preprocessor.mdhub].
A build that fails leaves the last one as it was. What you have put into the output folder
yourself stays there.
All errors are shown, and the first 100 warnings: `mdhub check` shows every one.

Exit code: 0 built, 1 with errors in the book, 2 when the build could not run. An error
that mdBook only logs, building all the same, is shown and counted; the exit code stays 0.")]
pub(crate) struct Args {
    /// The book's root folder
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// The folder to build into: a new one, an empty one or a built book [default: build.build-dir
    /// of book.toml, or `book` in the book's root]
    #[arg(short, long, value_name = "DEST")]
    dest_dir: Option<PathBuf>,
}

/// Builds the book and says where it is.
pub(crate) fn run(args: &Args) -> Outcome {
    interrupt::clean_up_before_end(book_engine::abandon);
    let start = Instant::now();
    let records = records::folder();
    let output = Output {
        destination: args.dest_dir.as_deref(),
        records: records.as_deref(),
    };
    let result = saying_so_when_slow(&args.dir, || book_engine::build_to(&args.dir, output));
    match result {
        Ok(built) => {
            terminal::diagnostics(&args.dir, &built.diagnostics);
            done(&built, Seconds(start.elapsed()));
            Outcome::Done
        }
        Err(failure) => {
            terminal::failure(&args.dir, &failure);
            let found = Found::of(failure.diagnostics());
            if found != Found::default() {
                terminal::say(&format!("not built: {}", terminal::summary(found)));
            }
            Outcome::of(&failure)
        }
    }
}

/// How many names a line lists.
const NAMES: usize = 5;

fn done(built: &Built, seconds: Seconds) {
    if let Some(kept) = kept(built) {
        output::line(&kept);
    }
    let (of_plugins, of_mdbook) = (Found::of(&built.diagnostics), log::found());
    let with = match (Found {
        errors: of_plugins.errors + of_mdbook.errors,
        warnings: of_plugins.warnings + of_mdbook.warnings,
    }) {
        found if found == Found::default() => String::new(),
        found => format!(" with {}", terminal::summary(found)),
    };
    let place = paths::from_here(built.index.as_ref().unwrap_or(&built.folder));
    let pages = Counted(built.pages, "page");
    output::line(&format!("built {pages} in {seconds}{with}: {place}"));
}

/// Says what somebody else has put into the output folder, in one line.
fn kept(built: &Built) -> Option<String> {
    let named = built.kept.iter().take(NAMES);
    let named: Vec<String> = named
        .map(|path| format!("`{}`", paths::from_here(path)))
        .collect();
    let more = match built.kept.len().saturating_sub(NAMES) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!named.is_empty()).then(|| {
        let named = named.join(", ");
        format!("kept what no build has made: {named}{more}")
    })
}

/// Runs `work`, and says on a terminal that it goes on when it takes longer than a second.
fn saying_so_when_slow<T>(root: &Path, work: impl FnOnce() -> T) -> T {
    if !io::stderr().is_terminal() {
        return work();
    }
    let title = terminal::title(root);
    let (finished, waiting) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            let waited = waiting.recv_timeout(Duration::from_secs(1));
            if waited == Err(RecvTimeoutError::Timeout) {
                terminal::say(&format!("building {title} ..."));
            }
        });
        let result = work();
        drop(finished);
        result
    })
}
