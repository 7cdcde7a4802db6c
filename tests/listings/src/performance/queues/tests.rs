//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Axis, Series, drawn, lines, number, percent};
use crate::page::page;

const PAGE: &str = "performance/queues";
/// The checkout: requests a second at the daily peak, and its workers.
const RATE: f64 = 200.0;
const WORKERS: u32 = 40;

#[test]
fn one_lock_sells_the_kettle() {
    let lock = 0.005;
    let wait = |rate: f64| 1e3 * lock * mean_wait(1, rate * lock);
    page(PAGE).says(format!(
            "for {} ms on average. At 100 a second the lock is taken {} of the time, and a reservation waits {:.0} ms \
             for it on average",
            1e3 * lock,
            percent(100.0 * lock),
            wait(100.0)
        ));
    let stay = wait(190.0) + 1e3 * lock;
    page(PAGE).says(format!(
        "At 190 a second it waits {:.0} ms and, with its own 5 ms, has used all {stay:.0} ms",
        wait(190.0)
    ));
    page(PAGE).says(format!(
        "the wait is {:.0} times as long",
        wait(190.0) / wait(100.0)
    ));
    page(PAGE).says(format!(
        "at a utilisation u: one at 50%, {:.0} at 95%",
        mean_wait(1, 0.95)
    ));
    assert_eq!(mean_wait(1, 0.5), 1.0);
    let inside = 190.0 * stay / 1e3;
    page(PAGE).says(format!(
            "190 a second that stay {stay:.0} ms mean that on average {inside:.0} reservations stand at the lock, of which {:.2} hold it",
            190.0 * lock
        ));
    // Beyond capacity there is no steady state: ten more each second.
    assert_eq!(mean_wait(1, 210.0 * lock), f64::INFINITY);
    let minute = passage(&[210.0; 60], 1.0 / lock);
    page(PAGE).says(format!(
            "At 210 reservations a second the lock completes {:.0}, which leaves {:.0} in the queue after a minute",
            1.0 / lock,
            minute.longest
        ));
    page(PAGE).says(format!(
        "the last of them waits {:.0} s",
        minute.longest * lock
    ));
}

#[test]
fn the_checkout_at_its_peak() {
    let busy = RATE * 0.060;
    page(PAGE).says(format!(
        "200 requests a second at 60 ms keep {busy:.0} workers busy"
    ));
    page(PAGE).says(format!(
        "{busy:.0} of {WORKERS} is a utilisation of {}",
        percent(busy / f64::from(WORKERS))
    ));
}

#[test]
fn forty_workers_are_for_the_bad_day() {
    // The timeout of the call for recommendations, and 10 ms of own work.
    let (own, timeout) = (0.010, 0.150);
    let stays = [0.060, own + timeout];
    page(PAGE).says(format!(
        "The checkout needs {:.0} workers on a good day.",
        RATE * stays[0]
    ));
    page(PAGE).says(format!(
        "of {} ms, a request stays {} ms, and {:.0} are busy.",
        1e3 * timeout,
        1e3 * stays[1],
        RATE * stays[1]
    ));
    for workers in [20, 36, 40] {
        let cells = stays.map(|stay| {
            let load = RATE * stay;
            if load >= f64::from(workers) {
                return "more than 100%".to_owned();
            }
            let wait = 1e3 * stay * mean_wait(workers, load);
            format!("{}, {wait:.1} ms", percent(load / f64::from(workers)))
        });
        page(PAGE).says(format!("| {workers} | {} | {} |", cells[0], cells[1]));
    }
    let (load, stay) = (RATE * stays[1], stays[1]);
    let longer = stays[1] - stays[0];
    // In the plan of the checkout: 1,000 ms promised, 880 planned.
    let reserve = 0.120;
    let rest = reserve - longer;
    // Those who have to wait, wait for an exponential time.
    let within = |workers: u32| {
        let spare = f64::from(workers) - load;
        1.0 - must_wait(workers, load) * (-rest * spare / stay).exp()
    };
    let promised = 0.95;
    assert!(within(WORKERS) > promised && within(36) < promised);
    page(PAGE).says(format!(
            "alone take {:.0} ms of the reserve of {:.0} ms in the plan. The other {:.0} ms are enough for the wait \
             of {} of the requests with {WORKERS} workers, and of {} with 36.",
            1e3 * longer,
            1e3 * reserve,
            1e3 * rest,
            percent(within(WORKERS)),
            percent(within(36)),
        ));
    page(PAGE).says(format!(
        "\"Pay\" promises {:.0} of 100, so {WORKERS} is the number, and {} on a good day",
        100.0 * promised,
        percent(RATE * stays[0] / f64::from(WORKERS))
    ));
}

