//! Listings of the chapter "Timeouts and deadlines".

use std::time::{Duration, Instant};

// ANCHOR: little
/// Workers in use: arrivals per second times the time each request stays.
pub fn in_flight(rate: f64, stay: Duration) -> f64 {
    rate * stay.as_secs_f64()
}

/// The longest a dependency may hold a worker before every worker waits.
/// `None`: its own work alone takes more than the pool has.
pub fn longest_wait(pool: u32, rate: f64, own: Duration) -> Option<Duration> {
    let stay = Duration::try_from_secs_f64(f64::from(pool) / rate).ok()?;
    stay.checked_sub(own)
}
// ANCHOR_END: little

// ANCHOR: deadline
/// The moment after which nobody waits for the answer any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline(Instant);

/// The longest an attempt may take, and the least time worth starting one for.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The timeout of one attempt while there is time enough.
    pub cap: Duration,
    /// With less than this left, no attempt is started.
    pub least: Duration,
}

impl Deadline {
    /// Set once, where the request enters.
    pub fn after(now: Instant, limit: Duration) -> Self {
        Self(now + limit)
    }

    /// The timeout of the next attempt, or `None`: do not start one.
    pub fn attempt(self, now: Instant, limits: Limits) -> Option<Duration> {
        let left = self.0.saturating_duration_since(now);
        (left >= limits.least).then(|| left.min(limits.cap))
    }

    /// The `grpc-timeout` of an outgoing call: the time left, rounded down
    /// to milliseconds, in eight digits at most. `None`: do not call.
    pub fn header(self, now: Instant) -> Option<String> {
        let left = self.0.saturating_duration_since(now);
        let millis = left.as_millis().min(99_999_999);
        (millis > 0).then(|| format!("{millis}m"))
    }
}
// ANCHOR_END: deadline

// ANCHOR: budget
/// A tenth of a retry for every request, ten retries in hand at most.
#[derive(Debug, Default)]
pub struct RetryBudget {
    tenths: u32,
}

impl RetryBudget {
    /// A new request (not a retry) pays in.
    pub fn request(&mut self) {
        self.tenths = (self.tenths + 1).min(100);
    }

    /// A retry takes out ten tenths; `false`: it must not be made.
    pub fn retry(&mut self) -> bool {
        let allowed = self.tenths >= 10;
        if allowed {
            self.tenths -= 10;
        }
        allowed
    }
}
// ANCHOR_END: budget

/// How calls to one dependency ended. Every call ends in one of the last four.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Counts {
    failed_attempts: u64,
    answered: u64,
    out_of_time: u64,
    over_budget: u64,
    gave_up: u64,
}

