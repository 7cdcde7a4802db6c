//! Charts for the pages, drawn from the numbers that the listings compute.
//!
//! A chart is inline SVG, so that it takes its colours from the page that it stands in: `theme/css/charts.css`
//! gives them to the classes used here, and where a theme knows none of them everything is drawn in the
//! colour of the text. A chart is 420 units wide, which a phone shows at about its own size.
//!
//! The drawn charts are kept in `figures/` and included from there. A test draws each anew and compares
//! (`drawn`); `SNAPSHOTS=overwrite cargo test -p listings` writes what has changed.

use std::fmt::Write as _;

use html_escape::{encode_double_quoted_attribute, encode_text};

const WIDTH: f64 = 420.0;
/// Where the plot begins, behind the numbers of its vertical axis.
const LEFT: f64 = 50.0;
/// Kept free at the right edge, for half a number of the horizontal axis.
const RIGHT: f64 = 20.0;
/// The height of the plot of a line chart.
const PLOT: f64 = 170.0;
/// From one line of text to the next.
const LINE: f64 = 19.0;

/// A drawing with what is said below it, and in place of it.
#[derive(Debug)]
pub struct Figure {
    height: f64,
    body: String,
}

impl Figure {
    /// The figure as a block of HTML without an empty line, which is how Markdown takes it whole.
    /// `alt` says in words what the drawing shows; `caption` stands below it.
    pub fn html(&self, alt: &str, caption: &str) -> String {
        let html = format!(
            "<figure class=\"chart\">\n<svg viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-label=\"{}\">\n{}</svg>\n\
             <figcaption>{}</figcaption>\n</figure>\n",
            short(self.height),
            encode_double_quoted_attribute(alt),
            self.body,
            encode_text(caption),
        );
        assert!(!html.contains("\n\n"), "an empty line in {html}");
        html
    }
}

/// An axis from its first tick to its last.
#[derive(Clone, Debug)]
pub struct Axis<'a> {
    label: &'a str,
    ticks: &'a [f64],
    log: bool,
}

impl<'a> Axis<'a> {
    /// Equal steps have equal lengths. `label` names the quantity and its unit.
    pub fn linear(label: &'a str, ticks: &'a [f64]) -> Self {
        Self::new(label, ticks, false)
    }

    /// Equal ratios have equal lengths; every tick and value is above zero.
    pub fn log(label: &'a str, ticks: &'a [f64]) -> Self {
        Self::new(label, ticks, true)
    }

    fn new(label: &'a str, ticks: &'a [f64], log: bool) -> Self {
        let rises = ticks.len() > 1 && ticks.is_sorted_by(|one, next| one < next);
        assert!(rises, "the ticks of an axis rise: {ticks:?}");
        assert!(!log || ticks[0] > 0.0, "a ratio to {}", ticks[0]);
        Self { label, ticks, log }
    }

    /// Where `value` lies: 0 at the first tick, 1 at the last. What lies beyond stands at the edge.
    fn place(&self, value: f64) -> f64 {
        let on = |v: f64| if self.log { v.ln() } else { v };
        let (first, last) = (on(self.ticks[0]), on(self.ticks[self.ticks.len() - 1]));
        ((on(value) - first) / (last - first)).clamp(0.0, 1.0)
    }
}

/// One line of a chart: its name in the legend, and its points in the units of the axes.
#[derive(Clone, Debug)]
pub struct Series<'a> {
    /// What the line shows.
    pub name: &'a str,
    /// Its points, from left to right.
    pub points: Vec<(f64, f64)>,
}

