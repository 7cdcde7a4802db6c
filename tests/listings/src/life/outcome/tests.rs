//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Bar, bars, drawn, number};
use crate::life::sketch::{FAILED, SECOND_DRIVE, SHOP, pay_with_slot};
use crate::page::page;
use crate::performance::latency_budgets::checkout;

const PAGE: &str = "life/outcome";
/// Half of the customers for 14 days.
const WITH: Arm = Arm {
    all: 83_760,
    hit: 4_523,
};
const WITHOUT: Arm = Arm {
    all: 84_000,
    hit: 6_720,
};
/// Longer tours, in euros a delivery in a window.
const TOUR: f64 = 0.04;
const SERVERS: f64 = 38.0;
/// Failed deliveries of 100: what the sketch aimed at, and what came, in the whole group, with a window and
/// without one.
const TARGET: f64 = 5.0;
const CAME: f64 = 5.4;
const TAKERS: f64 = 4.6;
const OTHERS: f64 = 8.2;
/// The fewest points that a proposed window has to bring.
const LEAST: f64 = 0.2;
/// What an order earns, in euros, as in the chapter on degraded modes.
const LEFT: f64 = 8.40;
/// Of one person: five days of €800, as in the chapter on
/// trade-offs.
const WEEK: f64 = 5.0 * 800.0;

fn euro(value: f64) -> String {
    let cents = (value * 100.0).round();
    format!("{}.{:02}", number((cents / 100.0).floor()), cents % 100.0)
}

/// A day's saving of `points` fewer failed deliveries in 100.
fn saving(points: f64) -> f64 {
    SHOP.orders * points / 100.0 * SECOND_DRIVE
}

#[test]
fn fewer_deliveries_failed() {
    let page = page(PAGE);
    assert_eq!(SHOP.orders / 2.0 * 14.0, WITHOUT.all as f64);
    let share = |arm: Arm| 100.0 * arm.hit as f64 / arm.all as f64;
    assert!((share(WITHOUT) - FAILED).abs() < 1e-9);
    for arm in [WITHOUT, WITH] {
        page.says(format!(
            "{} of {} ({:.1}%)",
            number(arm.hit as f64),
            number(arm.all as f64),
            share(arm)
        ));
    }
    let d = difference(WITH, WITHOUT);
    page.says(format!("{:.1} percentage points", -d.points));
    assert_eq!(format!("{:.1}", share(WITH)), format!("{CAME:.1}"));
    page.says(format!(
            "The target was below {TARGET:.1}%. Everybody likes the feature, and the next one is waiting. What can go \
             wrong now is to call {CAME:.1}% a success because it is better, or a failure because it is not {TARGET:.1},"
        ));
    page.says(format!("€{SECOND_DRIVE:.2} for each second drive"));
    page.says(format!("the work on {CAME:.1}% goes on"));
    page.says(format!(
        "{:.2} to {:.2}",
        -d.points - d.margin,
        -d.points + d.margin
    ));
    // The rate in the group itself: the target is outside of it.
    let own = 1.96 * (CAME * (100.0 - CAME) / WITH.all as f64).sqrt();
    assert!(CAME - own > TARGET);
    page.says(format!(
            "{:.2}% to {:.2}%. All of it lies above {TARGET:.1}%: the target was missed by {:.1} points",
            CAME - own,
            CAME + own,
            CAME - TARGET
        ));
}

