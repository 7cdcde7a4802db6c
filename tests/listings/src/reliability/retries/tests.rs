//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::{Axis, Series, drawn, lines, number};
use crate::page::{Page, page};
use crate::reliability::timeouts::in_flight;
use std::cell::{Cell, RefCell};
use std::thread;

const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn chapter() -> Page {
    page("reliability/retries")
}

/// A clock that only moves when it is told to.
#[derive(Debug)]
struct Virtual {
    start: Instant,
    spent: Cell<Duration>,
}

impl Clock for &Virtual {
    fn now(&self) -> Instant {
        self.start + self.spent.get()
    }

    fn sleep(&self, pause: Duration) {
        self.spent.set(self.spent.get() + pause);
    }
}

fn clock() -> Virtual {
    Virtual {
        start: Instant::now(),
        spent: Cell::new(Duration::ZERO),
    }
}

/// Requests a second of the checkout.
const RATE: f64 = 200.0;

const BACKOFF: Backoff = Backoff {
    base: ms(50),
    cap: ms(1_000),
};

fn budget(tenths: u32) -> RetryBudget {
    RetryBudget {
        tenths: tenths.into(),
    }
}

fn client<'a>(clock: &'a Virtual, budget: &'a RetryBudget) -> Client<'a, &'a Virtual> {
    Client {
        limits: Limits {
            cap: ms(150),
            least: ms(50),
        },
        backoff: BACKOFF,
        budget,
        counts: Counts::default(),
        rng: Rng::with_seed(11),
        clock,
    }
}

const PASSING: Failure = Failure::Passing(Duration::ZERO);

/// Calls `times` times a dependency that never answers in time.
fn outage(times: u64, client: &mut Client<'_, &Virtual>, endless: bool) -> u64 {
    let mut sent = 0;
    for _ in 0..times {
        if endless {
            client.budget.tenths.store(100, Relaxed);
        }
        let clock = client.clock;
        let deadline = Deadline::after(clock.now(), ms(700));
        let answer: Result<(), _> = client.call(deadline, |timeout| {
            sent += 1;
            clock.sleep(timeout);
            Err(PASSING)
        });
        assert!(answer.is_err());
    }
    sent
}

#[test]
fn three_tries_in_each_of_five_layers() {
    let page = chapter();
    let all = sent(1.0, 3, 5);
    page.says(format!(
            "one request makes {all} connection attempts, and {RATE} requests a second make {} a second",
            number(RATE * all)
        ));
    page.says(format!("Nobody had chosen {all}"));
    page.says(format!("three attempts in each of five layers are {all}"));
    assert!((sent(0.0, 3, 5) - 1.0).abs() < 1e-12);
    // With a tenth of the attempts failing, five layers are no worse than one.
    let (one, five) = (sent(0.1, 3, 1), sent(0.1, 3, 5));
    page.says(format!(
        "one layer sends {one:.2} attempts a request and five send {five:.2}"
    ));
    page.says(format!(
            "half of the attempts fail, five layers send {:.0}, when nine in ten fail {:.0}, and from there to \
             {all} it is a short way",
            sent(0.5, 3, 5),
            sent(0.9, 3, 5)
        ));
    // One layer, three attempts, one failure in twenty.
    let fails = 0.05;
    page.says(format!(
            "When one attempt in {} fails, each for a reason of its own, three attempts take the failures from {}% to \
             {:.4}%, for {:.2}% more load",
            1.0 / fails,
            100.0 * fails,
            100.0 * f64::powi(fails, 3),
            100.0 * (sent(fails, 3, 1) - 1.0)
        ));
}

#[test]
fn the_budget_bites_when_a_tenth_fails() {
    // The share of failures at which one layer's retries reach the budget.
    let bites = (1..1_000)
        .map(|k| f64::from(k) / 1_000.0)
        .find(|p| sent(*p, 3, 1) > 1.1)
        .expect("it bites somewhere");
    chapter().says(format!("Below {:.0}% of failing attempts", 100.0 * bites));
}

