//! The model: what the sources say, in types.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::clash::NameClash;
use crate::concept::{Concept, ConceptId, Concepts, Duplicate, Use, concepts};
use crate::page::{Facts, Heading, Item, Page, UseKind};
use crate::pages::Pages;
use crate::path::{Course, NotAStep, ReadingPath, Step};
use crate::settings::Settings;
use crate::source::{BookPart, ChapterId, ChapterSource, Sources, Span};
use crate::url::{Target, html_path, normalize, relative, resolve};

/// A chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// Its place in reading order.
    pub id: ChapterId,
    /// The name in SUMMARY.md.
    pub name: String,
    /// The part that it stands in.
    pub part: Option<BookPart>,
    /// Where its page goes, before `.md` becomes `.html`; `None` for a draft.
    pub path: Option<String>,
    /// What its text says.
    pub page: Arc<Page>,
}

impl Chapter {
    /// The words of its first heading of level 1, else its name in SUMMARY.md.
    pub fn title(&self) -> &str {
        match self.heading() {
            Some(heading) if !heading.text.is_empty() => &heading.text,
            _ => &self.name,
        }
    }

    /// Its first heading of level 1.
    pub fn heading(&self) -> Option<&Heading> {
        let mut headings = self.page.headings.iter();
        headings.find(|heading| heading.top_level && heading.level == 1)
    }
}

/// A book, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Model {
    /// The chapters in reading order, drafts included, as in [`Sources::chapters`].
    pub chapters: Vec<Chapter>,
    /// The concepts, in the order of their definitions.
    pub concepts: Vec<Concept>,
    /// Definitions of concepts that were defined before.
    pub duplicates: Vec<Duplicate>,
    /// Names of one concept by which links mean another, in the order of the concepts.
    pub clashes: Vec<NameClash>,
    /// The uses of concepts, in reading order.
    pub uses: Vec<Use>,
    /// Links to concepts that are not defined: the chapter, the link's index.
    pub unresolved: Vec<(ChapterId, usize)>,
    /// The reading paths, in the order of `book.toml`.
    pub paths: Vec<ReadingPath>,
    /// Entries of `paths` in `book.toml` that name no chapter.
    pub unknown_paths: Vec<String>,
    /// Whether the book is in English, whose regular plurals are known.
    pub english: bool,
    by_path: HashMap<String, ChapterId>,
    uses_of: Vec<std::ops::Range<usize>>,
}

/// Reads the model from the sources. What does not hold is recorded, never reported here: the
/// rules of `mdbook-chapter-checks` make diagnostics of it.
pub fn analyze(sources: &Sources, settings: &Settings) -> Model {
    analyze_again(sources, settings, &Pages::default(), Facts::All)
}

/// The same, for a book that may have been read before, and with no more of its pages than is asked
/// for: a chapter whose text is as it was in `known` is not parsed again.
pub fn analyze_again(sources: &Sources, settings: &Settings, known: &Pages, facts: Facts) -> Model {
    let pages = known.read(sources, settings, facts);
    let paths: Vec<_> = sources
        .chapters
        .iter()
        .map(|chapter| chapter.path.as_deref())
        .collect();
    let Concepts {
        concepts,
        duplicates,
        clashes,
        uses,
        unresolved,
    } = concepts(&pages, &paths, settings.english);
    let mut model = Model {
        chapters: sources
            .iter()
            .zip(pages)
            .map(|((id, source), page)| chapter(id, source, page))
            .collect(),
        concepts,
        duplicates,
        clashes,
        unresolved,
        by_path: by_path(sources),
        uses_of: uses_of(&uses, sources.chapters.len()),
        uses,
        english: settings.english,
        ..Model::default()
    };
    for entry in &settings.paths {
        match model
            .chapter_at(entry)
            .or_else(|| from_file(sources, entry))
        {
            // Named twice, it is one path.
            Some(chapter) if model.paths.iter().any(|path| path.chapter == chapter) => {}
            Some(chapter) => model.paths.push(reading_path(&model, chapter)),
            None => model.unknown_paths.push(entry.clone()),
        }
    }
    model
}

