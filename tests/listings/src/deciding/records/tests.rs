//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Bar, bars, drawn, number};
use crate::page::page;

const PAGE: &str = "deciding/records";

const ROUNDS: [Round; 4] = [
    Round {
        people: 7,
        hours: 2.0,
        preparing: 10.0,
        new_facts: true,
    },
    Round {
        people: 8,
        hours: 1.5,
        preparing: 6.0,
        new_facts: false,
    },
    Round {
        people: 6,
        hours: 2.0,
        preparing: 9.0,
        new_facts: false,
    },
    Round {
        people: 9,
        hours: 1.0,
        preparing: 6.0,
        new_facts: true,
    },
];

const READERS: u32 = 20;

fn record() -> f64 {
    record_cost(3.0, READERS, 10.0)
}

#[test]
fn the_question_that_came_back() {
    let costs = ROUNDS.map(|round| number(round.cost()));
    page(PAGE).says(format!("{} in January", costs[0]));
    page(PAGE).says(format!("{} in April", costs[1]));
    page(PAGE).says(format!("{} in July", costs[2]));
    page(PAGE).says(format!("{} in October", costs[3]));
    let all: f64 = ROUNDS.iter().map(Round::cost).sum();
    page(PAGE).says(format!("{} person-hours in a year", number(all)));
    page(PAGE).says(format!(
        "They cost {} person-hours",
        number(repeated(&ROUNDS))
    ));
    assert!(repeated(&ROUNDS[..1]).abs() < f64::EPSILON);
    assert!(repeated(&[]).abs() < f64::EPSILON);
}

#[test]
fn what_the_record_would_have_cost() {
    let mean = repeated(&ROUNDS) / 2.0;
    page(PAGE).says(format!(
            "each of the {READERS} people who change the cart or pricing: {:.1} person-hours. The two rounds without news \
             took {mean} person-hours each",
            record()
        ));
    page(PAGE).says(format!("{mean} person-hours for a round without news"));
    page(PAGE).says(format!("{:.1} person-hours, and the author", record()));
    let chance = 100.0 * pays_from(record(), mean);
    page(PAGE).says(format!("above {chance:.0}%"));
    // On the days of a question that concerns three people, it does not pay.
    let small = Round {
        people: 3,
        hours: 0.5,
        preparing: 0.0,
        new_facts: false,
    };
    page(PAGE).says(format!("costs {} person-hours", number(small.cost())));
    assert!(pays_from(record(), small.cost()) > 1.0);
    page(PAGE).says(format!("{:.1} rounds", pays_from(record(), small.cost())));
}

#[test]
fn what_the_scenario_says_twice() {
    let (down, limit) = (22, 30);
    page(PAGE).says(format!("pricing is down for {down} minutes"));
    page(PAGE).says(format!("unavailable for more than {limit} minutes"));
    assert!(down < limit);
    page(PAGE).says(format!(
            "October's {down} minutes are under the limit too, and the nine people ask a smaller question: is {limit} \
             minutes the right limit?"
        ));
    let (old, new) = (12, 31);
    page(PAGE).says(format!(
            "this is record {new}, and January's is record {old}. Nobody edits the text of record {old}, since it tells \
             why the simple way was tried first. Only its status becomes \"superseded by {new}\""
        ));
    let oldest = crate::reliability::degraded_modes::OLDEST.as_secs() / 60;
    page(PAGE).says(format!("at most {oldest} minutes old as at the checkout"));
}

#[test]
fn the_figure() {
    let names = [
        "January",
        "April: nothing new",
        "July: nothing new",
        "October",
    ];
    let shown = |hours: f64| format!("{} h", number((hours * 10.0).round() / 10.0));
    let mut all: Vec<Bar> = names
        .into_iter()
        .zip(&ROUNDS)
        .map(|(label, round)| Bar {
            label,
            from: 0.0,
            to: round.cost(),
            shown: shown(round.cost()),
            strong: !round.new_facts,
        })
        .collect();
    all.push(Bar {
        label: "A record, written and read by 20",
        from: 0.0,
        to: record(),
        shown: shown(record()),
        strong: false,
    });
    let figure = bars(&all, None);
    drawn(
        "deciding/records",
        &figure.html(
            "Five bars of person-hours. January took 24 hours, April 18, July 21, October 15. \
                 A record, written once and read by 20 people, takes 6.3.",
            "Two of the four rounds had nothing new to go by. Each cost about three times as much \
                 as a record of the first one, readers included.",
        ),
    );
    assert_eq!((repeated(&ROUNDS) / 2.0 / record()).round(), 3.0);
}

fn day(text: &str) -> Day {
    Day::read(text).expect("the test names a day")
}

fn file(number: u32, status: &str, review: &str) -> (String, String) {
    let text = format!(
        "# {number}. A decision\n\n- Status: {status}\n- Date: 2026-01-20\n{review}\n## Context\n"
    );
    (format!("{number:04}.md"), text)
}

fn found(files: &[(String, String)]) -> Vec<(String, Finding)> {
    check(files, &day("2026-11-26"))
}

