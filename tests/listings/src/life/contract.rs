//! Listings of the chapter "The contract of the feature".

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::failure_design::Window;
use super::sketch::{Answer, Hold, Ms, Refused, SlotId};

// ANCHOR: order
/// An order as `GET /orders/{id}` shows it. What a reader does not know, it
/// passes over; what is not there, it does without.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Such as `A-17`.
    pub id: String,
    /// Such as `paid`.
    pub status: String,
    /// The sum, in euro cents.
    pub total_cents: u64,
    /// The window that the customer chose; left out where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<OrderSlot>,
}

/// A promise to a customer: it stands alone, whatever becomes of the depot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderSlot {
    /// Which window.
    pub id: SlotId,
    /// First moment of the delivery, such as `2025-12-04T18:00:00+01:00`.
    pub from: String,
    /// Last moment of the delivery.
    pub to: String,
}
// ANCHOR_END: order

// ANCHOR: errors
/// What the app is to do about a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Show the list again; the same request will be refused again.
    ChooseAgain,
    /// Take a new hold for the same window, under a new key, then go on.
    HoldAgain,
    /// Send the same request again, within the retry budget.
    Repeat,
    /// A mistake in the program: report it, and go on without a window.
    Report,
}

impl Refused {
    /// Status, code of the problem, and what to do. Codes are for ever.
    pub fn answer(self) -> (u16, &'static str, Next) {
        match self {
            Self::SlotTaken => (409, "slot_taken", Next::ChooseAgain),
            Self::SlotExpired => (409, "slot_expired", Next::HoldAgain),
            Self::HoldChanged => (409, "hold_changed", Next::ChooseAgain),
            Self::KeyReused => (422, "key_reused", Next::Report),
            Self::Unavailable => (503, "slots_unavailable", Next::Repeat),
        }
    }
}
// ANCHOR_END: errors

/// The holds of one depot, by the keys that the app made for them.
#[derive(Debug, Default)]
pub struct Holds {
    by_key: HashMap<String, Hold>,
    /// Requests that were answered from a key.
    pub repeated: u64,
}

// ANCHOR: key
impl Holds {
    /// `POST /holds` with an `Idempotency-Key`. A repeat gets the hold that
    /// the first request got, whether or not its answer arrived.
    pub fn post(
        &mut self,
        key: &str, // made by the app, one for each choice of a window
        window: &mut Window,
        now: Ms,
    ) -> Answer<Hold> {
        if let Some(hold) = self.by_key.get(key) {
            if hold.slot != *window.slot() {
                return Err(Refused::KeyReused);
            }
            self.repeated += 1;
            tracing::info!(hold = hold.id, "hold repeated");
            return Ok(hold.clone());
        }
        let hold = window.hold(now)?;
        self.by_key.insert(key.to_owned(), hold.clone());
        Ok(hold)
    }
}
// ANCHOR_END: key

// ANCHOR: events
/// What slots tells others, each with the hold as the change left it:
/// written in the transaction that makes it true, delivered at least once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum SlotEvent {
    /// A place is kept, or kept for longer.
    SlotHeld(Hold),
    /// The hold has ended without an order.
    SlotReleased(Hold),
    /// The place belongs to the order `order`.
    SlotConfirmed {
        /// The hold that was confirmed.
        hold: Hold,
        /// Such as `A-17`.
        order: String,
    },
}

impl SlotEvent {
    /// Events of one hold stay in order: they go to one partition.
    pub fn ordering_key(&self) -> u64 {
        self.hold().id
    }

    /// A consumer that has seen this version of the hold drops the event.
    pub fn is_news(&self, seen: Option<u64>) -> bool {
        seen.is_none_or(|version| self.hold().version > version)
    }
}
// ANCHOR_END: events

impl SlotEvent {
    /// The end of a hold is a change too: it has a version of its own.
    pub fn confirmed(hold: &Hold, order: &str) -> Self {
        Self::SlotConfirmed {
            hold: ended(hold),
            order: order.to_owned(),
        }
    }

    /// As with [`SlotEvent::confirmed`], but the place goes back on sale.
    pub fn released(hold: &Hold) -> Self {
        Self::SlotReleased(ended(hold))
    }

    fn hold(&self) -> &Hold {
        match self {
            Self::SlotHeld(hold) | Self::SlotReleased(hold) | Self::SlotConfirmed { hold, .. } => {
                hold
            }
        }
    }
}

fn ended(hold: &Hold) -> Hold {
    Hold {
        version: hold.version + 1,
        ..hold.clone()
    }
}

// ANCHOR: old
/// What the app of last spring does with the answer to `PUT /orders/{id}`.
/// It is on phones, and will never be changed.
pub fn old_app(status: u16) -> &'static str {
    match status {
        200 | 201 => "Thank you for your order",
        // Once, the only conflict was a repeat of an order already placed.
        409 => "Thank you for your order",
        503 => "Please try again",
        _ => "Something went wrong",
    }
}

/// May an order with this body be refused for its window? New refusals are
/// only for those who know the new field.
pub fn may_refuse(body: &str) -> bool {
    let order: Result<serde_json::Value, _> = serde_json::from_str(body);
    let hold = order.as_ref().ok().and_then(|order| order.get("hold"));
    hold.is_some_and(|hold| !hold.is_null())
}
// ANCHOR_END: old

#[cfg(test)]
mod tests;