fn chapter(id: ChapterId, source: &ChapterSource, page: Arc<Page>) -> Chapter {
    Chapter {
        id,
        name: source.name.clone(),
        part: source.part.clone(),
        path: source.path.clone(),
        page,
    }
}

/// A link knows a chapter by its path, and by the page that mdBook makes of it.
fn by_path(sources: &Sources) -> HashMap<String, ChapterId> {
    let mut by_path = HashMap::new();
    let chapters = sources.iter();
    // SUMMARY.md may have `x/../a.md`, whose page is `a.html`.
    let paths = chapters.filter_map(|(id, chapter)| Some((normalize(chapter.path.as_ref()?)?, id)));
    let paths: Vec<_> = paths.collect();
    for (path, id) in &paths {
        by_path.entry(path.clone()).or_insert(*id);
    }
    for (path, id) in &paths {
        by_path.entry(html_path(path)).or_insert(*id);
    }
    by_path
}

/// The chapter that was read from this file, which is named as SUMMARY.md names it: `README.md`, though
/// a link to that would lead nowhere.
fn from_file(sources: &Sources, file: &str) -> Option<ChapterId> {
    let file = normalize(file)?;
    let mut chapters = sources.iter();
    let found = chapters.find(|(_, chapter)| {
        let source = chapter.source_path.as_deref();
        source.and_then(normalize).as_ref() == Some(&file)
    });
    found.map(|(id, _)| id)
}

/// For each chapter the range of its uses, which are in reading order.
fn uses_of(uses: &[Use], chapters: usize) -> Vec<std::ops::Range<usize>> {
    let from = |chapter: usize| uses.partition_point(|known| known.chapter.0 < chapter);
    (0..chapters)
        .map(|chapter| from(chapter)..from(chapter + 1))
        .collect()
}

impl Model {
    /// A chapter.
    pub fn chapter(&self, id: ChapterId) -> &Chapter {
        &self.chapters[id.0]
    }

    /// A concept.
    pub fn concept(&self, id: ConceptId) -> &Concept {
        &self.concepts[id.0]
    }

    /// The place of a link of a chapter.
    pub fn link(&self, chapter: ChapterId, link: usize) -> Span {
        let range = &self.chapter(chapter).page.links[link].range;
        Span::chapter(chapter, range.clone())
    }

    /// The place of the term that defines a concept.
    pub fn term(&self, id: ConceptId) -> Span {
        let concept = self.concept(id);
        let definitions = &self.chapter(concept.chapter).page.definitions;
        self.link(concept.chapter, definitions[concept.definition].link)
    }

    /// The uses of concepts in a chapter, in order.
    pub fn uses_in(&self, chapter: ChapterId) -> &[Use] {
        &self.uses[self.uses_of[chapter.0].clone()]
    }

    /// How many minutes each step of a path takes to read.
    pub fn minutes(
        &self,
        path: &ReadingPath,
        sources: &Sources,
        settings: &Settings,
    ) -> Vec<usize> {
        let minutes = |step: &Step| {
            let page = &self.chapter(step.chapter).page;
            let words = page.words(&sources.chapters[step.chapter.0].text, settings);
            words.minutes(settings.words_per_minute)
        };
        path.steps.par_iter().map(minutes).collect()
    }

    /// For each concept, those whose definitions use it.
    pub fn needed_for(&self) -> Vec<Vec<ConceptId>> {
        let mut needed_for = vec![Vec::new(); self.concepts.len()];
        for (index, concept) in self.concepts.iter().enumerate() {
            for &other in &concept.depends_on {
                needed_for[other.0].push(ConceptId(index));
            }
        }
        needed_for
    }

    /// The destination of a link from one chapter to a place in another.
    pub fn destination(&self, from: ChapterId, to: ChapterId, anchor: &str) -> String {
        let path = |id: ChapterId| self.chapter(id).path.as_deref().unwrap_or_default();
        relative(path(from), path(to), anchor)
    }

    /// The chapter that a link means by this path below the source folder: its own, or its page's.
    pub fn chapter_at(&self, path: &str) -> Option<ChapterId> {
        self.by_path.get(&normalize(path)?).copied()
    }

