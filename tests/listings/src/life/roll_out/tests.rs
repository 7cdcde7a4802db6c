//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Axis, Series, drawn, lines, number};
use crate::life::failure_design::{CHALLENGE, LEASE, MARGIN};
use crate::life::outcome::TAKE_UP;
use crate::life::sketch::{EVENING, PLACES, SHOP, WANT_EVENING};
use crate::page::page;

const PAGE: &str = "life/roll-out";
/// Share in percent, days.
const STEPS: [(f64, f64); 4] = [(1.0, 1.0), (5.0, 2.0), (25.0, 4.0), (50.0, 14.0)];

/// Checkouts that end in an error, and twice as many.
const RATE: f64 = 0.001;
const TWICE: f64 = 2.0 * RATE;

fn flag(share: u64) -> Flag {
    Flag {
        name: "delivery-slots",
        share,
    }
}

fn customers() -> impl Iterator<Item = String> {
    (0..100_000).map(|n| format!("c-{n}"))
}

#[test]
fn a_share_is_a_share_and_only_grows() {
    let count = |share| customers().filter(|c| flag(share).chosen(c)).count();
    for (share, expected) in [
        (100, 1_000.0),
        (500, 5_000.0),
        (2_500, 25_000.0),
        (5_000, 50_000.0),
    ] {
        let off = (count(share) as f64 - expected).abs();
        assert!(off < 4.0 * expected.sqrt(), "{share}: {off}");
    }
    assert_eq!((count(0), count(10_000)), (0, 100_000));
    assert!(customers().all(|c| !flag(100).chosen(&c) || flag(500).chosen(&c)));
    // The same for ever: this line may not change.
    assert_eq!(flag(0).bucket("c-17"), 4_943);
}

#[test]
fn the_switch_wins_over_what_is_written() {
    let may = |killed: Killed| {
        let of = |chosen| (killed.may_list(chosen), killed.may_hold(chosen));
        (of(true), of(false))
    };
    let no = (false, false);
    assert_eq!(may(Killed::default()), ((true, true), no));
    assert_eq!(may(Killed::Lists), ((false, true), no));
    assert_eq!(may(Killed::Holds), (no, no));
}

#[test]
fn two_flags_choose_different_customers() {
    let other = Flag {
        name: "new-search",
        ..flag(5_000)
    };
    let mixed = customers()
        .filter(|c| flag(5_000).chosen(c) && other.chosen(c))
        .count() as f64;
    // The same without the mixing: FNV-1a alone, and its high half.
    let bare = |name: &str, c: &str| {
        let bytes = name.bytes().chain([0]).chain(c.bytes());
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        ((hash >> 32) * 10_000) >> 32 < 5_000
    };
    let alone = customers()
        .filter(|c| bare("delivery-slots", c) && bare("new-search", c))
        .count() as f64;
    assert!((mixed - 25_000.0).abs() < 600.0, "{mixed}");
    page(PAGE).says(format!("With those steps it is {}.", number(mixed)));
    let share = flag(5_000).share as f64 / 10_000.0;
    page(PAGE).says(format!(
        "two flags at {:.0}% had {} of {} customers in common, where {} are due",
        100.0 * share,
        number(alone),
        number(customers().count() as f64),
        number(customers().count() as f64 * share * share)
    ));
}

#[test]
fn a_guest_who_signs_in_is_somebody_else() {
    // Bucketed by device before, by customer after the sign-in.
    let shown = (0..100_000).filter(|n| flag(500).chosen(&format!("device-{n}")));
    let (mut all, mut lost) = (0, 0);
    for n in shown {
        all += 1;
        lost += u32::from(!flag(500).chosen(&format!("c-{n}")));
    }
    let share = 100.0 * f64::from(lost) / f64::from(all);
    page(PAGE).says(format!(
        "at {}%, of 100 guests who were shown windows and then signed in, {share:.0} lost them",
        flag(500).share / 100
    ));
}

