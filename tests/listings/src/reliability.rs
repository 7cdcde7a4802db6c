//! Listings of the part "01 Reliability under real traffic".

pub mod breakers_and_bulkheads;
pub mod degraded_modes;
pub mod idempotency;
pub mod overload;
pub mod real_traffic;
pub mod retries;
pub mod service_levels;
pub mod timeouts;
