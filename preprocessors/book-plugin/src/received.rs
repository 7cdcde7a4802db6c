//! What mdBook sends: the context, then the book. Each chapter is read as soon as it is there, while mdBook
//! is still writing the rest, and what a plugin leaves alone goes back as it came.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result, bail};
use book_model::{Facts, Pages, Settings};
use mdbook_core::book::{Book, BookItem, Chapter};
use rayon::Scope;
use rayon::prelude::*;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::book::slashes;
use crate::handshake::read_context;
use crate::input::{InPauses, PIECE};
use crate::splitter::{Part, Splitter};
use crate::{Context, Plugin};

/// A book as it came.
pub(crate) struct Received {
    pub(crate) context: Context,
    pub(crate) book: Book,
    /// The JSON of its items.
    items: Vec<Item>,
}

/// The JSON of an item at the top of a book.
struct Item {
    json: Vec<u8>,
    /// The texts of the chapters in it, in order.
    texts: Vec<Arc<str>>,
}

/// Reads the context and the book for a plugin.
///
/// # Errors
///
/// When something else is sent, or comes from an mdBook that these plugins were not built for.
pub(crate) fn receive(sender: impl Read, plugin: &dyn Plugin) -> Result<Received> {
    let mut sender = InPauses::new(sender);
    let received = take_in(&mut sender, plugin).and_then(Taken::whole);
    if received.is_err() {
        // Whoever hangs up early has mdBook complain of that as well.
        let mut piece = vec![0; PIECE];
        while sender.read(&mut piece).is_ok_and(|length| length > 0) {}
    }
    received
}

fn take_in(sender: &mut impl Read, plugin: &dyn Plugin) -> Result<Taken> {
    rayon::in_place_scope(|scope| {
        let mut splitter = Splitter::default();
        let mut intake = Intake::new(plugin, scope);
        let mut piece = vec![0; PIECE];
        loop {
            match sender.read(&mut piece) {
                Ok(0) => break,
                Ok(length) => splitter.feed(&piece[..length], |part| intake.part(part)),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error).context("cannot read standard input"),
            }
            if let Some(Err(_)) = intake.context {
                break;
            }
        }
        Ok(Taken {
            context: intake.context.transpose()?,
            frame: splitter.into_frame(),
            items: intake.items,
        })
    })
}

/// What is taken in; its items are read side by side.
struct Intake<'a, 'scope> {
    plugin: &'a dyn Plugin,
    scope: &'a Scope<'scope>,
    context: Option<Result<Context>>,
    reading: Option<Arc<Reading>>,
    /// How many items came.
    count: usize,
    items: Items,
}

/// What was read of each item, in the order in which they came.
type Items = Arc<Mutex<BTreeMap<usize, serde_json::Result<(BookItem, Item)>>>>;

impl<'a, 'scope> Intake<'a, 'scope> {
    fn new(plugin: &'a dyn Plugin, scope: &'a Scope<'scope>) -> Intake<'a, 'scope> {
        Intake {
            plugin,
            scope,
            context: None,
            reading: None,
            count: 0,
            items: Items::default(),
        }
    }

    fn part(&mut self, part: Part<'_>) {
        match part {
            Part::Context(json) => {
                let context = read_context(json);
                let known = context.as_ref().ok();
                let reading = known.and_then(|context| Reading::new(self.plugin, context));
                self.reading = reading.map(Arc::new);
                self.context = Some(context);
            }
            Part::Item(json) => {
                let (items, reading) = (self.items.clone(), self.reading.clone());
                let index = self.count;
                self.count += 1;
                self.scope.spawn(move |_| {
                    let item = read_item(json, reading.as_deref());
                    let mut items = items.lock().unwrap_or_else(PoisonError::into_inner);
                    items.insert(index, item);
                });
            }
        }
    }
}

/// All that came.
struct Taken {
    context: Option<Context>,
    frame: Vec<u8>,
    items: Items,
}

