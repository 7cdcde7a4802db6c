//! What the chapter says, and what its listings do.

use std::cell::RefCell;

use super::*;
use crate::figure::{Axis, Series, drawn, lines, number, percent};
use crate::page::page;
use proptest::prelude::*;

const NAME: &str = "contracts/promises";

#[test]
fn with_enough_callers_somebody_relies_on_it() {
    let page = page(NAME);
    let callers = 25;
    page.says(format!(
            "each of the {callers} callers relies on a given habit with a probability of 3%, a change of it breaks somebody \
             in {} of cases",
            percent(breaks_somebody(callers, 0.03))
        ));
    page.says(format!("three of {callers} callers are broken"));
    page.says(format!(
        "ten such habits at once, at 1% each, breaks somebody in {}",
        percent(breaks_somebody(callers * 10, 0.01))
    ));
    page.says(format!(
        "At 1%, {} callers are enough",
        number(even_odds(0.01))
    ));
    page.says(format!("at 3%, {}", number(even_odds(0.03))));
    assert!(breaks_somebody(68, 0.01) < 0.5 && breaks_somebody(69, 0.01) > 0.5);
    assert_eq!(breaks_somebody(0, 0.5), 0.0);
}

#[test]
fn the_curve_of_hyrums_law() {
    let curve = |relies: f64| -> Vec<(f64, f64)> {
        (0..=30)
            .map(|k| {
                let callers = 10_f64.powf(f64::from(k) / 10.0);
                (callers, 100.0 * (1.0 - (1.0 - relies).powf(callers)))
            })
            .collect()
    };
    let at = |callers, relies| percent(breaks_somebody(callers, relies));
    let alt = format!(
        "Chance that a change breaks somebody, over the number of callers, on a logarithmic axis from 1 to 1,000. \
             Each relying with 3%: {} at ten callers, {} at a hundred. With 1%: {} and {}. With 0.3%: {} and {}, and \
             {} at a thousand.",
        at(10, 0.03),
        at(100, 0.03),
        at(10, 0.01),
        at(100, 0.01),
        at(10, 0.003),
        at(100, 0.003),
        at(1_000, 0.003),
    );
    let named = |name, relies| Series {
        name,
        points: curve(relies),
    };
    let html = lines(
            &Axis::log("callers", &[1.0, 10.0, 100.0, 1_000.0]),
            &Axis::linear(
                "chance that a change breaks somebody, %",
                &[0.0, 25.0, 50.0, 75.0, 100.0],
            ),
            &[
                named("each relies on it with 3%", 0.03),
                named("with 1%", 0.01),
                named("with 0.3%", 0.003),
            ],
        )
        .html(
            &alt,
            "Habits that fewer rely on move the curve to the right. With enough callers they break somebody just as surely.",
        );
    drawn("contracts/promises-callers", &html);
}

fn orders() -> Vec<Value> {
    ["A-17", "A-12", "A-9"]
        .map(|id| json!({"id": id, "status": "paid", "total_cents": 4200}))
        .to_vec()
}

#[test]
fn what_is_promised_stays_as_it_is() {
    for seed in 0..50 {
        let mut answer = orders();
        as_promised(&mut answer, &mut fastrand::Rng::with_seed(seed));
        let mut ids: Vec<_> = answer.iter().map(|order| order["id"].clone()).collect();
        ids.sort_by_key(Value::to_string);
        assert_eq!(ids, ["A-12", "A-17", "A-9"]);
        for order in &answer {
            assert_eq!(order["total_cents"], 4200);
            assert_eq!(order.as_object().expect("an object").len(), 4);
        }
    }
    // What is no object is left alone.
    let mut odd = [json!(1), json!(null)];
    as_promised(&mut odd, &mut fastrand::Rng::with_seed(1));
    assert!(odd.contains(&json!(1)) && odd.contains(&json!(null)));
}

#[test]
fn a_caller_that_takes_the_first_is_found_out() {
    let page = page(NAME);
    page.says(format!(
            "three orders in the test data, one run finds the mistake with a probability of {}, and five runs with {:.1}%",
            percent(noticed(3, 1)),
            100.0 * noticed(3, 5)
        ));
    page.says(format!(
        "With one order, no number of runs finds it ({})",
        percent(noticed(1, 1_000))
    ));
    // The formula against the listing: how often the first is still the newest.
    let lucky = (0..3_000)
        .filter(|seed| {
            let mut answer = orders();
            as_promised(&mut answer, &mut fastrand::Rng::with_seed(*seed));
            answer[0]["id"] == "A-17"
        })
        .count();
    assert!((900..=1_100).contains(&lucky), "{lucky}");
}

/// The form of `Seal` with a table: texts under random ids.
struct Table {
    ids: RefCell<fastrand::Rng>,
    texts: RefCell<BTreeMap<String, String>>,
}

impl Table {
    fn new() -> Self {
        Self {
            ids: RefCell::new(fastrand::Rng::with_seed(17)),
            texts: RefCell::default(),
        }
    }
}

impl Seal for Table {
    fn seal(&self, text: &str) -> String {
        let id = format!("{:032x}", self.ids.borrow_mut().u128(..));
        self.texts.borrow_mut().insert(id.clone(), text.to_owned());
        id
    }

    fn open(&self, token: &str) -> Option<String> {
        self.texts.borrow().get(token).cloned()
    }
}

#[test]
fn a_token_leads_its_own_customer_to_the_next_page() {
    let table = Table::new();
    for next in [Place::Skip(50), Place::After(1_767_225_600, "A-17".into())] {
        let sealed = || next.token("C-4", &table);
        let (one, other) = (sealed(), sealed());
        assert_ne!(one, other);
        assert_eq!(Place::read(&one, "C-4", &table).as_ref(), Some(&next));
        assert_eq!(Place::read(&other, "C-4", &table).as_ref(), Some(&next));
        assert_eq!(Place::read(&one, "C-5", &table), None);
    }
}

#[test]
fn what_was_sealed_for_something_else_is_no_place() {
    let table = Table::new();
    for text in [
        "",
        "17",
        r#""C-4""#,
        r#"["C-4",17]"#,
        r#"["C-4",{"Skip":-1}]"#,
    ] {
        let token = table.seal(text);
        assert_eq!(Place::read(&token, "C-4", &table), None, "{text}");
    }
    // The form that old tokens hold stays readable.
    let old = table.seal(r#"["C-4",{"Skip":50}]"#);
    assert_eq!(Place::read(&old, "C-4", &table), Some(Place::Skip(50)));
}

proptest! {
    #[test]
    fn a_text_of_the_callers_own_leads_nowhere(text in ".*") {
        let table = Table::new();
        Place::Skip(50).token("C-4", &table);
        prop_assert_eq!(Place::read(&text, "C-4", &table), None);
    }
}

#[test]
fn the_owner_knows_whom_to_ask() {
    let mut uses = Uses::default();
    for caller in ["app", "finance", "app"] {
        uses.record("sort=date", caller);
    }
    uses.record("token not ours", "support");
    assert_eq!(uses.of("sort=date"), [("app", 2), ("finance", 1)]);
    assert_eq!(uses.of("token not ours"), [("support", 1)]);
    assert!(uses.of("sort=id").is_empty());
}
