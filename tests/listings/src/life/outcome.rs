//! Listings of the chapter "Whether it worked".

// ANCHOR: interval
/// One group of an experiment: everybody who was in it, and those of them
/// to whom it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arm {
    /// Everybody, whether or not they used the feature.
    pub all: u64,
    /// Those to whom it happened.
    pub hit: u64,
}

/// A difference, and how far chance alone may have moved it.
#[derive(Clone, Copy, Debug)]
pub struct Difference {
    /// Percentage points, with the feature minus without.
    pub points: f64,
    /// Half the width of the 95% interval, in percentage points.
    pub margin: f64,
}

/// Compares two groups with tens of hits or more (normal approximation),
/// where what happens to one says nothing of what happens to the next.
pub fn difference(with: Arm, without: Arm) -> Difference {
    let share = |arm: Arm| arm.hit as f64 / arm.all as f64;
    let noise = |arm| share(arm) * (1.0 - share(arm)) / arm.all as f64;
    // Chance stays within 1.96 standard deviations 95 times of 100.
    let margin = 1.96 * (noise(with) + noise(without)).sqrt();
    Difference {
        points: 100.0 * (share(with) - share(without)),
        margin: 100.0 * margin,
    }
}
// ANCHOR_END: interval

/// What may not get worse, and by how much it may all the same.
#[derive(Clone, Copy, Debug)]
pub struct Guardrail {
    /// What is watched.
    pub what: &'static str,
    /// Points of a loss that the success would still pay for.
    pub allowed: f64,
    /// Whether more of it is better.
    pub more_is_better: bool,
}

/// Whether a guardrail was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Even the worst end of the interval is within the allowance.
    Yes,
    /// The interval reaches beyond: not shown to be safe, nor harmful.
    Unknown,
    /// Even the best end is beyond.
    No,
}

// ANCHOR: guardrail
impl Guardrail {
    /// Fixed before the experiment: "no significant change" is no answer,
    /// since a small experiment finds none in anything.
    pub fn kept(&self, d: Difference) -> Kept {
        let loss = if self.more_is_better {
            -d.points
        } else {
            d.points
        };
        let verdict = if loss + d.margin <= self.allowed {
            Kept::Yes
        } else if loss - d.margin > self.allowed {
            Kept::No
        } else {
            Kept::Unknown
        };
        tracing::info!(self.what, loss, d.margin, ?verdict, "guardrail");
        verdict
    }
}
// ANCHOR_END: guardrail

// ANCHOR: case
/// What a change brings and takes, in euros.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// Saved a day.
    pub saves: f64,
    /// Spent a day to run it.
    pub runs: f64,
    /// Spent once to build it.
    pub builds: f64,
}

impl Case {
    /// What is left each day.
    pub fn net(&self) -> f64 {
        self.saves - self.runs
    }

    /// Days until the build is paid for; `None`: it never is.
    pub fn pays_back(&self) -> Option<f64> {
        (self.net() > 0.0).then(|| self.builds / self.net())
    }
}
// ANCHOR_END: case

/// The share of orders with a window, among those that were offered one.
pub const TAKE_UP: f64 = 0.78;

#[cfg(test)]
mod tests;
