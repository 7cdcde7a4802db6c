//! What the chapter says, and what its listings do.

use crate::deciding::records::{Day, Record, Status, check};
use crate::figure::number;
use crate::page::page;

const PAGE: &str = "deciding/record";
const TEXT: &str = include_str!("../../../../../src/deciding/record.md");

/// The record as a file of its own: its headings stand one level deeper in the page.
fn record() -> String {
    let from = TEXT.find("## 1. ").expect("the record begins there");
    let to = TEXT.find("## What the record").expect("and ends there");
    TEXT[from..to].replace("\n#", "\n")[1..].to_owned()
}

#[test]
fn the_record_passes_the_check_of_the_chapter_before() {
    let read = Record::read(&record()).expect("it is in the form");
    assert_eq!((read.number, read.status), (1, Status::Accepted));
    let today = Day::read("2026-11-26").expect("a day");
    assert_eq!(check(&[("0001.md".to_owned(), record())], &today), []);
    // It names what was turned down and what would change it.
    for part in [
        "Context",
        "Decision",
        "Options turned down",
        "Consequences",
        "We reconsider when",
    ] {
        assert!(record().contains(&format!("\n## {part}\n")), "{part}");
    }
}

// The record tells what was known on its day. So nothing here reads what the README or the engine say
// today: they go on, and it stays. What it computes has to follow from the figures that it gives.
#[test]
fn what_it_says_of_speed() {
    let measured = TEXT
        .split_once("print page took ")
        .and_then(|(_, rest)| rest.split_once(", which is"))
        .expect("it says what was measured")
        .0;
    let figures: Vec<f64> = measured
        .split_whitespace()
        .filter_map(|word| word.trim_end_matches(',').replace(',', "").parse().ok())
        .collect();
    let [
        ours,
        stock,
        chapters,
        ours_large,
        stock_large,
        chapters_large,
    ] = figures[..]
    else {
        panic!("six figures are expected in: {measured}");
    };
    page(PAGE).says(format!("{:.0} times as fast", stock_large / ours_large));
    let (growth, ours_growth) = (stock_large / stock, ours_large / ours);
    page(PAGE).says(format!(
        "From {} to {} chapters mdBook's time grows {growth:.1} times, ours {ours_growth:.1} times",
        number(chapters),
        number(chapters_large),
    ));
    let book = chapters_large / chapters;
    page(PAGE).says("The time grows no faster than the book.");
    assert!(ours_growth <= book && book < growth);
}

#[test]
fn what_it_says_of_its_days() {
    let record = Record::read(&record()).expect("it is in the form");
    let date = record.date.to_string();
    let (month, day) = date.rsplit_once('-').expect("year and month, then the day");
    let day: u32 = day.parse().expect("a number");
    page(PAGE).says(format!(
        "Measured on {month}-{:02}, the day after the decision",
        day + 1
    ));
    let name = match month.rsplit_once('-') {
        Some((_, "11")) => "November",
        other => panic!("the closing words name another month than {other:?}"),
    };
    page(PAGE).says(format!("what we knew in {name} {}", &month[..4]));
    assert!(record.review > Some(record.date));
}
