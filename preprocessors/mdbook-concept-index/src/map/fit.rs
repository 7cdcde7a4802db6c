//! How wide the labels of a component may be, so that its columns fit beside each other.

use std::ops::Range;

use super::graph::Graph;
use super::label::{self, Label};
use super::ranks::Ranks;
use super::words::Word;

/// How wide a label may be, and how far apart columns stand at least: tried in this order.
const FITS: [(f64, f64); 11] = [
    (200.0, 46.0),
    (200.0, 36.0),
    (150.0, 40.0),
    (150.0, 32.0),
    (130.0, 36.0),
    (130.0, 30.0),
    (115.0, 34.0),
    (115.0, 28.0),
    (100.0, 30.0),
    (90.0, 26.0),
    (80.0, 22.0),
];
/// The same for columns that fit beside each other in no way, and go on in further rows.
const WRAPPED: (f64, f64) = (130.0, 44.0);

/// Labels and columns that fit.
pub(super) struct Fit {
    /// The labels of the members.
    pub(super) labels: Vec<Label>,
    /// The widths of the columns.
    pub(super) widths: Vec<f64>,
    /// How far apart the columns stand at least.
    pub(super) gap: f64,
    /// The columns of each row.
    pub(super) rows: Vec<Range<usize>>,
}

/// Fits a component into one row of the width `room`, else into rows of the width `narrow`.
pub(super) fn fit(graph: &Graph, members: &[usize], ranks: &Ranks, room: f64, narrow: f64) -> Fit {
    let names = members.iter().map(|&node| label::name(&graph.names[node]));
    let names: Vec<_> = names.collect();
    for (max, gap) in FITS {
        let (labels, widths) = measured(&names, ranks, max);
        let gaps = gap * ranks.count.saturating_sub(1) as f64;
        if widths.iter().sum::<f64>() + gaps <= room {
            let rows = std::iter::once(0..ranks.count).collect();
            return Fit {
                labels,
                widths,
                gap,
                rows,
            };
        }
    }
    let (max, gap) = WRAPPED;
    let (labels, widths) = measured(&names, ranks, max);
    Fit {
        rows: wrapped(&widths, gap, narrow),
        labels,
        widths,
        gap,
    }
}

/// The labels, none wider than `max` unless a word is, and the widths of the columns.
fn measured(names: &[Vec<Word<'_>>], ranks: &Ranks, max: f64) -> (Vec<Label>, Vec<f64>) {
    let labels: Vec<_> = names.iter().map(|words| Label::of(words, max)).collect();
    let mut widths = vec![0.0; ranks.count];
    for (label, &column) in labels.iter().zip(&ranks.of) {
        widths[column] = f64::max(widths[column], label.width);
    }
    (labels, widths)
}

/// As many columns in each row as fit.
fn wrapped(widths: &[f64], gap: f64, room: f64) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let (mut start, mut used) = (0, 0.0);
    for (column, width) in widths.iter().enumerate() {
        if column > start && used + gap + width > room {
            rows.push(start..column);
            (start, used) = (column, 0.0);
        }
        used += width + if column > start { gap } else { 0.0 };
    }
    rows.push(start..widths.len());
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_filled_one_after_the_other() {
        assert_eq!(wrapped(&[50.0; 5], 10.0, 120.0), [0..2, 2..4, 4..5]);
        assert_eq!(
            wrapped(&[500.0, 10.0], 10.0, 120.0),
            [0..1, 1..2],
            "too wide by itself"
        );
    }
}
