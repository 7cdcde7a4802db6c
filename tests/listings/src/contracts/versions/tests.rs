//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Axis, Series, drawn, lines, number};
use crate::page::page;
use serde_json::json;

const NAME: &str = "contracts/versions";
const INSTALLED: f64 = 400_000.0;

#[test]
fn what_the_switch_in_week_twelve_costs() {
    let page = page(NAME);
    let left = still_old(INSTALLED, 0.2, 12);
    page.says(format!(
        "After twelve weeks {} of the {} phones, {:.1}%, still have the old app",
        number(left.round()),
        number(INSTALLED),
        100.0 * left / INSTALLED
    ));
    page.says("Half of the 12,000 orders of a day come from the app");
    let lost = 6_000.0 * left / INSTALLED;
    page.says(format!(
        "{} orders a day do not arrive",
        number(lost.round())
    ));
}

#[test]
fn when_the_last_old_app_goes() {
    let page = page(NAME);
    let first = |limit: f64| {
        (0..200)
            .find(|weeks| still_old(INSTALLED, 0.2, *weeks) <= limit)
            .expect("a week within four years")
    };
    page.says(format!("The owners of {} phones", number(INSTALLED)));
    let thousandth = first(INSTALLED / 1_000.0);
    let last = (0..200)
        .find(|weeks| still_old(INSTALLED, 0.2, *weeks) < 1.0)
        .expect("a week within four years");
    page.says(format!(
            "one phone in a thousand has the old app after {thousandth} weeks, and the last is updated after {last}"
        ));
    let slow = (0..200)
        .find(|weeks| still_old(INSTALLED, 0.1, *weeks) <= INSTALLED / 1_000.0)
        .expect("a week within four years");
    page.says(format!(
        "With a tenth a week, one in a thousand takes {slow} weeks"
    ));
    assert_eq!(still_old(INSTALLED, 0.2, 0), INSTALLED);
    assert_eq!(still_old(INSTALLED, 0.0, 50), INSTALLED);
}

#[test]
fn the_curve_of_old_apps() {
    let curve = |updated: f64| -> Vec<(f64, f64)> {
        (0..=26)
            .map(|k| 2 * k)
            .map(|weeks| (f64::from(weeks), still_old(100.0, updated, weeks)))
            .take_while(|(_, left)| *left >= 0.01)
            .collect()
    };
    let at = |updated, weeks| format!("{:.2}%", still_old(100.0, updated, weeks));
    let alt = format!(
        "Share of phones with the old app, on a logarithmic axis from 100% to 0.01%, over 52 weeks: three straight \
             lines that fall. After 12 weeks {} are left with a tenth updated each week, {} with a fifth, {} with two \
             fifths; after 52 weeks {} with a tenth.",
        at(0.1, 12),
        at(0.2, 12),
        at(0.4, 12),
        at(0.1, 52),
    );
    let named = |name, updated| Series {
        name,
        points: curve(updated),
    };
    let html = lines(
            &Axis::linear(
                "weeks since the new app",
                &[0.0, 12.0, 26.0, 39.0, 52.0],
            ),
            &Axis::log(
                "phones with the old app, %",
                &[0.01, 0.1, 1.0, 10.0, 100.0],
            ),
            &[
                named("a tenth of them updated each week", 0.1),
                named("a fifth", 0.2),
                named("two fifths", 0.4),
            ],
        )
        .html(
            &alt,
            "Each step down to a tenth of what is left takes as long as the one before. The slope of the first month \
             gives the earliest date; real curves flatten.",
        );
    drawn("contracts/versions-phones", &html);
}

fn version(text: &str) -> Version {
    Version::parse(text).expect("a version")
}

#[test]
fn the_number_says_what_happens_to_callers() {
    let after = |last, change| next(&version(last), change).to_string();
    assert_eq!(after("1.4.2", Change::Fix), "1.4.3");
    assert_eq!(after("1.4.2", Change::Addition), "1.5.0");
    assert_eq!(after("1.4.2", Change::Break), "2.0.0");
    assert_eq!(after("0.4.2", Change::Fix), "0.4.3");
    assert_eq!(after("0.4.2", Change::Addition), "0.4.3");
    assert_eq!(after("0.4.2", Change::Break), "0.5.0");
    // What Cargo takes by itself begins with the version named, and ends before the next break.
    let read = |req: &str| {
        let first = version(&format!("{req}.0"));
        let broken = next(&first, Change::Break);
        let caret = VersionReq::parse(req).expect("a requirement");
        assert!(caret.matches(&first) && !caret.matches(&broken), "{req}");
        let limit = format!("{}.{}", broken.major, broken.minor);
        format!("`{req}` as {first} or later but below {limit}")
    };
    page(NAME).says(format!("{}, and {}", read("1.4"), read("0.4")));
    for last in ["0.0.3", "0.4.2", "1.4.2", "17.0.0"] {
        let caret = VersionReq::parse(last).expect("a requirement");
        assert!(
            !caret.matches(&next(&version(last), Change::Break)),
            "{last}"
        );
        assert!(caret.matches(&version(last)));
    }
}

