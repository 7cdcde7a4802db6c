//! Standard output: through one buffer, held for as long as something is written.

use std::io::{self, BufWriter, ErrorKind, Write};

use anstream::ColorChoice;
use anyhow::Error;
use book_plugin::visible;

use crate::{Outcome, terminal};

/// Lets `work` write to standard output, with terminal colours as far as they are wanted there. Where
/// that fails, the command could not do what it was asked to do.
pub(crate) fn styled(
    outcome: Outcome,
    work: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Outcome {
    ended(outcome, through(anstream::stdout().lock(), work))
}

/// Whether terminal colours are wanted on standard output.
pub(crate) fn is_coloured() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != ColorChoice::Never
}

/// The same for bytes that are to arrive as they are.
pub(crate) fn plain(
    outcome: Outcome,
    work: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Outcome {
    ended(outcome, through(io::stdout().lock(), work))
}

/// Writes one line; what in it would steer a terminal, such as the name of a file may, is shown.
pub(crate) fn line(text: &str) -> Outcome {
    plain(Outcome::Done, |out| writeln!(out, "{}", visible(text)))
}

fn through(
    stdout: impl Write,
    work: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(64 * 1024, stdout);
    work(&mut out)?;
    out.flush()
}

/// How a command ends that would have ended with `outcome`. A reader that has read enough, such as
/// `head`, has not failed.
fn ended(outcome: Outcome, written: io::Result<()>) -> Outcome {
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            let error = Error::new(error).context("cannot write to standard output");
            terminal::error(&error);
            Outcome::NotRun
        }
        _ => outcome,
    }
}
