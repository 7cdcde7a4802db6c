//! A whole build, put in place only when all of it has succeeded.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use book_model::Pages;

use crate::diagnostics::Diagnostics;
use crate::failure::Failure;
use crate::load::{self, Loaded};
use crate::records::Records;
use crate::render::{self, Built, Kind};
use crate::stage::{Stage, Unit};
use crate::swap::Swap;
use crate::texts::Texts;
use crate::{disk, leftover, real, replaced};

/// Where a build goes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Output<'a> {
    /// The folder to build into, from the current folder; else it is the book's `build.build-dir`.
    pub destination: Option<&'a Path>,
    /// A folder for records of what builds have made, by destination. With them a build knows what somebody
    /// else has put into its output folder; without, it takes for that what does not look like mdBook's.
    pub records: Option<&'a Path>,
}

/// Builds the book at `root` as `mdbook build` does: same pages, same layout. With `destination` it
/// goes there (from the current folder), else to the book's `build.build-dir`.
///
/// # Errors
///
/// As [`build_to`].
pub fn build(root: &Path, destination: Option<&Path>) -> Result<Built, Failure> {
    let records = None;
    build_to(
        root,
        Output {
            destination,
            records,
        },
    )
}

/// Builds the book at `root` as `mdbook build` does: same pages, same layout.
///
/// The book is rendered beside the destination and put in its place by renaming, so that a build
/// that fails leaves what was there. What no build has made there is kept.
///
/// # Errors
///
/// [`Failure::Prose`] when a plugin found an error, [`Failure::Rendering`] when a preprocessor or a
/// renderer failed, [`Failure::NotStarted`] when the book cannot be loaded, the destination holds
/// something else than a built book (see `replaced.rs` for how one is known), or the book has a file where
/// somebody else has put one.
pub fn build_to(root: &Path, output: Output<'_>) -> Result<Built, Failure> {
    let plan = plan(root, output).map_err(Failure::NotStarted)?;
    let (pages, folder) = match &plan.stage {
        Some(stage) => staged(&plan, stage),
        None => in_place(&plan),
    }
    .map_err(|error| render::failure(&plan.loaded, error))?;
    if let Some(stage) = &plan.stage {
        replaces_its_own_markdown(&plan, stage).map_err(Failure::NotStarted)?;
    }
    let Plan {
        loaded,
        stage,
        units,
        whole,
        records,
        ..
    } = plan;
    let mut kept = Vec::new();
    if let Some(stage) = stage {
        let swap = Swap::new(stage, &whole, &units, &records).map_err(Failure::NotStarted)?;
        let swapped = swap.run();
        kept = swapped.map_err(|error| Failure::Rendering(Vec::new(), error))?;
    }
    let index = folder.join("index.html");
    Ok(Built {
        pages,
        index: index.is_file().then_some(index),
        folder,
        kept,
        diagnostics: loaded.diagnostics.take(),
    })
}

/// What is to be rendered, and where to.
struct Plan {
    loaded: Loaded,
    renderers: Vec<(String, Kind)>,
    /// The output folder of the book.
    whole: PathBuf,
    units: Vec<Unit>,
    records: Records,
    /// None where a program is the only renderer: what it keeps in its folder is its own affair.
    stage: Option<Stage>,
}

fn plan(root: &Path, output: Output<'_>) -> Result<Plan> {
    let root = load::root(root)?;
    let mut config = load::config(&root)?;
    if let Some(folder) = output.destination {
        config.build.build_dir = std::path::absolute(folder)
            .with_context(|| format!("failed to find `{}`", folder.display()))?;
    }
    // A build that was ended may have left a stage among the sources.
    let named = root.join(&config.build.build_dir);
    let whole = real::real(&named);
    let records = Records::new(output.records);
    leftover::mend(&whole, &records)?;
    let loaded = load::load_with(
        root,
        config,
        Diagnostics::default(),
        Pages::default(),
        None,
        &mut Texts::default(),
    )?;
    let renderers = render::renderers(&loaded.book.config)?;
    let single = renderers.len() <= 1;
    let units: Vec<Unit> = renderers
        .iter()
        .map(|(name, kind)| Unit {
            name: if single { String::new() } else { name.clone() },
            place: if single {
                whole.clone()
            } else {
                real::real(&whole.join(name))
            },
            is_programs: matches!(kind, Kind::Program(_)),
        })
        .collect();
    for (unit, (_, kind)) in units.iter().zip(&renderers) {
        if !unit.is_programs {
            replaced::may_be_replaced(&unit.place, kind, &loaded)?;
        }
    }
    let stage = if units.iter().all(|unit| unit.is_programs) {
        None
    } else {
        replaced::may_be_made(&named, &whole)?;
        Some(Stage::new(&whole, &loaded.book.source_dir())?)
    };
    Ok(Plan {
        loaded,
        renderers,
        whole,
        units,
        records,
        stage,
    })
}

/// Renders on the stage; gives the number of pages and the folder where they are going to be.
fn staged(plan: &Plan, stage: &Stage) -> Result<(usize, PathBuf)> {
    let mut result = (0, PathBuf::new());
    for ((name, kind), unit) in plan.renderers.iter().zip(&plan.units) {
        let fresh = stage.fresh(&unit.name);
        if matches!(kind, Kind::Program(_)) && unit.place.is_dir() {
            // Unlike mdBook's own, a program finds what it left in its folder the last time.
            copy(&unit.place, &fresh)?;
        }
        let pages = render::render(&plan.loaded, name, kind, &fresh, Some(&unit.place))?;
        if result.1.as_os_str().is_empty() || matches!(kind, Kind::Html) {
            result = (pages, unit.place.clone());
        }
    }
    Ok(result)
}

/// Refuses folders of Markdown that hold nothing of this book. What a preprocessor makes of
/// the book is known only now.
fn replaces_its_own_markdown(plan: &Plan, stage: &Stage) -> Result<()> {
    for ((_, kind), unit) in plan.renderers.iter().zip(&plan.units) {
        if matches!(kind, Kind::Markdown) {
            let fresh = stage.fresh(&unit.name);
            replaced::holds_this_book(&unit.place, &fresh, stage.folder(), &plan.loaded)?;
        }
    }
    Ok(())
}

fn in_place(plan: &Plan) -> Result<(usize, PathBuf)> {
    let mut result = (0, PathBuf::new());
    for ((name, kind), unit) in plan.renderers.iter().zip(&plan.units) {
        let pages = render::render(&plan.loaded, name, kind, &unit.place, None)?;
        result = (pages, unit.place.clone());
    }
    Ok(result)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    disk::create_dir_all(to).with_context(|| format!("failed to make `{}`", to.display()))?;
    let failed = || format!("failed to copy `{}`", from.display());
    for entry in fs::read_dir(from).with_context(failed)? {
        let entry = entry.with_context(failed)?;
        let target = to.join(entry.file_name());
        let found = entry.file_type().with_context(failed)?;
        if found.is_symlink() {
            // It may lead nowhere, or around in a circle; the program knows why it is there.
            disk::link_again(&entry.path(), &target).with_context(failed)?;
        } else if found.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            disk::copy(&entry.path(), &target).with_context(failed)?;
        }
    }
    Ok(())
}
