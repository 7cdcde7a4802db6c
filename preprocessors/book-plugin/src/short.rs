//! Diagnostics as a plugin prints them to standard error: the message, the place, the next step.
//! `mdhub check` shows the lines themselves.

use std::fmt::Write;

use book_model::Located;

use crate::visible;

/// One diagnostic, with a line's end; what in it would steer a terminal is shown.
pub fn short(diagnostic: &Located) -> String {
    let place = &diagnostic.primary;
    let (line, column) = place.line_column();
    let mut out = format!(
        "{}[{}]: {}\n  --> {}:{line}:{column}\n",
        diagnostic.severity.word(),
        diagnostic.rule,
        diagnostic.message,
        place.file
    );
    if let Some(included) = &place.included {
        out.push_str(&format!(
            "  = note: it stands in the included file {included}\n"
        ));
    }
    for help in &diagnostic.help {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  = help: {help}");
    }
    visible(&out).into_owned()
}