/// Checkouts of a day that see slots at a share in percent.
fn a_day(share: f64) -> f64 {
    SHOP.holds() * share / 100.0
}

fn least(share: f64, days: f64) -> f64 {
    smallest(RATE, a_day(share) * days, 100.0 / share - 1.0)
}

#[test]
fn what_each_step_can_see() {
    for (share, days) in STEPS {
        page(PAGE).says(format!(
            "| {share}% | {} | {} | {:.2}% |",
            number(days),
            number((a_day(share) * days).round()),
            100.0 * least(share, days)
        ));
    }
    let one_in = |(share, days)| format!("one in {:.0}", 1.0 / least(share, days));
    page(PAGE).says(format!("At 1%: does it break for {}?", one_in(STEPS[0])));
    page(PAGE).says(format!("At 5%: for {}?", one_in(STEPS[1])));
    let enough = |share| sample(RATE, TWICE, 100.0 / share - 1.0, USUAL) / a_day(share);
    for (share, ..) in STEPS {
        page(PAGE).says(format!("{:.1} days at {share}%", enough(share)));
    }
    let [first, _, third, last] = STEPS.map(|(share, _)| share);
    let small = a_day(first) * STEPS[0].1;
    page(PAGE).says(format!(
            "Nobody waits {:.0} days, so the {first}% step lasts one day and asks only whether something is badly \
             broken. Its {small:.0} checkouts",
            enough(first)
        ));
    let steps = STEPS.map(|(share, _)| format!("{share}%")).join(", ");
    page(PAGE).says(format!("The steps were {steps}, 100%"));
    let sees = STEPS
        .iter()
        .find(|(share, days)| least(*share, *days) <= TWICE);
    assert_eq!(sees, Some(&(third, 4.0)));
    page(PAGE).says(format!(
        "A doubled error rate is found at {third}%, in four days. The {last}% step is longer"
    ));
    let equal = sample(RATE, TWICE, 1.0, USUAL);
    page(PAGE).says(format!(
        "With these {} and {}, telling {}% from {}% takes {} checkouts in each of two equal groups",
        USUAL.alarm,
        USUAL.power,
        100.0 * TWICE,
        100.0 * RATE,
        number(equal.ceil())
    ));
    // What the two are: the shares of a normal distribution beyond them.
    let mut random = fastrand::Rng::with_seed(2);
    let mut above = |limit: f64| {
        let normal = |_: &u32| {
            let (a, b) = (1.0 - random.f64(), random.f64());
            (-2.0 * f64::ln(a)).sqrt() * (std::f64::consts::TAU * b).cos() > limit
        };
        (0..100_000).filter(normal).count() as f64 / 1_000.0
    };
    let (alarm, power) = (above(USUAL.alarm), above(-USUAL.power));
    page(PAGE).says(format!("is taken back in {power:.0} of 100 such steps"));
    page(PAGE).says(format!(
        "at {}% like the others, that happens in at most {alarm:.0} of 100.",
        100.0 * RATE
    ));
    page(PAGE).says(format!("far more than {alarm:.0} of 100 harmless releases"));
    // A day of 17 failures: four more or fewer are one standard
    // deviation of a count of rare events.
    let due: f64 = SHOP.holds() * RATE;
    let (low, high) = (due - due.sqrt(), due + due.sqrt());
    page(PAGE).says(format!(
        "where {due:.0} are due in a day, {low:.0} or {high:.0} are no surprise"
    ));
    let quarter = sample(RATE, TWICE, 3.0, USUAL);
    page(PAGE).says(format!("{} in a canary at 25%", number(quarter.ceil())));
    // Four steps, each wrong in at most five of a hundred.
    let stopped = 100.0 * (1.0 - 0.95_f64.powi(STEPS.len() as i32));
    page(PAGE).says(format!("up to {stopped:.0} of 100 roll-outs"));
    // Looks before the end: the bound adds up.
    let (looks, early) = (STEPS[3].1 - 1.0, 0.001);
    page(PAGE).says(format!(
            "the limit is 1 in {}: in the longest one, {looks} early looks add at most {:.1} false alarms in 100",
            number(1.0 / early),
            looks * early * 100.0
        ));
    let depots = 40.0;
    page(PAGE).says(format!(
        "one depot of {depots} meets {:.0} checkouts at {first}%",
        a_day(first) / depots
    ));
}

