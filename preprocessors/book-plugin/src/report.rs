//! What a plugin says of a book.

use book_model::{Located, Severity};

/// What a plugin says of a book, and what follows from it.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// What is wrong with the prose, with its places on disk.
    pub diagnostics: Vec<Located>,
    /// Whether the pages show the errors among it, so that the book is of use all the same.
    pub shown: bool,
}

impl Report {
    /// Whether the book is not to be used: it has errors, and no page would show them.
    pub fn stops(&self) -> bool {
        !self.shown && has_errors(&self.diagnostics)
    }
}

/// Whether one of these is an error.
pub fn has_errors(diagnostics: &[Located]) -> bool {
    diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
}
