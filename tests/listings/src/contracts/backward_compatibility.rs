//! Listings of the chapter "Backward compatibility".

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

// ANCHOR: rules
/// A field of a schema.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// What it is called.
    pub name: &'static str,
    /// Its type and unit.
    pub kind: &'static str,
    /// Whether every message has it.
    pub required: bool,
    /// The values that it may have; if none are listed, any.
    pub values: &'static [&'static str],
}

/// The fields in which a reader written for one schema may fail on what a
/// writer sends by another. Fields that it does not know are ignored.
pub fn breaks(writer: &[Field], reader: &[Field]) -> Vec<&'static str> {
    let fits = |sent: &[&str], known: &[&str]| match (sent, known) {
        (_, []) => true,
        ([], _) => false,
        (sent, known) => sent.iter().all(|value| known.contains(value)),
    };
    let fails = |need: &&Field| {
        let sent = writer.iter().find(|sent| sent.name == need.name);
        sent.map_or(need.required, |sent| {
            sent.kind != need.kind
                || (need.required && !sent.required)
                || !fits(sent.values, need.values)
        })
    };
    reader.iter().filter(fails).map(|need| need.name).collect()
}
// ANCHOR_END: rules

// ANCHOR: reader
/// What the app needs of an order, and nothing else.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub struct Order {
    /// Names the order in later calls.
    pub id: String,
    /// Where the order stands.
    pub status: Status,
    /// What was charged, in cents.
    pub total_cents: u64,
}

/// Where an order stands, as far as this version of the app knows.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Waiting for the payment.
    Open,
    /// Paid in full.
    Paid,
    /// A status that came after this version: show it, offer no action.
    #[serde(other)]
    Unknown,
}
// ANCHOR_END: reader

// ANCHOR: kept
/// An order that is read, changed and sent back.
#[derive(Debug, Serialize, Deserialize)]
pub struct Editable {
    /// Names the order.
    pub id: String,
    /// Where the order stands.
    pub status: String,
    /// What this version does not know, kept for the way back.
    #[serde(flatten)]
    unknown: Map<String, Value>,
}

impl Editable {
    /// Counts, by name, the fields that were read and not understood.
    pub fn count_unknown(&self, counts: &mut BTreeMap<String, u64>) {
        for name in self.unknown.keys() {
            *counts.entry(name.clone()).or_default() += 1;
        }
    }
}
// ANCHOR_END: kept

// ANCHOR: writer
/// What the service sends meanwhile: the old field and the new one.
#[derive(Debug, Serialize)]
pub struct OrderBody {
    id: String,
    status: &'static str,
    /// Deprecated since 1.1. Owner: orders team. Equals `total.amount`.
    total_cents: u64,
    total: Money,
}

/// An amount with its currency.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// In the smallest unit of the currency: cents, öre.
    pub amount: u64,
    /// The code of the currency, as in ISO 4217.
    pub currency: String,
}

impl OrderBody {
    /// One source for both fields, so that they cannot disagree.
    pub fn new(id: String, status: &'static str, euro_cents: u64) -> Self {
        let currency = "EUR".into();
        Self {
            id,
            status,
            total_cents: euro_cents,
            total: Money {
                amount: euro_cents,
                currency,
            },
        }
    }
}
// ANCHOR_END: writer

// ANCHOR: check
/// A name and the body it stands for.
pub type Recorded = (&'static str, &'static str);

/// Bodies that released versions of the service have sent, kept for good.
pub const RELEASED: [Recorded; 2] = [
    ("1.0", r#"{"id":"A-17","status":"paid","total_cents":4200}"#),
    (
        "1.1",
        r#"{"id":"A-17","status":"paid","total_cents":4200,
            "total":{"amount":4200,"currency":"EUR"}}"#,
    ),
];

/// The names of the recorded bodies that reader `T` cannot read.
pub fn unreadable<T: DeserializeOwned>(recorded: &[Recorded]) -> Vec<&str> {
    recorded
        .iter()
        .filter(|(_, body)| serde_json::from_str::<T>(body).is_err())
        .map(|(name, _)| *name)
        .collect()
}
// ANCHOR_END: check

#[cfg(test)]
mod tests;