// ANCHOR: call
/// Up to three attempts, all inside one deadline and one retry budget.
/// An `attempt` that fails or runs into its timeout gives `None`.
pub fn call<T>(
    deadline: Deadline,
    limits: Limits,
    budget: &mut RetryBudget,
    counts: &mut Counts,
    now: impl Fn() -> Instant,
    mut attempt: impl FnMut(Duration) -> Option<T>,
) -> Option<T> {
    budget.request();
    for number in 0..3 {
        let Some(timeout) = deadline.attempt(now(), limits) else {
            counts.out_of_time += 1;
            return None;
        };
        if number > 0 && !budget.retry() {
            counts.over_budget += 1;
            return None;
        }
        if let Some(answer) = attempt(timeout) {
            counts.answered += 1;
            return Some(answer);
        }
        counts.failed_attempts += 1;
    }
    counts.gave_up += 1;
    None
}
// ANCHOR_END: call

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    const WORKERS: u32 = 40;
    const RATE: f64 = 200.0;
    const OWN: Duration = ms(10);
    const LIMITS: Limits = Limits {
        cap: ms(300),
        least: ms(50),
    };

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    fn close(value: f64, expected: f64) -> bool {
        (value - expected).abs() < 1e-9
    }

    #[test]
    fn the_scenario_saturates_the_pool() {
        // 50 ms in the dependency, 10 ms of own work: 12 of 40 workers.
        assert!(close(in_flight(RATE, ms(60)), 12.0));
        // 30 s in the dependency: 6,002 workers wanted.
        assert!(close(in_flight(RATE, ms(30_010)), 6_002.0));
        // Forty arrivals take the whole pool: 200 ms.
        assert!(close(f64::from(WORKERS) / RATE, 0.2));
        // Served from then on: 40 workers, one request each per 30.01 s.
        let served = f64::from(WORKERS) / 30.01;
        assert_eq!(format!("{served:.1}"), "1.3");
        // ... and refused or queued: 99.3% of what arrives.
        let lost = 100.0 * (1.0 - served / RATE);
        assert_eq!(format!("{lost:.1}"), "99.3");
    }

    #[test]
    fn the_pool_sets_an_upper_limit_to_the_timeout() {
        assert_eq!(longest_wait(WORKERS, RATE, OWN), Some(ms(190)));
        // A timeout of 300 ms is too long: 62 workers wanted.
        assert!(close(in_flight(RATE, ms(310)), 62.0));
        // 150 ms leaves eight workers free when every call times out.
        assert!(close(in_flight(RATE, ms(160)), 32.0));
        // Retries hold the worker too: three waits, or 1.1 on average.
        assert!(close(in_flight(RATE, OWN + ms(150) * 3), 92.0));
        assert!(close(in_flight(RATE, OWN + ms(150).mul_f64(1.1)), 35.0));
        assert_eq!(longest_wait(1, RATE, OWN), None);
    }

    #[test]
    fn a_deadline_cuts_and_refuses_attempts() {
        let start = Instant::now();
        let deadline = Deadline::after(start, ms(700));
        let at = |millis| deadline.attempt(start + ms(millis), LIMITS);
        assert_eq!(at(0), Some(ms(300)));
        assert_eq!(at(600), Some(ms(100)));
        assert_eq!(at(650), Some(ms(50)));
        assert_eq!(at(651), None);
        assert_eq!(at(900), None);
    }

    #[test]
    fn the_header_carries_the_time_left() {
        let start = Instant::now();
        let deadline = Deadline::after(start, ms(700));
        let at = |millis| deadline.header(start + ms(millis));
        assert_eq!(at(0).as_deref(), Some("700m"));
        assert_eq!(at(250).as_deref(), Some("450m"));
        assert_eq!(at(700), None);
        assert_eq!(at(800), None);
        let far = Deadline::after(start, Duration::from_secs(200_000));
        assert_eq!(far.header(start).as_deref(), Some("99999999m"));
    }

    #[test]
    fn a_fresh_limit_at_each_hop_outlives_the_caller() {
        let start = Instant::now();
        let edge = Deadline::after(start, ms(700));
        // A hop entered after 600 ms that takes 700 ms of its own.
        let hop = Deadline::after(start + ms(600), ms(700));
        assert_eq!(hop.0.duration_since(edge.0), ms(600));
        assert_eq!(edge.header(start + ms(600)).as_deref(), Some("100m"));
    }

    /// Calls `times` times a dependency that never answers in time.
    fn outage(times: u64, budget: &mut RetryBudget) -> (u64, Counts) {
        let (mut sent, mut counts) = (0, Counts::default());
        for _ in 0..times {
            let start = Instant::now();
            let deadline = Deadline::after(start, ms(700));
            let limits = Limits {
                cap: ms(150),
                ..LIMITS
            };
            let spent = Cell::new(Duration::ZERO);
            let answer: Option<()> = call(
                deadline,
                limits,
                budget,
                &mut counts,
                || start + spent.get(),
                |timeout| {
                    sent += 1;
                    spent.set(spent.get() + timeout);
                    None
                },
            );
            assert_eq!(answer, None);
        }
        (sent, counts)
    }

    #[test]
    fn a_budget_holds_the_extra_load_at_a_tenth() {
        let (sent, counts) = outage(1_000, &mut RetryBudget::default());
        assert_eq!(sent, 1_100);
        assert_eq!(counts.failed_attempts, 1_100);
        assert_eq!(counts.over_budget, 1_000);
        // Without a budget, every call would have used its three attempts.
        let mut endless = RetryBudget { tenths: 100 };
        let mut sent = 0;
        for _ in 0..1_000 {
            endless.tenths = 100;
            sent += outage(1, &mut endless).0;
        }
        assert_eq!(sent, 3_000);
        // Ten retries in hand from better days are all that comes on top.
        let mut saved = RetryBudget { tenths: 100 };
        assert_eq!(outage(1_000, &mut saved).0, 1_109);
    }

    #[test]
    fn three_tries_in_each_of_five_layers() {
        assert_eq!(3_u32.pow(5), 243);
    }

    #[test]
    fn attempts_share_the_deadline() {
        let start = Instant::now();
        let deadline = Deadline::after(start, ms(700));
        let mut budget = RetryBudget { tenths: 100 };
        let mut counts = Counts::default();
        let spent = Cell::new(Duration::ZERO);
        let timeouts = Cell::new(Vec::new());
        let answer: Option<()> = call(
            deadline,
            LIMITS,
            &mut budget,
            &mut counts,
            || start + spent.get(),
            |timeout| {
                spent.set(spent.get() + timeout);
                let mut seen = timeouts.take();
                seen.push(timeout);
                timeouts.set(seen);
                None
            },
        );
        assert_eq!(answer, None);
        assert_eq!(timeouts.take(), [ms(300), ms(300), ms(100)]);
        assert_eq!(spent.get(), ms(700));
    }

    #[test]
    fn out_of_time_and_answered_are_counted() {
        let start = Instant::now();
        let deadline = Deadline::after(start, ms(40));
        let mut budget = RetryBudget::default();
        let mut counts = Counts::default();
        let late = call(
            deadline,
            LIMITS,
            &mut budget,
            &mut counts,
            || start,
            |_| Some(1),
        );
        assert_eq!(late, None);
        let deadline = Deadline::after(start, ms(700));
        let fine = call(
            deadline,
            LIMITS,
            &mut budget,
            &mut counts,
            || start,
            |_| Some(1),
        );
        assert_eq!(fine, Some(1));
        assert_eq!(
            counts,
            Counts {
                answered: 1,
                out_of_time: 1,
                ..Counts::default()
            }
        );
    }
}
