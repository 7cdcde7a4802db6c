//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Axis, Bar, Series, bars, drawn, lines, number};
use crate::page::page;

const PAGE: &str = "deciding/trade-offs";
const ALL: [Choice; 3] = [CODE, ENGINE, RENTED];

fn euros(value: f64) -> String {
    format!("€{}", number(value.round()))
}

fn with(change: impl Fn(&mut World)) -> World {
    let mut world = EXPECTED;
    change(&mut world);
    world
}

#[test]
fn the_table_of_the_options() {
    let [code, engine, rented] = ALL.map(|choice| euros(total(&choice, &EXPECTED)));
    page(PAGE).says(format!("| 3 weeks | 6 days of an engineer | {code} |"));
    page(PAGE).says(format!("| 11 weeks | half a day | {engine} |"));
    page(PAGE).says(format!("| 5 weeks | one day | {rented} |"));
    page(PAGE).says(format!(
            "A person-day is taken at {}. The code takes {} days to build. The engine takes {}, and {} a month of \
             upkeep. The connection to the rented service takes {}, and {} a month of rent",
            euros(EXPECTED.day),
            CODE.build,
            ENGINE.build,
            euros(ENGINE.monthly),
            RENTED.build,
            euros(RENTED.monthly)
        ));
    let reserve = 1_000 - crate::life::sketch::pay_with_slot().millis();
    page(PAGE).says(format!("of the reserve of {reserve} |"));
    page(PAGE).says(format!("have left {reserve} ms"));
    let rough = (total(&RENTED, &EXPECTED) / 10_000.0).round() * 10_000.0;
    page(PAGE).says(format!(
        "{rented} is exact arithmetic on guesses. Say \"about {}\"",
        euros(rough)
    ));
    // The cost of delay, from the orders of the shop.
    let orders = 7.0 * 12_000.0;
    let (more, each) = (3_000.0, 3.0);
    page(PAGE).says(format!("{} orders a week", number(orders)));
    page(PAGE).says(format!(
            "promotions bring {} more, which is {:.1}% more. An order earns €{:.2} otherwise; of each of these €{each} \
             remains when all discounts are paid. That makes {} a week",
            number(more),
            more / orders * 100.0,
            42.0 / 5.0,
            euros(more * each)
        ));
    assert!((more * each - EXPECTED.delay).abs() < 1e-9);
    let less = total(&ENGINE, &EXPECTED) - total(&CODE, &EXPECTED);
    assert_eq!(ENGINE.weeks - CODE.weeks, 8.0);
    page(PAGE).says(format!(
            "In two years there are {}. Written as code they would have started eight weeks earlier, and cost {} less",
            EXPECTED.promotions,
            euros(less)
        ));
    let late = ENGINE.weeks - RENTED.weeks;
    assert_eq!(late, 6.0);
    page(PAGE).says(format!(
        "The engine comes six weeks later than the rented service, which costs {}",
        euros(late * EXPECTED.delay)
    ));
}

#[test]
fn without_the_cost_of_delay_another_option_wins() {
    let patient = with(|world| world.delay = 0.0);
    let [code, engine, rented] = ALL.map(|choice| total(&choice, &patient));
    assert!(engine < rented && rented < code);
    page(PAGE).says(format!(
        "with {} against {} for",
        euros(engine),
        euros(rented)
    ));
    let [code, engine, rented] = ALL.map(|choice| total(&choice, &EXPECTED));
    assert!(rented < code && code < engine);
    page(PAGE).says(format!("by {}", euros(engine - rented)));
}

#[test]
fn where_the_decision_changes() {
    let low = break_even(&CODE, &RENTED, &EXPECTED).expect("the lines cross");
    let high = break_even(&RENTED, &ENGINE, &EXPECTED).expect("the lines cross");
    assert_eq!((low, high), (27.5, 143.0));
    page(PAGE).says(format!("from {} promotions", low.ceil()));
    page(PAGE).says(format!(
        "up to {high}. The shop expects {}",
        EXPECTED.promotions
    ));
    page(PAGE).says(format!("Compare the {} with what", EXPECTED.promotions));
    page(PAGE).says(format!("more than {} promotions", low.ceil()));
    page(PAGE).says(format!(
        "| promotions in two years | 36 | below {} | above {high} |",
        low.ceil()
    ));
    let delay = |other: &Choice| {
        switch_at(|delay| {
            let world = with(|world| world.delay = delay);
            total(other, &world) - total(&RENTED, &world)
        })
        .expect("the lines cross")
    };
    page(PAGE).says(format!(
        "| a week of delay | €9,000 | above {} | below {} |",
        euros(delay(&CODE)),
        euros(delay(&ENGINE)),
    ));
    // Where the rented service gets dearer, code takes its place: the engine is above code.
    assert!(total(&ENGINE, &EXPECTED) > total(&CODE, &EXPECTED));
    let dearer = |rented: fn(f64) -> Choice| {
        switch_at(|value| total(&CODE, &EXPECTED) - total(&rented(value), &EXPECTED))
            .expect("the lines cross")
    };
    let rent = dearer(|monthly| Choice { monthly, ..RENTED });
    page(PAGE).says(format!(
        "| rent a month | €3,000 | above {} | never |",
        euros(rent)
    ));
    let weeks = dearer(|weeks| Choice { weeks, ..RENTED });
    page(PAGE).says(format!(
        "| weeks until the rented service runs | 5 | above {weeks:.1} | never |"
    ));
    let each = switch_at(|each| {
        let code = Choice { each, ..CODE };
        total(&code, &EXPECTED) - total(&RENTED, &EXPECTED)
    })
    .expect("the lines cross");
    page(PAGE).says(format!(
        "| days for a promotion in code | 6 | below {} | never |",
        number((each * 10.0).round() / 10.0)
    ));
    // With more days in code, only code gets dearer: the engine never wins by that.
    let dear = Choice { each: 60.0, ..CODE };
    assert!(total(&dear, &EXPECTED) > total(&RENTED, &EXPECTED));
    assert!(total(&ENGINE, &EXPECTED) > total(&RENTED, &EXPECTED));
}

