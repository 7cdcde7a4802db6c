//! Books to measure with: as many chapters as wanted of prose that no one wrote.
//!
//! [`Book`] makes the files of one. The program `book-bench` builds such books with stock mdBook and with
//! `mdhub` in turn and prints how long each took; `benches/stages.rs` measures the stages of a build.

mod book;
mod layout;
mod prose;
mod random;
mod words;

pub use book::Book;
