//! The plugins' programs, which `mdbook build` starts.

use std::env;
use std::ffi::OsStr;
use std::path::Path;

use super::document::Document;
use super::plugins::PLUGINS;

/// The programs that mdBook would look for on the PATH and not find. A plugin whose table names its
/// own command needs none.
pub(super) fn missing(document: &mut Document) -> Vec<String> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut missing = Vec::new();
    for plugin in &PLUGINS {
        let table = document.table("preprocessor", plugin.name);
        let command = table.is_some_and(|table| table.contains_key("command"));
        let program = format!("mdbook-{}", plugin.name);
        if !command && !is_found(&program, &path) {
            missing.push(program);
        }
    }
    missing
}

fn is_found(program: &str, path: &OsStr) -> bool {
    let file = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(path).any(|folder| is_program(&folder.join(&file)))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata()
        .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// How the missing ones are installed.
pub(super) fn how(missing: &[String]) -> String {
    let from = env!("CARGO_PKG_REPOSITORY");
    if from.is_empty() {
        let lines = missing
            .iter()
            .map(|program| format!("  cargo install --locked --path preprocessors/{program}\n"));
        format!(
            "in a clone of the repository that mdhub was built from:\n{}",
            lines.collect::<String>()
        )
    } else {
        let programs = missing.join(" ");
        format!("  cargo install --locked --git {from} {programs}\n")
    }
}
