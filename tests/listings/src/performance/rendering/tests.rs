//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Axis, Series, drawn, lines, number};
use crate::page::page;
use crate::performance::network::{Start, fetch_ms};
use proptest::prelude::*;

/// The script is there 1,900 ms after the navigation, and hydrates these.
const SCRIPT: f64 = 1_900.0;
const PARTS: [(&str, f64); 5] = [
    ("header", 180.0),
    ("gallery", 420.0),
    ("buy", 60.0),
    ("reviews", 400.0),
    ("recommendations", 240.0),
];
const GAP: f64 = 4.0;

fn text() -> crate::page::Page {
    page("performance/rendering")
}

fn total() -> f64 {
    PARTS.iter().map(|(_, ms)| ms).sum()
}

fn in_one() -> Vec<Run> {
    plan(&[("buy", total())], SCRIPT, f64::INFINITY, GAP)
}

fn button_first() -> Vec<Run> {
    let mut parts = PARTS;
    parts[..3].rotate_right(1);
    plan(&parts, SCRIPT, 50.0, GAP)
}

fn longest(runs: &[Run]) -> f64 {
    runs.iter().map(|run| run.to - run.from).fold(0.0, f64::max)
}

#[test]
fn the_tap_of_the_scenario() {
    let runs = in_one();
    let tap = 2_100.0;
    text().says(format!(
            "After {} ms the script has arrived and makes the page work, in one task of {} ms. At {} ms somebody taps \
             the button. The browser notices the tap and puts it aside: it waits {} ms",
            number(SCRIPT),
            number(total()),
            number(tap),
            number(input_delay(&runs, tap))
        ));
    text().says(format!("at {} ms", number(SCRIPT + total())));
    // Of taps spread evenly over the task, those that wait longer than 200 ms.
    let late = (0..1_300).filter(|ms| input_delay(&runs, SCRIPT + f64::from(*ms)) > 200.0);
    let share = late.count() as f64 / 1_300.0;
    text().says(format!(
        "evenly over the one task of the scenario, {:.0}% of them wait more than 200 ms",
        100.0 * share
    ));
}

#[test]
fn what_each_order_costs() {
    let row = |name: &str, runs: &[Run]| {
        let works = works_from(runs, "buy").expect("the button is among the parts");
        let done = runs.last().expect("there is work").to;
        text().says(format!(
            "| {name} | {} ms | {} ms | {} ms |",
            number(longest(runs)),
            number(works),
            number(done)
        ));
    };
    let [header, gallery, buy, reviews, more] = PARTS.map(|(_, ms)| ms);
    text().says(format!(
            "Here it takes {header} ms for the header, {gallery} for the gallery, {buy} for the button, {reviews} for \
             the reviews and {more} for recommendations, and {GAP} ms are left"
        ));
    text().says(format!("| The script, from {} ms on |", number(SCRIPT)));
    row("One task", &in_one());
    row(
        "A task for each part",
        &plan(&PARTS, SCRIPT, f64::INFINITY, GAP),
    );
    row(
        "Pieces of 50 ms, in the order of the page",
        &plan(&PARTS, SCRIPT, 50.0, GAP),
    );
    row("Pieces of 50 ms, the button first", &button_first());
    let (pieces, one) = (button_first(), in_one());
    let later = pieces.last().expect("there is work").to - one[0].to;
    text().says(format!(
        "is {} ms over the {} pieces",
        number(later),
        pieces.len()
    ));
}

#[test]
fn a_tap_by_its_moment() {
    let curve = |runs: &[Run]| {
        let mut points = vec![(1_600.0, 0.0)];
        for run in runs {
            points.push((run.from, 0.0));
            points.push((run.from, run.to - run.from));
        }
        let end = runs.last().expect("there is work").to;
        points.push((end, 0.0));
        points.push((3_600.0, 0.0));
        points
    };
    let x = Axis::linear(
        "moment of the tap, ms since navigation",
        &[1_600.0, 2_100.0, 2_600.0, 3_100.0, 3_600.0],
    );
    let y = Axis::linear(
        "wait for the handler, ms",
        &[0.0, 200.0, 500.0, 1_000.0, 1_300.0],
    );
    let hundred = plan(&[("buy", total())], SCRIPT, 100.0, GAP);
    let html = lines(&x, &y, &[
            Series { name: "one task", points: curve(&in_one()) },
            Series { name: "pieces of 100 ms", points: curve(&hundred) },
        ])
        .html(
            &format!(
                "Wait of a tap by its moment. With one task it jumps to {} ms at {} ms and falls evenly to zero \
                 at {} ms. In pieces of 100 ms it is a saw of {} teeth, none above 100 ms, that ends at {} ms.",
                number(total()), number(SCRIPT), number(SCRIPT + total()), hundred.len(),
                number(hundred.last().expect("there is work").to),
            ),
            "The work is the same. Cut into pieces it ends a little later, and no tap waits longer than a piece.",
        );
    drawn("performance/rendering-tap", &html);
}

