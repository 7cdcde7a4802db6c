//! Listings of the chapter "Technical reviews".

// ANCHOR: rework
/// A piece of work, and what becomes of it when the schema was wrong.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// What was done.
    pub name: &'static str,
    /// What it took, in person-hours.
    pub hours: f64,
    /// The share that rests on the schema, from 0 to 1: it is done again.
    pub rests: f64,
}

/// Person-hours done again when the mistake is found after `done`.
pub fn rework(done: &[Piece]) -> f64 {
    done.iter().map(|piece| piece.hours * piece.rests).sum()
}

/// The chance of such a mistake from which on a review pays: what it
/// costs, beside what is saved by finding the mistake `early`.
pub fn pays_from(review: f64, early: f64, late: f64) -> f64 {
    review / (late - early)
}
// ANCHOR_END: rework

/// The gift orders of the scenario, in the order in which the pieces were made.
pub const GIFTS: [Piece; 6] = [
    Piece {
        name: "sketch",
        hours: 4.0,
        rests: 0.5,
    },
    Piece {
        name: "schema and contract",
        hours: 10.0,
        rests: 1.0,
    },
    Piece {
        name: "orders and refunds",
        hours: 60.0,
        rests: 0.5,
    },
    Piece {
        name: "app and web",
        hours: 45.0,
        rests: 0.4,
    },
    Piece {
        name: "tests",
        hours: 24.0,
        rests: 0.75,
    },
    Piece {
        name: "rows and app versions in use",
        hours: 90.0,
        rests: 1.0,
    },
];

// ANCHOR: queue
/// How long a review is open, in days: Little's law, backwards.
pub fn days_open(open: f64, closed_per_day: f64) -> f64 {
    open / closed_per_day
}

/// The same from the capacity, where requests come at random and take
/// times of random length. `None`: the queue grows without end.
pub fn days_expected(asked: f64, capacity: f64) -> Option<f64> {
    (capacity > asked).then(|| 1.0 / (capacity - asked))
}
// ANCHOR_END: queue

// ANCHOR: ledger
/// One review: the question, who is to answer, and when it was open.
#[derive(Clone, Debug)]
pub struct Review {
    /// What the reviewer is asked, as a question.
    pub question: String,
    /// The team that answers.
    pub reviewer: String,
    /// Day on which it was asked, counted from any fixed day.
    pub asked: u32,
    /// Day of the answer.
    pub answered: Option<u32>,
}

impl Review {
    fn open_on(&self, day: u32) -> bool {
        self.asked <= day && self.answered.is_none_or(|end| end > day)
    }
}

/// Days that reviews were open before `day`, divided by the answers.
pub fn days_in_ledger(reviews: &[Review], day: u32) -> Option<f64> {
    let open: usize = (0..day)
        .map(|d| reviews.iter().filter(|r| r.open_on(d)).count())
        .sum();
    let ended = |r: &&Review| r.answered.is_some_and(|end| end <= day);
    let answers = reviews.iter().filter(ended).count();
    (answers > 0).then(|| open as f64 / answers as f64)
}
// ANCHOR_END: ledger

// ANCHOR: remind
/// Logs each review that has been open for more than `limit` days, and
/// counts them.
pub fn remind(reviews: &[Review], today: u32, limit: u32) -> usize {
    let mut late = 0;
    for review in reviews.iter().filter(|r| r.open_on(today)) {
        let days = today - review.asked;
        if days > limit {
            let (question, team) = (&review.question, &review.reviewer);
            tracing::warn!(question, team, days, "no answer yet");
            late += 1;
        }
    }
    late
}
// ANCHOR_END: remind

#[cfg(test)]
mod tests;
