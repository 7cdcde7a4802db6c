//! The checks alone: nothing is rendered, nothing is written.

use std::path::Path;

use anyhow::Result;
use book_model::{Located, Pages};
use mdbook_core::config::Config;
use mdbook_renderer::{RenderContext, Renderer};

use crate::course::Course;
use crate::diagnostics::Diagnostics;
use crate::failure::{Advice, Failure};
use crate::load::{self, Loaded};
use crate::plugin::{CHECKS, Stopped};
use crate::texts::Texts;
use crate::{panics, render};

/// What a check found.
#[derive(Debug)]
pub struct Checked {
    /// Everything, in the order in which the plugins give it.
    pub diagnostics: Vec<Located>,
    /// How many chapters the book has, drafts aside.
    pub chapters: usize,
}

/// Checks the book at `root`: for each of its renderers the preprocessors run in mdBook's order, as
/// in a build, up to the last of our plugins. The checks are one of them, whether the book configures
/// them or not. What does not build because of these plugins does not pass. A chapter that SUMMARY.md
/// names and that does not exist is not created.
///
/// # Errors
///
/// When the book cannot be loaded, or a preprocessor fails ahead of any error in the prose. What the
/// plugins find is no error.
pub fn check(root: &Path) -> Result<Checked, Failure> {
    let Plan {
        loaded,
        course,
        runs,
    } = plan(root).map_err(Failure::NotStarted)?;
    for run in runs {
        course.begin(run.ours, run.unasked);
        let result = panics::catch(|| loaded.book.preprocess_book(&run).map(drop));
        match result.and_then(|result| result) {
            Err(error) if error.is::<Stopped>() => {}
            // A build would not have come to this.
            Err(_) if course.failed() => {}
            Err(error) => return Err(render::failure(&loaded, error)),
            Ok(()) => {
                return Err(Failure::NotStarted(Advice::error(
                    "the checks did not run",
                    format!("see what `[preprocessor.{CHECKS}]` in book.toml says"),
                )));
            }
        }
        if course.failed() {
            break;
        }
    }
    Ok(Checked {
        diagnostics: loaded.diagnostics.take(),
        chapters: loaded.book.book.chapters().count(),
    })
}

/// What is to be checked, and for whom.
struct Plan {
    loaded: Loaded,
    course: Course,
    runs: Vec<Run>,
}

/// Stands for a renderer, and renders nothing.
struct Run {
    renderer: String,
    /// How many of our plugins the book has for it.
    ours: usize,
    /// The checks are not among them.
    unasked: bool,
}

fn plan(root: &Path) -> Result<Plan> {
    let root = load::root(root)?;
    let mut config = load::config(&root)?;
    config.build.create_missing = false;
    let renderers: Vec<String> = render::renderers(&config)?
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    if config.contains_key(&format!("preprocessor.{CHECKS}")) {
        // They may be kept out of a build, and are what is asked for here.
        config.set(format!("preprocessor.{CHECKS}.renderers"), &renderers)?;
        config.set(
            format!("preprocessor.{CHECKS}.command"),
            format!("mdbook-{CHECKS}"),
        )?;
    }
    let ours = load::configured(&config)?;
    let runs = renderers
        .into_iter()
        .map(|renderer| Run {
            ours: ours
                .iter()
                .filter(|name| takes_part(&config, name, &renderer))
                .count(),
            unasked: !ours.iter().any(|name| name == CHECKS),
            renderer,
        })
        .collect();
    let diagnostics = Diagnostics::default();
    let course = Course::new(diagnostics.clone());
    Ok(Plan {
        loaded: load::load_with(
            root,
            config,
            diagnostics,
            Pages::default(),
            Some(&course),
            &mut Texts::default(),
        )?,
        course,
        runs,
    })
}

/// Whether mdBook runs the plugin for the renderer. A list that makes no sense is for mdBook to tell.
fn takes_part(config: &Config, plugin: &str, renderer: &str) -> bool {
    let renderers = config.get::<Vec<String>>(&format!("preprocessor.{plugin}.renderers"));
    match renderers {
        Ok(Some(renderers)) => renderers.iter().any(|name| name == renderer),
        _ => true,
    }
}

impl Renderer for Run {
    fn name(&self) -> &str {
        &self.renderer
    }

    fn render(&self, _: &RenderContext) -> Result<()> {
        Ok(())
    }
}
