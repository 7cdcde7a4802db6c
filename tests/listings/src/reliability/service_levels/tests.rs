//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Axis, Series, drawn, lines, number};
use crate::page::page;

const PAGE: &str = "reliability/service-levels";
const OBJECTIVE: f64 = 0.999;
const DAYS: f64 = 28.0;
const PER_HOUR: u64 = 500;

#[test]
fn the_budget_of_28_days() {
    let page = page(PAGE);
    let valid = 12_000 * 28;
    page.says(format!("{} payments in 28 days", number(valid as f64)));
    let bad = budget(valid, OBJECTIVE).round();
    page.says(format!("{} of them may fail", number(bad)));
    page.says(format!(
        "of {} payments at {}%, {bad}",
        number(valid as f64),
        100.0 * OBJECTIVE
    ));
    page.says(format!(
        "{:.0} minutes of complete outage",
        DAYS * 24.0 * 60.0 * 0.001
    ));
    for (percent, objective) in [("99%", 0.99), ("99.9%", 0.999), ("99.99%", 0.9999)] {
        let allowed = budget(valid, objective);
        let minutes = DAYS * 24.0 * 60.0 * (1.0 - objective);
        let time = if minutes >= 100.0 {
            format!("{:.1} h", minutes / 60.0)
        } else {
            format!("{minutes:.0} min")
        };
        page.says(format!(
            "| {percent} | {} | {time} |",
            number((allowed + 1e-6).floor())
        ));
    }
}

#[test]
fn where_the_thresholds_come_from() {
    let page = page(PAGE);
    let google = [
        Rule::using(0.02, 30.0, 60, 5),
        Rule::using(0.05, 30.0, 360, 30),
        Rule::using(0.10, 30.0, 3 * 1_440, 360),
    ];
    let over = google.map(|rule| (rule.over * 10.0).round() / 10.0);
    assert_eq!(over, [14.4, 6.0, 1.0]);
    page.says(format!("at {} a budget of 30 days is gone in two", over[0]));
    assert_eq!((30.0 / over[0]).round(), 2.0);
    page.says(format!(
        "{}% in one of the {} hours of 30 days is a rate of {}, and {:.1} for {DAYS} days",
        100.0 * 0.02,
        30 * 24,
        over[0],
        Rule::using(0.02, DAYS, 60, 5).over
    ));
    page.says(format!(
        "{:.0} payments in five minutes",
        PER_HOUR as f64 / 12.0
    ));
}

/// Minutes after which the first rule fires when a service that was well fails with a share of `bad` in
/// 10,000; it gets 10,000 requests a minute.
fn fires_after(rule: Rule, bad: u64) -> Option<usize> {
    let well = Minute {
        valid: 10_000,
        bad: 0,
    };
    let mut minutes = vec![well; rule.long];
    (1..=rule.long).find(|_| {
        minutes.remove(0);
        minutes.push(Minute { valid: 10_000, bad });
        rule.fires(&minutes, OBJECTIVE)
    })
}

#[test]
fn how_soon_somebody_is_told() {
    let page = page(PAGE);
    page.says(format!(
        "With an objective of {}% over {DAYS} days",
        100.0 * OBJECTIVE
    ));
    let fast = Rule::using(0.02, DAYS, 60, 5);
    let slow = Rule::using(0.05, DAYS, 360, 30);
    let ticket = Rule::using(0.10, DAYS, 3 * 1_440, 360);
    let after = |minutes: usize| match minutes {
        0..100 => format!("{minutes} min"),
        100..2_880 => format!("{:.1} h", minutes as f64 / 60.0),
        _ => format!("{:.1} days", minutes as f64 / 1_440.0),
    };
    for (percent, bad) in [
        ("100%", 10_000),
        ("10%", 1_000),
        ("2%", 200),
        ("1%", 100),
        ("0.2%", 20),
    ] {
        let rate = bad as f64 / 10_000.0 / (1.0 - OBJECTIVE);
        let gone = after((DAYS * 1_440.0 / rate).round() as usize);
        let (rule, told) = [("page", fast), ("page, slower", slow), ("ticket", ticket)]
            .into_iter()
            .find_map(|(name, rule)| Some((name, fires_after(rule, bad)?)))
            .expect("one of the rules fires");
        let row = format!(
            "| {percent} | {} | {gone} | {rule} after {} |",
            number(rate.round()),
            after(told)
        );
        page.says(row);
    }
    assert_eq!(fires_after(ticket, 9), None, "within the objective");
}

