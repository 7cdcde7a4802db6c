//! Listings of the chapter "Operation".

use super::failure_design::LEASE;
use super::sketch::Day;

// ANCHOR: sli
/// One slot page in a hundred, as the device reports it, with the truth
/// beside it, joined by the id of the trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// From the choice of the step until a window can be tapped.
    pub took_ms: u32,
    /// Windows shown as full that had a place, or as free that had none, by
    /// orders and living holds.
    pub wrong: u32,
}

/// The indicator of the first day: it came, and it came in time.
pub fn fast(page: Shown) -> bool {
    page.took_ms <= 300
}

/// The indicator since the incident: and it showed what there was. One
/// window may be wrong, since a list may be ten seconds old.
pub fn usable(page: Shown) -> bool {
    fast(page) && page.wrong <= 1
}
// ANCHOR_END: sli

// ANCHOR: drift
/// Places of one window, by the counter and by what it should count, all
/// read in one snapshot of the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// What the `taken` column says.
    pub counter: u32,
    /// Orders that have a place.
    pub orders: u32,
    /// Holds that have not ended, or less than 30 s ago: between two runs
    /// of the sweep, some that have ended are still counted.
    pub living: u32,
}

impl Places {
    /// Places that the counter keeps for nobody (above 0), or that it has
    /// sold twice (below 0).
    pub fn drift(self) -> i64 {
        i64::from(self.counter) - i64::from(self.orders) - i64::from(self.living)
    }
}

/// Once a minute over all windows: the sum is exported, drift is logged.
pub fn audit(windows: &[(&str, Places)]) -> i64 {
    let mut sum = 0;
    for (slot, places) in windows {
        let drift = places.drift();
        if drift != 0 {
            tracing::warn!(slot, drift, ?places, "counter drifted");
        }
        sum += drift.abs();
    }
    sum
}
// ANCHOR_END: drift

/// Orders of each hour, in percent of the day's.
pub const HOURS: [f64; 24] = [
    1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 5.0, 5.0, 6.0, 5.0, 4.0, 4.0, 5.0, 6.0, 7.0,
    8.0, 10.0, 8.0, 6.0, 4.0,
];

/// Orders since midnight at `hour` (20.5 is half past eight in the evening).
pub fn orders_by(day: Day, hour: f64) -> f64 {
    let part = |(k, share): (usize, &f64)| share * (hour - k as f64).clamp(0.0, 1.0);
    day.orders / 100.0 * HOURS.iter().enumerate().map(part).sum::<f64>()
}

/// Places that nobody has and the counter keeps: one for each abandoned
/// checkout whose hold has ended since the sweep stopped.
pub fn dead_holds(day: Day, stopped: f64, hour: f64) -> f64 {
    let lease = LEASE as f64 / 3_600_000.0;
    let orders = orders_by(day, hour - lease) - orders_by(day, stopped - lease);
    (orders * day.abandoned / (1.0 - day.abandoned)).max(0.0)
}

#[cfg(test)]
mod tests;
