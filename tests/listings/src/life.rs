//! Listings of the part "A feature's life".

pub mod build;
pub mod contract;
pub mod failure_design;
pub mod operation;
pub mod outcome;
pub mod roll_out;
pub mod sketch;
