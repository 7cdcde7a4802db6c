//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Axis, Series, drawn, lines, number};
use crate::page::{Page, page};
use crate::performance::tails::share_slow;
use proptest::prelude::*;

const FIRST_VIEW: u64 = 14_000;
const HTML: u64 = 45_000;
const ALL: u64 = 343_000;
/// What a page takes the server, and the round trips to a phone far away and to others, in ms.
const SERVER: u32 = 40;
const FAR: u32 = 300;
const TRIP: u32 = 150;

fn text() -> Page {
    page("performance/network")
}

fn n(value: u32) -> String {
    number(f64::from(value))
}

#[test]
fn the_first_visit_of_the_scenario() {
    let trips = Start::Tls13.round_trips() + round_trips(HTML);
    assert_eq!(trips, 6);
    let ms = fetch_ms(Start::Tls13, HTML, FAR);
    text().says(format!(
            "The server needs {SERVER} ms for the {} kB of markup, and its graph says so. The phone is {FAR} ms away",
            HTML / 1_000
        ));
    text().says(format!("six round trips, {} ms", n(ms)));
    text().says(format!("the last byte arrives after {} ms", n(ms + SERVER)));
    // 1,200 bytes less fit into one round trip less.
    let over = HTML - arrived(2);
    assert_eq!(round_trips(HTML - over), 2);
    text().says(format!(
        "Making the page {} bytes smaller would save {} ms",
        number(over as f64),
        n(ms - fetch_ms(Start::Tls13, HTML - over, FAR))
    ));
    text().says(format!("would save {} ms. Making", n(SERVER / 2)));
    text().says(format!(
        "With segments of {} bytes, {}, {}, {} and {} bytes",
        number(arrived(1) as f64 / 10.0),
        number(arrived(1) as f64),
        number(arrived(2) as f64),
        number(arrived(3) as f64),
        number(arrived(4) as f64)
    ));
}

#[test]
fn the_table_of_first_visits() {
    for (name, bytes) in [("14 kB", FIRST_VIEW), ("45 kB", HTML), ("343 kB", ALL)] {
        let ms = [150, 300].map(|trip| n(fetch_ms(Start::Tls13, bytes, trip)));
        let trips = Start::Tls13.round_trips() + round_trips(bytes);
        text().says(format!(
            "| {name} | {trips} | {} ms | {} ms |",
            ms[0], ms[1]
        ));
    }
    // What the line itself needs, at 10 Mbit/s.
    let line = ALL as f64 * 8.0 / 10_000.0;
    assert_eq!(round_trips(ALL), 5);
    text().says(format!(
            "The {} kB are the page with its styles and its script, on one connection. A line with 10 Mbit/s needs \
             {line:.0} ms for them; at {TRIP} ms away their five round trips of data take {} ms",
            ALL / 1_000,
            n(round_trips(ALL) * TRIP)
        ));
    for where_ in ["belongs", "arrives"] {
        text().says(format!("{where_} in the first {} kB", arrived(1) / 1_000));
    }
}

#[test]
fn ways_to_a_connection() {
    let row = |name: &str, start| {
        let setup: u32 = Start::round_trips(start);
        text().says(format!(
            "| {name} | {setup} | {} ms |",
            n(fetch_ms(start, HTML, TRIP))
        ));
    };
    let kb = HTML / 1_000;
    text().says(format!(
        "The same {kb} kB at {TRIP} ms, over different connections"
    ));
    row("New, TCP and TLS 1.2", Start::Tls12);
    row("New, TCP and TLS 1.3", Start::Tls13);
    row("New, QUIC (HTTP/3)", Start::Quic);
    row("Open, idle for a while", Start::Open);
    // Open and busy: the window has grown beyond the answer.
    text().says(format!("| Open, its window grown | 0 | {} ms |", n(TRIP)));
    // A cache 20 ms away that has an open, busy connection for the other 130 ms.
    let near = 20;
    let rest = TRIP - near;
    text().says(format!(
            "An edge server {near} ms away that has a busy connection to yours over the other {rest} ms delivers the \
             {kb} kB after {} ms instead of {} ms. It need not cache anything: the setting up and the small windows \
             happen over the {near} ms.",
            n(fetch_ms(Start::Tls13, HTML, near) + rest),
            n(fetch_ms(Start::Tls13, HTML, TRIP))
        ));
}

#[test]
fn slow_start_doubles() {
    assert_eq!((arrived(0), arrived(1), arrived(2)), (0, 14_600, 43_800));
    assert_eq!(
        (round_trips(0), round_trips(1), round_trips(14_600)),
        (1, 1, 1)
    );
    assert_eq!((round_trips(14_601), round_trips(u64::MAX)), (2, 32));
}

