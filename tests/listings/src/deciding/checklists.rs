//! Listings of the chapter "The checklist habit".

use std::collections::BTreeMap;

// ANCHOR: memory
/// The chance that somebody who knows all `steps` takes all of them, when
/// each is skipped with probability `skip`, whatever becomes of the others.
pub fn all_done(skip: f64, steps: i32) -> f64 {
    (1.0 - skip).powi(steps)
}

/// Steps skipped in so many releases.
pub fn skipped(skip: f64, steps: i32, releases: f64) -> f64 {
    skip * f64::from(steps) * releases
}
// ANCHOR_END: memory

// ANCHOR: run
/// Who can answer an item.
#[derive(Clone, Copy, Debug)]
pub enum Check<R> {
    /// A program: `Err` says what is wrong.
    Machine(fn(&R) -> Result<(), String>),
    /// Somebody who looks.
    Person,
}

/// A question that "yes" lets pass, and who answers it.
pub type Item<R> = (&'static str, Check<R>);

/// An answer, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The question.
    pub item: &'static str,
    /// Whether a person was asked.
    pub person: bool,
    /// What was wrong; `None` is "yes".
    pub no: Option<String>,
    /// Seconds from the question to the answer.
    pub took: u64,
}
// ANCHOR_END: run

// ANCHOR: ask
/// Asks the machine's items, and people only if all of those say yes.
pub fn run<R>(
    items: &[Item<R>],
    release: &R,
    mut ask: impl FnMut(&str) -> Result<(), String>,
    mut now: impl FnMut() -> u64,
) -> Vec<Answer> {
    let mut log: Vec<Answer> = Vec::new();
    for people in [false, true] {
        for (item, check) in items {
            let person = matches!(check, Check::Person);
            if person != people || people && !go(&log, log.len()) {
                continue;
            }
            let asked = now();
            let answer = match check {
                Check::Machine(check) => check(release),
                Check::Person => ask(item),
            };
            let (no, took) = (answer.err(), now().saturating_sub(asked));
            tracing::info!(item, person, took, no, "checklist");
            log.push(Answer {
                item,
                person,
                no,
                took,
            });
        }
    }
    log
}
// ANCHOR_END: ask

// ANCHOR: go
/// Whether the release may go: all `items` answered, all with yes.
pub fn go(log: &[Answer], items: usize) -> bool {
    log.len() == items && log.iter().all(|answer| answer.no.is_none())
}
// ANCHOR_END: go

// ANCHOR: payments
/// What a program can know of a release of the payments service.
#[derive(Clone, Debug, Default)]
pub struct Release {
    /// Flags that the code reads.
    pub reads: Vec<&'static str>,
    /// Flags that are set in production.
    pub set: Vec<&'static str>,
    /// Minutes since the last rehearsed roll-back, if there was one.
    pub rehearsed: Option<u32>,
}

fn flags_are_set(release: &Release) -> Result<(), String> {
    let unset = release.reads.iter().find(|f| !release.set.contains(f));
    unset.map_or(Ok(()), |flag| Err(format!("{flag} is not set")))
}

fn can_go_back(release: &Release) -> Result<(), String> {
    let today = release.rehearsed.is_some_and(|minutes| minutes <= 1_440);
    today.then_some(()).ok_or("no rehearsal today".to_owned())
}

/// Asked at one moment: before traffic goes to the new version.
pub const BEFORE_TRAFFIC: [Item<Release>; 4] = [
    (
        "Is each flag that the code reads set?",
        Check::Machine(flags_are_set),
    ),
    (
        "Has going back been rehearsed?",
        Check::Machine(can_go_back),
    ),
    ("Does on-call know, and is free until 18:00?", Check::Person),
    ("Is a payment of your own on the new screen?", Check::Person),
];
// ANCHOR_END: payments

// ANCHOR: year
/// What a year says of an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Year {
    /// Times it was asked.
    pub asked: u32,
    /// Times it said no.
    pub no: u32,
    /// Times a person said yes in less than two seconds.
    pub quick: u32,
}

/// Adds up the answers of a year, item by item.
pub fn year(log: &[Answer]) -> BTreeMap<&str, Year> {
    let mut years: BTreeMap<&str, Year> = BTreeMap::new();
    for answer in log {
        let year = years.entry(answer.item).or_default();
        let yes = answer.no.is_none();
        year.asked += 1;
        year.no += u32::from(!yes);
        year.quick += u32::from(yes && answer.person && answer.took < 2);
    }
    years
}

/// The highest rate of "no" that one still has to reckon with, at 95%,
/// when `asked` answers in a row were yes.
pub fn at_most(asked: u32) -> f64 {
    1.0 - 0.05_f64.powf(1.0 / f64::from(asked))
}
// ANCHOR_END: year

#[cfg(test)]
mod tests;
