//! What a build does to the file system on the way to its destination, in one place: the tests let each step
//! of it fail, or end the process there.
//!
//! mdBook's own writes do not come by here. They all go into a stage, where nothing is lost with them.

#[cfg(test)]
pub(crate) mod faults;

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::Path;

/// Begins a step that writes to `path`. Outside of tests there is nothing to it.
#[cfg(not(test))]
#[inline]
fn step(_: &Path, _: impl FnOnce()) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
use faults::step;

pub(crate) fn create_dir_all(folder: &Path) -> io::Result<()> {
    step(folder, || ())?;
    fs::create_dir_all(folder)
}

/// Makes a folder of a name that begins with `prefix` and is no other's.
pub(crate) fn create_dir_in(folder: &Path, prefix: &str) -> io::Result<std::path::PathBuf> {
    step(folder, || ())?;
    let made = tempfile::Builder::new().prefix(prefix).tempdir_in(folder)?;
    Ok(made.keep())
}

/// Opens a file for a lock; it is made where there is none.
pub(crate) fn open(file: &Path) -> io::Result<File> {
    step(file, || ())?;
    let mut options = File::options();
    options.create(true).truncate(false).write(true).open(file)
}

pub(crate) fn write(file: &Path, text: &[u8]) -> io::Result<()> {
    step(file, || drop(fs::write(file, &text[..text.len() / 2])))?;
    fs::write(file, text)
}

/// Writes a file that is there even after the power has failed.
pub(crate) fn write_through(file: &Path, text: &[u8]) -> io::Result<()> {
    step(file, || drop(fs::write(file, &text[..text.len() / 2])))?;
    let mut file = File::create(file)?;
    file.write_all(text)?;
    file.sync_all()
}

pub(crate) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    step(to, || drop(fs::write(to, "")))?;
    fs::copy(from, to).map(drop)
}

/// Makes a symbolic link that leads where another one leads.
pub(crate) fn link_again(from: &Path, to: &Path) -> io::Result<()> {
    step(to, || ())?;
    let target = fs::read_link(from)?;
    #[cfg(unix)]
    return std::os::unix::fs::symlink(target, to);
    #[cfg(windows)]
    return if from.is_dir() {
        std::os::windows::fs::symlink_dir(target, to)
    } else {
        std::os::windows::fs::symlink_file(target, to)
    };
}

pub(crate) fn hard_link(from: &Path, to: &Path) -> io::Result<()> {
    step(to, || ())?;
    fs::hard_link(from, to)
}

pub(crate) fn set_permissions(path: &Path, permissions: Permissions) -> io::Result<()> {
    step(path, || ())?;
    fs::set_permissions(path, permissions)
}

pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    step(to, || ())?;
    fs::rename(from, to)
}

/// Exchanges two folders at one stroke. `false` where that cannot be done, as on some file systems.
pub(crate) fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    step(other, || ())?;
    #[cfg(test)]
    if faults::disk(other) == Some(faults::Disk::Renames) {
        return Ok(false);
    }
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        // Where it fails for another reason, a rename fails too, and says why.
        Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok())
    }
    #[cfg(not(any(target_os = "linux", target_os = "macos")))]
    {
        let _ = one;
        Ok(false)
    }
}

pub(crate) fn remove_file(file: &Path) -> io::Result<()> {
    step(file, || ())?;
    fs::remove_file(file)
}

/// Removes a folder with nothing in it.
pub(crate) fn remove_dir(folder: &Path) -> io::Result<()> {
    step(folder, || ())?;
    fs::remove_dir(folder)
}

/// Removes a folder with all that is in it, which must be what a build has made.
pub(crate) fn remove_dir_all(folder: &Path) -> io::Result<()> {
    step(folder, || {
        let first = fs::read_dir(folder).map(|mut entries| entries.next());
        if let Ok(Some(Ok(first))) = first {
            let _ = fs::remove_file(first.path()).or_else(|_| fs::remove_dir_all(first.path()));
        }
    })?;
    fs::remove_dir_all(folder)
}
