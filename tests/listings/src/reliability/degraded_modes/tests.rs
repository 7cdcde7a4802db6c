//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Axis, Series, drawn, lines, number};
use crate::page::page;

const PAGE: &str = "reliability/degraded-modes";
const TRADE: Trade = Trade {
    orders: 12_000.0 / 24.0,
    margin: 8.40,
    changes: 0.02,
    loss: 4.20,
};

const fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(60 * minutes)
}

#[test]
fn fifty_minutes_without_prices() {
    let page = page(PAGE);
    let down = 50.0;
    let hours = down / 60.0;
    let missed = (TRADE.orders * hours).round();
    page.says(format!("the pricing service is down for {down} minutes"));
    page.says(format!(
            "takes {} orders an hour on average, so {missed} orders are not placed. It earns €{:.2} by an order, and \
             so the {down} minutes cost €{}",
            TRADE.orders,
            TRADE.margin,
            number(TRADE.closed(hours).round())
        ));
    page.says(format!("can list the {missed} orders afterwards"));
    // A fifth of the order that the shop is known for: 42.00.
    assert_eq!(TRADE.margin, 42.00 / 5.0);
    page.says(format!("{} in 100 a day", 100.0 * TRADE.changes));
    page.says(format!(
            "lost €{:.2} on each order whose price was out of date, the {down} minutes would have cost €{:.2} in all",
            TRADE.loss,
            TRADE.at_last_prices(hours)
        ));
    assert_eq!(TRADE.at_last_prices(0.0), 0.0);
    // Mail that waits for three hours.
    page.says(format!("{} mails", number(TRADE.orders * 3.0)));
}

#[test]
fn hard_dependencies_add_up() {
    let page = page(PAGE);
    for hard in [9, 6, 3] {
        let share = available(hard, 0.999);
        let lost = 1.0 - share;
        page.says(format!(
            "| {hard} | {:.2}% | {:.1} h | {} |",
            100.0 * share,
            lost * 30.0 * 24.0,
            number((lost * 30.0 * 12_000.0).round())
        ));
    }
    page.says(format!(
        "If each works {}% of the time, all but {:.0} minutes in 30 days",
        100.0 * available(1, 0.999),
        0.001 * 30.0 * 24.0 * 60.0
    ));
    assert_eq!(available(0, 0.999), 1.0);
    // One of the nine ten times as reliable.
    let better = available(8, 0.999) * available(1, 0.9999) - available(9, 0.999);
    page.says(format!(
        "would save {:.0} minutes of the {:.1} hours",
        better * 30.0 * 24.0 * 60.0,
        (1.0 - available(9, 0.999)) * 30.0 * 24.0
    ));
}

#[test]
fn the_cost_of_an_outage_by_its_length() {
    // A sale has ended, prices are up again by 30% of 42.00, and every last price is wrong.
    let (off, order) = (0.30, 42.00);
    let sale = off * order;
    assert!(sale > TRADE.margin);
    page(PAGE).says(format!(
        "At {}% off, an order of €{order} loses €{sale:.2}",
        100.0 * off
    ));
    let hours = [0.125, 0.25, 0.5, 0.75, 1.0, 1.5];
    let curve = |cost: &dyn Fn(f64) -> f64| hours.iter().map(|&h| (h, cost(h))).collect();
    let series = [
        ("no sales", curve(&|h| TRADE.closed(h))),
        (
            "last prices, ordinary day",
            curve(&|h| TRADE.at_last_prices(h)),
        ),
        (
            "last prices after a sale",
            curve(&|h| TRADE.orders * h * sale),
        ),
    ]
    .map(|(name, points)| Series { name, points });
    let figure = lines(
        &Axis::log(
            "hours without the pricing service",
            &[0.125, 0.25, 0.5, 1.0, 1.5],
        ),
        &Axis::log("cost, €", &[0.01, 1.0, 100.0, 10_000.0]),
        &series,
    );
    let alt = format!(
        "The cost of an outage of pricing over its length, on logarithmic axes. Without sales it rises from €{:.0} \
             in an eighth of an hour to €{} in an hour and a half. With last prices on an ordinary day it rises from \
             €{:.2} to €{:.2}. With last prices from a sale that has ended it is above both, up to €{}.",
        TRADE.closed(0.125),
        number(TRADE.closed(1.5)),
        TRADE.at_last_prices(0.125),
        TRADE.at_last_prices(1.5),
        number((TRADE.orders * 1.5 * sale).round()),
    );
    let caption = "On an ordinary day the last price costs next to nothing. Carried past a planned change it costs more \
                       than closing the shop, so it needs a limit in age and one in validity.";
    drawn("reliability/degraded-cost", &figure.html(&alt, caption));
}

fn seen() -> Seen {
    Seen {
        cents: 4_200,
        at: minutes(100),
        until: minutes(1_000),
    }
}

/// The price that was seen, so many minutes old.
fn held(age: u64, why: Why) -> Price {
    Price::Last(seen().cents, minutes(age), why)
}

#[test]
fn the_live_price_wins() {
    let mut counts = Counts::default();
    let got = price(|| Ok(3_900), Some(seen()), minutes(120), false, &mut counts);
    assert_eq!(got, Ok(Price::Live(3_900)));
    let live = Counts {
        live: 1,
        ..Counts::default()
    };
    assert_eq!(counts, live);
}

