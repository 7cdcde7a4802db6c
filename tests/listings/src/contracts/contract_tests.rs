//! Listings of the chapter "Tests that hold a contract".

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

// ANCHOR: flaky
/// The share of runs in which all tests pass although nothing is broken:
/// each passes with probability `steady`, and gets `repeats` more chances.
pub fn green(steady: f64, tests: i32, repeats: i32) -> f64 {
    (1.0 - (1.0 - steady).powi(1 + repeats)).powi(tests)
}

/// The chance that a real defect turns a run red, when it shows in `shows`
/// of the attempts at the test that covers it.
pub fn caught(shows: f64, repeats: i32) -> f64 {
    shows.powi(1 + repeats)
}
// ANCHOR_END: flaky

/// Why stock does not hold what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Fewer pieces are left.
    OutOfStock,
    /// There is no such item.
    UnknownItem,
    /// Stock did not answer.
    Unreachable,
}

/// What stock answers.
pub type Answer = Result<(), Refusal>;

/// What the callers of stock see of it.
pub trait Stock {
    /// Holds pieces of an item for an order; repeating it changes nothing.
    fn reserve(&mut self, order: &str, item: &str, pieces: u32) -> Answer;
    /// Gives back what an order holds.
    fn release(&mut self, order: &str);
    /// Pieces that nobody holds.
    fn left(&self, item: &str) -> u32;
}

// ANCHOR: suite
/// The promises of stock that do not hold. It starts with three cups.
pub fn broken(stock: &mut dyn Stock) -> Vec<&'static str> {
    let mut broken = Vec::new();
    let mut promise = |name, kept: bool| {
        if !kept {
            tracing::error!(promise = name, "stock breaks its contract");
            broken.push(name);
        }
    };
    let all = stock.reserve("A-17", "cup", 2) == Ok(());
    promise("holds what is there", all && stock.left("cup") == 1);
    let again = stock.reserve("A-17", "cup", 2) == Ok(());
    promise("holds once for an order", again && stock.left("cup") == 1);
    let more = stock.reserve("A-18", "cup", 2) == Err(Refusal::OutOfStock);
    promise("refuses more than is left", more && stock.left("cup") == 1);
    let what = stock.reserve("A-19", "cap", 1) == Err(Refusal::UnknownItem);
    promise("knows its items", what);
    stock.release("A-17");
    stock.release("A-17");
    promise("takes back once", stock.left("cup") == 3);
    broken
}
// ANCHOR_END: suite

/// Stock in memory, for its callers' tests.
#[derive(Debug, Default)]
pub struct FakeStock {
    left: BTreeMap<String, u32>,
    held: BTreeMap<(String, String), u32>,
    /// Set it to see what a caller does when stock does not answer.
    pub unreachable: bool,
}

// ANCHOR: fake
impl Stock for FakeStock {
    fn reserve(&mut self, order: &str, item: &str, pieces: u32) -> Answer {
        if self.unreachable {
            return Err(Refusal::Unreachable);
        }
        let hold = (order.to_owned(), item.to_owned());
        if self.held.contains_key(&hold) {
            return Ok(());
        }
        let left = self.left.get_mut(item).ok_or(Refusal::UnknownItem)?;
        *left = left.checked_sub(pieces).ok_or(Refusal::OutOfStock)?;
        self.held.insert(hold, pieces);
        Ok(())
    }

    fn release(&mut self, order: &str) {
        self.held.retain(|(by, item), pieces| {
            if by == order {
                *self.left.entry(item.clone()).or_default() += *pieces;
            }
            by != order
        });
    }

    fn left(&self, item: &str) -> u32 {
        self.left.get(item).copied().unwrap_or(0)
    }
}
// ANCHOR_END: fake

// ANCHOR: expectation
/// What one caller relies on: recorded by its tests, kept by the provider.
#[derive(Debug, Deserialize)]
pub struct Expectation {
    /// Whose it is.
    pub caller: String,
    /// The state in which the answer is to be given.
    pub given: String,
    /// What is asked: the method, the path, and the body.
    pub request: Value,
    /// The part of the answer that the caller reads.
    pub wanted: Value,
}

/// Where an answer differs from what is wanted, as a list of paths below
/// `at`. Fields that nobody named are free; `"<number>"` is any number.
pub fn differs(at: &str, wanted: &Value, got: &Value) -> Vec<String> {
    match (wanted, got) {
        (Value::Object(fields), Value::Object(_)) => fields
            .iter()
            .flat_map(|(name, wanted)| {
                let got = got.get(name).unwrap_or(&Value::Null);
                differs(&format!("{at}.{name}"), wanted, got)
            })
            .collect(),
        (Value::Array(w), Value::Array(g)) if w.len() == g.len() => {
            let each = |(i, (w, g))| differs(&format!("{at}[{i}]"), w, g);
            w.iter().zip(g).enumerate().flat_map(each).collect()
        }
        (Value::String(s), Value::Number(_)) if s == "<number>" => vec![],
        _ if wanted == got => vec![],
        _ => vec![format!("{at}: wanted {wanted}, got {got}")],
    }
}
// ANCHOR_END: expectation

/// A hold, as it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Whose hold it is.
    pub order: String,
    /// How many pieces.
    pub pieces: u32,
    /// The id of the event that tells of it: 64 bits, sent as text.
    pub event: String,
}

/// The largest integer that every JSON reader is expected to keep exact.
pub const EXACT: u64 = (1 << 53) - 1;

/// Whether all whole numbers in it survive a reader with 64-bit floats.
pub fn exact(value: &Value) -> bool {
    match value {
        Value::Number(n) => n.as_f64().is_some_and(|n| n.abs() <= EXACT as f64),
        Value::Array(values) => values.iter().all(exact),
        Value::Object(fields) => fields.values().all(exact),
        _ => true,
    }
}

// ANCHOR: wire
#[test]
fn the_body_is_the_approved_one() {
    let golden = r#"{"order":"A-17","pieces":2,"event":"918273"}"#;
    let hold = Hold {
        order: "A-17".to_owned(),
        pieces: 2,
        event: "918273".to_owned(),
    };
    assert_eq!(serde_json::to_string(&hold).unwrap(), golden);
}

#[cfg(test)]
proptest::proptest! {
    #![proptest_config(tests::seeded())]
    #[test]
    fn every_reader_reads_what_we_write(
        order in "\\PC{0,20}", pieces: u32, event: u64,
    ) {
        let hold = Hold { order, pieces, event: event.to_string() };
        let wire = serde_json::to_value(&hold).unwrap();
        proptest::prop_assert!(exact(&wire));
        let read: Hold = serde_json::from_str(&wire.to_string()).unwrap();
        proptest::prop_assert_eq!(read, hold);
    }
}
// ANCHOR_END: wire

#[cfg(test)]
mod tests;
