//! Listings of the chapter "Events and their schemas".

use std::collections::{BTreeMap, BTreeSet};

/// An event, and the row of the outbox that it was committed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Never given twice: consumers know a repetition by it.
    pub id: u64,
    /// The ordering key: the id of the order.
    pub key: String,
    /// What happened, as JSON.
    pub body: String,
    /// When it was written, in milliseconds.
    pub at_ms: u64,
}

// ANCHOR: relay
/// What the relay reports after each round.
#[derive(Debug, Default)]
pub struct Relay {
    /// Confirmed by the broker.
    pub published: u64,
    /// Not confirmed: they stay, and are sent again.
    pub unconfirmed: u64,
    /// Age of the oldest row that is left, in milliseconds: alert on it.
    pub oldest_ms: u64,
}

impl Relay {
    /// Empties the outbox, oldest first, until the broker does not confirm.
    pub fn round(
        &mut self,
        outbox: &mut BTreeMap<u64, Event>,
        now_ms: u64,
        mut publish_and_confirm: impl FnMut(&Event) -> bool,
    ) {
        while let Some(row) = outbox.first_entry() {
            if !publish_and_confirm(row.get()) {
                self.unconfirmed += 1;
                break;
            }
            row.remove();
            self.published += 1;
        }
        let first = outbox.values().map(|row| row.at_ms).min();
        self.oldest_ms = now_ms.saturating_sub(first.unwrap_or(now_ms));
    }
}
// ANCHOR_END: relay

/// Why an event was not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The next event would fail too: our database is away.
    Retryable,
    /// This event will fail every time.
    Final(String),
}

/// What the broker is told.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Go on to the next event.
    Done,
    /// Deliver this one again after a pause; the partition waits.
    Again,
}

/// How deliveries ended; each is counted once.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Took effect.
    pub applied: u64,
    /// Had taken effect before.
    pub repeated: u64,
    /// Will be delivered again.
    pub again: u64,
    /// Went to the dead letters.
    pub parked: u64,
}

/// One consumer of `order_paid` and its kin.
#[derive(Debug, Default)]
pub struct Consumer {
    applied: BTreeSet<u64>,
    dead: BTreeMap<String, Vec<Event>>,
    counts: Counts,
}

// ANCHOR: consumer
impl Consumer {
    /// `effect` and the id in `applied` are committed together.
    pub fn handle(
        &mut self,
        event: &Event,
        effect: impl FnOnce(&Event) -> Result<(), Failure>,
    ) -> Verdict {
        if self.applied.contains(&event.id) {
            self.counts.repeated += 1;
            return Verdict::Done;
        }
        // What comes behind a dead letter of the same order waits there.
        let result = match self.dead.contains_key(&event.key) {
            true => Err(Failure::Final("behind a dead letter".to_owned())),
            false => effect(event),
        };
        match result {
            Ok(()) => {
                self.applied.insert(event.id);
                self.counts.applied += 1;
            }
            Err(Failure::Retryable) => {
                self.counts.again += 1;
                return Verdict::Again;
            }
            Err(Failure::Final(why)) => {
                tracing::error!(id = event.id, key = event.key, why);
                let letters = self.dead.entry(event.key.clone());
                letters.or_default().push(event.clone());
                self.counts.parked += 1;
            }
        }
        Verdict::Done
    }
}
// ANCHOR_END: consumer

impl Consumer {
    /// The way back: the dead letters of one order, to be handled again.
    pub fn take_back(&mut self, key: &str) -> Vec<Event> {
        self.dead.remove(key).unwrap_or_default()
    }
}

// ANCHOR: skew
/// Where the events of a key go: FNV-1a, and the remainder.
pub fn partition(key: &str, partitions: u64) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in key.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash % partitions
}

/// Events a second in the partition of the largest key, which has `share`
/// of all events. The other keys spread evenly.
pub fn hottest(rate: f64, share: f64, partitions: f64) -> f64 {
    rate * (share + (1.0 - share) / partitions)
}

/// The largest share a key may have when a partition's consumer does
/// `limit` events a second.
pub fn largest_share(rate: f64, partitions: f64, limit: f64) -> f64 {
    (limit / rate - 1.0 / partitions) / (1.0 - 1.0 / partitions)
}
// ANCHOR_END: skew

#[cfg(test)]
mod tests;
