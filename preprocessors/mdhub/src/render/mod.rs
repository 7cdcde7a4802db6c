//! Diagnostics as text, one file for each format.
//!
//! To add a format: 1. write a file here with one function from a diagnostic to a string; 2. name it
//! below; 3. give the command that is to have it an option for it.

mod text;

pub(crate) use text::{plain as plain_text, styled as text};
