//! Links to concepts that lead nowhere because a definition, or the link itself, has failed.

use std::collections::HashSet;

use book_model::{ChapterId, Diagnostic, Model, Names, Span, id_from_content};

use crate::rule::Checked;
use crate::rules::almost_a_concept;

/// The links that near misses explain, as far as these are said: a failed definition explains the uses
/// that wait for it.
pub(crate) struct Explained {
    links: HashSet<(ChapterId, usize)>,
    /// What the author has tried to define.
    ids: HashSet<String>,
    names: Names<()>,
}

impl Explained {
    /// What is explained by what was said.
    pub(crate) fn by(checked: &Checked<'_>, said: &[Diagnostic]) -> Explained {
        let said = said
            .iter()
            .filter(|one| one.rule == almost_a_concept::RULE.name);
        let said: HashSet<&Span> = said.map(|one| &one.primary.span).collect();
        let mut explained = Explained {
            links: HashSet::new(),
            ids: HashSet::new(),
            names: Names::new(checked.model.english),
        };
        for chapter in &checked.model.chapters {
            let page = &chapter.page;
            let misses = page.near_misses.iter();
            for miss in
                misses.filter(|miss| said.contains(&Span::chapter(chapter.id, miss.range.clone())))
            {
                let links = miss.link.iter().chain(&miss.others);
                explained
                    .links
                    .extend(links.map(|&link| (chapter.id, link)));
                let tried = miss.link.filter(|_| miss.kind.is_attempt());
                if let Some(link) = tried.map(|link| &page.links[link]) {
                    let id = link.concept.as_ref().and_then(|concept| concept.id.clone());
                    let id = id.unwrap_or_else(|| id_from_content(&link.text));
                    explained.ids.insert(id);
                    explained.names.add(&link.text, ());
                }
            }
        }
        explained
    }

    /// Whether this link is explained.
    pub(crate) fn holds(&self, model: &Model, chapter: ChapterId, link: usize) -> bool {
        let written = &model.chapter(chapter).page.links[link];
        let concept = written.concept.as_ref();
        let waits = match concept.and_then(|concept| concept.id.as_ref()) {
            Some(id) => self.ids.contains(id),
            None => self.names.find(&written.text).is_some(),
        };
        waits || self.links.contains(&(chapter, link))
    }
}
