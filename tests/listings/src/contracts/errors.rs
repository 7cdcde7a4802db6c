//! Listings of the chapter "Errors are part of the contract".

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

// ANCHOR: cost
/// Calls to the payment provider in a day: one for each of the `paid` cards,
/// and for a `refused` one as many as come of `tries` attempts in each of
/// `layers` layers.
pub fn calls(paid: u64, refused: u64, tries: u64, layers: u32) -> u64 {
    paid + refused * tries.pow(layers)
}

/// The share of failures on a dashboard that counts `counted` of the
/// `payers` as failed, in percent.
pub fn failed(counted: u64, payers: u64) -> f64 {
    100.0 * counted as f64 / payers as f64
}
// ANCHOR_END: cost

// ANCHOR: inside
/// All that can go wrong with a payment, as our own code sees it.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaymentError {
    /// The bank's decision; asking again changes nothing.
    #[error("card refused: {0}")]
    Declined(String),
    /// Nothing was done; the provider has asked for a pause.
    #[error("provider refuses calls for {0:?}")]
    Busy(Duration),
    /// The money may have moved.
    #[error("outcome unknown: {0}")]
    Unknown(String),
    /// Our request was wrong: a defect of ours, found by the provider.
    #[error("provider rejected the request: {0}")]
    Rejected(String),
}

/// The provider's answer in our words. Only the answers that its contract
/// calls final are taken as final.
pub fn map(status: u16, reason: &str, wait: Duration) -> PaymentError {
    let reason = reason.to_owned();
    match status {
        402 => PaymentError::Declined(reason),
        429 | 503 => PaymentError::Busy(wait),
        400 | 401 | 403 | 404 | 422 => PaymentError::Rejected(reason),
        _ => PaymentError::Unknown(reason),
    }
}
// ANCHOR_END: inside

// ANCHOR: promise
/// What a caller may do with the same request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// Not again: it would fail again.
    Never,
    /// Again, after the pause in `Retry-After`.
    Later,
    /// Again, but only with the same idempotency key.
    SameKey,
}

impl PaymentError {
    /// The public part: HTTP status, code, and whether to try again.
    /// A new case does not compile until all three have been decided.
    pub fn promise(&self) -> (u16, &'static str, Retry) {
        match self {
            Self::Declined(_) => (402, "card_declined", Retry::Never),
            Self::Busy(_) => (503, "payment_busy", Retry::Later),
            Self::Unknown(_) => (504, "outcome_unknown", Retry::SameKey),
            Self::Rejected(_) => (500, "internal", Retry::Never),
        }
    }
}
// ANCHOR_END: promise

/// The body of an error, as `application/problem+json`.
#[derive(Debug, Serialize)]
pub struct Problem {
    /// Identifies the kind of problem, and leads to its documentation.
    #[serde(rename = "type")]
    pub kind: String,
    /// The HTTP status once more, for whoever has only the body.
    pub status: u16,
    /// This one occurrence: what a user reads out to support.
    pub instance: String,
    /// What programs branch on.
    pub code: &'static str,
    /// What to do with the same request.
    pub retry: Retry,
}

// ANCHOR: problem
/// Errors sent, by code and caller.
#[derive(Debug, Default)]
pub struct Sent(pub BTreeMap<(&'static str, String), u64>);

impl Sent {
    /// The one way out: counted, logged whole, sent in part.
    pub fn out(&mut self, e: &PaymentError, by: &str, id: &str) -> Problem {
        let (status, code, retry) = e.promise();
        *self.0.entry((code, by.to_owned())).or_default() += 1;
        tracing::warn!(code, caller = by, request = id, error = %e);
        let kind = format!("https://shop.example/problems/{code}");
        let instance = format!("https://shop.example/requests/{id}");
        Problem {
            kind,
            status,
            instance,
            code,
            retry,
        }
    }
}
// ANCHOR_END: problem

// ANCHOR: caller
/// What the app does next.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Keep the cart, ask for another card.
    OtherCard,
    /// Wait as long as `Retry-After` says, then send the same again, with
    /// the same key.
    Wait,
    /// Ask with the same key what became of the payment.
    AskOutcome,
    /// Say that it did not work, show the instance, do not repeat.
    GiveUp,
}

/// Decides by the code; if that is new, by `retry`; else by the status.
pub fn next(status: u16, body: &str) -> Next {
    let seen: Value = serde_json::from_str(body).unwrap_or_default();
    match (seen["code"].as_str(), seen["retry"].as_str(), status) {
        (Some("card_declined"), ..) => Next::OtherCard,
        (_, Some("never"), _) => Next::GiveUp,
        (_, Some("later"), _) => Next::Wait,
        (_, Some("same_key"), _) => Next::AskOutcome,
        (.., 429 | 503) => Next::Wait,
        (.., 500..) => Next::AskOutcome,
        _ => Next::GiveUp,
    }
}
// ANCHOR_END: caller

#[cfg(test)]
mod tests;
