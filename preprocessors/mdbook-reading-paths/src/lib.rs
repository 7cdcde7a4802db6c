//! Tells the readers of an mdBook where they are on each reading path: a callout at the head of a
//! chapter, the next step at its foot, and the paths as cards at `<!-- reading-paths -->`.
//!
//! [`Paths`] is pure: from the model to the edits of each chapter. [`ReadingPaths`] is the plugin.
//! What a callout says is in `place`, how it is written in `html` and `markdown`.

mod html;
mod markdown;
mod place;
mod plugin;

use anyhow::Result;
use book_model::{
    ChapterId, Edit, GENERATED_BEGIN, GENERATED_END, MarkerKind, Model, Page, Settings, Sources,
};
use book_plugin::{Context, Style};

use place::Minutes;
pub use place::{Card, Gloss, Place};
pub use plugin::ReadingPaths;
use plugin::TEXTS;

/// Who made a generated region.
const NAME: &str = "reading-paths";

/// How this plugin writes what it generates, in this run.
///
/// # Errors
///
/// When the table of words in `book.toml` makes no sense.
pub fn style(context: &Context) -> Result<Style> {
    Style::new(context, NAME, TEXTS)
}

/// The reading paths of a book, about to be told to its readers.
#[derive(Debug)]
pub struct Paths<'a> {
    model: &'a Model,
    sources: &'a Sources,
    style: &'a Style,
    /// For each path, those of its steps.
    minutes: Vec<Vec<Minutes>>,
}

impl<'a> Paths<'a> {
    /// Those of a book that `model` was read from.
    pub fn new(
        model: &'a Model,
        sources: &'a Sources,
        settings: &Settings,
        style: &'a Style,
    ) -> Paths<'a> {
        let paths = model.paths.iter();
        Paths {
            minutes: paths
                .map(|path| Minutes::of(&model.minutes(path, sources, settings)))
                .collect(),
            model,
            sources,
            style,
        }
    }

    /// What changes in a chapter.
    pub fn edits(&self, chapter: ChapterId) -> Vec<Edit> {
        let (model, style) = (self.model, self.style);
        let page = &model.chapter(chapter).page;
        let writer = Writer {
            model,
            style,
            from: chapter,
        };
        if model.paths.is_empty() {
            return Vec::new();
        }
        let mut edits = page.splice(MarkerKind::ReadingPaths, |marker, _| {
            let cards = place::cards(model, &self.minutes);
            if style.html {
                html::cards(&writer, &cards)
            } else {
                markdown::cards(&writer, &cards, &marker.container)
            }
        });
        let places = place::places(model, &self.minutes, chapter);
        if places.is_empty() || page.has_generated(NAME) {
            return edits;
        }
        let (head, foot) = if style.html {
            (html::head(&writer, &places), html::foot(&writer, &places))
        } else {
            (
                markdown::head(&writer, &places),
                markdown::foot(&writer, &places),
            )
        };
        let text = &self.sources.chapters[chapter.0].text;
        edits.push(at_head(page, text, &region(&head)));
        // What is never closed would swallow it.
        if !page.open_end {
            edits.push(Edit::insert(text.len(), format!("\n\n{}", region(&foot))));
        }
        edits
    }
}

/// Marks what was made, so that a second run leaves it alone.
fn region(generated: &str) -> String {
    format!("{GENERATED_BEGIN}{NAME} -->\n{generated}\n{GENERATED_END}\n")
}

/// Behind the title of the chapter, else ahead of everything that the author wrote. A title is its first heading, when that
/// is of level 1 and only comments, anchors and the like stand ahead of it.
fn at_head(page: &Page, text: &str, region: &str) -> Edit {
    let first = page.headings.iter().find(|heading| heading.top_level);
    let title =
        first.filter(|heading| heading.level == 1 && page.prose_start >= heading.range.start);
    let at = title.map_or_else(|| behind_panels(page, text), |heading| heading.range.end);
    let line = if at == 0 || text[..at].ends_with(['\n', '\r']) {
        ""
    } else {
        "\n"
    };
    Edit::insert(at, format!("{line}\n{region}\n"))
}

/// Behind what plugins have put ahead of the text, such as what is wrong with it.
fn behind_panels(page: &Page, text: &str) -> usize {
    page.generated.iter().fold(0, |at, (_, region)| {
        let between = text.get(at..region.start);
        let next = between.is_some_and(|between| between.trim().is_empty());
        if next { region.end } else { at }
    })
}

/// What is needed to write a link.
struct Writer<'a> {
    model: &'a Model,
    style: &'a Style,
    from: ChapterId,
}

impl Writer<'_> {
    fn destination(&self, to: ChapterId, anchor: &str) -> String {
        self.model.destination(self.from, to, anchor)
    }

    fn minutes(&self, key: &str, minutes: usize) -> String {
        self.style
            .texts
            .fill(key, &[("minutes", minutes.to_string())])
    }

    fn steps(&self, steps: usize) -> String {
        let key = if steps == 1 { "one-step" } else { "steps" };
        self.style.texts.fill(key, &[("steps", steps.to_string())])
    }

    /// How long a path is.
    fn size(&self, card: &Card<'_>) -> [String; 2] {
        let steps = self.steps(card.path.steps.len());
        [steps, self.minutes("minutes", card.minutes)]
    }

    /// Where on the path: the step, its minutes, the minutes to the end.
    fn facts(&self, place: &Place<'_>) -> Vec<String> {
        let values = [
            ("step", (place.step + 1).to_string()),
            ("of", place.steps.to_string()),
        ];
        vec![
            self.style.texts.fill("step", &values),
            self.minutes("minutes", place.minutes),
            self.minutes("left", place.minutes_left),
        ]
    }
}

/// What stands between the words of a step's link and the reason behind it: nothing ahead of the
/// colon or comma that the author wrote there.
fn joint(reason: &str) -> &'static str {
    if reason.is_empty() || reason.starts_with([':', ',', ';', '.', ')']) {
        ""
    } else {
        " "
    }
}

/// The glosses that all of several places have in common because they are the same for each.
fn shared_glosses<'a>(places: &'a [Place<'_>]) -> Option<&'a [Gloss]> {
    let (first, rest) = places.split_first()?;
    let same = |place: &Place<'_>| place.glosses == first.glosses;
    (!rest.is_empty() && !first.glosses.is_empty() && rest.iter().all(same))
        .then_some(&first.glosses)
}
