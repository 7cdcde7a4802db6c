//! A plugin's program, over its standard input.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use serde_json::json;

/// What a program did.
#[derive(Debug)]
pub struct Ran {
    /// Its exit code.
    pub code: Option<i32>,
    /// What it wrote to standard output.
    pub stdout: String,
    /// What it wrote to standard error.
    pub stderr: String,
}

/// Runs the program with these arguments and this standard input.
///
/// # Errors
///
/// When it cannot be started.
pub fn run(program: &str, arguments: &[&str], input: &str) -> Result<Ran> {
    run_with(program, arguments, input, true)
}

/// The same; without `heard` nobody reads its standard error.
fn run_with(program: &str, arguments: &[&str], input: &str, heard: bool) -> Result<Ran> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {program}"))?;
    let mut stdin = child
        .stdin
        .take()
        .context("the program has a standard input")?;
    if !heard {
        drop(child.stderr.take());
    }
    // A program that refuses its input may end before it has read all of it.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output()?;
    Ok(Ran {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout)?,
        stderr: String::from_utf8(output.stderr)?,
    })
}

/// What mdBook sends: a book at `root` with this configuration and these chapters, by path.
pub fn input(
    root: &Path,
    version: &str,
    config: &serde_json::Value,
    chapters: &[(&str, &str)],
) -> String {
    let items: Vec<_> = chapters
        .iter()
        .map(|(path, text)| {
            json!({ "Chapter": {
                "name": path, "content": text, "number": null, "sub_items": [],
                "path": path, "source_path": path, "parent_names": [],
            }})
        })
        .collect();
    json!([
        { "root": root, "config": config, "renderer": "html", "mdbook_version": version },
        { "items": items },
    ])
    .to_string()
}

/// What every plugin's program must do, whatever the plugin: to be called from the tests of each,
/// with the path of its program, its table in `book.toml`, and a chapter in which it finds an error;
/// the chapters are `a.md` and `b.md`.
///
/// # Panics
///
/// When it does not.
pub fn speaks_the_protocol(program: &str, table: &serde_json::Value, wrong: &str) {
    let here = Path::new(".");
    let name = program.rsplit("mdbook-").next().unwrap_or(program);
    let name = name.trim_end_matches(".exe");
    let config = json!({ "book": {}, "preprocessor": { name: table } });
    let run =
        |arguments: &[&str], input: &str| run(program, arguments, input).expect("the program runs");

    for renderer in ["html", "markdown", "epub"] {
        let ran = run(&["supports", renderer], "");
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (Some(0), ""),
            "supports {renderer}"
        );
    }

    let plain = [
        (
            "a.md",
            "# A\r\n\r\nNo directive, no change. \u{feff}`x`\r\n",
        ),
        ("b.md", ""),
    ];
    // A reading path without steps would be a mistake.
    let mut bare = config.clone();
    if let Some(table) = bare["preprocessor"][name].as_object_mut() {
        table.remove("paths");
    }
    let sent = input(here, "0.5.4", &bare, &plain);
    let ran = run(&[], &sent);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let [_, book]: [serde_json::Value; 2] =
        serde_json::from_str(&sent).expect("what was sent is JSON");
    let back: serde_json::Value =
        serde_json::from_str(&ran.stdout).expect("a book and nothing else");
    assert_eq!(
        back, book,
        "a book without a directive comes back as it was"
    );

    let mistaken = input(here, "0.5.4", &config, &[("a.md", wrong), ("b.md", wrong)]);
    let ran = run_with(program, &[], &mistaken, false).expect("the program runs");
    assert_eq!(ran.code, Some(1), "it ends as it would, heard or not");
    let ran = run(&[], &mistaken);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (Some(1), ""),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("a.md:") && ran.stderr.contains("b.md"),
        "all of them: {}",
        ran.stderr
    );

    let sections = input(here, "0.4.52", &bare, &plain).replace("\"items\"", "\"sections\"");
    for (refused, reason) in [
        (sections.as_str(), "mdBook 0.4.52"),
        (&sections.replace("0.4.52", "0.6.0"), "mdBook 0.6.0"),
        (&sections.replace("0.4.52", "0.5.0"), "`items`"),
        (&sent[..sent.len() / 2], "whole book"),
        ("", "whole book"),
    ] {
        let ran = run(&[], refused);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""));
        assert!(ran.stderr.contains(reason), "{reason}: {}", ran.stderr);
    }
}
