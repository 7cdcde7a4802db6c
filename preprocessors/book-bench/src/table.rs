//! The results, in Markdown.

use crate::program::Run;

/// A book, and what it took to build it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// How many chapters it has.
    pub(crate) chapters: usize,
    /// Whether it has a search index and a page for printing.
    pub(crate) search_and_print: bool,
    /// By stock mdBook, where it was there.
    pub(crate) mdbook: Option<Cell>,
    /// By `mdhub`.
    pub(crate) mdhub: Cell,
}

/// What a program took: medians over its runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cell {
    /// The time in seconds.
    pub(crate) seconds: f64,
    /// The most memory that it held, in bytes; `None` where the system does not say.
    pub(crate) peak: Option<f64>,
    /// How many runs there were.
    pub(crate) runs: usize,
}

impl Cell {
    /// That of these runs.
    pub(crate) fn of(runs: &[Run]) -> Cell {
        let peaks: Option<Vec<_>> = runs
            .iter()
            .map(|run| run.peak.map(|peak| peak as f64))
            .collect();
        Cell {
            seconds: median(runs.iter().map(|run| run.time.as_secs_f64()).collect()),
            peak: peaks.map(median),
            runs: runs.len(),
        }
    }
}

/// The one in the middle, or what lies between the two that are.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len().is_multiple_of(2) && middle > 0 {
        f64::midpoint(values[middle - 1], values[middle])
    } else {
        values.get(middle).copied().unwrap_or_default()
    }
}

/// The table of all rows. Columns of which nothing is known are left out, and single cells are empty.
pub(crate) fn table(rows: &[Row]) -> String {
    let mdbook = rows.iter().any(|row| row.mdbook.is_some());
    let memory = memory(rows);
    let mut lines = Lines::default();
    lines.heading("chapters", true);
    lines.heading("search and print", false);
    for (column, shown) in [
        ("mdbook s", mdbook),
        ("mdhub s", true),
        ("ratio", mdbook),
        ("mdbook MB", mdbook && memory),
        ("mdhub MB", memory),
    ] {
        if shown {
            lines.heading(column, true);
        }
    }
    lines.heading("runs", false);
    lines.rule();
    for row in rows {
        let Row { mdbook, mdhub, .. } = row;
        lines.cell(thousands(row.chapters));
        lines.cell(on_or_off(row));
        if let Some(mdbook) = mdbook {
            lines.cell(seconds(mdbook.seconds));
        }
        lines.cell(seconds(mdhub.seconds));
        if let Some(mdbook) = mdbook {
            lines.cell(times(mdbook.seconds / mdhub.seconds));
        }
        for cell in mdbook.iter().chain([mdhub]) {
            if memory {
                let peak = cell.peak.map(|peak| (peak / 1e6).round() as usize);
                lines.cell(peak.map_or_else(String::new, thousands));
            }
        }
        let runs = mdbook
            .iter()
            .chain([mdhub])
            .map(|cell| cell.runs.to_string());
        lines.cell(runs.collect::<Vec<_>>().join(" and "));
        lines.end();
    }
    lines.text
}

/// Whether memory is known of anything.
fn memory(rows: &[Row]) -> bool {
    let cells = rows
        .iter()
        .flat_map(|row| row.mdbook.iter().chain([&row.mdhub]));
    cells.into_iter().any(|cell| cell.peak.is_some())
}

/// How time and memory grow from the last size but one to the last; `None` where there is but one.
pub(crate) fn growth(rows: &[Row]) -> Option<String> {
    let memory = memory(rows);
    let mut lines = Lines::default();
    for search_and_print in [true, false] {
        let mut same = rows.iter().rev();
        let mut next = || same.find(|row| row.search_and_print == search_and_print);
        let (Some(last), Some(before)) = (next(), next()) else {
            continue;
        };
        let cells = |row: &Row| -> Vec<(&str, Cell)> {
            let mdbook = row.mdbook.map(|cell| ("mdbook", cell));
            mdbook.into_iter().chain([("mdhub", row.mdhub)]).collect()
        };
        if lines.text.is_empty() {
            lines.heading("growth", false);
            lines.heading("search and print", false);
            lines.heading("chapters", true);
            for (name, _) in cells(last) {
                lines.heading(&format!("{name} time"), true);
                if memory {
                    lines.heading(&format!("{name} memory"), true);
                }
            }
            lines.rule();
        }
        let (from, to) = (before.chapters, last.chapters);
        lines.cell(format!("{} to {}", thousands(from), thousands(to)));
        lines.cell(on_or_off(last));
        lines.cell(times(to as f64 / from as f64));
        for ((_, after), (_, before)) in cells(last).into_iter().zip(cells(before)) {
            lines.cell(times(after.seconds / before.seconds));
            if memory {
                let growth = after
                    .peak
                    .zip(before.peak)
                    .map(|(after, before)| after / before);
                lines.cell(growth.map_or_else(String::new, times));
            }
        }
        lines.end();
    }
    (!lines.text.is_empty()).then_some(lines.text)
}

