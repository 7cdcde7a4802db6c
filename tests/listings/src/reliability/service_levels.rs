//! Listings of the chapter "Service levels and observability".

use serde::Serialize;

// ANCHOR: event
/// One tap on "Pay", written as one line of JSON when it has been answered.
#[derive(Clone, Debug, Serialize)]
pub struct PayEvent {
    /// Ties it to the events of all other services.
    pub trace_id: String,
    /// The commit of the running build.
    pub release: &'static str,
    /// The app's version, or any other value that varies without limit.
    pub app: String,
    /// The HTTP status.
    pub status: u16,
    /// From the first byte in to the last byte out, in milliseconds.
    pub took_ms: u64,
    /// Attempts at all dependencies, retries included.
    pub attempts: u32,
    /// Why the last price was used, if it was.
    pub fallback: Option<&'static str>,
}

impl PayEvent {
    /// Good, bad, or `None`: not valid, since the client's mistake. What is
    /// not listed is bad until somebody decides otherwise.
    pub fn good(&self) -> Option<bool> {
        match self.status {
            200..=299 | 402 => Some(self.took_ms <= 3_000),
            400 | 401 | 404 | 422 => None,
            _ => Some(false),
        }
    }
}
// ANCHOR_END: event

// ANCHOR: budget
/// Events of one minute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Minute {
    /// Those that count.
    pub valid: u64,
    /// Those of them that were not good.
    pub bad: u64,
}

/// How many bad events an objective allows among so many valid ones.
pub fn budget(valid: u64, objective: f64) -> f64 {
    valid as f64 * (1.0 - objective)
}

/// How fast the budget is used: 1 is as fast as the objective allows.
/// Without events there is nothing to use.
pub fn burn_rate(minutes: &[Minute], objective: f64) -> f64 {
    let valid: u64 = minutes.iter().map(|minute| minute.valid).sum();
    let bad: u64 = minutes.iter().map(|minute| minute.bad).sum();
    if valid == 0 {
        return 0.0;
    }
    bad as f64 / budget(valid, objective)
}
// ANCHOR_END: budget

// ANCHOR: alert
/// An alert on a burn rate, over two windows in minutes.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Long enough to matter ...
    pub long: usize,
    /// ... and short enough to end soon after the trouble.
    pub short: usize,
    /// The burn rate that both have to exceed.
    pub over: f64,
}

impl Rule {
    /// Uses the share `share` of the budget of `days` in the long window.
    pub fn using(share: f64, days: f64, long: usize, short: usize) -> Self {
        let over = share * days * 24.0 * 60.0 / long as f64;
        Self { long, short, over }
    }

    /// Whether it fires, the newest minute being the last. After a start
    /// the windows are as long as the record.
    pub fn fires(&self, minutes: &[Minute], objective: f64) -> bool {
        [self.long, self.short].iter().all(|&window| {
            let from = minutes.len().saturating_sub(window);
            burn_rate(&minutes[from..], objective) > self.over
        })
    }
}
// ANCHOR_END: alert

/// The place in a trace that a request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TraceParent {
    /// The same at every hop.
    pub trace_id: u128,
    /// The span of the caller.
    pub parent_id: u64,
    /// Bit 0: the caller may have recorded it. Version 00 of 2021 has no other.
    pub flags: u8,
}

// ANCHOR: traceparent
impl TraceParent {
    /// Reads the header. `None`: begin a new trace, refuse nothing.
    pub fn read(header: &str) -> Option<Self> {
        let parts: Vec<&str> = header.split('-').collect();
        let [version, trace, parent, flags, more @ ..] = &parts[..] else {
            return None;
        };
        let digit = |b| matches!(b, b'0'..=b'9' | b'a'..=b'f');
        let fields = [version, trace, parent, flags];
        let whole = fields.map(|field| field.len()) == [2, 32, 16, 2]
            && fields.iter().all(|field| field.bytes().all(digit));
        let later = *version != "00";
        if !whole || *version == "ff" || !(later || more.is_empty()) {
            return None;
        }
        let trace_id = u128::from_str_radix(trace, 16).ok()?;
        let parent_id = u64::from_str_radix(parent, 16).ok()?;
        let flags = u8::from_str_radix(flags, 16).ok()?;
        (trace_id != 0 && parent_id != 0).then_some(Self {
            trace_id,
            parent_id,
            flags,
        })
    }

    /// The header of a call made within the span `span`, which is not zero.
    pub fn header(&self, span: u64) -> String {
        format!(
            "00-{:032x}-{span:016x}-{:02x}",
            self.trace_id,
            self.flags & 1
        )
    }
}
// ANCHOR_END: traceparent

// ANCHOR: keep
/// For how many events this one stands when it is kept, or `None`: drop it.
/// All bad ones are kept, and of the good ones whole traces.
pub fn keep(good: Option<bool>, trace: u128, one_in: u32) -> Option<u32> {
    if good == Some(false) {
        return Some(1);
    }
    (trace.checked_rem(u128::from(one_in)) == Some(0)).then_some(one_in)
}

/// Time series of one metric: every combination of label values is one.
pub fn series(values: &[u64]) -> u64 {
    values.iter().product()
}
// ANCHOR_END: keep

#[cfg(test)]
mod tests;