    /// The chapter that a link in the chapter `from` leads to.
    pub fn chapter_behind(&self, from: ChapterId, destination: &str) -> Option<ChapterId> {
        match resolve(self.chapter(from).path.as_deref()?, destination) {
            Target::Inside { path, .. } => self.chapter_at(&path),
            Target::Outside | Target::Above => None,
        }
    }
}

/// The path that a chapter describes.
fn reading_path(model: &Model, id: ChapterId) -> ReadingPath {
    let chapter = model.chapter(id);
    let page = &chapter.page;
    let mut lists = page.ordered_lists.iter();
    let (mut steps, mut not_steps) = (Vec::new(), Vec::new());
    for item in lists.next().map(Vec::as_slice).unwrap_or_default() {
        match step(model, id, item) {
            Some(step) => steps.push(step),
            None => not_steps.push(NotAStep {
                range: item.range.clone(),
                link: item.link,
                rest: item.rest.clone(),
            }),
        }
    }
    let mut seen = HashSet::new();
    let assumed = model
        .uses_in(id)
        .iter()
        .filter(|used| used.kind == UseKind::Assumed);
    let assumes = assumed
        .map(|used| used.concept)
        .filter(|concept| seen.insert(*concept))
        .collect();
    let course = Course::new(&steps, &model.concepts);
    ReadingPath {
        chapter: id,
        name: chapter.title().to_owned(),
        for_whom: page.lead.clone(),
        steps,
        not_steps,
        split_lists: lists
            .filter_map(|list| list.iter().find(|item| leads_to(model, id, item).is_some()))
            .map(|item| item.range.clone())
            .collect(),
        assumes,
        course,
    }
}

/// The chapter that an item of a path's list leads to.
fn leads_to(model: &Model, path: ChapterId, item: &Item) -> Option<ChapterId> {
    let link = &model.chapter(path).page.links[item.link?];
    if link.destination.is_empty() {
        // It would lead to the path's own chapter, which nobody means by `[Draft]()`.
        return None;
    }
    model.chapter_behind(path, &link.destination)
}

fn step(model: &Model, path: ChapterId, item: &Item) -> Option<Step> {
    let chapter = leads_to(model, path, item)?;
    let link = &model.chapter(path).page.links[item.link?];
    Some(Step {
        chapter,
        text: link.text.clone(),
        reason: item.rest.clone(),
        range: item.range.clone(),
        link: link.range.clone(),
    })
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn a_path_is_named_as_summary_names_it_or_by_its_page() {
        for entry in [
            "p/README.md",
            "./p/README.md",
            "p/index.md",
            "p/index.html",
            "q.md",
            "x/../q.md",
        ] {
            let model = Fixture::parse(&format!(
                "//- book.toml\npreprocessor.reading-paths.paths = [\"{entry}\"]\n\
                 //- src/SUMMARY.md\n- [P](p/README.md)\n- [Q](x/../q.md)\n\
                 //- src/p/README.md\n//- src/x/../q.md\n"
            ))
            .model();
            assert_eq!(model.unknown_paths, Vec::<String>::new(), "{entry}");
            assert_eq!(model.paths.len(), 1, "{entry}");
        }
    }

    #[test]
    fn what_lies_above_the_source_folder_is_no_path() {
        let model = Fixture::parse(
            "//- book.toml\npreprocessor.reading-paths.paths = [\"../p.md\"]\n\
             //- src/SUMMARY.md\n- [O](../o.md)\n- [A](a.md)\n//- src/../o.md\n//- src/a.md\n",
        )
        .model();
        assert_eq!(model.unknown_paths, ["../p.md"]);
        assert!(model.paths.is_empty());
    }

    #[test]
    fn a_link_leads_to_a_page_and_not_to_a_readme() {
        let model =
            Fixture::parse("//- src/SUMMARY.md\n- [P](p/README.md)\n- [Q](x/../q.md)\n").model();
        let [p, q] = [&model.chapters[0], &model.chapters[1]].map(|chapter| chapter.id);
        for (from, destination, to) in [
            (p, "../q.md", Some(q)),
            (p, "../x/../q.html#a", Some(q)),
            (q, "p/index.md", Some(p)),
            (q, "#a", Some(q)),
            (q, "p/README.md", None),
            (q, "x/q.md", None),
        ] {
            assert_eq!(model.chapter_behind(from, destination), to, "{destination}");
        }
    }
}
