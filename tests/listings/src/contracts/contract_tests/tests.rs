//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Axis, Series, drawn, lines, number};
use crate::page::page;
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestError, TestRunner};
use serde_json::json;

const PAGE: &str = "contracts/contract-tests";

pub(super) fn seeded() -> ProptestConfig {
    ProptestConfig {
        cases: 256,
        rng_seed: RngSeed::Fixed(17),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn fake() -> FakeStock {
    FakeStock {
        left: [("cup".to_owned(), 3)].into(),
        ..FakeStock::default()
    }
}

/// Stock as the service keeps it: a list of movements, summed when asked.
#[derive(Debug)]
struct Ledger {
    moves: Vec<(String, String, i64)>,
    oversells: bool,
}

impl Ledger {
    fn new(oversells: bool) -> Self {
        let moves = vec![("delivery".to_owned(), "cup".to_owned(), 3)];
        Self { moves, oversells }
    }

    fn sum(&self, by: Option<&str>, item: &str) -> i64 {
        self.moves
            .iter()
            .filter(|(order, what, _)| what == item && by.is_none_or(|by| by == order))
            .map(|(_, _, pieces)| pieces)
            .sum()
    }
}

impl Stock for Ledger {
    fn reserve(&mut self, order: &str, item: &str, pieces: u32) -> Answer {
        if !self.moves.iter().any(|(_, what, _)| what == item) {
            return Err(Refusal::UnknownItem);
        }
        if self.sum(Some(order), item) < 0 {
            return Ok(());
        }
        let pieces = i64::from(pieces);
        if self.sum(None, item) < pieces {
            // What changed on Friday: the answer says 200 and holds nothing.
            return if self.oversells {
                Ok(())
            } else {
                Err(Refusal::OutOfStock)
            };
        }
        self.moves
            .push((order.to_owned(), item.to_owned(), -pieces));
        Ok(())
    }

    fn release(&mut self, order: &str) {
        let back: Vec<_> = self
            .moves
            .iter()
            .filter(|(by, _, _)| by == order)
            .map(|(by, item, pieces)| (by.clone(), item.clone(), -pieces))
            .collect();
        // A second release finds a sum of zero, and adds nothing to it.
        for (by, item, pieces) in back {
            if self.sum(Some(order), &item) < 0 {
                self.moves.push((by, item, pieces));
            }
        }
    }

    fn left(&self, item: &str) -> u32 {
        u32::try_from(self.sum(None, item)).unwrap_or(0)
    }
}

#[test]
fn the_fake_and_the_real_thing_keep_the_same_promises() {
    assert_eq!(broken(&mut fake()), [""; 0]);
    assert_eq!(broken(&mut Ledger::new(false)), [""; 0]);
}

#[test]
fn the_suite_finds_the_change_of_friday() {
    let found = broken(&mut Ledger::new(true));
    assert_eq!(found, ["refuses more than is left"]);
    page(PAGE).says(format!("returns `{}`", found[0]));
}

#[test]
fn the_suite_finds_what_else_can_break() {
    /// A stock that forgets or invents: every promise can fail.
    struct Broken(FakeStock, u8);
    impl Stock for Broken {
        fn reserve(&mut self, order: &str, item: &str, pieces: u32) -> Answer {
            match self.1 {
                0 => Err(Refusal::OutOfStock),
                1 => {
                    let hold = (order.to_owned(), item.to_owned());
                    self.0.held.remove(&hold);
                    self.0.reserve(order, item, pieces)
                }
                2 => match self.0.reserve(order, item, pieces) {
                    Err(Refusal::UnknownItem) => Ok(()),
                    answer => answer,
                },
                _ => self.0.reserve(order, item, pieces),
            }
        }
        fn release(&mut self, order: &str) {
            if self.1 == 3 {
                let held = self.0.held.clone();
                self.0.release(order);
                self.0.held = held;
            } else {
                self.0.release(order);
            }
        }
        fn left(&self, item: &str) -> u32 {
            self.0.left(item)
        }
    }
    let found = |defect| broken(&mut Broken(fake(), defect));
    assert!(found(0).contains(&"holds what is there"));
    assert!(found(1).contains(&"holds once for an order"));
    assert!(found(2).contains(&"knows its items"));
    assert_eq!(found(3), ["takes back once"]);
    assert_eq!(found(9), [""; 0]);
}

#[test]
fn the_fake_can_be_unreachable() {
    let mut stock = fake();
    stock.unreachable = true;
    assert_eq!(stock.reserve("A-17", "cup", 1), Err(Refusal::Unreachable));
    stock.unreachable = false;
    assert_eq!(stock.reserve("A-17", "cup", 1), Ok(()));
}

const RECORD: &str = r#"{
  "caller": "checkout",
  "given": "1 cup left",
  "request": {"post": "/holds", "body": {"item": "cup", "pieces": 2}},
  "wanted": {
    "status": 409,
    "body": {"code": "out_of_stock", "left": "<number>"}
  }
}"#;

fn expectations() -> Vec<Expectation> {
    let cart = r#"{"caller": "cart", "given": "1 cup left",
            "request": {"post": "/holds", "body": {"item": "cup", "pieces": 2}},
            "wanted": {"body": {"left": "<number>"}}}"#;
    page(PAGE).says(RECORD.split_whitespace().collect::<Vec<_>>().join(" "));
    [RECORD, cart]
        .map(|record| serde_json::from_str(record).unwrap())
        .into()
}

/// The callers that an answer would break, with what they miss.
fn breaks(answer: &Value) -> Vec<(String, Vec<String>)> {
    expectations()
        .into_iter()
        .map(|e| (e.caller, differs("", &e.wanted, answer)))
        .filter(|(_, differences)| !differences.is_empty())
        .collect()
}