impl Taken {
    /// The book, when all of it came.
    fn whole(self) -> Result<Received> {
        let whole = "standard input does not hold a whole book in mdBook's JSON";
        let frame = serde_json::from_slice(&self.frame).context(whole)?;
        let (_, Frame { items: places }): (IgnoredAny, Frame) = frame;
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        let items = std::mem::take(&mut *items);
        // A book that is written in a way that hides its items is none of mdBook's.
        if places.len() != items.len() || places.iter().any(|&place| place != 0) {
            bail!(whole);
        }
        let items = items.into_iter().map(|(index, item)| {
            item.with_context(|| format!("item {} of the book cannot be read", index + 1))
        });
        let items: Vec<_> = items.collect::<Result<_>>().context(whole)?;
        let (book, items) = items.into_iter().unzip();
        Ok(Received {
            context: self.context.context(whole)?,
            book: Book::new_with_items(book),
            items,
        })
    }
}

/// What is left of the book without its items.
#[derive(Deserialize)]
struct Frame {
    /// A 0 for each.
    items: Vec<u8>,
}

/// How a plugin reads pages, and where they are kept for it.
struct Reading {
    pages: Pages,
    settings: Settings,
    facts: Facts,
}

impl Reading {
    /// None where the settings make no sense: the plugin is going to say so.
    fn new(plugin: &dyn Plugin, context: &Context) -> Option<Reading> {
        let settings = context.settings().ok()?;
        Some(Reading {
            pages: context.pages.clone(),
            settings,
            facts: plugin.facts(context),
        })
    }
}

fn read_item(json: Vec<u8>, reading: Option<&Reading>) -> serde_json::Result<(BookItem, Item)> {
    let item: BookItem = serde_json::from_slice(&json)?;
    let mut texts = Vec::new();
    if let BookItem::Chapter(chapter) = &item {
        each_chapter(chapter, &mut |chapter| {
            let text: Arc<str> = chapter.content.as_str().into();
            texts.push(text.clone());
            if let Some(reading) = reading {
                let path = chapter.path.as_deref().map(slashes);
                let Reading { settings, .. } = reading;
                reading
                    .pages
                    .read_one(path.as_deref(), text, settings, reading.facts);
            }
        });
    }
    Ok((item, Item { json, texts }))
}

fn each_chapter(chapter: &Chapter, look: &mut dyn FnMut(&Chapter)) {
    look(chapter);
    for item in &chapter.sub_items {
        if let BookItem::Chapter(chapter) = item {
            each_chapter(chapter, look);
        }
    }
}

impl Received {
    /// Sends the book back, of which no more than texts was changed.
    pub(crate) fn send(&self, out: impl Write) -> io::Result<()> {
        let items = self.book.items.par_iter().zip(&self.items);
        let items: Vec<Cow<'_, [u8]>> = items
            .map(|(item, received)| {
                Ok(if received.is_still(item) {
                    Cow::Borrowed(received.json.as_slice())
                } else {
                    Cow::Owned(serde_json::to_vec(item)?)
                })
            })
            .collect::<serde_json::Result<_>>()?;
        let mut out = BufWriter::with_capacity(PIECE, out);
        out.write_all(b"{\"items\":[")?;
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                out.write_all(b",")?;
            }
            out.write_all(item)?;
        }
        out.write_all(b"]}")?;
        out.flush()
    }
}

impl Item {
    /// Whether nothing has changed since it came: plugins change texts, and nothing else.
    fn is_still(&self, item: &BookItem) -> bool {
        let mut texts = self.texts.iter();
        let mut still = true;
        if let BookItem::Chapter(chapter) = item {
            each_chapter(chapter, &mut |chapter| {
                still &= texts.next().is_some_and(|text| **text == *chapter.content);
            });
        }
        still && texts.next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use crate::Report;

    use super::*;

    /// A plugin that reads everything.
    struct Reader;

    impl Plugin for Reader {
        fn name(&self) -> &'static str {
            "reader"
        }

        fn about(&self) -> &'static str {
            "Reads"
        }

        fn facts(&self, _: &Context) -> Facts {
            Facts::All
        }