#[test]
fn guardrails() {
    let page = page(PAGE);
    let arm = |all, hit| Arm { all, hit };
    let rows = [
        (
            Guardrail {
                what: "checkouts completed",
                allowed: 1.0,
                more_is_better: true,
            },
            arm(120_000, WITH.all),
            arm(120_000, WITHOUT.all),
        ),
        (
            Guardrail {
                what: "confirmed within 1,000 ms",
                allowed: 1.0,
                more_is_better: true,
            },
            arm(WITH.all, 80_242),
            arm(WITHOUT.all, 80_976),
        ),
        (
            Guardrail {
                what: "orders with a support contact",
                allowed: 0.2,
                more_is_better: false,
            },
            arm(WITH.all, 1_633),
            arm(WITHOUT.all, 1_764),
        ),
    ];
    for (rail, with, without) in &rows {
        let d = difference(*with, *without);
        assert_eq!(rail.kept(d), Kept::Yes, "{}", rail.what);
        if rail.what == "confirmed within 1,000 ms" {
            let promised = 95.0;
            let left = |arm: &Arm| 100.0 * arm.hit as f64 / arm.all as f64 - promised;
            page.says(format!("fewer, and {promised} in all |"));
            page.says(format!(
                    "the {} ms that slots took from the [latency budget](concept:): the promise is {promised} of 100, \
                     and {:.1} points are left of what were {:.1}",
                    pay_with_slot().millis() - checkout().millis(),
                    left(with),
                    left(without)
                ));
            let own = 196.0 * (0.958 * 0.042 / with.all as f64).sqrt();
            assert!(left(with) > own, "95 in all");
        }
        if rail.what == "checkouts completed" {
            page.says(format!("An order earns €{LEFT:.2}"));
            crate::page::page("reliability/degraded-modes")
                .says(format!("earns €{LEFT:.2} by an order"));
            let euro = |points: f64| SHOP.holds() * points / 100.0 * LEFT;
            page.says(format!("{:.0} orders a day", SHOP.holds() * 0.01));
            let hoped = saving(FAILED - TARGET);
            page.says(format!(
                "€{}, less than the €{} that the sketch hoped",
                number(euro(1.0).round()),
                number(hoped.round())
            ));
            let worst = d.margin - d.points;
            page.says(format!(
                "a loss of {worst:.2} points, €{:.0} a day",
                euro(worst)
            ));
            let net = saving(2.6) - SHOP.orders * TAKE_UP * TOUR - SERVERS;
            page.says(format!(
                "would still leave €{:.0}",
                net.round() - euro(worst).round()
            ));
            page.says(format!(
                "from {:+.2} to {:+.2}",
                d.points - d.margin,
                d.points + d.margin
            ));
            assert!(euro(worst) < net && euro(1.0) < hoped);
        }
        let way = if rail.more_is_better { "fewer" } else { "more" };
        page.says(format!(
            "| {} | {:.2}% | {:.2}% | {:+.2} ± {:.2} | {:.1} {way}",
            rail.what,
            100.0 * without.hit as f64 / without.all as f64,
            100.0 * with.hit as f64 / with.all as f64,
            d.points,
            d.margin,
            rail.allowed,
        ));
    }
}

#[test]
fn a_guardrail_can_say_no_and_that_it_does_not_know() {
    let rail = Guardrail {
        what: "checkouts completed",
        allowed: 1.0,
        more_is_better: true,
    };
    let d = |points, margin| Difference { points, margin };
    assert_eq!(rail.kept(d(-0.2, 0.4)), Kept::Yes);
    assert_eq!(rail.kept(d(-0.2, 2.0)), Kept::Unknown);
    assert_eq!(rail.kept(d(-3.0, 0.4)), Kept::No);
    assert_eq!(rail.kept(d(3.0, 0.4)), Kept::Yes);
    let fewer = Guardrail {
        more_is_better: false,
        ..rail
    };
    assert_eq!(fewer.kept(d(3.0, 0.4)), Kept::No);
    // A fiftieth of the experiment: the same difference says nothing.
    let small = difference(
        Arm {
            all: 2_400,
            hit: 1_675,
        },
        Arm {
            all: 2_400,
            hit: 1_680,
        },
    );
    assert_eq!(rail.kept(small), Kept::Unknown);
    page(PAGE).says(format!("± {:.1} points", small.margin));
}