#[test]
fn time_by_size() {
    let curve = |trip: u32| {
        // Two points at each step, so that the line rises upright.
        let mut points = vec![(5.0, f64::from(fetch_ms(Start::Tls13, 5_000, trip)))];
        for n in 1..=6 {
            let kb = arrived(n) as f64 / 1_000.0;
            points.push((kb, f64::from((3 + n) * trip)));
            points.push((kb, f64::from((4 + n) * trip)));
        }
        points.retain(|(kb, _)| *kb <= 1_000.0);
        points.push((1_000.0, f64::from(fetch_ms(Start::Tls13, 1_000_000, trip))));
        points
    };
    let x = Axis::log(
        "size of the answer, kB",
        &[5.0, 14.6, 43.8, 102.2, 219.0, 452.6, 1_000.0],
    );
    let y = Axis::linear(
        "last byte, ms after the first question",
        &[0.0, 1_000.0, 2_000.0, 3_000.0],
    );
    let html = lines(&x, &y, &[
            Series { name: "round trip of 300 ms", points: curve(300) },
            Series { name: "150 ms", points: curve(150) },
            Series { name: "50 ms", points: curve(50) },
        ])
        .html(
            &format!(
                "Three staircases. With round trips of 300 ms the time is {} ms up to 14.6 kB and rises by 300 ms \
                 at 14.6, 43.8, 102.2, 219 and 452.6 kB, to {} ms at 1,000 kB; with 150 ms it goes from {} to {} ms, \
                 with 50 ms from {} to {} ms.",
                n(fetch_ms(Start::Tls13, 5_000, 300)), n(fetch_ms(Start::Tls13, 1_000_000, 300)),
                n(fetch_ms(Start::Tls13, 5_000, 150)), n(fetch_ms(Start::Tls13, 1_000_000, 150)),
                n(fetch_ms(Start::Tls13, 5_000, 50)), n(fetch_ms(Start::Tls13, 1_000_000, 50)),
            ),
            "A first visit over TLS 1.3. Size costs in steps, and a step costs what the user's distance makes it: \
             on a wide line, halving an answer saves one round trip.",
        );
    drawn("performance/network-slow-start", &html);
}

#[test]
fn one_lost_packet_and_who_waits() {
    // Twenty answers of five segments each, one packet in a hundred lost.
    let percent = |segments| format!("{:.0}%", 100.0 * share_slow(0.01, segments, 0));
    text().says(format!(
        "In {} of such page loads at least one of the 100 packets is lost",
        percent(100)
    ));
    text().says(format!("in {} of cases", percent(5)));
}

#[test]
fn forty_tiles() {
    let (each, slow, trip) = (20.0, 400.0, f64::from(TRIP));
    let mut work = vec![each; 39];
    work.insert(20, slow);
    let tiles = work.len();
    text().says(format!(
            "A page shows {tiles} product tiles. Each takes the server {each} ms, except one that takes {slow} ms, \
             and the client is {trip} ms away"
        ));
    text().says(format!("as fast as {tiles} calls side by side"));
    let row = |name: &str, (first, last): (f64, f64)| {
        text().says(format!(
            "| {name} | {} ms | {} ms |",
            number(first),
            number(last)
        ));
    };
    row(
        "40 calls, one after the other",
        first_and_last(trip, &work, 1),
    );
    row(
        "40 calls over six connections (HTTP/1.1)",
        first_and_last(trip, &work, 6),
    );
    let all = first_and_last(trip, &work, tiles);
    row("40 calls side by side (HTTP/2, HTTP/3)", all);
    // One call: its answer is there when the slowest part is.
    row("One call for 40, answered as a whole", (all.1, all.1));
    row("One call for 40, streamed as they come", all);
    assert_eq!(first_and_last(trip, &[], 6), (f64::INFINITY, 0.0));
    assert_eq!(first_and_last(10.0, &[5.0, 1.0], 0), (15.0, 26.0));
}

#[test]
fn idle_connections_are_given_up_before_the_other_side_does() {
    let second = Duration::from_secs;
    let start = Instant::now();
    let (closes, margin) = (second(60), second(5));
    let mut idle = Idle::new(closes, margin);
    assert_eq!(idle.take(start), None);
    idle.put("first", start);
    idle.put("second", start + second(10));
    // The last one used comes first, and the other grows old.
    assert_eq!(idle.take(start + second(20)), Some("second"));
    idle.put("second", start + second(20));
    assert_eq!(idle.take(start + second(55)), Some("second"));
    assert_eq!(idle.take(start + second(55)), None);
    assert_eq!(
        idle.counts,
        Counts {
            reused: 2,
            opened: 2,
            expired: 1
        }
    );
    // A margin above the limit keeps none.
    let mut none = Idle::new(second(5), second(6));
    none.put("x", start);
    assert_eq!(none.take(start), None);
    text().says(format!(
            "closes after {} seconds, the listing with a margin of {} reuses no connection that was idle for {} \
             seconds",
            closes.as_secs(),
            margin.as_secs(),
            (closes - margin).as_secs()
        ));
}

proptest! {
    #[test]
    fn no_connection_is_used_beyond_its_limit(waits in prop::collection::vec(0_u64..90, 1..40)) {
        let mut now = Instant::now();
        let mut idle = Idle::new(Duration::from_secs(60), Duration::from_secs(5));
        let mut taken = 0;
        for wait in waits {
            now += Duration::from_secs(wait);
            taken += 1;
            if let Some(since) = idle.take(now) {
                prop_assert!(now.duration_since(since) < Duration::from_secs(55));
            }
            idle.put(now, now);
        }
        prop_assert_eq!(idle.counts.reused + idle.counts.opened, taken);
    }
}
