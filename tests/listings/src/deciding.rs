//! Listings of the part "Deciding together".

pub mod checklists;
pub mod record;
pub mod records;
pub mod reviews;
pub mod trade_offs;
