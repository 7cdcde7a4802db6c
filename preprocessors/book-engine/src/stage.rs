//! A fresh folder to build in, and the swap that puts its content in place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};

/// The folders of the stages there are. It is held while folders are exchanged, since the stage
/// holds the last good book then.
static STAGES: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn stages() -> MutexGuard<'static, Vec<PathBuf>> {
    STAGES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes what unfinished builds have written, for a process that is about to end. A build that
/// is being put in place is waited for; none is put in place any more afterwards.
pub fn abandon() {
    let stages = stages();
    for folder in &*stages {
        // The build goes on meanwhile, and may bring parts of it back.
        for _ in 0..100 {
            let _ = fs::remove_dir_all(folder);
            if !folder.exists() {
                break;
            }
        }
    }
    std::mem::forget(stages);
}

/// Where a build is made before it is put in place. What is left in it goes when it is dropped.
#[derive(Debug)]
pub(crate) struct Stage {
    folder: PathBuf,
    /// The destination, where it was made only to hold the stage.
    made: Option<PathBuf>,
}

/// A part of the output that is exchanged as a whole.
#[derive(Debug)]
pub(crate) struct Unit {
    /// Its name below the stage: empty for the only renderer, else the renderer's.
    pub(crate) name: String,
    /// The folder that it goes to.
    pub(crate) place: PathBuf,
}

impl Stage {
    /// Makes a stage for `destination`, on the same file system, so that a rename is enough.
    ///
    /// It stands beside the destination. When that lies in `src`, mdBook would take the stage for
    /// sources and copy it into the book; it stands inside the destination then, which mdBook
    /// leaves out.
    pub(crate) fn new(destination: &Path, src: &Path) -> Result<Stage> {
        let inside = is_in(destination, src);
        let made = (inside && !destination.exists()).then(|| destination.to_owned());
        let place = match destination.parent() {
            Some(parent) if !inside => parent,
            _ => destination,
        };
        let folder = fs::create_dir_all(place)
            .and_then(|()| {
                tempfile::Builder::new()
                    .prefix(".mdhub-build-")
                    .tempdir_in(place)
            })
            .with_context(|| format!("failed to make a folder in `{}`", place.display()))?
            .keep();
        stages().push(folder.clone());
        Ok(Stage { folder, made })
    }

    /// The folder to render `name` into. It does not exist yet: mdBook makes it, with the usual
    /// permissions.
    pub(crate) fn fresh(&self, name: &str) -> PathBuf {
        self.folder.join("new").join(name)
    }

    /// Where it stands.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    fn old(&self, index: usize) -> PathBuf {
        self.folder.join(format!("old-{index}"))
    }

    /// Puts the units in place: all of them or, when one cannot be put there, none.
    ///
    /// # Errors
    ///
    /// When a folder cannot be renamed; what was there before is there again.
    pub(crate) fn swap(mut self, units: &[Unit]) -> Result<()> {
        let mut stages = stages();
        // A stage inside a folder that is to be moved away would move along with it.
        let around = units
            .iter()
            .find(|unit| self.folder.starts_with(&unit.place));
        if let Some((parent, name)) =
            around.and_then(|unit| unit.place.parent().zip(self.folder.file_name()))
        {
            let beside = parent.join(name);
            fs::rename(&self.folder, &beside)
                .with_context(|| format!("failed to move `{}`", self.folder.display()))?;
            stages.retain(|folder| *folder != self.folder);
            stages.push(beside.clone());
            self.folder = beside;
        }
        for (index, unit) in units.iter().enumerate() {
            if let Err(error) = self.put(unit, index) {
                for (done, unit) in units.iter().enumerate().take(index).rev() {
                    self.put_back(unit, done);
                }
                return Err(error).with_context(|| {
                    let place = unit.place.display();
                    format!("failed to put the new book in place of `{place}`; the old one is kept")
                });
            }
        }
        Ok(())
    }

    /// Puts one unit in place; when that fails, what was there is there still.
    fn put(&self, unit: &Unit, index: usize) -> io::Result<()> {
        let fresh = self.fresh(&unit.name);
        let Ok(old) = fs::metadata(&unit.place) else {
            if let Some(parent) = unit.place.parent() {
                fs::create_dir_all(parent)?;
            }
            return fs::rename(&fresh, &unit.place);
        };
        fs::set_permissions(&fresh, old.permissions())?;
        fs::rename(&unit.place, self.old(index))?;
        fs::rename(&fresh, &unit.place).inspect_err(|_| {
            let _ = fs::rename(self.old(index), &unit.place);
        })
    }

    /// Takes back a unit that was put in place.
    fn put_back(&self, unit: &Unit, index: usize) {
        let _ = fs::rename(&unit.place, self.fresh(&unit.name));
        let old = self.old(index);
        if old.exists() {
            let _ = fs::rename(&old, &unit.place);
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
        stages().retain(|folder| *folder != self.folder);
        if let Some(made) = &self.made {
            // Succeeds only when it is empty: no book has been put there.
            let _ = fs::remove_dir(made);
        }
    }
}

