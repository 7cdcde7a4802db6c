//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Bar, bars, drawn, number};
use crate::page::page;

const PAGE: &str = "contracts/migrations";
const ROWS: f64 = 90e6;
const ROWS_A_DAY: f64 = 12_000.0 * 6.0;
const CAPACITY: f64 = 8_000.0;
const TRAFFIC: f64 = 4_000.0;
const RATE: (usize, f64) = (500, 500.0);

fn table(rows: u64) -> BTreeMap<u64, Row> {
    (0..rows)
        .map(|id| {
            // Ids have gaps, as they do in life.
            let total_cents = 4_200 + id as i64;
            let total = None;
            (id * 3, Row { total_cents, total })
        })
        .collect()
}

fn run(table: &mut BTreeMap<u64, Row>, backfill: &mut Backfill) -> Duration {
    let mut took = Duration::ZERO;
    while let Some(pause) = backfill.batch(table, RATE, Duration::ZERO) {
        took += pause;
    }
    took
}

fn complete(table: &BTreeMap<u64, Row>) -> bool {
    table
        .values()
        .all(|row| row.total == Some(euros(row.total_cents)))
}

#[test]
fn the_scenario() {
    let years = ROWS / (ROWS_A_DAY * 365.0);
    page(PAGE).says(format!(
        "{} rows a day, {:.0} million in {years:.1} years",
        number(ROWS_A_DAY),
        ROWS / 1e6
    ));
    page(PAGE).says(format!(
        "At {} rows a second it runs for {} hours",
        number(5_000.0),
        hours(ROWS, 5_000.0)
    ));
}

#[test]
fn each_update_is_an_event() {
    let millions = ROWS / 1e6;
    page(PAGE).says(format!(
        "{millions} million updates are {millions} million events"
    ));
}

#[test]
fn the_rate_has_a_price() {
    page(PAGE).says(format!(
        "can do {} writes a second, and the evening peak brings {}",
        number(CAPACITY),
        number(TRAFFIC)
    ));
    for rate in [500.0, 2_000.0, 3_500.0] {
        let busy = utilisation(TRAFFIC, rate, CAPACITY);
        page(PAGE).says(format!(
            "| {} rows a second | {:.1} hours | {:.0}% | {:.1} times |",
            number(rate),
            hours(ROWS, rate),
            100.0 * busy,
            slower(busy)
        ));
    }
    let now = slower(utilisation(TRAFFIC, 0.0, CAPACITY));
    let most = slower(utilisation(TRAFFIC, 3_500.0, CAPACITY));
    page(PAGE).says(format!(
        "At 3,500 rows a second a write at the peak takes {:.0} times as long as today",
        most / now
    ));
    let least = slower(utilisation(TRAFFIC, 500.0, CAPACITY));
    page(PAGE).says(format!(
        "At 500 it takes {:.0}% longer",
        100.0 * (least / now - 1.0)
    ));
    page(PAGE).says(format!(
        "| none | | {:.0}% | {:.1} times |",
        100.0 * utilisation(TRAFFIC, 0.0, CAPACITY),
        slower(utilisation(TRAFFIC, 0.0, CAPACITY))
    ));
}

#[test]
fn the_backfill_fills_all_and_takes_its_time() {
    let mut table = table(2_750);
    let mut backfill = Backfill::default();
    let took = run(&mut table, &mut backfill);
    assert!(complete(&table));
    assert_eq!((backfill.filled, backfill.kept), (2_750, 0));
    assert_eq!(took, Duration::from_secs_f64(2_750.0 / RATE.1));
    assert_eq!(
        run(&mut BTreeMap::new(), &mut Backfill::default()),
        Duration::ZERO
    );
}

#[test]
fn it_can_be_killed_and_repeated() {
    let mut crashes = 0;
    for seed in 0..20 {
        let mut table = table(5_000);
        let mut backfill = Backfill::default();
        let mut rng = fastrand::Rng::with_seed(seed);
        loop {
            let saved = backfill.clone();
            let more = backfill.batch(&mut table, RATE, Duration::ZERO);
            if rng.u32(0..4) == 0 {
                // The rows were committed, the progress was not.
                backfill = saved;
                crashes += 1;
            } else if more.is_none() {
                break;
            }
        }
        assert!(complete(&table));
        let mut again = Backfill::default();
        run(&mut table, &mut again);
        assert_eq!((again.filled, again.kept), (0, 5_000));
    }
    assert!(crashes > 20, "{crashes}");
}

#[test]
fn it_never_overwrites_what_the_service_wrote() {
    let mut table = table(10);
    let newer = Money {
        amount: 99_900,
        currency: "SEK",
    };
    if let Some(row) = table.get_mut(&9) {
        row.total = Some(newer);
    }
    let mut backfill = Backfill::default();
    run(&mut table, &mut backfill);
    assert_eq!(table[&9].total, Some(newer));
    assert_eq!((backfill.filled, backfill.kept), (9, 1));
}

