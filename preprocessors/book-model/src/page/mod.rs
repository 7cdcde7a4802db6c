//! The facts of one chapter: a pure function of its text and the settings.
//!
//! Each kind of fact has a file of its own and is one pass over the chapter's events.

mod allows;
mod anchors;
mod closing;
mod definitions;
mod fences;
mod holders;
mod html_tree;
mod inlines;
mod links;
mod lists;
mod markers;
mod media;
mod near_misses;
mod outline;
mod parsed;
mod ranges;
mod raw_html;
mod words;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use crate::edit::Edit;
use crate::inline::Inlines;
use crate::settings::Settings;

pub use allows::Allow;
pub use anchors::RepeatedAnchor;
pub use definitions::{Body, Definition};
pub use fences::Fence;
pub use html_tree::{DroppedEnd, HtmlFault, HtmlFaultKind};
pub use links::{ConceptRef, Link, LinkKind, UseKind};
pub use lists::{ChecklistItem, Item};
pub use markers::{LoneComment, Marker, MarkerKind};
pub use media::Media;
pub use near_misses::{Malformed, NearMiss, NearMissKind};
pub use outline::Section;
pub use words::Words;

pub(crate) use parsed::Parsed;

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its words.
    pub text: String,
    /// The id that it has in the rendered page.
    pub anchor: String,
    /// Its bytes, the line's end included.
    pub range: Range<usize>,
    /// Whether it stands in the text itself rather than in a list or a quotation.
    pub top_level: bool,
}

/// How much of a chapter is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facts {
    /// What pages are made of. What only the rules look at is left empty: the outline, media, fences,
    /// comments, near misses, and what goes wrong with raw HTML.
    Prose,
    /// Everything.
    All,
}

/// The facts of one chapter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Headings, in order.
    pub headings: Vec<Heading>,
    /// Every id in the rendered page that a link can point to, with the place that makes it.
    pub anchors: HashMap<String, Range<usize>>,
    /// Ids that a second place has as well, in order. Two places with nothing to see between them are
    /// one, as are a heading and what stands in it.
    pub repeated_anchors: Vec<RepeatedAnchor>,
    /// The headings by which a reader finds the way, those in raw HTML too, in order.
    pub outline: Vec<Section>,
    /// Images, films and sounds, in order.
    pub media: Vec<Media>,
    /// Fenced blocks of code, in order.
    pub fences: Vec<Fence>,
    /// Markdown links, and those of raw HTML, in order.
    pub links: Vec<Link>,
    /// Definitions of concepts, in order.
    pub definitions: Vec<Definition>,
    /// Places where something generated goes.
    pub markers: Vec<Marker>,
    /// Other comments of a line that stand alone in a block.
    pub lone_comments: Vec<LoneComment>,
    /// Comments that let what a rule finds pass.
    pub allows: Vec<Allow>,
    /// The first paragraph of the text.
    pub lead: Inlines,
    /// Where the first word of the text stands, headings included; its end where there is none.
    pub prose_start: usize,
    /// The ordered lists of the text, with their items.
    pub ordered_lists: Vec<Vec<Item>>,
    /// Items of checklists.
    pub checklist: Vec<ChecklistItem>,
    /// What looks like a definition and is none.
    pub near_misses: Vec<NearMiss>,
    /// What goes wrong with raw HTML.
    pub html_faults: Vec<HtmlFault>,
    /// Regions that a plugin made: its name, the bytes.
    pub generated: Vec<(String, Range<usize>)>,
    /// Whether it ends in code or in raw HTML that is never closed: what came behind would be a part of that.
    pub open_end: bool,
    /// Counted when somebody asks: most chapters stand on no path, and counting takes as long as all else.
    words: OnceLock<Words>,
}

impl Page {
    /// Reads the facts of a chapter from its text.
    pub fn parse(text: &str, settings: &Settings) -> Page {
        Page::read(text, settings, Facts::All)
    }