/// Up to three lines over two axes. They differ in their strokes as well as in their colours.
pub fn lines(x: &Axis, y: &Axis, series: &[Series]) -> Figure {
    assert!(series.len() <= 3, "a chart of more lines cannot be read");
    let mut body = String::new();
    let mut top = 0.0;
    for (k, one) in series.iter().enumerate() {
        top += LINE;
        let middle = top - 5.0;
        line(
            &mut body,
            &format!("s{}", k + 1),
            (0.0, middle),
            (28.0, middle),
        );
        text(&mut body, "start", 36.0, top, one.name);
    }
    // Clear of the legend, of which it is no line.
    top += LINE + 6.0;
    text(&mut body, "start", 0.0, top, y.label);
    top += 12.0;
    let bottom = top + PLOT;
    let across = |v| LEFT + x.place(v) * (WIDTH - LEFT - RIGHT);
    let up = |v| bottom - y.place(v) * PLOT;
    for tick in y.ticks {
        line(
            &mut body,
            "grid",
            (LEFT, up(*tick)),
            (WIDTH - RIGHT, up(*tick)),
        );
        text(
            &mut body,
            "end",
            LEFT - 8.0,
            up(*tick) + 4.0,
            &number(*tick),
        );
    }
    for tick in x.ticks {
        text(
            &mut body,
            "middle",
            across(*tick),
            bottom + LINE,
            &number(*tick),
        );
    }
    text(
        &mut body,
        "end",
        WIDTH - RIGHT,
        bottom + 2.0 * LINE,
        x.label,
    );
    for (k, one) in series.iter().enumerate() {
        let mut d = String::new();
        for (x, y) in &one.points {
            let pen = if d.is_empty() { 'M' } else { 'L' };
            let _ = write!(d, "{pen}{} {}", short(across(*x)), short(up(*y)));
        }
        let _ = writeln!(
            body,
            "<path class=\"s{}\" fill=\"none\" stroke=\"currentColor\" d=\"{d}\"/>",
            k + 1
        );
    }
    let height = bottom + 2.0 * LINE + 6.0;
    Figure { height, body }
}

/// One bar: from where to where, in the unit of the chart.
#[derive(Clone, Debug)]
pub struct Bar<'a> {
    /// What it stands for.
    pub label: &'a str,
    /// Where it begins: 0 unless the chart is one of times.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// What is written behind it, with its unit.
    pub shown: String,
    /// Whether it is the one that the chart is about.
    pub strong: bool,
}

/// Bars below each other on one scale from 0, and a limit that they are held against.
pub fn bars(bars: &[Bar], limit: Option<(f64, &str)>) -> Figure {
    // What is written behind a bar needs its room too.
    const SHOWN: f64 = 90.0;
    let longest = bars
        .iter()
        .map(|bar| bar.to)
        .chain(limit.map(|(at, _)| at))
        .fold(0.0, f64::max);
    assert!(longest > 0.0, "there is nothing to draw");
    let across = |v: f64| v / longest * (WIDTH - SHOWN);
    let mut body = String::new();
    let mut top = 0.0;
    for bar in bars {
        top += LINE;
        text(&mut body, "start", 0.0, top, bar.label);
        let class = if bar.strong { "b1" } else { "b2" };
        let (from, to) = (across(bar.from), across(bar.to));
        let _ = writeln!(
            body,
            "<rect class=\"{class}\" fill=\"currentColor\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"13\"/>",
            short(from),
            short(top + 6.0),
            short((to - from).max(1.0)),
        );
        text(&mut body, "start", to + 6.0, top + 17.0, &bar.shown);
        top += LINE + 6.0;
    }
    if let Some((at, label)) = limit {
        line(
            &mut body,
            "limit",
            (across(at), 4.0),
            (across(at), top + 6.0),
        );
        top += LINE + 4.0;
        let anchor = if at > longest / 2.0 { "end" } else { "start" };
        text(&mut body, anchor, across(at), top, label);
    }
    let height = top + 6.0;
    Figure { height, body }
}

fn line(body: &mut String, class: &str, from: (f64, f64), to: (f64, f64)) {
    let d = format!(
        "M{} {}L{} {}",
        short(from.0),
        short(from.1),
        short(to.0),
        short(to.1)
    );
    let _ = writeln!(
        body,
        "<path class=\"{class}\" fill=\"none\" stroke=\"currentColor\" d=\"{d}\"/>"
    );
}