#[test]
fn the_short_window_ends_it() {
    let rule = Rule::using(0.02, DAYS, 60, 5);
    let bad = 20;
    let mut minutes = vec![Minute { valid: 100, bad }; 60];
    assert!(rule.fires(&minutes, OBJECTIVE));
    minutes.extend([Minute { valid: 100, bad: 0 }; 5]);
    assert!(!rule.fires(&minutes, OBJECTIVE));
    // The long one alone would go on for most of an hour.
    let long_alone = (0..60).find(|quiet| {
        let mut later = minutes.clone();
        later.extend(vec![Minute { valid: 100, bad: 0 }; *quiet]);
        burn_rate(&later[later.len() - 60..], OBJECTIVE) <= rule.over
    });
    let more = long_alone.expect("it ends within the hour") + 5;
    page(PAGE).says(format!(
            "When a fault of {bad}% that lasted an hour has been mended, the alert stops after 5 minutes; the hour alone \
             would ring for {more}"
        ));
    assert!(!rule.fires(&[], OBJECTIVE));
    assert_eq!(burn_rate(&[Minute::default(); 9], OBJECTIVE), 0.0);
}

#[test]
fn one_failure_at_night_pages() {
    let rule = Rule::using(0.02, DAYS, 60, 5);
    let night = |per_hour: u64| {
        let mut minutes = vec![Minute::default(); 60];
        minutes[0].valid = per_hour - 1;
        minutes[59] = Minute { valid: 1, bad: 1 };
        rule.fires(&minutes, OBJECTIVE)
    };
    let most = (1..1_000)
        .rfind(|&n| night(n))
        .expect("with few enough it fires");
    page(PAGE).says(format!("With {most} requests an hour or fewer"));
}

#[test]
fn the_error_budget_of_a_month() {
    let page = page(PAGE);
    const NINE: u32 = 9;
    const SEVENTEEN: u32 = 17;
    const RELEASE: f64 = 0.02;
    // The service fails 4 in 10,000 all the time, 2% for two hours of day 9, and all for 20 minutes of day 17.
    let allowed = budget(12_000 * 28, OBJECTIVE);
    let mut used = 0.0;
    let mut points = vec![(0.0, 0.0)];
    let (mut after_nine, mut after_seventeen) = (0.0, 0.0);
    for day in 1..=28_u32 {
        let mut bad = 12_000.0 * 0.0004;
        if day == NINE {
            let more = 2.0 * PER_HOUR as f64 * RELEASE;
            after_nine = more / allowed;
            bad += more;
        }
        if day == SEVENTEEN {
            let more = PER_HOUR as f64 / 3.0;
            after_seventeen = more / allowed;
            bad += more;
        }
        let before = used;
        used += bad / allowed;
        if day == NINE || day == SEVENTEEN {
            points.push((
                f64::from(day) - 0.5,
                round(before + 0.5 * 12_000.0 * 0.0004 / allowed),
            ));
            points.push((
                f64::from(day) - 0.4,
                round(used - 0.5 * 12_000.0 * 0.0004 / allowed),
            ));
        }
        points.push((f64::from(day), round(used)));
    }
    fn round(share: f64) -> f64 {
        (share * 1_000.0).round() / 10.0
    }
    page.says(format!(
        "For two hours {}% of all payments have failed",
        100.0 * RELEASE
    ));
    page.says(format!(
            "Four payments in 10,000 fail all the time. On day {NINE} the release of the opening fails {}% for two hours, \
             which costs {:.0}% of the budget. On day {SEVENTEEN} a migration stops all payments and uses {:.0}% in 20 \
             minutes",
            100.0 * RELEASE,
            100.0 * after_nine,
            100.0 * after_seventeen
        ));
    page.says(format!("{:.0}% over the 28 days", 100.0 * 0.0004 / 0.001));
    page.says(format!(
        "{:.0}% is gone. On day {} nobody has to argue",
        100.0 * used,
        SEVENTEEN + 1
    ));
    let even = vec![(0.0, 0.0), (28.0, 100.0)];
    let figure = lines(
        &Axis::linear("days", &[0.0, 7.0, 14.0, 21.0, 28.0]),
        &Axis::linear("error budget used, %", &[0.0, 25.0, 50.0, 75.0, 100.0]),
        &[
            Series {
                name: "used",
                points,
            },
            Series {
                name: "used evenly: a burn rate of 1",
                points: even,
            },
        ],
    );
    let alt = format!(
        "The share of the error budget used over 28 days. It rises evenly by {:.1}% a day, with a small step of \
             {:.0}% on day 9 and a step of {:.0}% on day 17, and reaches {:.0}% on day 28. The line of even use is crossed \
             by the step of day 17.",
        100.0 * 0.0004 / 0.001 / 28.0,
        100.0 * after_nine,
        100.0 * after_seventeen,
        100.0 * used,
    );
    let caption = "A background that nobody was paged for has used nearly as much as the outage that everybody remembers.";
    drawn("reliability/error-budget", &figure.html(&alt, caption));
}

