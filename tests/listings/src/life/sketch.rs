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
mod tests;
