//! Listings of the chapter "Migration paths: expand, move, contract".

use std::collections::BTreeMap;
use std::ops::Bound::{Excluded, Unbounded};
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};

// ANCHOR: rate
/// How long a backfill of `rows` takes at `rate` rows a second, in hours.
pub fn hours(rows: f64, rate: f64) -> f64 {
    rows / rate / 3_600.0
}

/// The share of its capacity that a database uses, all in writes a second.
pub fn utilisation(traffic: f64, backfill: f64, capacity: f64) -> f64 {
    (traffic + backfill) / capacity
}

/// By what factor the mean write takes longer than on an idle database
/// (one queue, random arrivals, random service times: M/M/1).
pub fn slower(utilisation: f64) -> f64 {
    1.0 / (1.0 - utilisation)
}
// ANCHOR_END: rate

/// A row while both forms exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The old form: euro cents.
    pub total_cents: i64,
    /// The new form; nothing before it has been filled.
    pub total: Option<Money>,
}

fn euros(amount: i64) -> Money {
    let currency = "EUR";
    Money { amount, currency }
}

/// A backfill that can stop anywhere. Its state is kept in the database.
#[derive(Clone, Debug, Default)]
pub struct Backfill {
    /// The last id that is done.
    pub done: Option<u64>,
    /// Rows that got their new form here.
    pub filled: u64,
    /// Rows that had one: written by the service, or in an earlier try.
    pub kept: u64,
    /// Batches put off because the replicas were behind.
    pub paused: u64,
}

// ANCHOR: backfill
impl Backfill {
    /// Does one batch. Returns the pause before the next, or `None`: done.
    /// `rows_per_second` is above zero.
    pub fn batch(
        &mut self,
        table: &mut BTreeMap<u64, Row>,
        (size, rows_per_second): (usize, f64),
        replica_lag: Duration,
    ) -> Option<Duration> {
        if replica_lag > Duration::from_secs(10) {
            self.paused += 1;
            return Some(replica_lag);
        }
        let from = self.done.map_or(Unbounded, Excluded);
        let mut rows = 0;
        for (id, row) in table.range_mut((from, Unbounded)).take(size) {
            // UPDATE ... SET amount = total_cents ... WHERE amount IS NULL
            if row.total.is_none() {
                row.total = Some(euros(row.total_cents));
                self.filled += 1;
            } else {
                self.kept += 1;
            }
            self.done = Some(*id);
            rows += 1;
        }
        tracing::info!(done = self.done, filled = self.filled, "backfill");
        let pause = f64::from(rows) / rows_per_second;
        (rows > 0).then(|| Duration::from_secs_f64(pause))
    }
}
// ANCHOR_END: backfill

/// Compares one read in `every` with the new form.
#[derive(Debug, Default)]
pub struct Shadow {
    /// One read in this many; 0 switches the comparison off.
    pub every: u64,
    /// Reads so far.
    pub reads: u64,
    /// Both forms say the same.
    pub same: u64,
    /// They differ: a writer that was forgotten.
    pub differ: u64,
    /// The new form is not there.
    pub missing: u64,
    /// Reading the new form failed; nobody has noticed.
    pub failed: u64,
}

// ANCHOR: shadow
impl Shadow {
    /// Returns the old form, whatever the new one says.
    pub fn read<E>(
        &mut self,
        id: u64,
        old: i64,
        new: impl FnOnce() -> Result<Option<Money>, E>,
    ) -> i64 {
        self.reads += 1;
        if self.every == 0 || !self.reads.is_multiple_of(self.every) {
            return old;
        }
        match new() {
            Ok(Some(new)) if new == euros(old) => self.same += 1,
            Ok(Some(new)) => {
                tracing::warn!(id, old, new = new.amount, "forms differ");
                self.differ += 1;
            }
            Ok(None) => self.missing += 1,
            Err(_) => self.failed += 1,
        }
        old
    }
}
// ANCHOR_END: shadow

// ANCHOR: doubt
/// The largest share of differing rows that `same` comparisons without a
/// difference leave possible, at 95% confidence.
pub fn still_possible(same: f64) -> f64 {
    1.0 - 0.05_f64.powf(1.0 / same)
}

/// Days until `compared` reads have been compared, one in `one_in` of
/// `reads` a second.
pub fn days(compared: f64, reads: f64, one_in: f64) -> f64 {
    compared * one_in / reads / 86_400.0
}
// ANCHOR_END: doubt

/// Weeks until at most one in `one_in` installed apps is an old one, when
/// each week `updated` of those that are left change.
pub fn weeks_until(one_in: f64, updated: f64) -> f64 {
    (one_in.ln() / -(1.0 - updated).ln()).ceil()
}

// ANCHOR: both
/// An amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Money {
    /// In the smallest unit of the currency: cents, öre.
    pub amount: i64,
    /// ISO 4217.
    pub currency: &'static str,
}

/// An order in both forms, from one value. `None`: old apps cannot show it.
pub fn both(id: &str, total: Money) -> Option<Value> {
    if total.currency != "EUR" {
        return None;
    }
    let cents = total.amount;
    Some(json!({ "id": id, "total_cents": cents, "total": total }))
}
// ANCHOR_END: both

#[cfg(test)]
mod tests;