fn event(status: u16, took_ms: u64) -> PayEvent {
    PayEvent {
        trace_id: "4bf92f3577b34da6a3ce929d0e0e4736".to_owned(),
        release: "9f3c2e1",
        app: "7.12.0".to_owned(),
        status,
        took_ms,
        attempts: 6,
        fallback: Some("timed_out"),
    }
}

#[test]
fn what_is_good_and_what_is_valid() {
    assert_eq!(event(200, 880).good(), Some(true));
    assert_eq!(
        event(200, 3_001).good(),
        Some(false),
        "too late to be of use"
    );
    assert_eq!(event(402, 700).good(), Some(true), "declined, and told so");
    assert_eq!(
        event(503, 2).good(),
        Some(false),
        "shed is bad for the user"
    );
    assert_eq!(event(429, 2).good(), Some(false));
    assert_eq!(event(409, 2).good(), Some(false), "nobody has decided");
    assert_eq!(event(200, 3_000).good(), Some(true));
    assert_eq!(event(400, 2).good(), None);
    assert_eq!(event(401, 2).good(), None);
}

#[test]
fn an_event_is_one_line() {
    let line = serde_json::to_string(&event(200, 880)).expect("it is plain data");
    assert!(!line.contains('\n'));
    assert!(line.contains("\"fallback\":\"timed_out\""), "{line}");
    assert!(line.contains("\"took_ms\":880"), "{line}");
}

#[test]
fn the_header_is_read_as_the_standard_says() {
    let header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    page(PAGE).says(header);
    let read = TraceParent::read(header).expect("valid");
    assert_eq!(read.parent_id, 0x00f0_67aa_0ba9_02b7);
    assert_eq!(read.header(read.parent_id), header);
    assert_eq!(
        read.header(0xb7),
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00000000000000b7-01"
    );
    for wrong in [
        "",
        "00",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-00",
        "00-4bf92f3577b34da6a3ce929d0e0e473\u{e9}-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-xyz",
        "00-+bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    ] {
        assert_eq!(TraceParent::read(wrong), None, "{wrong}");
    }
    // A version to come may have more fields; the first four keep their meaning.
    let later = "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-and.more";
    assert_eq!(TraceParent::read(later), Some(read));
}

proptest::proptest! {
    #[test]
    fn any_header_is_read_or_not(header in ".*") {
        if let Some(read) = TraceParent::read(&header) {
            proptest::prop_assert!(read.trace_id != 0 && read.parent_id != 0);
        }
    }
}

#[test]
fn what_is_kept_and_what_it_stands_for() {
    assert_eq!(keep(Some(false), 7, 100), Some(1));
    assert_eq!(keep(Some(true), 200, 100), Some(100));
    assert_eq!(keep(Some(true), 201, 100), None);
    assert_eq!(keep(None, 200, 0), None);
    let mut random = fastrand::Rng::with_seed(3);
    let total: u32 = (0..100_000)
        .filter_map(|_| keep(Some(true), random.u128(..), 100))
        .sum();
    assert!((90_000..110_000).contains(&total), "{total}");

    let page = page(PAGE);
    // The busiest hour has a tenth of the day.
    let (rate, failing) = (200.0, 0.005);
    let all = rate * 3_600.0 * 10.0;
    let bad = all * failing;
    let kept = bad + (all - bad) / 100.0;
    page.says(format!(
        "At {rate} a second there, and a kilobyte each, it writes {} events a day, {:.1} GB",
        number(all),
        all * 1_000.0 / 1e9
    ));
    page.says(format!(
        "With {}% bad, {} are kept, {:.2} GB",
        100.0 * failing,
        number(kept.round()),
        kept * 1_000.0 / 1e9
    ));
    // What has so small a share can be missing wholly.
    let share = 1;
    page.says(format!(
        "A payment method with {share}% of the payments can fail wholly within an objective of {}%",
        100 - share
    ));
}

#[test]
fn labels_multiply() {
    let page = page(PAGE);
    let mut values = Vec::new();
    for (label, count) in [
        ("route", 40),
        ("and status", 8),
        ("and instance", 30),
        ("as a histogram: buckets, sum, count", 14),
        ("and app version", 25),
        ("and phone", 400_000),
    ] {
        values.push(count);
        page.says(format!(
            "| {label} | {} | {} |",
            number(count as f64),
            number(series(&values) as f64)
        ));
    }
    assert_eq!(series(&[]), 1);
}
