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
mod tests {
    use super::*;
    use crate::figure::{Axis, Series, drawn, lines, number};
    use crate::life::failure_design::LEASE;
    use crate::life::sketch::{EVENING, PLACES, SHOP, evening_orders_an_hour, slot_page};
    use crate::page::page;

    const PAGE: &str = "life/build";
    const READS: f64 = 200.0;
    const DEPOTS: f64 = 40.0;
    const POSTCODES: f64 = 8_000.0;
    /// How long a list is kept, in seconds.
    const TTL: f64 = 10.0;

    #[test]
    fn the_skeleton_walks() {
        let mut slots = OneDepot::new("10", 1);
        assert_eq!(slots.list("20095", 0), Ok(Vec::new()));
        let list = slots.list("10115", 0).expect("one depot");
        assert_eq!(list.len(), 6);
        assert!(list.iter().all(|slot| slot.free));
        let evening = list[5].id.clone();
        let hold = slots.hold("k1", &evening, 0).expect("free");
        assert_eq!(slots.hold("k1", &evening, 1), Ok(hold.clone()));
        assert_eq!(slots.hold("k2", &evening, 1), Err(Refused::SlotTaken));
        assert!(!slots.list("10115", 2).expect("one depot")[5].free);
        let hold = slots.renew(&hold, 3).expect("still there");
        assert_eq!(slots.confirm(&hold, "A-17", 4), Ok(()));
        assert!(!slots.list("10115", LEASE).expect("one depot")[5].free);
        let nowhere = SlotId("d99-1204-18".into());
        assert_eq!(slots.hold("k3", &nowhere, 5), Err(Refused::SlotTaken));
    }

    #[test]
    fn a_list_is_kept_for_its_time_and_an_error_for_a_second() {
        let mut lists = Lists::new(10_000);
        let down = || Err(Refused::Unavailable);
        let up = || Ok(Vec::new());
        assert_eq!(lists.get("d07", 0, down), Err(Refused::Unavailable));
        assert_eq!(lists.get("d07", 999, up), Err(Refused::Unavailable));
        assert_eq!(lists.get("d07", 1_000, up), Ok(Vec::new()));
        assert_eq!(lists.get("d07", 10_999, down), Ok(Vec::new()));
        assert_eq!(lists.get("d08", 10_999, down), Err(Refused::Unavailable));
        assert_eq!(lists.get("d07", 11_000, down), Err(Refused::Unavailable));
        assert_eq!((lists.hits, lists.misses), (2, 4));
    }

    #[test]
    fn the_formula_is_what_the_cache_does() {
        let mut random = fastrand::Rng::with_seed(7);
        for (keys, expected) in [
            (40_u32, hit_ratio(READS, DEPOTS, 10.0)),
            (8_000, hit_ratio(READS, POSTCODES, 10.0)),
        ] {
            let mut lists = Lists::new(10_000);
            let mut now = 0.0;
            for _ in 0..100_000 {
                now += -1_000.0 / READS * (1.0 - random.f64()).ln();
                let key = random.u32(0..keys).to_string();
                lists
                    .get(&key, now as Ms, || Ok(Vec::new()))
                    .expect("the list is empty, and there");
            }
            let share = lists.hits as f64 / 100_000.0;
            assert!((share - expected).abs() < 0.01, "{share} {expected}");
        }
    }

    #[test]
    fn the_key_decides_what_the_cache_is_worth() {
        for (key, keys) in [("depot", DEPOTS), ("postcode", POSTCODES)] {
            let hits = hit_ratio(READS, keys, TTL);
            page(PAGE).says(format!(
                "| by {key} | {} | {:.0}% | {:.0} |",
                number(keys),
                100.0 * hits,
                READS * (1.0 - hits)
            ));
        }
        let queries = |keys| (READS * (1.0 - hit_ratio(READS, keys, TTL))).round();
        let (promised, seen) = (queries(DEPOTS), queries(POSTCODES));
        page(PAGE).says(format!(
            "{READS} requests a second will read the lists, and nobody notices at once whether {promised} or {seen} of them"
        ));
        page(PAGE).says(format!(
            "had promised {promised} queries a second. The log showed {seen}."
        ));
        page(PAGE).says(format!("| {promised} queries a second | lists ten"));
        page(PAGE).says(format!(
            "With {:.0} reads to one write",
            READS / SHOP.holds_a_second()
        ));
        // Every postcode is asked for within an hour, if all are equally busy.
        let seen = |keys: f64| keys * (1.0 - (-READS * 3_600.0 / keys).exp());
        page(PAGE).says(format!(
            "{} different keys in an hour, where {} were due",
            number(seen(POSTCODES).round()),
            number(seen(DEPOTS).round()),
        ));
    }

