//! Concepts: what they are called, where they are defined, who uses them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::anchor::{CONCEPT_ANCHOR, concept_anchor};
use crate::clash::{NameClash, clashes};
use crate::inline::Inlines;
use crate::name::Names;
use crate::page::{Page, UseKind};
use crate::source::ChapterId;
use crate::url::{Target, normalize, resolve};

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
            let first = *by_id.entry(definition.id.as_str()).or_insert(next);
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
    let known = Known {
        meant: meant(pages, &names),
        concepts: &found.concepts,
        by_id,
        paths,
    };
    let in_pages: Vec<_> = pages
        .par_iter()
        .enumerate()
        .map(|(chapter, page)| known.uses(ChapterId(chapter), page))
        .collect();
    for (uses, unresolved) in in_pages {
        found.uses.extend(uses);
        found.unresolved.extend(unresolved);
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

/// What each text means by which a link uses a concept. A book says the same few names again and
/// again, so that each is looked for once.
fn meant<'a>(
    pages: &'a [Arc<Page>],
    names: &Names<ConceptId>,
) -> HashMap<&'a str, Option<ConceptId>> {
    let links = pages.iter().flat_map(|page| &page.links);
    let by_name = links.filter(|link| {
        let concept = link.concept.as_ref();
        concept.is_some_and(|reference| reference.id.is_none())
    });
    let texts: HashSet<_> = by_name.map(|link| link.text.as_str()).collect();
    texts
        .into_par_iter()
        .map(|text| (text, names.find(text)))
        .collect()
}

/// What is known of the concepts when their uses are looked for.
struct Known<'a> {
    concepts: &'a [Concept],
    by_id: HashMap<&'a str, ConceptId>,
    /// By the text of a link.
    meant: HashMap<&'a str, Option<ConceptId>>,
    /// Of the chapters.
    paths: &'a [Option<&'a str>],
}

impl Known<'_> {
    /// The uses in a page, and the links of it that mean no concept that there is.
    fn uses(&self, chapter: ChapterId, page: &Page) -> (Vec<Use>, Vec<(ChapterId, usize)>) {
        let (mut uses, mut unresolved) = (Vec::new(), Vec::new());
        let terms: HashSet<usize> = page
            .definitions
            .iter()
            .map(|definition| definition.link)
            .collect();
        let concept_of =
            |definition: usize| self.by_id.get(&*page.definitions[definition].id).copied();
        for (index, link) in page.links.iter().enumerate() {
            if terms.contains(&index) || !link.authored {
                continue;
            }
            let (concept, kind) = match &link.concept {
                Some(reference) => {
                    let concept = match &reference.id {
                        Some(id) => self.by_id.get(&**id).copied(),
                        None => self.meant.get(&*link.text).copied().flatten(),
                    };
                    let kind = reference.kind.clone().unwrap_or(UseKind::Required);
                    (concept, kind)
                }
                None => match self.by_anchor(&link.destination, chapter) {
                    Some(concept) => (Some(concept), UseKind::Required),
                    None => continue,
                },
            };
            let Some(concept) = concept else {
                unresolved.push((chapter, index));
                continue;
            };
            uses.push(Use {
                concept,
                chapter,
                link: index,
                kind,
                in_definition: page.definition_at(link.range.start).and_then(concept_of),
                resolved: link.concept.is_none(),
            });
        }
        (uses, unresolved)
    }

    /// The concept whose anchor this is: a link to it is a use like any other.
    fn by_anchor(&self, destination: &str, chapter: ChapterId) -> Option<ConceptId> {
        let (_, fragment) = destination.split_once('#')?;
        if !fragment.starts_with(CONCEPT_ANCHOR) {
            return None;
        }
        let Target::Inside { path, fragment } = resolve(self.paths[chapter.0]?, destination) else {
            return None;
        };
        let concept = *self.by_id.get(fragment?.strip_prefix(CONCEPT_ANCHOR)?)?;
        let defined_in = self.paths[self.concepts[concept.0].chapter.0]?;
        (Some(path) == normalize(defined_in)).then_some(concept)
    }
}