/// Whether `path` lies in `folder`, or is it. Links are followed as far as the path exists.
pub(crate) fn is_in(path: &Path, folder: &Path) -> bool {
    real(path).starts_with(real(folder))
}

/// The path with links resolved as far as it exists.
pub(crate) fn real(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => real(parent).join(name),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Swaps two units, of which the second is on the stage only when `whole`, and gives what
    /// stands in the two places afterwards.
    fn swapped(root: &Path, whole: bool) -> (bool, String, String) {
        let place = |name: &str| root.join("book").join(name);
        for name in ["html", "markdown"] {
            fs::create_dir_all(place(name)).unwrap();
            fs::write(place(name).join("page"), "old").unwrap();
        }
        let stage = Stage::new(&root.join("book"), &root.join("src")).unwrap();
        for name in ["html", "markdown"]
            .into_iter()
            .take(1 + usize::from(whole))
        {
            fs::create_dir_all(stage.fresh(name)).unwrap();
            fs::write(stage.fresh(name).join("page"), "new").unwrap();
        }
        let units = ["html", "markdown"].map(|name| Unit {
            name: name.to_owned(),
            place: place(name),
        });
        let done = stage.swap(&units).is_ok();
        let page = |name| fs::read_to_string(place(name).join("page")).unwrap();
        (done, page("html"), page("markdown"))
    }

    fn left(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn all_units_are_exchanged() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(
            swapped(root.path(), true),
            (true, "new".to_owned(), "new".to_owned())
        );
        assert_eq!(left(root.path()), 1, "nothing but the book is left");
    }

    #[test]
    fn none_is_exchanged_when_one_cannot_be() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(
            swapped(root.path(), false),
            (false, "old".to_owned(), "old".to_owned())
        );
        assert_eq!(left(root.path()), 1, "nothing but the book is left");
    }

    #[test]
    fn a_stage_in_the_sources_stands_in_the_destination_and_leaves_nothing() {
        let root = tempfile::tempdir().unwrap();
        let book = root.path().join("src/out/book");
        let stage = Stage::new(&book, &root.path().join("src")).unwrap();
        assert!(stage.fresh("").starts_with(&book));
        fs::create_dir_all(stage.fresh("")).unwrap();
        fs::write(stage.fresh("").join("page"), "new").unwrap();
        let unit = Unit {
            name: String::new(),
            place: book.clone(),
        };
        stage.swap(&[unit]).unwrap();
        assert_eq!(left(&book), 1);
        assert_eq!(left(book.parent().unwrap()), 1);
    }

    #[test]
    fn a_destination_made_for_the_stage_goes_with_it() {
        let root = tempfile::tempdir().unwrap();
        let book = root.path().join("src/book");
        drop(Stage::new(&book, &root.path().join("src")).unwrap());
        assert!(!book.exists());
    }
}
