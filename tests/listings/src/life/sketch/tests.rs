//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::number;
use crate::page::page;
use crate::performance::latency_budgets::checkout;

const PAGE: &str = "life/sketch";

#[test]
fn what_the_feature_is_worth() {
    let failed = SHOP.orders * FAILED / 100.0;
    let target = 5.0;
    let saved = SHOP.orders * (FAILED - target) / 100.0 * SECOND_DRIVE;
    page(PAGE).says(format!(
            "delivers {} orders a day, and for {FAILED:.1}% of them nobody is at home. That is {} a day, and a second \
             drive costs €{SECOND_DRIVE:.2}, so they cost €{} a day.",
            number(SHOP.orders),
            number(failed),
            number(failed * SECOND_DRIVE)
        ));
    page(PAGE).says(format!(
        "below {target:.1}%, it saves more than €{} a day",
        number(saved.round())
    ));
}

#[test]
fn reads_outnumber_writes() {
    page(PAGE).says(format!(
        "{} orders mean {} holds a day",
        number(SHOP.orders),
        number(SHOP.holds().round())
    ));
    page(PAGE).says(format!("{:.2} a second", SHOP.holds_a_second()));
    let ratio = 200.0 / SHOP.holds_a_second();
    page(PAGE).says(format!("{ratio:.0} reads"));
    let places = WINDOWS * PLACES;
    page(PAGE).says(format!(
            "Each of the {} depots offers six windows a day with {PLACES} places each, {} places in all.",
            WINDOWS / 6.0,
            number(places)
        ));
    let full = 100.0 * SHOP.orders / places;
    page(PAGE).says(format!("The orders fill {full:.0}% of them"));
    page(PAGE).says(format!("At {full:.0}% of all places"));
    page(PAGE).says(format!(
        "{} customers for {} places",
        number(SHOP.orders * WANT_EVENING),
        number(EVENING * PLACES)
    ));
    // A third of the windows, oversubscribed by a quarter.
    assert!((EVENING / WINDOWS - 1.0 / 3.0).abs() < 1e-9);
    assert!((SHOP.orders * WANT_EVENING / (EVENING * PLACES) - 1.25).abs() < 1e-9);
}

#[test]
fn the_measures_are_quotients_of_counters() {
    let day = Counted {
        holds: SHOP.holds().round() as u64,
        confirmed: SHOP.orders as u64,
        shown: 12_000,
        fast: 11_568,
        deliveries: SHOP.orders as u64,
        nobody: 960,
    };
    let page = page(PAGE);
    let failed = day.failed().expect("there were deliveries");
    page.says(format!("{:.1}% today", 100.0 * failed));
    let abandoned = day.abandoned().expect("there were holds");
    page.says(format!("checks the {:.0}%", 100.0 * abandoned));
    let in_time = day.in_time().expect("there were confirmations");
    assert!((in_time - 0.964).abs() < 1e-9);
    // Before the first delivery there is no share, least of all a good one.
    assert_eq!(Counted::default().failed(), None);
    let extra = SHOP.holds() - SHOP.orders;
    page.says(format!(
        "there would be {} holds a day. There are up to {} more",
        number(SHOP.orders),
        number(extra.round())
    ));
}

#[test]
fn slots_in_the_page_would_take_the_workers() {
    let (rate, own, usual, timeout) = (200.0, 10, 50, 150);
    let (there, needed) = (
        40,
        in_flight(rate, Duration::from_millis(own + usual + timeout)),
    );
    page(PAGE).says(format!(
            "each of the {rate} requests a second keeps a worker for its own {own} ms, the {usual} ms of \
             recommendations and the usual [timeout](concept:) of {timeout} ms. That asks for {needed:.0} of its {there} \
             workers"
        ));
    page(PAGE).says(format!("{needed:.0} workers where there are {there} |"));
    page(PAGE).says(format!(
        "when waiting for recommendations takes {} ms more",
        timeout - usual
    ));
}

#[test]
fn confirming_only_loses_those_under_way() {
    let an_hour = evening_orders_an_hour();
    page(PAGE).says(format!("{an_hour} orders in the busiest hour"));
    let choosing = Duration::from_secs(4 * 60);
    let lost = lost_at_pay(EVENING, an_hour, choosing);
    page(PAGE).says(format!("{:.1} of them are on the way", lost / EVENING));
    page(PAGE).says(format!(
        "Over {EVENING} evening windows that makes {lost:.0} a day who"
    ));
    page(PAGE).says(format!("| {lost:.0} a day sent back at \"Pay\" |"));
    page(PAGE).says(format!(
        "{:.0} on the day of a newsletter that triples the rate",
        3.0 * lost
    ));
    assert!(lost_at_pay(EVENING, an_hour, Duration::ZERO).abs() < 1e-9);
}

#[test]
fn the_reserve_pays_for_the_confirmation() {
    let with = pay_with_slot().millis();
    let without = checkout().millis();
    assert_eq!((without, with), (880, 910));
    let promise = 1_000;
    let (before, granted, left) = (promise - without, with - without, promise - with);
    page(PAGE).says(format!(
            "within {} ms in 95 of 100 checkouts. The plan takes {without} ms, and {before} ms are in reserve",
            number(f64::from(promise))
        ));
    page(PAGE).says(format!(
            "{granted} ms. The plan now takes {with} ms. So slots get {granted} of the {before} ms, and {left} ms are left"
        ));
    page(PAGE).says(format!("The {left} ms are too little"));
    page(PAGE).says(format!("granted the {granted} ms on the condition"));
    // The servers' part: all but tap, network and rendering.
    page(PAGE).says(format!("{} of its 700 ms", with - 300));
    let spans = slot_page().spans(0, 0);
    let parts: Vec<u32> = spans.iter().map(|span| span.to - span.from).collect();
    let whole = slot_page().millis();
    page(PAGE).says(format!(
        "network {}, sign-in and routing {}, the list {}, rendering {}, together {whole} ms",
        parts[0], parts[1], parts[2], parts[3]
    ));
    page(PAGE).says(format!("| a request, {whole} ms |"));
}

#[test]
fn a_list_is_small_and_a_rule_book_is_not() {
    let slots: Vec<Slot> = [8, 10, 12, 14, 16, 18]
        .map(|from_hour| Slot {
            id: SlotId(format!("d07-1204-{from_hour:02}")),
            from_hour,
            free: from_hour != 18,
        })
        .into();
    let list = serde_json::to_string(&slots).expect("slots are plain data");
    assert!(list.contains(r#"{"id":"d07-1204-18","from_hour":18,"free":false}"#));
    page(PAGE).says(format!("{} bytes", list.len()));
    let postcodes = 8_000;
    let rules = postcodes * r#""12345":"d07","#.len() / 1_000;
    page(PAGE).says(format!(
        "that table is {rules} kB for {} postcodes",
        number(postcodes as f64)
    ));
    page(PAGE).says(format!("| {rules} kB in each release"));
}
