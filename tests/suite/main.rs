//! The tests of the whole, a file for each feature.

// Tests say what went wrong by panicking.
#![allow(clippy::unwrap_used)]

mod anchors;
mod breaking_html;
mod concepts;
mod hostile_books;
mod hostile_text;
mod hub;
mod includes;
mod keys;
mod map;
mod panel;
mod paths;
mod pins;
mod properties;