    #[test]
    fn staleness_costs_one_more_tap() {
        let holds_an_hour = evening_orders_an_hour() / (1.0 - SHOP.abandoned);
        let stale = |ttl: f64| EVENING * holds_an_hour / 3_600.0 * ttl;
        page(PAGE).says(format!(
            "at most {:.1} times a day in {EVENING} evening windows",
            stale(TTL)
        ));
        for ttl in [1.0, TTL, 60.0] {
            page(PAGE).says(format!(
                "| {} s | {:.1} | {:.1} |",
                number(ttl),
                READS * (1.0 - hit_ratio(READS, DEPOTS, ttl)),
                stale(ttl)
            ));
        }
    }

    #[test]
    fn one_query_fits_the_forty_milliseconds() {
        let spans = slot_page().spans(0, 0);
        let list = spans.iter().find(|span| span.step == "list the windows");
        let has = list.map(|list| list.to - list.from).expect("a step");
        let (one, way, counting) = (8, 5, 11);
        let each = 6 * one;
        page(PAGE).says(format!("a list fits its {has} ms"));
        page(PAGE).says(format!(
            "of the {one} ms a query, {way} are the way there and back. Seven queries take {} ms, and the list has {has}.",
            one + each
        ));
        assert!(one <= has && one + each > has);
        let plain = one - way;
        page(PAGE).says(format!(
            "reading up to {PLACES} rows for each of six windows, and a benchmark showed {counting} ms in the database \
             where `LIST` takes {plain}."
        ));
        page(PAGE).says(format!("| {counting} ms a list |"));
        page(PAGE).says(format!("| {plain} ms a list |"));
        page("life/operation").says(format!("Counting living holds takes {counting} ms"));
        page("life/operation").says(format!("a sweep, to save {} ms", counting - plain));
        page(PAGE).says(format!("{} rows", number(DEPOTS * 6.0 * 365.0)));
    }

    #[test]
    fn one_line_says_all_about_a_request() {
        let request = SlotRequest {
            trace: "4bf9",
            verb: "list",
            flag: "bucket",
            cache_key: "d07",
            cache_hit: true,
            windows: 6,
            free: 4,
            outcome: "ok",
            took_ms: 3,
            ..SlotRequest::default()
        };
        let line = request.line().expect("plain data");
        let read: serde_json::Value = serde_json::from_str(&line).expect("a line of JSON");
        assert_eq!(read["cache_key"], "d07");
        assert_eq!(read["queries"], 0);
        let fields = read.as_object().expect("an object").len();
        page(PAGE).says(format!("{fields} fields"));
    }

    #[test]
    fn hits_by_age() {
        let ages = [1.0, 2.0, 5.0, 10.0, 20.0, 60.0];
        let of = |name, keys| Series {
            name,
            points: ages
                .map(|ttl| (ttl, 100.0 * hit_ratio(READS, keys, ttl)))
                .into(),
        };
        let figure = lines(
            &Axis::log("time to live, s", &[1.0, 2.0, 5.0, 10.0, 20.0, 60.0]),
            &Axis::linear("hits, %", &[0.0, 20.0, 40.0, 60.0, 80.0, 100.0]),
            &[
                of("by depot (40 keys)", DEPOTS),
                of("by postcode (8,000 keys)", POSTCODES),
            ],
        );
        let at = |keys, ttl| 100.0 * hit_ratio(READS, keys, ttl);
        drawn(
            "life/cache-key",
            &figure.html(
                &format!(
                    "Hits over the time to live. By depot from {:.0}% at 1 s to {:.0}% at 10 s and {:.1}% at 60 s. By \
                     postcode {:.0}% at 1 s, {:.0}% at 10 s and {:.0}% at 60 s.",
                    at(DEPOTS, 1.0),
                    at(DEPOTS, 10.0),
                    at(DEPOTS, 60.0),
                    at(POSTCODES, 1.0),
                    at(POSTCODES, 10.0),
                    at(POSTCODES, 60.0),
                ),
                                "No time to live makes up for the wrong key: lists by postcode that are kept for a minute are hit less \
                 often than lists by depot that are kept for a second.",
            ),
        );
    }
}
