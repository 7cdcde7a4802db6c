//! Which files a book can be made from.

use std::fs;
use std::path::{Path, PathBuf};

use book_engine::Places;
use ignore::gitignore::Gitignore;
use notify::RecursiveMode;

/// What concerns the book among all that happens in its folders.
pub(crate) struct Relevant {
    /// The book's root folder.
    pub(crate) root: PathBuf,
    /// Folders that belong to the book wherever they lie and whatever they are called.
    named: Vec<PathBuf>,
    /// Files that belong to it, each by itself.
    files: Vec<PathBuf>,
    /// Folders that are written, not read.
    outputs: Vec<PathBuf>,
    /// Where the server's own builds go.
    pub(crate) scratch: PathBuf,
    gitignore: Gitignore,
}

impl Relevant {
    /// For a book whose output goes to `scratch`.
    pub(crate) fn new(places: &Places, scratch: &Path) -> Relevant {
        // The system reports paths with links resolved.
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let root = real(&places.root);
        let mut named = vec![real(&places.src), real(&places.theme)];
        named.extend(places.extra.iter().map(|path| real(path)));
        Relevant {
            outputs: vec![real(&places.build_dir), real(scratch)],
            gitignore: gitignore(&root),
            scratch: scratch.to_owned(),
            files: places.included.clone(),
            named,
            root,
        }
    }

    /// What to watch: the root without its folders, then each folder that can concern the book. A
    /// recursive watch on the root would cost as much as its largest output folder.
    pub(crate) fn folders(&self) -> Vec<(PathBuf, RecursiveMode)> {
        let mut folders = vec![(self.root.clone(), RecursiveMode::NonRecursive)];
        let entries = fs::read_dir(&self.root).into_iter().flatten().flatten();
        let top = entries
            .map(|entry| entry.path())
            .filter(|path| path.is_dir() && self.is(path));
        let named = self
            .named
            .iter()
            .filter(|path| path.exists() && **path != self.root)
            .cloned();
        for path in top.chain(named) {
            let covered = folders.iter().any(|(folder, mode)| {
                *mode == RecursiveMode::Recursive && path.starts_with(folder)
            });
            if !covered {
                folders.push((path, RecursiveMode::Recursive));
            }
        }
        let beside = self.files.iter().filter_map(|file| file.parent());
        for path in beside.filter(|path| path.is_dir()) {
            let covered = folders.iter().any(|(folder, mode)| {
                folder == path || (*mode == RecursiveMode::Recursive && path.starts_with(folder))
            });
            if !covered {
                folders.push((path.to_owned(), RecursiveMode::NonRecursive));
            }
        }
        folders
    }

    /// Whether a change at `path` can change the book.
    pub(crate) fn is(&self, path: &Path) -> bool {
        if self.outputs.iter().any(|output| path.starts_with(output)) {
            return false;
        }
        if !path.starts_with(&self.root)
            && !self.named.iter().any(|folder| path.starts_with(folder))
        {
            return self.files.iter().any(|file| file == path);
        }
        // Hidden and ignored files are looked for below the innermost folder that was named.
        let base = self
            .named
            .iter()
            .filter(|folder| path.starts_with(folder))
            .max_by_key(|folder| folder.as_os_str().len())
            .unwrap_or(&self.root);
        let below = path.strip_prefix(base).unwrap_or(path);
        let passed_over = below.iter().any(|part| {
            let part = part.to_string_lossy();
            part.starts_with('.') || part.ends_with('~')
        });
        let built = below.starts_with("target") && *base == self.root;
        !passed_over && !built && !self.ignored(path)
    }

    fn ignored(&self, path: &Path) -> bool {
        let within = path.starts_with(self.gitignore.path());
        within
            && self
                .gitignore
                .matched_path_or_any_parents(path, path.is_dir())
                .is_ignore()
    }
}

