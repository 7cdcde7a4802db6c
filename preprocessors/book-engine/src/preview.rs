//! A book on view: rendered again and again, as it is being written.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Error, Result};
use book_model::{Located, Pages};
use mdbook_core::book::Chapter;
use mdbook_core::config::HtmlConfig;
use mdbook_renderer::RenderContext;
use tempfile::TempDir;
use tracing::subscriber::{NoSubscriber, with_default};

use crate::diagnostics::Diagnostics;
use crate::failure::Failure;
use crate::finishing::Finishing;
use crate::glance::{self, Basis};
use crate::html::{self, Cache, Files, Instead, Made, Site};
use crate::included;
use crate::load;
use crate::panics;
use crate::plugin::{CHECKS, Idle};
use crate::private;
use crate::render;
use crate::searched::Searched;
use crate::texts::Texts;
use crate::view::{Folder, View};

/// A book on view. It keeps what it has read and rendered, so that an edit costs what it changes.
pub struct Preview {
    root: PathBuf,
    live_reload: String,
    /// Where the folders of its versions lie.
    place: TempDir,
    versions: usize,
    /// How many views there were, looks among them.
    views: u64,
    /// What was saved since the book was last read as a whole.
    changed: Vec<PathBuf>,
    texts: Texts,
    pages: Pages,
    cache: Cache,
    folder: Option<Arc<Folder>>,
    /// What was rendered last, for a look at what is saved next.
    basis: Option<Basis>,
    /// How the pages are finished.
    finishing: Option<Known>,
    searched: Arc<Searched>,
    /// What is on view.
    view: Option<Arc<View>>,
    /// The last version.
    good: Option<Arc<View>>,
}

/// A version of the book.
#[derive(Debug)]
pub struct Version {
    /// Its site.
    pub view: Arc<View>,
    /// It shows what the version or the [look](Preview::glance) before has shown.
    pub is_same: bool,
    /// How many chapters have a page, drafts aside.
    pub pages: usize,
    /// What the plugins found; the pages show the errors among it.
    pub diagnostics: Vec<Located>,
    /// The chapters that mdBook's renderer cannot take: their pages say so in place of their content.
    pub broken: Vec<Error>,
}

/// A finishing, with what lies beside the pages that it is for, and where.
struct Known {
    of: (u64, PathBuf),
    finishing: Option<Arc<Finishing>>,
}

impl Preview {
    /// A view of the book at `root`. As under `mdbook serve`, plugins learn from the configuration that
    /// its pages listen at `live_reload` for a new version.
    ///
    /// # Errors
    ///
    /// When there is no book, or no folder for temporary files.
    pub fn new(root: &Path, live_reload: &str) -> Result<Preview> {
        Ok(Preview {
            root: load::root(root)?,
            live_reload: live_reload.to_owned(),
            place: tempfile::Builder::new()
                .prefix("mdhub-serve-")
                .tempdir()
                .context("failed to make a temporary folder")?,
            versions: 0,
            views: 0,
            changed: Vec::new(),
            texts: Texts::default(),
            pages: Pages::default(),
            cache: Cache::default(),
            folder: None,
            basis: None,
            finishing: None,
            searched: Arc::default(),
            view: None,
            good: None,
        })
    }

    /// The folder that it writes to.
    pub fn place(&self) -> &Path {
        self.place.path()
    }

    /// Renders the book as it is now, for the root of a site. Other renderers of the book do not run. File
    /// names carry no hash, so that an edit does not rename what every page asks for. The files `changed`
    /// are read again, whatever their dates say.
    ///
    /// # Errors
    ///
    /// As [`build()`](crate::build()), but for a chapter that mdBook's renderer cannot take.
    pub fn update(&mut self, changed: &[PathBuf]) -> Result<Version, Failure> {
        // What panics here is ours; the next save may go well.
        let version = panics::catch(|| self.try_update(changed));
        let version = version.unwrap_or_else(|panic| Err(Failure::Rendering(Vec::new(), panic)));
        if version.is_err() {
            self.view.clone_from(&self.good);
        }
        version
    }

    /// The files outside the book's folder that its chapters include.
    pub fn included(&self) -> Vec<PathBuf> {
        let (basis, view) = (self.basis.as_ref(), self.view.as_ref());
        basis.zip(view).map_or_else(Vec::new, |(basis, view)| {
            included::outside(&basis.book, &view.sources, &self.root)
        })
    }

