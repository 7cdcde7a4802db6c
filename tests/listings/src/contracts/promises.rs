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
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::figure::{Axis, Series, drawn, lines, number};
    use crate::page::page;
    use proptest::prelude::*;

    const NAME: &str = "contracts/promises";

    fn percent(share: f64) -> String {
        format!("{:.0}%", 100.0 * share)
    }

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
}
