//! What the chapter says, and what its listings do.

use super::*;
use crate::figure::number;
use crate::page::{Page, page};
use std::sync::Barrier;
use std::thread;

fn chapter() -> Page {
    page("reliability/idempotency")
}

fn payment(cents: u64) -> Payment {
    Payment {
        order: "A-17".to_owned(),
        cents,
    }
}

type Service = Keys<Payment, Outcome>;

#[test]
fn a_key_is_worked_on_once() {
    let mut keys = Service::default();
    let (asked, other) = (payment(4_200), payment(4_300));
    assert_eq!(keys.begin("k", &asked, 0), Begin::Work);
    // While it runs: the same request waits, another one is refused.
    assert_eq!(keys.begin("k", &asked, 9), Begin::Running);
    assert_eq!(keys.begin("k", &other, 9), Begin::Mismatch);
    keys.finish("k", &asked, Outcome::Paid(1), 9);
    let again = Begin::Replay(Outcome::Paid(1));
    assert_eq!(keys.begin("k", &asked, 9 + KEEP - 1), again);
    assert_eq!(keys.begin("k", &other, 10), Begin::Mismatch);
    // Another key is another payment; and a forgotten key is a new one.
    assert_eq!(keys.begin("l", &asked, 10), Begin::Work);
    assert_eq!(keys.begin("k", &asked, 9 + KEEP), Begin::Work);
    assert_eq!(
        keys.counts,
        Counts {
            work: 3,
            resume: 0,
            replay: 1,
            running: 1,
            mismatch: 2
        }
    );
}

#[test]
fn a_dead_workers_payment_is_resumed_and_never_begun_anew() {
    let mut keys = Service::default();
    let (asked, other) = (payment(4_200), payment(4_300));
    assert_eq!(keys.begin("k", &asked, 0), Begin::Work);
    assert_eq!(keys.begin("k", &other, LEASE + 1), Begin::Mismatch);
    assert_eq!(keys.begin("k", &asked, LEASE), Begin::Resume);
    // Who resumes has a lease too.
    assert_eq!(keys.begin("k", &asked, LEASE + 1), Begin::Running);
    // The first worker was slow and not dead: what it lets go is not the other's lease.
    keys.let_go("k", 0);
    assert_eq!(keys.begin("k", &asked, LEASE + 2), Begin::Running);
    // However much later: its outcome is still unknown.
    assert_eq!(keys.begin("k", &asked, 2 * KEEP), Begin::Resume);
    // Nor does what it says last change an answer.
    keys.finish("k", &asked, Outcome::Paid(1), 2 * KEEP);
    keys.let_go("k", 2 * KEEP);
    keys.finish("k", &asked, Outcome::Refused, 2 * KEEP + 1);
    let kept = Begin::Replay(Outcome::Paid(1));
    assert_eq!(keys.begin("k", &asked, 2 * KEEP + 2), kept);
}

#[test]
fn of_two_requests_at_once_one_works() {
    for _ in 0..50 {
        let keys = Mutex::new(Service::default());
        let start = Barrier::new(2);
        let begun: Vec<_> = thread::scope(|scope| {
            let one = || {
                start.wait();
                let mut keys = keys.lock().expect("no thread panics");
                keys.begin("k", &payment(4_200), 0)
            };
            let both = [scope.spawn(one), scope.spawn(one)];
            both.map(|t| t.join().expect("no thread panics")).into()
        });
        assert!(begun.contains(&Begin::Work), "{begun:?}");
        assert!(begun.contains(&Begin::Running), "{begun:?}");
    }
}

/// A provider that remembers keys, and counts what it charged.
#[derive(Default)]
struct Provider {
    made: BTreeMap<String, u64>,
    charges: u64,
}

impl Provider {
    fn charge(&mut self, key: &str) -> Outcome {
        if !self.made.contains_key(key) {
            self.charges += 1;
            self.made.insert(key.to_owned(), self.charges);
        }
        Outcome::Paid(self.made[key])
    }
}

#[test]
fn the_answers_have_their_status_codes() {
    let page = chapter();
    let (keys, mut provider) = (Mutex::new(Service::default()), Provider::default());
    let asked = payment(4_200);
    // The provider pays, and its answer is lost.
    let lost = pay(&keys, "k", &asked, 0, |key, _, resumed| {
        assert!(!resumed);
        provider.charge(key);
        None
    });
    assert_eq!(lost, (504, None));
    // The next request asks again at once, with the same key.
    let found = pay(&keys, "k", &asked, 1, |key, _, resumed| {
        assert!(resumed);
        Some(provider.charge(key))
    });
    assert_eq!(found, (200, Some(Outcome::Paid(1))));
    let again = pay(&keys, "k", &asked, 2, |_, _, _| panic!("it is done"));
    assert_eq!(again, found);
    let other = pay(&keys, "k", &payment(1), 3, |_, _, _| panic!("not its key"));
    assert_eq!(provider.charges, 1);
    // A second request for the key, while the provider works on the first.
    let mut running = (0, None);
    pay(&keys, "l", &asked, 3, |_, _, _| {
        running = pay(&keys, "l", &asked, 4, |_, _, _| panic!("at work"));
        Some(Outcome::Paid(2))
    });
    page.says(format!("a {} while the first request runs", running.0));
    page.says(format!(
        "a {} when the key comes with a different request",
        other.0
    ));
    // A refusal is an answer, and is given again.
    pay(&keys, "m", &asked, 5, |_, _, _| Some(Outcome::Refused));
    let refused = pay(&keys, "m", &asked, 6, |_, _, _| panic!("it is done"));
    assert_eq!(refused, (200, Some(Outcome::Refused)));
}

