//! Helpers for the tests of the whole, one for each kind of test:
//!
//! - [`TestBook`]: a book written in a string, as files in a temporary folder; through mdBook's
//!   driver and any plugins ([`TestBook::process`]), or rendered ([`TestBook::render`]).
//! - [`html`]: what a rendered page has in it.
//! - [`program`]: a plugin's program, over its standard input.
//! - [`strategy`]: generated Markdown, with every construct in every container.

pub mod html;
pub mod program;
pub mod strategy;
mod test_book;

pub use test_book::{Processed, TestBook};
