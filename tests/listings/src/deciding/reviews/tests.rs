//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Axis, Bar, Series, bars, drawn, lines, number};
use crate::page::page;

const PAGE: &str = "deciding/reviews";
/// Four reviewers, an hour and a half each.
const REVIEW: f64 = 6.0;

fn at(stage: usize) -> f64 {
    rework(&GIFTS[..stage])
}

#[test]
fn what_the_late_question_cost() {
    let (design, built, released) = (at(2), at(5), at(6));
    page(PAGE).says(format!("{} person-hours are done again", number(built)));
    page(PAGE).says(format!("would have cost {}", number(design)));
    page(PAGE).says(format!(
        "After the release it would have been {}",
        number(released)
    ));
    let spent: f64 = GIFTS[..5].iter().map(|piece| piece.hours).sum();
    page(PAGE).says(format!("{} person-hours of work", number(spent)));
    let chance = 100.0 * pays_from(REVIEW, design, built);
    page(PAGE).says(format!("takes {} person-hours", number(REVIEW)));
    page(PAGE).says(format!("save {} of the {built}", number(built - design)));
    page(PAGE).says(format!("above {chance:.0}%"));
    let one_in = 1.0 / pays_from(REVIEW, design, built);
    page(PAGE).says(format!("one design in {one_in:.0}"));
    page(PAGE).says(format!("{built} to {released} hours when a caller"));
    page(PAGE).says(format!(
        "the mistake costs {design} hours; each can answer alone | {REVIEW} hours, and days"
    ));
    assert!(rework(&[]).abs() < f64::EPSILON);
}

#[test]
fn the_rows_of_the_pieces() {
    for (k, piece) in GIFTS.iter().enumerate() {
        page(PAGE).says(format!(
            "| {} | {} h | {}% | {} h |",
            piece.name,
            number(piece.hours),
            number(piece.rests * 100.0),
            number(at(k + 1)),
        ));
    }
}

#[test]
fn the_queue_of_reviews() {
    let (open, asked, most) = (12.0, 3.0, 3.25);
    page(PAGE).says(format!(
            "has {open} open design reviews, and {asked} are answered on a working day. By [Little's law](concept:) an \
             author waits {} days",
            days_open(open, asked)
        ));
    // The same from the other side.
    let days = days_expected(asked, most).expect("there is some capacity to spare");
    assert!((days - days_open(open, asked)).abs() < 1e-9);
    page(PAGE).says(format!(
        "could do {most} a day, so their [utilisation](concept:) is {:.0}%",
        100.0 * asked / most
    ));
    page(PAGE).says(format!("1 / ({most} − {asked}) = {}", number(days)));
    let row = |capacity: f64| {
        let days = days_expected(3.0, capacity).expect("there is capacity");
        let busy = 100.0 * 3.0 / capacity;
        format!(
            "| {} | {busy:.0}% | {} |",
            number(capacity),
            number((days * 10.0).round() / 10.0)
        )
    };
    for capacity in [3.25, 3.5, 4.0, 6.0] {
        page(PAGE).says(row(capacity));
    }
    assert_eq!(days_expected(3.0, 3.0), None);
    assert_eq!(days_expected(4.0, 3.0), None);
}

#[test]
fn the_figures() {
    let names = [
        "With the sketch",
        "With the schema",
        "After orders and refunds",
        "After app and web",
        "After the tests",
        "After the release",
    ];
    let all: Vec<Bar> = names
        .into_iter()
        .enumerate()
        .map(|(k, label)| Bar {
            label,
            from: 0.0,
            to: at(k + 1),
            shown: format!("{} h", number(at(k + 1))),
            strong: k == 1,
        })
        .collect();
    drawn(
        "deciding/rework",
        &bars(&all, None).html(
            "Six bars of person-hours done again, by when the mistake is found: 2 with the \
                 sketch, 12 with the schema, 42 after orders and refunds, 60 after app and web, 78 \
                 after the tests, 168 after the release.",
            "What is done again grows with what has been built on the schema. A review of the \
                 schema costs 6 hours.",
        ),
    );
    let points = |from: u32| {
        (from..=72)
            .map(|k| f64::from(k) / 12.0)
            .filter_map(|capacity| Some((capacity, days_expected(3.0, capacity)?)))
            .collect()
    };
    let figure = lines(
        &Axis::linear(
            "reviews that can be answered in a day",
            &[3.0, 4.0, 5.0, 6.0],
        ),
        &Axis::linear("days until the answer", &[0.0, 2.0, 4.0, 6.0]),
        &[Series {
            name: "3 reviews asked a day",
            points: points(38),
        }],
    );
    drawn(
        "deciding/review-queue",
        &figure.html(
            "A falling curve. With 3 reviews asked a day and capacity for 3.2, an answer takes 6 \
                 days; with capacity for 4 it takes 1 day, for 6 a third of a day.",
            "The last fraction of a reviewer decides. A quarter of a review a day more than is \
                 asked means four days of waiting; a whole one more means one day.",
        ),
    );
}

fn review(asked: u32, answered: Option<u32>) -> Review {
    Review {
        question: "Which callers read the address of an order?".to_owned(),
        reviewer: "refunds".to_owned(),
        asked,
        answered,
    }
}

#[test]
fn the_ledger_agrees_with_littles_law() {
    // Three asked each day for 40 days, each answered four days later: 12 open.
    let all: Vec<Review> = (0..40)
        .flat_map(|day| vec![review(day, Some(day + 4)); 3])
        .collect();
    let open = all.iter().filter(|r| r.open_on(20)).count();
    assert_eq!(open, 12);
    assert!((days_open(open as f64, 3.0) - 4.0).abs() < 1e-9);
    let days = days_in_ledger(&all, 44).expect("there are answers");
    assert!((days - 4.0).abs() < 1e-9);
    assert_eq!(days_in_ledger(&all, 0), None);
    assert_eq!(days_in_ledger(&[review(0, None)], 9), None);
    // A mean of the answers alone would not see what is never answered.
    let mut stuck = all;
    stuck.extend(vec![review(0, None); 3]);
    let end = 44;
    let days = days_in_ledger(&stuck, end).expect("there are answers");
    page(PAGE).says(format!("untouched for {end} working days"));
    page(PAGE).says(format!(
            "Beside {} that took four days each, they move the ledger's number from 4 days to {days:.1}",
            stuck.len() - 3
        ));
    let times: Vec<u32> = stuck
        .iter()
        .filter_map(|review| Some(review.answered? - review.asked))
        .collect();
    let mean = f64::from(times.iter().sum::<u32>()) / times.len() as f64;
    page(PAGE).says(format!("the mean of the answers stays at {}", number(mean)));
}

#[test]
fn late_reviews_are_told() {
    let all = [review(0, Some(3)), review(0, None), review(4, None)];
    assert_eq!(remind(&all, 5, 2), 1);
    assert_eq!(remind(&all, 7, 2), 2);
    assert_eq!(remind(&all, 1, 2), 0);
    // What is asked later than today is not open.
    assert_eq!(remind(&[review(9, None)], 5, 0), 0);
}

#[test]
fn what_googles_paper_comes_to() {
    let (comments, lines, some) = (12.5_f64, 1_250.0, 100.0);
    page(PAGE).says(format!(
        "up to {comments} at about {} lines: {} comment for {some} lines",
        number(lines),
        (comments / lines * some).round()
    ));
}
