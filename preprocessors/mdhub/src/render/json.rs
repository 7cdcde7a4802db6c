//! One JSON document for other programs. What is in it is said by `check.schema.json`; a change that
//! is not only a further field there raises [`VERSION`].

mod characters;

use std::io::{self, Write};
use std::ops::Range;

use book_model::{Located, Place};
use serde::Serialize;

use super::Report;
use super::files::{Files, Position};
use crate::terminal::{Said, placed, said};

/// The version of the document.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    chapters: Option<usize>,
    errors: usize,
    warnings: usize,
    findings: Vec<Finding<'a>>,
    failure: Option<Failure<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    place: At<'a>,
    labels: Vec<At<'a>>,
    help: &'a [String],
}

/// A place.
#[derive(Serialize)]
struct At<'a> {
    file: &'a str,
    bytes: Bytes,
    start: LineColumn,
    end: LineColumn,
    label: &'a str,
    included: Option<&'a str>,
}

#[derive(Serialize)]
struct Bytes {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct LineColumn {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Failure<'a> {
    message: String,
    causes: Vec<String>,
    help: Option<String>,
    place: Option<At<'a>>,
}

pub(super) fn write(out: &mut dyn Write, report: &Report<'_>) -> io::Result<()> {
    let files = Files::of(report.root, report.diagnostics);
    let placed = report.error.and_then(placed);
    let placed_files = Files::of(report.root, placed.as_slice());
    let place = placed.as_ref().map(|one| at(&placed_files, &one.primary));
    let findings = report.diagnostics.iter();
    let document = Document {
        version: VERSION,
        chapters: report.chapters,
        errors: report.found.errors,
        warnings: report.found.warnings,
        findings: findings.map(|one| finding(&files, one)).collect(),
        failure: report.error.map(|error| failure(said(error), place)),
    };
    characters::write(&mut *out, &document)?;
    writeln!(out)
}

fn finding<'a>(files: &'a Files, diagnostic: &'a Located) -> Finding<'a> {
    let at = |place| at(files, place);
    Finding {
        rule: diagnostic.rule,
        severity: diagnostic.severity.word(),
        message: &diagnostic.message,
        place: at(&diagnostic.primary),
        labels: diagnostic.labels.iter().map(at).collect(),
        help: &diagnostic.help,
    }
}

fn at<'a>(files: &'a Files, place: &'a Place) -> At<'a> {
    let spot = files.spot(place);
    let Range { start, end } = spot.bytes;
    At {
        file: spot.file,
        bytes: Bytes { start, end },
        start: spot.start.into(),
        end: spot.end.into(),
        label: &place.label,
        included: place.included.as_deref(),
    }
}

impl From<Position> for LineColumn {
    fn from(Position { line, column }: Position) -> LineColumn {
        LineColumn { line, column }
    }
}

fn failure<'a>(Said { lines, help }: Said, place: Option<At<'a>>) -> Failure<'a> {
    let mut lines = lines.into_iter();
    Failure {
        message: lines.next().unwrap_or_default(),
        causes: lines.collect(),
        help,
        place,
    }
}
