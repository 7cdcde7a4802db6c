//! Listings of the chapter "Backward compatibility".

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

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

// ANCHOR: writer
/// What the service sends while it expands: the old field and the new one.
#[derive(Debug, Serialize)]
pub struct OrderBody {
    id: String,
    status: &'static str,
    /// Deprecated since 2.0. Owner: orders team. Equals `total.cents`.
    total_cents: u64,
    total: Money,
}

/// An amount with its currency.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// The amount in hundredths of the currency.
    pub cents: u64,
    /// The code of the currency, as in ISO 4217.
    pub currency: String,
}

impl OrderBody {
    /// One source for both fields, so that they cannot disagree.
    pub fn new(id: String, status: &'static str, total: Money) -> Self {
        let total_cents = total.cents;
        Self {
            id,
            status,
            total_cents,
            total,
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
        "2.0",
        r#"{"id":"A-17","status":"paid","total_cents":4200,
            "total":{"cents":4200,"currency":"EUR"}}"#,
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

// ANCHOR: usage
/// Calls in the last 30 days, by the major version that the caller stated.
/// A caller that states none counts as version 0, the oldest.
#[derive(Debug, Default)]
pub struct Callers(BTreeMap<u32, u64>);

impl Callers {
    /// Counts one call.
    pub fn record(&mut self, version: Option<u32>) {
        *self.0.entry(version.unwrap_or(0)).or_default() += 1;
    }

    /// Calls from versions older than `first`, the first one that does
    /// without the field. At zero the field may go.
    pub fn before(&self, first: u32) -> u64 {
        self.0.range(..first).map(|(_, calls)| calls).sum()
    }
}
// ANCHOR_END: usage

/// Installed apps that have not been updated after some weeks, when each week the
/// same share of those that are left is updated.
pub fn still_old(installed: f64, updated_each_week: f64, weeks: i32) -> f64 {
    installed * (1.0 - updated_each_week).powi(weeks)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the scenario's service sent on Monday: two changes in one body.
    const MONDAY: Recorded = (
        "Monday",
        r#"{"id":"A-17","status":"partly_refunded",
            "total":{"cents":4200,"currency":"EUR"}}"#,
    );

    /// Changes to the body of 1.0, those of the scenario among them.
    const PROPOSED: [Recorded; 4] = [
        (
            "field added",
            r#"{"id":"A-17","status":"paid","total_cents":4200,"gift":true}"#,
        ),
        (
            "status added",
            r#"{"id":"A-17","status":"partly_refunded","total_cents":4200}"#,
        ),
        (
            "field removed",
            r#"{"id":"A-17","status":"paid","total":{"cents":4200,"currency":"EUR"}}"#,
        ),
        (
            "type changed",
            r#"{"id":"A-17","status":"paid","total_cents":"42.00"}"#,
        ),
    ];

    /// The reader in the installed apps: no answer for a new status.
    #[derive(Debug, Deserialize)]
    #[expect(dead_code)]
    struct Installed {
        id: String,
        status: StrictStatus,
        total_cents: u64,
    }

    /// A reader that accepts what it knows, and nothing else.
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code)]
    struct Strict {
        id: String,
        status: StrictStatus,
        total_cents: u64,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum StrictStatus {
        Open,
        Paid,
    }

    /// What app 2.0 reads: the new field, and the old one where it must.
    #[derive(Debug, Deserialize)]
    struct NewOrder {
        total: Option<Money>,
        total_cents: Option<u64>,
    }

    #[test]
    fn every_reader_reads_every_released_body() {
        assert!(unreadable::<Installed>(&RELEASED).is_empty());
        assert!(unreadable::<Order>(&RELEASED).is_empty());
        assert!(unreadable::<NewOrder>(&RELEASED).is_empty());
    }

    #[test]
    fn mondays_body_is_named() {
        assert_eq!(unreadable::<Installed>(&[MONDAY]), ["Monday"]);
        assert_eq!(unreadable::<Order>(&[MONDAY]), ["Monday"]);
        // Each of its two changes alone breaks the installed apps.
        let broken = unreadable::<Installed>(&PROPOSED);
        assert_eq!(broken, ["status added", "field removed", "type changed"]);
    }

    #[test]
    fn other_catches_names_and_no_data() {
        let read = serde_json::from_str::<Status>;
        assert_eq!(read(r#""paid""#).expect("a known name"), Status::Paid);
        let later = read(r#""partly_refunded""#).expect("an unknown name");
        assert_eq!(later, Status::Unknown);
        assert!(read(r#"{"partly_refunded":{"cents":1200}}"#).is_err());
    }

    #[test]
    fn the_tolerant_reader_survives_additions_only() {
        let broken = unreadable::<Order>(&PROPOSED);
        assert_eq!(broken, ["field removed", "type changed"]);
    }

    #[test]
    fn the_strict_reader_survives_no_change_at_all() {
        assert_eq!(unreadable::<Strict>(&RELEASED[..1]), [""; 0]);
        assert_eq!(unreadable::<Strict>(&PROPOSED).len(), PROPOSED.len());
    }

    #[test]
    fn the_new_writer_sends_the_released_body() {
        let total = Money {
            cents: 4200,
            currency: "EUR".into(),
        };
        let body = OrderBody::new("A-17".into(), "paid", total);
        let sent = serde_json::to_value(&body).expect("an order can be written");
        let (_, released) = RELEASED[1];
        let released: serde_json::Value = serde_json::from_str(released).expect("JSON");
        assert_eq!(sent, released);
    }

    #[test]
    fn an_old_reader_reads_the_new_writer() {
        let (_, body) = RELEASED[1];
        let order: Order = serde_json::from_str(body).expect("an old app reads it");
        let expected = Order {
            id: "A-17".into(),
            status: Status::Paid,
            total_cents: 4200,
        };
        assert_eq!(order, expected);
    }

    #[test]
    fn a_new_reader_reads_both_writers() {
        let read = |(_, body): Recorded| serde_json::from_str::<NewOrder>(body);
        let old = read(RELEASED[0]).expect("the body of 1.0");
        assert_eq!((old.total, old.total_cents), (None, Some(4200)));
        let new = read(RELEASED[1]).expect("the body of 2.0");
        assert_eq!(new.total.map(|total| total.currency), Some("EUR".into()));
    }

    #[test]
    fn reading_and_writing_back_loses_what_is_unknown() {
        #[derive(Serialize, Deserialize)]
        struct Known {
            id: String,
        }
        let (_, body) = PROPOSED[0];
        let known: Known = serde_json::from_str(body).expect("an id");
        let back = serde_json::to_string(&known).expect("an order can be written");
        assert_eq!(back, r#"{"id":"A-17"}"#);
    }

    #[test]
    fn a_field_goes_when_its_last_reader_has_gone() {
        let mut callers = Callers::default();
        callers.record(Some(2));
        assert_eq!(callers.before(2), 0);
        callers.record(Some(1));
        callers.record(None);
        assert_eq!(callers.before(2), 2);
    }

    #[test]
    fn the_old_versions_of_the_scenario() {
        // 400,000 installed, one in five of those left is updated each week.
        let left = |weeks| still_old(400_000.0, 0.2, weeks).round();
        assert_eq!(left(0), 400_000.0);
        assert_eq!(left(1), 320_000.0);
        assert_eq!(left(4), 163_840.0);
        assert_eq!(left(12), 27_488.0);
        assert_eq!(left(26), 1_209.0);
        // The last one goes in week 58, and all but one in a thousand by week 31.
        let left = |weeks| still_old(400_000.0, 0.2, weeks);
        assert!(left(57) >= 1.0 && left(58) < 1.0);
        assert!(left(30) > 400.0 && left(31) <= 400.0);
    }
}
