//! Links to concepts get a destination, and the concept's note as their title.

use book_model::{ChapterId, Edit, Link, LinkKind, Model, Use, escape_html, escape_title};

pub(crate) fn edits(model: &Model, chapter: ChapterId, text: &str) -> Vec<Edit> {
    let page = &model.chapter(chapter).page;
    // What stands in a definition that holds another one is left alone with it.
    let is_left = |used: &&Use| {
        let definition = page.definition_at(page.links[used.link].range.start);
        definition.is_some_and(|definition| page.definitions[definition].nests)
    };
    let uses = model
        .uses_in(chapter)
        .iter()
        .filter(|used| !used.resolved && !is_left(used));
    uses.flat_map(|used| edits_of(model, used, &page.links[used.link], text))
        .collect()
}

fn edits_of(model: &Model, used: &Use, link: &Link, text: &str) -> Vec<Edit> {
    let concept = model.concept(used.concept);
    let to = model.destination(used.chapter, concept.chapter, &concept.anchor());
    match link.kind {
        LinkKind::Markdown => {
            let title = if link.title.is_empty() {
                concept.note.plain()
            } else {
                link.title.clone()
            };
            let title = match title.as_str() {
                "" => String::new(),
                title => format!(" \"{}\"", escape_title(title)),
            };
            vec![Edit::replace(link.tail.clone(), format!("]({to}{title})"))]
        }
        // Where an entity hides the address, there are no bytes of it to replace.
        LinkKind::Html if text[link.range.clone()] == link.destination => {
            vec![Edit::replace(link.range.clone(), escape_html(&to))]
        }
        LinkKind::Html | LinkKind::Autolink => Vec::new(),
    }
}