#[test]
fn the_formula_sees_what_it_promises() {
    // 400 releases that double the error rate, and 400 that do not, by
    // the rule that is exact where the formula is an approximation.
    let mut random = fastrand::Rng::with_seed(11);
    let needed = sample(0.001, 0.002, 1.0, USUAL).ceil() as u64;
    let mut draw = |rate: f64| {
        // A count of rare failures, as a Poisson number.
        let (limit, mut product, mut k) = ((-rate * needed as f64).exp(), random.f64(), 0);
        while product > limit {
            product *= random.f64();
            k += 1;
        }
        Group {
            all: needed,
            failed: k,
        }
    };
    let mut rolled = |bad: f64| {
        (0..400)
            .filter(|_| compare(draw(bad), draw(0.001), needed) == Verdict::RollBack)
            .count()
    };
    let (harmful, harmless) = (rolled(0.002), rolled(0.001));
    assert!((290..360).contains(&harmful), "{harmful}");
    assert!((8..36).contains(&harmless), "{harmless}");
}

#[test]
fn the_small_steps_are_told_what_they_can_see() {
    // 4,000 steps of 171 checkouts beside 99 times as many.
    let mut random = fastrand::Rng::with_seed(5);
    let mut draw = |mean: f64| {
        let (limit, mut product, mut k) = ((-mean).exp(), random.f64(), 0);
        while product > limit {
            product *= random.f64();
            k += 1;
        }
        k
    };
    let mut rolled = |bad: f64| {
        let back = |_: &u32| {
            let group = |all, failed| Group { all, failed };
            let canary = group(171, draw(bad * 171.0));
            let others = group(16_972, draw(0.001 * 16_972.0));
            compare(canary, others, 171) == Verdict::RollBack
        };
        (0..4_000).filter(back).count()
    };
    let harmful = rolled(least(1.0, 1.0));
    assert!((3_100..3_300).contains(&harmful), "{harmful}");
    let harmless = rolled(0.001);
    assert!(harmless < 200, "{harmless}");
}

#[test]
fn verdicts() {
    let group = |all, failed| Group { all, failed };
    let others = group(51_429, 51);
    // Too early to say, too bad to wait, enough and no worse, enough and worse.
    assert_eq!(compare(group(500, 1), others, 17_143), Verdict::Wait);
    assert_eq!(compare(group(500, 8), others, 17_143), Verdict::RollBack);
    assert_eq!(compare(group(17_143, 19), others, 17_143), Verdict::Proceed);
    assert_eq!(
        compare(group(17_143, 35), others, 17_143),
        Verdict::RollBack
    );
    // One error in a small step is bad luck, and two are not.
    let beside = group(16_972, 17);
    assert_eq!(compare(group(171, 1), beside, 171), Verdict::Proceed);
    assert_eq!(compare(group(171, 2), beside, 171), Verdict::RollBack);
    let of_100 = |n, all| 100.0 * by_chance(group(171, n), group(16_972, all - n));
    page(PAGE).says(format!(
            "At {}%, one failure in a hundred falls to a harmless canary. Suppose that the others had {}. Chance alone \
             gives the canary one or more in {:.0} of 100 such days",
            STEPS[0].0,
            beside.failed,
            of_100(1, 18)
        ));
    let accepted = 5.0;
    assert!(of_100(1, 18) > accepted && of_100(2, 19) < accepted);
    page(PAGE).says(format!(
        "Two or more come in {:.0} of 100, fewer than the {accepted} that we accept",
        of_100(2, 19)
    ));
    // Nothing at all is no answer.
    let none = group(0, 0);
    assert_eq!(compare(none, none, 1), Verdict::Wait);
    assert_eq!(compare(group(9, 9), none, 9), Verdict::Wait);
    assert_eq!(compare(none, others, 1), Verdict::Wait);
}

