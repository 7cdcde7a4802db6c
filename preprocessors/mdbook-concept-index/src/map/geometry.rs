//! Points, boxes and lines.

/// A point; y grows downwards.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

pub(super) fn at(x: f64, y: f64) -> Point {
    Point { x, y }
}

impl Point {
    fn moved(self, by: Point) -> Point {
        at(self.x + by.x, self.y + by.y)
    }
}

/// A box.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Rect {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Rect {
    pub(super) fn right(&self) -> f64 {
        self.x + self.width
    }

    pub(super) fn bottom(&self) -> f64 {
        self.y + self.height
    }

    pub(super) fn middle(&self) -> Point {
        at(self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    pub(super) fn moved(self, by: Point) -> Rect {
        Rect {
            x: self.x + by.x,
            y: self.y + by.y,
            ..self
        }
    }
}

/// A piece of a [`Path`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Segment {
    /// Straight to a point.
    Line(Point),
    /// A cubic Bézier curve: two control points, the end.
    Curve(Point, Point, Point),
}

/// A line that is drawn.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Path {
    pub(super) start: Point,
    pub(super) segments: Vec<Segment>,
}

impl Path {
    pub(super) fn from(start: Point) -> Path {
        Path {
            start,
            segments: Vec::new(),
        }
    }

    pub(super) fn end(&self) -> Point {
        match self.segments.last() {
            Some(Segment::Line(end) | Segment::Curve(_, _, end)) => *end,
            None => self.start,
        }
    }

    pub(super) fn line(mut self, to: Point) -> Path {
        if to != self.end() {
            self.segments.push(Segment::Line(to));
        }
        self
    }

    /// A curve that leaves and arrives horizontally; a line where there is nothing to bend.
    pub(super) fn swing(mut self, to: Point) -> Path {
        let from = self.end();
        if from.y == to.y {
            return self.line(to);
        }
        let middle = (from.x + to.x) / 2.0;
        self.segments
            .push(Segment::Curve(at(middle, from.y), at(middle, to.y), to));
        self
    }

    pub(super) fn curve(mut self, first: Point, second: Point, to: Point) -> Path {
        self.segments.push(Segment::Curve(first, second, to));
        self
    }

    /// A line through these points with rounded corners.
    pub(super) fn through(points: &[Point], radius: f64) -> Path {
        let mut path = Path::from(points.first().copied().unwrap_or_default());
        for window in points.windows(3) {
            let [before, corner, after] = [window[0], window[1], window[2]];
            let towards = |other: Point| {
                let (x, y) = (other.x - corner.x, other.y - corner.y);
                let length = x.hypot(y);
                let by = radius.min(length / 2.0) / length.max(f64::EPSILON);
                at(corner.x + x * by, corner.y + y * by)
            };
            let (from, to) = (towards(before), towards(after));
            path = path.line(from);
            if from != to {
                path.segments.push(Segment::Curve(corner, corner, to));
            }
        }
        match points.last() {
            Some(&last) => path.line(last),
            None => path,
        }
    }

    pub(super) fn moved(self, by: Point) -> Path {
        let segments = self.segments.into_iter();
        Path {
            start: self.start.moved(by),
            segments: segments
                .map(|segment| match segment {
                    Segment::Line(end) => Segment::Line(end.moved(by)),
                    Segment::Curve(first, second, end) => {
                        Segment::Curve(first.moved(by), second.moved(by), end.moved(by))
                    }
                })
                .collect(),
        }
    }
}

/// What tests measure a drawing by.
#[cfg(test)]
impl Rect {
    /// The same with this much more on every side.
    pub(super) fn grown(self, by: f64) -> Rect {
        Rect {
            x: self.x - by,
            y: self.y - by,
            width: self.width + 2.0 * by,
            height: self.height + 2.0 * by,
        }
    }

    /// The area that both cover.
    pub(super) fn overlap(&self, other: &Rect) -> f64 {
        let width = self.right().min(other.right()) - self.x.max(other.x);
        let height = self.bottom().min(other.bottom()) - self.y.max(other.y);
        width.max(0.0) * height.max(0.0)
    }
}

#[cfg(test)]
impl Path {
    /// Points along it, about this far apart; at most so many of them on a segment.
    pub(super) fn points(&self, apart: f64, most: usize) -> Vec<Point> {
        let mut points = vec![self.start];
        for segment in &self.segments {
            let from = points[points.len() - 1];
            let (first, second, to) = match *segment {
                Segment::Line(to) => (from, to, to),
                Segment::Curve(first, second, to) => (first, second, to),
            };
            let length = (to.x - from.x).hypot(to.y - from.y);
            let steps = ((length / apart).ceil() as usize).clamp(1, most);
            for step in 1..=steps {
                let t = step as f64 / steps as f64;
                let [a, b, c, d] = [
                    (1.0 - t).powi(3),
                    3.0 * (1.0 - t).powi(2) * t,
                    3.0 * (1.0 - t) * t * t,
                    t.powi(3),
                ];
                points.push(match segment {
                    Segment::Line(_) => {
                        at(from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t)
                    }
                    Segment::Curve(..) => at(
                        a * from.x + b * first.x + c * second.x + d * to.x,
                        a * from.y + b * first.y + c * second.y + d * to.y,
                    ),
                });
            }
        }
        points
    }
}
