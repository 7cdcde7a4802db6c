//! The finishing steps of a book: finished HTML in, better HTML or files out. Nothing here opens a file, and
//! no step runs unless it is named.

#[cfg(feature = "search")]
pub mod search;