#[test]
fn the_head_of_a_record_is_read() {
    let (_, text) = file(12, "superseded by 31", "- Review: 2027-01-20\n");
    let record = Record::read(&text).expect("it is well formed");
    assert_eq!(record.number, 12);
    assert_eq!(record.title, "A decision");
    assert_eq!(record.status, Status::Superseded(31));
    assert_eq!(record.date, day("2026-01-20"));
    assert_eq!(record.review, Some(day("2027-01-20")));
    // Written on another system.
    let text = text.replace('\n', "\r\n");
    assert_eq!(Record::read(&text).expect("as well"), record);
}

#[test]
fn what_stands_below_the_head_is_for_people() {
    let text = "# 3. One\n- Status: accepted\n- Date: 2026-01-20\n\n## Context\n\n- Status: gone\n- Review: soon\n";
    let record = Record::read(text).expect("its head is well formed");
    assert_eq!(record.status, Status::Accepted);
    assert_eq!(record.review, None);
}

#[test]
fn a_head_that_cannot_be_read_says_why() {
    let fault = |text: &str| Record::read(text).expect_err("it is malformed");
    assert_eq!(fault(""), Fault::Heading);
    assert_eq!(fault("# Prices\n- Status: accepted\n"), Fault::Heading);
    assert_eq!(fault("# x. Prices\n"), Fault::Heading);
    assert_eq!(fault("# 1. A\n- Date: 2026-01-20\n"), Fault::Status);
    assert_eq!(fault("# 1. A\n- Status: agreed\n"), Fault::Status);
    let by = "# 1. A\n- Status: superseded by the other one\n";
    assert_eq!(fault(by), Fault::Status);
    assert_eq!(fault("# 1. A\n- Status: accepted\n"), Fault::Date);
    let review = "# 1. A\n- Status: accepted\n- Date: 2026-01-20\n- Review: May\n";
    assert_eq!(fault(review), Fault::Review);
}

#[test]
fn days_that_there_are_not() {
    for text in [
        "",
        "2026",
        "2026-1-20",
        "2026-13-01",
        "2026-00-01",
        "2026-02-30",
        "2025-02-29",
        "2026-04-31",
        "20260120",
        "2026-01-20-",
        "2026-01-2O",
        "+026-01-20",
    ] {
        assert_eq!(Day::read(text), None, "{text}");
    }
    assert!(Day::read("2028-02-29").is_some());
    assert!(day("2026-09-30") < day("2026-10-01"));
}

#[test]
fn a_chain_ends_in_force_or_dangles() {
    let whole = [
        file(12, "superseded by 31", ""),
        file(31, "superseded by 40", ""),
        file(40, "accepted", ""),
    ];
    assert_eq!(found(&whole), []);
    for end in [
        "proposed",
        "rejected",
        "superseded by 12",
        "superseded by 99",
    ] {
        let files = [file(12, "superseded by 31", ""), file(31, end, "")];
        assert!(
            found(&files).contains(&("0012.md".to_owned(), Finding::Dangling)),
            "{end}"
        );
    }
    let own = [file(12, "superseded by 12", "")];
    assert_eq!(found(&own), [("0012.md".to_owned(), Finding::Dangling)]);
}

#[test]
fn a_review_is_late_from_the_day_after() {
    let one = |status, review| found(&[file(1, status, review)]);
    assert_eq!(one("accepted", "- Review: 2026-11-26\n"), []);
    let late = one("accepted", "- Review: 2026-11-25\n");
    assert_eq!(
        late,
        [("0001.md".to_owned(), Finding::Overdue(day("2026-11-25")))]
    );
    assert!(!late[0].1.fails_build());
    // Nobody has to look again at what is not in force.
    assert_eq!(one("rejected", "- Review: 2026-11-25\n"), []);
}

#[test]
fn a_number_is_given_once() {
    let mut second = file(7, "accepted", "");
    second.0 = "0007-again.md".to_owned();
    let files = [file(7, "accepted", ""), second];
    let twice = Finding::Twice("0007.md".to_owned());
    assert!(twice.fails_build());
    assert_eq!(found(&files), [("0007-again.md".to_owned(), twice)]);
}

#[test]
fn a_folder_is_checked() {
    let folder = std::env::temp_dir().join(format!("decision-records-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a temporary folder");
    let write = |(name, text): (String, String)| {
        fs::write(folder.join(name), text).expect("a temporary file");
    };
    let today = day("2026-11-26");
    write(file(12, "accepted", "- Review: 2026-01-01\n"));
    write(("readme.txt".to_owned(), "no record".to_owned()));
    let late = build_passes(&folder, &today).expect("the folder is there");
    write(file(13, "superseded by 14", ""));
    let dangling = build_passes(&folder, &today).expect("the folder is there");
    fs::remove_dir_all(&folder).expect("it was made here");
    assert!(late);
    assert!(!dangling);
    assert!(build_passes(&folder, &today).is_err());
}

/// The text of the first fenced block of a page: a template that readers copy.
fn template(page: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../src")
        .join(page);
    let text = fs::read_to_string(file).expect("the page is there");
    let block = text.split("```").nth(1).expect("it has a fenced block");
    block
        .split_once('\n')
        .expect("the fence names a language")
        .1
        .to_owned()
}

#[test]
fn the_template_of_the_library_is_a_record() {
    let record = Record::read(&template("library/decision-record.md"));
    let record = record.expect("the template passes the check that it is made for");
    assert_eq!(record.status, Status::Proposed);
    assert!(record.review.is_some());
}
