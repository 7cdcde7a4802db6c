//! A plugin as the program that mdBook calls.
//!
//! The protocol is mdBook's: `supports RENDERER` answers by its exit code, and with no argument the
//! book comes on standard input and goes to standard output. See
//! <https://rust-lang.github.io/mdBook/for_developers/preprocessors.html>.

use std::io::{BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use book_model::Pages;
use book_model::{Located, Severity};
use clap::{Arg, Command};
use mdbook_core::book::Book;
use semver::{Version, VersionReq};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::input::read_whole;
use crate::{Context, Plugin, Report, short};

/// The versions of mdBook whose books these plugins understand.
const MDBOOK: &str = "^0.5";

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
    let stdin = std::io::stdin().lock();
    if stdin.is_terminal() {
        bail!(
            "no book on standard input; mdBook calls this program: name it in book.toml as [preprocessor.{}]",
            plugin.name()
        );
    }
    let input = read_whole(stdin).context("cannot read standard input")?;
    let (context, mut book) = parse(&input)?;
    let report = plugin.run(&context, &mut book)?;
    say(plugin, &report);
    let code = if report.stops() {
        ExitCode::FAILURE
    } else {
        write(&book).context("cannot write the book to standard output")?;
        ExitCode::SUCCESS
    };
    // The program ends here, and the system takes back all of its memory at once.
    std::mem::forget((input, context, book));
    Ok(code)
}

fn write(book: &Book) -> std::io::Result<()> {
    // Standard output looks for the ends of lines, of which there are none, in small pieces.
    let mut out = BufWriter::with_capacity(64 * 1024, std::io::stdout().lock());
    serde_json::to_writer(&mut out, book)?;
    out.flush()
}

/// Prints what the plugin found to standard error, and what its errors come to.
fn say(plugin: &dyn Plugin, report: &Report) {
    let mut said: String = report.diagnostics.iter().map(short).collect();
    let is_error = |one: &&Located| one.severity == Severity::Error;
    let errors = report.diagnostics.iter().filter(is_error).count();
    if errors > 0 {
        let name = plugin.name();
        let plural = if errors == 1 { "" } else { "s" };
        let shown = if report.shown {
            "; its pages show what is wrong"
        } else {
            ""
        };
        said += &format!("error: mdbook-{name}: the book has {errors} error{plural}{shown}\n");
    }
    // Where nobody listens any more, the book is still to be written.
    let _ = std::io::stderr().write_all(said.as_bytes());
}

/// What mdBook sends besides the book; fields that are not needed here may come and go.
#[derive(Deserialize)]
struct Sent {
    root: PathBuf,
    config: serde_json::Value,
    renderer: String,
    mdbook_version: Option<String>,
}

/// The one field that tells why the rest cannot be read.
#[derive(Deserialize)]
struct Greeting {
    mdbook_version: Option<String>,
}

fn parse(input: &[u8]) -> Result<(Context, Book)> {
    let unreadable = "standard input does not hold a whole book in mdBook's JSON";
    let (sent, book): (Sent, Book) = match serde_json::from_slice(input) {
        Ok(read) => read,
        Err(error) => {
            // Another version sends something else.
            let (greeting, _): (Greeting, IgnoredAny) =
                serde_json::from_slice(input).context(unreadable)?;
            understands(greeting.mdbook_version.as_deref())?;
            return Err(error).context(unreadable);
        }
    };
    understands(sent.mdbook_version.as_deref())?;
    let context = Context {
        root: sent.root,
        renderer: sent.renderer,
        config: sent.config,
        pages: Pages::default(),
    };
    Ok((context, book))
}

/// Refuses a book from an mdBook that this plugin was not built for.
fn understands(version: Option<&str>) -> Result<()> {
    let Some(version) = version else {
        bail!(
            "the caller does not say which version of mdBook it is; this plugin needs mdBook 0.5"
        );
    };
    let parsed = Version::parse(version)
        .with_context(|| format!("mdBook gives its version as `{version}`"))?;
    if !VersionReq::parse(MDBOOK).is_ok_and(|needed| needed.matches(&parsed)) {
        bail!(
            "the book comes from mdBook {version}, and this plugin understands mdBook 0.5; \
             install mdBook 0.5, or a version of this plugin that was made for {version}"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(input: &str) -> String {
        format!("{:#}", parse(input.as_bytes()).unwrap_err())
    }

    const CONTEXT: &str = r#""root":"/b","config":{"book":{"new":1}},"renderer":"html""#;

    #[test]
    fn a_book_from_mdbook_0_5_is_read_whatever_else_it_sends() {
        let input = format!(
            r#"[{{{CONTEXT},"mdbook_version":"0.5.9","more":{{}}}},{{"items":[],"more":1}}]"#
        );
        let (context, book) = parse(input.as_bytes()).unwrap();
        assert_eq!(context.renderer, "html");
        assert!(book.items.is_empty());
    }

    #[test]
    fn any_other_input_is_refused_with_the_reason() {
        let old = format!(r#"[{{{CONTEXT},"mdbook_version":"0.4.52"}},{{"sections":[]}}]"#);
        let sections = format!(r#"[{{{CONTEXT},"mdbook_version":"0.5.4"}},{{"sections":[]}}]"#);
        let silent = format!(r#"[{{{CONTEXT}}},{{"items":[]}}]"#);
        for (input, reason) in [
            (old.as_str(), "mdBook 0.4.52"),
            (&sections, "missing field `items`"),
            (&silent, "does not say which version"),
            (&old[..40], "whole book"),
            ("", "whole book"),
            (&old.replace("0.4.52", "0.6.0"), "mdBook 0.6.0"),
            (&old.replace("0.4.52", "new"), "`new`"),
        ] {
            let refusal = refusal(input);
            assert!(refusal.contains(reason), "{input}: {refusal}");
        }
    }
}
