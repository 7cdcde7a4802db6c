//! Callouts and cards as HTML. No blank line stands in them: it would end the block.

use book_model::{ChapterId, escape_html};

use crate::{Card, Gloss, Place, Writer, joint, shared_glosses};

/// Stands between two facts, and never at the beginning of a line.
const DOT: &str = "\u{a0}<span aria-hidden=\"true\">·</span> ";

pub(crate) fn head(writer: &Writer<'_>, places: &[Place<'_>]) -> String {
    let shared = shared_glosses(places);
    let own = |place: &Place<'_>| {
        if shared.is_some() {
            String::new()
        } else {
            glosses(writer, &place.glosses)
        }
    };
    let mut callouts: Vec<_> = places
        .iter()
        .map(|place| callout(writer, place, &own(place)))
        .collect();
    callouts.extend(shared.map(|shared| {
        let kind = if shared.iter().all(|gloss| gloss.later) {
            "later"
        } else {
            "gloss"
        };
        let name = writer.style.texts.get(kind);
        format!(
            "<aside class=\"reading-path\" aria-label=\"{}\">{}\n</aside>",
            escape_html(name.trim_end_matches(':')),
            glosses(writer, shared)
        )
    }));
    callouts.join("\n")
}

fn callout(writer: &Writer<'_>, place: &Place<'_>, glosses: &str) -> String {
    let mut facts = vec![format!("<strong>{}</strong>", path_link(writer, place))];
    facts.extend(
        writer
            .facts(place)
            .iter()
            .map(|fact| format!("<span>{}</span>", escape_html(fact))),
    );
    let open = open("aside", "reading-path", writer, place);
    format!("{open}\n<p>{}</p>{glosses}\n</aside>", facts.join(DOT))
}

/// The opening tag, with the path in it for scripts and its name for those who cannot see it.
fn open(tag: &str, class: &str, writer: &Writer<'_>, place: &Place<'_>) -> String {
    let path = writer
        .model
        .chapter(place.path.chapter)
        .path
        .as_deref()
        .unwrap_or_default();
    format!(
        "<{tag} class=\"{class}\" data-path=\"{}\" aria-label=\"{}\">",
        escape_html(path),
        escape_html(&place.path.name)
    )
}

fn glosses(writer: &Writer<'_>, glosses: &[Gloss]) -> String {
    let (later, missing): (Vec<_>, Vec<_>) = glosses.iter().partition(|gloss| gloss.later);
    [("gloss", missing), ("later", later)]
        .iter()
        .filter(|(_, glosses)| !glosses.is_empty())
        .map(|(key, glosses)| {
            let entries: String = glosses.iter().map(|gloss| entry(writer, gloss)).collect();
            let words = escape_html(&writer.style.texts.get(key));
            format!("\n<p>{words}</p>\n<dl>{entries}</dl>")
        })
        .collect()
}

fn entry(writer: &Writer<'_>, gloss: &Gloss) -> String {
    let concept = writer.model.concept(gloss.concept);
    let term = linked(
        writer,
        concept.chapter,
        &concept.anchor(),
        &concept.name_inlines.html(),
    );
    format!("<dt>{term}</dt><dd>{}</dd>", concept.note.html())
}

pub(crate) fn foot(writer: &Writer<'_>, places: &[Place<'_>]) -> String {
    let next = places.iter().map(|place| {
        let path = path_link(writer, place);
        let said = match place.next {
            Some(step) => {
                let words = escape_html(&writer.style.texts.get("next"));
                let (title, reason) = (
                    link(writer, step.chapter, "", &step.text),
                    step.reason.html(),
                );
                format!("{words} {title}{}{reason}", joint(&reason))
            }
            None => escape_html(&writer.style.texts.get("end")),
        };
        let open = open("nav", "reading-path-next", writer, place);
        format!("{open}\n<p><strong>{path}</strong>{DOT}{said}</p>\n</nav>")
    });
    next.collect::<Vec<_>>().join("\n")
}

/// Everything on one line, so that a container's prefix cannot break it.
pub(crate) fn cards(writer: &Writer<'_>, cards: &[Card<'_>]) -> String {
    let cards = cards.iter().map(|card| {
        let name = link(writer, card.path.chapter, "", &card.path.name);
        let facts: Vec<_> = writer
            .size(card)
            .iter()
            .map(|fact| escape_html(fact))
            .collect();
        format!(
            "<li><strong>{name}</strong><p>{}</p><p class=\"reading-path-size\">{}</p></li>",
            card.path.for_whom.html(),
            facts.join(DOT)
        )
    });
    format!(
        "<ul class=\"reading-path-cards\">{}</ul>",
        cards.collect::<String>()
    )
}

fn path_link(writer: &Writer<'_>, place: &Place<'_>) -> String {
    link(writer, place.path.chapter, "", &place.path.name)
}

fn link(writer: &Writer<'_>, to: ChapterId, anchor: &str, text: &str) -> String {
    linked(writer, to, anchor, &escape_html(text))
}

/// A link around HTML.
fn linked(writer: &Writer<'_>, to: ChapterId, anchor: &str, html: &str) -> String {
    format!(
        "<a href=\"{}\">{html}</a>",
        escape_html(&writer.destination(to, anchor))
    )
}
