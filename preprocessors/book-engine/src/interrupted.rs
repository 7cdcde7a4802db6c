//! Builds that are interrupted at each of their steps, one after another.
//!
//! A step is what `disk.rs` does. It fails, it and all behind it fail, or the process ends there; on a disk on
//! which folders can be exchanged at one stroke, on one on which they can only be renamed, and at a
//! destination that cannot be moved.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, anyhow};
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::disk::faults::{self, Disk, ENDED, FULL, Fault};
use crate::records::Records;
use crate::stage::{PREFIX, Stage, Unit};
use crate::swap::Swap;
use crate::{Output, build_to, disk, leftover};

/// What a folder holds, by path: the text of a file, nothing for a folder.
type Tree = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// What somebody has put into the output folder.
const FOREIGN: [&str; 3] = ["notes.txt", ".git/HEAD", "deep/mine.txt"];

/// Where the child process finds its task.
const TASK: &str = "BOOK_ENGINE_TEST_TASK";

/// What is interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    /// A build, until its book is in place.
    Build,
    /// What a build does when it has rendered, to its end. It takes no time to speak of.
    Exchange,
}

impl Work {
    fn run(self, root: &Path) -> Result<()> {
        match self {
            Work::Build => {
                let output = Output {
                    destination: None,
                    records: Some(&root.join("records")),
                };
                let built = build_to(root, output);
                built.map_or_else(|failure| Err(anyhow!("{failure:?}")), |_| Ok(()))
            }
            Work::Exchange => exchange(root),
        }
    }
}

/// Puts a site in place that is made by hand: a page for each file of the sources.
fn exchange(root: &Path) -> Result<()> {
    let place = root.join("book");
    let records = Records::new(Some(&root.join("records")));
    leftover::mend(&place, &records)?;
    let stage = Stage::new(&place, &root.join("src"))?;
    disk::create_dir_all(&stage.fresh(""))?;
    for (path, text) in tree(&root.join("src")) {
        let fresh = stage.fresh("").join(path.with_extension("html"));
        match text {
            Some(text) => disk::write(&fresh, &text)?,
            None => disk::create_dir_all(&fresh.with_extension(""))?,
        }
    }
    let unit = Unit {
        name: String::new(),
        place: place.clone(),
        is_programs: false,
    };
    Swap::new(stage, &place, &[unit], &records)?.run()?;
    Ok(())
}

/// A book of two states.
struct Book {
    _folder: TempDir,
    root: PathBuf,
    work: Work,
    /// What the output folder holds after a build of either state, with what somebody has put there.
    built: [Tree; 2],
}