    /// What is on view: the last version, or the look behind it.
    pub fn view(&self) -> Option<Arc<View>> {
        self.view.clone()
    }

    fn try_update(&mut self, changed: &[PathBuf]) -> Result<Version, Failure> {
        self.changed.extend_from_slice(changed);
        let loaded = self.loaded().map_err(Failure::NotStarted)?;
        self.changed.clear();
        let version = self.render(&loaded);
        let (view, pages, broken) = version.map_err(|error| render::failure(&loaded, error))?;
        self.pages.forget_unused();
        let load::Loaded { book, diagnostics } = loaded;
        let src = book.root.join(&book.config.book.src);
        let basis = Basis::new(book.book, &book.config, &src);
        let last = std::mem::replace(&mut self.basis, basis);
        // What is not needed any more is given back to the system on another core.
        rayon::spawn(move || drop(last));
        let view = Arc::new(view);
        let before = self.view.replace(Arc::clone(&view));
        self.good = Some(Arc::clone(&view));
        Ok(Version {
            is_same: before.is_some_and(|before| view.is_same(&before)),
            view,
            pages,
            diagnostics: diagnostics.take(),
            broken,
        })
    }

    /// A first look at chapters that were saved, made in a fraction of the time that the whole book takes:
    /// what is on view, with their new text. `None` where that cannot be told from them alone, and when
    /// the last save is not on view yet. It is a guess, for [`Preview::update`] to confirm.
    pub fn glance(&mut self, changed: &[PathBuf]) -> Option<Arc<View>> {
        let basis = self.basis.as_ref().filter(|_| self.changed.is_empty())?;
        let before = self.view.as_ref()?;
        let site = before.site.as_ref()?;
        let files: Option<Vec<PathBuf>> = changed
            .iter()
            .map(|path| Some(before.sources.join(path.strip_prefix(&before.real).ok()?)))
            .collect();
        let numbers = basis.chapters(&files?)?;
        let texts: Option<HashMap<usize, String>> = numbers
            .iter()
            .map(|number| {
                let source = site.parts.chapters[*number].source_path.as_ref()?;
                let text = std::fs::read_to_string(before.sources.join(source)).ok()?;
                Some((*number, text.trim_start_matches('\u{feff}').to_owned()))
            })
            .collect();
        let part = basis.part(&texts?)?;
        let (root, pages) = (self.root.clone(), self.pages.clone());
        let (config, nothing) = (basis.config.clone(), Diagnostics::default());
        let mut loaded = load::assemble(root, config, part, nothing, pages, None).ok()?;
        if basis.config.contains_key(&format!("preprocessor.{CHECKS}")) {
            // What is wrong is told with the whole book.
            loaded.book.with_preprocessor(Idle(CHECKS));
        }
        let quiet = || render::processed(&loaded, "html", Path::new(""));
        let context = with_default(NoSubscriber::new(), quiet).ok()?;
        let asked: Option<Vec<&Chapter>> = numbers
            .iter()
            .map(|number| {
                let path = &site.parts.chapters[*number].path;
                context
                    .book
                    .chapters()
                    .find(|chapter| chapter.path == *path)
            })
            .collect();
        let cache = &mut self.cache;
        let rendered = with_default(NoSubscriber::new(), || cache.again(&asked?).ok().flatten())?;
        let mut instead = before.instead.clone();
        for (number, rendered) in numbers.into_iter().zip(rendered) {
            let shown = instead.get(&number).unwrap_or(&site.parts.rendered[number]);
            let panels = glance::panels(&shown.content);
            let content = format!("{panels}{}", rendered.content);
            instead.insert(number, Arc::new(content.into()));
        }
        self.views += 1;
        let view = Arc::new(View {
            number: self.views,
            site: Some(Arc::clone(site)),
            instead,
            beside: before.beside,
            folder: Arc::clone(&before.folder),
            not_found: before.not_found.clone(),
            sources: before.sources.clone(),
            real: before.real.clone(),
            finishing: before.finishing.clone(),
            searched: Arc::clone(&before.searched),
        });
        self.view = Some(Arc::clone(&view));
        Some(view)
    }

