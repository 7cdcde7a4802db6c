//! Callouts and cards as HTML. No blank line stands in them: it would end the block.

use book_model::{ChapterId, escape_html};

use crate::{Card, Gloss, Place, Writer};

/// Stands between two facts.
const DOT: &str = " <span aria-hidden=\"true\">·</span> ";

pub(crate) fn head(writer: &Writer<'_>, places: &[Place<'_>]) -> String {
    let callouts: Vec<_> = places.iter().map(|place| callout(writer, place)).collect();
    callouts.join("\n")
}

fn callout(writer: &Writer<'_>, place: &Place<'_>) -> String {
    let mut facts = vec![format!("<strong>{}</strong>", path_link(writer, place))];
    facts.extend(
        writer
            .facts(place)
            .iter()
            .map(|fact| format!("<span>{}</span>", escape_html(fact))),
    );
    let (later, missing): (Vec<_>, Vec<_>) = place
        .glosses
        .iter()
        .partition(|gloss| gloss.later.is_some());
    let mut out = open("aside", "reading-path", writer, place);
    out.push_str(&format!("\n<p>{}</p>", facts.join(DOT)));
    out.push_str(&glosses(writer, "gloss", &missing));
    out.push_str(&glosses(writer, "later", &later));
    out + "\n</aside>"
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

fn glosses(writer: &Writer<'_>, key: &str, glosses: &[&Gloss]) -> String {
    if glosses.is_empty() {
        return String::new();
    }
    let entries = glosses.iter().map(|gloss| {
        let concept = writer.model.concept(gloss.concept);
        let term = link(writer, concept.chapter, &concept.anchor(), &concept.name);
        format!("<dt>{term}</dt><dd>{}</dd>", concept.note.html())
    });
    let words = escape_html(&writer.style.texts.get(key));
    format!("\n<p>{words}</p>\n<dl>{}</dl>", entries.collect::<String>())
}

pub(crate) fn foot(writer: &Writer<'_>, places: &[Place<'_>]) -> String {
    let next = places.iter().map(|place| {
        let path = path_link(writer, place);
        let said = match place.next {
            Some((chapter, reason)) => {
                let words = escape_html(&writer.style.texts.get("next"));
                let title = link(writer, chapter, "", writer.model.chapter(chapter).title());
                let reason = if reason.is_empty() {
                    String::new()
                } else {
                    format!("<br>{}", reason.html())
                };
                format!("{words} {title}{reason}")
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
        let facts = [
            writer.steps(card.path.steps.len()),
            writer.minutes("minutes", card.minutes),
        ];
        let facts: Vec<_> = facts.iter().map(|fact| escape_html(fact)).collect();
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
    format!(
        "<a href=\"{}\">{}</a>",
        escape_html(&writer.destination(to, anchor)),
        escape_html(text)
    )
}