    /// Reads this much of a chapter from its text.
    pub(crate) fn read(text: &str, settings: &Settings, facts: Facts) -> Page {
        let parsed = Parsed::new(text, settings);
        let rules = facts == Facts::All;
        let links = links::links(&parsed);
        let definitions = definitions::definitions(&parsed, &links);
        let anchors = anchors::anchors(&parsed, &definitions);
        Page {
            near_misses: when(rules, || {
                let lists = settings.definition_lists;
                near_misses::near_misses(&parsed, &links, &definitions, lists)
            }),
            lead: lists::lead(&parsed),
            prose_start: words::start(&parsed),
            ordered_lists: lists::ordered_lists(&parsed, &links),
            checklist: lists::checklist(&parsed, &anchors.headings),
            markers: markers::markers(&parsed),
            lone_comments: when(rules, || markers::lone_comments(&parsed)),
            allows: when(rules, || allows::allows(&parsed)),
            html_faults: when(rules, || html_tree::html_faults(&parsed, settings.runnable)),
            headings: anchors.headings,
            anchors: anchors.places,
            repeated_anchors: anchors.repeated,
            outline: when(rules, || outline::outline(&parsed)),
            media: when(rules, || media::media(&parsed)),
            fences: when(rules, || fences::fences(&parsed)),
            links,
            definitions,
            open_end: closing::is_open(&parsed),
            generated: parsed.generated,
            words: OnceLock::new(),
        }
    }

    /// How much there is to read in the chapter, whose text is `text`.
    pub(crate) fn words(&self, text: &str, settings: &Settings) -> Words {
        *self.words.get_or_init(|| words::words(text, settings))
    }

    /// Puts something in the place of each marker of a kind: what `make` gives for the marker, and for its
    /// number among those of its kind in the page.
    pub fn splice(
        &self,
        kind: MarkerKind,
        mut make: impl FnMut(&Marker, usize) -> String,
    ) -> Vec<Edit> {
        let markers = self.markers.iter().filter(|marker| marker.kind == kind);
        let edits = markers.enumerate().map(|(number, marker)| {
            let made = make(marker, number);
            Edit::replace(
                marker.range.clone(),
                format!("{made}\n{}", marker.container.blank()),
            )
        });
        edits.collect()
    }

    /// The heading that `offset` stands under.
    pub fn heading_at(&self, offset: usize) -> Option<&Heading> {
        let after = self
            .headings
            .partition_point(|heading| heading.range.start <= offset);
        after.checked_sub(1).map(|index| &self.headings[index])
    }

    /// The definition whose term or body holds `offset`.
    pub fn definition_at(&self, offset: usize) -> Option<usize> {
        ranges::holding(&self.definitions, |definition| &definition.range, offset)
    }

    /// Whether a plugin of this name has already been at work here.
    pub fn has_generated(&self, name: &str) -> bool {
        self.generated.iter().any(|(by, _)| by == name)
    }
}

/// What is read when it is wanted.
fn when<T: Default>(wanted: bool, read: impl FnOnce() -> T) -> T {
    if wanted { read() } else { T::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_rules_look_at_is_left_out_and_nothing_else() {
        let text = "# A\n\n[Load](concept:)\n: How much.\n\n![](a.png) <b>\n\n<!-- x -->\n\n\
            <!-- allow: x, y -->\n\n1. [B](b.md)\n\n```\n```\n\n<!-- concept-index -->\n\n\
            ## Checklist\n\n- one\n\n[Late](concept:) : what.\n";
        let settings = Settings::default();
        let [prose, all] =
            [Facts::Prose, Facts::All].map(|facts| Page::read(text, &settings, facts));
        assert!(!all.outline.is_empty() && !all.media.is_empty() && !all.fences.is_empty());
        assert!(!all.lone_comments.is_empty() && !all.allows.is_empty());
        assert!(!all.html_faults.is_empty() && !all.near_misses.is_empty());
        let without = Page {
            outline: Vec::new(),
            media: Vec::new(),
            fences: Vec::new(),
            lone_comments: Vec::new(),
            allows: Vec::new(),
            html_faults: Vec::new(),
            near_misses: Vec::new(),
            ..all
        };
        assert_eq!(prose, without);
    }
}
