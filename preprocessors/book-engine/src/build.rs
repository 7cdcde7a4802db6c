//! A whole build, put in place only when all of it has succeeded.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use book_model::Pages;

use crate::diagnostics::Diagnostics;
use crate::failure::Failure;
use crate::load::{self, Loaded};
use crate::render::{self, Built, Kind};
use crate::replaced;
use crate::stage::{self, Stage, Unit};
use crate::texts::Texts;

/// Builds the book at `root` as `mdbook build` does: same pages, same layout. With `destination` it
/// goes there (from the current folder), else to the book's `build.build-dir`.
///
/// The book is rendered beside the destination and put in its place by renaming, so that a build
/// that fails leaves what was there.
///
/// # Errors
///
/// [`Failure::Prose`] when a plugin found an error, [`Failure::Rendering`] when a preprocessor or a
/// renderer failed, [`Failure::NotStarted`] when the book cannot be loaded or the destination holds
/// something else than a built book (see `replaced.rs` for how one is known).
pub fn build(root: &Path, destination: Option<&Path>) -> Result<Built, Failure> {
    let plan = plan(root, destination).map_err(Failure::NotStarted)?;
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
        ..
    } = plan;
    if let Some(stage) = stage {
        stage
            .swap(&units)
            .map_err(|error| Failure::Rendering(Vec::new(), error))?;
    }
    let index = folder.join("index.html");
    Ok(Built {
        pages,
        index: index.is_file().then_some(index),
        folder,
        diagnostics: loaded.diagnostics.take(),
    })
}

/// What is to be rendered, and where to.
struct Plan {
    loaded: Loaded,
    renderers: Vec<(String, Kind)>,
    units: Vec<Unit>,
    /// None where a program is the only renderer: what it keeps in its folder is its own affair.
    stage: Option<Stage>,
}

fn plan(root: &Path, destination: Option<&Path>) -> Result<Plan> {
    let root = load::root(root)?;
    let mut config = load::config(&root)?;
    if let Some(folder) = destination {
        config.build.build_dir = std::path::absolute(folder)
            .with_context(|| format!("failed to find `{}`", folder.display()))?;
    }
    let loaded = load::load_with(
        root,
        config,
        Diagnostics::default(),
        Pages::default(),
        None,
        &mut Texts::default(),
    )?;
    let renderers = render::renderers(&loaded.book.config)?;
    let whole = stage::real(&loaded.book.root.join(&loaded.book.config.build.build_dir));
    let single = renderers.len() <= 1;
    let units: Vec<Unit> = renderers
        .iter()
        .map(|(name, _)| Unit {
            name: if single { String::new() } else { name.clone() },
            place: if single {
                whole.clone()
            } else {
                whole.join(name)
            },
        })
        .collect();
    for (unit, (_, kind)) in units.iter().zip(&renderers) {
        if !matches!(kind, Kind::Program(_)) {
            replaced::may_be_replaced(&unit.place, kind, &loaded)?;
        }
    }
    let programs_only = renderers
        .iter()
        .all(|(_, kind)| matches!(kind, Kind::Program(_)));
    let stage = if programs_only {
        None
    } else {
        Some(Stage::new(&whole, &loaded.book.source_dir())?)
    };
    Ok(Plan {
        loaded,
        renderers,
        units,
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
    fs::create_dir_all(to).with_context(|| format!("failed to make `{}`", to.display()))?;
    let failed = || format!("failed to copy `{}`", from.display());
    for entry in fs::read_dir(from).with_context(failed)? {
        let entry = entry.with_context(failed)?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).with_context(failed)?;
        }
    }
    Ok(())
}
