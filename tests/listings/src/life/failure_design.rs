//! Listings of the chapter "Failure design".

use std::time::Duration;

use super::sketch::{Answer, Hold, Ms, Refused, SlotId};
use crate::reliability::timeouts::in_flight;

/// How long a place is kept for a checkout: 15 minutes.
pub const LEASE: Ms = 15 * 60 * 1_000;
/// How long the bank gives a customer to confirm a payment: 5 minutes.
pub const CHALLENGE: Ms = 5 * 60 * 1_000;
/// Two requests at the edge (700 ms each): one goes to the bank, one comes
/// back from it. And the clocks of two databases, which differ by 500 ms.
pub const MARGIN: Ms = 2 * 700 + 500;

/// How requests for one window ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    /// A place was kept.
    pub held: u64,
    /// Nothing was free.
    pub taken: u64,
    /// The hold had ended.
    pub expired: u64,
    /// The hold had been changed since.
    pub changed: u64,
    /// The place belongs to an order.
    pub confirmed: u64,
}

/// One window: its places, and who has them.
#[derive(Debug)]
pub struct Window {
    slot: SlotId,
    places: usize,
    holds: Vec<Hold>,
    /// Each hold that was confirmed, with its order.
    confirmed: Vec<(u64, String)>,
    last_id: u64,
    /// What is exported for this window.
    pub ends: Ends,
}

// ANCHOR: lease
impl Window {
    /// Places that neither an order nor a living hold has.
    pub fn free(&self, now: Ms) -> usize {
        let living = self.holds.iter().filter(|h| h.expires > now).count();
        self.places.saturating_sub(self.confirmed.len() + living)
    }

    /// Keeps a place for [`LEASE`].
    pub fn hold(&mut self, now: Ms) -> Answer<Hold> {
        if self.free(now) == 0 {
            self.ends.taken += 1;
            return Err(Refused::SlotTaken);
        }
        self.holds.retain(|h| h.expires > now);
        self.last_id += 1;
        let hold = Hold {
            id: self.last_id,
            slot: self.slot.clone(),
            version: 1,
            expires: now + LEASE,
        };
        self.holds.push(hold.clone());
        self.ends.held += 1;
        Ok(hold)
    }
}
// ANCHOR_END: lease

// ANCHOR: fence
impl Window {
    /// At "Pay": long enough for the bank's question, and a new version,
    /// so that whoever still has the old one can change nothing.
    pub fn renew(&mut self, hold: &Hold, now: Ms) -> Answer<Hold> {
        let at = self.living(hold, now)?;
        let held = &mut self.holds[at];
        held.version += 1;
        held.expires = held.expires.max(now + CHALLENGE + MARGIN);
        Ok(held.clone())
    }

    /// The place belongs to `order`. Saying so twice does no harm, but
    /// another order does not get the place of this one.
    pub fn confirm(
        &mut self,
        hold: &Hold, // as `renew` returned it
        order: &str, // such as `A-17`
        now: Ms,
    ) -> Answer<()> {
        let this = (hold.id, order.to_owned());
        if self.confirmed.contains(&this) {
            return Ok(());
        }
        let at = self.living(hold, now)?;
        self.holds.swap_remove(at);
        self.confirmed.push(this);
        self.ends.confirmed += 1;
        Ok(())
    }

    /// Where the hold is, if it lives and nobody has changed it since.
    fn living(&mut self, hold: &Hold, now: Ms) -> Answer<usize> {
        let same = |h: &Hold| h.id == hold.id && h.expires > now;
        let Some(at) = self.holds.iter().position(same) else {
            self.ends.expired += 1;
            return Err(Refused::SlotExpired);
        };
        if self.holds[at].version != hold.version {
            self.ends.changed += 1;
            return Err(Refused::HoldChanged);
        }
        Ok(at)
    }
}
// ANCHOR_END: fence

impl Window {
    /// An empty window.
    pub fn new(slot: SlotId, places: usize) -> Self {
        Self {
            slot,
            places,
            holds: Vec::new(),
            confirmed: Vec::new(),
            last_id: 0,
            ends: Ends::default(),
        }
    }

    /// Which window it is.
    pub fn slot(&self) -> &SlotId {
        &self.slot
    }

    /// Orders that have a place.
    pub fn orders(&self) -> usize {
        self.confirmed.len()
    }
}

// ANCHOR: length
/// A length of the hold, with what the shop's own records say of it.
#[derive(Clone, Copy, Debug)]
pub struct Length {
    /// How long a place is kept.
    pub minutes: u64,
    /// The share of paying customers who have paid by then.
    pub paid_by: f64,
}

impl Length {
    /// Of `wanted` paying customers, those whose hold ends too early.
    pub fn too_late(&self, wanted: f64) -> f64 {
        wanted * (1.0 - self.paid_by)
    }

    /// Places of one window that wait, on average, for customers who have
    /// left, when `abandoned` checkouts an hour leave without a payment.
    pub fn waiting(&self, abandoned: f64) -> f64 {
        let kept = Duration::from_secs(self.minutes * 60);
        in_flight(abandoned / 3_600.0, kept)
    }
}

/// What one hold more than there are places brings, in euros, if its
/// customer pays: that saves `gain`, and a promise is broken at the price
/// of `broken` if the `living` other holds are all paid too, each with the
/// probability `stays`, independently of each other.
pub fn overbooking(living: i32, stays: f64, gain: f64, broken: f64) -> f64 {
    gain - stays.powi(living) * broken
}
// ANCHOR_END: length

/// When customers pay, of 1,000 checkouts that end in a payment.
pub const LENGTHS: [Length; 4] = [
    Length {
        minutes: 5,
        paid_by: 0.62,
    },
    Length {
        minutes: 10,
        paid_by: 0.97,
    },
    Length {
        minutes: 15,
        paid_by: 0.998,
    },
    Length {
        minutes: 30,
        paid_by: 1.0,
    },
];

// ANCHOR: modes
/// One way to fail, with its price as first drawn and as designed.
#[derive(Clone, Copy, Debug)]
pub struct FailureMode {
    /// What fails.
    pub what: &'static str,
    /// How many orders a day meet it.
    pub a_day: f64,
    /// What each costs if nothing is done about it, in euros.
    pub bare: f64,
    /// What each costs with the answer in the design, in euros.
    pub designed: f64,
}

impl FailureMode {
    /// Euros a day that the answer saves: the order in which to build.
    pub fn worth(&self) -> f64 {
        self.a_day * (self.bare - self.designed)
    }
}
// ANCHOR_END: modes

#[cfg(test)]
mod tests;