#[test]
fn the_chain_before_the_first_pixel() {
    let trip = 150;
    let html = fetch_ms(Start::Tls13, 45_000, trip);
    let chained = html + 3 * trip;
    text().says(format!(
            "from {trip} ms away, with one trip for each of the three files, the text shows after {} ms where the markup alone takes {} ms",
            number(f64::from(chained)),
            html
        ));
}

#[test]
fn shifts() {
    let two = |score: f64| format!("{score:.2}");
    let (banner, header, screen, down, limit) = (120.0, 56.0, 800.0, 600.0, 0.1);
    let high = layout_shift(screen, header, banner);
    assert!(high > limit);
    text().says(format!("the worst burst (CLS) should not exceed {limit}"));
    text().says(format!(
            "A campaign banner of {banner} pixels that arrives late below the {header} pixels of the header, on a \
             screen {screen} high, scores {}, more than the whole visit may. At {down} pixels down the same banner \
             scores {}",
            two(high),
            two(layout_shift(screen, down, banner))
        ));
    // Below the screen nothing is touched; and no shift is larger than 1.
    assert_eq!(layout_shift(800.0, 900.0, 120.0), 0.0);
    assert_eq!(layout_shift(800.0, 0.0, 5_000.0), 1.0);
}

#[test]
fn the_average_user_has_no_device() {
    let mut field = Field::new().expect("the bounds are valid");
    let (phones, slow, desktops, quick) = (200, 410, 800, 48);
    for k in 0..phones + desktops {
        let (device, inp) = if k < phones {
            ("phone", slow)
        } else {
            ("desktop", quick)
        };
        let body = format!(r#"{{"page":"product","device":"{device}","inp_ms":{inp}}}"#);
        field.receive(body.as_bytes());
    }
    let p75 = |device| {
        field.seen[&(Page::Product, device)]
            .inp
            .value_at_quantile(0.75)
    };
    let mut all = field.seen[&(Page::Product, Device::Phone)].inp.clone();
    all.add(&field.seen[&(Page::Product, Device::Desktop)].inp)
        .expect("same bounds");
    text().says(format!(
            "Take {desktops} loads on desktops with an INP of {quick} ms and {phones} on phones with {slow}. The p75 is \
             {} ms over all, and {} ms on phones",
            all.value_at_quantile(0.75),
            p75(Device::Phone)
        ));
    assert_eq!(p75(Device::Desktop), quick);
}

#[test]
fn reports_from_the_wild() {
    let mut field = Field::new().expect("the bounds are valid");
    for body in [
        &br#"{"page":"product","device":"phone","usable_ms":2640,"inp_ms":180}"#[..],
        // No interaction, and a field that a newer page sends.
        br#"{"page":"product","device":"phone","usable_ms":3100,"theme":"dark"}"#,
        // A tab that slept for an hour counts as a minute.
        br#"{"page":"product","device":"phone","inp_ms":3600000}"#,
        // What must not make a new group, or a wrong number.
        br#"{"page":"/product/A-17","device":"phone","inp_ms":5}"#,
        br#"{"page":"product","device":"phone","inp_ms":-5}"#,
        b"",
        b"\xff\xfe",
    ] {
        field.receive(body);
    }
    let seen = &field.seen[&(Page::Product, Device::Phone)];
    assert_eq!((seen.loads, seen.usable.len(), seen.inp.len()), (3, 2, 2));
    assert!(seen.inp.max() >= 60_000);
    assert_eq!((field.seen.len(), field.rejected), (1, 4));
}

proptest! {
    #[test]
    fn no_tap_waits_longer_than_a_piece(
        work in prop::collection::vec(0.0_f64..500.0, 0..6),
        piece in 5.0_f64..300.0,
        tap in 0.0_f64..4_000.0,
    ) {
        let parts: Vec<_> = work.iter().map(|ms| ("part", *ms)).collect();
        let runs = plan(&parts, 100.0, piece, 1.0);
        prop_assert!(input_delay(&runs, tap) <= piece + 1e-6);
        // No work is lost, and runs do not overlap.
        let done: f64 = runs.iter().map(|run| run.to - run.from).sum();
        prop_assert!((done - work.iter().sum::<f64>()).abs() < 1e-6);
        prop_assert!(runs.windows(2).all(|two| two[0].to < two[1].from));
    }
}