#[test]
fn lines_that_do_not_cross() {
    assert_eq!(switch_at(|_| 3.0), None);
    assert_eq!(switch_at(|x| x + 1.0), None);
    assert_eq!(switch_at(|x| 2.0 - x), Some(2.0));
    assert_eq!(break_even(&CODE, &CODE, &EXPECTED), None);
}

#[test]
fn what_waiting_for_the_number_costs() {
    let likely = staged(&CODE, &RENTED, 0.25, &EXPECTED) - total(&RENTED, &EXPECTED);
    page(PAGE).says(format!("{} here; needs a second", euros(likely)));
    let few = with(|world| world.promotions = 12.0);
    let saved = total(&RENTED, &few) - total(&CODE, &few);
    page(PAGE).says(format!(
            "When {} come in two years, this way costs {} more than renting at once. When only {} come, staying with \
             code saves {}",
            EXPECTED.promotions,
            euros(likely),
            few.promotions,
            euros(saved)
        ));
    let chance = likely / (likely + saved) * 100.0;
    page(PAGE).says(format!(
        "the chance of the {} is above {chance:.0}%",
        few.promotions
    ));
}

fn shares() -> [f64; 3] {
    cheapest(&mut Rng::with_seed(7), WORLDS, possible)
        .map(|wins| 100.0 * f64::from(wins) / f64::from(WORLDS))
}

/// Worlds that are drawn.
const WORLDS: u32 = 10_000;

/// The cost that `percent` of the worlds do not exceed, for each option.
fn percentiles(percent: usize) -> [f64; 3] {
    let mut rng = Rng::with_seed(7);
    let mut costs = [const { Vec::new() }; 3];
    for _ in 0..WORLDS {
        let (world, choices) = possible(&mut rng);
        for (costs, choice) in costs.iter_mut().zip(choices) {
            costs.push(total(&choice, &world));
        }
    }
    costs.map(|mut costs| {
        costs.sort_by(f64::total_cmp);
        costs[percent * costs.len() / 100]
    })
}

#[test]
fn the_worlds_fill_the_ranges_of_the_page() {
    let mut rng = Rng::with_seed(7);
    let worlds: Vec<_> = (0..10 * WORLDS).map(|_| possible(&mut rng)).collect();
    // The least and the greatest of enough draws to come near the ends, to the next unit.
    let range = |unit: f64, of: fn(&(World, [Choice; 3])) -> f64| {
        let all = || worlds.iter().map(of);
        [
            all().fold(f64::INFINITY, f64::min),
            all().fold(0.0, f64::max),
        ]
        .map(|end| number((end / unit).round() * unit))
    };
    let [few, many] = range(1.0, |(world, _)| world.promotions);
    let [cheap, dear] = range(1_000.0, |(world, _)| world.delay);
    let [quick, slow] = range(1.0, |(_, [code, ..])| code.each);
    let [early, late] = range(1.0, |(_, [_, engine, _])| engine.weeks);
    let [soon, later] = range(1.0, |(_, [.., rented])| rented.weeks);
    page(PAGE).says(format!(
            "Take {few} to {many} promotions, €{cheap} to €{dear} for a week, {quick} to {slow} days for a promotion in \
             code, {early} to {late} weeks for the engine and {soon} to {later} for the connection, each likeliest at \
             the value used so far. This is what the options cost in {} such worlds",
            number(f64::from(WORLDS))
        ));
}

#[test]
fn ranges_in_place_of_points() {
    let [code, engine, rented] = shares().map(f64::round);
    page(PAGE).says(format!("in {rented}% of the worlds"));
    page(PAGE).says(format!("the code in {code}%"));
    page(PAGE).says(format!("the engine in {engine}%"));
    // Each of the others is above the rented service's 90th percentile in more than half.
    let (middle, [.., dear]) = (percentiles(50), percentiles(90));
    assert!(middle[0] > dear && middle[1] > dear);
    page(PAGE).says(format!(
        "stays below €{},000",
        number((dear / 1_000.0).round())
    ));
}

