//! Listings of the chapter "The network".

use std::time::{Duration, Instant};

// ANCHOR: rounds
/// Bytes that have arrived after so many round trips of slow start from ten
/// segments of 1,460 bytes. Nothing is lost, and the line is never full.
pub fn arrived(round_trips: u32) -> u64 {
    14_600 * ((1 << round_trips) - 1)
}

/// Round trips until an answer is there, its request included.
pub fn round_trips(bytes: u64) -> u32 {
    (1..32).find(|n| arrived(*n) >= bytes).unwrap_or(32)
}

/// How a client comes to a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Name, TCP, TLS 1.2.
    Tls12,
    /// Name, TCP, TLS 1.3.
    Tls13,
    /// Name, QUIC, which has TLS 1.3 inside.
    Quic,
    /// It is open, and idle for long enough to begin anew.
    Open,
}

impl Start {
    /// Round trips before the request can leave.
    pub fn round_trips(self) -> u32 {
        match self {
            Self::Tls12 => 1 + 1 + 2,
            Self::Tls13 => 1 + 1 + 1,
            Self::Quic => 1 + 1,
            Self::Open => 0,
        }
    }
}
// ANCHOR_END: rounds

/// Milliseconds until the last byte of an answer, the server's own time left out.
pub fn fetch_ms(start: Start, bytes: u64, round_trip_ms: u32) -> u32 {
    (start.round_trips() + round_trips(bytes)) * round_trip_ms
}

// ANCHOR: lanes
/// When the first and the last of several answers are there, in ms, if each
/// takes a round trip and the server's work, and `lanes` run at a time.
pub fn first_and_last(trip: f64, work: &[f64], lanes: usize) -> (f64, f64) {
    let mut free = vec![0.0; lanes.max(1)];
    let (mut first, mut last) = (f64::INFINITY, 0.0_f64);
    for work in work {
        // The next call takes the lane that is free first.
        free.sort_by(f64::total_cmp);
        free[0] += trip + work;
        first = first.min(free[0]);
        last = last.max(free[0]);
    }
    (first, last)
}
// ANCHOR_END: lanes

// ANCHOR: idle
/// Open connections to one host that nobody is using.
#[derive(Debug)]
pub struct Idle<C> {
    kept: Vec<(C, Instant)>,
    limit: Duration,
    /// How calls came to one; `opened` over all calls is the share to watch.
    pub counts: Counts,
}

impl<C> Idle<C> {
    /// `closes_after`: when the other side closes what is idle. A request sent
    /// in the last `margin` of it could meet the closing half way.
    pub fn new(closes_after: Duration, margin: Duration) -> Self {
        let limit = closes_after.saturating_sub(margin);
        Self {
            kept: Vec::new(),
            limit,
            counts: Counts::default(),
        }
    }

    /// The connection used last, or `None`: open one. Under less load the
    /// others grow old and are closed here, so the pool shrinks by itself.
    pub fn take(&mut self, now: Instant) -> Option<C> {
        let limit = self.limit;
        let before = self.kept.len();
        self.kept
            .retain(|(_, since)| now.duration_since(*since) < limit);
        self.counts.expired += before - self.kept.len();
        let newest = self.kept.pop();
        self.counts.reused += usize::from(newest.is_some());
        self.counts.opened += usize::from(newest.is_none());
        newest.map(|(connection, _)| connection)
    }
}
// ANCHOR_END: idle

impl<C> Idle<C> {
    /// Gives back a connection whose answer has been read to its end.
    pub fn put(&mut self, connection: C, now: Instant) {
        self.kept.push((connection, now));
    }
}

/// How calls came to their connections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Calls that went over an open connection.
    pub reused: usize,
    /// Calls that had to open one.
    pub opened: usize,
    /// Connections closed because they were idle for too long.
    pub expired: usize,
}

#[cfg(test)]
mod tests;
