//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Axis, Series, drawn, lines, number};
use crate::life::failure_design::{CHALLENGE, MARGIN};
use crate::life::outcome::TAKE_UP;
use crate::life::sketch::{EVENING, PLACES, SHOP, WANT_EVENING, slot_page};
use crate::page::page;
use crate::reliability::service_levels::{Minute, Rule};

const PAGE: &str = "life/operation";
const OBJECTIVE: f64 = 0.999;
const DAYS: f64 = 28.0;
/// Pages a day: 200 a second in the busiest hour, a tenth of the day.
const PAGES: f64 = 7_200_000.0;
/// Bad pages of the 28 days so far.
const BAD: f64 = 31_000.0;
/// The shares of the budget at which a rule fires.
const SPENT: [f64; 3] = [0.02, 0.05, 0.10];
const STOPPED: f64 = 9.0;
const SWEPT: f64 = 20.2;

fn clock(hour: f64) -> String {
    let minutes = (hour * 60.0).round();
    format!("{:02.0}:{:02.0}", (minutes / 60.0).floor(), minutes % 60.0)
}

/// The first minute at which `full` holds.
fn first(full: impl Fn(f64) -> bool) -> f64 {
    (0..24 * 60)
        .map(|m| f64::from(m) / 60.0)
        .find(|hour| full(*hour))
        .expect("it fills up")
}

const EVENINGS: f64 = EVENING * PLACES;

/// Orders that want an evening, were there room for all of them.
fn wanted(hour: f64) -> f64 {
    WANT_EVENING * orders_by(SHOP, hour)
}

/// Evening places kept for nobody, if the evening is never full.
fn dead_evening(hour: f64) -> f64 {
    WANT_EVENING * dead_holds(SHOP, STOPPED, hour)
}

fn shown_full() -> f64 {
    first(|h| wanted(h) + dead_evening(h) >= EVENINGS - 1e-6)
}

fn evening_normal(hour: f64) -> f64 {
    wanted(hour).min(EVENINGS)
}

/// No evening is sold from the moment it is shown as full until the
/// sweep runs. Those who wanted one then do not come back.
fn evening_sold(hour: f64) -> f64 {
    let full = shown_full();
    let missed = wanted(hour.clamp(full, SWEPT)) - wanted(full);
    (wanted(hour) - missed).min(EVENINGS)
}

fn evening_counted(hour: f64) -> f64 {
    let kept = if hour < SWEPT {
        dead_evening(hour)
    } else {
        0.0
    };
    (evening_sold(hour) + kept).min(EVENINGS)
}

#[test]
fn the_budget_of_the_slot_pages() {
    assert!((HOURS.iter().sum::<f64>() - 100.0).abs() < 1e-9);
    let pages = PAGES * DAYS;
    let budget = pages * (1.0 - OBJECTIVE);
    page(PAGE).says(format!(
            "Of {} million pages in {DAYS} days, {}% are to be usable within {} ms. So {} may be bad, and {} were.",
            number(pages / 1e6),
            100.0 * OBJECTIVE,
            slot_page().millis(),
            number(budget.round()),
            number(BAD)
        ));
    let [hour, hours, days] = SPENT.map(|share| 100.0 * share);
    page(PAGE).says(format!(
            "woken when {hour}% of the {DAYS} days' budget goes within an hour, or {hours}% within six hours. A ticket \
             is opened when {days}% goes within three days."
        ));
    page(PAGE).says(format!(
        "{} bad pages were left",
        number(budget.round() - BAD)
    ));
}

/// Those of the chapter on service levels: two that wake somebody, and
/// one that opens a ticket.
fn rules() -> [Rule; 3] {
    [
        Rule::using(SPENT[0], DAYS, 60, 5),
        Rule::using(SPENT[1], DAYS, 360, 30),
        Rule::using(SPENT[2], DAYS, 3 * 1_440, 360),
    ]
}

/// Pages of a minute, counted from midnight, of which `bad` are bad.
fn pages(minute: i32, bad: f64) -> Minute {
    let percent = HOURS[minute.rem_euclid(1_440) as usize / 60];
    let valid = (PAGES * percent / 100.0 / 60.0) as u64;
    Minute {
        valid,
        bad: (valid as f64 * bad).round() as u64,
    }
}

/// Minutes until `rule` fires, for a fault that begins in the minute
/// `from` and that nobody mends.
fn fires_after(rule: Rule, from: i32, bad: f64) -> Option<i32> {
    let long = rule.long as i32;
    let mut seen: Vec<Minute> = (from - long..from).map(|m| pages(m, 0.0)).collect();
    (1..=long).find(|after| {
        seen.push(pages(from + after - 1, bad));
        rule.fires(&seen, OBJECTIVE)
    })
}

#[test]
fn who_is_told_and_when() {
    assert_eq!(HOURS[20] / 100.0, SHOP.busiest);
    assert_eq!(PAGES * SHOP.busiest / 3_600.0, 200.0);
    let first = |from, bad| {
        let (what, m) = ["woken", "woken", "ticket"]
            .into_iter()
            .zip(rules())
            .find_map(|(what, rule)| Some((what, fires_after(rule, from, bad)?)))
            .expect("one of the rules fires");
        if m < 120 {
            format!("{what} after {m} min")
        } else {
            format!("{what} after {:.1} h", f64::from(m) / 60.0)
        }
    };
    for bad in [1.0, 0.1, 0.02, 0.008, 0.002] {
        let row = format!(
            "| {}% | {} | {} |",
            number((bad * 1_000.0_f64).round() / 10.0),
            first(20 * 60, bad),
            first(0, bad)
        );
        page(PAGE).says(row);
    }
}

