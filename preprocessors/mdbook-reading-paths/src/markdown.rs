//! Callouts and cards as plain Markdown, for renderers other than mdBook's own.

use book_model::{ChapterId, Container, escape_markdown};

use crate::{Card, Gloss, Place, Writer, joint, shared_glosses};

pub(crate) fn head(writer: &Writer<'_>, places: &[Place<'_>]) -> String {
    let shared = shared_glosses(places);
    let own = |place: &Place<'_>| {
        if shared.is_some() {
            Vec::new()
        } else {
            glosses(writer, &place.glosses)
        }
    };
    let mut callouts: Vec<_> = places
        .iter()
        .map(|place| callout(writer, place, own(place)))
        .collect();
    callouts.extend(shared.map(|shared| quotation(&glosses(writer, shared)[1..])));
    callouts.join("\n\n")
}

fn callout(writer: &Writer<'_>, place: &Place<'_>, glosses: Vec<String>) -> String {
    let facts = joined(&writer.facts(place));
    let mut lines = vec![format!("**{}**: {facts}", path_link(writer, place))];
    lines.extend(glosses);
    quotation(&lines)
}

/// Each kind of gloss behind an empty line.
fn glosses(writer: &Writer<'_>, glosses: &[Gloss]) -> Vec<String> {
    let (later, missing): (Vec<_>, Vec<_>) = glosses.iter().partition(|gloss| gloss.later);
    let mut lines = Vec::new();
    for (key, glosses) in [("gloss", missing), ("later", later)] {
        if !glosses.is_empty() {
            lines.extend([
                String::new(),
                escape_markdown(&writer.style.texts.get(key)),
                String::new(),
            ]);
            lines.extend(glosses.into_iter().map(|gloss| entry(writer, gloss)));
        }
    }
    lines
}

fn entry(writer: &Writer<'_>, gloss: &Gloss) -> String {
    let concept = writer.model.concept(gloss.concept);
    let to = writer.destination(concept.chapter, &concept.anchor());
    let joint = if concept.note.is_empty() { "" } else { ": " };
    format!(
        "- [{}]({to}){joint}{}",
        concept.name_inlines.markdown(),
        concept.note.markdown()
    )
}

pub(crate) fn foot(writer: &Writer<'_>, places: &[Place<'_>]) -> String {
    let next = places.iter().map(|place| {
        let path = path_link(writer, place);
        let mut lines = Vec::new();
        match place.next {
            Some(step) => {
                let words = escape_markdown(&writer.style.texts.get("next"));
                let (title, reason) = (
                    link(writer, step.chapter, "", &step.text),
                    step.reason.markdown(),
                );
                lines.push(format!(
                    "**{path}**: {words} {title}{}{reason}",
                    joint(&reason)
                ));
            }
            None => lines.push(format!(
                "**{path}**: {}",
                escape_markdown(&writer.style.texts.get("end"))
            )),
        }
        quotation(&lines)
    });
    next.collect::<Vec<_>>().join("\n\n")
}

pub(crate) fn cards(writer: &Writer<'_>, cards: &[Card<'_>], container: &Container) -> String {
    let cards = cards.iter().map(|card| {
        let name = link(writer, card.path.chapter, "", &card.path.name);
        format!(
            "- **{name}** ({}): {}",
            joined(&writer.size(card)),
            card.path.for_whom.markdown()
        )
    });
    container.generated("reading-path-cards", &cards.collect::<Vec<_>>())
}

/// Facts, one behind the other.
fn joined(facts: &[String]) -> String {
    let facts = facts.iter().map(|fact| escape_markdown(fact));
    facts.collect::<Vec<_>>().join(", ")
}

fn quotation(lines: &[String]) -> String {
    let quoted = lines.iter().map(|line| {
        if line.is_empty() {
            ">".to_owned()
        } else {
            format!("> {line}")
        }
    });
    quoted.collect::<Vec<_>>().join("\n")
}

fn path_link(writer: &Writer<'_>, place: &Place<'_>) -> String {
    link(writer, place.path.chapter, "", &place.path.name)
}

fn link(writer: &Writer<'_>, to: ChapterId, anchor: &str, text: &str) -> String {
    format!(
        "[{}]({})",
        escape_markdown(text),
        writer.destination(to, anchor)
    )
}