/// A table in the making.
#[derive(Debug, Default)]
struct Lines {
    text: String,
    rule: String,
}

impl Lines {
    fn heading(&mut self, name: &str, number: bool) {
        self.cell(name);
        self.rule.push_str(if number { "|--:" } else { "|---" });
    }

    fn rule(&mut self) {
        self.end();
        let rule = std::mem::take(&mut self.rule);
        self.text.push_str(&rule);
        self.text.push_str("|\n");
    }

    fn cell(&mut self, text: impl AsRef<str>) {
        self.text.push_str("| ");
        self.text.push_str(text.as_ref());
        self.text.push(' ');
    }

    fn end(&mut self) {
        self.text.push_str("|\n");
    }
}

fn on_or_off(row: &Row) -> &'static str {
    if row.search_and_print { "on" } else { "off" }
}

/// With as many digits as a run repeats.
fn seconds(seconds: f64) -> String {
    if seconds < 10.0 {
        format!("{seconds:.2}")
    } else {
        format!("{seconds:.1}")
    }
}

fn times(ratio: f64) -> String {
    format!("{ratio:.1}×")
}

/// A number with a comma ahead of every three digits.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn cell(seconds: f64, megabytes: f64, runs: usize) -> Cell {
        Cell {
            seconds,
            peak: Some(megabytes * 1e6),
            runs,
        }
    }

    fn rows() -> Vec<Row> {
        let row = |chapters, search_and_print, mdbook, mdhub| Row {
            chapters,
            search_and_print,
            mdbook: Some(mdbook),
            mdhub,
        };
        vec![
            row(250, true, cell(2.0, 100.4, 3), cell(0.5, 80.0, 3)),
            row(1_000, true, cell(12.0, 400.0, 3), cell(2.0, 200.0, 3)),
            row(5_000, true, cell(160.0, 2_000.0, 1), cell(10.5, 900.0, 3)),
        ]
    }

    #[test]
    fn a_table_with_both_programs() {
        assert_eq!(
            table(&rows()),
            "| chapters | search and print | mdbook s | mdhub s | ratio | mdbook MB | mdhub MB | runs |\n\
             |--:|---|--:|--:|--:|--:|--:|---|\n\
             | 250 | on | 2.00 | 0.50 | 4.0× | 100 | 80 | 3 and 3 |\n\
             | 1,000 | on | 12.0 | 2.00 | 6.0× | 400 | 200 | 3 and 3 |\n\
             | 5,000 | on | 160.0 | 10.5 | 15.2× | 2,000 | 900 | 1 and 3 |\n"
        );
        assert_eq!(
            growth(&rows()).as_deref(),
            Some(
                "| growth | search and print | chapters | mdbook time | mdbook memory | mdhub time | mdhub memory |\n\
                 |---|---|--:|--:|--:|--:|--:|\n\
                 | 1,000 to 5,000 | on | 5.0× | 13.3× | 5.0× | 5.2× | 4.5× |\n"
            )
        );
    }

    #[test]
    fn a_table_of_what_is_known() {
        let mut rows = rows();
        rows.truncate(1);
        rows[0].mdhub.peak = None;
        let heading = "| chapters | search and print | mdbook s | mdhub s | ratio | mdbook MB | mdhub MB | runs |";
        let row = "| 250 | on | 2.00 | 0.50 | 4.0× | 100 |  | 3 and 3 |";
        assert_eq!(
            table(&rows),
            format!("{heading}\n|--:|---|--:|--:|--:|--:|--:|---|\n{row}\n")
        );
        rows[0].mdbook = None;
        rows[0].search_and_print = false;
        assert_eq!(
            table(&rows),
            "| chapters | search and print | mdhub s | runs |\n|--:|---|--:|---|\n| 250 | off | 0.50 | 3 |\n"
        );
        assert_eq!(growth(&rows), None);
    }

    #[test]
    fn the_median_is_in_the_middle() {
        let run = |seconds, peak| Run {
            time: Duration::from_secs(seconds),
            peak: Some(peak),
        };
        let runs = [run(9, 10), run(1, 30), run(2, 20), run(4, 40)];
        let odd = Cell::of(&runs[..3]);
        assert_eq!((odd.seconds, odd.peak, odd.runs), (2.0, Some(20.0), 3));
        let even = Cell::of(&runs);
        assert_eq!((even.seconds, even.peak), (3.0, Some(25.0)));
    }

    #[test]
    fn numbers_are_easy_to_read() {
        for (number, text) in [
            (7, "7"),
            (250, "250"),
            (1_000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(thousands(number), text);
        }
    }
}
