//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Bar, bars, drawn, number};
use crate::page::page;
use crate::performance::tails::percentile;

const PAGE: &str = "performance/latency-budgets";
/// From the tap until the confirmation can be used.
const PROMISE: u32 = 1_000;

fn ms(millis: u32) -> String {
    format!("{} ms", number(f64::from(millis)))
}

fn share(spans: &[Span], step: &str) -> u32 {
    let span = spans.iter().find(|span| span.step == step);
    span.map(|span| span.to - span.from)
        .expect("a step of the plan")
}

#[test]
fn the_table_is_the_plan() {
    let spans = checkout().spans(0, 0);
    assert_eq!(spans.len(), 9);
    page(PAGE).says("Nine steps lie between");
    for span in &spans {
        let (first, rest) = span.step.split_at(1);
        let step = first.to_uppercase() + rest;
        page(PAGE).says(format!("| {step} | {} |", ms(span.to - span.from)));
    }
}

#[test]
fn the_checkout_fits_its_budget() {
    let spans = checkout().spans(0, 0);
    let whole = checkout().millis();
    assert!(whole <= PROMISE);
    let in_a_row: u32 = spans.iter().map(|span| span.to - span.from).sum();
    assert!(in_a_row > PROMISE);
    page(PAGE).says(format!("One after the other they take {}.", ms(in_a_row)));
    let side: Vec<u32> = ["check for fraud", "price the cart", "reserve the stock"]
        .map(|step| share(&spans, step))
        .to_vec();
    let (longest, sum) = (side.iter().max().expect("three"), side.iter().sum::<u32>());
    page(PAGE).says(format!(
        "they take {} where they took {}",
        ms(*longest),
        ms(sum)
    ));
    page(PAGE).says(format!(
        "| Run steps in parallel | {} here |",
        ms(sum - longest)
    ));
    assert_eq!(in_a_row - whole, sum - longest);
    let reserve = PROMISE - whole;
    page(PAGE).says(format!(
        "the whole takes {}, and {} are left",
        ms(whole),
        ms(reserve)
    ));
    page(PAGE).says(format!(
        "small excesses fit into the {} in reserve",
        ms(reserve)
    ));
    page(PAGE).says(format!(
        "Two teams that each take {} of the {reserve} without asking leave nothing",
        ms(reserve / 2)
    ));
    let away: u32 = [
        "handle the tap",
        "network, there and back",
        "render the confirmation",
    ]
    .map(|step| share(&spans, step))
    .iter()
    .sum();
    page(PAGE).says(format!(
        "take {} of the {}. The other {}, {} of them planned and {reserve} in reserve",
        ms(away),
        number(f64::from(PROMISE)),
        ms(PROMISE - away),
        whole - away,
    ));
    page(PAGE).says(format!("Server graphs leave out {away} of our 1,000 ms"));
    page(PAGE).says(format!(
        "| Confirm before the payment is authorised | {} |",
        ms(share(&spans, "authorise the payment"))
    ));
}

#[test]
fn only_the_critical_path_counts() {
    let whole = |fraud, price| {
        let parts = vec![
            Plan::Step("fraud", fraud),
            Plan::Step("price", price),
            Plan::Step("stock", 100),
        ];
        Plan::Parallel(parts).millis()
    };
    let saved = |fraud, price| whole(80, 120) - whole(fraud, price);
    assert_eq!(saved(20, 120), 0);
    page(PAGE).says("A fraud check in 20 ms instead of 80 now saves nothing.");
    page(PAGE).says(format!(
        "A price in 30 ms instead of 120 saves {}, because then the stock decides.",
        ms(saved(80, 30))
    ));
    assert_eq!(Plan::Parallel(vec![]).millis(), 0);
    assert_eq!(Plan::Parallel(vec![]).spans(7, 0), []);
}

#[test]
fn a_step_may_slip_by_its_slack_and_no_further() {
    let spans = checkout().spans(0, 0);
    let slack = |step: &str| {
        let span = spans.iter().find(|span| span.step == step);
        span.map(|span| span.slack).expect("a step of the plan")
    };
    page(PAGE).says(format!(
        "The fraud check has {} of slack and the stock {}",
        ms(slack("check for fraud")),
        ms(slack("reserve the stock")),
    ));
    let tight = spans.iter().filter(|span| span.slack == 0).count();
    assert_eq!(tight, 7);
    page(PAGE).says("The other seven steps have none");
    page(PAGE).says("a fraud check that becomes 30 ms slower costs the user nothing");
    assert!(slack("check for fraud") >= 30);
    let last = spans.last().expect("nine steps");
    assert_eq!(last.to, checkout().millis());
    // A serial part within a parallel one shares the slack of the whole part.
    let nested = Plan::Parallel(vec![
        Plan::Step("long", 50),
        Plan::Serial(vec![Plan::Step("a", 10), Plan::Step("b", 20)]),
    ]);
    let spans = nested.spans(5, 1);
    assert_eq!(
        spans[2],
        Span {
            step: "b",
            from: 15,
            to: 35,
            slack: 21
        }
    );
}

