//! Listings of the part "03 Performance end to end".

pub mod caching;
pub mod data_access;
pub mod latency_budgets;
pub mod measuring;
pub mod network;
pub mod queues;
pub mod rendering;
pub mod tails;
