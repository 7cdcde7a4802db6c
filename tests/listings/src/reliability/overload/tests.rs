//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Axis, Series, drawn, lines, number};
use crate::page::page;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

const PAGE: &str = "reliability/overload";
/// How long a caller waits, in microseconds.
const PATIENCE: u64 = 150_000;
const WORKERS: u32 = 20;
/// How long a worker takes for a price, in microseconds.
const PRICE: std::ops::RangeInclusive<u64> = 10_000..=30_000;
const CAPACITY: f64 = 1_000.0;

const FOREVER: Rules = Rules {
    pay: usize::MAX,
    browse: usize::MAX,
    least: None,
    standing: None,
};
const LONG: Rules = Rules {
    pay: 1_000,
    browse: 1_000,
    ..FOREVER
};
const SHORT: Rules = Rules {
    pay: 100,
    browse: 100,
    ..FOREVER
};
const BY_DEADLINE: Rules = Rules {
    least: Some(Duration::from_millis(30)),
    ..FOREVER
};
const NEWEST: Rules = Rules {
    standing: Some(Duration::from_millis(100)),
    ..BY_DEADLINE
};
const CLASSES: Rules = Rules {
    pay: 100,
    browse: 25,
    ..BY_DEADLINE
};

fn us(micros: u64) -> Duration {
    Duration::from_micros(micros)
}

/// One attempt of a client: its number, whether it is to pay, which attempt it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Ask {
    id: usize,
    pay: bool,
    attempt: u8,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum What {
    NextClient,
    Arrival(bool, u8),
    GivesUp(Ask),
    Done(u64, Ask),
}

#[derive(Default)]
struct Seen {
    /// Answers in time in each second, for those who pay and those who browse.
    good: Vec<[u32; 2]>,
    /// Answers in each second, in time or not.
    all: Vec<u32>,
    /// How long the answers in time took, in microseconds.
    took: Vec<u64>,
    counts: Counts,
}

impl Seen {
    fn of(&self, class: usize, from: usize, to: usize) -> f64 {
        let sum: u32 = self.good[from..to].iter().map(|good| good[class]).sum();
        f64::from(sum) / (to - from) as f64
    }

    fn goodput(&self, from: usize, to: usize) -> f64 {
        self.of(0, from, to) + self.of(1, from, to)
    }

    fn median_ms(&mut self) -> f64 {
        self.took.sort_unstable();
        let middle = self.took.get(self.took.len() / 2);
        (*middle.expect("there were answers in time") as f64 / 1_000.0).round()
    }
}

struct Sim {
    rules: Rules,
    workers: u32,
    /// How often a client asks in all.
    attempts: u8,
    seconds: u64,
}