#[test]
fn chance_is_what_the_binomial_says() {
    let group = |all, failed| Group { all, failed };
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
    // Three failures, equal groups: all of them here in 1 of 8 cases.
    close(by_chance(group(100, 3), group(100, 0)), 0.125);
    close(by_chance(group(100, 1), group(300, 1)), 1.0 - 0.75 * 0.75);
    close(by_chance(group(100, 0), group(300, 9)), 1.0);
    // Many failures do not run out of numbers.
    let many = by_chance(group(100_000, 5_000), group(100_000, 5_000));
    assert!((0.5..0.51).contains(&many), "{many}");
}

#[test]
fn what_stays_when_the_switch_is_thrown() {
    // At 25%: orders with a window that go out tomorrow.
    let days: f64 = STEPS.iter().map(|(_, days)| days).sum();
    page(PAGE).says(format!("{days} days; two versions"));
    // A doubled error rate, at €42 an order.
    let more = SHOP.holds() * (TWICE - RATE);
    page(PAGE).says(format!(
            "In production {}% of checkouts end in an error. If slots made that {}%, nobody would notice: {more:.0} \
             more failures a day among {} checkouts",
            100.0 * RATE,
            100.0 * TWICE,
            number(SHOP.holds().round())
        ));
    page(PAGE).says(format!("€{:.0} of orders a day", more * 42.0));
    let percent = STEPS[2].0;
    let share = percent / 100.0;
    let promised = number((SHOP.orders * share * TAKE_UP).round());
    page(PAGE).says(format!(
            "At {percent}%, with {:.0} of 100 customers choosing a window, {promised} orders a day carry",
            100.0 * TAKE_UP
        ));
    page(PAGE).says(format!("| {promised} orders a day, driven"));
    page(PAGE).says(format!("{} of the {} places", PLACES * share, PLACES));
    let want = SHOP.orders * WANT_EVENING * share / EVENING;
    page(PAGE).says(format!(
        "At {percent}%, there would have been {want:.0} customers for {PLACES} places"
    ));
    // Held at the last second, and renewed at "Pay".
    let longest = (LEASE + CHALLENGE + MARGIN) / 60_000;
    page(PAGE).says(format!("for up to {longest} minutes"));
}

#[test]
fn certainty_over_time() {
    let days: Vec<f64> = vec![1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 14.0];
    let of = |name, share: f64| Series {
        name,
        points: days
            .iter()
            .map(|d| (*d, 100.0 * least(share, *d)))
            .collect(),
    };
    let figure = lines(
        &Axis::linear(
            "days at the step",
            &[0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0],
        ),
        &Axis::log(
            "smallest error rate seen, %",
            &[0.1, 0.2, 0.5, 1.0, 2.0, 5.0],
        ),
        &[of("1%", 1.0), of("5%", 5.0), of("25%", 25.0)],
    );
    let at = |share: f64, days: f64| 100.0 * least(share, days);
    drawn(
            "life/roll-out",
            &figure.html(
                &format!(
                    "The smallest error rate that can be told from 0.1%, over the days at a step. At 1% it falls from \
                     {:.2}% after one day to {:.2}% after 14; at 5% from {:.2}% to {:.2}%; at 25% from {:.2}% to {:.2}%.",
                    at(1.0, 1.0), at(1.0, 14.0), at(5.0, 1.0), at(5.0, 14.0), at(25.0, 1.0), at(25.0, 14.0),
                ),
                "At 1% a bad fault shows within a day, and a doubled error rate takes months. Ask of each step only what \
                 it can see.",
            ),
        );
}