#[test]
fn a_budget_holds_the_extra_load_at_a_tenth() {
    let page = chapter();
    let clock = clock();
    let (low, high, full) = (budget(0), budget(0), budget(100));
    let mut with = client(&clock, &low);
    let sent = outage(1_000, &mut with, false);
    assert_eq!(with.counts.retries, sent - 1_000);
    assert_eq!(with.counts.over_budget, 1_000);
    // Without a budget, every call uses its three attempts.
    let mut without = client(&clock, &high);
    let endless = outage(1_000, &mut without, true);
    assert_eq!(without.counts.failed, 1_000);
    page.says(format!(
        "1,000 calls send {} attempts without a budget, and {} with one",
        number(endless as f64),
        number(sent as f64)
    ));
    // Retries in hand from better days are all that comes on top.
    let saved = outage(1_000, &mut client(&clock, &full), false);
    page.says(format!("{} if the budget was full", number(saved as f64)));
    let full = budget(100);
    let hand = (0..).take_while(|_: &u32| full.retry()).count();
    page.says(format!("500 processes are {}", number(500.0 * hand as f64)));
    // Held workers, with the pauses at their average: half of their limits.
    let pauses = (BACKOFF.limit(0) + BACKOFF.limit(1)) / 2;
    let timeout = with.limits.cap;
    let three = in_flight(RATE, ms(10) + timeout * 3 + pauses);
    let tenth = in_flight(
        RATE,
        ms(10) + timeout.mul_f64(1.1) + (BACKOFF.limit(0) / 2).mul_f64(0.1),
    );
    page.says(format!(
            "into its timeout of {} ms, with pauses of up to {} and {} ms between them. Three attempts for each of \
             the checkout's {RATE} requests a second then keep {three:.0} workers waiting where there are 40, and with \
             the budget {tenth:.0}",
            timeout.as_millis(),
            BACKOFF.limit(0).as_millis(),
            BACKOFF.limit(1).as_millis()
        ));
}

