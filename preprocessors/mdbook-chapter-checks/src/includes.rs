//! What goes wrong with the files that chapters include: found once, for all rules that speak of it.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use book_model::{
    Directive, DirectiveKind, Form, Include, Part, Span, clean, directives, include_anchors,
};
use serde_json::Value;

use crate::files::{FilePlace, Reach};
use crate::path::folder_of;
use crate::rule::Checked;

/// What goes wrong with one include, and the directives of chapters that lead to it.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) fault: Fault,
    /// The first directive, in its chapter's file.
    pub(crate) first: Span,
    /// The others: what many chapters include is wrong in all of them.
    pub(crate) others: Vec<Span>,
}

/// What goes wrong with one include.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Fault {
    pub(crate) kind: FaultKind,
    /// The file as it is written, and the part of it.
    pub(crate) include: Include,
    /// Where the directive stands in a file that is itself included: that file, and the line in it.
    pub(crate) inside: Option<(String, usize)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum FaultKind {
    /// There is no file at this path.
    NoFile(String),
    /// The file is not UTF-8.
    NotText,
    /// The anchor is none of these.
    NoAnchor(Vec<String>),
    /// The file has this many lines, and none of the range.
    NoLines(usize),
    /// The file is being included already.
    Circle,
    /// A file in a file in a file, further than mdBook goes.
    TooDeep,
    /// The file lies elsewhere, here.
    Outside(String),
    /// The path begins at the root of this machine.
    Absolute,
}

/// How deep mdBook goes (`MAX_LINK_NESTED_DEPTH` in `mdbook-driver` 0.5.4).
pub(crate) const DEEPEST: usize = 10;

/// Everything that goes wrong with includes, in the order of the book. Empty where mdBook expands none.
pub(crate) fn includes(checked: &Checked<'_>) -> Vec<Found> {
    if !expands(checked.config) {
        return Vec::new();
    }
    let mut reader = Reader {
        checked,
        places: HashMap::new(),
        texts: HashMap::new(),
        done: HashMap::new(),
        open: Vec::new(),
    };
    let mut found: Vec<Found> = Vec::new();
    let mut known = HashMap::new();
    for (id, source) in checked.sources.iter() {
        let (Some(text), Some(path)) = (&source.on_disk, &source.source_path) else {
            continue;
        };
        if !text.contains("{{") {
            continue;
        }
        let folder = folder_of(&checked.below_root(path)).to_owned();
        for Directive { range, kind } in directives(text) {
            let DirectiveKind::Include(include) = kind else {
                continue;
            };
            for fault in reader.below_chapter(&folder, &include) {
                let span = Span::on_disk(id, range.clone());
                if fault.inside.is_some() {
                    match known.entry(fault.clone()) {
                        Entry::Occupied(known) => {
                            let found: &mut Found = &mut found[*known.get()];
                            found.others.push(span);
                            continue;
                        }
                        Entry::Vacant(new) => {
                            new.insert(found.len());
                        }
                    }
                }
                found.push(Found {
                    fault,
                    first: span,
                    others: Vec::new(),
                });
            }
        }
    }
    found
}

/// Whether mdBook's own `links` runs over the book.
fn expands(config: &Value) -> bool {
    let default = config.pointer("/build/use-default-preprocessors");
    default.and_then(Value::as_bool).unwrap_or(true)
        || config.pointer("/preprocessor/links").is_some()
}

/// What an include comes to, with everything below it.
#[derive(Default)]
struct Outcome {
    faults: Vec<Fault>,
    /// How many directives lie in one another below it, as far as mdBook goes.
    depth: usize,
    /// Whether mdBook goes no further somewhere below it: from higher up there would be more to see.
    cut: bool,
}

/// Reads each file once, and looks into each part of it once.
struct Reader<'a> {
    checked: &'a Checked<'a>,
    places: HashMap<String, Option<FilePlace>>,
    texts: HashMap<String, Option<Rc<str>>>,
    /// What was cut off by how many were open.
    done: HashMap<(Key, Option<usize>), Rc<Outcome>>,
    /// What is being looked into.
    open: Vec<Key>,
}

/// A part of a file, in a form.
type Key = (String, Part, Form);