#[test]
fn the_expectations_name_the_caller_that_breaks() {
    let thursday = json!({"status": 409, "body":
            {"code": "out_of_stock", "left": 1, "restocked": "Monday"}});
    assert!(breaks(&thursday).is_empty());
    let friday = json!({"status": 200, "body": {"reserved": 0, "left": 1}});
    let broken = breaks(&friday);
    assert_eq!(broken.len(), 1);
    assert_eq!(broken[0].0, "checkout");
    page(PAGE).says(format!("`{}`", broken[0].1[1]));
    page(PAGE).says(format!("`{}`", broken[0].1[0]));
    // Without `left` and with a text in its place: both miss it.
    let worse = json!({"status": 409, "body": {"code": "out_of_stock", "left": "1"}});
    assert_eq!(breaks(&worse).len(), 2);
    assert_eq!(breaks(&json!("x")).len(), 2);
    assert!(expectations().iter().all(|e| e.given == "1 cup left"));
    assert!(expectations().iter().all(|e| e.request["post"] == "/holds"));
}

#[test]
fn a_list_is_compared_one_by_one() {
    let wanted = json!([{"item": "cup"}, {"item": "bowl"}]);
    let more = json!([{"item": "cup", "left": 3}, {"item": "bowl", "left": 0}]);
    assert_eq!(differs("", &wanted, &more), [""; 0]);
    let other = json!([{"item": "cup"}, {"item": "jug"}]);
    assert_eq!(
        differs("", &wanted, &other),
        [r#"[1].item: wanted "bowl", got "jug""#]
    );
    assert_eq!(differs("", &wanted, &json!([{"item": "cup"}])).len(), 1);
}

#[test]
fn whole_numbers_of_both_signs_have_a_limit() {
    for n in [0, EXACT as i64, -(EXACT as i64)] {
        assert!(exact(&json!({"n": [n, 1.5, "9007199254740993"]})), "{n}");
    }
    for n in [EXACT as i64 + 1, -(EXACT as i64) - 1, i64::MIN, i64::MAX] {
        assert!(!exact(&json!({"n": [n]})), "{n}");
    }
    assert!(!exact(&json!(u64::MAX)));
}

#[test]
fn an_id_as_a_number_is_found_and_reduced() {
    let mut runner = TestRunner::new(seeded());
    let result = runner.run(&any::<u64>(), |event| {
        let wire = json!({ "event": [event] });
        prop_assert!(exact(&wire));
        Ok(())
    });
    let Err(TestError::Fail(_, smallest)) = result else {
        panic!("not found: {result:?}");
    };
    assert_eq!(smallest, 1 << 53);
    let written = |n: u64| {
        let digits = n.to_string();
        let groups: Vec<&str> = digits
            .as_bytes()
            .rchunks(3)
            .rev()
            .map(|group| std::str::from_utf8(group).unwrap())
            .collect();
        groups.join(",")
    };
    page(PAGE).says(format!("reduces it to {}, which is 2⁵³", written(smallest)));
    page(PAGE).says(format!("draws {} of them", seeded().cases));
    // Two neighbours that a browser cannot tell apart.
    assert_eq!((smallest + 1) as f64, smallest as f64);
    page(PAGE).says(format!(
        "reads {} as the same number",
        written(smallest + 1)
    ));
}

fn percent(share: f64, digits: usize) -> String {
    format!("{:.digits$}%", 100.0 * share)
}

#[test]
fn flakiness_multiplies() {
    let all = green(0.999, 200, 0);
    page(PAGE).says(format!(
        "passes in 99.9% of runs; all 200 together pass in {}",
        percent(all, 1)
    ));
    page(PAGE).says(format!(
        "make {} runs, of which {:.1} are red",
        12 * 3,
        36.0 * (1.0 - all)
    ));
    let repeats = 1;
    page(PAGE).says(format!(
        "(`repeats` is {repeats}). That brings the share of green runs to {}",
        percent(green(0.999, 200, repeats), 2)
    ));
    page(PAGE).says(format!(
        "from {} to {}",
        percent(caught(0.1, 0), 0),
        percent(caught(0.1, repeats), 0)
    ));
    page(PAGE).says(format!(
        "Eight of them, at 99.9% each, are green in {}",
        percent(green(0.999, 8, 0), 1)
    ));
}

#[test]
fn the_figure() {
    let counts = [1, 2, 5, 10, 20, 50, 100, 200, 300, 500, 700, 1_000];
    let points = |steady: f64| {
        counts
            .iter()
            .map(|n| (f64::from(*n), 100.0 * green(steady, *n, 0)))
            .collect()
    };
    let x = Axis::log(
        "tests that have to pass together",
        &[1.0, 10.0, 100.0, 1_000.0],
    );
    let y = Axis::linear("green runs, %", &[0.0, 25.0, 50.0, 75.0, 100.0]);
    let series = [
        Series {
            name: "each passes in 99.99%",
            points: points(0.9999),
        },
        Series {
            name: "each passes in 99.9%",
            points: points(0.999),
        },
        Series {
            name: "each passes in 99%",
            points: points(0.99),
        },
    ];
    let alt = format!(
        "The share of green runs falls with the number of tests. With tests that pass in 99.99% of runs it is still {} at {} tests, with 99.9% it is {} at 200, with 99% {} at 100.",
        percent(green(0.9999, 1_000, 0), 0),
        number(1_000.0),
        percent(green(0.999, 200, 0), 0),
        percent(green(0.99, 100, 0), 0),
    );
    let caption = "How often all tests pass together when nothing is broken and failures are independent. A tenth of the flakiness buys ten times as many tests.";
    drawn(
        "contracts/flaky",
        &lines(&x, &y, &series).html(&alt, caption),
    );
}
