//! A program that builds books.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use wait4::Wait4;

/// A program that builds books: `mdbook`, or `mdhub`, which takes the same words.
#[derive(Debug)]
pub(crate) struct Program {
    /// What it is called.
    pub(crate) name: &'static str,
    /// Its version, such as `0.5.4`.
    pub(crate) version: String,
    path: PathBuf,
}

/// What one run took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Run {
    /// From the start of the process to its end.
    pub(crate) time: Duration,
    /// The most memory that the process held, in bytes; `None` where the system does not say.
    pub(crate) peak: Option<u64>,
}

impl Program {
    /// The program at this path, or on PATH under this name.
    pub(crate) fn at(name: &'static str, path: &Path) -> Result<Program> {
        let failed = || format!("failed to run `{} --version`", path.display());
        let output = Command::new(path)
            .arg("--version")
            .output()
            .with_context(failed)?;
        let said = String::from_utf8_lossy(&output.stdout);
        let version = said.split_whitespace().last();
        let Some(version) = version.filter(|_| output.status.success()) else {
            bail!("{}", failed());
        };
        Ok(Program {
            name,
            version: version.trim_start_matches('v').to_owned(),
            path: path.to_owned(),
        })
    }

    /// Name and version.
    pub(crate) fn title(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    /// Builds the book at `root` into `destination`; what the program says goes into the file `said`.
    pub(crate) fn build(&self, root: &Path, destination: &Path, said: &Path) -> Result<Run> {
        let name = self.name;
        let out = File::create(said).context("failed to keep what the program says")?;
        let errors = out
            .try_clone()
            .context("failed to keep what the program says")?;
        let mut command = Command::new(&self.path);
        command.arg("build").arg(root).arg("-d").arg(destination);
        command.stdin(Stdio::null()).stdout(out).stderr(errors);
        // What would change the book or the log of one of the two.
        for (variable, _) in std::env::vars_os() {
            let changes = variable.to_str().is_some_and(|variable| {
                variable.starts_with("MDBOOK_") || variable.starts_with("RUST_")
            });
            if changes {
                command.env_remove(variable);
            }
        }
        let own = own_peak();
        let start = Instant::now();
        let mut child = command
            .spawn()
            .with_context(|| format!("failed to run {name}"))?;
        let used = child
            .wait4()
            .with_context(|| format!("failed to wait for {name}"))?;
        let time = start.elapsed();
        if !used.status.success() {
            let said = fs::read_to_string(said).unwrap_or_default();
            bail!("{name} did not build the book ({}):\n{said}", used.status);
        }
        Ok(Run {
            time,
            peak: Some(used.rusage.maxrss).filter(|&peak| peak > own),
        })
    }
}

/// The most memory that this program has held, in bytes. Linux begins to count there for a program that it starts, so
/// that no less is ever said of one; 0 where that is not so.
fn own_peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kibibytes.unwrap_or_default() * 1024
}
