//! Listings of the chapter "Timeouts and deadlines".

use std::time::{Duration, Instant};

// ANCHOR: little
/// Workers in use: arrivals per second times the time each request stays.
pub fn in_flight(rate: f64, stay: Duration) -> f64 {
    rate * stay.as_secs_f64()
}

/// The longest a dependency may hold a worker before every worker waits.
/// `None`: the service's own work alone takes more than the pool has.
pub fn longest_wait(pool: u32, rate: f64, own: Duration) -> Option<Duration> {
    let stay = Duration::try_from_secs_f64(f64::from(pool) / rate).ok()?;
    stay.checked_sub(own)
}
// ANCHOR_END: little

// ANCHOR: deadline
/// The moment after which nobody waits for the answer any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline(Instant);

/// The longest an attempt may take, and the least time worth starting it.
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

    /// The time left; zero once it has passed.
    pub fn left(self, now: Instant) -> Duration {
        self.0.saturating_duration_since(now)
    }

    /// The timeout of the next attempt, or `None`: do not start one.
    pub fn attempt(self, now: Instant, limits: Limits) -> Option<Duration> {
        let left = self.left(now);
        (left >= limits.least).then(|| left.min(limits.cap))
    }
}
// ANCHOR_END: deadline

// ANCHOR: header
impl Deadline {
    /// The `grpc-timeout` of an outgoing call: the time left, rounded down
    /// to milliseconds, in eight digits at most. `None`: do not call.
    pub fn header(self, now: Instant) -> Option<String> {
        let millis = self.left(now).as_millis().min(99_999_999);
        (millis > 0).then(|| format!("{millis}m"))
    }

    /// The deadline of an incoming call: the `left` of its header, and
    /// `most` from now at the latest, also for a call without a header.
    pub fn read(now: Instant, left: Option<&str>, most: Duration) -> Self {
        let left = left.and_then(parse).unwrap_or(most);
        Self::after(now, left.min(most))
    }
}

/// Up to eight digits and a unit, as gRPC writes a timeout.
fn parse(text: &str) -> Option<Duration> {
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let count: u64 = digits.parse().ok()?;
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    if !plain || digits.len() > 8 {
        return None;
    }
    match unit {
        "H" => Some(Duration::from_secs(count * 3_600)),
        "M" => Some(Duration::from_secs(count * 60)),
        "S" => Some(Duration::from_secs(count)),
        "m" => Some(Duration::from_millis(count)),
        "u" => Some(Duration::from_micros(count)),
        "n" => Some(Duration::from_nanos(count)),
        _ => None,
    }
}
// ANCHOR_END: header

// ANCHOR: arrivals
/// With how much time the requests of one hop arrived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrivals {
    /// With the time that the hop takes at its median, or more.
    pub enough: u64,
    /// With less: most of this work is for nobody.
    pub short: u64,
    /// With nothing: refused before any work.
    pub expired: u64,
}

impl Arrivals {
    /// Counts a request that arrives with `left`, at a hop whose median
    /// time is `usual`; `false`: nobody waits for it, so drop it.
    pub fn admit(&mut self, left: Duration, usual: Duration) -> bool {
        tracing::debug!(?left, ?usual, "request arrived");
        match left {
            Duration::ZERO => self.expired += 1,
            left if left < usual => self.short += 1,
            _ => self.enough += 1,
        }
        left > Duration::ZERO
    }
}
// ANCHOR_END: arrivals

#[cfg(test)]
mod tests;