#[test]
fn the_last_price_has_limits() {
    let mut counts = Counts::default();
    let mut at = |now, why| {
        let drill = why == Why::Drill;
        let ask = || {
            assert!(!drill, "a drill spares pricing");
            Err(why)
        };
        price(ask, Some(seen()), minutes(now), drill, &mut counts)
    };
    let last = |age, why| Ok(held(age, why));
    assert_eq!(at(120, Why::TimedOut), last(20, Why::TimedOut));
    assert_eq!(at(160, Why::NotAsked), last(60, Why::NotAsked));
    assert_eq!(at(161, Why::NotAsked), Err(Why::NotAsked), "too old");
    // The clock of another machine is behind: the price is taken as new.
    assert_eq!(at(90, Why::Failed), last(0, Why::Failed));
    assert_eq!(at(101, Why::Drill), last(1, Why::Drill));
    assert_eq!(
        counts,
        Counts {
            live: 0,
            last: 3,
            drills: 1,
            none: 1
        }
    );
    page(PAGE).says(format!("at most {} minutes old", OLDEST.as_secs() / 60));
}

#[test]
fn no_price_is_carried_into_a_sale() {
    let mut counts = Counts::default();
    let sale = Seen {
        until: minutes(110),
        ..seen()
    };
    let failed = || Err(Why::Failed);
    let mut at = |now| price(failed, Some(sale), minutes(now), false, &mut counts);
    assert!(at(109).is_ok());
    assert_eq!(at(110), Err(Why::Failed));
    assert_eq!(
        price(failed, None, minutes(1), false, &mut counts),
        Err(Why::Failed)
    );
    assert_eq!(counts.none, 2);
}

#[test]
fn a_drill_never_costs_an_order() {
    let mut counts = Counts::default();
    let mut at = |now, seen| price(|| Ok(3_900), seen, minutes(now), true, &mut counts);
    assert_eq!(at(120, None), Ok(Price::Live(3_900)), "nothing at hand");
    assert_eq!(at(161, Some(seen())), Ok(Price::Live(3_900)), "too old");
    let last = held(60, Why::Drill);
    assert_eq!(at(160, Some(seen())), Ok(last));
    assert_eq!((counts.live, counts.drills, counts.none), (2, 1, 0));
}

/// Writes the fields of all events down.
#[derive(Clone, Default)]
struct Log(std::sync::Arc<std::sync::Mutex<String>>);

impl<S: tracing::Subscriber> tracing_subscriber::Layer<S> for Log {
    fn on_event(&self, event: &tracing::Event<'_>, _: tracing_subscriber::layer::Context<'_, S>) {
        let mut text = self.0.lock().expect("one thread");
        event.record(
            &mut |field: &tracing::field::Field, value: &dyn std::fmt::Debug| {
                text.push_str(&format!("{field}={value:?} "));
            },
        );
    }
}

#[test]
fn the_failure_is_in_the_log_with_its_reason() {
    use tracing_subscriber::layer::SubscriberExt as _;
    let log = Log::default();
    let subscriber = tracing_subscriber::registry().with(log.clone());
    tracing::subscriber::with_default(subscriber, || {
        let mut counts = Counts::default();
        let ask = || Err(Why::TimedOut);
        let got = price(ask, Some(seen()), minutes(120), false, &mut counts);
        assert!(got.is_ok());
    });
    let text = log.0.lock().expect("one thread").clone();
    assert_eq!(text, "message=last price why=TimedOut age_s=1200 ");
}

#[test]
fn one_request_in_a_thousand_is_practice() {
    let mut random = fastrand::Rng::with_seed(5);
    let drilled = (0..100_000)
        .filter(|_| drill(random.u128(..), 1_000))
        .count();
    assert!((60..140).contains(&drilled), "{drilled}");
    // Of the traces that sampling keeps, one in a hundred, no more are drilled than of all.
    let kept = (0..100_000)
        .map(|_| random.u128(..) / 100 * 100)
        .filter(|&trace| crate::reliability::service_levels::keep(None, trace, 100).is_some())
        .filter(|&trace| drill(trace, 1_000))
        .count();
    assert!((60..140).contains(&kept), "{kept}");
    assert!(!drill(0, 0) && !drill(7, 0));
    assert!(drill(7, 1));
    let one_in = 1_000;
    page(PAGE).says(format!(
        "With one in {} that is about {} orders a day",
        number(f64::from(one_in)),
        12_000 / one_in
    ));
}

#[test]
fn what_a_spare_zone_costs() {
    let page = page(PAGE);
    for zones in [2, 3, 4, 6] {
        let share = statically_stable(zones).expect("another zone is left");
        page.says(format!("| {zones} | {:.0}% |", 100.0 * share));
    }
    let three = statically_stable(3).expect("two are left");
    page.says(format!(
        "half of it each, so {:.0}% of the peak is paid for",
        100.0 * three
    ));
    assert_eq!(statically_stable(1), None);
    assert_eq!(statically_stable(0), None);
    // The prices of all articles, sent to checkout beforehand.
    let (articles, bytes) = (20_000.0, 40.0);
    page.says(format!(
        "{} articles at {bytes} bytes are {:.1} MB",
        number(articles),
        articles * bytes / 1e6
    ));
}