#[test]
fn the_money() {
    let page = page(PAGE);
    let d = difference(WITH, WITHOUT);
    let case = Case {
        saves: saving(2.6),
        runs: SHOP.orders * TAKE_UP * TOUR + SERVERS,
        builds: 22.0 * WEEK,
    };
    page.says(format!("| saved | €{} |", euro(case.saves)));
    page.says(format!(
        "between €{} and €{}",
        number(saving(-d.points - d.margin).round()),
        number(saving(-d.points + d.margin).round())
    ));
    page.says(format!(
        "longer tours, {:.0} cents for each delivery in a window | €{:.2} |",
        100.0 * TOUR,
        SHOP.orders * TAKE_UP * TOUR
    ));
    page.says(format!("| servers | €{SERVERS:.2} |"));
    page.says(format!("| left | €{} |", euro(case.net())));
    page.says(format!(
        "22 person-weeks at €{}, cost €{}",
        number(WEEK),
        number(case.builds)
    ));
    crate::page::page("deciding/trade-offs").says(format!("at €{:.0}", WEEK / 5.0));
    assert!(
        (0.17..0.21).contains(&(SHOP.orders * TAKE_UP * TOUR / case.saves)),
        "a fifth"
    );
    let kept = 0.05;
    page.says(format!(
        "Keep {0}% without, for a year | sees what wears off | {0}% of the saving, €{1:.0} a day |",
        100.0 * kept,
        case.saves * kept
    ));
    let windows = SHOP.orders * TAKE_UP;
    page.says(format!(
            "{:.0} cents for each of {} windows, where the [failure design](failure-design.md) had reckoned with {:.0}.",
            100.0 * case.saves / windows,
            number(windows),
            (FAILED - TARGET) * SECOND_DRIVE
        ));
    let days = case.pays_back().expect("it saves more than it costs");
    page.says(format!("{days:.0} days"));
    assert_eq!(Case { saves: 1.0, ..case }.pays_back(), None);
}

#[test]
fn the_missing_points() {
    let page = page(PAGE);
    let missing = saving(CAME - TARGET);
    page.says(format!(
        "The missing {:.1} points are worth €{missing:.2} a day",
        CAME - TARGET
    ));
    page.says(format!("| lower the target to {CAME:.1}% |"));
    // A text message the evening before.
    let message = Case {
        saves: missing,
        runs: SHOP.orders * 0.03,
        builds: 2.0 * WEEK,
    };
    page.says(format!(
        "| a text message the evening before | €{missing:.2} a day | €{:.2} a day for messages",
        message.runs
    ));
    assert_eq!(message.pays_back(), None);
    page.says(format!("€{} to build | loses", number(message.builds)));
    // What a window brings to those who take one, if being offered one
    // does nothing for the others.
    let (fewer, took) = (FAILED - CAME, 100.0 * TAKE_UP);
    let a_taker = fewer / TAKE_UP;
    page.says(format!(
            "all of the {fewer:.1} points come from the {took:.0} of 100 who took one: {fewer:.1} / {TAKE_UP} = \
             {a_taker:.1} points"
        ));
    page.says(format!("{took:.0} of 100 customers choose a window"));
    let together = TAKE_UP * TAKERS + (1.0 - TAKE_UP) * OTHERS;
    assert_eq!(format!("{together:.1}"), format!("{CAME:.1}"));
    page.says(format!(
            "takers ({TAKERS}% failed) with those who chose none ({OTHERS}%), and to report {:.1} points for a window",
            OTHERS - TAKERS
        ));
    let needed = (FAILED - TARGET) / a_taker;
    page.says(format!(
        "At {a_taker:.1} points a taker, {TARGET:.1}% would need {:.0} of 100 customers",
        100.0 * needed
    ));
    // A window proposed to those who choose none.
    let proposed = Case {
        saves: missing,
        runs: SHOP.orders * (needed - TAKE_UP) * TOUR,
        builds: 3.0 * WEEK,
    };
    page.says(format!(
            "| propose a window to those who choose none | €{missing:.2} a day | €{:.2} a day for tours",
            proposed.runs
        ));
    page.says(format!("€{} to build | pays back", number(proposed.builds)));
    let days = |case: Case| case.pays_back().expect("it saves more than it costs");
    page.says(format!("{:.0} days, if", days(proposed)));
    let half = Case {
        saves: missing / 2.0,
        ..proposed
    };
    page.says(format!("in {:.0} days", days(half)));
    // Can two weeks see 0.2 points?
    let arm = |all: f64, percent: f64| Arm {
        all: all.round() as u64,
        hit: (all * percent / 100.0).round() as u64,
    };
    let everybody = difference(arm(84_000.0, CAME - LEAST), arm(84_000.0, CAME));
    page.says(format!("brings less than {LEAST} points"));
    page.says(format!("± {:.2} points, and {LEAST}", everybody.margin));
    assert!(everybody.margin > LEAST);
    let without = 84_000.0 * (1.0 - TAKE_UP);
    let points = LEAST / (1.0 - TAKE_UP);
    let among = difference(arm(without, OTHERS - points), arm(without, OTHERS));
    page.says(format!(
            "They give {:.0} of 100 orders, and the {LEAST} points of all orders are {points:.2} ± {:.2} points",
            100.0 * (1.0 - TAKE_UP),
            among.margin
        ));
}