impl Sim {
    /// Clients arrive independently of each other, `rate(second)` a second, one in four of them to pay. Each
    /// waits 150 ms and then gives up or asks again; a refused one asks again after 50 ms. A worker
    /// takes 10 to 30 ms.
    fn run(self, rate: impl Fn(u64) -> f64) -> Seen {
        let mut random = fastrand::Rng::with_seed(7);
        let mut queue = Queue::new(self.rules, 7);
        let mut free = self.workers;
        let mut answered = Vec::new();
        let mut seen = Seen {
            good: vec![[0; 2]; self.seconds as usize],
            all: vec![0; self.seconds as usize],
            ..Seen::default()
        };
        let mut events = BinaryHeap::from([Reverse((0, What::NextClient))]);
        while let Some(Reverse((now, what))) = events.pop() {
            let second = now / 1_000_000;
            if second >= self.seconds {
                break;
            }
            let mut later = |at, what| events.push(Reverse((at, what)));
            match what {
                What::NextClient => {
                    let gap = -(1.0 - random.f64()).ln() / rate(second) * 1e6;
                    later(now + gap as u64, What::NextClient);
                    later(now, What::Arrival(random.u8(0..4) == 0, 1));
                }
                What::Arrival(pay, attempt) => {
                    let class = if pay { Class::Pay } else { Class::Browse };
                    let id = answered.len();
                    answered.push(false);
                    let work = (now, Ask { id, pay, attempt });
                    let deadline = us(now + PATIENCE);
                    let job = Job {
                        class,
                        deadline,
                        work,
                    };
                    match queue.offer(job, us(now)) {
                        Ok(()) => later(now + PATIENCE, What::GivesUp(work.1)),
                        Err(_) if attempt < self.attempts => {
                            later(now + 50_000, What::Arrival(pay, attempt + 1));
                        }
                        Err(_) => {}
                    }
                }
                What::GivesUp(ask) => {
                    if !answered[ask.id] && ask.attempt < self.attempts {
                        later(now, What::Arrival(ask.pay, ask.attempt + 1));
                    }
                }
                What::Done(asked, ask) => {
                    free += 1;
                    seen.all[second as usize] += 1;
                    if now - asked <= PATIENCE {
                        answered[ask.id] = true;
                        seen.good[second as usize][usize::from(!ask.pay)] += 1;
                        seen.took.push(now - asked);
                    }
                }
            }
            while free > 0 {
                let Some(job) = queue.next(us(now)) else {
                    break;
                };
                let (asked, ask) = job.work;
                free -= 1;
                later(now + random.u64(PRICE), What::Done(asked, ask));
            }
        }
        seen.counts = queue.counts;
        seen
    }
}

fn steady(rules: Rules, workers: u32, rate: f64) -> Seen {
    let (attempts, seconds) = (1, 6);
    Sim {
        rules,
        workers,
        attempts,
        seconds,
    }
    .run(|_| rate)
}

#[test]
fn the_sale_by_policy() {
    let page = page(PAGE);
    // Twenty workers do 1,000 a second on average, and some percent more or less in a few seconds.
    let step = 50.0;
    let about = |goodput: f64| number((goodput / step).round() * step);
    page.says(format!(
        "\"In time\" counts answers a second, rounded to {step}"
    ));
    page.says(format!(
        "a price takes {} to {} ms",
        PRICE.start() / 1_000,
        PRICE.end() / 1_000
    ));
    for (name, rules) in [
        ("No limit", FOREVER),
        ("1,000 places", LONG),
        ("100 places", SHORT),
        ("By deadline, oldest first", BY_DEADLINE),
        ("By deadline, newest first", NEWEST),
    ] {
        let mut full = steady(rules, WORKERS, 2_400.0);
        let half = steady(rules, WORKERS / 2, 2_400.0);
        let good = full.goodput(3, 6);
        let median = if good < 1.0 {
            "none".into()
        } else {
            format!("{} ms", full.median_ms())
        };
        page.says(format!(
            "| {name} | {} | {median} | {} |",
            about(good),
            about(half.goodput(3, 6))
        ));
    }
    page.says(format!(
        "| Policy | In time, {WORKERS} workers | Median answer time | In time, {} workers |",
        WORKERS / 2
    ));
    page.says(format!("waited nearly the whole {} ms", PATIENCE / 1_000));
    let standing = NEWEST.standing.map_or(0, |standing| standing.as_millis());
    page.says(format!(
        "here, once it has not been empty for {standing} ms. Telling"
    ));
    // The workers are as busy as ever, for nobody.
    let lost = steady(FOREVER, WORKERS, 2_400.0);
    let done = lost.all[3..6].iter().sum::<u32>() as f64 / 3.0;
    assert_eq!(about(done), about(CAPACITY));
    page.says(format!(
            "The callers wait {} ms, and the service does not notice that they have left. Its dashboard shows {} answers",
            PATIENCE / 1_000,
            about(done)
        ));
    page.says(format!(
        "only while fewer than {} requests wait, and a checkout while fewer than {} do",
        CLASSES.browse, CLASSES.pay
    ));
    let sold = steady(CLASSES, WORKERS, 2_400.0);
    page.says(format!(
        "all {} checkouts a second",
        about(sold.of(0, 1, 6))
    ));
    page.says(format!(
        "{} of the 1,800 product pages",
        about(sold.of(1, 1, 6))
    ));
    assert_eq!((sold.counts.refused[0], sold.counts.expired), (0, 0));
    // Newest first, a newer product page passes an older checkout.
    let passed = Rules {
        standing: NEWEST.standing,
        ..CLASSES
    };
    let passed = steady(passed, WORKERS, 2_400.0);
    let lost = 100.0 * (1.0 - passed.of(0, 1, 6) / sold.of(0, 1, 6));
    page.says(format!("{lost:.0}% of the checkouts expire"));
    let blind = steady(
        Rules {
            browse: 100,
            ..CLASSES
        },
        WORKERS,
        2_400.0,
    );
    page.says(format!(
        "A quarter of the {} comes from checkouts. With one queue for all, {} of the {} checkouts",
        number(2_400.0),
        about(blind.of(0, 1, 6)),
        2_400 / 4
    ));
}

