//! What the chapter says, and what its listings do.

use super::*;
use crate::contracts::versions::still_old;
use crate::figure::number;
use crate::page::page;

const NAME: &str = "contracts/backward-compatibility";

/// What the scenario's service sent on Monday: two changes in one body.
const MONDAY: Recorded = (
    "Monday",
    r#"{"id":"A-17","status":"partly_refunded",
            "total":{"amount":4200,"currency":"EUR"}}"#,
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
        r#"{"id":"A-17","status":"paid","total":{"amount":4200,"currency":"EUR"}}"#,
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

/// What a later app reads: the new field, and the old one where it must.
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
    let body = OrderBody::new("A-17".into(), "paid", 4200);
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
    let new = read(RELEASED[1]).expect("the body of 1.1");
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
fn the_old_versions_of_the_scenario() {
    // One in five of those left is updated each week.
    let left = |weeks| number(still_old(400_000.0, 0.2, weeks).round());
    page(NAME).says(format!("its app is installed on {} phones", left(0)));
    page(NAME).says(format!(
            "if each week a fifth of the old apps is updated, {} of them remain after one week and {} after half a year",
            left(1),
            left(26)
        ));
}

const TOTAL: Field = Field {
    name: "total_cents",
    kind: "cents",
    required: true,
    values: &[],
};
const STATUS: Field = Field {
    name: "status",
    kind: "text",
    required: true,
    values: &["open", "paid"],
};

/// What `breaks` says about a change, in a request and in a response.
fn verdicts(old: &[Field], new: &[Field]) -> (&'static str, &'static str) {
    let verdict = |found: Vec<_>| if found.is_empty() { "safe" } else { "breaks" };
    (verdict(breaks(old, new)), verdict(breaks(new, old)))
}

#[test]
fn the_table_is_what_the_rules_say() {
    let page = page(NAME);
    let gift = |required| Field {
        name: "gift",
        kind: "bool",
        required,
        values: &[],
    };
    let (request, response) = verdicts(&[TOTAL], &[TOTAL, gift(false)]);
    page.says(format!(
            "| Add an optional field | {request}, if its absence means what it meant before | {response} for readers \
             that ignore unknown fields |"
        ));
    let (request, response) = verdicts(&[TOTAL], &[TOTAL, gift(true)]);
    page.says(format!(
            "| Add a required field | {request}: old callers do not send it | {response}, like an optional one |"
        ));
    let (request, response) = verdicts(&[TOTAL, STATUS], &[STATUS]);
    page.says(format!(
            "| Remove a field | {request} to read; its effect is gone without a word | {response} readers that need it |"
        ));
    let optional = Field {
        required: false,
        ..TOTAL
    };
    let (request, response) = verdicts(&[TOTAL], &[optional]);
    page.says(format!(
        "| Make a required field optional | {request} | {response} readers that need it |"
    ));
    let renamed = Field {
        name: "total",
        ..TOTAL
    };
    let (request, response) = verdicts(&[TOTAL], &[renamed]);
    page.says(format!(
        "| Rename a required field | {request}: one is removed and another added | {response} |"
    ));
    let euros = Field {
        kind: "euros",
        ..TOTAL
    };
    let (request, response) = verdicts(&[TOTAL], &[euros]);
    page.says(format!(
        "| Change a type or a unit | {request} | {response} |"
    ));
    let fewer = Field {
        values: &["open"],
        ..STATUS
    };
    let (request, response) = verdicts(&[STATUS], &[fewer]);
    page.says(format!(
            "| Tighten validation | {request}: what was accepted is refused | {response}: the values stay within the \
             old limits |"
        ));
    let any = Field {
        values: &[],
        ..STATUS
    };
    let (request, response) = verdicts(&[STATUS], &[any]);
    page.says(format!(
        "| Loosen validation | {request} | {response} readers built for the old limits |"
    ));
    let more = Field {
        values: &["open", "paid", "partly_refunded"],
        ..STATUS
    };
    let (request, response) = verdicts(&[STATUS], &[more]);
    page.says(format!(
        "| Add an enum value | {request} | {response} readers that have no case for it |"
    ));
}

#[test]
fn the_rules_name_what_monday_broke() {
    let money = Field {
        name: "total",
        kind: "money",
        ..TOTAL
    };
    let status = Field {
        values: &["open", "paid", "partly_refunded"],
        ..STATUS
    };
    let broken = breaks(&[status, money], &[STATUS, TOTAL]);
    assert_eq!(broken, ["status", "total_cents"]);
    assert_eq!(breaks(&[STATUS, TOTAL], &[STATUS, TOTAL]), [""; 0]);
    // The addition that the chapter makes instead breaks nobody.
    assert_eq!(breaks(&[STATUS, TOTAL, money], &[STATUS, TOTAL]), [""; 0]);
    assert_eq!(breaks(&[], &[STATUS, TOTAL]), ["status", "total_cents"]);
    assert_eq!(breaks(&[STATUS, TOTAL], &[]), [""; 0]);
}

#[test]
fn what_is_unknown_is_kept_and_counted() {
    let (_, body) = PROPOSED[0];
    let mut order: Editable = serde_json::from_str(body).expect("an order");
    order.status = "open".into();
    let back = serde_json::to_value(&order).expect("an order can be written");
    let expected =
        serde_json::json!({"id": "A-17", "status": "open", "total_cents": 4200, "gift": true});
    assert_eq!(back, expected);
    let mut counts = BTreeMap::new();
    order.count_unknown(&mut counts);
    order.count_unknown(&mut counts);
    assert_eq!(
        counts,
        [("gift".to_owned(), 2), ("total_cents".to_owned(), 2)].into()
    );
}

#[test]
fn the_page_counts_the_changes_as_the_tests_do() {
    let page = page(NAME);
    let failed = |broken: Vec<&str>| {
        broken
            .join(" and ")
            .replace("field removed", "the removed field")
    };
    page.says("The tests try four changes");
    assert_eq!(PROPOSED.len(), 4);
    let broken = failed(unreadable::<Order>(&PROPOSED)).replace("type changed", "the changed type");
    page.says(format!("fails on {broken}"));
    let strict = unreadable::<Strict>(&PROPOSED);
    assert_eq!(strict.len(), PROPOSED.len());
    page.says("fails on all four");
}
