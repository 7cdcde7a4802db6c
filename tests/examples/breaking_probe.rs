//! A probe.
#![allow(clippy::unwrap_used)]
#[cfg(test)]
#[path = "../suite/breaking_html.rs"]
mod breaking_html;
#[cfg(test)]
#[path = "../suite/includes.rs"]
mod includes;
fn main() {}
