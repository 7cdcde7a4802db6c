//! # image-without-alt
//!
//! Finds an image with no text in place of it.
//!
//! Whoever cannot see the image, or has it not loaded, is left with nothing where it stands (WCAG 2.2,
//! success criterion 1.1.1). An image that only decorates has an empty text, which tells a screen
//! reader to pass over it: `alt=""` in HTML (HTML standard, section 4.8.4.4). Markdown's `![](wave.svg)`
//! becomes just that, and so hides an image that means something; it cannot be told from one whose
//! text was forgotten, and only raw HTML says that none is needed.
//!
//! ## Bad
//!
//! ```md
//! # Retries
//!
//! ![](data:image/png;base64,iVBORw0KGgo=)
//! ```
//!
//! ## Good
//!
//! ```md
//! # Retries
//!
//! ![Load doubles with each retry that nobody caps](data:image/png;base64,iVBORw0KGgo=)
//!
//! <img src="data:image/png;base64,iVBORw0KGgo=" alt="">
//! ```

use book_model::{Chapter, Diagnostic, Label, Media, Span};

use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "image-without-alt",
    level: Level::Warn,
    source: include_str!("image_without_alt.rs"),
    check: Check::Chapter(check),
};

/// The longest address that a help repeats: one that holds the image itself would fill the screen.
const SHOWN: usize = 80;

fn check(_: &Checked<'_>, chapter: &Chapter) -> Vec<Diagnostic> {
    let media = chapter.page.media.iter();
    media
        .filter(|media| !media.described)
        .map(|media| diagnostic(chapter, media))
        .collect()
}

fn diagnostic(chapter: &Chapter, media: &Media) -> Diagnostic {
    let span = Span::chapter(chapter.id, media.range.clone());
    let label = Label::new(span, "nothing to read in its place");
    let diagnostic = Diagnostic::new(RULE.name, "this image has no text", label);
    if media.element.is_some() {
        return diagnostic
            .help("say what it shows: `alt=\"what it shows\"`")
            .help("or, if it only decorates, say that: `alt=\"\"`");
    }
    let file = media.files.first().map_or("", |(file, _)| file.as_str());
    let file = if file.len() > SHOWN { "..." } else { file };
    let text = match media.title.as_str() {
        "" => "what it shows",
        title => title,
    };
    diagnostic
        .help(format!(
            "write what it shows between the brackets: `![{text}]({file})`"
        ))
        .help(format!(
            "or, if it only decorates, say that in HTML: `<img src=\"{file}\" alt=\"\">`"
        ))
}
