//! The tests of the whole, a file for each feature.

// Tests say what went wrong by panicking.
#![allow(clippy::unwrap_used)]

mod anchors;
mod concepts;
mod hub;
mod paths;
mod pins;
mod properties;
