//! The typed model of an mdBook.
mod diagnostic;
mod edit;
mod source;

pub use diagnostic::{Diagnostic, Fix, Label, Located, Place, Severity, line_column};
pub use edit::{Edit, apply, invert};
pub use source::{ChapterId, ChapterSource, FileRef, Sources, Span};