#[test]
fn a_draw_stays_in_its_range() {
    let mut rng = Rng::with_seed(1);
    let range = (2.0, 3.0, 10.0);
    let all: Vec<f64> = (0..20_000).map(|_| draw(&mut rng, range)).collect();
    assert!(all.iter().all(|value| (2.0..=10.0).contains(value)));
    // The mean of a triangle is the mean of its corners.
    let mean = all.iter().sum::<f64>() / 20_000.0;
    assert!((mean - 5.0).abs() < 0.05, "{mean}");
    // Half of the area left of the peak is an eighth of the whole.
    let left = all.iter().filter(|value| **value < 3.0).count();
    assert!((2_300..2_700).contains(&left), "{left}");
    // A peak at an end is no special case.
    assert!(draw(&mut rng, (0.0, 0.0, 1.0)) >= 0.0);
    assert!(draw(&mut rng, (0.0, 1.0, 1.0)) <= 1.0);
}

#[test]
fn the_same_seed_gives_the_same_page() {
    let once = cheapest(&mut Rng::with_seed(7), 100, possible);
    assert_eq!(once, cheapest(&mut Rng::with_seed(7), 100, possible));
    assert_eq!(once.iter().sum::<u32>(), 100);
    assert_eq!(cheapest(&mut Rng::with_seed(7), 0, possible), [0; 3]);
}

#[test]
fn the_watch_speaks_up_below_the_break_even_point() {
    let mut watch = Watch::new(27.5, 24);
    // Two in the first month: 48 expected.
    assert!(watch.month(2));
    // None in the second: 24 expected.
    assert!(!watch.month(0));
    assert!(watch.month(2));
    let low = break_even(&CODE, &RENTED, &EXPECTED).expect("the lines cross");
    assert!((low - watch.break_even).abs() < 1e-9);
    // What is paid is no reason to stop: from then on only the rent and the promotions count.
    let on = |choice: &Choice, pace: f64| {
        let rest = Choice {
            build: 0.0,
            weeks: 0.0,
            ..*choice
        };
        let month = World {
            promotions: pace,
            months: 1.0,
            ..EXPECTED
        };
        total(&rest, &month)
    };
    let stop = switch_at(|pace| on(&CODE, pace) - on(&RENTED, pace)).expect("the lines cross");
    page(PAGE).says(format!("down to {} promotions a month", number(stop)));
    page(PAGE).says(format!(
        "{} promotions a month",
        number((low / EXPECTED.months * 10.0).round() / 10.0)
    ));
}

#[test]
fn the_figures() {
    let points = |choice: &Choice| {
        (0..=16)
            .map(|k| {
                let promotions = f64::from(k) * 10.0;
                let world = with(|world| world.promotions = promotions);
                (promotions, total(choice, &world) / 1_000.0)
            })
            .filter(|(_, cost)| *cost <= 400.0)
            .collect()
    };
    let series = |name, choice| Series {
        name,
        points: points(choice),
    };
    let figure = lines(
        &Axis::linear("promotions in two years", &[0.0, 40.0, 80.0, 120.0, 160.0]),
        &Axis::linear("thousand euros", &[0.0, 100.0, 200.0, 300.0, 400.0]),
        &[
            series("In code", &CODE),
            series("Engine of our own", &ENGINE),
            series("Rented service", &RENTED),
        ],
    );
    drawn(
        "deciding/break-even",
        &figure.html(
            "Three rising lines. In code: €39,000 without a promotion, steep. Rented: \
                 €149,000, flat. Engine: €206,000, flattest. Code and rented cross at 27.5 \
                 promotions, rented and engine at 143.",
            "Flexibility is a bet on how often it is used. Below 28 promotions code is cheapest, \
                 above 143 the engine, between them the rented service.",
        ),
    );
    let (low, high) = (percentiles(10), percentiles(90));
    let names = ["In code", "Engine of our own", "Rented service"];
    let all: Vec<Bar> = (0..3)
        .map(|k| Bar {
            label: names[k],
            from: low[k] / 1_000.0,
            to: high[k] / 1_000.0,
            shown: format!("{:.0} to {:.0}", low[k] / 1_000.0, high[k] / 1_000.0),
            strong: k == 2,
        })
        .collect();
    drawn(
            "deciding/ranges",
            &bars(&all, None).html(
                &format!(
                    "Three bars from the 10th to the 90th percentile: in code €{:.0},000 to \
                     €{:.0},000, engine €{:.0},000 to €{:.0},000, rented €{:.0},000 to €{:.0},000.",
                    low[0] / 1e3,
                    high[0] / 1e3,
                    low[1] / 1e3,
                    high[1] / 1e3,
                    low[2] / 1e3,
                    high[2] / 1e3,
                ),
                "What each costs in eight of ten possible worlds, in thousands of euros. The ranges overlap, and yet the rented \
                 service is the cheapest in most worlds, because all three meet the same world.",
            ),
        );
}
