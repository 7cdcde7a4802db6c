//! The format of compilers of old, which editors and `grep -n` share: one line for each finding,
//! `file:line:column: level[rule]: message`.

use std::io::{self, Write};

use book_plugin::visible;

use super::files::Files;
use super::{Report, one_line};

pub(super) fn write(out: &mut dyn Write, report: &Report<'_>) -> io::Result<()> {
    let files = Files::of(report.root, report.diagnostics);
    for diagnostic in report.diagnostics {
        let spot = files.spot(&diagnostic.primary);
        writeln!(
            out,
            "{}:{}:{}: {}[{}]: {}",
            one_line(&visible(spot.file)),
            spot.start.line,
            spot.start.column,
            diagnostic.severity.word(),
            diagnostic.rule,
            one_line(&visible(&diagnostic.message)),
        )?;
    }
    Ok(())
}