#[test]
fn what_a_rush_leaves() {
    let page = page(PAGE);
    // One request in four is a checkout's.
    let price = (PRICE.start() + PRICE.end()) / 2_000;
    assert_eq!(CAPACITY, f64::from(WORKERS) * 1_000.0 / price as f64);
    page.says(format!(
            "gets 800 requests a second, {} of them from checkouts and {} from product pages. It has {WORKERS} \
             workers, a price takes {price} ms, so it can do {}. Now {} arrive",
            800 / 4,
            800 - 800 / 4,
            number(CAPACITY),
            number(2_400.0)
        ));
    let minute = waiting(60.0, 2_400.0, CAPACITY);
    let late = late_for(minute, CAPACITY, 800.0);
    page.says(format!("{} requests wait", number(minute)));
    page.says(format!("{} more minutes", number(late / 60.0)));
    // The request that is taken up after a minute came when 60,000 had been taken up.
    let asked = 60.0 * CAPACITY / 2_400.0;
    page.says(format!("asked {} seconds ago", number(60.0 - asked)));
    // Whoever comes after so many seconds waits 130 ms before 20 ms of work.
    let useful = (PATIENCE as f64 / 1e6 - 0.020) / (2_400.0 / CAPACITY - 1.0);
    assert_eq!(format!("{useful:.1}"), "0.1");
    page.says("Since the first tenth of a second");
    let rush = waiting(3.0, 2_400.0, CAPACITY);
    let late = late_for(rush, CAPACITY, 800.0);
    page.says(format!("leave {} requests", number(rush)));
    page.says(format!("{} seconds to work off", number(late)));
    assert_eq!(waiting(60.0, 900.0, CAPACITY), 0.0);

    page.says(format!("{} a second, three times 800", number(3.0 * 800.0)));
    page.says(format!("keeps 800 from becoming {}", number(3.0 * 800.0)));
    page.says(format!("below {:.0} a second", CAPACITY / 3.0));
    let least = BY_DEADLINE.least.map_or(0, |least| least.as_millis());
    page.says(format!("fewer than {least} ms are left"));
    // A tenth of a second of waiting is a hundred requests before you.
    page.says(format!(
        "at {} a second, {} places are {} ms",
        number(CAPACITY),
        SHORT.pay,
        number(SHORT.pay as f64 / CAPACITY * 1e3)
    ));
    page.says(format!(
        "{} places are a whole second",
        number(LONG.pay as f64)
    ));
}

#[test]
fn a_late_refusal_is_dear() {
    let page = page(PAGE);
    let shown = |cost| format!("{:.0}", served(2_400.0, CAPACITY, cost));
    assert_eq!(served(2_400.0, CAPACITY, 0.0), CAPACITY);
    assert_eq!(served(900.0, CAPACITY, 0.5), 900.0, "none is refused");
    page.says(format!(
        "Of the {} prices a second, {} are left when",
        number(CAPACITY),
        shown(0.05)
    ));
    page.says(format!("and {} when it costs", shown(0.3)));
    // All the time that there is goes into serving and refusing.
    let kept = served(2_400.0, CAPACITY, 0.3);
    assert!((kept + (2_400.0 - kept) * 0.3 - CAPACITY).abs() < 1e-9);
    assert_eq!(served(40_000.0, CAPACITY, 0.05), 0.0);
}

