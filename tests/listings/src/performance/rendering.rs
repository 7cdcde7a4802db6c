//! Listings of the chapter "Rendering and interaction readiness".

use std::collections::BTreeMap;

use hdrhistogram::{CreationError, Histogram};
use serde::Deserialize;

// ANCHOR: thread
/// What runs on the main thread without a break, in ms since navigation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    /// The part of the page that it makes work.
    pub part: &'static str,
    /// Its beginning.
    pub from: f64,
    /// Its end.
    pub to: f64,
}

/// A part of the page and the milliseconds that it takes to make it work.
pub type Part = (&'static str, f64);

/// The parts run in this order from `start` on, in pieces of up to `piece`
/// ms; after each, the browser has `gap` ms to draw and to react.
pub fn plan(parts: &[Part], start: f64, piece: f64, gap: f64) -> Vec<Run> {
    let (mut now, mut runs) = (start, Vec::new());
    for (part, work) in parts {
        let mut left = *work;
        while left > 0.0 {
            let run = left.min(piece.max(1.0));
            let (from, to) = (now, now + run);
            runs.push(Run { part, from, to });
            left -= run;
            now = to + gap;
        }
    }
    runs
}
// ANCHOR_END: thread

// ANCHOR: delay
/// How long a tap waits for its handler: the rest of the run that it meets.
pub fn input_delay(runs: &[Run], tap: f64) -> f64 {
    let met = runs.iter().find(|run| run.from <= tap && tap < run.to);
    met.map_or(0.0, |run| run.to - tap)
}

/// From when on a tap on this part does something.
pub fn works_from(runs: &[Run], part: &str) -> Option<f64> {
    runs.iter().rfind(|run| run.part == part).map(|run| run.to)
}
// ANCHOR_END: delay

// ANCHOR: shift
/// The score of a shift on a screen `screen` pixels high: all below `from`
/// moves down by `by`. The share of the screen that is touched, times the
/// distance as a share of its longer side, here the height.
pub fn layout_shift(screen: f64, from: f64, by: f64) -> f64 {
    let touched = (screen - from).max(0.0) / screen;
    touched * by.min(screen) / screen
}
// ANCHOR_END: shift

// ANCHOR: report
/// One page load, as the browser sends it when the page is first hidden.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Report {
    /// A template and not an address: few, and known in advance.
    pub page: Page,
    /// What it ran on.
    pub device: Device,
    /// When the main button worked, in ms since navigation.
    pub usable_ms: Option<u64>,
    /// The slowest interaction; `None` if there was none.
    pub inp_ms: Option<u64>,
}

impl Field {
    /// Counts one report, or that it could not be read.
    pub fn receive(&mut self, body: &[u8]) {
        let Ok(report) = serde_json::from_slice::<Report>(body) else {
            self.rejected += 1;
            return;
        };
        let group = (report.page, report.device);
        let seen = self.seen.entry(group).or_insert_with(|| Seen {
            loads: 0,
            usable: self.empty.clone(),
            inp: self.empty.clone(),
        });
        seen.add(report);
    }
}
// ANCHOR_END: report

impl Field {
    /// Without reports; times are kept to three digits, up to a minute.
    pub fn new() -> Result<Self, CreationError> {
        let empty = Histogram::new_with_max(60_000, 3)?;
        Ok(Self {
            seen: BTreeMap::new(),
            rejected: 0,
            empty,
        })
    }
}

/// The templates that are measured.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Page {
    /// The start page.
    Home,
    /// The page of a product.
    Product,
    /// Cart and payment.
    Checkout,
}

/// A class of devices.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Device {
    /// A phone.
    Phone,
    /// Anything larger.
    Desktop,
}

/// What the users of one page and device class saw.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Reports.
    pub loads: u64,
    /// Milliseconds until the main button worked, where it did.
    pub usable: Histogram<u64>,
    /// Milliseconds of the slowest interaction, where there was one.
    pub inp: Histogram<u64>,
}

impl Seen {
    fn add(&mut self, report: Report) {
        self.loads += 1;
        if let Some(ms) = report.usable_ms {
            self.usable.saturating_record(ms);
        }
        if let Some(ms) = report.inp_ms {
            self.inp.saturating_record(ms);
        }
    }
}

/// The reports of all users.
#[derive(Clone, Debug)]
pub struct Field {
    /// By page and device.
    pub seen: BTreeMap<(Page, Device), Seen>,
    /// Reports that could not be read.
    pub rejected: u64,
    empty: Histogram<u64>,
}

#[cfg(test)]
mod tests;
