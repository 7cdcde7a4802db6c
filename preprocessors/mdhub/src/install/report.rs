//! What `mdhub install` says.

use std::fmt::Write;

use similar::TextDiff;

use super::programs;

/// What to do once the plugins are there: a concept, where all of them go, and a path.
const NEXT: &str = "
next, in your chapters:
  [Retry budget](concept:)      defines a concept, where you teach it: alone between blank lines,
  : A cap on repeated calls.    with what it means; [retry budgets](concept:) uses it
  <!-- concept-map -->          becomes the map of all concepts, alone in its block
  <!-- concept-index -->        becomes their index
and in book.toml, in [preprocessor.reading-paths]:
  paths = [\"path.md\"]           a chapter whose numbered list links chapters in reading order
`mdhub check` says what does not hold, and `mdhub serve` shows the book.
";

/// The lines that say what was done, each with its file.
pub(super) fn done(lines: &[(String, String)]) -> String {
    let lines = lines.iter().map(|(file, what)| format!("{file}: {what}\n"));
    lines.collect()
}

/// What is to be done by the author.
pub(super) fn next(missing: &[String]) -> String {
    let mut text = String::new();
    text.push_str(&programs_text(missing));
    text.push_str(NEXT);
    text
}

/// Whether `mdbook build` finds the plugins.
pub(super) fn programs_text(missing: &[String]) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = if missing.is_empty() {
        writeln!(text, "\n`mdbook build` finds the programs of the plugins.")
    } else {
        write!(
            text,
            "\n`mdbook build` needs programs that are not on your PATH (`mdhub build` does not): {}\n\
             install them, {}",
            missing.join(", "),
            programs::how(missing)
        )
    };
    text
}

/// The change of a file, as `diff -u` shows it.
pub(super) fn diff(file: &str, old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new)
        .unified_diff()
        .header(file, file)
        .to_string()
}
