//! Whether a folder can be moved, or something is mounted there.

use std::io;
use std::path::Path;

use anyhow::Error;

use crate::failure::Advice;

/// Whether something is mounted at this folder, which cannot be moved then.
pub(crate) fn is_mount_point(folder: &Path) -> bool {
    #[cfg(test)]
    if crate::disk::faults::disk(folder) == Some(crate::disk::faults::Disk::Mounted) {
        return folder.ends_with("book") && folder.exists();
    }
    is_one(folder)
}

/// Whether a file system begins at this folder, or a folder of another place is shown there.
#[cfg(target_os = "linux")]
fn is_one(folder: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    let found = statx(CWD, folder, AtFlags::empty(), StatxFlags::empty());
    found.is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

/// Whether a file system begins at this folder.
#[cfg(all(unix, not(target_os = "linux")))]
fn is_one(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| path.metadata().map(|found| found.dev());
    let parent = folder.parent().and_then(|parent| device(parent).ok());
    parent.is_some_and(|parent| device(folder).is_ok_and(|device| device != parent))
}

/// Whether a file system begins at this folder: nothing tells.
#[cfg(not(unix))]
fn is_one(_: &Path) -> bool {
    false
}

/// The error for a folder that turns out not to be movable.
pub(crate) fn cannot_be_moved(folder: &Path, error: &io::Error) -> Option<Error> {
    use io::ErrorKind::{CrossesDevices, ResourceBusy};
    matches!(error.kind(), CrossesDevices | ResourceBusy).then(|| {
        Advice::error(
            format!(
                "the output folder `{}` cannot be exchanged, as where something is mounted ({error}); \
                 the old book is kept",
                folder.display()
            ),
            "build into a folder inside it",
        )
    })
}