#[test]
fn the_first_indicator_was_blind() {
    let shown = |took_ms, wrong| Shown { took_ms, wrong };
    // Both evening windows hidden, as on the Thursday.
    assert!(fast(shown(40, 2)) && !usable(shown(40, 2)));
    assert!(usable(shown(300, 0)));
    assert!(usable(shown(40, 1)), "a list is 10 s old");
    assert!(!usable(shown(301, 0)));
}

#[test]
fn drift_is_seen_in_both_directions() {
    let places = |counter, orders, living| Places {
        counter,
        orders,
        living,
    };
    assert_eq!(audit(&[("a", places(10, 8, 2)), ("b", places(0, 0, 0))]), 0);
    assert_eq!(audit(&[("a", places(15, 8, 2)), ("b", places(1, 4, 0))]), 8);
    assert_eq!(places(15, 8, 2).drift(), 5);
    assert_eq!(places(1, 4, 0).drift(), -3);
}

#[test]
fn the_incident() {
    let page = page(PAGE);
    let shown = shown_full();
    let on_a_normal_day = first(|h| evening_normal(h) >= EVENINGS - 1e-6);
    page.says(format!("At {} a release renamed", clock(STOPPED)));
    page.says(format!("| {} | the release;", clock(STOPPED)));
    page.says(format!("| {} | ", clock(shown)));
    page.says(format!("at {} on a normal day", clock(on_a_normal_day)));
    let span = |from: f64, to: f64| {
        let minutes = ((to - from) * 60.0).round();
        format!("{} h {} min", (minutes / 60.0).floor(), minutes % 60.0)
    };
    page.says(format!("{} too early", span(shown, on_a_normal_day)));
    page.says(format!("| {} | ", clock(SWEPT)));
    page.says(format!("for {}, until the sweep", span(shown, SWEPT)));
    page.says(format!("{} in which no alert", span(STOPPED, SWEPT)));
    let holds = (LEASE + CHALLENGE + MARGIN) / 60_000;
    page.says(format!("{holds} min, when the last hold has ended"));
    // The places that nobody had, in the evening and in the other
    // windows that are chosen.
    let evening = EVENINGS - evening_sold(SWEPT - 0.01);
    let others = (TAKE_UP - WANT_EVENING) * dead_holds(SHOP, STOPPED, SWEPT);
    page.says(format!(
        "gives back {} places",
        number((evening + others).round())
    ));
    page.says(format!(
        "{} of them in the evening",
        number(evening.round())
    ));
    assert!((0.24..0.26).contains(&(evening / EVENINGS)), "a quarter");
    let sent_away = wanted(SWEPT) - wanted(shown);
    page.says(format!("and {sent_away:.0} customers are told"));
    page.says(format!("In that time {sent_away:.0} customers"));
    let sold_out = first(|h| h > SWEPT && evening_sold(h) >= EVENINGS - 1e-6);
    page.says(format!("sold out at {}", clock(sold_out)));
    assert!(dead_holds(SHOP, STOPPED, 8.0).abs() < 1e-9);
    // The audit reads once a minute, forgives 30 s, and rings when it
    // has seen drift for five minutes.
    let drift = |h: f64| TAKE_UP * dead_holds(SHOP, STOPPED, h - 0.5 / 60.0) >= 1.0;
    page.says(format!("rung at {}", clock(first(drift) + 5.0 / 60.0)));
    // The new indicator: every page hides two evening windows of six.
    let from = (shown * 60.0).round() as i32;
    let after = fires_after(rules()[0], from, 1.0).expect("all are bad");
    page.says(format!(
        "woken somebody at {}",
        clock(f64::from(from + after) / 60.0)
    ));
}

#[test]
fn the_day_of_the_incident() {
    let mut hours: Vec<f64> = (8..=24).map(f64::from).collect();
    let sold_out = first(|h| h > SWEPT && evening_sold(h) >= EVENINGS - 1e-6);
    let normal = first(|h| evening_normal(h) >= EVENINGS - 1e-6);
    hours.extend([9.25, shown_full(), SWEPT - 0.01, SWEPT, normal, sold_out]);
    hours.sort_by(f64::total_cmp);
    let of = |name, value: fn(f64) -> f64| Series {
        name,
        points: hours.iter().map(|h| (*h, value(*h))).collect(),
    };
    let figure = lines(
        &Axis::linear(
            "hour of the day",
            &[8.0, 10.0, 12.0, 14.0, 16.0, 18.0, 20.0, 22.0, 24.0],
        ),
        &Axis::linear(
            "evening places taken",
            &[0.0, 1_200.0, 2_400.0, 3_600.0, 4_800.0],
        ),
        &[
            of("by the counter", evening_counted),
            of("by orders", evening_sold),
            of("a normal day", evening_normal),
        ],
    );
    drawn(
            "life/incident",
            &figure.html(
                &format!(
                    "Evening places taken, over the day. From 9:00 on the counter runs ahead of the orders and reaches \
                     4,800 at {}, when orders have {}. There the orders stand still until the counter falls back to \
                     them at {}; they reach 4,800 at {}. On a normal day they do at {}.",
                    clock(shown_full()),
                    number(evening_sold(shown_full()).round()),
                    clock(SWEPT),
                    clock(sold_out),
                    clock(normal),
                ),
                "For almost two hours no evening was sold, with a quarter of the places free. Every page that said \
                 \"full\" came within 300 ms.",
            ),
        );
}
