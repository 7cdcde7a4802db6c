//! The listings of the book, one module a chapter.
//!
//! A chapter includes what stands between two `ANCHOR` comments. The tests beside
//! it hold the code to what the chapter says, and recompute every number that the
//! chapter prints.

pub mod compatibility;
pub mod latency;
pub mod timeouts;