#[test]
fn erlang_c_holds_at_its_ends() {
    // One worker is busy as often as its load says, so an arrival waits as often.
    for load in [0.1, 0.5, 0.9, 0.99] {
        assert!((must_wait(1, load) - load).abs() < 1e-12);
        assert!((mean_wait(1, load) - load / (1.0 - load)).abs() < 1e-9);
    }
    // Two workers: the closed form.
    let load = 1.2;
    assert!((must_wait(2, load) - load * load / (2.0 + load)).abs() < 1e-12);
    assert_eq!((must_wait(40, 0.0), mean_wait(40, 0.0)), (0.0, 0.0));
    assert_eq!(
        (must_wait(40, 40.0), mean_wait(40, 40.0)),
        (1.0, f64::INFINITY)
    );
    assert_eq!(must_wait(0, 1.0), 1.0);
}

#[test]
fn a_simulated_queue_agrees() {
    // Four workers, exponential times, a load of 3.2, first come first served.
    let (workers, load, requests) = (4, 3.2, 400_000);
    let mut rng = fastrand::Rng::with_seed(7);
    let mut exponential = |mean: f64| -mean * (1.0 - rng.f64()).ln();
    let mut free = vec![0.0_f64; workers];
    let (mut now, mut waited) = (0.0, 0.0);
    for _ in 0..requests {
        now += exponential(1.0 / load);
        let next = free
            .iter_mut()
            .min_by(|a, b| a.total_cmp(b))
            .expect("workers");
        let start = next.max(now);
        waited += start - now;
        *next = start + exponential(1.0);
    }
    let simulated = waited / f64::from(requests);
    let computed = mean_wait(4, load);
    assert!(
        (simulated / computed - 1.0).abs() < 0.05,
        "{simulated} {computed}"
    );
}

#[test]
fn pools_that_are_split_wait_longer() {
    let mut waits = Vec::new();
    let service = 60.0;
    page(PAGE).says(format!("With {service} ms of service, the mean waits are"));
    for (pools, name) in [(1, "One of 40"), (4, "Four of 10"), (40, "Forty of 1")] {
        let workers = WORKERS / pools;
        let wait = |used: f64| mean_wait(workers, used * f64::from(workers));
        page(PAGE).says(format!(
            "| {name} | {:.1} ms | {:.0} ms |",
            service * wait(0.8),
            service * wait(0.9)
        ));
        waits.push(wait(0.9));
    }
    assert!(waits[0] < waits[1] && waits[1] < waits[2]);
    // In turn: each of forty gets every fortieth arrival, whose variation is a fortieth.
    let even = variability(1.0 / 40.0, 1.0);
    assert!((0.45..0.55).contains(&even));
    page(PAGE).says("dealt out in turn, the last row is about half");
}

