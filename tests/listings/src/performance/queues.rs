//! Listings of the chapter "Queues and capacity".

// ANCHOR: erlang
/// The share of arrivals that find all workers busy (Erlang C). `load` is
/// arrivals per second times the seconds each keeps a worker.
pub fn must_wait(workers: u32, load: f64) -> f64 {
    if load >= f64::from(workers) {
        return 1.0;
    }
    // Erlang B, worker by worker: the share refused if nobody could wait.
    let mut refused = 1.0;
    for n in 1..=workers {
        refused = load * refused / (f64::from(n) + load * refused);
    }
    let used = load / f64::from(workers);
    refused / (1.0 - used * (1.0 - refused))
}

/// The mean wait for a worker, in units of the mean service time.
pub fn mean_wait(workers: u32, load: f64) -> f64 {
    let spare = f64::from(workers) - load;
    if spare <= 0.0 {
        return f64::INFINITY;
    }
    must_wait(workers, load) / spare
}
// ANCHOR_END: erlang

// ANCHOR: variability
/// How much longer a single worker's queue is than with exponential times:
/// Kingman's factor, from the variation of arrivals and of service times
/// (each the variance over the squared mean; 1 is exponential).
pub fn variability(arrivals: f64, service: f64) -> f64 {
    (arrivals + service) / 2.0
}

/// The variation of a mix of fixed service times, `(weight, time)` each.
pub fn variation(mix: &[(f64, f64)]) -> Option<f64> {
    let weight: f64 = mix.iter().map(|(weight, _)| weight).sum();
    let moment = |power| {
        let sum: f64 = mix.iter().map(|(w, t)| w * t.powi(power)).sum();
        sum / weight
    };
    let mean = moment(1);
    (mean > 0.0).then(|| moment(2) / (mean * mean) - 1.0)
}
// ANCHOR_END: variability

// ANCHOR: meter
/// Three counters of one pool, read at the start and the end of a period.
/// They only ever grow, and add up across servers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Meter {
    /// Requests finished.
    pub requests: u64,
    /// Seconds that they waited for a worker, all together.
    pub waited: f64,
    /// Seconds that they kept a worker, all together.
    pub worked: f64,
}

impl Meter {
    /// Workers busy on average over `seconds`: Little's law, as a rate.
    pub fn busy(&self, since: &Self, seconds: f64) -> f64 {
        (self.worked - since.worked) / seconds
    }

    /// Requests in the queue on average over `seconds`.
    pub fn queued(&self, since: &Self, seconds: f64) -> f64 {
        (self.waited - since.waited) / seconds
    }

    /// The mean wait of a request in seconds. `None`: none has finished, or
    /// the process has started anew and its counters with it.
    pub fn mean_wait(&self, since: &Self) -> Option<f64> {
        let waited = self.waited - since.waited;
        let requests = self.requests.checked_sub(since.requests)?;
        (requests > 0).then(|| waited / requests as f64)
    }
}
// ANCHOR_END: meter

// ANCHOR: burst
/// What happens to a pool while requests arrive, second by second.
#[derive(Debug, PartialEq)]
pub struct Passage {
    /// The share of its capacity used over the whole time.
    pub used: f64,
    /// The longest queue at the end of a second, in requests.
    pub longest: f64,
    /// Seconds that began with a queue.
    pub behind: usize,
}

/// With `arrivals` in each second, evenly, and a `capacity` in requests a
/// second.
pub fn passage(arrivals: &[f64], capacity: f64) -> Passage {
    let (mut queue, mut longest, mut served) = (0.0, 0.0, 0.0);
    let mut behind = 0;
    for new in arrivals {
        behind += usize::from(queue > 0.0);
        let done = f64::min(queue + new, capacity);
        queue += new - done;
        served += done;
        longest = f64::max(longest, queue);
    }
    let used = served / (capacity * arrivals.len() as f64);
    Passage {
        used,
        longest,
        behind,
    }
}
// ANCHOR_END: burst

/// The greatest utilisation in normal times that `zones` equal zones may have, so that the others carry the
/// load of a lost one at a utilisation of `after`.
pub fn normal_limit(zones: u32, after: f64) -> f64 {
    after * f64::from(zones.saturating_sub(1)) / f64::from(zones)
}

#[cfg(test)]
mod tests;
