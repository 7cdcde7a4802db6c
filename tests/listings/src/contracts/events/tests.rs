//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Axis, Series, drawn, lines, number};
use crate::page::page;

const PAGE: &str = "contracts/events";
const ORDERS_A_DAY: u64 = 12_000;

fn event(id: u64, key: &str, at_ms: u64) -> Event {
    let (key, body) = (key.to_owned(), String::new());
    Event {
        id,
        key,
        body,
        at_ms,
    }
}

fn outbox(events: impl IntoIterator<Item = Event>) -> BTreeMap<u64, Event> {
    events.into_iter().map(|event| (event.id, event)).collect()
}

#[test]
fn what_a_publish_after_the_commit_loses() {
    let (lost, of) = (2.0, 10_000.0);
    let lost_a_day = ORDERS_A_DAY as f64 * lost / of;
    page(PAGE).says(format!("For {lost} orders in {} the second", number(of)));
    page(PAGE).says(format!(
        "{} orders a day and {lost_a_day} events lost among them, {} a year",
        number(ORDERS_A_DAY as f64),
        number((lost_a_day * 365.0).round())
    ));
}

#[test]
fn the_outbox_sends_each_event_at_least_once() {
    let mut rows = outbox((0..ORDERS_A_DAY).map(|id| event(id, &format!("A-{id}"), id)));
    let mut relay = Relay::default();
    let mut consumer = Consumer::default();
    let mut delivered = 0_u64;
    let mut rng = fastrand::Rng::with_seed(17);
    let mut effects = 0;
    let one_in = 100;
    while !rows.is_empty() {
        relay.round(&mut rows, ORDERS_A_DAY, |event| {
            // The broker has it in any case; now and then the confirmation is lost.
            delivered += 1;
            let verdict = consumer.handle(event, |_| {
                effects += 1;
                Ok(())
            });
            assert_eq!(verdict, Verdict::Done);
            rng.u32(0..one_in) > 0
        });
    }
    assert_eq!(relay.published, ORDERS_A_DAY);
    assert_eq!(delivered, ORDERS_A_DAY + relay.unconfirmed);
    assert_eq!(effects, ORDERS_A_DAY);
    assert_eq!(consumer.counts.repeated, relay.unconfirmed);
    assert!(relay.unconfirmed > 0);
    assert_eq!(relay.oldest_ms, 0);
    page(PAGE).says(format!(
        "one confirmation in {one_in} is lost: {} events arrive {} times, and take effect {} times",
        number(ORDERS_A_DAY as f64),
        number(delivered as f64),
        number(effects as f64)
    ));
}

#[test]
fn the_relay_waits_for_the_broker_and_shows_the_age() {
    let mut rows = outbox([
        event(1, "A", 1_000),
        event(2, "B", 900),
        event(3, "A", 1_200),
    ]);
    let mut relay = Relay::default();
    relay.round(&mut rows, 61_000, |_| false);
    assert_eq!(
        (relay.published, relay.unconfirmed, relay.oldest_ms),
        (0, 1, 60_100)
    );
    // The second is not sent before the first has been confirmed.
    let mut seen = Vec::new();
    relay.round(&mut rows, 61_000, |event| {
        seen.push(event.id);
        event.id != 2
    });
    assert_eq!(seen, [1, 2]);
    assert_eq!((relay.published, rows.len()), (1, 2));
    relay.round(&mut rows, 61_000, |_| true);
    assert_eq!((relay.published, relay.oldest_ms), (3, 0));
}

#[test]
fn a_row_that_commits_late_is_not_skipped() {
    // Id 7 was given out first and is committed last.
    let mut rows = outbox([event(8, "B", 0)]);
    let mut relay = Relay::default();
    let mut seen = Vec::new();
    relay.round(&mut rows, 0, |event| {
        seen.push(event.id);
        true
    });
    rows.insert(7, event(7, "A", 0));
    relay.round(&mut rows, 0, |event| {
        seen.push(event.id);
        true
    });
    assert_eq!(seen, [8, 7]);
    // A relay that remembers "sent up to 8" finds nothing any more.
    let after_cursor = [7_u64].iter().filter(|id| **id > 8).count();
    assert_eq!(after_cursor, 0);
}

#[test]
fn a_poison_event_is_parked_with_what_comes_behind_it() {
    let mut consumer = Consumer::default();
    let poison = |event: &Event| match event.id {
        1 => Err(Failure::Final("amount missing".to_owned())),
        _ => Ok(()),
    };
    for (id, key) in [(1, "A"), (2, "B"), (3, "A")] {
        assert_eq!(consumer.handle(&event(id, key, 0), poison), Verdict::Done);
    }
    // The other order passed; the later event of the same order did not.
    assert!(consumer.applied.contains(&2));
    assert_eq!((consumer.counts.applied, consumer.counts.parked), (1, 2));
    // Mended: both come back in their order.
    let mut order = Vec::new();
    for event in consumer.take_back("A") {
        consumer.handle(&event, |event| {
            order.push(event.id);
            Ok(())
        });
    }
    assert_eq!(order, [1, 3]);
    assert_eq!(consumer.counts.applied, 3);
    assert!(consumer.take_back("A").is_empty());
}

