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

use tempfile::TempDir;
use walkdir::WalkDir;

use crate::disk::faults::{self, Disk, ENDED, FULL, Fault};
use crate::records::Records;
use crate::{Built, Failure, Output, build_to, leftover};

/// What a folder holds, by path: the text of a file, nothing for a folder.
type Tree = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// What somebody has put into the output folder.
const FOREIGN: [&str; 3] = ["notes.txt", ".git/HEAD", "deep/mine.txt"];

/// Where the child process finds its task.
const TASK: &str = "BOOK_ENGINE_TEST_TASK";

/// A book of two states.
struct Book {
    folder: TempDir,
    root: PathBuf,
    /// What the output folder holds after a build of either state, with what somebody has put there.
    built: [Tree; 2],
}

impl Book {
    fn new(disk: Disk) -> Book {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let mut book = Book {
            folder,
            root,
            built: Default::default(),
        };
        let toml = "[output.html.search]\nenable = false\n[output.html.print]\nenable = false\n";
        book.write("book.toml", toml);
        for state in [0, 1] {
            book.take(state);
            let _disk = faults::plan(&book.root, 0, Fault::Ends, disk);
            book.build().unwrap();
            if state == 0 {
                for file in FOREIGN {
                    book.write(&format!("book/{file}"), "mine");
                }
            }
        }
        book.built[1] = book.tree();
        book.take(0);
        book.build().unwrap();
        book.built[0] = book.tree();
        for built in &book.built {
            assert!(
                FOREIGN
                    .iter()
                    .all(|file| built.contains_key(Path::new(file)))
            );
        }
        assert_ne!(book.built[0], book.built[1]);
        book
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
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

    fn records(&self) -> PathBuf {
        self.root.join("records")
    }

    fn build(&self) -> Result<Built, Failure> {
        build(&self.root)
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
        assert_eq!(
            self.beside(),
            ["book", "book.toml", "records", "src"],
            "{case}"
        );
        let found = self.tree();
        assert!(
            states.iter().any(|state| self.built[*state] == found),
            "{case}: {:?}",
            found.keys()
        );
    }

    /// Holds that the site is there, wherever the files of somebody else are at the moment.
    #[track_caller]
    fn is_site_of(&self, states: &[usize], case: &str) {
        let site = |tree: &Tree| -> Tree {
            let mut tree = tree.clone();
            tree.retain(|path, _| {
                !FOREIGN.iter().any(|file| Path::new(file).starts_with(path))
                    || path == Path::new("deep")
            });
            tree
        };
        let found = site(&self.tree());
        let mut built = states.iter().map(|state| site(&self.built[*state]));
        assert!(
            built.any(|built| built == found),
            "{case}: {:?}",
            found.keys()
        );
    }
}

fn build(root: &Path) -> Result<Built, Failure> {
    let output = Output {
        destination: None,
        records: Some(&root.join("records")),
    };
    build_to(root, output)
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

/// Lets a step fail, and those behind it, one after another, until a build comes through.
fn steps_fail(disk: Disk, fault: Fault) {
    let book = Book::new(disk);
    for at in 1.. {
        let (from, to) = (at % 2, 1 - at % 2);
        if at == 1 {
            book.take(from);
            book.build().unwrap();
        }
        book.take(to);
        let guard = faults::plan(&book.root, at, fault, disk);
        let built = book.build();
        let steps = guard.steps();
        drop(guard);
        let case = format!(
            "{disk:?}, {fault:?} at step {at}: {:?}",
            built.as_ref().err()
        );
        if steps < at {
            book.is_whole(&[to], &case);
            assert!(at > 20, "there are no more than {steps} steps");
            return;
        }
        if fault == Fault::FailsFromHere {
            // What was begun can be neither ended nor taken back.
            leftover::mend(
                &book.root.join("book"),
                &Records::new(Some(&book.records())),
            )
            .unwrap_or_else(|error| panic!("{case}: {error:?}"));
            book.is_whole(&[from, to], &case);
        } else if built.is_ok() {
            // It has failed to remove what it has no more use for.
            book.is_site_of(&[to], &case);
        } else {
            book.is_whole(&[from], &case);
        }
        let built = book.build();
        built.unwrap_or_else(|failure| panic!("{case}: {failure:?}"));
        book.is_whole(&[to], &case);
    }
}

/// Lets the process end at a step, one after another, until a build comes through.
fn process_ends(disk: Disk) {
    let book = Book::new(disk);
    for at in 1.. {
        let (from, to) = (at % 2, 1 - at % 2);
        if at == 1 {
            book.take(from);
            book.build().unwrap();
        }
        book.take(to);
        let case = format!("{disk:?}, ended at step {at}");
        let mut child = Command::new(env::current_exe().unwrap());
        child.args(["interrupted::child", "--exact", "--ignored"]);
        child.env(TASK, format!("{at} {disk:?} {}", book.root.display()));
        let ended = child.output().unwrap();
        if ended.status.success() {
            book.is_whole(&[to], &case);
            assert!(at > 20, "there are too few steps");
            return;
        }
        assert_eq!(ended.status.code(), Some(ENDED), "{case}: {ended:?}");
        match disk {
            Disk::Exchanges => book.is_site_of(&[from, to], &case),
            Disk::Renames if book.root.join("book").exists() => {
                book.is_site_of(&[from, to], &case);
            }
            // The next build puts it back.
            Disk::Renames | Disk::Mounted => {}
        }
        leftover::mend(
            &book.root.join("book"),
            &Records::new(Some(&book.records())),
        )
        .unwrap_or_else(|error| panic!("{case}: {error:?}"));
        book.is_whole(&[from, to], &case);
        let built = book.build();
        built.unwrap_or_else(|failure| panic!("{case}: {failure:?}"));
        book.is_whole(&[to], &case);
    }
}

/// No test, but what the process does that ends at a step.
#[test]
#[ignore = "run by the tests here, as a process of its own"]
fn child() {
    let task = env::var(TASK).unwrap();
    let mut parts = task.splitn(3, ' ');
    let at = parts.next().unwrap().parse().unwrap();
    let disk = match parts.next().unwrap() {
        "Exchanges" => Disk::Exchanges,
        "Renames" => Disk::Renames,
        _ => Disk::Mounted,
    };
    let root = Path::new(parts.next().unwrap());
    let _guard = faults::plan(root, at, Fault::Ends, disk);
    build(root).unwrap();
}

#[test]
fn a_step_fails_where_folders_can_be_exchanged() {
    steps_fail(Disk::Exchanges, Fault::Fails(FULL));
}

#[test]
fn a_step_fails_where_folders_can_be_renamed() {
    steps_fail(Disk::Renames, Fault::Fails(FULL));
}

#[test]
fn a_step_fails_at_a_mount_point() {
    steps_fail(Disk::Mounted, Fault::Fails(FULL));
}

#[test]
fn all_steps_fail_where_folders_can_be_exchanged() {
    steps_fail(Disk::Exchanges, Fault::FailsFromHere);
}

#[test]
fn all_steps_fail_where_folders_can_be_renamed() {
    steps_fail(Disk::Renames, Fault::FailsFromHere);
}

#[test]
fn all_steps_fail_at_a_mount_point() {
    steps_fail(Disk::Mounted, Fault::FailsFromHere);
}

#[test]
fn the_process_ends_where_folders_can_be_exchanged() {
    process_ends(Disk::Exchanges);
}

#[test]
fn the_process_ends_where_folders_can_be_renamed() {
    process_ends(Disk::Renames);
}

#[test]
fn the_process_ends_at_a_mount_point() {
    process_ends(Disk::Mounted);
}
