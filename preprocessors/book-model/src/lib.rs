//! The typed model of an mdBook: chapters, headings, links, concepts, reading paths; the
//! diagnostics that speak of them; the edits that change them.
//!
//! The prose is the database. What the tools need is read from plain Markdown, parsed with mdBook's
//! own options, and nothing here opens a file, prints, or knows mdBook's types:
//!
//! ```
//! use book_model::{ChapterSource, Settings, Sources, analyze};
//!
//! let chapter = ChapterSource {
//!     name: "Retries".into(),
//!     path: Some("retries.md".into()),
//!     text: "# Retries\n\n[Retry budget](concept:)\n: A cap on retries.\n".into(),
//!     ..ChapterSource::default()
//! };
//! let sources = Sources { chapters: vec![chapter], ..Sources::default() };
//! let model = analyze(&sources, &Settings::default());
//! assert_eq!(model.concepts[0].anchor(), "concept-retry-budget");
//! assert_eq!(model.concepts[0].note.plain(), "A cap on retries.");
//! ```
//!
//! The order of reading: [`Sources`] go in, [`Page`] has the facts of one chapter, [`Model`] what
//! they mean together, [`Diagnostic`] what is wrong with it, [`Edit`] what a plugin changes.

mod anchor;
mod carry;
mod clash;
mod concept;
mod config;
mod container;
mod cursor;
mod cycle;
mod diagnostic;
mod edit;
#[cfg(any(test, feature = "fixture"))]
pub mod fixture;
mod generated;
mod include;
mod inline;
mod lines;
mod model;
mod name;
mod order;
mod page;
mod pages;
mod path;
mod settings;
mod source;
mod summary;
mod url;

pub use anchor::id_from_content;
pub use carry::{Carried, Carrier};
pub use clash::{NameClash, NameForm};
pub use concept::{Concept, ConceptId, Duplicate, Use};
pub use config::{element_range, entry_ranges, key_range};
pub use container::{Container, item_marker};
pub use cursor::Cursor;
pub use cycle::Cycle;
pub use diagnostic::{Diagnostic, Label, Located, Place, Severity, char_boundary, line_column};
pub use edit::{Edit, apply, invert};
pub use generated::{GENERATED_BEGIN, GENERATED_END};
pub use include::{
    Directive, DirectiveKind, Form, Include, Included, Part, directives, include_anchors,
};
pub use inline::{Inline, Inlines, Style, escape_html, escape_markdown, escape_title};
pub use model::{Chapter, Model, analyze, analyze_again};
pub use name::{NameKey, Names, plural};
pub use order::{PathUses, TooEarly};
pub use page::{
    Allow, Body, ChecklistItem, ConceptRef, Definition, DroppedEnd, Facts, Fence, Heading,
    HtmlFault, HtmlFaultKind, Item, Link, LinkKind, LoneComment, Malformed, Marker, MarkerKind,
    Media, NearMiss, NearMissKind, Page, RepeatedAnchor, Section, UseKind, Words,
};
pub use pages::Pages;
pub use path::{NotAStep, ReadingPath, Step};
pub use settings::{Settings, SettingsError, WORDS_PER_MINUTE};
pub use source::{BookPart, ChapterId, ChapterSource, FileRef, Sources, Span};
pub use summary::{SummaryEntry, summary_entries};
pub use url::{Target, clean, file_name, html_path, normalize, relative, resolve};
