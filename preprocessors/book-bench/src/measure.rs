//! Runs the two programs in turn.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use book_bench::Book;
use tempfile::TempDir;

use crate::program::{Program, Run};
use crate::site;
use crate::table::{Cell, Row};

/// The number of chapters above which stock mdBook runs once: at 5,000 it takes minutes.
const LARGE: usize = 2_000;

/// What is to be measured.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// The sizes of the books, in chapters.
    pub(crate) chapters: Vec<usize>,
    /// How often each is built.
    pub(crate) runs: usize,
    /// Whether that holds for stock mdBook and a large book as well.
    pub(crate) all_runs: bool,
    /// Whether the books are built once more without a search index and a page for printing.
    pub(crate) without_search_and_print: bool,
}

/// What came out.
#[derive(Debug)]
pub(crate) struct Measured {
    /// All books, then all without a search index and a page for printing.
    pub(crate) rows: Vec<Row>,
    /// Whether the two programs made the same sites of all of them; `None` where there is but one program.
    pub(crate) same: Option<bool>,
}

/// The folders of one book.
struct Folders {
    folder: TempDir,
}

impl Folders {
    fn book(&self) -> PathBuf {
        self.folder.path().join("book")
    }

    fn site(&self, program: &Program) -> PathBuf {
        self.folder.path().join(format!("site-{}", program.name))
    }
}

/// Builds every book with both programs.
pub(crate) fn measure(
    wanted: &Wanted,
    mdbook: Option<&Program>,
    mdhub: &Program,
) -> Result<Measured> {
    let mut rows = Vec::new();
    let mut further = Vec::new();
    let mut same = mdbook.map(|_| true);
    for &chapters in &wanted.chapters {
        eprintln!("writing a book of {chapters} chapters");
        let folders = Folders {
            folder: TempDir::new().context("failed to make a temporary folder")?,
        };
        let book = Book::new(chapters);
        book.write(&folders.book())?;
        let often = |program: &Program| {
            let once = program.name == "mdbook" && chapters > LARGE && !wanted.all_runs;
            if once { 1 } else { wanted.runs }
        };
        let programs: Vec<_> = mdbook
            .into_iter()
            .chain([mdhub])
            .map(|program| (program, often(program)))
            .collect();
        for search_and_print in [true, false] {
            if !search_and_print && !wanted.without_search_and_print {
                continue;
            }
            let config = folders.book().join("book.toml");
            fs::write(config, book.config(search_and_print))
                .context("failed to write book.toml")?;
            let (cells, alike) = in_turn(&programs, &folders)?;
            same = same.map(|same| same && alike);
            let mut cells = cells.into_iter();
            let row = Row {
                chapters,
                search_and_print,
                mdbook: mdbook.and_then(|_| cells.next()),
                mdhub: cells.next().context("mdhub was not run")?,
            };
            if search_and_print {
                rows.push(row);
            } else {
                further.push(row);
            }
        }
    }
    rows.extend(further);
    Ok(Measured { rows, same })
}

/// Runs each program as often as is said with it, the one after the other again and again; gives what each took,
/// and whether they made the same site.
fn in_turn(programs: &[(&Program, usize)], folders: &Folders) -> Result<(Vec<Cell>, bool)> {
    let mut same = true;
    let mut runs: Vec<Vec<Run>> = vec![Vec::new(); programs.len()];
    let most = programs.iter().map(|(_, often)| *often).max();
    for number in 0..most.unwrap_or_default() {
        for ((program, often), runs) in programs.iter().zip(&mut runs) {
            if number < *often {
                runs.push(once(program, folders)?);
            }
        }
        if let (0, [(one, _), (other, _)]) = (number, programs) {
            same = are_same(&folders.site(one), &folders.site(other))?;
        }
    }
    for (program, _) in programs {
        removed(&folders.site(program))?;
    }
    Ok((runs.iter().map(|runs| Cell::of(runs)).collect(), same))
}

/// One run, into a folder that is not there: `mdhub` would take over pages that have not changed.
fn once(program: &Program, folders: &Folders) -> Result<Run> {
    let site = folders.site(program);
    removed(&site)?;
    let said = folders.folder.path().join("said");
    let run = program.build(&folders.book(), &site, &said)?;
    eprintln!("  {} took {:.2} s", program.name, run.time.as_secs_f64());
    Ok(run)
}

fn removed(site: &Path) -> Result<()> {
    if site.exists() {
        fs::remove_dir_all(site)
            .with_context(|| format!("failed to remove `{}`", site.display()))?;
    }
    Ok(())
}

fn are_same(one: &Path, other: &Path) -> Result<bool> {
    let difference = site::difference(one, other)?;
    if let Some(path) = &difference {
        eprintln!("warning: the two sites differ, first in `{path}`");
    }
    Ok(difference.is_none())
}
