//! The listings of the book: one module a chapter, in a folder for each part.
//!
//! A chapter includes what stands between two `ANCHOR` comments. The tests beside
//! it hold the code to what the chapter says, and recompute every number that the
//! chapter prints ([`figure`] draws its charts).

pub mod contracts;
pub mod deciding;
pub mod figure;
pub mod life;
#[cfg(test)]
mod page;
pub mod performance;
pub mod reliability;
