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
mod tests {
    use super::*;
    use crate::figure::{Bar, bars, drawn, number};
    use crate::page::page;
    use crate::performance::tails::percentile;

    const PAGE: &str = "performance/latency-budgets";
    /// From the tap until the confirmation can be used.
    const PROMISE: u32 = 1_000;

    fn ms(millis: u32) -> String {
        format!("{} ms", number(f64::from(millis)))
    }

    fn share(spans: &[Span], step: &str) -> u32 {
        let span = spans.iter().find(|span| span.step == step);
        span.map(|span| span.to - span.from)
            .expect("a step of the plan")
    }

    #[test]
    fn the_table_is_the_plan() {
        let spans = checkout().spans(0, 0);
        assert_eq!(spans.len(), 9);
        page(PAGE).says("Nine steps lie between");
        for span in &spans {
            let (first, rest) = span.step.split_at(1);
            let step = first.to_uppercase() + rest;
            page(PAGE).says(format!("| {step} | {} |", ms(span.to - span.from)));
        }
    }

    #[test]
    fn the_checkout_fits_its_budget() {
        let spans = checkout().spans(0, 0);
        let whole = checkout().millis();
        assert!(whole <= PROMISE);
        let in_a_row: u32 = spans.iter().map(|span| span.to - span.from).sum();
        assert!(in_a_row > PROMISE);
        page(PAGE).says(format!("One after the other they take {}.", ms(in_a_row)));
        let side: Vec<u32> = ["check for fraud", "price the cart", "reserve the stock"]
            .map(|step| share(&spans, step))
            .to_vec();
        let (longest, sum) = (side.iter().max().expect("three"), side.iter().sum::<u32>());
        page(PAGE).says(format!(
            "they take {} where they took {}",
            ms(*longest),
            ms(sum)
        ));
        page(PAGE).says(format!(
            "| Run steps in parallel | {} here |",
            ms(sum - longest)
        ));
        assert_eq!(in_a_row - whole, sum - longest);
        let reserve = PROMISE - whole;
        page(PAGE).says(format!(
            "the whole takes {}, and {} are left",
            ms(whole),
            ms(reserve)
        ));
        page(PAGE).says(format!(
            "small excesses fit into the {} in reserve",
            ms(reserve)
        ));
        page(PAGE).says(format!(
            "Two teams that each take {} of the {reserve} without asking leave nothing",
            ms(reserve / 2)
        ));
        let away: u32 = [
            "handle the tap",
            "network, there and back",
            "render the confirmation",
        ]
        .map(|step| share(&spans, step))
        .iter()
        .sum();
        page(PAGE).says(format!(
            "take {} of the {}. The other {}, {} of them planned and {reserve} in reserve",
            ms(away),
            number(f64::from(PROMISE)),
            ms(PROMISE - away),
            whole - away,
        ));
        page(PAGE).says(format!("Server graphs leave out {away} of our 1,000 ms"));
        page(PAGE).says(format!(
            "| Confirm before the payment is authorised | {} |",
            ms(share(&spans, "authorise the payment"))
        ));
    }

    #[test]
    fn only_the_critical_path_counts() {
        let whole = |fraud, price| {
            let parts = vec![
                Plan::Step("fraud", fraud),
                Plan::Step("price", price),
                Plan::Step("stock", 100),
            ];
            Plan::Parallel(parts).millis()
        };
        let saved = |fraud, price| whole(80, 120) - whole(fraud, price);
        assert_eq!(saved(20, 120), 0);
        page(PAGE).says("A fraud check in 20 ms instead of 80 now saves nothing.");
        page(PAGE).says(format!(
            "A price in 30 ms instead of 120 saves {}, because then the stock decides.",
            ms(saved(80, 30))
        ));
        assert_eq!(Plan::Parallel(vec![]).millis(), 0);
        assert_eq!(Plan::Parallel(vec![]).spans(7, 0), []);
    }

    #[test]
    fn a_step_may_slip_by_its_slack_and_no_further() {
        let spans = checkout().spans(0, 0);
        let slack = |step: &str| {
            let span = spans.iter().find(|span| span.step == step);
            span.map(|span| span.slack).expect("a step of the plan")
        };
        page(PAGE).says(format!(
            "The fraud check has {} of slack and the stock {}",
            ms(slack("check for fraud")),
            ms(slack("reserve the stock")),
        ));
        let tight = spans.iter().filter(|span| span.slack == 0).count();
        assert_eq!(tight, 7);
        page(PAGE).says("The other seven steps have none");
        page(PAGE).says("a fraud check that becomes 30 ms slower costs the user nothing");
        assert!(slack("check for fraud") >= 30);
        let last = spans.last().expect("nine steps");
        assert_eq!(last.to, checkout().millis());
        // A serial part within a parallel one shares the slack of the whole part.
        let nested = Plan::Parallel(vec![
            Plan::Step("long", 50),
            Plan::Serial(vec![Plan::Step("a", 10), Plan::Step("b", 20)]),
        ]);
        let spans = nested.spans(5, 1);
        assert_eq!(
            spans[2],
            Span {
                step: "b",
                from: 15,
                to: 35,
                slack: 21
            }
        );
    }

