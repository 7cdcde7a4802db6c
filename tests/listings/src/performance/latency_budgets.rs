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
        let ms = Self::millis;
        match self {
            Self::Step(_, millis) => *millis,
            Self::Serial(p) => p.iter().map(ms).sum(),
            Self::Parallel(p) => p.iter().map(ms).max().unwrap_or(0),
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

/// When a step runs, in milliseconds after the start.
#[derive(Debug, PartialEq, Eq)]
pub struct Span {
    /// Its name in the plan.
    pub step: &'static str,
    /// When it may begin.
    pub from: u32,
    /// When its share is used up.
    pub to: u32,
    /// How much longer it may take before the whole takes longer.
    pub slack: u32,
}

// ANCHOR: spans
impl Plan {
    /// The steps as a timeline, in milliseconds, if the plan begins at
    /// `from` and may end `slack` late: 0 and 0 for a whole action. A step
    /// with no slack is on the critical path.
    pub fn spans(&self, from: u32, slack: u32) -> Vec<Span> {
        match self {
            Self::Step(step, millis) => vec![Span {
                step,
                from,
                to: from + millis,
                slack,
            }],
            Self::Serial(parts) => {
                let mut at = from;
                let mut spans = Vec::new();
                for part in parts {
                    spans.extend(part.spans(at, slack));
                    at += part.millis();
                }
                spans
            }
            Self::Parallel(parts) => {
                let idle = |part: &Self| self.millis() - part.millis();
                let of = |part: &Self| part.spans(from, slack + idle(part));
                parts.iter().flat_map(of).collect()
            }
        }
    }
}
// ANCHOR_END: spans

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

// ANCHOR: blame
/// How long one step of one request took, beside what it may take.
#[derive(Clone, Copy, Debug)]
pub struct Took {
    /// The step's name in the plan.
    pub step: &'static str,
    /// What it took in this request, in milliseconds.
    pub took_ms: u32,
    /// Its share and its slack in the plan together, in milliseconds.
    pub may_ms: u32,
}

/// For a request that took `whole` ms and broke its promise: puts into the
/// trace what lost the most time beyond the plan. That is a step, or the
/// time that no step accounts for.
pub fn blame(whole: u32, plan: &Plan, steps: &[Took]) -> &'static str {
    let over = |step: &Took| step.took_ms.saturating_sub(step.may_ms);
    let late = steps.iter().map(|step| (over(step), step.step));
    let known: u32 = late.clone().map(|(over_ms, _)| over_ms).sum();
    let beyond = whole.saturating_sub(plan.millis());
    let gaps = (beyond.saturating_sub(known), "between the steps");
    let all = late.chain([gaps]);
    let worst = all.max_by_key(|(over_ms, _)| *over_ms);
    let (over_ms, step) = worst.unwrap_or(gaps);
    tracing::warn!(step, over_ms, whole, "promise broken");
    step
}
// ANCHOR_END: blame

#[cfg(test)]
mod tests;