/// The nearest `.gitignore` at the root of the book or above it, up to the repository's root.
fn gitignore(root: &Path) -> Gitignore {
    for folder in root.ancestors() {
        let file = folder.join(".gitignore");
        if file.is_file() {
            let (found, _) = Gitignore::new(&file);
            // A book in an ignored folder is still a book.
            let all = root != folder && found.matched_path_or_any_parents(root, true).is_ignore();
            return if all { Gitignore::empty() } else { found };
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    Gitignore::empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A root folder with these files, and the places of a book in it.
    fn book(files: &[(&str, &str)]) -> (tempfile::TempDir, Places) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let root = folder.path().canonicalize().unwrap();
        let places = Places {
            src: root.join("src"),
            theme: root.join("theme"),
            extra: Vec::new(),
            included: Vec::new(),
            build_dir: root.join("book"),
            title: None,
            root,
        };
        (folder, places)
    }

    #[track_caller]
    fn concern(places: &Places, yes: &[&str], no: &[&str]) {
        let relevant = Relevant::new(places, &places.root.join("src/served"));
        let concerns = |path: &&&str| relevant.is(&places.root.join(path));
        assert_eq!(yes.iter().find(|path| !concerns(path)), None, "concerns it");
        assert_eq!(no.iter().find(concerns), None, "does not concern it");
    }

    #[test]
    fn sources_and_what_lies_beside_them() {
        let (_folder, places) = book(&[("book.toml", "")]);
        concern(
            &places,
            &[
                "book.toml",
                "src/a.md",
                "src/target/a.md",
                "code/a.rs",
                "theme/head.hbs",
            ],
            &[
                "book/index.html",
                "src/served/1/a.html",
                "target/debug/x",
                "src/.a.md.swp",
                "src/a.md~",
                ".git/index",
            ],
        );
    }

    #[test]
    fn ignored_files_do_not_count() {
        let (_folder, places) = book(&[(".gitignore", "*.log\n/out\n")]);
        concern(
            &places,
            &["src/a.md", "src/out/a.md"],
            &["src/a.log", "out/a.md"],
        );
    }

    #[test]
    fn a_book_in_an_ignored_folder_is_a_book() {
        let (_folder, mut places) = book(&[(".gitignore", "/work\n"), ("work/src/a.md", "")]);
        places.root.push("work");
        places.src = places.root.join("src");
        concern(&places, &["src/a.md"], &[]);
    }

    #[test]
    fn folders_that_are_named_count_whatever_they_are_called() {
        let (_folder, mut places) = book(&[(".shared/a.rs", ""), (".text/a.md", "")]);
        places.extra = vec![places.root.join(".shared")];
        places.src = places.root.join(".text");
        concern(
            &places,
            &[".shared/a.rs", ".text/a.md"],
            &[".other/a.rs", ".text/.a"],
        );
    }

    #[test]
    fn of_what_lies_elsewhere_only_included_files_count() {
        let (folder, mut places) = book(&[("inner/src/a.md", ""), ("code/a.rs", "")]);
        let root = folder.path().canonicalize().unwrap();
        places.root = root.join("inner");
        places.src = root.join("inner/src");
        places.included = vec![root.join("code/a.rs")];
        let relevant = Relevant::new(&places, Path::new("/elsewhere"));
        assert!(relevant.is(&root.join("code/a.rs")));
        assert!(!relevant.is(&root.join("code/b.rs")));
        let watched = (root.join("code"), RecursiveMode::NonRecursive);
        assert!(relevant.folders().contains(&watched));
    }

    #[test]
    fn large_output_folders_are_not_watched() {
        let files = [
            "src/a.md",
            "code/a.rs",
            "target/x",
            "book/x",
            ".git/x",
            "node/x",
        ];
        let mut files: Vec<(&str, &str)> = files.iter().map(|file| (*file, "")).collect();
        files.push((".gitignore", "node\n"));
        let (_folder, places) = book(&files);
        let relevant = Relevant::new(&places, Path::new("/elsewhere"));
        let mut watched: Vec<String> = relevant
            .folders()
            .iter()
            .filter(|(_, mode)| *mode == RecursiveMode::Recursive)
            .map(|(path, _)| path.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        watched.sort();
        assert_eq!(watched, ["code", "src"]);
    }
}
