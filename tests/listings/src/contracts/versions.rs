//! Listings of the chapter "Versions and deprecation".

use std::collections::BTreeMap;

use semver::{Version, VersionReq};
use serde_json::{Map, Value};

// ANCHOR: number
/// What a release does to its callers.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    /// It does what was promised, where it did not before.
    Fix,
    /// It can do something more.
    Addition,
    /// Some callers have to change.
    Break,
}

/// The number of the release after `last`, which is no pre-release. Below
/// 1.0 everything moves one place to the right, as Cargo reads it.
pub fn next(last: &Version, change: Change) -> Version {
    use Change::{Addition, Break, Fix};
    let (major, minor, patch) = (last.major, last.minor, last.patch);
    match (change, major) {
        (Break, 1..) => Version::new(major + 1, 0, 0),
        (Addition, 1..) | (Break, 0) => Version::new(major, minor + 1, 0),
        (Fix, _) | (Addition, 0) => Version::new(major, minor, patch + 1),
    }
}

/// A caller's name, and the versions that it accepts.
pub type Caller<'a> = (&'a str, VersionReq);

/// Who gets a version with the next update, without deciding to.
pub fn taken_by<'a>(all: &[Caller<'a>], new: &Version) -> Vec<&'a str> {
    let takes = all.iter().filter(|(_, accepts)| accepts.matches(new));
    takes.map(|(name, _)| *name).collect()
}
// ANCHOR_END: number

// ANCHOR: phones
/// Installed apps that have not been updated after some weeks, when each
/// week the same share (0 to 1) of those that are left is updated.
pub fn still_old(installed: f64, updated: f64, weeks: i32) -> f64 {
    installed * (1.0 - updated).powi(weeks)
}
// ANCHOR_END: phones

// ANCHOR: callers
/// Calls by stated version and caller, with the day of the last one.
/// A caller that states no version counts as version 0, the oldest.
#[derive(Debug, Default)]
pub struct Callers(BTreeMap<(u32, String), (u64, u32)>);

impl Callers {
    /// Counts a call. Days are counted from any fixed one.
    pub fn record(&mut self, version: Option<u32>, caller: &str, day: u32) {
        let key = (version.unwrap_or(0), caller.to_owned());
        let (calls, last) = self.0.entry(key).or_default();
        *calls += 1;
        *last = day.max(*last);
    }

    /// Who has called a version older than `first` since a day, with all
    /// their calls. When nobody has, the old versions may go.
    pub fn before(&self, first: u32, since: u32) -> Vec<(&str, u64)> {
        let old = self.0.range(..(first, String::new()));
        old.filter(|(_, (_, last))| *last >= since)
            .map(|((_, caller), (calls, _))| (caller.as_str(), *calls))
            .collect()
    }
}
// ANCHOR_END: callers

// ANCHOR: announce
/// The name and the value of a header.
pub type Header = (&'static str, String);

/// Announces that something is deprecated from one moment and may end at
/// another, in seconds since 1970. `None` if the end comes first.
pub fn announce(from: u32, end: u32, guide: &str) -> Option<[Header; 3]> {
    (from <= end).then(|| {
        [
            ("Deprecation", format!("@{from}")),
            ("Sunset", http_date(end)),
            ("Link", format!("<{guide}>; rel=\"deprecation\"")),
        ]
    })
}
// ANCHOR_END: announce

/// A moment as HTTP writes it, for instance `Thu, 01 Jan 1970 00:00:00 GMT`.
pub fn http_date(unix: u32) -> String {
    const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [(&str, u32); 12] = [
        ("Jan", 31),
        ("Feb", 28),
        ("Mar", 31),
        ("Apr", 30),
        ("May", 31),
        ("Jun", 30),
        ("Jul", 31),
        ("Aug", 31),
        ("Sep", 30),
        ("Oct", 31),
        ("Nov", 30),
        ("Dec", 31),
    ];
    // Up to 2106, where this type ends, a year that four divides has 366 days, except 2100.
    let leap = |year: u32| year.is_multiple_of(4) && year != 2100;
    let (mut day, second) = (unix / 86_400, unix % 86_400);
    let weekday = WEEKDAYS[(day % 7) as usize];
    let mut year = 1970;
    while day >= 365 + u32::from(leap(year)) {
        day -= 365 + u32::from(leap(year));
        year += 1;
    }
    let mut month = "Dec";
    for (name, days) in MONTHS {
        let days = days + u32::from(name == "Feb" && leap(year));
        if day < days {
            month = name;
            break;
        }
        day -= days;
    }
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!(
        "{weekday}, {:02} {month} {year} {hour:02}:{minute:02}:{second:02} GMT",
        day + 1
    )
}

// ANCHOR: steps
/// An order as it is sent.
pub type Order = Map<String, Value>;

/// A change that broke callers: the version that began with it, and how
/// to give an answer the form that it had before.
pub type Step = (&'static str, fn(&mut Order));

/// All breaking changes, newest first.
pub const STEPS: [Step; 2] = [
    ("2026-09-01", |order| {
        let total = order.remove("total").unwrap_or_default();
        order.insert("total_cents".into(), total["amount"].clone());
    }),
    ("2026-03-01", |order| {
        let paid = order.remove("status") == Some("paid".into());
        order.insert("paid".into(), paid.into());
    }),
];

/// Today's answer as a caller of an earlier version knows it. The edge has
/// checked that `version` is one of ours: such dates compare as text.
pub fn as_of(version: &str, mut order: Order) -> Order {
    for (_, before) in STEPS.iter().filter(|(since, _)| version < *since) {
        before(&mut order);
    }
    order
}
// ANCHOR_END: steps

// ANCHOR: cost
/// How an interface changes.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Changes a year that break callers.
    pub breaks: f64,
    /// Changes a year that every version needs, fixes above all.
    pub others: f64,
}

impl Pace {
    /// Versions that answer at once, the newest among them, if each is
    /// supported for so many years after its successor came.
    pub fn alive(self, years: f64) -> f64 {
        1.0 + self.breaks * years
    }

    /// Changes to write in a year if each version is a copy of the code.
    pub fn copies(self, years: f64) -> f64 {
        self.others * self.alive(years) + self.breaks
    }

    /// The same with one code, and a step back for each breaking change.
    pub fn steps(self) -> f64 {
        self.others + 2.0 * self.breaks
    }
}
// ANCHOR_END: cost

#[cfg(test)]
mod tests;
