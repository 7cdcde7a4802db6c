//! `mdhub install`: the plugins in any mdBook.
//!
//! | file | does |
//! |---|---|
//! | `document.rs`, `list.rs` | a book.toml that keeps what is not meant to change |
//! | `plugins.rs`, `order.rs` | the tables of the plugins, in an order that works |
//! | `stylesheet.rs` | the stylesheet and its place in book.toml |
//! | `write.rs` | all files or none |
//! | `programs.rs`, `report.rs` | what `mdbook build` needs besides, and what is said |

mod document;
mod list;
mod order;
mod plugins;
mod programs;
mod report;
mod stylesheet;
mod write;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use book_engine::Advice;
use book_plugin::visible;

use self::document::Document;
use self::stylesheet::Stylesheet;
use self::write::Change;
use crate::{Outcome, output, paths, terminal};

/// What `mdhub install` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
What is in book.toml stays as it is, comments included. A second run changes nothing.

Exit code: 0 done, or nothing to do; 2 when it could not be done, and then nothing is changed.")]
pub(crate) struct Args {
    /// The book's root folder
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Show what would be changed, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Adds the plugins to a book, and says what was done.
pub(crate) fn run(args: &Args) -> Outcome {
    let result = plan(&args.dir).and_then(|plan| {
        if args.dry_run {
            return Ok(plan.preview());
        }
        write::write_all(&plan.changes)?;
        Ok(plan.told())
    });
    match result {
        Ok(text) => output::plain(Outcome::Done, |out| {
            out.write_all(visible(&text).as_bytes())
        }),
        Err(error) => {
            terminal::error(&error);
            Outcome::NotRun
        }
    }
}

/// What is to be done.
struct Plan {
    changes: Vec<Change>,
    /// What each change does, by file.
    done: Vec<(String, String)>,
    note: Option<String>,
    /// The programs that are not there.
    missing: Vec<String>,
}

fn plan(dir: &Path) -> Result<Plan> {
    let root = book_engine::root(dir)?;
    let path = root.join("book.toml");
    let shown = paths::from_here(&path);
    let old = read(&path)?;
    let mut document = Document::parse(old.as_deref().unwrap_or_default(), &shown)?;
    // What mdBook cannot read is to be mended first.
    book_engine::places(dir)?;
    let mut done: Vec<(String, String)> = Vec::new();
    for line in plugins::add(&mut document, &shown)? {
        done.push((shown.clone(), line));
    }
    let Stylesheet {
        change,
        done: named,
        note,
    } = stylesheet::add(&mut document, &root, &shown)?;
    done.extend(named.map(|line| (shown.clone(), line)));
    let mut changes = Vec::new();
    if let Some(change) = change {
        let what = if change.old.is_some() {
            "brought up to date"
        } else {
            "written"
        };
        done.push((paths::from_here(&change.path), what.to_owned()));
        // Ahead of the book.toml that names it.
        changes.push(change);
    }
    let text = document.text();
    if old.as_ref() != Some(&text) {
        changes.push(Change {
            path,
            old: old.map(String::into_bytes),
            new: text.into_bytes(),
        });
    }
    Ok(Plan {
        changes,
        done,
        note,
        missing: programs::missing(&mut document),
    })
}

fn read(path: &Path) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == ErrorKind::InvalidData => Err(Advice::error(
            format!("`{}` is not UTF-8", paths::from_here(path)),
            "save it as UTF-8, and run `mdhub install` again; nothing was changed",
        )),
        Err(error) => {
            Err(error).with_context(|| format!("failed to read `{}`", paths::from_here(path)))
        }
    }
}

impl Plan {
    /// What a run says that has done it.
    fn told(&self) -> String {
        let mut text = report::done(&self.done);
        if self.changes.is_empty() {
            text.push_str("nothing to do: the plugins are installed\n");
        }
        text.extend(self.note.iter().map(|note| format!("{note}\n")));
        if self.changes.is_empty() {
            text.push_str(&report::programs_text(&self.missing));
        } else {
            text.push_str(&report::next(&self.missing));
        }
        text
    }

    /// What a run would change. The stylesheet is long, and nobody's own.
    fn preview(&self) -> String {
        let mut text = String::new();
        for change in &self.changes {
            let file = paths::from_here(&change.path);
            let new = String::from_utf8_lossy(&change.new);
            if change.path.extension().is_some_and(|name| name == "css") {
                let lines = new.lines().count();
                text.push_str(&format!("{file}: would be written ({lines} lines)\n"));
            } else {
                let old = change.old.as_deref().unwrap_or_default();
                let old = String::from_utf8_lossy(old);
                text.push_str(&report::diff(&file, &old, &new));
            }
        }
        if self.changes.is_empty() {
            text.push_str("nothing to do: the plugins are installed\n");
        }
        text.extend(self.note.iter().map(|note| format!("{note}\n")));
        text
    }
}