impl Book {
    fn new(work: Work, disk: Disk) -> Book {
        let folder = tempfile::tempdir().unwrap();
        let mut book = Book {
            root: folder.path().canonicalize().unwrap(),
            _folder: folder,
            work,
            built: Default::default(),
        };
        let toml = "[output.html.search]\nenable = false\n[output.html.print]\nenable = false\n";
        book.write("book.toml", toml);
        for state in [0, 1, 0] {
            book.take(state);
            let disk = faults::plan(&book.root, 0, Fault::Ends, disk);
            work.run(&book.root).unwrap();
            drop(disk);
            for file in FOREIGN {
                book.write(&format!("book/{file}"), "mine");
            }
            book.built[state] = book.tree();
        }
        assert_ne!(book.built[0], book.built[1]);
        book
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        if fs::read(&path).is_ok_and(|found| found == text.as_bytes()) {
            return;
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Gives the book the text of one of its states.
    fn take(&self, state: usize) {
        let summary = [
            "[Same](same.md)\n\n- [Old](old.md)\n- [Deep](deep/a.md)\n",
            "[Same](same.md)\n\n- [New](new.md)\n- [Deep](deep/a.md)\n",
        ];
        self.write("src/SUMMARY.md", summary[state]);
        self.write("src/same.md", "# Same\n");
        self.write("src/deep/a.md", &format!("# Deep {state}\n"));
        let [gone, there] = [["new", "old"], ["old", "new"]][state];
        let _ = fs::remove_file(self.root.join(format!("src/{gone}.md")));
        self.write(&format!("src/{there}.md"), "# One of both\n");
    }

    fn tree(&self) -> Tree {
        tree(&self.root.join("book"))
    }

    /// What stands in the book's folder.
    fn beside(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.root).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// Holds that nothing is left over, and the output folder is that of one of these states.
    #[track_caller]
    fn is_whole(&self, states: &[usize], case: &str) {
        let expected = ["book", "book.toml", "records", "src"];
        assert_eq!(self.beside(), expected, "{case}");
        let found = self.tree();
        assert!(
            states.iter().any(|state| self.built[*state] == found),
            "{case}: {:?}",
            found.keys()
        );
    }

    /// Whether the site is that of this state, wherever the files of somebody else are at the moment.
    fn is_site_of(&self, state: usize) -> bool {
        let site = |tree: &Tree| -> Tree {
            let mut tree = tree.clone();
            tree.retain(|path, _| {
                let is_stage = path.to_string_lossy().starts_with(PREFIX);
                let mut foreign = FOREIGN.iter().map(Path::new);
                let is_foreign = foreign.any(|file| file.starts_with(path));
                !is_stage && (!is_foreign || path == Path::new("deep"))
            });
            tree
        };
        self.root.join("book").exists() && site(&self.tree()) == site(&self.built[state])
    }

    /// Does at once what the next build does first, and then the rest of it.
    #[track_caller]
    fn is_mended(&self, from: usize, to: usize, case: &str) {
        let records = Records::new(Some(&self.root.join("records")));
        leftover::mend(&self.root.join("book"), &records)
            .unwrap_or_else(|error| panic!("{case}: {error:?}"));
        self.is_whole(&[from, to], case);
        self.is_built(to, case);
    }

    #[track_caller]
    fn is_built(&self, to: usize, case: &str) {
        let built = self.work.run(&self.root);
        built.unwrap_or_else(|failure| panic!("{case}: {failure:?}"));
        self.is_whole(&[to], case);
    }
}

fn tree(folder: &Path) -> Tree {
    let entries = WalkDir::new(folder).min_depth(1).into_iter();
    entries
        .map(Result::unwrap)
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_owned();
            let is_file = entry.file_type().is_file();
            (path, is_file.then(|| fs::read(entry.path()).unwrap()))
        })
        .collect()
}

/// Interrupts the steps one after another, until the work is done without. `interrupt` does it, from the
/// first state to the second, and gives whether there was such a step and whether the new book is in place.
fn each_step(
    work: Work,
    disk: Disk,
    interrupt: impl Fn(&Book, usize, usize, usize) -> (bool, bool),
) {
    let book = Book::new(work, disk);
    let mut in_place = 0;
    for at in 1.. {
        // There and back again, so that each case begins with what the last one has left.
        let (from, to) = ((at + 1) % 2, at % 2);
        book.take(to);
        let (was_interrupted, is_in_place) = interrupt(&book, at, from, to);
        in_place += usize::from(is_in_place);
        // The steps that follow are the same as of an exchange alone.
        if !was_interrupted || work == Work::Build && in_place == 3 {
            assert!(at > 15 && in_place > 0, "there are too few steps");
            return;
        }
    }
}

/// Lets a step fail, or it and those behind it.
fn steps_fail(work: Work, disk: Disk, fault: Fault) {
    each_step(work, disk, |book, at, from, to| {
        let guard = faults::plan(&book.root, at, fault, disk);
        let done = work.run(&book.root);
        let was_interrupted = guard.steps() >= at;
        drop(guard);
        let error = done.as_ref().err();
        let case = format!("{disk:?}, {fault:?} at step {at}: {error:?}");
        if !was_interrupted {
            book.is_whole(&[to], &case);
        } else if fault == Fault::FailsFromHere {
            // What was begun may be neither ended nor taken back.
            book.is_mended(from, to, &case);
        } else {
            if done.is_ok() {
                // It has not removed what it has no more use for.
                assert!(book.is_site_of(to), "{case}");
            } else {
                book.is_whole(&[from], &case);
            }
            book.is_built(to, &case);
        }
        (was_interrupted, done.is_ok())
    });
}

/// Lets the process end at a step.
fn process_ends(work: Work, disk: Disk) {
    each_step(work, disk, |book, at, from, to| {
        let case = format!("{disk:?}, ended at step {at}");
        let mut child = child_at(at, work, disk, &book.root);
        let ended = child.output().unwrap();
        if ended.status.success() {
            book.is_whole(&[to], &case);
            return (false, true);
        }
        assert_eq!(ended.status.code(), Some(ENDED), "{case}: {ended:?}");
        let is_in_place = book.is_site_of(to);
        let is_there = match disk {
            Disk::Exchanges => true,
            Disk::Renames => book.root.join("book").exists(),
            // It may be a mixture; the next build takes it back.
            Disk::Mounted => false,
        };
        assert!(!is_there || is_in_place || book.is_site_of(from), "{case}");
        book.is_mended(from, to, &case);
        (true, is_in_place)
    });
}

