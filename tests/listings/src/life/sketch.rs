//! Listings of the chapter "The interface sketch".

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::performance::latency_budgets::Plan;
use crate::reliability::timeouts::in_flight;

// ANCHOR: nouns
/// Milliseconds on the clock of the store that keeps the holds.
pub type Ms = u64;

/// Names one two-hour window of one depot, such as `d07-1204-18`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotId(pub String);

/// A window as a customer sees it: whether a place is free, and not how
/// many are, so that nobody comes to rely on the count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// To be sent back with a hold.
    pub id: SlotId,
    /// First hour of the delivery, local time: 18 for 18:00 to 20:00.
    pub from_hour: u8,
    /// Whether a hold would have been granted when the list was made.
    pub free: bool,
}

/// One place in a window, kept for one checkout for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Names the hold in the order.
    pub id: u64,
    /// The window that the place is in.
    pub slot: SlotId,
    /// Rises with every change of the hold.
    pub version: u64,
    /// From this moment on the place may be given to somebody else.
    pub expires: Ms,
}
// ANCHOR_END: nouns

/// Why a request for a window was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Nothing is free in this window.
    SlotTaken,
    /// The hold has ended, or there never was one.
    SlotExpired,
    /// Somebody has changed the hold since.
    HoldChanged,
    /// The key was used before, for another window.
    KeyReused,
    /// The slots service cannot say.
    Unavailable,
}

/// What a request for a window comes to.
pub type Answer<T> = Result<T, Refused>;

// ANCHOR: verbs
/// The whole feature, as checkout and app see it.
pub trait Slots {
    /// `GET /slots?postcode=…`: tomorrow's windows for an address.
    fn list(&mut self, postcode: &str, now: Ms) -> Answer<Vec<Slot>>;

    /// `POST /holds`: keeps a place. The same `key`, the same hold.
    fn hold(&mut self, key: &str, slot: &SlotId, now: Ms) -> Answer<Hold>;

    /// `PUT /holds/{id}`, at "Pay": the hold now outlasts the payment.
    fn renew(&mut self, hold: &Hold, now: Ms) -> Answer<Hold>;

    /// `PUT /holds/{id}/order`, after the payment: the place is `order`'s.
    fn confirm(&mut self, hold: &Hold, order: &str, now: Ms) -> Answer<()>;
}
// ANCHOR_END: verbs

// ANCHOR: load
/// A normal day, as far as a feature of the checkout needs it.
#[derive(Clone, Copy, Debug)]
pub struct Day {
    /// Orders paid.
    pub orders: f64,
    /// The share of them that falls into the busiest hour.
    pub busiest: f64,
    /// The share of checkouts that pick a window and never pay.
    pub abandoned: f64,
}

impl Day {
    /// Checkouts that pick a window: each of them takes a hold.
    pub fn holds(&self) -> f64 {
        self.orders / (1.0 - self.abandoned)
    }

    /// Holds a second in the busiest hour.
    pub fn holds_a_second(&self) -> f64 {
        self.holds() * self.busiest / 3_600.0
    }
}

/// Customers a day who tap "Pay" in vain when nothing is held: `full`
/// windows fill up, each at `paid` orders an hour, and whoever is between
/// choice and payment just then, `choosing` on average, comes too late.
pub fn lost_at_pay(full: f64, paid: f64, choosing: Duration) -> f64 {
    full * in_flight(paid / 3_600.0, choosing)
}
// ANCHOR_END: load

// ANCHOR: measures
/// What is counted from the first day, as counters that only grow.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counted {
    /// Holds taken.
    pub holds: u64,
    /// Holds that became part of an order.
    pub confirmed: u64,
    /// Confirmations shown after "Pay".
    pub shown: u64,
    /// Confirmations shown within 1,000 ms.
    pub fast: u64,
    /// First deliveries tried.
    pub deliveries: u64,
    /// First deliveries that found nobody at home.
    pub nobody: u64,
}

impl Counted {
    /// The share of holds that ended without an order.
    pub fn abandoned(&self) -> Option<f64> {
        share(self.holds.checked_sub(self.confirmed)?, self.holds)
    }

    /// The share of confirmations that kept the promise.
    pub fn in_time(&self) -> Option<f64> {
        share(self.fast, self.shown)
    }

    /// The share that the feature is to bring down.
    pub fn failed(&self) -> Option<f64> {
        share(self.nobody, self.deliveries)
    }
}
// ANCHOR_END: measures

/// `part` of `whole`. Before the first event there is no share.
fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The shop's normal day.
pub const SHOP: Day = Day {
    orders: 12_000.0,
    busiest: 0.1,
    abandoned: 0.3,
};

/// Windows of one day in all depots: 40 depots, six windows each.
pub const WINDOWS: f64 = 240.0;
/// Evening windows of one day: two in each depot.
pub const EVENING: f64 = 80.0;
/// Deliveries that one window of one depot can take.
pub const PLACES: f64 = 60.0;
/// The share of customers who want an evening window.
pub const WANT_EVENING: f64 = 0.5;
/// First deliveries of 100 that fail because nobody is at home.
pub const FAILED: f64 = 8.0;
/// What a second drive costs, in euros.
pub const SECOND_DRIVE: f64 = 6.40;

// ANCHOR: budget
/// From the tap on "Pay" until the confirmation can be used, with a window
/// in the order: renewed beside the price, confirmed after the payment.
pub fn pay_with_slot() -> Plan {
    use Plan::{Parallel, Serial, Step};
    Serial(vec![
        Step("tap, network, sign-in and routing", 250),
        Parallel(vec![
            Step("check for fraud", 80),
            Step("price the cart", 120),
            Step("reserve the stock", 100),
            Step("renew the hold", 40),
        ]),
        Step("authorise the payment", 350),
        Step("write the order", 60),
        Step("confirm the hold", 30),
        Step("render the confirmation", 100),
    ])
}
// ANCHOR_END: budget

/// From the choice of the delivery step until a window can be tapped.
pub fn slot_page() -> Plan {
    use Plan::{Serial, Step};
    Serial(vec![
        Step("network, there and back", 150),
        Step("sign-in and routing", 50),
        Step("list the windows", 40),
        Step("render them", 60),
    ])
}

/// Evening orders an hour in one window, in the busiest hour.
pub fn evening_orders_an_hour() -> f64 {
    SHOP.orders * SHOP.busiest * WANT_EVENING / EVENING
}

#[cfg(test)]
mod tests {
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
}