#[test]
fn pauses_double_up_to_the_cap_and_are_random_below() {
    let backoff = Backoff {
        base: ms(200),
        cap: ms(5_000),
    };
    let limits: Vec<u128> = (0..7).map(|k| backoff.limit(k).as_millis()).collect();
    assert_eq!(limits, [200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
    assert_eq!(backoff.limit(u32::MAX), ms(5_000));
    let mut rng = Rng::with_seed(3);
    let asked = ms(2_000);
    for retry in 0..40 {
        assert!(backoff.pause(retry, Duration::ZERO, &mut rng) < backoff.limit(retry));
        let pause = backoff.pause(retry, asked, &mut rng);
        assert!(pause >= ms(2_000) && pause < ms(2_000) + backoff.limit(retry));
    }
    // No server can ask for more than the type holds.
    assert_eq!(backoff.pause(3, Duration::MAX, &mut rng), Duration::MAX);
}

#[test]
fn calls_are_counted_by_how_they_ended() {
    let clock = clock();
    let budget = budget(100);
    let mut client = client(&clock, &budget);
    let deadline = |left| Deadline::after((&clock).now(), left);
    let start = deadline(ms(700));
    assert_eq!(client.call(start, |_| Ok(1)), Ok(1));
    // The second attempt repairs.
    let mut tries = 0;
    let repaired = client.call(start, |_| {
        tries += 1;
        if tries == 2 { Ok(2) } else { Err(PASSING) }
    });
    assert_eq!((repaired, tries), (Ok(2), 2));
    // A lasting failure is not tried again.
    let mut tries = 0;
    let refused: Result<(), _> = client.call(deadline(ms(700)), |_| {
        tries += 1;
        Err(Failure::Lasting)
    });
    let lasting = NoAnswer::Failed(Failure::Lasting);
    assert_eq!((refused, tries), (Err(lasting), 1));
    // The third failure is the last, and an empty budget allows no second attempt.
    let mut tries = 0;
    let third: Result<(), _> = client.call(deadline(ms(700)), |_| {
        tries += 1;
        Err(PASSING)
    });
    assert_eq!((third, tries), (Err(NoAnswer::Failed(PASSING)), 3));
    let empty = RetryBudget::default();
    client.budget = &empty;
    let poor: Result<(), _> = client.call(deadline(ms(700)), |_| Err(PASSING));
    assert_eq!(poor, Err(NoAnswer::OverBudget));
    client.budget = &budget;
    // Less time than an attempt needs; and a pause that the deadline has not.
    let late = Err(NoAnswer::OutOfTime);
    assert_eq!(client.call(deadline(ms(40)), |_| Ok(())), late);
    let busy = Failure::Passing(ms(2_000));
    assert_eq!(client.call(deadline(ms(700)), |_| Err(busy)), late);
    // A pause that fits and leaves no time for an attempt is not begun either.
    let busy = Failure::Passing(ms(660));
    assert_eq!(client.call(deadline(ms(700)), |_| Err(busy)), late);
    assert_eq!(
        client.counts,
        Counts {
            retries: 3,
            answered: 1,
            repaired: 1,
            failed: 2,
            over_budget: 1,
            out_of_time: 3,
        }
    );
    // Three retries were taken out. After the first of them four calls paid in; the one that sent nothing did
    // not.
    assert_eq!(budget.tenths.load(Relaxed), 100 - 3 * 10 + 4);
}

#[test]
fn workers_that_share_a_budget_take_no_more_than_it_has() {
    let budget = budget(100);
    let taken: usize = thread::scope(|scope| {
        let worker = || (0..1_000).filter(|_| budget.retry()).count();
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(worker)).collect();
        let each = workers.into_iter().map(|w| w.join().expect("no panic"));
        each.sum()
    });
    assert_eq!(taken, 10);
    for _ in 0..1_000 {
        budget.request();
    }
    assert_eq!(budget.tenths.load(Relaxed), 100);
}

#[test]
fn attempts_share_the_deadline() {
    let clock = clock();
    let budget = budget(100);
    let mut client = client(&clock, &budget);
    client.limits.cap = ms(300);
    client.backoff.base = Duration::ZERO;
    let mut timeouts = Vec::new();
    let deadline = Deadline::after((&clock).now(), ms(700));
    let answer: Result<(), _> = client.call(deadline, |timeout| {
        (&clock).sleep(timeout);
        timeouts.push(timeout);
        Err(PASSING)
    });
    assert_eq!(answer, Err(NoAnswer::Failed(PASSING)));
    assert_eq!(timeouts, [ms(300), ms(300), ms(100)]);
}

const INTERVAL: Duration = ms(200);
const APPS: Backoff = Backoff {
    base: INTERVAL,
    cap: ms(5_000),
};

fn intervals(pause: Duration) -> usize {
    (pause.as_millis() / INTERVAL.as_millis()) as usize
}

const CLIENTS: usize = 3_600;
const SERVER: Server = Server {
    capacity: 200.0,
    refusal: 0.05,
};

fn in_step() -> Vec<usize> {
    SERVER.herd(CLIENTS, |refusals| intervals(APPS.limit(refusals)))
}

fn scattered() -> Vec<usize> {
    let rng = RefCell::new(Rng::with_seed(2));
    SERVER.herd(CLIENTS, |refusals| {
        intervals(APPS.pause(refusals, Duration::ZERO, &mut rng.borrow_mut()))
    })
}

#[test]
fn jitter_spreads_the_herd() {
    let page = chapter();
    let row = |name: &str, sent: &[usize]| {
        let total: usize = sent.iter().sum();
        let seconds = sent.len() as f64 * INTERVAL.as_secs_f64();
        page.says(format!(
            "| {name} | {} | {seconds:.0} s |",
            number(total as f64)
        ));
        total
    };
    let at_once = row("At once", &SERVER.herd(CLIENTS, |_| 1));
    let together = row("Doubling, no jitter", &in_step());
    let apart = row("Doubling, full jitter", &scattered());
    assert!(at_once > apart && together > apart);
    page.says(format!(
            "{} apps lose their connection and ask again within the same {} ms. The service can answer {} in that time",
            number(CLIENTS as f64),
            INTERVAL.as_millis(),
            SERVER.capacity
        ));
    page.says(format!(
        "The limit of the first pause is {} ms, and no pause is longer than {} s",
        APPS.base.as_millis(),
        APPS.cap.as_secs()
    ));
    page.says(format!(
        "The answers alone take {:.0} s",
        CLIENTS as f64 / SERVER.capacity * 0.2
    ));
    page.says(format!(
        "answers {} in the first 200 ms",
        SERVER.answers(CLIENTS)
    ));
    let idle = in_step().iter().filter(|sent| **sent == 0).count();
    let share = 100.0 * idle as f64 / in_step().len() as f64;
    page.says(format!("gets nothing for {share:.0}% of the time"));
    // From here on it does nothing but refuse, and the herd never ends.
    assert_eq!(SERVER.answers(4_000), 0);
    assert_eq!(SERVER.herd(4_000, |_| 1).len(), 2_000);
    page.says(format!(
        "With {} apps it would answer none",
        number(4_000.0)
    ));
}

#[test]
fn a_server_answers_what_its_refusals_leave() {
    assert_eq!(SERVER.answers(0), 0);
    assert_eq!(SERVER.answers(200), 200);
    let (arrived, answered) = (1_000, SERVER.answers(1_000));
    let work = answered as f64 + 0.05 * (arrived - answered) as f64;
    assert!(work <= 200.0 && work > 199.0, "{work}");
    let free = Server {
        refusal: 0.0,
        ..SERVER
    };
    assert_eq!(free.answers(5_000), 200);
    // Free refusals: everybody is answered in turn.
    assert_eq!(free.herd(600, |_| 1), [600, 400, 200]);
    assert_eq!(free.herd(0, |_| 1), [0]);
}

#[test]
fn the_figures_are_drawn_from_the_listings() {
    let at: Vec<f64> = (0..=40).map(|k| f64::from(k) / 40.0).collect();
    let points = |load: &dyn Fn(f64) -> f64| at.iter().map(|p| (100.0 * p, load(*p))).collect();
    let html = lines(
            &Axis::linear("attempts that fail, %", &[0.0, 25.0, 50.0, 75.0, 100.0]),
            &Axis::log("attempts a request", &[1.0, 10.0, 100.0, 1_000.0]),
            &[
                Series {
                    name: "three attempts in five layers",
                    points: points(&|p| sent(p, 3, 5)),
                },
                Series {
                    name: "three attempts in one layer",
                    points: points(&|p| sent(p, 3, 1)),
                },
                Series {
                    name: "one layer, budget of a tenth",
                    points: points(&|p| sent(p, 3, 1).min(1.1)),
                },
            ],
        )
        .html(
            &format!(
                "Attempts that reach the last layer for each request, over the share of attempts that fail. With \
                 three attempts in five layers: {:.1} at 50%, {:.0} at 90%, 243 at 100%. In one layer: 3 at most. \
                 With a budget of a tenth: never more than 1.1.",
                sent(0.5, 3, 5),
                sent(0.9, 3, 5)
            ),
            "While few attempts fail, all three are alike, and no test on a good day tells them apart. In an outage \
             they differ by more than a factor of 200.",
        );
    drawn("reliability/retry-amplification", &html);

    let forty = |sent: Vec<usize>| {
        sent.into_iter()
            .take(41)
            .enumerate()
            .map(|(k, sent)| (k as f64 * 0.2, sent as f64))
            .collect()
    };
    let html = lines(
            &Axis::linear("seconds after the restart", &[0.0, 2.0, 4.0, 6.0, 8.0]),
            &Axis::linear(
                "requests in 200 ms",
                &[0.0, 1_000.0, 2_000.0, 3_000.0, 4_000.0],
            ),
            &[
                Series {
                    name: "doubling pauses, no jitter",
                    points: forty(in_step()),
                },
                Series {
                    name: "doubling pauses, full jitter",
                    points: forty(scattered()),
                },
            ],
        )
        .html(
            "Requests in each 200 ms over eight seconds. Without jitter almost all of 3,600 clients come back \
             together at 0.2, 0.6, 1.4, 3.0 and 6.2 seconds, with nothing between. With jitter the number falls \
             within three seconds to the 200 that the server can answer, and then to none.",
            "3,600 apps come back after a restart to a server that can answer 200 in 200 ms. Doubling alone moves \
             the crowd; only the random part breaks it up.",
        );
    drawn("reliability/jitter", &html);
}
