//! Listings of the chapter "An interface is a promise".

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

// ANCHOR: chance
/// The chance that a change breaks somebody, when each of `callers` relies
/// on what changes with probability `relies` (0 to 1), independently.
pub fn breaks_somebody(callers: i32, relies: f64) -> f64 {
    1.0 - (1.0 - relies).powi(callers)
}

/// The number of callers from which on that is more likely than not, for
/// a probability above 0.
pub fn even_odds(relies: f64) -> f64 {
    (0.5_f64.ln() / (1.0 - relies).ln()).ceil()
}
// ANCHOR_END: chance

// ANCHOR: conforming
/// One of the answers that the contract of the list allows: any order, and
/// fields that no caller knows. For tests and staging; log the seed.
pub fn as_promised(orders: &mut [Value], rng: &mut fastrand::Rng) {
    rng.shuffle(orders);
    for order in orders {
        if let Some(fields) = order.as_object_mut() {
            let name = format!("unknown_{:04x}", rng.u16(..));
            fields.insert(name, Value::Null);
        }
    }
}

/// The chance that tests notice a caller which takes the first of so many
/// entries for the newest, when each of the runs shuffles them anew.
pub fn noticed(entries: u32, runs: i32) -> f64 {
    1.0 - f64::from(entries).recip().powi(runs)
}
// ANCHOR_END: conforming

// ANCHOR: token
/// An authenticated cipher from a library, or a table of random ids.
pub trait Seal {
    /// A token for a URL, another one each time.
    fn seal(&self, text: &str) -> String;
    /// The text in a token; `None` if this service did not seal it.
    fn open(&self, token: &str) -> Option<String>;
}

/// Where the next page of a customer's orders begins.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// After so many orders. No longer sent, still read.
    Skip(u64),
    /// After the order with this date (seconds since 1970) and this id.
    After(u64, String),
}

impl Place {
    /// The page token with which the list of customer `who` goes on.
    pub fn token(&self, who: &str, seal: &impl Seal) -> String {
        seal.seal(&json!([who, self]).to_string())
    }

    /// The place in a token; `None` if it is not ours, or not for `who`.
    pub fn read(token: &str, who: &str, seal: &impl Seal) -> Option<Self> {
        let text = seal.open(token)?;
        let read = serde_json::from_str(&text);
        let (whose, place): (String, Self) = read.ok()?;
        (whose == who).then_some(place)
    }
}
// ANCHOR_END: token

// ANCHOR: uses
/// Calls by part of the interface and caller: a parameter, a field that
/// was asked for, a token that could not be opened. For one process.
#[derive(Debug, Default)]
pub struct Uses(BTreeMap<(&'static str, String), u64>);

impl Uses {
    /// Counts a call. The caller's name comes from its credentials.
    pub fn record(&mut self, part: &'static str, caller: &str) {
        let key = (part, caller.to_owned());
        let calls = self.0.entry(key).or_default();
        *calls += 1;
        if *calls == 1 {
            tracing::info!(part, caller, "first use");
        }
    }

    /// Whom to ask before `part` changes, and how often each calls.
    pub fn of(&self, part: &str) -> Vec<(&str, u64)> {
        let used = self.0.iter().filter(|((used, _), _)| *used == part);
        used.map(|((_, who), calls)| (who.as_str(), *calls))
            .collect()
    }
}
// ANCHOR_END: uses

#[cfg(test)]
mod tests;
