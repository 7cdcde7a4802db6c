//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Axis, Series, drawn, lines, number};
use crate::page::page;

const PAGE: &str = "deciding/checklists";

#[test]
fn what_memory_skips() {
    let (steps, releases) = (12, 250.0);
    let skips = skipped(0.01, steps, releases);
    let outages = skips / 10.0;
    page(PAGE).says(format!("There are {steps} steps, and whoever"));
    page(PAGE).says(format!(
            "With {releases} releases there are {} steps a year. If one in a hundred is skipped, {skips} are skipped in a \
             year, and {:.1}% of the releases are complete. If one skipped step in ten does harm, that makes {outages} \
             outages",
            number(f64::from(steps) * releases),
            100.0 * all_done(0.01, steps)
        ));
    page(PAGE).says(format!("| {outages} outages a year in this shop |"));
    // Eight of the twelve are answered by a machine.
    let machine = 8;
    let left = steps - machine;
    assert_eq!(left, 4);
    page(PAGE).says(format!("team's {steps} steps {machine} are of that kind"));
    page(PAGE).says(format!(
            "If the programs skip none of the {machine}, four steps are left to people: {:.1}% are complete, and {skips} \
             skipped steps become {} skipped steps a year",
            100.0 * all_done(0.01, left),
            skipped(0.01, left, releases)
        ));
    let (minutes, rate) = (38.0, 1_200.0);
    page(PAGE).says(format!(
            "for {minutes} minutes no card can be charged. It is the busiest hour. At {} orders an hour, {} orders fail",
            number(rate),
            minutes / 60.0 * rate
        ));
    assert!((all_done(0.01, 0) - 1.0).abs() < 1e-12);
}

#[test]
fn what_never_saying_no_means() {
    let asked = 250;
    let bound = at_most(asked);
    page(PAGE).says(format!(
            "never answered with \"no\" in {asked} releases. Its rate of \"no\" can still be as high as {:.1}%, with {:.0}% \
             confidence",
            100.0 * bound,
            100.0 * at_most(1)
        ));
    // Three divided by the number of answers comes close.
    assert!((bound - 3.0 / f64::from(asked)).abs() < 0.0002);
    // Asking takes half a minute.
    let worth = 0.5 / bound;
    page(PAGE).says(format!("less than {worth:.0} minutes"));
    let saves = 20.0;
    page(PAGE).says(format!(
        "saves {saves} person-hours, a rate of {:.1}% is worth {:.0} minutes a release",
        100.0 * bound,
        bound * saves * 60.0
    ));
    // Bedford: what was not done on the flights before.
    let flights = 175;
    page(PAGE).says(format!("two of their last {flights} flights"));
    page(PAGE).says(format!("On {} flights that had cost nothing", flights - 2));
    // After ten answers little is known yet.
    assert!(at_most(10) > 0.25);
    assert!((at_most(1) - 0.95).abs() < 1e-12);
}

#[test]
fn the_figure() {
    let points = |skip| {
        (0..=30)
            .map(|steps| (f64::from(steps), 100.0 * all_done(skip, steps)))
            .collect()
    };
    let series = |name, skip| Series {
        name,
        points: points(skip),
    };
    let figure = lines(
        &Axis::linear("steps done by heart", &[0.0, 10.0, 20.0, 30.0]),
        &Axis::linear(
            "% of releases with all steps done",
            &[50.0, 60.0, 70.0, 80.0, 90.0, 100.0],
        ),
        &[
            series("1 of 200 steps skipped", 0.005),
            series("1 of 100", 0.01),
            series("1 of 50", 0.02),
        ],
    );
    let at = |skip| format!("{:.0}%", 100.0 * all_done(skip, 30));
    drawn(
            "deciding/memory",
            &figure.html(
                &format!(
                    "Three falling lines over 0 to 30 steps. With 30 steps, {} of releases are complete \
                     if 1 step in 200 is skipped, {} with 1 in 100, {} with 1 in 50.",
                    at(0.005),
                    at(0.01),
                    at(0.02)
                ),
                "Half the steps by heart help as much as half the slips: what counts is their product. \
                 A list of 30 steps asks for more care than people have.",
            ),
        );
}

fn fine() -> Release {
    Release {
        reads: vec!["provider-b"],
        set: vec!["provider-a", "provider-b"],
        rehearsed: Some(90),
    }
}

/// Runs the list with people who say yes, and a clock that goes on by five seconds a look.
fn asked(release: &Release, says: Result<(), String>) -> (Vec<Answer>, u32) {
    let (mut people, mut clock) = (0, 0);
    let log = run(
        &BEFORE_TRAFFIC,
        release,
        |_| {
            people += 1;
            says.clone()
        },
        || {
            clock += 5;
            clock
        },
    );
    (log, people)
}

#[test]
fn all_yes_lets_the_release_go() {
    let (log, people) = asked(&fine(), Ok(()));
    assert!(go(&log, BEFORE_TRAFFIC.len()));
    assert_eq!(people, 2);
    assert!(log.iter().all(|answer| answer.took == 5));
    assert_eq!(log.iter().filter(|answer| answer.person).count(), 2);
}

#[test]
fn nobody_is_asked_what_a_machine_has_refused() {
    let mut release = fine();
    release.set.pop();
    let (log, people) = asked(&release, Ok(()));
    assert_eq!(people, 0);
    assert!(!go(&log, BEFORE_TRAFFIC.len()));
    // The other machine's item was asked all the same: all its noes at once.
    assert_eq!(log.len(), 2);
    assert_eq!(log[0].no.as_deref(), Some("provider-b is not set"));
    for rehearsed in [None, Some(24 * 60 + 1)] {
        let (log, _) = asked(
            &Release {
                rehearsed,
                ..fine()
            },
            Ok(()),
        );
        assert!(log[1].no.is_some());
    }
}

#[test]
fn the_first_no_of_a_person_ends_it() {
    let (log, people) = asked(&fine(), Err("on holiday".to_owned()));
    assert_eq!(people, 1);
    assert!(!go(&log, BEFORE_TRAFFIC.len()));
    // An empty log is no permission, and half a list is none either.
    assert!(!go(&[], 4));
    assert!(!go(&asked(&fine(), Ok(())).0[..3], 4));
}

#[test]
fn a_year_of_answers() {
    let answer = |item, person, no: Option<&str>, took| Answer {
        item,
        person,
        no: no.map(str::to_owned),
        took,
    };
    let log = [
        answer("a", true, None, 1),
        answer("a", true, None, 2),
        answer("a", true, Some("not yet"), 1),
        answer("b", false, None, 0),
    ];
    let years = year(&log);
    let expected = |asked, no, quick| Year { asked, no, quick };
    assert_eq!(years["a"], expected(3, 1, 1));
    // A machine may be quick.
    assert_eq!(years["b"], expected(1, 0, 0));
    assert!(year(&[]).is_empty());
}
