//! Listings of the chapter "Latency budgets".

// ANCHOR: plan
/// What one user action waits for, in milliseconds.
#[derive(Debug)]
pub enum Plan {
    /// One step and its share of the budget.
    Step(&'static str, u32),
    /// One after the other: the times add up.
    Serial(Vec<Plan>),
    /// All at once: the slowest counts.
    Parallel(Vec<Plan>),
}

impl Plan {
    /// The length of the critical path.
    pub fn millis(&self) -> u32 {
        match self {
            Self::Step(_, millis) => *millis,
            Self::Serial(p) => p.iter().map(Self::millis).sum(),
            Self::Parallel(p) => p.iter().map(Self::millis).max().unwrap_or(0),
        }
    }
}
// ANCHOR_END: plan

/// From the tap on "Pay" until the confirmation can be used.
pub fn checkout() -> Plan {
    use Plan::{Parallel, Serial, Step};
    Serial(vec![
        Step("handle the tap", 50),
        Step("network, there and back", 150),
        Step("sign-in and routing", 50),
        Parallel(vec![
            Step("check for fraud", 80),
            Step("price the cart", 120),
            Step("reserve the stock", 100),
        ]),
        Step("authorise the payment", 350),
        Step("write the order", 60),
        Step("render the confirmation", 100),
    ])
}

// ANCHOR: tail
/// The share of requests that meet at least one slow answer, when each of
/// `calls` independent answers is slow with probability `slow`.
pub fn share_slow(slow: f64, calls: i32) -> f64 {
    1.0 - (1.0 - slow).powi(calls)
}

/// The value that `percent` of the samples do not exceed (nearest rank).
pub fn percentile(samples: &[u32], percent: usize) -> Option<u32> {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable();
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.checked_sub(1)?).copied()
}

/// Every time a request can take that makes both calls, one after the other.
pub fn in_series(first: &[u32], second: &[u32]) -> Vec<u32> {
    first
        .iter()
        .flat_map(|a| second.iter().map(move |b| a + b))
        .collect()
}
// ANCHOR_END: tail

// ANCHOR: count
/// How often a step kept its share: two counters that add up across
/// servers and days, which percentiles do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Requests in which the step took its share or less.
    pub within: u64,
    /// Requests in which it took more.
    pub over: u64,
}

impl Kept {
    /// Counts one request.
    pub fn record(&mut self, took_ms: u32, share_ms: u32) {
        if took_ms <= share_ms {
            self.within += 1;
        } else {
            self.over += 1;
        }
    }

    /// The counts of two servers, or of two days, together.
    pub fn and(self, other: Self) -> Self {
        Self {
            within: self.within + other.within,
            over: self.over + other.over,
        }
    }
}
// ANCHOR_END: count

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(plan: &Plan) -> Vec<u32> {
        match plan {
            Plan::Step(_, millis) => vec![*millis],
            Plan::Serial(parts) | Plan::Parallel(parts) => parts.iter().flat_map(steps).collect(),
        }
    }

    /// The sample with which the chapter argues: `slow` of 100 calls take 500 ms,
    /// the others 10 ms.
    fn calls(slow: usize) -> Vec<u32> {
        let mut samples = vec![10; 100 - slow];
        samples.extend(vec![500; slow]);
        samples
    }

    #[test]
    fn the_checkout_fits_its_budget() {
        assert!(checkout().millis() <= 1_000);
        assert_eq!(checkout().millis(), 880);
        assert_eq!(1_000 - 880, 120);
        // One call after the other it does not.
        assert_eq!(steps(&checkout()).iter().sum::<u32>(), 1_060);
        assert_eq!(steps(&checkout()).len(), 9);
        // In parallel, the three calls take 120 ms and not 300.
        assert_eq!(80 + 120 + 100, 300);
        assert_eq!(1_060 - 880, 300 - 120);
        // What the server may take: all but the tap, the network, the rendering.
        assert_eq!(1_000 - (50 + 150 + 100), 700);
        assert_eq!(50 + 120 + 350 + 60, 580);
        assert_eq!(580 + 120, 700);
        // Answering before the payment is authorised.
        assert_eq!(880 - 350, 530);
    }

    #[test]
    fn only_the_critical_path_counts() {
        let faster = |fraud, price| {
            Plan::Parallel(vec![
                Plan::Step("fraud", fraud),
                Plan::Step("price", price),
                Plan::Step("stock", 100),
            ])
            .millis()
        };
        assert_eq!(faster(80, 120), 120);
        // The fraud check four times as fast: nothing. The price: 20 ms, then stock leads.
        assert_eq!(faster(20, 120), 120);
        assert_eq!(faster(80, 30), 100);
        assert_eq!(Plan::Parallel(vec![]).millis(), 0);
    }

    #[test]
    fn fan_out_amplifies_the_tail() {
        let percent = |slow, calls| format!("{:.0}%", 100.0 * share_slow(slow, calls));
        assert_eq!(percent(0.01, 1), "1%");
        assert_eq!(percent(0.01, 3), "3%");
        assert_eq!(percent(0.01, 10), "10%");
        assert_eq!(percent(0.01, 100), "63%");
        // One in 10,000, and 2,000 servers.
        assert_eq!(percent(0.0001, 2_000), "18%");
    }

    #[test]
    fn percentiles_do_not_add() {
        let p99 = |samples: &[u32]| percentile(samples, 99);
        assert_eq!(format!("{:.2}", 100.0 * share_slow(0.01, 2)), "1.99");
        // One call in 100 is slow: the sum of the two p99 is far too low.
        let one = calls(1);
        assert_eq!(p99(&one), Some(10));
        assert_eq!(p99(&in_series(&one, &one)), Some(510));
        // Two in 100: now the sum is far too high.
        let two = calls(2);
        assert_eq!(p99(&two), Some(500));
        assert_eq!(p99(&in_series(&two, &two)), Some(510));
        assert_eq!(percentile(&[], 99), None);
        assert_eq!(percentile(&[7], 99), Some(7));
        assert_eq!(percentile(&[7], 0), None);
    }

    #[test]
    fn misses_add_up_to_an_upper_limit() {
        // Nine steps, each over its share in 0.5% of requests.
        let misses = 9.0 * 0.5;
        assert_eq!(format!("{misses:.1}"), "4.5");
        assert!(misses <= 5.0);
    }

    #[test]
    fn a_cache_that_hits_nine_times_in_ten() {
        let mut samples = vec![5; 90];
        samples.extend(vec![120; 10]);
        assert_eq!(percentile(&samples, 50), Some(5));
        assert_eq!(percentile(&samples, 95), Some(120));
        // From 95 hits in 100 on, the cache shows at p95 as well.
        let mut samples = vec![5; 95];
        samples.extend(vec![120; 5]);
        assert_eq!(percentile(&samples, 95), Some(5));
    }

    #[test]
    fn counts_add_up() {
        let mut first = Kept::default();
        first.record(350, 350);
        first.record(351, 350);
        let second = Kept { within: 9, over: 0 };
        assert_eq!(
            first.and(second),
            Kept {
                within: 10,
                over: 1
            }
        );
    }
}