const PAYMENTS: u64 = 12_000;
/// Of so many requests, and of so many answers, one is lost.
const LOST_OF: u32 = 200;

/// The payments of a day over such a network: how many the
/// customer was told of and charged once, were charged more than once, and ended without an answer; and how
/// often the provider charged.
fn day(tries: u32, keyed: bool) -> ([u64; 3], u64) {
    let mut rng = fastrand::Rng::with_seed(5);
    let mut lost = || rng.u32(0..LOST_OF) == 0;
    let keys = Mutex::new(Service::default());
    let mut provider = Provider::default();
    let mut ended = [0; 3];
    for order in 0..PAYMENTS {
        let before = provider.charges;
        let mut told = false;
        for attempt in 0..tries {
            let key = if keyed {
                format!("{order}")
            } else {
                format!("{order}-{attempt}")
            };
            if lost() {
                continue;
            }
            let (status, _) = pay(&keys, &key, &payment(4_200), order, |key, _, _| {
                Some(provider.charge(key))
            });
            assert_eq!(status, 200);
            if !lost() {
                told = true;
                break;
            }
        }
        let end = match provider.charges - before {
            2.. => 1,
            _ if told => 0,
            _ => 2,
        };
        ended[end] += 1;
    }
    (ended, provider.charges)
}

#[test]
fn a_day_of_payments() {
    let page = chapter();
    let row = |name: &str, ended: [u64; 3]| {
        let [once, more, unknown] = ended.map(|n| number(n as f64));
        page.says(format!("| {name} | {once} | {more} | {unknown} |"));
        ended
    };
    let payments = number(PAYMENTS as f64);
    page.says(format!(
            "takes {payments} payments. Between the checkout and the payments service one request in {LOST_OF} is lost, \
             and one answer in {LOST_OF}"
        ));
    page.says(format!("| {payments} payments | Paid once, and told so |"));
    let (one, charges) = day(1, false);
    row("One attempt", one);
    let bare = row("Up to three attempts", day(3, false).0);
    let keyed = row("Up to three attempts, one key", day(3, true).0);
    page.says(format!("That is {} customers a day", bare[1]));
    page.says(format!(
        "then {} customers a day see an error, and {} of them",
        one[2],
        charges - one[0]
    ));
    assert!(bare[1] > 0 && keyed[1] == 0);
    page.says(format!("{} a week", number(7.0 * bare[1] as f64)));
}

#[test]
fn keeping_keys_is_cheap() {
    let page = chapter();
    let days = KEEP / (24 * 3_600);
    page.says(format!("keeps keys for {days} days"));
    let row = 500;
    let megabytes = (PAYMENTS * days * row) as f64 / 1e6;
    page.says(format!("At {row} bytes a row that is {megabytes} MB"));
}

#[test]
fn points_are_given_once_for_each_event() {
    let mut points = Points::default();
    for _ in 0..3 {
        points.apply("e-1", "c-9", 4_200);
    }
    points.apply("e-2", "c-9", 199);
    assert_eq!((points.of("c-9"), points.repeats), (43, 2));
    assert_eq!(points.of("c-1"), 0);
    chapter().says(format!("{} points for an order of €42", 4_200 / 100));
}

/// The two writes of a consumer that crashes between them, and gets the event again.
fn after_a_crash(first: &str, second: &str, together: bool) -> u64 {
    let (mut marked, mut points) = (false, 0);
    for delivery in 0..2 {
        if marked {
            break;
        }
        for write in [first, second] {
            match write {
                "mark" => marked = true,
                _ => points += 42,
            }
            if delivery == 0 {
                // One transaction is undone by the crash; the first of two is not.
                if together {
                    (marked, points) = (false, 0);
                }
                break;
            }
        }
    }
    points
}

#[test]
fn the_order_of_two_writes_decides_what_a_crash_does() {
    let page = chapter();
    for (row, points) in [
        (
            "The mark, then the points",
            after_a_crash("mark", "points", false),
        ),
        (
            "The points, then the mark",
            after_a_crash("points", "mark", false),
        ),
        (
            "Both in one transaction",
            after_a_crash("mark", "points", true),
        ),
    ] {
        page.says(format!("| {row} | {points} |"));
    }
}
