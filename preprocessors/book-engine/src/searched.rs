//! The files to search in, of a book on view: made when a reader opens the search, and not with each save.

use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use book_finish::File;

/// What was made last, and what before: a page that has opened its search goes on with the files that it began
/// with.
#[derive(Debug, Default)]
pub(crate) struct Searched {
    made: Mutex<Made>,
}

#[derive(Debug, Default)]
struct Made {
    /// The number of the view that it was made of.
    view: Option<u64>,
    files: Vec<File>,
    before: Vec<File>,
}

impl Searched {
    /// A file to search in. When a search begins with it, what is there is made new with `make`, if it was of
    /// another view.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub(crate) fn file(
        &self,
        name: &str,
        view: u64,
        make: impl FnOnce() -> Result<Vec<File>>,
    ) -> Result<Option<Vec<u8>>> {
        if !book_finish::is_of_search(name) {
            return Ok(None);
        }
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if made.view != Some(view) && (made.view.is_none() || book_finish::begins_search(name)) {
            let files = make()?;
            made.before = std::mem::replace(&mut made.files, files);
            made.view = Some(view);
        }
        let all = made.files.iter().chain(&made.before);
        let found = all
            .filter(|file| file.path == name)
            .map(|file| file.bytes.clone());
        Ok({ found }.next())
    }
}
