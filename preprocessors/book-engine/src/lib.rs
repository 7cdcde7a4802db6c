//! Drives mdBook's own renderer: loads a book, runs the project's plugins in process, renders into
//! a fresh folder, and puts the result in place only when it is whole.
//!
//! | function | does |
//! |---|---|
//! | [`build()`], [`build_to()`] | what `mdbook build` does, byte for byte, with the last good site kept on a failure |
//! | [`Preview`] | renders the pages alone, again and again, for a server |
//! | [`check()`] | runs the preprocessors up to the last of our plugins, writes nothing |
//! | [`load()`], [`places()`], [`root()`] | a loaded book, the folders it is made from, whether there is one |
//! | [`abandon()`] | removes what unfinished builds have written, before the process ends |
//!
//! Third-party preprocessors and renderers run as mdBook runs them. This crate prints nothing: what
//! is to be said comes back as diagnostics or as a [`Failure`].

mod blame;
mod build;
mod check;
mod clear;
mod course;
mod diagnostics;
mod disk;
mod explained;
mod failure;
mod finishing;
mod foreign;
mod glance;
mod html;
mod included;
#[cfg(test)]
mod interrupted;
mod journal;
mod leftover;
mod links;
mod load;
mod lock;
mod made;
mod mounted;
mod names;
mod outside;
mod panics;
mod pieces;
mod places;
mod plugin;
mod preview;
mod private;
mod real;
mod records;
mod render;
mod replaced;
mod searched;
mod stage;
mod stock;
mod swap;
mod texts;
mod unreadable;
mod view;

pub use build::{Output, build, build_to};
pub use check::{Checked, check};
pub use diagnostics::{Diagnostics, Found};
pub use failure::{Advice, Failure};
pub use load::{Loaded, load, root};
pub use places::{Places, places};
pub use preview::{Preview, Version};
pub use render::Built;
pub use stage::abandon;
pub use view::{File, View};