#[test]
fn the_plan_is_drawn() {
    let spans = checkout().spans(0, 0);
    // What a bar takes stands above it, so that nothing is written across the limit.
    let labels: Vec<String> = spans
        .iter()
        .map(|span| format!("{}, {}", span.step, ms(span.to - span.from)))
        .collect();
    let drawing: Vec<Bar> = spans
        .iter()
        .zip(&labels)
        .map(|(span, label)| Bar {
            label,
            from: f64::from(span.from),
            to: f64::from(span.to),
            shown: match span.slack {
                0 => String::new(),
                slack => format!("{} to spare", ms(slack)),
            },
            strong: span.slack == 0,
        })
        .collect();
    let figure = bars(&drawing, Some((f64::from(PROMISE), "promised: 1,000 ms")));
    drawn(
            "performance/checkout-plan",
            &figure.html(
                "A timeline of nine steps. Seven follow each other without a gap and end at 880 ms, 120 ms \
                 before the promised 1,000 ms. The fraud check and the stock run beside the price and end \
                 40 and 20 ms before it.",
                "The plan of a checkout. The coloured steps have nothing to spare. They are the critical path: only \
                 they decide when it ends.",
            ),
        );
}

#[test]
fn misses_add_up_to_an_upper_limit() {
    // Per mille of requests, so that the sums are exact: 50 is the 5% that the promise allows.
    let (steps, each, allowed) = (9_u32, 5, 50);
    assert!(steps * each <= allowed);
    let percent = |per_mille: f64| format!("{}%", number(per_mille / 10.0));
    page(PAGE).says(format!(
        "exceeds its share in at most {} of requests, at most {} of checkouts exceed the {}",
        percent(f64::from(each)),
        percent(f64::from(steps * each)),
        ms(checkout().millis()),
    ));
    let kept = |missed: u32| number(f64::from(1_000 - missed) / 10.0);
    page(PAGE).says(format!(
        "the promise is kept for {} of 100 checkouts if each step keeps its share in {} of 100",
        kept(allowed),
        kept(each),
    ));
    let payment = 20;
    let rest = f64::from(allowed - payment) / f64::from(steps - 1);
    page(PAGE).says(format!(
            "If the payment provider can promise no better than {}, the other eight steps have {} left for each",
            percent(f64::from(payment)),
            percent(rest),
        ));
}

#[test]
fn a_cache_works_on_the_median() {
    let cached = |hits: usize| {
        let mut samples = vec![5; hits];
        samples.extend(vec![120; 100 - hits]);
        samples
    };
    let nine_in_ten = cached(90);
    page(PAGE).says(format!(
        "takes a step of 120 ms down to {} ms at p50; at p95 it is {} ms as before",
        percentile(&nine_in_ten, 500).expect("samples"),
        percentile(&nine_in_ten, 950).expect("samples"),
    ));
    let first = (0..=100).find(|hits| percentile(&cached(*hits), 950) == Some(5));
    page(PAGE).says(format!(
        "nothing gained at p95 below {}% hits",
        first.expect("all hit")
    ));
}

#[test]
fn counts_add_up() {
    let mut first = Kept::default();
    first.record(350, 350);
    first.record(351, 350);
    let second = Kept { within: 9, over: 0 };
    assert_eq!(
        first.and(second),
        Kept {
            within: 10,
            over: 1
        }
    );
}

#[test]
fn a_broken_promise_has_a_step_to_blame() {
    let plan = checkout();
    // The plan's own steps, each with its share and slack, and what some of them took.
    let request = |took: &[(&str, u32)]| -> Vec<Took> {
        let took_by = |span: &Span| {
            let share = span.to - span.from;
            let other = took.iter().find(|(step, _)| *step == span.step);
            Took {
                step: span.step,
                took_ms: other.map_or(share, |(_, ms)| *ms),
                may_ms: share + span.slack,
            }
        };
        plan.spans(0, 0).iter().map(took_by).collect()
    };
    let slow = request(&[("price the cart", 170), ("authorise the payment", 450)]);
    assert_eq!(blame(1_030, &plan, &slow), "authorise the payment");
    // A fraud check that stays within its slack is not late, however far over its share.
    let slack = request(&[("check for fraud", 115), ("authorise the payment", 380)]);
    assert_eq!(blame(910, &plan, &slack), "authorise the payment");
    assert_eq!(blame(1_001, &plan, &slack), "between the steps");
    // A step that is late by 1 ms does not hide the 199 that were lost elsewhere.
    let little = request(&[("write the order", 61)]);
    assert_eq!(blame(1_080, &plan, &little), "between the steps");
    assert_eq!(blame(1_300, &plan, &request(&[])), "between the steps");
    assert_eq!(blame(1_300, &plan, &[]), "between the steps");
    // Overruns side by side may add up to more than the whole was late.
    let both = request(&[("check for fraud", 400), ("reserve the stock", 410)]);
    assert_eq!(blame(1_170, &plan, &both), "reserve the stock");
}
