//! Listings of the chapter "Idempotency".

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// How long a worker is given before it is taken for dead, in seconds:
/// longer than the timeout of a call to the provider.
pub const LEASE: u64 = 10;
/// How long an answer is kept, in seconds: eight days, since the app sends
/// an order again for seven.
pub const KEEP: u64 = 8 * 24 * 3_600;

// ANCHOR: row
/// What is stored for one key. `R` is the request, `A` the answer.
#[derive(Clone, Debug)]
struct Row<R, A> {
    /// The request that came with it first.
    request: R,
    /// `None` while the outcome is unknown.
    answer: Option<A>,
    /// When the worker's lease ends, or the answer is forgotten.
    until: u64,
}

/// What to do with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begin<A> {
    /// Its key is new: do the work.
    Work,
    /// Earlier work left no answer: find out what it did, and finish it.
    Resume,
    /// It has been done: give this answer again.
    Replay(A),
    /// Somebody is at work: try again later.
    Running,
    /// The key belongs to a different request: refuse it.
    Mismatch,
}
// ANCHOR_END: row

/// How often each of these came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New keys.
    pub work: u64,
    /// Work taken over, its outcome being unknown.
    pub resume: u64,
    /// Answers given again: so many effects would have been doubled.
    pub replay: u64,
    /// Requests that came while the first was running.
    pub running: u64,
    /// Keys used for two different requests: a client has a bug.
    pub mismatch: u64,
}

impl Counts {
    fn add<A>(&mut self, begin: &Begin<A>) {
        let count = match begin {
            Begin::Work => &mut self.work,
            Begin::Resume => &mut self.resume,
            Begin::Replay(_) => &mut self.replay,
            Begin::Running => &mut self.running,
            Begin::Mismatch => &mut self.mismatch,
        };
        *count += 1;
    }
}

/// The keys of one operation. `R` is the request, `A` the answer.
#[derive(Clone, Debug)]
pub struct Keys<R, A> {
    rows: BTreeMap<String, Row<R, A>>,
    /// What became of the requests.
    pub counts: Counts,
}

impl<R, A> Default for Keys<R, A> {
    fn default() -> Self {
        let (rows, counts) = (BTreeMap::new(), Counts::default());
        Self { rows, counts }
    }
}

impl<R: Clone + PartialEq, A: Clone> Keys<R, A> {
    // ANCHOR: begin
    /// Decides what to do with a request and, for `Work` and `Resume`,
    /// takes the key, both in one step. `now`: seconds since 1970.
    pub fn begin(&mut self, key: &str, request: &R, now: u64) -> Begin<A> {
        let row = self.rows.get(key);
        let row = row.filter(|r| r.answer.is_none() || now < r.until);
        let begin = match row {
            None => Begin::Work,
            Some(row) if row.request != *request => Begin::Mismatch,
            Some(row) => match &row.answer {
                Some(answer) => Begin::Replay(answer.clone()),
                None if now < row.until => Begin::Running,
                None => Begin::Resume,
            },
        };
        self.counts.add(&begin);
        if matches!(begin, Begin::Work | Begin::Resume) {
            self.put(key, request, None, now + LEASE);
        }
        begin
    }
    // ANCHOR_END: begin

    /// Keeps the answer of finished work. A worker that comes after its lease changes no answer that another one
    /// has stored.
    pub fn finish(&mut self, key: &str, request: &R, answer: A, now: u64) {
        if self.rows.get(key).is_none_or(|row| row.answer.is_none()) {
            self.put(key, request, Some(answer), now + KEEP);
        }
    }

    /// Ends the lease of work that began at `begun` and whose outcome is unknown: the next request resumes it. The
    /// lease of a worker that has taken over since then stands.
    pub fn let_go(&mut self, key: &str, begun: u64) {
        if let Some(row) = self.rows.get_mut(key)
            && row.answer.is_none()
            && row.until == begun + LEASE
        {
            row.until = begun;
        }
    }

    fn put(&mut self, key: &str, request: &R, answer: Option<A>, until: u64) {
        let request = request.clone();
        let row = Row {
            request,
            answer,
            until,
        };
        self.rows.insert(key.to_owned(), row);
    }
}

/// A payment as the checkout asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// The order that it is for.
    pub order: String,
    /// The amount, in cents.
    pub cents: u64,
}

/// Whether the provider made it, and the provider's number for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The money is reserved.
    Paid(u64),
    /// The card was refused.
    Refused,
}

// ANCHOR: pay
/// Pays once for each key; returns the HTTP status and the outcome.
/// `charge` asks the provider, with the same key. It is told whether an
/// earlier attempt may have paid, and returns `None` when no answer came
/// in time. The lock is free while it runs.
pub fn pay(
    keys: &Mutex<Keys<Payment, Outcome>>,
    key: &str,
    payment: &Payment,
    now: u64,
    charge: impl FnOnce(&str, &Payment, bool) -> Option<Outcome>,
) -> (u16, Option<Outcome>) {
    let keys = || keys.lock().unwrap_or_else(PoisonError::into_inner);
    let begin = keys().begin(key, payment, now);
    tracing::info!(key, order = payment.order, ?begin, "payment");
    let resumed = begin == Begin::Resume;
    match begin {
        Begin::Work | Begin::Resume => match charge(key, payment, resumed) {
            Some(outcome) => {
                keys().finish(key, payment, outcome.clone(), now);
                (200, Some(outcome))
            }
            None => {
                keys().let_go(key, now);
                (504, None)
            }
        },
        Begin::Replay(outcome) => (200, Some(outcome)),
        Begin::Running => (409, None),
        Begin::Mismatch => (422, None),
    }
}
// ANCHOR_END: pay

// ANCHOR: points
/// The customers' points, kept from events that may come twice.
#[derive(Clone, Debug, Default)]
pub struct Points {
    balance: BTreeMap<String, u64>,
    applied: BTreeSet<String>,
    /// Events that had been applied before.
    pub repeats: u64,
}

impl Points {
    /// One point for each whole euro paid. The mark and the balance are
    /// written in one transaction; the event is acknowledged after it.
    pub fn apply(&mut self, event: &str, customer: &str, cents: u64) {
        if !self.applied.insert(event.to_owned()) {
            self.repeats += 1;
            return;
        }
        let balance = self.balance.entry(customer.to_owned());
        *balance.or_default() += cents / 100;
    }
}
// ANCHOR_END: points

impl Points {
    /// The points of one customer.
    pub fn of(&self, customer: &str) -> u64 {
        self.balance.get(customer).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
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
}