    #[test]
    fn the_plan_is_drawn() {
        let spans = checkout().spans(0, 0);
        // What a bar takes stands above it, so that nothing is written across the limit.
        let labels: Vec<String> = spans
            .iter()
            .map(|span| format!("{}, {}", span.step, ms(span.to - span.from)))
            .collect();
        let drawing: Vec<Bar> = spans
            .iter()
            .zip(&labels)
            .map(|(span, label)| Bar {
                label,
                from: f64::from(span.from),
                to: f64::from(span.to),
                shown: match span.slack {
                    0 => String::new(),
                    slack => format!("{} to spare", ms(slack)),
                },
                strong: span.slack == 0,
            })
            .collect();
        let figure = bars(&drawing, Some((f64::from(PROMISE), "promised: 1,000 ms")));
        drawn(
            "performance/checkout-plan",
            &figure.html(
                "A timeline of nine steps. Seven follow each other without a gap and end at 880 ms, 120 ms \
                 before the promised 1,000 ms. The fraud check and the stock run beside the price and end \
                 40 and 20 ms before it.",
                "The plan of a checkout. The coloured steps have nothing to spare. They are the critical path: only \
                 they decide when it ends.",
            ),
        );
    }

    #[test]
    fn misses_add_up_to_an_upper_limit() {
        // Per mille of requests, so that the sums are exact: 50 is the 5% that the promise allows.
        let (steps, each, allowed) = (9_u32, 5, 50);
        assert!(steps * each <= allowed);
        let percent = |per_mille: f64| format!("{}%", number(per_mille / 10.0));
        page(PAGE).says(format!(
            "exceeds its share in at most {} of requests, at most {} of checkouts exceed the {}",
            percent(f64::from(each)),
            percent(f64::from(steps * each)),
            ms(checkout().millis()),
        ));
        let kept = |missed: u32| number(f64::from(1_000 - missed) / 10.0);
        page(PAGE).says(format!(
            "the promise is kept for {} of 100 checkouts if each step keeps its share in {} of 100",
            kept(allowed),
            kept(each),
        ));
        let payment = 20;
        let rest = f64::from(allowed - payment) / f64::from(steps - 1);
        page(PAGE).says(format!(
            "If the payment provider can promise no better than {}, the other eight steps have {} left for each",
            percent(f64::from(payment)),
            percent(rest),
        ));
    }

    #[test]
    fn a_cache_works_on_the_median() {
        let cached = |hits: usize| {
            let mut samples = vec![5; hits];
            samples.extend(vec![120; 100 - hits]);
            samples
        };
        let nine_in_ten = cached(90);
        page(PAGE).says(format!(
            "takes a step of 120 ms down to {} ms at p50; at p95 it is {} ms as before",
            percentile(&nine_in_ten, 500).expect("samples"),
            percentile(&nine_in_ten, 950).expect("samples"),
        ));
        let first = (0..=100).find(|hits| percentile(&cached(*hits), 950) == Some(5));
        page(PAGE).says(format!(
            "nothing gained at p95 below {}% hits",
            first.expect("all hit")
        ));
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

    #[test]
    fn a_broken_promise_has_a_step_to_blame() {
        let plan = checkout();
        // The plan's own steps, each with its share and slack, and what some of them took.
        let request = |took: &[(&str, u32)]| -> Vec<Took> {
            let took_by = |span: &Span| {
                let share = span.to - span.from;
                let other = took.iter().find(|(step, _)| *step == span.step);
                Took {
                    step: span.step,
                    took_ms: other.map_or(share, |(_, ms)| *ms),
                    may_ms: share + span.slack,
                }
            };
            plan.spans(0, 0).iter().map(took_by).collect()
        };
        let slow = request(&[("price the cart", 170), ("authorise the payment", 450)]);
        assert_eq!(blame(1_030, &plan, &slow), "authorise the payment");
        // A fraud check that stays within its slack is not late, however far over its share.
        let slack = request(&[("check for fraud", 115), ("authorise the payment", 380)]);
        assert_eq!(blame(910, &plan, &slack), "authorise the payment");
        assert_eq!(blame(1_001, &plan, &slack), "between the steps");
        // A step that is late by 1 ms does not hide the 199 that were lost elsewhere.
        let little = request(&[("write the order", 61)]);
        assert_eq!(blame(1_080, &plan, &little), "between the steps");
        assert_eq!(blame(1_300, &plan, &request(&[])), "between the steps");
        assert_eq!(blame(1_300, &plan, &[]), "between the steps");
        // Overruns side by side may add up to more than the whole was late.
        let both = request(&[("check for fraud", 400), ("reserve the stock", 410)]);
        assert_eq!(blame(1_170, &plan, &both), "reserve the stock");
    }
}
