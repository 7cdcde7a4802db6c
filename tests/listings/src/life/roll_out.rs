//! Listings of the chapter "The roll-out".

// ANCHOR: flag
/// Who gets the feature: a share of all customers, the same ones each day.
#[derive(Clone, Debug)]
pub struct Flag {
    /// Part of the hash, so that two flags choose different customers.
    pub name: &'static str,
    /// Hundredths of a percent: 10,000 are all.
    pub share: u64,
}

impl Flag {
    /// Asked once, when a checkout begins, and written into it.
    pub fn chosen(&self, customer: &str) -> bool {
        self.bucket(customer) < self.share
    }

    /// Between 0 and 9,999, and the same for ever: growing the share adds
    /// customers, and takes the feature from none.
    pub fn bucket(&self, customer: &str) -> u64 {
        let bytes = self.name.bytes().chain([0]).chain(customer.bytes());
        // FNV-1a is written down; the hasher of std may change.
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        // Ids that differ in a digit only: mix them, as MurmurHash3 ends.
        let mix = |h: u64, by: u64| (h ^ (h >> 33)).wrapping_mul(by);
        let once = mix(hash, 0xff51_afd7_ed55_8ccd);
        ((mix(once, 0xc4ce_b9fe_1a85_ec53) >> 32) * 10_000) >> 32
    }
}
// ANCHOR_END: flag

// ANCHOR: sample
/// How sure one wants to be, in standard deviations of the normal curve.
#[derive(Clone, Copy, Debug)]
pub struct Certainty {
    /// 1.645: in 5 of 100 harmless releases a rise is seen that is none.
    /// One-sided, since nobody rolls back a fall.
    pub alarm: f64,
    /// 0.842: in 80 of 100 harmful ones the rise is seen.
    pub power: f64,
}

/// Checkouts that the group with the feature needs, to tell the error rate
/// `bad` from `usual`, when the group without has `others` times as many.
/// A normal approximation: for samples with failures counted in tens.
pub fn sample(usual: f64, bad: f64, others: f64, c: Certainty) -> f64 {
    let spread = bad * (1.0 - bad) + usual * (1.0 - usual) / others;
    ((c.alarm + c.power) / (bad - usual)).powi(2) * spread
}
// ANCHOR_END: sample

/// The usual choice: 5 false alarms of 100, 80 of 100 rises seen.
pub const USUAL: Certainty = Certainty {
    alarm: 1.645,
    power: 0.842,
};

/// Checkouts of one group, and those that ended in an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// Checkouts begun. Repeated tries with one cart are one checkout.
    pub all: u64,
    /// Those that ended in an error.
    pub failed: u64,
}

/// What the comparison says of the step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Worse, beyond what chance explains: take the share back.
    RollBack,
    /// Too little seen to say that it is not worse.
    Wait,
    /// All seen that was planned, and nothing that chance does not explain.
    Proceed,
}

// ANCHOR: compare
/// How likely chance alone gives the canary its failures or more: if it is
/// harmless, each failure falls to it with its share of the checkouts.
/// For failures that are rare and independent of each other.
pub fn by_chance(canary: Group, others: Group) -> f64 {
    if others.all == 0 {
        return 1.0; // nothing to compare with
    }
    let failed = canary.failed + others.failed;
    let odds = canary.all as f64 / others.all as f64;
    // The logarithm of "none of them", then of one, two, and so on.
    let (mut ln, mut fewer) = (-(failed as f64) * odds.ln_1p(), 0.0);
    for k in 0..canary.failed {
        fewer += ln.exp();
        ln += ((failed - k) as f64 / (k + 1) as f64 * odds).ln();
    }
    1.0 - fewer
}

/// Compares the canary with the others of the same hours. `planned`, the
/// checkouts of the step, is fixed before the first look.
pub fn compare(canary: Group, others: Group, planned: u64) -> Verdict {
    let chance = by_chance(canary, others);
    let complete = canary.all >= planned && others.all > 0;
    // Before the end it is looked at every day, so it takes more.
    let limit = if complete { 0.05 } else { 0.001 };
    let verdict = if chance < limit {
        Verdict::RollBack
    } else if complete {
        Verdict::Proceed
    } else {
        Verdict::Wait
    };
    tracing::info!(?canary, ?others, chance, ?verdict, "canary compared");
    verdict
}
// ANCHOR_END: compare

// ANCHOR: switch
/// How far the kill switch is thrown. Each step includes the one before;
/// there is none for confirming, since what was promised is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Killed {
    /// The flag decides.
    #[default]
    Nothing,
    /// No checkout is offered windows.
    Lists,
    /// And no place is kept any more.
    Holds,
}

impl Killed {
    /// Asked before each list; `chosen` is what the checkout has written.
    pub fn may_list(self, chosen: bool) -> bool {
        chosen && self < Self::Lists
    }

    /// Asked before each new hold.
    pub fn may_hold(self, chosen: bool) -> bool {
        chosen && self < Self::Holds
    }
}
// ANCHOR_END: switch

/// The chances of 0, 1, 2 and more rare events, when `mean` are expected.
fn counts(mean: f64) -> impl Iterator<Item = f64> {
    let mut ln = -mean;
    (1..).map(move |k| {
        let chance = ln.exp();
        ln += (mean / f64::from(k)).ln();
        chance
    })
}

/// The smallest error rate that [`compare`] answers with a roll-back in 80
/// of 100 steps of `seen` checkouts, beside `others` times as many.
pub fn smallest(usual: f64, seen: f64, others: f64) -> f64 {
    let all = seen.round() as u64;
    let beside = (seen * others).round() as u64;
    let mut least = 0;
    // For each count of failures beside: its chance, and how many failures
    // of the canary are too many.
    let bars: Vec<(f64, usize)> = counts(usual * seen * others)
        .take((usual * seen * others * 2.0) as usize + 40)
        .zip(0..)
        .map(|(chance, failed)| {
            let group = |all, failed| Group { all, failed };
            let worse =
                |n: u64| compare(group(all, n), group(beside, failed), all) == Verdict::RollBack;
            while !worse(least) {
                least += 1;
            }
            (chance, least as usize)
        })
        .collect();
    let sees = |bad: f64| {
        let mut fewer = vec![0.0];
        for chance in counts(bad * seen).take(least as usize) {
            fewer.push(fewer[fewer.len() - 1] + chance);
        }
        bars.iter()
            .map(|(p, bar)| p * (1.0 - fewer[*bar]))
            .sum::<f64>()
    };
    let (mut low, mut high) = (usual, 1.0);
    for _ in 0..40 {
        let middle = f64::midpoint(low, high);
        if sees(middle) < 0.8 {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests;