#[test]
fn the_wait_is_drawn() {
    let line = |name, workers| Series {
        name,
        points: (0..=99)
            .filter(|k| *k % 5 == 0 || *k > 85)
            .map(|k| {
                (
                    f64::from(k),
                    mean_wait(workers, f64::from(k) / 100.0 * f64::from(workers)),
                )
            })
            .filter(|(_, wait)| *wait <= 10.0)
            .collect(),
    };
    let x = Axis::linear("utilisation, %", &[0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
    let y = Axis::linear(
        "mean wait, in service times",
        &[0.0, 2.0, 4.0, 6.0, 8.0, 10.0],
    );
    let series = [
        line("1 worker", 1),
        line("4 workers", 4),
        line("40 workers", 40),
    ];
    let at = |workers: u32, used: f64| mean_wait(workers, used * f64::from(workers));
    let alt = format!(
        "Three curves that rise slowly and then steeply. With 1 worker the mean wait is {:.0} service time at \
             50%, {:.0} at 80% and {:.0} at 90%. With 4 workers it is {:.1} at 80% and {:.1} at 90%. With 40 it \
             is {:.1} at 90% and {:.1} at 99%.",
        at(1, 0.5),
        at(1, 0.8),
        at(1, 0.9),
        at(4, 0.8),
        at(4, 0.9),
        at(40, 0.9),
        at(40, 0.99),
    );
    drawn(
            "performance/wait",
            &lines(&x, &y, &series).html(
                &alt,
                "The more workers share one queue, the later it grows, and the steeper. A limit that suits 40 \
                 workers is far too high for a lock.",
            ),
        );
}

#[test]
fn one_bulk_order_in_a_hundred() {
    let (short, bulk, rate) = (5.0, 500.0, 50.0);
    let mix = [(99.0, short), (1.0, bulk)];
    let varied = variation(&mix).expect("a mean above zero");
    let factor = variability(1.0, varied);
    let mean = (99.0 * short + bulk) / 100.0;
    let used = rate * mean / 1e3;
    let before = 2.0 * rate * short / 1e3;
    assert_eq!(percent(used), percent(before));
    page(PAGE).says(format!(
            "holds the lock for {bulk} ms, the others {short}. Then the mean is {} ms, with a variation of {varied:.1} \
             and a factor of {factor:.1}. At {rate} a second the lock is busy {} of the time, as it was before at {} \
             a second, and a reservation waits {:.0} ms where it waited {:.0}.",
            number(mean),
            percent(used),
            2.0 * rate,
            mean * mean_wait(1, used) * factor,
            short * mean_wait(1, before),
        ));
    // All alike: half of the exponential wait.
    assert_eq!(variation(&[(1.0, 5.0)]), Some(0.0));
    assert_eq!(variability(1.0, 0.0), 0.5);
    page(PAGE).says("Reservations that all took exactly 5 ms would wait half as long as above");
    assert_eq!(variation(&[]), None);
    assert_eq!(variation(&[(1.0, 0.0)]), None);
}

#[test]
fn a_minute_hides_a_burst() {
    let capacity = f64::from(WORKERS) / 0.060;
    let (calm, crowd) = (40.0, 1_000.0);
    let mut minute = vec![calm; 60];
    minute[10..20].fill(crowd);
    let all: f64 = minute.iter().sum();
    assert_eq!(all, RATE * 60.0);
    let burst = passage(&minute, capacity);
    let even = passage(&[RATE; 60], capacity);
    assert_eq!(percent(burst.used), percent(even.used));
    assert_eq!((even.longest, even.behind), (0.0, 0));
    page(PAGE).says(format!(
        "The checkout's {WORKERS} workers can serve {capacity:.0} a second"
    ));
    page(PAGE).says(format!(
            "{} requests come in each of two minutes: evenly in the one, and in the other {} a second for ten \
             seconds and {calm} a second for the rest",
            number(all),
            number(crowd)
        ));
    page(PAGE).says(format!(
        "{} of the capacity is used in both minutes",
        percent(burst.used)
    ));
    page(PAGE).says(format!(
            "{} requests stand in the queue, the last of them will wait {:.0} s, and the queue is empty only {} s after",
            number(burst.longest.round()),
            burst.longest / capacity,
            burst.behind - 9,
        ));
    page(PAGE).says(format!(
        "The burst above is over after {} seconds",
        10 + burst.behind - 9
    ));
}

#[test]
fn the_meter_reads_what_happened() {
    // The kettle's lock for ten seconds at 190 a second.
    let before = Meter {
        requests: 5_000,
        waited: 70.0,
        worked: 25.0,
    };
    let after = Meter {
        requests: 6_900,
        waited: 70.0 + 1_900.0 * 0.095,
        worked: 25.0 + 1_900.0 * 0.005,
    };
    assert!((after.busy(&before, 10.0) - 0.95).abs() < 1e-9);
    assert!((after.queued(&before, 10.0) - 18.05).abs() < 1e-9);
    page(PAGE).says("reads 0.95 busy and 18 queued");
    let wait = after.mean_wait(&before).expect("requests");
    assert!((wait - 0.095).abs() < 1e-9);
    assert_eq!(before.mean_wait(&before), None);
    assert_eq!(Meter::default().mean_wait(&before), None);
}

#[test]
fn a_lost_zone_needs_headroom() {
    let left = 0.8;
    page(PAGE).says(format!("If they may run at {} only", percent(left)));
    for zones in [2, 3, 4] {
        let limit = normal_limit(zones, left);
        page(PAGE).says(format!(
            "| {zones} | {} | {:.1} |",
            percent(limit),
            1.0 / limit
        ));
    }
    page(PAGE).says(format!(
        "up to {:.1} times the servers",
        1.0 / normal_limit(2, left)
    ));
    assert_eq!(normal_limit(1, 1.0), 0.0);
    let after = |used: f64| used * 3.0 / 2.0;
    page(PAGE).says(format!(
        "Three zones at 60% become two at {}",
        percent(after(0.6))
    ));
    page(PAGE).says(format!("At 70% they become two at {}", percent(after(0.7))));
}
