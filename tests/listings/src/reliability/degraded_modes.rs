//! Listings of the chapter "Degraded modes".

use std::time::Duration;

// ANCHOR: available
/// The share of time in which every one of `hard` dependencies works, each
/// of which does for the share `each`, independently of the others.
pub fn available(hard: i32, each: f64) -> f64 {
    each.powi(hard)
}

/// What the shop sells, to tell what an outage of pricing costs.
#[derive(Clone, Copy, Debug)]
pub struct Trade {
    /// Orders an hour.
    pub orders: f64,
    /// What the shop earns by an order, in euros.
    pub margin: f64,
    /// The share of prices that change in a day.
    pub changes: f64,
    /// What an order at an outdated price loses, in euros.
    pub loss: f64,
}

impl Trade {
    /// The cost in euros of no sales for so many hours.
    pub fn closed(&self, hours: f64) -> f64 {
        self.orders * hours * self.margin
    }

    /// The cost of sales at the last known prices. Their age grows from
    /// nothing to `hours`, and is half of that on average.
    pub fn at_last_prices(&self, hours: f64) -> f64 {
        let outdated = self.changes / 24.0 * hours / 2.0;
        self.orders * hours * outdated * self.loss
    }
}
// ANCHOR_END: available

// ANCHOR: answer
/// Why the live answer is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// No answer within the timeout.
    TimedOut,
    /// An error.
    Failed,
    /// Not even called: breaker open, bulkhead full, request shed.
    NotAsked,
    /// Nothing is wrong. This is practice.
    Drill,
}

/// A price in cents, and where it comes from: written into the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Price {
    /// From the pricing service, just now.
    Live(u64),
    /// The last one known, its age, and why it has to do.
    Last(u64, Duration, Why),
}

/// The last price that was seen. Times are on one clock.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// The price in cents.
    pub cents: u64,
    /// When it was seen.
    pub at: Duration,
    /// The next change that is already planned, such as a sale.
    pub until: Duration,
}
// ANCHOR_END: answer

/// How prices were come by, since the start: export it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// From the service.
    pub live: u64,
    /// The last one known, in a real failure.
    pub last: u64,
    /// The last one known, for practice.
    pub drills: u64,
    /// Not at all.
    pub none: u64,
}

/// The age up to which a price is honoured.
pub const OLDEST: Duration = Duration::from_secs(3_600);

// ANCHOR: price
/// The live price, or else the last one within its limits, or the reason
/// why there is none. A `drill` takes the last one, and asks if it cannot.
pub fn price(
    ask: impl FnOnce() -> Result<u64, Why>,
    seen: Option<Seen>,
    now: Duration,
    drill: bool,
    counts: &mut Counts,
) -> Result<Price, Why> {
    let age_of = |seen: &Seen| now.saturating_sub(seen.at);
    let last = seen.filter(|s| now < s.until && age_of(s) <= OLDEST);
    let answer = match last {
        Some(_) if drill => Err(Why::Drill),
        _ => ask(),
    };
    match (answer, last) {
        (Ok(cents), _) => {
            counts.live += 1;
            Ok(Price::Live(cents))
        }
        (Err(why), Some(seen)) => {
            let drilled = why == Why::Drill;
            counts.drills += u64::from(drilled);
            counts.last += u64::from(!drilled);
            let age = age_of(&seen);
            tracing::info!(?why, age_s = age.as_secs(), "last price");
            Ok(Price::Last(seen.cents, age, why))
        }
        (Err(why), None) => {
            counts.none += 1;
            tracing::error!(?why, "no price");
            Err(why)
        }
    }
}
// ANCHOR_END: price

// ANCHOR: drill
/// Whether the request takes the degraded mode for practice: one in
/// `one_in`, by its trace, so that all services decide alike. `0`: none.
/// The lowest bits are left to sampling, so that the two are independent.
pub fn drill(trace_id: u128, one_in: u128) -> bool {
    (trace_id >> 32).checked_rem(one_in) == Some(0)
}
// ANCHOR_END: drill

// ANCHOR: zones
/// The capacity to pay for, as a share of the peak, so that `zones` of
/// equal size carry the peak when one is lost, and nothing has to change.
/// `None`: there is no other zone.
pub fn statically_stable(zones: u32) -> Option<f64> {
    let left = zones.checked_sub(1).filter(|left| *left > 0)?;
    Some(f64::from(zones) / f64::from(left))
}
// ANCHOR_END: zones

#[cfg(test)]
mod tests;
