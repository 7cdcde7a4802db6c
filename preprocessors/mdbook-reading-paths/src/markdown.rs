//! Callouts and cards as plain Markdown, for renderers other than mdBook's own.

use book_model::{ChapterId, Container, escape_markdown};

use crate::{Card, Gloss, Place, Writer};

pub(crate) fn head(writer: &Writer<'_>, places: &[Place<'_>]) -> String {
    let callouts: Vec<_> = places.iter().map(|place| callout(writer, place)).collect();
    callouts.join("\n\n")
}

fn callout(writer: &Writer<'_>, place: &Place<'_>) -> String {
    let mut lines = vec![format!(
        "**{}**: {}",
        path_link(writer, place),
        writer.facts(place).join(", ")
    )];
    let (later, missing): (Vec<_>, Vec<_>) = place
        .glosses
        .iter()
        .partition(|gloss| gloss.later.is_some());
    lines.extend(glosses(writer, "gloss", &missing));
    lines.extend(glosses(writer, "later", &later));
    quotation(&lines)
}

fn glosses(writer: &Writer<'_>, key: &str, glosses: &[&Gloss]) -> Vec<String> {
    if glosses.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![
        String::new(),
        escape_markdown(&writer.style.texts.get(key)),
        String::new(),
    ];
    lines.extend(glosses.iter().map(|gloss| {
        let concept = writer.model.concept(gloss.concept);
        let term = link(writer, concept.chapter, &concept.anchor(), &concept.name);
        let joint = if concept.note.is_empty() { "" } else { ": " };
        format!("- {term}{joint}{}", concept.note.markdown())
    }));
    lines
}

pub(crate) fn foot(writer: &Writer<'_>, places: &[Place<'_>]) -> String {
    let next = places.iter().map(|place| {
        let path = path_link(writer, place);
        let mut lines = Vec::new();
        match place.next {
            Some((chapter, reason)) => {
                let words = escape_markdown(&writer.style.texts.get("next"));
                let title = link(writer, chapter, "", writer.model.chapter(chapter).title());
                lines.push(format!("**{path}**: {words} {title}"));
                if !reason.is_empty() {
                    lines.extend([String::new(), reason.markdown()]);
                }
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
        let facts = [
            writer.steps(card.path.steps.len()),
            writer.minutes("minutes", card.minutes),
        ];
        format!(
            "- **{name}** ({}): {}",
            facts.join(", "),
            card.path.for_whom.markdown()
        )
    });
    container.generated("reading-path-cards", &cards.collect::<Vec<_>>())
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