fn job(class: Class, deadline: u64) -> Job<u64> {
    let work = deadline;
    let deadline = Duration::from_millis(deadline);
    Job {
        class,
        deadline,
        work,
    }
}

fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

#[test]
fn browsing_is_refused_first() {
    let rules = Rules {
        pay: 3,
        browse: 1,
        ..FOREVER
    };
    let mut queue = Queue::new(rules, 1);
    assert_eq!(queue.offer(job(Class::Browse, 150), ms(0)), Ok(()));
    let refusal = queue.offer(job(Class::Browse, 150), ms(0));
    assert!((2..=10).contains(&refusal.expect_err("full for browsing").retry_after_s));
    assert_eq!(queue.offer(job(Class::Pay, 150), ms(0)), Ok(()));
    assert_eq!(queue.offer(job(Class::Pay, 150), ms(0)), Ok(()));
    assert!(queue.offer(job(Class::Pay, 150), ms(0)).is_err());
    let counts = Counts {
        refused: [1, 1],
        expired: 0,
    };
    assert_eq!(queue.counts, counts);
    let mut closed = Queue::new(
        Rules {
            pay: 0,
            browse: 0,
            ..FOREVER
        },
        1,
    );
    assert!(closed.offer(job(Class::Pay, 150), ms(0)).is_err());
}

#[test]
fn nobody_works_for_those_who_left() {
    let mut queue = Queue::new(BY_DEADLINE, 1);
    for deadline in [100, 140, 150] {
        assert_eq!(queue.offer(job(Class::Pay, deadline), ms(0)), Ok(()));
    }
    // At 115 ms, 25 ms are left of the second one: less than the 30 that the work may take.
    let next = queue.next(ms(115)).map(|job| job.work);
    assert_eq!(next, Some(150));
    assert_eq!(queue.counts.expired, 2);
    assert!(queue.next(ms(115)).is_none());
    // Who comes too late is refused at the door.
    assert!(queue.offer(job(Class::Pay, 140), ms(115)).is_err());
    assert_eq!(queue.offer(job(Class::Pay, 145), ms(115)), Ok(()));
    // Those who left do not keep their places either.
    let mut queue = Queue::new(
        Rules {
            pay: 1,
            ..BY_DEADLINE
        },
        1,
    );
    assert_eq!(queue.offer(job(Class::Pay, 100), ms(0)), Ok(()));
    assert!(queue.offer(job(Class::Pay, 200), ms(60)).is_err());
    assert_eq!(queue.offer(job(Class::Pay, 220), ms(80)), Ok(()));
}

#[test]
fn a_standing_queue_is_served_from_the_end() {
    let mut queue = Queue::new(NEWEST, 1);
    for deadline in [200, 300, 400] {
        assert_eq!(queue.offer(job(Class::Pay, deadline), ms(0)), Ok(()));
    }
    assert_eq!(
        queue.next(ms(50)).map(|job| job.work),
        Some(200),
        "not yet standing"
    );
    assert_eq!(queue.next(ms(101)).map(|job| job.work), Some(400));
    assert_eq!(queue.next(ms(102)).map(|job| job.work), Some(300));
    // Empty now, so the next one begins as a queue again.
    for deadline in [500, 600] {
        assert_eq!(queue.offer(job(Class::Pay, deadline), ms(150)), Ok(()));
    }
    assert_eq!(queue.next(ms(160)).map(|job| job.work), Some(500));
    assert_eq!(queue.next(ms(161)).map(|job| job.work), Some(600));
    // A long quiet time is not a standing queue.
    for deadline in [9_100, 9_200] {
        assert_eq!(queue.offer(job(Class::Pay, deadline), ms(9_000)), Ok(()));
    }
    assert_eq!(queue.next(ms(9_001)).map(|job| job.work), Some(9_100));
}

