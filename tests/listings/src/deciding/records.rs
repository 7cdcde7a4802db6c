//! Listings of the chapter "Decision records".

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::{fs, io};

// ANCHOR: hours
/// One discussion of a question.
#[derive(Clone, Copy, Debug)]
pub struct Round {
    /// Who sat in it.
    pub people: u32,
    /// How long it took, in hours.
    pub hours: f64,
    /// What went into slides, papers and measurements, in person-hours.
    pub preparing: f64,
    /// Whether anything was known that had not been known before.
    pub new_facts: bool,
}

impl Round {
    /// What the round cost, in person-hours.
    pub fn cost(&self) -> f64 {
        f64::from(self.people) * self.hours + self.preparing
    }
}

/// Person-hours of the later rounds that had nothing new to go by.
pub fn repeated(rounds: &[Round]) -> f64 {
    let later = rounds.iter().skip(1);
    later.filter(|r| !r.new_facts).map(Round::cost).sum()
}

/// Person-hours of a record: `writing` it, and `minutes` for each reader.
pub fn record_cost(writing: f64, readers: u32, minutes: f64) -> f64 {
    writing + f64::from(readers) * minutes / 60.0
}
// ANCHOR_END: hours

/// The chance of one repeated round from which on a record costs less
/// than it saves.
pub fn pays_from(record: f64, round: f64) -> f64 {
    record / round
}

// ANCHOR: record
/// What the head of a decision record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// From the heading, `# 12. The cart keeps no copy of a price`.
    pub number: u32,
    /// The decision, in one sentence.
    pub title: String,
    /// What has become of it.
    pub status: Status,
    /// The day it was decided.
    pub date: Day,
    /// The day by which its owner looks at it again.
    pub review: Option<Day>,
}

/// Where a decision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Not decided yet.
    Proposed,
    /// In force.
    Accepted,
    /// Considered, and not done.
    Rejected,
    /// No longer in force; the record with this number replaces it.
    Superseded(u32),
}
// ANCHOR_END: record

impl Status {
    fn read(text: &str) -> Option<Self> {
        Some(match text {
            "proposed" => Self::Proposed,
            "accepted" => Self::Accepted,
            "rejected" => Self::Rejected,
            _ => Self::Superseded(text.strip_prefix("superseded by ")?.parse().ok()?),
        })
    }
}

/// A day as it is written in a record: `2026-01-20`. Days in this form sort as their text does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(String);

impl Day {
    /// `None`: this is no day.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let mut part = |digits: usize, most: u32| {
            let part = parts.next()?;
            let all = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
            let value: u32 = part.parse().ok()?;
            (all && (1..=most).contains(&value)).then_some(value)
        };
        let (year, month, day) = (part(4, 9999)?, part(2, 12)?, part(2, 31)?);
        let leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let last = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        (day <= last).then(|| Self(text.to_owned()))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why the head of a record cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The first heading is no `# NUMBER. Title`.
    #[error("the heading is not `# NUMBER. Title`")]
    Heading,
    /// There is no status, or an unknown one.
    #[error("`- Status:` is missing or unknown")]
    Status,
    /// There is no date, or no such day.
    #[error("`- Date:` is missing or is no day such as 2026-01-20")]
    Date,
    /// The day of the review is no day.
    #[error("`- Review:` is no day such as 2026-01-20")]
    Review,
}

// ANCHOR: read
impl Record {
    /// Reads the heading and the list below it; the rest is for people.
    pub fn read(text: &str) -> Result<Self, Fault> {
        let head = text.split("\n## ").next().unwrap_or(text);
        let heading = head.lines().find_map(|line| line.strip_prefix("# "));
        let (number, title) = heading
            .and_then(|heading| heading.split_once(". "))
            .ok_or(Fault::Heading)?;
        let field = |name: &str| {
            head.lines().find_map(|line| {
                let line = line.strip_prefix("- ")?.strip_prefix(name)?;
                Some(line.strip_prefix(':')?.trim())
            })
        };
        let status = field("Status").and_then(Status::read);
        let date = field("Date").and_then(Day::read);
        let review = |text| Day::read(text).ok_or(Fault::Review);
        Ok(Self {
            number: number.parse().map_err(|_| Fault::Heading)?,
            title: title.trim().to_owned(),
            status: status.ok_or(Fault::Status)?,
            date: date.ok_or(Fault::Date)?,
            review: field("Review").map(review).transpose()?,
        })
    }
}
// ANCHOR_END: read

/// What is amiss in a folder of records.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// The head of a file cannot be read.
    #[error("cannot be read: {0}")]
    Unread(#[from] Fault),
    /// An earlier file has the same number.
    #[error("its number is taken by {0}")]
    Twice(String),
    /// Following "superseded by" does not end at an accepted record.
    #[error("superseded, but no record at the end of the chain is in force")]
    Dangling,
    /// In force, and its review is late.
    #[error("its review was due on {0}")]
    Overdue(Day),
}

impl Finding {
    /// Whether a build is to fail; a late review is its owner's business, not the next author's.
    pub fn fails_build(&self) -> bool {
        !matches!(self, Self::Overdue(_))
    }
}

// ANCHOR: check
/// Records by number, each with the name of its file.
type Records = BTreeMap<u32, (String, Record)>;

/// Whether the chain of successors ends at a record in force.
fn ends_in_force(all: &Records, mut number: u32) -> bool {
    for _ in 0..all.len() {
        match all.get(&number).map(|(_, record)| record.status) {
            Some(Status::Superseded(by)) => number = by,
            end => return end == Some(Status::Accepted),
        }
    }
    false // Round in a circle.
}

/// What the records say of each other and of the day, and is not so.
fn inconsistent(all: &Records, today: &Day) -> Vec<(String, Finding)> {
    let mut found = Vec::new();
    let dangles = |by| !ends_in_force(all, by);
    for (name, record) in all.values() {
        let late = record.review.as_ref().filter(|due| *due < today);
        let finding = match (record.status, late) {
            (Status::Superseded(by), _) if dangles(by) => Finding::Dangling,
            (Status::Accepted, Some(due)) => Finding::Overdue(due.clone()),
            _ => continue,
        };
        found.push((name.clone(), finding));
    }
    found
}
// ANCHOR_END: check

/// What is amiss in `files` (name and text), with the name it is about.
pub fn check(files: &[(String, String)], today: &Day) -> Vec<(String, Finding)> {
    let (mut all, mut found) = (Records::new(), Vec::new());
    for (name, text) in files {
        match Record::read(text) {
            Err(fault) => found.push((name.clone(), fault.into())),
            Ok(record) => match all.get(&record.number) {
                Some((first, _)) => found.push((name.clone(), Finding::Twice(first.clone()))),
                None => drop(all.insert(record.number, (name.clone(), record))),
            },
        }
    }
    found.extend(inconsistent(&all, today));
    found
}

// ANCHOR: build
/// Checks the Markdown files of `folder`, and logs what a dashboard wants
/// to know. `false`: the build fails.
pub fn build_passes(folder: &Path, today: &Day) -> io::Result<bool> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ext| ext == "md") {
            let text = fs::read_to_string(&path)?;
            files.push((path.display().to_string(), text));
        }
    }
    files.sort(); // The order of a folder differs between machines.
    let found = check(&files, today);
    for (file, finding) in &found {
        tracing::warn!(file, %finding, fails = finding.fails_build());
    }
    tracing::info!(records = files.len(), findings = found.len());
    Ok(!found.iter().any(|(_, finding)| finding.fails_build()))
}
// ANCHOR_END: build

#[cfg(test)]
mod tests;