/// Interrupts the steps of a first build, for which there is no folder to exchange, one after another.
fn each_step_of_a_first(fault: Fault) {
    for at in 1.. {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::create_dir(root.join("src")).unwrap();
        fs::write(root.join("src/one.md"), "# One\n").unwrap();
        let was_interrupted = if fault == Fault::Ends {
            let mut child = child_at(at, Work::Exchange, Disk::Exchanges, &root);
            !child.output().unwrap().status.success()
        } else {
            let guard = faults::plan(&root, at, fault, Disk::Exchanges);
            let done = exchange(&root);
            if fault == Fault::Fails(FULL) && done.is_err() {
                assert!(!root.join("book").exists(), "step {at}");
            }
            guard.steps() >= at
        };
        exchange(&root).unwrap();
        let found: Vec<PathBuf> = tree(&root.join("book")).into_keys().collect();
        assert_eq!(found, [Path::new("one.html")], "step {at}");
        assert_eq!(fs::read_dir(&root).unwrap().count(), 3, "step {at}");
        if !was_interrupted {
            assert!(at > 8, "there are too few steps");
            return;
        }
    }
}

/// The process that ends at a step.
fn child_at(at: usize, work: Work, disk: Disk, root: &Path) -> Command {
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["interrupted::child", "--exact", "--ignored"]);
    child.env(TASK, format!("{at} {work:?} {disk:?} {}", root.display()));
    child
}

/// No test, but what the process does that ends at a step.
#[test]
#[ignore = "run by the tests here, as a process of its own"]
fn child() {
    let task = env::var(TASK).unwrap();
    let mut parts = task.splitn(4, ' ');
    let at = parts.next().unwrap().parse().unwrap();
    let works = [Work::Build, Work::Exchange];
    let work = parts.next().unwrap();
    let work = works.into_iter().find(|one| format!("{one:?}") == work);
    let disks = [Disk::Exchanges, Disk::Renames, Disk::Mounted];
    let disk = parts.next().unwrap();
    let disk = disks.into_iter().find(|one| format!("{one:?}") == disk);
    let root = Path::new(parts.next().unwrap());
    let _guard = faults::plan(root, at, Fault::Ends, disk.unwrap());
    work.unwrap().run(root).unwrap();
}

#[test]
fn a_step_of_a_build_fails() {
    steps_fail(Work::Build, Disk::Exchanges, Fault::Fails(FULL));
}

#[test]
fn the_process_ends_at_a_step_of_a_build() {
    process_ends(Work::Build, Disk::Exchanges);
}

#[test]
fn a_step_fails_where_folders_can_be_exchanged() {
    steps_fail(Work::Exchange, Disk::Exchanges, Fault::Fails(FULL));
}

#[test]
fn a_step_fails_where_folders_can_be_renamed() {
    steps_fail(Work::Exchange, Disk::Renames, Fault::Fails(FULL));
}

#[test]
fn a_step_fails_at_a_mount_point() {
    steps_fail(Work::Exchange, Disk::Mounted, Fault::Fails(FULL));
}

#[test]
fn all_steps_fail_where_folders_can_be_exchanged() {
    steps_fail(Work::Exchange, Disk::Exchanges, Fault::FailsFromHere);
}

#[test]
fn all_steps_fail_where_folders_can_be_renamed() {
    steps_fail(Work::Exchange, Disk::Renames, Fault::FailsFromHere);
}

#[test]
fn all_steps_fail_at_a_mount_point() {
    steps_fail(Work::Exchange, Disk::Mounted, Fault::FailsFromHere);
}

#[test]
fn the_process_ends_where_folders_can_be_exchanged() {
    process_ends(Work::Exchange, Disk::Exchanges);
}

#[test]
fn the_process_ends_where_folders_can_be_renamed() {
    process_ends(Work::Exchange, Disk::Renames);
}

#[test]
fn the_process_ends_at_a_mount_point() {
    process_ends(Work::Exchange, Disk::Mounted);
}

#[test]
fn a_step_of_a_first_build_fails() {
    each_step_of_a_first(Fault::Fails(FULL));
    each_step_of_a_first(Fault::FailsFromHere);
}

#[test]
fn the_process_ends_at_a_step_of_a_first_build() {
    each_step_of_a_first(Fault::Ends);
}
