//! Listings of the chapter "Idempotency".

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// How long a worker is given before it is taken for dead, in seconds:
/// longer than the timeout of a call to the provider.
pub const LEASE: u64 = 10;
/// How long an answer is kept, in seconds: eight days, since the app sends
/// an order again for seven.
pub const KEEP: u64 = 8 * 24 * 3_600;

// ANCHOR: row
/// What is stored for one key. `R` is the request, `A` the answer.
#[derive(Clone, Debug)]
struct Row<R, A> {
    /// The request that came with it first.
    request: R,
    /// `None` while the outcome is unknown.
    answer: Option<A>,
    /// When the worker's lease ends, or the answer is forgotten.
    until: u64,
}

/// What to do with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begin<A> {
    /// Its key is new: do the work.
    Work,
    /// Earlier work left no answer: find out what it did, and finish it.
    Resume,
    /// It has been done: give this answer again.
    Replay(A),
    /// Somebody is at work: try again later.
    Running,
    /// The key belongs to a different request: refuse it.
    Mismatch,
}
// ANCHOR_END: row

/// How often each of these came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New keys.
    pub work: u64,
    /// Work taken over, its outcome being unknown.
    pub resume: u64,
    /// Answers given again: so many effects would have been doubled.
    pub replay: u64,
    /// Requests that came while the first was running.
    pub running: u64,
    /// Keys used for two different requests: a client has a bug.
    pub mismatch: u64,
}

impl Counts {
    fn add<A>(&mut self, begin: &Begin<A>) {
        let count = match begin {
            Begin::Work => &mut self.work,
            Begin::Resume => &mut self.resume,
            Begin::Replay(_) => &mut self.replay,
            Begin::Running => &mut self.running,
            Begin::Mismatch => &mut self.mismatch,
        };
        *count += 1;
    }
}

/// The keys of one operation. `R` is the request, `A` the answer.
#[derive(Clone, Debug)]
pub struct Keys<R, A> {
    rows: BTreeMap<String, Row<R, A>>,
    /// What became of the requests.
    pub counts: Counts,
}

impl<R, A> Default for Keys<R, A> {
    fn default() -> Self {
        let (rows, counts) = (BTreeMap::new(), Counts::default());
        Self { rows, counts }
    }
}

impl<R: Clone + PartialEq, A: Clone> Keys<R, A> {
    // ANCHOR: begin
    /// Decides what to do with a request and, for `Work` and `Resume`,
    /// takes the key, both in one step. `now`: seconds since 1970.
    pub fn begin(&mut self, key: &str, request: &R, now: u64) -> Begin<A> {
        let row = self.rows.get(key);
        let row = row.filter(|r| r.answer.is_none() || now < r.until);
        let begin = match row {
            None => Begin::Work,
            Some(row) if row.request != *request => Begin::Mismatch,
            Some(row) => match &row.answer {
                Some(answer) => Begin::Replay(answer.clone()),
                None if now < row.until => Begin::Running,
                None => Begin::Resume,
            },
        };
        self.counts.add(&begin);
        if matches!(begin, Begin::Work | Begin::Resume) {
            self.put(key, request, None, now + LEASE);
        }
        begin
    }
    // ANCHOR_END: begin

    /// Keeps the answer of finished work. A worker that comes after its lease changes no answer that another one
    /// has stored.
    pub fn finish(&mut self, key: &str, request: &R, answer: A, now: u64) {
        if self.rows.get(key).is_none_or(|row| row.answer.is_none()) {
            self.put(key, request, Some(answer), now + KEEP);
        }
    }

    /// Ends the lease of work that began at `begun` and whose outcome is unknown: the next request resumes it. The
    /// lease of a worker that has taken over since then stands.
    pub fn let_go(&mut self, key: &str, begun: u64) {
        if let Some(row) = self.rows.get_mut(key)
            && row.answer.is_none()
            && row.until == begun + LEASE
        {
            row.until = begun;
        }
    }

    fn put(&mut self, key: &str, request: &R, answer: Option<A>, until: u64) {
        let request = request.clone();
        let row = Row {
            request,
            answer,
            until,
        };
        self.rows.insert(key.to_owned(), row);
    }
}

/// A payment as the checkout asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// The order that it is for.
    pub order: String,
    /// The amount, in cents.
    pub cents: u64,
}

/// Whether the provider made it, and the provider's number for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The money is reserved.
    Paid(u64),
    /// The card was refused.
    Refused,
}

// ANCHOR: pay
/// Pays once for each key; returns the HTTP status and the outcome.
/// `charge` asks the provider, with the same key. It is told whether an
/// earlier attempt may have paid, and returns `None` when no answer came
/// in time. The lock is free while it runs.
pub fn pay(
    keys: &Mutex<Keys<Payment, Outcome>>,
    key: &str,
    payment: &Payment,
    now: u64,
    charge: impl FnOnce(&str, &Payment, bool) -> Option<Outcome>,
) -> (u16, Option<Outcome>) {
    let keys = || keys.lock().unwrap_or_else(PoisonError::into_inner);
    let begin = keys().begin(key, payment, now);
    tracing::info!(key, order = payment.order, ?begin, "payment");
    let resumed = begin == Begin::Resume;
    match begin {
        Begin::Work | Begin::Resume => match charge(key, payment, resumed) {
            Some(outcome) => {
                keys().finish(key, payment, outcome.clone(), now);
                (200, Some(outcome))
            }
            None => {
                keys().let_go(key, now);
                (504, None)
            }
        },
        Begin::Replay(outcome) => (200, Some(outcome)),
        Begin::Running => (409, None),
        Begin::Mismatch => (422, None),
    }
}
// ANCHOR_END: pay

// ANCHOR: points
/// The customers' points, kept from events that may come twice.
#[derive(Clone, Debug, Default)]
pub struct Points {
    balance: BTreeMap<String, u64>,
    applied: BTreeSet<String>,
    /// Events that had been applied before.
    pub repeats: u64,
}

impl Points {
    /// One point for each whole euro paid. The mark and the balance are
    /// written in one transaction; the event is acknowledged after it.
    pub fn apply(&mut self, event: &str, customer: &str, cents: u64) {
        if !self.applied.insert(event.to_owned()) {
            self.repeats += 1;
            return;
        }
        let balance = self.balance.entry(customer.to_owned());
        *balance.or_default() += cents / 100;
    }
}
// ANCHOR_END: points

impl Points {
    /// The points of one customer.
    pub fn of(&self, customer: &str) -> u64 {
        self.balance.get(customer).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests;