#[test]
fn a_break_with_the_wrong_number_reaches_nearly_everybody() {
    let callers = [
        ("cart", "1.4"),
        ("checkout", "1.4.2"),
        ("notifications", "1"),
        ("risk", "^1.2"),
        ("search", "1.3"),
        ("finance", ">=1.3"),
        ("support", "~1.4"),
        ("stock", "=1.4.2"),
        ("edge", "1.4"),
    ]
    .map(|(name, req)| (name, VersionReq::parse(req).expect("a requirement")));
    let wrong = next(&version("1.4.2"), Change::Addition);
    let right = next(&version("1.4.2"), Change::Break);
    let page = page(NAME);
    page.says(format!(
        "as {wrong} it reaches {} of {} services with their next update; as {right} only {}",
        taken_by(&callers, &wrong).len(),
        callers.len(),
        taken_by(&callers, &right).len(),
    ));
    assert_eq!(taken_by(&callers, &right), ["finance"]);
    page.says("finance had written `>=1.3`");
    page.says("Nine services use the orders client, a library at version 1.4.2");
    assert!(taken_by(&callers, &version("2.0.0-rc.1")).is_empty());
    assert!(taken_by(&[], &right).is_empty());
}

#[test]
fn a_version_may_go_when_nobody_has_called_it() {
    let mut callers = Callers::default();
    callers.record(Some(2), "app 5", 100);
    assert!(callers.before(2, 0).is_empty());
    callers.record(Some(1), "app 4", 70);
    callers.record(Some(1), "app 4", 60);
    callers.record(None, "finance", 99);
    assert_eq!(callers.before(2, 0), [("finance", 1), ("app 4", 2)]);
    assert_eq!(callers.before(2, 71), [("finance", 1)]);
    assert!(callers.before(2, 100).is_empty());
    assert!(callers.before(0, 0).is_empty());
    assert_eq!(callers.before(3, 100), [("app 5", 1)]);
}

#[test]
fn the_headers_say_both_dates() {
    let page = page(NAME);
    // As many weeks as it takes until one phone in a thousand has the old app.
    let weeks = (0..200)
        .find(|weeks| still_old(1_000.0, 0.2, *weeks) <= 1.0)
        .expect("a week within four years");
    page.says(format!("With {weeks} weeks between the two dates"));
    let deprecated = 1_767_225_600;
    let sunset = deprecated + 7 * 86_400 * u32::try_from(weeks).expect("a count");
    let headers = announce(deprecated, sunset, "https://shop.example/moving-to-2")
        .expect("an end after its announcement");
    let text: Vec<_> = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    page.says(text.join(" "));
    assert_eq!(announce(2, 1, ""), None);
    assert!(announce(1, 1, "").is_some());
}

#[test]
fn dates_are_written_as_http_writes_them() {
    let written = [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (68_169_600, "Tue, 29 Feb 1972 00:00:00 GMT"),
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_868_800, "Wed, 01 Mar 2000 00:00:00 GMT"),
        (1_688_169_599, "Fri, 30 Jun 2023 23:59:59 GMT"),
        (1_735_689_599, "Tue, 31 Dec 2024 23:59:59 GMT"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
        (u32::MAX, "Sun, 07 Feb 2106 06:28:15 GMT"),
    ];
    for (unix, text) in written {
        assert_eq!(http_date(unix), text);
    }
}

#[test]
fn each_caller_gets_the_order_that_it_knows() {
    let order = || {
        let order =
            json!({"id": "A-17", "status": "paid", "total": {"amount": 4200, "currency": "EUR"}});
        order.as_object().expect("an object").clone()
    };
    let as_of = |version| Value::Object(as_of(version, order()));
    assert_eq!(as_of("2026-09-01"), Value::Object(order()));
    assert_eq!(
        as_of("2026-03-01"),
        json!({"id": "A-17", "status": "paid", "total_cents": 4200})
    );
    assert_eq!(
        as_of("2025-06-01"),
        json!({"id": "A-17", "paid": true, "total_cents": 4200})
    );
    // Nothing stumbles over an order that lacks a part.
    let empty = super::as_of("2025-06-01", Order::new());
    assert_eq!(
        Value::Object(empty),
        json!({"paid": false, "total_cents": null})
    );
    assert!(STEPS.is_sorted_by(|newer, older| newer.0 > older.0));
}

#[test]
fn what_versions_cost() {
    let page = page(NAME);
    let pace = Pace {
        breaks: 2.0,
        others: 60.0,
    };
    for (name, years) in [("half a year", 0.5), ("1.5 years", 1.5), ("5 years", 5.0)] {
        page.says(format!(
            "| {name} | {} | {} | {} |",
            number(pace.alive(years)),
            number(pace.copies(years)),
            number(pace.steps())
        ));
    }
    page.says("two breaking changes a year and 60 others");
    page.says(format!("The {} are the 60", number(pace.steps())));
    let calm = Pace {
        breaks: 0.0,
        others: 60.0,
    };
    assert_eq!(
        (calm.alive(9.0), calm.copies(9.0), calm.steps()),
        (1.0, 60.0, 60.0)
    );
}