#[test]
fn an_outage_parks_nothing() {
    let mut consumer = Consumer::default();
    for _ in 0..1_000 {
        let verdict = consumer.handle(&event(1, "A", 0), |_| Err(Failure::Retryable));
        assert_eq!(verdict, Verdict::Again);
    }
    assert_eq!(consumer.counts.parked, 0);
    assert_eq!(
        consumer.handle(&event(1, "A", 0), |_| Ok(())),
        Verdict::Done
    );
    let counts = Counts {
        applied: 1,
        again: 1_000,
        ..Counts::default()
    };
    assert_eq!(consumer.counts, counts);
}

const RATE: f64 = 120.0;
const LIMIT: f64 = 25.0;

#[test]
fn one_key_fills_one_partition() {
    let (partitions, share) = (12.0, 0.2);
    let even = RATE / partitions;
    let hot = hottest(RATE, share, partitions);
    let cold = RATE * (1.0 - share) / partitions;
    page(PAGE).says(format!(
            "In a sale {RATE} events a second go to {partitions} partitions. A consumer takes {} ms for one, so it does \
             {LIMIT} a second. Keyed by order, each partition gets {even} a second and its consumer is {:.0}% busy",
            1_000.0 / LIMIT,
            100.0 * even / LIMIT
        ));
    page(PAGE).says(format!(
            "one reseller places {}% of them. Then the reseller's partition gets {hot:.0} a second, the other \
             eleven {cold:.0}",
            100.0 * share
        ));
    let busy = (LIMIT + 11.0 * cold) / (12.0 * LIMIT);
    page(PAGE).says(format!(
        "all twelve consumers together go from {:.0}% busy to {:.0}%",
        100.0 * even / LIMIT,
        100.0 * busy
    ));
    page(PAGE).says(format!(
        "grows by {:.0} a second, {} in an hour",
        hot - LIMIT,
        number(((hot - LIMIT) * 3_600.0).round())
    ));
    page(PAGE).says(format!(
        "With 24 it is {:.0} a second, with 48 still {:.0}",
        hottest(RATE, 0.2, 24.0),
        hottest(RATE, 0.2, 48.0)
    ));
    let largest = largest_share(RATE, 12.0, LIMIT);
    assert!((hottest(RATE, largest, 12.0) - LIMIT).abs() < 1e-9);
}

#[test]
fn more_partitions_move_keys() {
    let keys: Vec<String> = (0..ORDERS_A_DAY).map(|id| format!("A-{id}")).collect();
    let moved = keys
        .iter()
        .filter(|key| partition(key, 12) != partition(key, 24))
        .count();
    let share = 100.0 * moved as f64 / ORDERS_A_DAY as f64;
    page(PAGE).says(format!(
        "From 12 partitions to 24, `partition` moves {share:.0}% of the keys"
    ));
    // By order id, the fullest of 12 partitions has little more than its twelfth.
    let mut filled = [0_u64; 12];
    for key in &keys {
        filled[partition(key, 12) as usize] += 1;
    }
    let fullest = filled.iter().max().copied().unwrap_or(0);
    let above = 100.0 * (fullest as f64 / (ORDERS_A_DAY as f64 / 12.0) - 1.0);
    assert!(above < 15.0, "{filled:?}");
}

#[test]
fn what_is_kept() {
    let a_year = ORDERS_A_DAY * 6 * 365;
    page(PAGE).says(format!(
        "Six events an order are {:.1} million a year",
        a_year as f64 / 1e6
    ));
}

#[test]
fn the_figure() {
    let points = |partitions: f64| -> Vec<(f64, f64)> {
        (0..=8)
            .map(|k| f64::from(k) * 5.0)
            .map(|share| (share, hottest(RATE, share / 100.0, partitions)))
            .collect()
    };
    let x = Axis::linear(
        "share of the largest key, %",
        &[0.0, 10.0, 20.0, 30.0, 40.0],
    );
    let y = Axis::linear(
        "events a second, busiest partition",
        &[0.0, 25.0, 50.0, 75.0],
    );
    let series = [
        Series {
            name: "12 partitions",
            points: points(12.0),
        },
        Series {
            name: "48 partitions",
            points: points(48.0),
        },
        Series {
            name: "what one consumer does",
            points: vec![(0.0, LIMIT), (40.0, LIMIT)],
        },
    ];
    let alt = format!(
        "The load of the busiest partition rises with the share of the largest key, with 12 partitions from {:.0} events a second at 0% to {:.0} at 40%, with 48 from {:.1} to {:.0}. The limit of 25 is crossed at {:.1}% and {:.1}%.",
        hottest(RATE, 0.0, 12.0),
        hottest(RATE, 0.4, 12.0),
        hottest(RATE, 0.0, 48.0),
        hottest(RATE, 0.4, 48.0),
        100.0 * largest_share(RATE, 12.0, LIMIT),
        100.0 * largest_share(RATE, 48.0, LIMIT),
    );
    let caption = format!(
        "120 events a second in all. With four times the partitions the largest key may have {:.1}% in place of {:.1}%: what one key brings, one consumer has to do.",
        100.0 * largest_share(RATE, 48.0, LIMIT),
        100.0 * largest_share(RATE, 12.0, LIMIT),
    );
    drawn(
        "contracts/hot-key",
        &lines(&x, &y, &series).html(&alt, &caption),
    );
}
