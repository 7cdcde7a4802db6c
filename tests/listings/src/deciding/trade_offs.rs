//! Listings of the chapter "Trade-offs that stakeholders can read".

use fastrand::Rng;

// ANCHOR: cost
/// What an option takes.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// Person-days to build it.
    pub build: f64,
    /// Weeks until the first promotion can run.
    pub weeks: f64,
    /// Euros a month for rent or upkeep.
    pub monthly: f64,
    /// Person-days for each promotion.
    pub each: f64,
}

/// What holds for all options.
#[derive(Clone, Copy, Debug)]
pub struct World {
    /// Euros for a person-day.
    pub day: f64,
    /// Euros lost in a week without promotions: the cost of delay.
    pub delay: f64,
    /// Promotions over the whole time.
    pub promotions: f64,
    /// Months that are looked at.
    pub months: f64,
}

/// Euros over the whole time, the wait for the first promotion included.
pub fn total(choice: &Choice, world: &World) -> f64 {
    let days = choice.build + choice.each * world.promotions;
    let rent = choice.monthly * world.months;
    days * world.day + rent + choice.weeks * world.delay
}
// ANCHOR_END: cost

// ANCHOR: switch
/// Where a difference of costs changes its sign, if it grows or falls
/// evenly with the number that it is a function of.
pub fn switch_at(difference: impl Fn(f64) -> f64) -> Option<f64> {
    let start = difference(0.0);
    let slope = difference(1.0) - start;
    let at = -start / slope;
    (slope != 0.0 && at >= 0.0).then_some(at)
}

/// Promotions at which `a` and `b` cost the same.
pub fn break_even(a: &Choice, b: &Choice, world: &World) -> Option<f64> {
    switch_at(|promotions| {
        let world = World {
            promotions,
            ..*world
        };
        total(a, &world) - total(b, &world)
    })
}
// ANCHOR_END: switch

/// Promotions as code in the pricing service.
pub const CODE: Choice = Choice {
    build: 15.0,
    weeks: 3.0,
    monthly: 0.0,
    each: 6.0,
};
/// A rule engine of our own.
pub const ENGINE: Choice = Choice {
    build: 110.0,
    weeks: 11.0,
    monthly: 800.0,
    each: 0.5,
};
/// A rented service.
pub const RENTED: Choice = Choice {
    build: 40.0,
    weeks: 5.0,
    monthly: 3_000.0,
    each: 1.0,
};
/// What the shop expects.
pub const EXPECTED: World = World {
    day: 800.0,
    delay: 9_000.0,
    promotions: 36.0,
    months: 24.0,
};

/// The total when the shop begins with `first`, and moves to `second` after `share` of the time. Nobody
/// waits for the second, since promotions run meanwhile.
pub fn staged(first: &Choice, second: &Choice, share: f64, world: &World) -> f64 {
    let part = |share: f64| World {
        promotions: world.promotions * share,
        months: world.months * share,
        ..*world
    };
    let later = Choice {
        weeks: 0.0,
        ..*second
    };
    total(first, &part(share)) + total(&later, &part(1.0 - share))
}

// ANCHOR: ranges
/// Least, most likely and greatest value of an estimate.
pub type Range = (f64, f64, f64);

/// A value of the range: likelier near the middle, never outside.
pub fn draw(rng: &mut Rng, (least, likely, most): Range) -> f64 {
    let (share, width) = (rng.f64(), most - least);
    let peak = (likely - least) / width;
    if share < peak {
        least + width * (share * peak).sqrt()
    } else {
        most - width * ((1.0 - share) * (1.0 - peak)).sqrt()
    }
}

/// How often each option is the cheapest, over `draws` possible worlds.
/// All options meet the same world: their difference is what counts.
pub fn cheapest(
    rng: &mut Rng,
    draws: u32,
    world: impl Fn(&mut Rng) -> (World, [Choice; 3]),
) -> [u32; 3] {
    let mut wins = [0; 3];
    for _ in 0..draws {
        let (world, choices) = world(rng);
        let costs = choices.map(|choice| total(&choice, &world));
        let least = (0..3).min_by(|a, b| costs[*a].total_cmp(&costs[*b]));
        wins[least.unwrap_or(0)] += 1;
    }
    wins
}
// ANCHOR_END: ranges

/// One world that the shop holds possible, and what the options come to in it.
pub fn possible(rng: &mut Rng) -> (World, [Choice; 3]) {
    let world = World {
        promotions: draw(rng, (12.0, 36.0, 60.0)),
        delay: draw(rng, (2_000.0, 9_000.0, 16_000.0)),
        ..EXPECTED
    };
    let code = Choice {
        each: draw(rng, (4.0, 6.0, 10.0)),
        ..CODE
    };
    // Two people build the engine: ten days a week.
    let weeks = draw(rng, (9.0, 11.0, 20.0));
    let engine = Choice {
        weeks,
        build: 10.0 * weeks,
        ..ENGINE
    };
    let rented = Choice {
        weeks: draw(rng, (4.0, 5.0, 9.0)),
        ..RENTED
    };
    (world, [code, engine, rented])
}

// ANCHOR: watch
/// Watches the number that a decision rests on, after it was taken.
#[derive(Clone, Copy, Debug)]
pub struct Watch {
    /// Below so many promotions, another option would have been cheaper.
    pub break_even: f64,
    /// Months that were looked at for the decision.
    pub horizon: u32,
    months: u32,
    promotions: u32,
}

impl Watch {
    /// Begins with the decision.
    pub fn new(break_even: f64, horizon: u32) -> Self {
        Self {
            break_even,
            horizon,
            months: 0,
            promotions: 0,
        }
    }

    /// Takes in a month; `false`: at this pace it was the wrong choice.
    pub fn month(&mut self, promotions: u32) -> bool {
        self.months += 1;
        self.promotions += promotions;
        let pace = f64::from(self.promotions) / f64::from(self.months);
        let expected = pace * f64::from(self.horizon);
        let holds = expected >= self.break_even;
        tracing::info!(expected, self.break_even, holds, "promotions");
        holds
    }
}
// ANCHOR_END: watch

#[cfg(test)]
mod tests;