#[test]
fn it_ends_after_the_last_id_there_is() {
    let total_cents = 1;
    let mut table = BTreeMap::from([(
        u64::MAX,
        Row {
            total_cents,
            total: None,
        },
    )]);
    let mut backfill = Backfill::default();
    run(&mut table, &mut backfill);
    assert_eq!((backfill.filled, backfill.done), (1, Some(u64::MAX)));
    assert_eq!(backfill.batch(&mut table, RATE, Duration::ZERO), None);
}

#[test]
fn it_waits_for_the_replicas() {
    let mut table = table(10);
    let mut backfill = Backfill::default();
    let lag = Duration::from_secs(30);
    assert_eq!(backfill.batch(&mut table, RATE, lag), Some(lag));
    assert_eq!((backfill.paused, backfill.filled), (1, 0));
    assert!(
        backfill
            .batch(&mut table, RATE, Duration::from_secs(10))
            .is_some()
    );
    assert_eq!(backfill.filled, 10);
}

#[test]
fn the_shadow_never_changes_an_answer() {
    let mut shadow = Shadow {
        every: 2,
        ..Shadow::default()
    };
    let sek = Money {
        amount: 1,
        currency: "SEK",
    };
    type Read = Result<Option<Money>, ()>;
    let answers: [Read; 5] = [
        Ok(Some(euros(1))),
        Ok(Some(euros(2))),
        Ok(Some(sek)),
        Ok(None),
        Err(()),
    ];
    for answer in answers {
        let never = || -> Read { panic!("not sampled") };
        assert_eq!(shadow.read(7, 1, never), 1);
        assert_eq!(shadow.read(7, 1, || answer), 1);
    }
    assert_eq!(
        (shadow.same, shadow.differ, shadow.missing, shadow.failed),
        (1, 2, 1, 1)
    );
    assert_eq!(shadow.reads, 10);
    let mut off = Shadow::default();
    assert_eq!(off.read(7, 1, || -> Read { panic!("off") }), 1);
}

#[test]
fn what_a_clean_sample_proves() {
    let compared = 1e6;
    let possible = still_possible(compared);
    assert!((possible * compared - 3.0).abs() < 0.01);
    page(PAGE).says(format!(
            "At 95% confidence, a million without a difference leave {:.0} wrong rows in a million possible, {:.0} in {:.0} million",
            possible * 1e6,
            possible * ROWS,
            ROWS / 1e6
        ));
    page(PAGE).says(format!(
            "At 200 reads a second and one in 100 compared, a million takes {:.1} days; with one in 10, {:.0} hours",
            days(compared, 200.0, 100.0),
            days(compared, 200.0, 10.0) * 24.0
        ));
}

#[test]
fn the_way_back_gets_longer() {
    let week = ROWS_A_DAY * 7.0;
    page(PAGE).says(format!(
        "{} rows lack the old form: {:.0} minutes of backfill at 500 a second",
        number(week),
        week / 500.0 / 60.0
    ));
}

#[test]
fn the_phones_set_the_date() {
    let weeks = weeks_until(1_000.0, 0.2);
    assert!(0.8_f64.powf(weeks) <= 0.001 && 0.8_f64.powf(weeks - 1.0) > 0.001);
    page(PAGE).says(format!("one in 1,000 is left after {weeks} weeks"));
}

#[test]
fn one_value_fills_both_forms() {
    let body = both("A-17", euros(4_200));
    let expected = json!({"id": "A-17", "total_cents": 4_200,
            "total": {"amount": 4_200, "currency": "EUR"}});
    assert_eq!(body, Some(expected));
    let kronor = Money {
        amount: 49_900,
        currency: "SEK",
    };
    assert_eq!(both("A-18", kronor), None);
}

#[test]
fn the_figure() {
    let backfilled = 2.0 + hours(ROWS, 500.0) / 24.0;
    let compared = backfilled + days(1e6, 200.0, 100.0);
    let bar = |label, from: f64, to: f64, strong| Bar {
        label,
        from,
        to,
        shown: format!("day {from:.0} to {to:.0}"),
        strong,
    };
    let plan = [
        bar("Expand: add the columns", 0.0, 1.0, false),
        bar("Write both forms", 1.0, 42.0, true),
        bar("Backfill", 2.0, backfilled, false),
        bar("Shadow reads", backfilled, compared, false),
        bar("Read the new form", 14.0, 56.0, true),
        bar("Write the new form only", 42.0, 56.0, false),
        bar("Contract: drop the column", 56.0, 57.0, false),
    ];
    let alt = format!(
        "A timeline in days. The columns are added on day 0; both forms are written from day 1 to 42; the backfill runs from day 2 to {backfilled:.0}, the shadow reads from there to day {compared:.0}; the new form is read from day 14; from day 42 only the new form is written; the column is dropped on day 56."
    );
    let caption = "From day 14 to day 42 the new form is read and both are written: four weeks in which a flag takes everything back. After day 42 the way back is a backfill of its own.";
    let limit = Some((42.0, "day 42: the old form ends"));
    drawn(
        "contracts/migration",
        &bars(&plan, limit).html(&alt, caption),
    );
}
