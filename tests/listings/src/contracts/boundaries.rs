//! Listings of the chapter "Boundaries and explicit data flow".

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

// ANCHOR: three
/// Tax on an amount in cents, rounded to a cent, half a cent up.
/// The rate is in hundredths of a percent: 1,900 for 19%.
pub fn tax(net: u64, rate: u64) -> u64 {
    (net * rate + 5_000) / 10_000
}

/// Articles in an order: the net price of one in cents, and how many.
pub type Lines = [(u64, u64)];

/// The cart page rounds for each piece, so that its price tag is right.
pub fn in_the_cart(lines: &Lines, rate: u64) -> u64 {
    let piece = |unit| unit + tax(unit, rate);
    lines.iter().map(|(unit, n)| n * piece(*unit)).sum()
}

/// Checkout rounds for each line.
pub fn at_checkout(lines: &Lines, rate: u64) -> u64 {
    let line = |net| net + tax(net, rate);
    lines.iter().map(|(unit, n)| line(unit * n)).sum()
}

/// The invoice rounds once, on the sum.
pub fn on_the_invoice(lines: &Lines, rate: u64) -> u64 {
    let net = lines.iter().map(|(unit, n)| unit * n).sum();
    net + tax(net, rate)
}
// ANCHOR_END: three

// ANCHOR: core
/// What prices depend on, on one day.
#[derive(Debug)]
pub struct Tariff {
    /// Net prices in cents, by article.
    pub prices: BTreeMap<String, u32>,
    /// The tax rate in hundredths of a percent.
    pub rate: u64,
}

/// What an order costs, in cents. Only this module can make one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    net: u64,
    tax: u64,
}

impl Quote {
    /// What the customer pays, in cents.
    pub fn total(self) -> u64 {
        self.net + self.tax
    }
}

/// The price of a cart. Tax is rounded here, once, and nowhere else.
pub fn quote(cart: &Cart, day: &Tariff) -> Result<Quote, Refusal> {
    let mut net = 0;
    for line in &cart.lines {
        let unit = day.prices.get(&line.article);
        let unit = unit.ok_or(Refusal::NotSold)?;
        net += u64::from(*unit) * u64::from(line.count.0);
    }
    let tax = tax(net, day.rate);
    Ok(Quote { net, tax })
}
// ANCHOR_END: core

/// A cart that has been read: every count is one that the shop sells.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub struct Cart {
    lines: Vec<Line>,
}

/// Pieces of one article.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub struct Line {
    article: String,
    count: Count,
}

// ANCHOR: edge
/// How many pieces of one article somebody may order: 1 to 99.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "u32")]
pub struct Count(u32);

impl TryFrom<u32> for Count {
    type Error = &'static str;

    fn try_from(count: u32) -> Result<Self, Self::Error> {
        let sold = (1..=99).contains(&count);
        sold.then_some(Self(count)).ok_or("count not in 1 to 99")
    }
}

/// The edge: text becomes a `Cart` or a refusal, and both are counted.
/// The server refuses bodies over 16 kB, so the sum cannot overflow.
pub fn price(
    body: &str,
    day: &Tariff,
    counts: &mut BTreeMap<&'static str, u64>,
) -> Result<Quote, Refusal> {
    let result = serde_json::from_str(body)
        .map_err(Refusal::from)
        .and_then(|cart| quote(&cart, day));
    let outcome = match &result {
        Ok(_) => "priced",
        Err(Refusal::NotSold) => "not sold",
        Err(Refusal::Unreadable(_)) => "unreadable",
    };
    if let Err(refusal) = &result {
        tracing::warn!(%refusal, "cart not priced");
    }
    *counts.entry(outcome).or_default() += 1;
    result
}
// ANCHOR_END: edge

/// Why a cart has no price.
#[derive(Debug, Error)]
pub enum Refusal {
    /// The text is no cart, or has a count that the shop does not sell.
    #[error("cannot read the cart: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// The catalogue gave no price for an article.
    #[error("an article is not sold")]
    NotSold,
}

// ANCHOR: together
/// Two modules, and how many changes touched both.
pub type Pair<'a> = ((&'a str, &'a str), usize);

/// Pairs of modules that changed together, the most frequent first.
/// Each change of `history` is the list of the modules that it touched.
pub fn together<'a>(history: &[&[&'a str]]) -> Vec<Pair<'a>> {
    let mut pairs = BTreeMap::new();
    for change in history {
        let mut touched = change.to_vec();
        touched.sort_unstable();
        touched.dedup();
        for (k, one) in touched.iter().enumerate() {
            for other in &touched[k + 1..] {
                *pairs.entry((*one, *other)).or_default() += 1;
            }
        }
    }
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    pairs
}
// ANCHOR_END: together

// ANCHOR: hop
/// A boundary that a call crosses.
#[derive(Clone, Copy, Debug)]
pub struct Crossing {
    /// How long one call takes beyond the work itself, in microseconds.
    pub micros: f64,
    /// The share of time in which the other side answers, 0 to 1.
    pub up: f64,
}

impl Crossing {
    /// What `calls`, one after the other, add to a request: milliseconds.
    pub fn added_ms(self, calls: u32) -> f64 {
        self.micros * f64::from(calls) / 1_000.0
    }

    /// Minutes in 30 days without an answer, when each of `services` in a
    /// row has to be up and they fail independently.
    pub fn minutes_down(self, services: i32) -> f64 {
        (1.0 - self.up.powi(services)) * 30.0 * 24.0 * 60.0
    }
}
// ANCHOR_END: hop

#[cfg(test)]
mod tests;