fn text(body: &mut String, anchor: &str, x: f64, y: f64, words: &str) {
    let (x, y, words) = (short(x), short(y), encode_text(words));
    let _ = writeln!(
        body,
        "<text fill=\"currentColor\" text-anchor=\"{anchor}\" x=\"{x}\" y=\"{y}\">{words}</text>"
    );
}

/// A coordinate to a tenth of a unit.
fn short(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A number as the pages print it: commas between thousands, no decimals that say nothing.
pub fn number(value: f64) -> String {
    let text = value.to_string();
    let (whole, rest) = text
        .split_once('.')
        .map_or((text.as_str(), None), |(w, r)| (w, Some(r)));
    let (sign, digits) = whole
        .strip_prefix('-')
        .map_or(("", whole), |digits| ("-", digits));
    let mut out = sign.to_owned();
    for (k, digit) in digits.chars().enumerate() {
        if k > 0 && (digits.len() - k).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(rest) = rest {
        let _ = write!(out, ".{rest}");
    }
    out
}

/// A share from 0 to 1 as the pages print it: in whole percent.
pub fn percent(share: f64) -> String {
    format!("{:.0}%", 100.0 * share)
}

/// Holds the kept chart `name` (a path below `figures/`, without its ending) to what is drawn now.
#[cfg(test)]
pub(crate) fn drawn(name: &str, html: &str) {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/figures/");
    let file = std::path::PathBuf::from(format!("{file}{name}.html"));
    snapbox::assert_data_eq!(html.to_owned(), snapbox::Data::read_from(&file, None).raw());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_pages_write_them() {
        let written = [
            0.0,
            12.0,
            999.0,
            1_000.0,
            27_488.0,
            1_234_567.5,
            -4_000.0,
            0.25,
        ]
        .map(number);
        assert_eq!(
            written,
            [
                "0",
                "12",
                "999",
                "1,000",
                "27,488",
                "1,234,567.5",
                "-4,000",
                "0.25"
            ]
        );
    }

    #[test]
    fn a_chart_is_one_block_that_says_what_it_shows() {
        let x = Axis::linear("load", &[0.0, 100.0]);
        let y = Axis::log("wait, ms", &[1.0, 1_000.0]);
        let points = vec![(0.0, 1.0), (50.0, 31.622_776_6), (100.0, 5_000.0)];
        let html = lines(
            &x,
            &y,
            &[Series {
                name: "a < b",
                points,
            }],
        )
        .html("It \"rises\".", "Rising & high.");
        assert!(!html.contains("\n\n"), "{html}");
        assert!(
            html.contains("aria-label=\"It &quot;rises&quot;.\""),
            "{html}"
        );
        assert!(
            html.contains("<figcaption>Rising &amp; high.</figcaption>"),
            "{html}"
        );
        assert!(html.contains("a &lt; b"), "{html}");
        // Half way up, at a logarithmic axis; and no line leaves the plot.
        assert!(html.contains("d=\"M50 226L225 141L400 56\""), "{html}");
    }

    #[test]
    fn a_bar_has_the_length_of_its_share() {
        let bar = |label, from, to| Bar {
            label,
            from,
            to,
            shown: number(to),
            strong: false,
        };
        let html = bars(
            &[bar("a", 0.0, 100.0), bar("b", 50.0, 200.0)],
            Some((150.0, "limit")),
        )
        .html("", "");
        assert!(html.contains("x=\"0\" y=\"25\" width=\"165\""), "{html}");
        assert!(
            html.contains("x=\"82.5\" y=\"69\" width=\"247.5\""),
            "{html}"
        );
        assert!(
            html.contains(
                "class=\"limit\" fill=\"none\" stroke=\"currentColor\" d=\"M247.5 4L247.5 94\""
            ),
            "{html}"
        );
    }
}
