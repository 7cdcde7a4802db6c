//! What the chapter says, and what its listings do.

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
