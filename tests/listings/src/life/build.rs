//! Listings of the chapter "The build".

use std::collections::HashMap;

use serde::Serialize;

use super::contract::Holds;
use super::failure_design::Window;
use super::sketch::{Answer, Hold, Ms, Refused, Slot, SlotId, Slots};

/// One depot in memory: the thinnest service that keeps the contract.
#[derive(Debug)]
pub struct OneDepot {
    district: String,
    windows: Vec<(u8, Window)>,
    holds: Holds,
}

// ANCHOR: skeleton
impl Slots for OneDepot {
    fn list(&mut self, postcode: &str, now: Ms) -> Answer<Vec<Slot>> {
        if !postcode.starts_with(&self.district) {
            return Ok(Vec::new()); // standard delivery, as without us
        }
        let slot = |(from_hour, window): &(u8, Window)| Slot {
            id: window.slot().clone(),
            from_hour: *from_hour,
            free: window.free(now) > 0,
        };
        Ok(self.windows.iter().map(slot).collect())
    }

    fn hold(&mut self, key: &str, slot: &SlotId, now: Ms) -> Answer<Hold> {
        let window = find(&mut self.windows, slot)?;
        self.holds.post(key, window, now)
    }

    fn renew(&mut self, hold: &Hold, now: Ms) -> Answer<Hold> {
        find(&mut self.windows, &hold.slot)?.renew(hold, now)
    }

    fn confirm(&mut self, hold: &Hold, order: &str, now: Ms) -> Answer<()> {
        find(&mut self.windows, &hold.slot)?.confirm(hold, order, now)
    }
}
// ANCHOR_END: skeleton

fn find<'a>(windows: &'a mut [(u8, Window)], slot: &SlotId) -> Answer<&'a mut Window> {
    windows
        .iter_mut()
        .map(|(_, window)| window)
        .find(|window| window.slot() == slot)
        .ok_or(Refused::SlotTaken)
}

impl OneDepot {
    /// Tomorrow's six windows of depot 7, for postcodes that begin with `district`.
    pub fn new(district: &str, places: usize) -> Self {
        let window = |from_hour: u8| {
            let id = SlotId(format!("d07-1204-{from_hour:02}"));
            (from_hour, Window::new(id, places))
        };
        Self {
            district: district.to_owned(),
            windows: [8, 10, 12, 14, 16, 18].map(window).into(),
            holds: Holds::default(),
        }
    }
}

// ANCHOR: cache
/// Lists that were shown already, each good for `ttl`.
#[derive(Debug)]
pub struct Lists {
    /// How old a list may become.
    pub ttl: Ms,
    kept: HashMap<String, (Ms, Answer<Vec<Slot>>)>,
    /// Requests answered from here.
    pub hits: u64,
    /// Requests that asked the database.
    pub misses: u64,
}

impl Lists {
    /// The list kept for `key`, or what `load` gives. An error is kept for
    /// a second, to spare a database that is in trouble.
    pub fn get(
        &mut self,
        key: &str,
        now: Ms,
        load: impl FnOnce() -> Answer<Vec<Slot>>,
    ) -> Answer<Vec<Slot>> {
        let kept = self.kept.get(key).filter(|(until, _)| now < *until);
        if let Some((_, list)) = kept {
            self.hits += 1;
            return list.clone();
        }
        self.misses += 1;
        let list = load();
        let until = now + if list.is_ok() { self.ttl } else { 1_000 };
        self.kept.insert(key.to_owned(), (until, list.clone()));
        list
    }
}
// ANCHOR_END: cache

// ANCHOR: ratio
/// The share of hits, when each of `keys` gets an equal share of `rate`
/// requests a second, at random: one miss, then hits for `ttl` seconds.
pub fn hit_ratio(rate: f64, keys: f64, ttl: f64) -> f64 {
    let hits = rate / keys * ttl;
    hits / (hits + 1.0)
}
// ANCHOR_END: ratio

impl Lists {
    /// Nothing is kept yet.
    pub fn new(ttl: Ms) -> Self {
        Self {
            ttl,
            kept: HashMap::new(),
            hits: 0,
            misses: 0,
        }
    }
}

// ANCHOR: event
/// Everything about one request, in one line: one for each, from day one.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SlotRequest<'a> {
    /// Names the checkout in the lines of every service.
    pub trace: &'a str,
    /// `list`, `hold`, `renew` or `confirm`.
    pub verb: &'a str,
    /// Whether the flag was on, and why: `bucket`, `staff`, `off`.
    pub flag: &'a str,
    /// The key under which a list is kept.
    pub cache_key: &'a str,
    /// Whether it came from there.
    pub cache_hit: bool,
    /// Statements sent to the database.
    pub queries: u32,
    /// Windows shown.
    pub windows: usize,
    /// Windows shown that had a place.
    pub free: usize,
    /// `ok`, or the code of the refusal.
    pub outcome: &'a str,
    /// From the first byte read to the last written, in milliseconds.
    pub took_ms: u64,
}

impl SlotRequest<'_> {
    /// The line for the log. Any field can be counted by any other later.
    pub fn line(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}
// ANCHOR_END: event

// ANCHOR: sql
/// All windows of a depot and day: six rows, by the index on (depot, day).
pub const LIST: &str = "
    SELECT id, from_hour, taken < places AS free FROM slot
    WHERE depot = $1 AND day = $2 ORDER BY from_hour";

/// Takes a place if one is left. Changes one row, or none: slot_taken.
/// The hold and its key are inserted in the same transaction.
pub const TAKE: &str = "
    UPDATE slot SET taken = taken + 1 WHERE id = $1 AND taken < places";

/// The hold becomes the order `$3`, and `taken` stays. Inserts one row, or
/// none: a repeat then finds its row in `confirmed` and is told yes.
pub const CONFIRM: &str = "
    WITH gone AS (DELETE FROM hold
                  WHERE id = $1 AND version = $2 AND expires > now()
                  RETURNING id, slot_id)
    INSERT INTO confirmed (hold_id, slot_id, order_id)
    SELECT id, slot_id, $3 FROM gone";

/// Every 10 s: gives back one place for each hold that has ended.
pub const SWEEP: &str = "
    WITH ended AS (DELETE FROM hold WHERE expires <= now()
                   RETURNING slot_id)
    UPDATE slot SET taken = taken - n
    FROM (SELECT slot_id, count(*) AS n FROM ended GROUP BY slot_id) AS e
    WHERE slot.id = e.slot_id";
// ANCHOR_END: sql

#[cfg(test)]
mod tests;
