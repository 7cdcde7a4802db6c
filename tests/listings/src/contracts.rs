//! Listings of the part "02 Stable contracts".

pub mod backward_compatibility;
pub mod boundaries;
pub mod contract_tests;
pub mod errors;
pub mod events;
pub mod migrations;
pub mod promises;
pub mod versions;
