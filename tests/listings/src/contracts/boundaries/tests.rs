//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Axis, Series, drawn, lines, number};
use crate::page::page;

const NAME: &str = "contracts/boundaries";
const RATE: u64 = 1_900;

/// Net prices of the articles, in cents.
const PRICES: std::ops::RangeInclusive<u64> = 99..=9_999;

fn euro(cents: u64) -> String {
    format!("€{}.{:02}", cents / 100, cents % 100)
}

/// An order with so many articles, one to four pieces of each.
fn order(rng: &mut fastrand::Rng, articles: usize) -> Vec<(u64, u64)> {
    let article = |_| (rng.u64(PRICES), rng.u64(1..=4));
    (0..articles).map(article).collect()
}

type Total = fn(&Lines, u64) -> u64;

fn differ(orders: &[Vec<(u64, u64)>], one: Total, other: Total) -> u32 {
    let differs = |order: &&Vec<_>| one(order, RATE) != other(order, RATE);
    u32::try_from(orders.iter().filter(differs).count()).expect("few orders")
}

/// The 12,000 orders of a day, with one to six articles.
fn day() -> Vec<Vec<(u64, u64)>> {
    let mut rng = fastrand::Rng::with_seed(17);
    (0..12_000)
        .map(|_| {
            let articles = rng.usize(1..=6);
            order(&mut rng, articles)
        })
        .collect()
}

#[test]
fn three_places_disagree_about_a_days_orders() {
    let orders = day();
    let charged = differ(&orders, at_checkout, on_the_invoice);
    let shown = differ(&orders, in_the_cart, at_checkout);
    let page = page(NAME);
    page.says(format!(
        "at net prices between {} and {},",
        euro(*PRICES.start()),
        euro(*PRICES.end())
    ));
    page.says(format!(
        "In {} of the 12,000 orders the invoice differs from the charge",
        number(charged.into())
    ));
    page.says(format!(
        "In {} the charge differs from the total in the cart",
        number(shown.into())
    ));
    let most = orders
        .iter()
        .map(|order| in_the_cart(order, RATE).abs_diff(at_checkout(order, RATE)))
        .max();
    page.says(format!(
        "total in the cart, by up to {} cents",
        most.expect("an order")
    ));
    let most = orders
        .iter()
        .map(|order| at_checkout(order, RATE).abs_diff(on_the_invoice(order, RATE)))
        .max();
    page.says(format!(
        "differs from the charge, by up to {} cents",
        most.expect("an order")
    ));
}

#[test]
fn one_example_can_be_followed_by_hand() {
    // Four pieces at 3.49 and one at 9.49. 19% are 0.6631 a piece, 2.6524 a line and 1.8031 for the other.
    let order = [(349, 4), (949, 1)];
    let totals = [in_the_cart, at_checkout, on_the_invoice].map(|of| of(&order, RATE));
    let page = page(NAME);
    page.says(format!(
            "For four cups at {} net and a vase at {}, with {}% tax, the cart says {}, the charge is {} and \
             the invoice says {}",
            euro(order[0].0),
            euro(order[1].0),
            RATE / 100,
            euro(totals[0]),
            euro(totals[1]),
            euro(totals[2])
        ));
}

#[test]
fn the_share_of_wrong_totals_grows_with_the_order() {
    let mut rng = fastrand::Rng::with_seed(18);
    let mut share = |one: Total, other: Total| -> Vec<(f64, f64)> {
        (1..=12)
            .map(|articles| {
                let orders: Vec<_> = (0..4_000).map(|_| order(&mut rng, articles)).collect();
                let wrong = f64::from(differ(&orders, one, other)) / 40.0;
                (f64::from(u8::try_from(articles).expect("few")), wrong)
            })
            .collect()
    };
    let cart = share(in_the_cart, at_checkout);
    let invoice = share(at_checkout, on_the_invoice);
    assert_eq!(invoice[0].1, 0.0, "one line is the sum");
    let at = |points: &[(f64, f64)], n: usize| format!("{:.0}%", points[n - 1].1);
    let alt = format!(
        "Share of orders with two different totals, by number of articles. Cart against charge: {} with one \
             article, {} with six, {} with twelve. Charge against invoice: none with one article, {} with six, {} \
             with twelve.",
        at(&cart, 1),
        at(&cart, 6),
        at(&cart, 12),
        at(&invoice, 6),
        at(&invoice, 12),
    );
    let html = lines(
            &Axis::linear("articles in the order", &[1.0, 4.0, 8.0, 12.0]),
            &Axis::linear(
                "orders with two totals, %",
                &[0.0, 25.0, 50.0, 75.0, 100.0],
            ),
            &[
                Series {
                    name: "cart and charge",
                    points: cart,
                },
                Series {
                    name: "charge and invoice",
                    points: invoice,
                },
            ],
        )
        .html(
            &alt,
            "The copies of the rule differ by a few cents, but they do so often: the more articles an order has, the \
             likelier it has two totals.",
        );
    drawn("contracts/boundaries-cents", &html);
}