impl Reader<'_> {
    fn below_chapter(&mut self, folder: &str, include: &Include) -> Vec<Fault> {
        let outcome = self.look(folder, include);
        let mut faults = outcome.faults.clone();
        let circle = |fault: &Fault| fault.kind == FaultKind::Circle;
        if outcome.depth >= DEEPEST && !faults.iter().any(circle) {
            faults.push(fault(include, FaultKind::TooDeep));
        }
        faults
    }

    fn look(&mut self, from: &str, include: &Include) -> Rc<Outcome> {
        let open = self.open.len();
        if open >= DEEPEST {
            return Rc::new(Outcome {
                cut: true,
                ..Outcome::default()
            });
        }
        let absolute = std::path::Path::new(&include.file).is_absolute();
        let written = if absolute {
            include.file.clone()
        } else {
            format!("{from}/{}", include.file)
        };
        let Some(place) = self.place(&written) else {
            let kind = FaultKind::NoFile(clean(&written));
            return self.only(include, kind);
        };
        // Behind a link, what the file includes is looked for where the link stands.
        let path = if clean(&written) == place.path {
            place.path.clone()
        } else {
            written
        };
        let key = (path.clone(), include.part.clone(), include.form.clone());
        if self.open.contains(&key) {
            return self.only(include, FaultKind::Circle);
        }
        let mut faults = Vec::new();
        if absolute {
            faults.push(fault(include, FaultKind::Absolute));
        } else if place.reach == Reach::Elsewhere && self.checked.below_src(&place.path).is_none() {
            faults.push(fault(include, FaultKind::Outside(place.path.clone())));
        }
        let known = [None, Some(open)].map(|open| (key.clone(), open));
        let known = known.iter().find_map(|key| self.done.get(key)).cloned();
        let outcome = known.unwrap_or_else(|| {
            self.open.push(key.clone());
            let outcome = Rc::new(self.look_into(&path, &place.path, include));
            self.open.pop();
            let open = outcome.cut.then_some(open);
            self.done.insert((key, open), outcome.clone());
            outcome
        });
        if faults.is_empty() {
            return outcome;
        }
        faults.extend(outcome.faults.iter().cloned());
        Rc::new(Outcome { faults, ..*outcome })
    }

    /// What is wrong with the part of the file, and with what it includes in its turn.
    fn look_into(&mut self, path: &str, shown: &str, include: &Include) -> Outcome {
        let mut outcome = Outcome::default();
        let Some(text) = self.text(path) else {
            outcome.faults.push(fault(include, FaultKind::NotText));
            return outcome;
        };
        let included = include.apply(&text);
        if !included.found {
            let kind = match include.part {
                Part::Anchor(_) => {
                    let known = include_anchors(&text);
                    FaultKind::NoAnchor(known.into_iter().map(str::to_owned).collect())
                }
                Part::Lines { .. } => FaultKind::NoLines(text.lines().count()),
            };
            outcome.faults.push(fault(include, kind));
            return outcome;
        }
        if !included.text.contains("{{") {
            return outcome;
        }
        let mut said = HashSet::new();
        // The lines are counted on from one directive to the next.
        let (mut counted, mut lines) = (0, 0);
        for Directive { range, kind } in directives(&included.text) {
            outcome.depth = outcome.depth.max(1);
            let DirectiveKind::Include(inner) = kind else {
                continue;
            };
            let below = self.look(folder_of(path), &inner);
            outcome.depth = outcome.depth.max(1 + below.depth);
            outcome.cut |= below.cut;
            lines += included.text[counted..range.start].matches('\n').count();
            counted = range.start;
            let line = included.lines.get(lines).copied().unwrap_or_default() + 1;
            for known in &below.faults {
                let inside = known.inside.clone();
                let fault = Fault {
                    inside: Some(inside.unwrap_or_else(|| (shown.to_owned(), line))),
                    ..known.clone()
                };
                if said.insert(fault.clone()) {
                    outcome.faults.push(fault);
                }
            }
        }
        outcome
    }

    fn only(&self, include: &Include, kind: FaultKind) -> Rc<Outcome> {
        Rc::new(Outcome {
            faults: vec![fault(include, kind)],
            ..Outcome::default()
        })
    }

    fn place(&mut self, path: &str) -> Option<FilePlace> {
        if let Some(known) = self.places.get(path) {
            return known.clone();
        }
        let place = self.checked.files.place(path);
        self.places.insert(path.to_owned(), place.clone());
        place
    }

    fn text(&mut self, path: &str) -> Option<Rc<str>> {
        if let Some(known) = self.texts.get(path) {
            return known.clone();
        }
        let text: Option<Rc<str>> = self.checked.files.text(path).map(Into::into);
        self.texts.insert(path.to_owned(), text.clone());
        text
    }
}

fn fault(include: &Include, kind: FaultKind) -> Fault {
    Fault {
        kind,
        include: include.clone(),
        inside: None,
    }
}
