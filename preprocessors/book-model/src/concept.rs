//! Concepts: what they are called, where they are defined, who uses them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::anchor::{CONCEPT_ANCHOR, concept_anchor};
use crate::clash::{NameClash, clashes};
use crate::inline::Inlines;
use crate::name::Names;
use crate::page::{Page, UseKind};
use crate::source::ChapterId;
use crate::url::{Target, resolve};

/// A concept's place among [`crate::Model::concepts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConceptId(pub usize);

/// A concept that some chapter defines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concept {
    /// Its id: with it, its anchor is a contract with the outside.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The same with its styles.
    pub name_inlines: Inlines,
    /// Other names.
    pub aliases: Vec<String>,
    /// What it is, in a paragraph.
    pub note: Inlines,
    /// The chapter that defines it.
    pub chapter: ChapterId,
    /// The definition, by its index among that chapter's.
    pub definition: usize,
    /// The concepts that its definition uses, signposts left out, in the order of use.
    pub depends_on: Vec<ConceptId>,
}

impl Concept {
    /// The anchor of its definition.
    pub fn anchor(&self) -> String {
        concept_anchor(&self.id)
    }
}

/// A place where a concept is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    /// What is used.
    pub concept: ConceptId,
    /// Where.
    pub chapter: ChapterId,
    /// The link, by its index among that chapter's.
    pub link: usize,
    /// What it asks of the reader.
    pub kind: UseKind,
    /// The concept in whose definition the use stands.
    pub in_definition: Option<ConceptId>,
    /// Whether the link already points to the definition's anchor.
    pub resolved: bool,
}

/// A second definition of a concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duplicate {
    /// The concept, as it was defined first.
    pub concept: ConceptId,
    /// The chapter of the second definition.
    pub chapter: ChapterId,
    /// The definition, by its index among that chapter's.
    pub definition: usize,
}

/// The concepts of a book and their uses.
#[derive(Debug, Default)]
pub(crate) struct Concepts {
    pub(crate) concepts: Vec<Concept>,
    pub(crate) duplicates: Vec<Duplicate>,
    pub(crate) clashes: Vec<NameClash>,
    pub(crate) uses: Vec<Use>,
    pub(crate) unresolved: Vec<(ChapterId, usize)>,
}

/// Finds the concepts that `pages` define and use; `paths` are the places of the pages.
pub(crate) fn concepts(pages: &[Arc<Page>], paths: &[Option<&str>], english: bool) -> Concepts {
    let mut found = Concepts::default();
    let mut by_id = HashMap::new();
    for (chapter, page) in pages.iter().enumerate() {
        for (index, definition) in page.definitions.iter().enumerate() {
            let next = ConceptId(found.concepts.len());
            let first = *by_id.entry(definition.id.clone()).or_insert(next);
            if first != next {
                found.duplicates.push(Duplicate {
                    concept: first,
                    chapter: ChapterId(chapter),
                    definition: index,
                });
                continue;
            }
            found.concepts.push(Concept {
                id: definition.id.clone(),
                name: definition.name.clone(),
                name_inlines: definition.name_inlines.clone(),
                aliases: definition.aliases.clone(),
                note: definition.note.clone(),
                chapter: ChapterId(chapter),
                definition: index,
                depends_on: Vec::new(),
            });
        }
    }
    let names = names(&found.concepts, english);
    found.clashes = clashes(&found.concepts, &names, english);
    for (chapter, page) in pages.iter().enumerate() {
        uses_of_page(&mut found, &by_id, &names, ChapterId(chapter), page, paths);
    }
    let mut seen = HashSet::new();
    for at in 0..found.uses.len() {
        let Use {
            concept,
            in_definition,
            kind,
            ..
        } = found.uses[at];
        if let (Some(from), UseKind::Required) = (in_definition, kind)
            && from != concept
            && seen.insert((from, concept))
        {
            found.concepts[from.0].depends_on.push(concept);
        }
    }
    found
}

/// Names first and aliases behind them, so that a name is never taken by another's alias.
fn names(concepts: &[Concept], english: bool) -> Names<ConceptId> {
    let mut names = Names::new(english);
    for (index, concept) in concepts.iter().enumerate() {
        names.add(&concept.name, ConceptId(index));
    }
    for (index, concept) in concepts.iter().enumerate() {
        for alias in &concept.aliases {
            names.add(alias, ConceptId(index));
        }
    }
    names
}

fn uses_of_page(
    found: &mut Concepts,
    by_id: &HashMap<String, ConceptId>,
    names: &Names<ConceptId>,
    chapter: ChapterId,
    page: &Page,
    paths: &[Option<&str>],
) {
    let terms: HashMap<usize, usize> = page
        .definitions
        .iter()
        .enumerate()
        .map(|(index, definition)| (definition.link, index))
        .collect();
    let concept_of = |definition: usize| by_id.get(&page.definitions[definition].id).copied();
    for (index, link) in page.links.iter().enumerate() {
        if terms.contains_key(&index) || !link.authored {
            continue;
        }
        let (concept, kind, resolved) = match &link.concept {
            Some(reference) => {
                let concept = match &reference.id {
                    Some(id) => by_id.get(id).copied(),
                    None => names.find(&link.text),
                };
                let Some(concept) = concept else {
                    found.unresolved.push((chapter, index));
                    continue;
                };
                (
                    concept,
                    reference.kind.clone().unwrap_or(UseKind::Required),
                    false,
                )
            }
            None => {
                let Some(concept) = by_anchor(found, by_id, &link.destination, chapter, paths)
                else {
                    continue;
                };
                (concept, UseKind::Required, true)
            }
        };
        found.uses.push(Use {
            concept,
            chapter,
            link: index,
            kind,
            in_definition: page.definition_at(link.range.start).and_then(concept_of),
            resolved,
        });
    }
}

/// The concept whose anchor this is: a link to it is a use like any other.
fn by_anchor(
    found: &Concepts,
    by_id: &HashMap<String, ConceptId>,
    destination: &str,
    chapter: ChapterId,
    paths: &[Option<&str>],
) -> Option<ConceptId> {
    let (_, fragment) = destination.split_once('#')?;
    if !fragment.starts_with(CONCEPT_ANCHOR) {
        return None;
    }
    let Target::Inside { path, fragment } = resolve(paths[chapter.0]?, destination) else {
        return None;
    };
    let concept = *by_id.get(fragment?.strip_prefix(CONCEPT_ANCHOR)?)?;
    let defined_in = paths[found.concepts[concept.0].chapter.0]?;
    (path == defined_in).then_some(concept)
}