#[test]
fn refused_clients_are_told_different_times() {
    let mut queue = Queue::new(Rules { pay: 0, ..FOREVER }, 3);
    let mut told = std::collections::BTreeSet::new();
    for _ in 0..200 {
        told.insert(
            queue
                .offer(job(Class::Pay, 9), ms(0))
                .expect_err("closed")
                .retry_after_s,
        );
    }
    assert_eq!(told, (2..=10).collect());
    page(PAGE).says("2 to 10 seconds");
}

#[test]
fn goodput_against_load() {
    let loads = [
        100.0, 400.0, 700.0, 850.0, 950.0, 1_000.0, 1_050.0, 1_100.0, 1_200.0, 1_600.0, 2_000.0,
        2_400.0,
    ];
    let series = [
        ("no limit to the queue", FOREVER),
        ("shed by deadline", NEWEST),
    ]
    .map(|(name, rules)| Series {
        name,
        points: loads
            .iter()
            .map(|&load| (load, steady(rules, WORKERS, load).goodput(3, 6).round()))
            .collect(),
    });
    let figure = lines(
        &Axis::linear(
            "requests offered a second",
            &[0.0, 500.0, 1_000.0, 1_500.0, 2_000.0, 2_400.0],
        ),
        &Axis::linear(
            "answers in time a second",
            &[0.0, 250.0, 500.0, 750.0, 1_000.0],
        ),
        &series,
    );
    let last = |one: &Series| one.points.last().map_or(f64::NAN, |point| point.1);
    assert_eq!(last(&series[0]), 0.0);
    assert!((last(&series[1]) / CAPACITY - 1.0).abs() < 0.03);
    drawn(
            "reliability/overload-goodput",
            &figure.html(
                "Answers in time over the load offered, from 100 to 2,400 requests a second. Both lines rise \
                 together to 1,000. Beyond that the line without a limit falls to 0 at once, and the line with shedding \
                 stays at 1,000.",
                "The capacity is the same for both. What differs is whom the workers serve: people who still \
                 wait, or people who have left.",
            ),
        );
}

#[test]
fn three_seconds_of_rush() {
    let rush = |second| {
        if (5..8).contains(&second) {
            2_400.0
        } else {
            800.0
        }
    };
    let series = [
        ("no limit, three attempts", FOREVER, 3),
        ("no limit, one attempt", FOREVER, 1),
        ("by deadline, three attempts", NEWEST, 3),
    ]
    .map(|(name, rules, attempts)| {
        let seen = Sim {
            rules,
            workers: WORKERS,
            attempts,
            seconds: 40,
        }
        .run(rush);
        let points = (0..40)
            .map(|second| (second as f64 + 0.5, seen.goodput(second, second + 1)))
            .collect();
        Series { name, points }
    });
    let figure = lines(
        &Axis::linear("seconds", &[0.0, 10.0, 20.0, 30.0, 40.0]),
        &Axis::linear(
            "answers in time a second",
            &[0.0, 250.0, 500.0, 750.0, 1_000.0],
        ),
        &series,
    );
    let at = |k: usize, second: usize| series[k].points[second].1;
    assert!((10..40).all(|second| at(0, second) == 0.0));
    assert!((10..28).all(|second| at(1, second) == 0.0));
    assert!((30..40).all(|second| at(1, second) > 700.0));
    assert!((0..40).all(|second| at(2, second) > 700.0));
    drawn(
            "reliability/overload-metastable",
            &figure.html(
                "Answers in time over 40 seconds with a rush from second 5 to second 8. All three lines begin at about \
                 800 a second. Without a limit and with three attempts the line falls to 0 and stays there to the \
                 end. Without a limit and with one attempt it is at 0 until second 29, then back at 800. \
                 With shedding it rises to 1,000 during the rush and is back at 800 one second after.",
                "Three seconds of rush. The retries keep the load up long after its cause has gone; the queue \
                 alone needs 21 seconds to forget it.",
            ),
        );
}