        fn run(&self, _: &Context, _: &mut Book) -> Result<Report> {
            unreachable!("it only reads")
        }
    }

    fn received(input: &str) -> Result<Received> {
        receive(input.as_bytes(), &Reader)
    }

    fn sent(received: &Received) -> String {
        let mut out = Vec::new();
        received.send(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    const CONTEXT: &str = r#""root":"/b","config":{"book":{"new":1}},"renderer":"html""#;

    fn chapter(text: &str, below: &str) -> String {
        format!(
            r#"{{"Chapter":{{"name":"A","content":"{text}","number":null,"sub_items":[{below}],"path":"a.md","source_path":"a.md","parent_names":[]}}}}"#
        )
    }

    #[test]
    fn a_book_from_mdbook_0_5_is_read_whatever_else_it_sends() {
        let input = format!(
            r#"  [{{{CONTEXT},"mdbook_version":"0.5.9","more":{{}}}},
                {{"more":1,"no\"items":[2],"items":[{{"PartTitle":"One"}},"Separator"],"most":[]}}]"#
        );
        let received = received(&input).unwrap();
        assert_eq!(received.context.renderer, "html");
        assert_eq!(
            sent(&received),
            r#"{"items":[{"PartTitle":"One"},"Separator"]}"#
        );
    }

    #[test]
    fn what_was_not_changed_goes_back_as_it_came_and_the_rest_as_it_is() {
        // Written in another way than serde would.
        let plain = chapter("\\u0061", "");
        let nested = chapter("b", &chapter("c\\u0064", ""));
        let input =
            format!(r#"[{{{CONTEXT},"mdbook_version":"0.5.4"}},{{"items":[{plain},{nested}]}}]"#);
        let mut received = received(&input).unwrap();
        assert_eq!(
            sent(&received),
            format!(r#"{{"items":[{plain},{nested}]}}"#)
        );
        let BookItem::Chapter(chapter) = &mut received.book.items[1] else {
            panic!("a chapter was sent");
        };
        let BookItem::Chapter(below) = &mut chapter.sub_items[0] else {
            panic!("a chapter was sent");
        };
        below.content.push('!');
        let back: Book = serde_json::from_str(&sent(&received)).unwrap();
        assert_eq!(back, received.book);
        assert!(sent(&received).contains(&plain));
    }

    #[test]
    fn any_other_input_is_refused_with_the_reason() {
        let old = format!(r#"[{{{CONTEXT},"mdbook_version":"0.4.52"}},{{"sections":[]}}]"#);
        let new = |book: &str| format!(r#"[{{{CONTEXT},"mdbook_version":"0.5.4"}},{book}]"#);
        let silent = format!(r#"[{{{CONTEXT}}},{{"sections":[]}}]"#);
        let whole = "whole book";
        for (input, reason) in [
            (old.as_str(), "mdBook 0.4.52"),
            (&new(r#"{"sections":[]}"#), "missing field `items`"),
            (&new(r#"{"items":[{"Part":1}]}"#), whole),
            (&new(r#"{"items":["Separator",]}"#), whole),
            (&new(r#"{"items":["Separator" 1]}"#), whole),
            (&new(r#"{"\u0069tems":["Separator"]}"#), whole),
            (&new(r#"[["Separator"]]"#), whole),
            (&new(r#"{"items":["Separator",7]}"#), "item 2"),
            (&new("{\"items\":[\u{c}]}"), whole),
            (&new(r#"{"items":[]},1"#), whole),
            (&(new(r#"{"items":[]}"#) + "1"), whole),
            (&silent, "does not say which version"),
            (&old[..40], whole),
            ("", whole),
            ("{}", whole),
            ("[]", whole),
            ("[1,2]", "does not say which version"),
            (r#"[{"mdbook_version":"0.5.4"},{"items":[]}]"#, "context"),
            (&old.replace("0.4.52", "0.6.0"), "mdBook 0.6.0"),
            (&old.replace("0.4.52", "new"), "`new`"),
        ] {
            let Err(refusal) = received(input) else {
                panic!("{input} was read");
            };
            assert!(
                format!("{refusal:#}").contains(reason),
                "{input}: {refusal:#}"
            );
        }
    }
}
