//! Why there is no result.

use std::fmt;

use anyhow::Error;
use book_model::{Located, Place};

/// Why a build or a check gave no result. The folder that was to be written is as it was before.
#[derive(Debug)]
pub enum Failure {
    /// The prose has errors: at least one of these diagnostics is one.
    Prose(Vec<Located>),
    /// A preprocessor or a renderer failed; what the plugins had found until then comes with it.
    Rendering(Vec<Located>, Error),
    /// It could not be begun: there is no book, its configuration does not hold, a chapter leads out
    /// of it, or the place to write to is not ours to empty.
    NotStarted(Error),
}

impl Failure {
    /// What the plugins found before it ended.
    pub fn diagnostics(&self) -> &[Located] {
        match self {
            Failure::Prose(found) | Failure::Rendering(found, _) => found,
            Failure::NotStarted(_) => &[],
        }
    }

    /// The error to show after the diagnostics, if they do not say it all.
    pub fn error(&self) -> Option<&Error> {
        match self {
            Failure::Prose(_) => None,
            Failure::Rendering(_, error) | Failure::NotStarted(error) => Some(error),
        }
    }
}

/// A message with what to do next, for what keeps a book from being read or built. It travels inside an
/// [`Error`] and is found there by `downcast_ref`.
#[derive(Debug)]
pub struct Advice {
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do next.
    pub help: String,
    /// Where, in a file with an absolute path, if it is about a place.
    pub place: Option<Place>,
}

impl Advice {
    /// An error of a message and the next step.
    pub fn error(message: impl Into<String>, help: impl Into<String>) -> Error {
        Error::new(Advice {
            message: message.into(),
            help: help.into(),
            place: None,
        })
    }

    /// The same about a place.
    pub fn at(place: Place, message: impl Into<String>, help: impl Into<String>) -> Error {
        Error::new(Advice {
            message: message.into(),
            help: help.into(),
            place: Some(place),
        })
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Advice {}
