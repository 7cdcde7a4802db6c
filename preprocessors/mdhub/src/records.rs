//! Where it is kept what builds have made.

use std::path::PathBuf;

use etcetera::BaseStrategy;

/// The folder, where the user has one: `$XDG_STATE_HOME/mdhub`, or what it is on this system. It is none of
/// the folders for caches, which may be emptied at any time: a build would not know any more then which
/// files are somebody else's.
pub(crate) fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from);
    let named = named.filter(|folder| folder.is_absolute());
    let folder = named.or_else(|| {
        let system = etcetera::base_strategy::choose_native_strategy().ok()?;
        Some(system.state_dir().unwrap_or_else(|| system.data_dir()))
    })?;
    Some(folder.join("mdhub"))
}
