//! What is wrong, in the pages themselves, while a book is being served.
//!
//! [`Panels`] decides what is shown where, `html` writes it, `excerpt` shows the lines that it is
//! about, `escape` keeps what a book says from being read as anything but text.

mod escape;
mod excerpt;
mod html;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use book_model::{
    ChapterId, Edit, FileRef, GENERATED_BEGIN, GENERATED_END, HtmlFaultKind, Located, Model,
    Severity, Sources,
};
use book_plugin::{Context, Report};

use crate::plugin::{NAME, runs_for};

/// The panels of a book: one at the head of each page that something was found in, and one on the
/// first page, for the whole of it.
#[derive(Debug, Clone, Default)]
pub struct Panels {
    edits: HashMap<ChapterId, Edit>,
    shown: bool,
}

impl Panels {
    /// The panels for what `plugin` found. A book has them while it is being served, where its pages
    /// are checked; in any other book errors stop the run.
    pub fn new(
        context: &Context,
        plugin: &str,
        sources: &Sources,
        model: &Model,
        found: &[(FileRef, Located)],
    ) -> Panels {
        let first = model.chapters.iter().find(|one| one.path.is_some());
        let Some(first) = first.filter(|_| context.is_served() && runs_for(context, "html")) else {
            return Panels::default();
        };
        let shown = Panels {
            edits: HashMap::new(),
            shown: true,
        };
        let region = format!("mistakes-{plugin}");
        // The pages say it, whatever else is made of the book meanwhile; and they say it once.
        let said = |chapter: &book_model::Chapter| chapter.page.has_generated(&region);
        if !context.is_html() || found.is_empty() || model.chapters.iter().any(said) {
            return shown;
        }
        let findings = Findings::new(plugin, model, first.id, found);
        let edits = findings.pages().into_iter().map(|id| {
            let panel = mark(&region, &html::panel(&findings, id));
            let edit = if findings.breaks(id) {
                let text = &sources.chapters[id.0].text;
                let heading = html::heading(model.chapter(id));
                let source = mark(&region, &html::source(text));
                Edit::replace(0..text.len(), format!("{panel}{heading}{source}"))
            } else {
                Edit::insert(0, panel)
            };
            (id, edit)
        });
        Panels {
            edits: edits.collect(),
            ..shown
        }
    }

    /// What changes in a chapter; to be given ahead of a plugin's own edits.
    pub fn edits(&self, id: ChapterId) -> Vec<Edit> {
        self.edits.get(&id).cloned().into_iter().collect()
    }

    /// What was found, as the plugin reports it.
    pub fn report(&self, found: Vec<(FileRef, Located)>) -> Report {
        Report {
            diagnostics: found.into_iter().map(|(_, one)| one).collect(),
            shown: self.shown,
        }
    }
}

/// A region of its own, so that it is passed over by whatever reads the chapter.
fn mark(name: &str, html: &str) -> String {
    format!("{GENERATED_BEGIN}{name} -->\n{html}\n{GENERATED_END}\n\n")
}

/// What was found in a book, by the page that shows it.
pub(crate) struct Findings<'a> {
    /// Who found it.
    pub(crate) plugin: &'a str,
    pub(crate) model: &'a Model,
    /// The first page, which also shows what is on no page.
    pub(crate) first: ChapterId,
    of_page: BTreeMap<(Severity, ChapterId), Vec<&'a Located>>,
    /// How many there are of each severity, on all pages.
    counts: BTreeMap<Severity, usize>,
}

impl<'a> Findings<'a> {
    fn new(
        plugin: &'a str,
        model: &'a Model,
        first: ChapterId,
        found: &'a [(FileRef, Located)],
    ) -> Findings<'a> {
        let mut findings = Findings {
            plugin,
            model,
            first,
            of_page: BTreeMap::new(),
            counts: BTreeMap::new(),
        };
        for (file, one) in found {
            let page = match file {
                FileRef::Config | FileRef::Summary => first,
                FileRef::Chapter(id) | FileRef::OnDisk(id) => match model.chapter(*id).path {
                    Some(_) => *id,
                    None => first,
                },
            };
            let of_page = findings.of_page.entry((one.severity, page));
            of_page.or_default().push(one);
            *findings.counts.entry(one.severity).or_default() += 1;
        }
        findings
    }

    /// The pages that have a panel.
    fn pages(&self) -> BTreeSet<ChapterId> {
        let pages = self.of_page.keys().map(|&(_, page)| page);
        pages.chain([self.first]).collect()
    }

    /// What a page shows in full.
    pub(crate) fn of(&self, page: ChapterId, severity: Severity) -> &[&'a Located] {
        let found = self.of_page.get(&(severity, page));
        found.map_or(&[], Vec::as_slice)
    }

    /// How many there are in the whole book.
    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.counts.get(&severity).copied().unwrap_or_default()
    }

    /// Every page but the first that has any of this severity, and how many.
    pub(crate) fn behind_the_first(&self, severity: Severity) -> Vec<(ChapterId, usize)> {
        let pages = self.of_page.iter();
        pages
            .filter(|((of, page), _)| *of == severity && *page != self.first)
            .map(|((_, page), found)| (*page, found.len()))
            .collect()
    }

    /// Whether mdBook cannot render the page, and this plugin is to put its text there. The others
    /// have edits of their own in a page, which would be of no use in one that is replaced.
    fn breaks(&self, page: ChapterId) -> bool {
        let mut faults = self.model.chapter(page).page.html_faults.iter();
        let breaks = |kind: &HtmlFaultKind| kind.panics() || matches!(kind, HtmlFaultKind::TooDeep);
        self.plugin == NAME && faults.any(|fault| breaks(&fault.kind))
    }
}