/// The share of a normal distribution within so many standard deviations.
fn within(deviations: f64) -> f64 {
    let steps = 1_000;
    let width = 2.0 * deviations / f64::from(steps);
    let density = |k| {
        let z = -deviations + (f64::from(k) + 0.5) * width;
        (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt()
    };
    (0..steps).map(density).sum::<f64>() * width
}

#[test]
fn what_chance_does() {
    let page = page(PAGE);
    // Experiments in which nothing moves, looked at each day.
    let mut random = fastrand::Rng::with_seed(3);
    let mut normal = || {
        let (a, b) = (1.0 - random.f64(), random.f64());
        (-2.0 * f64::ln(a)).sqrt() * (std::f64::consts::TAU * b).cos()
    };
    let mut found = 0;
    for _ in 0..20_000 {
        let mut sum = 0.0;
        found += u32::from((1..=14).any(|day| {
            sum += normal();
            sum.abs() > 1.96 * f64::from(day).sqrt()
        }));
    }
    page.says(format!(
        "an effect in {:.0} of 100 experiments in which nothing moved",
        f64::from(found) / 200.0
    ));
    let moved = 100.0 * (1.0 - 0.95_f64.powi(12));
    page.says(format!("in {moved:.0} of 100 experiments"));
    // How far two halves of all checkouts may be from halves.
    let all = SHOP.holds() * 14.0;
    page.says(format!("Of {} checkouts", number(all.round())));
    let wide = 3.29;
    let off = wide * (all * 0.25).sqrt();
    page.says(format!(
        "between {} and {} in {:.0} of 1,000 cases",
        number((all / 2.0 - off).round()),
        number((all / 2.0 + off).round()),
        1_000.0 * within(wide)
    ));
    let usual = 100.0 * within(1.96);
    page.says(format!("its {usual:.0}% interval"));
    page.says(format!("Of 100 such experiments about {usual:.0} give"));
}

#[test]
fn failed_deliveries_with_their_intervals() {
    let row = |label, arm: Arm, strong| {
        let share = arm.hit as f64 / arm.all as f64;
        let margin = 196.0 * (share * (1.0 - share) / arm.all as f64).sqrt();
        Bar {
            label,
            from: 100.0 * share - margin,
            to: 100.0 * share + margin,
            shown: format!("{:.1}%", 100.0 * share),
            strong,
        }
    };
    let ends = |arm| {
        let bar = row("", arm, false);
        format!("{:.2}% to {:.2}%", bar.from, bar.to)
    };
    let figure = bars(
        &[
            row("without slots", WITHOUT, false),
            row("with slots", WITH, true),
        ],
        Some((5.0, "target: below 5.0%")),
    );
    drawn(
            "life/outcome",
            &figure.html(
                &format!(
                    "95% intervals of failed first deliveries: {} without slots, {} with them. The target of 5.0% lies \
                     left of both.",
                    ends(WITHOUT),
                    ends(WITH)
                ),
                "The two intervals are far apart, so slots work. Neither touches the target, so the miss is no bad luck.",
            ),
        );
}