fn day_with(rate: u64) -> Tariff {
    let prices = [("kettle".into(), 2_990), ("cup".into(), 413)].into();
    Tariff { prices, rate }
}

fn priced(body: &str, counts: &mut BTreeMap<&'static str, u64>) -> Result<Quote, Refusal> {
    price(body, &day_with(RATE), counts)
}

#[test]
fn the_one_quote_is_the_sum_rounded_once() {
    let body = r#"{"lines":[{"article":"cup","count":4},{"article":"kettle","count":1}]}"#;
    let mut counts = BTreeMap::new();
    let quote = priced(body, &mut counts).expect("a cart that is sold");
    assert_eq!(quote.total(), on_the_invoice(&[(413, 4), (2_990, 1)], RATE));
    assert_eq!(quote.total(), quote.net + quote.tax);
    assert_eq!(counts["priced"], 1);
    let empty = priced(r#"{"lines":[]}"#, &mut counts).expect("nothing costs nothing");
    assert_eq!(empty.total(), 0);
}

#[test]
fn the_rate_is_an_argument_so_that_tomorrows_can_be_tried() {
    let body = r#"{"lines":[{"article":"kettle","count":1}]}"#;
    let total = |rate| {
        price(body, &day_with(rate), &mut BTreeMap::new())
            .expect("sold")
            .total()
    };
    assert_eq!((total(1_900), total(2_000)), (3_558, 3_588));
}

#[test]
fn the_counts_that_there_are() {
    let mut counts = (0..1_000).filter(|count| Count::try_from(*count).is_ok());
    let least = counts.next().expect("something is sold");
    let most = counts.next_back().expect("and more than one piece");
    let page = page(NAME);
    page.says(format!("a count of {least} to {most}"));
    page.says(format!("no `Count` of {} or of {},", least - 1, most + 1));
}

#[test]
fn what_the_shop_does_not_sell_never_gets_past_the_edge() {
    let mut counts = BTreeMap::new();
    for count in ["0", "100", "-1", "1.5", "4294967297", "\"2\"", "null"] {
        let body = format!(r#"{{"lines":[{{"article":"cup","count":{count}}}]}}"#);
        let refusal = priced(&body, &mut counts);
        assert!(
            matches!(refusal, Err(Refusal::Unreadable(_))),
            "{count}: {refusal:?}"
        );
    }
    for body in ["", "[]", "{}", r#"{"lines":[{"article":"cup"}]}"#] {
        assert!(priced(body, &mut counts).is_err(), "{body}");
    }
    let body = r#"{"lines":[{"article":"sofa","count":1}]}"#;
    assert!(matches!(priced(body, &mut counts), Err(Refusal::NotSold)));
    assert_eq!(counts, [("not sold", 1), ("unreadable", 11)].into());
}

#[test]
fn the_largest_cart_cannot_overflow() {
    // 16 kB hold fewer lines than this, at 20 letters or more for each.
    let line = u64::from(u32::MAX) * 99;
    assert!(
        line.checked_mul(800)
            .and_then(|net| net.checked_mul(RATE))
            .is_some()
    );
}

#[test]
fn what_changes_together_is_found_in_the_history() {
    let history: [&[&str]; 5] = [
        &["cart", "checkout", "invoice"],
        &["checkout", "cart"],
        &["search"],
        &["cart", "cart"],
        &["invoice", "search"],
    ];
    let pairs = together(&history);
    assert_eq!(pairs[0], (("cart", "checkout"), 2));
    assert_eq!(pairs.len(), 4);
    assert!(together(&[]).is_empty());
}

#[test]
fn a_network_is_a_dear_boundary() {
    let page = page(NAME);
    let hop = Crossing {
        micros: 500.0,
        up: 0.9995,
    };
    page.says(format!(
        "a data centre at {} ms, as long as {} reads from main memory",
        number(hop.added_ms(1)),
        number(hop.micros * 1_000.0 / 100.0)
    ));
    page.says(format!(
        "thirty calls one after the other add {} ms",
        number(hop.added_ms(30))
    ));
    page.says(format!(
        "one call with all thirty adds {} ms",
        number(hop.added_ms(1))
    ));
    let shares = hop.added_ms(30) / 120.0 * 100.0;
    page.says(format!("{}% of the 120 ms", number(shares)));
    let minutes = |services| format!("{:.0} minutes", hop.minutes_down(services));
    page.says(format!(
        "At {}%, one service is down for {} in 30 days, four in a row for {}",
        100.0 * hop.up,
        minutes(1),
        minutes(4)
    ));
    page.says(format!(
        "{} ms a call, {} a month",
        number(hop.added_ms(1)),
        minutes(1)
    ));
    // The reference: a read from main memory, 100 ns, in Dean's list.
    let read = Crossing {
        micros: 0.1,
        up: 1.0,
    };
    page.says(format!(
        "{} reads from main memory",
        number((hop.micros / read.micros).round())
    ));
    assert_eq!(read.minutes_down(9), 0.0);
}