    fn loaded(&mut self) -> Result<load::Loaded> {
        let mut config = load::config(&self.root)?;
        let src = self.root.join(&config.book.src);
        // The system reports paths with links resolved.
        let real = src.canonicalize().unwrap_or_else(|_| src.clone());
        let changed = &self.changed;
        let below = changed
            .iter()
            .filter_map(|path| path.strip_prefix(&real).ok());
        self.texts.forget(below.map(|path| src.join(path)));
        let html = config.html_config().unwrap_or_default();
        let theme = html.theme_dir(&self.root);
        let theme = theme.canonicalize().unwrap_or(theme);
        let is_text = |path: &&PathBuf| {
            let is_chapter = path.extension().is_some_and(|suffix| suffix == "md");
            is_chapter && path.starts_with(&real) && !path.starts_with(&theme)
        };
        if !changed.iter().all(|path| is_text(&path)) {
            self.cache.forget_all_but_contents();
        }
        let settings = [
            (
                "output.html.live-reload-endpoint",
                serde_json::Value::from(&*self.live_reload),
            ),
            ("output.html.site-url", "/".into()),
            ("output.html.hash-files", false.into()),
        ];
        for (key, value) in settings {
            config
                .set(key, value)
                .with_context(|| format!("failed to set `{key}`"))?;
        }
        let (root, pages) = (self.root.clone(), self.pages.clone());
        let diagnostics = Diagnostics::default();
        load::load_with(root, config, diagnostics, pages, None, &mut self.texts)
    }

    fn render(&mut self, loaded: &load::Loaded) -> Result<(View, usize, Vec<Error>)> {
        self.versions += 1;
        let fresh = self.place.path().join(self.versions.to_string());
        let mut context = render::processed(loaded, "html", &fresh)?;
        let mut html = context.config.html_config().unwrap_or_default();
        // The server has a script of its own for that.
        html.live_reload_endpoint = None;
        context.config.set("output.html", &html)?;
        let sources = context.root.join(&context.config.book.src);
        let not_found = html::not_found(&html);
        let folder = Arc::new(Folder(fresh));
        let made = self.cache.render(&context, &folder.0);
        let made = made.map_err(render::gave_up).context("Rendering failed")?;
        let (site, beside, broken) = match made {
            Some(Made {
                site,
                folder: used,
                beside,
                ..
            }) => {
                if used == folder.0 {
                    site.write_toc(&Files {
                        folder: &used,
                        last: None,
                        sources: sources.clone(),
                        not_found: not_found.clone(),
                    })?;
                    self.folder = Some(Arc::clone(&folder));
                }
                let broken = broken(&context, &site);
                (Some(site), beside, broken)
            }
            None => {
                self.cache = Cache::default();
                render::whole(&context).context("Rendering failed")?;
                self.folder = Some(Arc::clone(&folder));
                (None, self.versions as u64, Vec::new())
            }
        };
        private::keep(
            &context,
            self.folder.as_ref().map_or(&folder.0, |folder| &folder.0),
        )?;
        let folder = self.folder.clone().unwrap_or(folder);
        let finishing = self.finishing(&context, &html, &folder.0, beside)?;
        let pages = context.book.chapters().count();
        self.views += 1;
        let view = View {
            number: self.views,
            site: site.map(Arc::new),
            instead: Instead::new(),
            beside,
            real: sources.canonicalize().unwrap_or_else(|_| sources.clone()),
            folder,
            not_found,
            sources,
            finishing,
            searched: Arc::clone(&self.searched),
        };
        rayon::spawn(move || drop(context));
        Ok((view, pages, broken))
    }
}

impl Preview {
    /// The finishing of a version: that of the one before, where nothing has changed but contents. What pages
    /// asked for under the one before is still there.
    fn finishing(
        &mut self,
        context: &RenderContext,
        html: &HtmlConfig,
        folder: &Path,
        beside: u64,
    ) -> Result<Option<Arc<Finishing>>> {
        // The same may be made again in another folder.
        let of = (beside, folder.to_owned());
        if let Some(known) = self.finishing.as_ref().filter(|known| known.of == of) {
            return Ok(known.finishing.clone());
        }
        let last = self.finishing.take().and_then(|known| known.finishing);
        let mut finishing = Finishing::of(context, html, folder)?;
        if let Some(finishing) = &mut finishing {
            finishing.keep(last.as_deref());
        }
        let finishing = finishing.map(Arc::new);
        self.finishing = Some(Known {
            of,
            finishing: finishing.clone(),
        });
        Ok(finishing)
    }
}

/// What is wrong with each chapter that mdBook's renderer cannot take.
fn broken(context: &RenderContext, site: &Site) -> Vec<Error> {
    let each = site.parts.broken.iter().filter_map(|one| {
        let error = render::cannot_take(context, std::slice::from_ref(one))?;
        Some(error)
    });
    each.collect()
}
