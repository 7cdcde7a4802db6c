//! What mdBook sends: the context, then the book, in JSON. Whoever waits for a chapter has it as soon as it
//! is there, while mdBook is still writing the rest.

use std::fmt;
use std::io::Read;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use book_model::Pages;
use mdbook_core::book::{Book, BookItem};
use semver::{Version, VersionReq};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::Context;

/// The versions of mdBook whose books these plugins understand.
const MDBOOK: &str = "^0.5";

/// Who waits for what is sent.
pub(crate) trait Waiting {
    /// The context is there.
    fn context(&mut self, context: &Context);

    /// An item at the top of the book is there, with everything below it.
    fn item(&mut self, item: &BookItem);
}

/// Reads the context and the book.
///
/// # Errors
///
/// When something else is sent, or comes from an mdBook that these plugins were not built for.
pub(crate) fn receive(sender: impl Read, waiting: &mut dyn Waiting) -> Result<(Context, Book)> {
    let mut refused = None;
    let whole = Whole {
        waiting,
        refused: &mut refused,
    };
    let mut json = serde_json::Deserializer::from_reader(sender);
    let read = whole
        .deserialize(&mut json)
        .and_then(|read| json.end().map(|()| read));
    match refused {
        Some(reason) => Err(reason),
        None => read.context("standard input does not hold a whole book in mdBook's JSON"),
    }
}

/// What mdBook sends besides the book; fields that are not needed here may come and go.
#[derive(Deserialize)]
struct Sent {
    root: PathBuf,
    config: Value,
    renderer: String,
}

/// Refuses a book from an mdBook that this plugin was not built for.
fn understands(version: Option<&str>) -> Result<()> {
    let Some(version) = version else {
        bail!(
            "the caller does not say which version of mdBook it is; this plugin needs mdBook 0.5"
        );
    };
    let parsed = Version::parse(version)
        .with_context(|| format!("mdBook gives its version as `{version}`"))?;
    if !VersionReq::parse(MDBOOK).is_ok_and(|needed| needed.matches(&parsed)) {
        bail!(
            "the book comes from mdBook {version}, and this plugin understands mdBook 0.5; \
             install mdBook 0.5, or a version of this plugin that was made for {version}"
        );
    }
    Ok(())
}

/// The array of both.
struct Whole<'a> {
    waiting: &'a mut dyn Waiting,
    /// Why the book is not for this plugin, whatever else it holds.
    refused: &'a mut Option<anyhow::Error>,
}

impl<'de> DeserializeSeed<'de> for Whole<'_> {
    type Value = (Context, Book);

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Whole<'_> {
    type Value = (Context, Book);

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an array of the context and the book")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
        let missing = |at| A::Error::invalid_length(at, &"the context and the book");
        let sent: Value = array.next_element()?.ok_or_else(|| missing(0))?;
        // Another version sends something else.
        let version = sent.get("mdbook_version").and_then(Value::as_str);
        if let Err(reason) = understands(version) {
            *self.refused = Some(reason);
            return Err(A::Error::custom("refused"));
        }
        let sent: Sent = serde_json::from_value(sent).map_err(A::Error::custom)?;
        let context = Context {
            root: sent.root,
            renderer: sent.renderer,
            config: sent.config,
            pages: Pages::default(),
        };
        self.waiting.context(&context);
        let book = array.next_element_seed(BookSeed(self.waiting))?;
        let book = book.ok_or_else(|| missing(1))?;
        if array.next_element::<IgnoredAny>()?.is_some() {
            return Err(missing(3));
        }
        Ok((context, book))
    }
}

/// The book, in which only `items` matters.
struct BookSeed<'a>(&'a mut dyn Waiting);

impl<'de> DeserializeSeed<'de> for BookSeed<'_> {
    type Value = Book;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Book, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for BookSeed<'_> {
    type Value = Book;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a book")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Book, A::Error> {
        let mut items = None;
        while let Some(field) = fields.next_key::<String>()? {
            if field == "items" {
                items = Some(fields.next_value_seed(Items(&mut *self.0))?);
            } else {
                fields.next_value::<IgnoredAny>()?;
            }
        }
        let items = items.ok_or_else(|| A::Error::missing_field("items"))?;
        Ok(Book::new_with_items(items))
    }
}

struct Items<'a>(&'a mut dyn Waiting);

impl<'de> DeserializeSeed<'de> for Items<'_> {
    type Value = Vec<BookItem>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = Vec<BookItem>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the items of a book")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = array.next_element()? {
            self.0.item(&item);
            items.push(item);
        }
        Ok(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes down what comes, in order.
    #[derive(Default)]
    struct Diary(Vec<String>);

    impl Waiting for Diary {
        fn context(&mut self, context: &Context) {
            self.0.push(context.renderer.clone());
        }

        fn item(&mut self, item: &BookItem) {
            self.0.push(match item {
                BookItem::Chapter(chapter) => chapter.name.clone(),
                BookItem::PartTitle(title) => title.clone(),
                BookItem::Separator => "---".to_owned(),
            });
        }
    }

    fn refusal(input: &str) -> String {
        let refused = receive(input.as_bytes(), &mut Diary::default());
        format!("{:#}", refused.unwrap_err())
    }

    const CONTEXT: &str = r#""root":"/b","config":{"book":{"new":1}},"renderer":"html""#;

    #[test]
    fn a_book_from_mdbook_0_5_is_read_whatever_else_it_sends() {
        let input = format!(
            r#"[{{{CONTEXT},"mdbook_version":"0.5.9","more":{{}}}},
                {{"more":1,"items":[{{"PartTitle":"One"}},"Separator"],"most":[]}}]"#
        );
        let mut diary = Diary::default();
        let (context, book) = receive(input.as_bytes(), &mut diary).unwrap();
        assert_eq!(context.renderer, "html");
        assert_eq!(book.items.len(), 2);
        assert_eq!(diary.0, ["html", "One", "---"]);
    }

    #[test]
    fn what_is_there_is_given_away_ahead_of_what_is_not() {
        let input = format!(
            r#"[{{{CONTEXT},"mdbook_version":"0.5.4"}},{{"items":[{{"PartTitle":"One"}},{{"Part"#
        );
        let mut diary = Diary::default();
        assert!(receive(input.as_bytes(), &mut diary).is_err());
        assert_eq!(diary.0, ["html", "One"]);
    }

    #[test]
    fn any_other_input_is_refused_with_the_reason() {
        let old = format!(r#"[{{{CONTEXT},"mdbook_version":"0.4.52"}},{{"sections":[]}}]"#);
        let sections = format!(r#"[{{{CONTEXT},"mdbook_version":"0.5.4"}},{{"sections":[]}}]"#);
        let silent = format!(r#"[{{{CONTEXT}}},{{"sections":[]}}]"#);
        let twice = format!(r#"[{{{CONTEXT},"mdbook_version":"0.5.4"}},{{"items":[]}},1]"#);
        let behind = format!(r#"[{{{CONTEXT},"mdbook_version":"0.5.4"}},{{"items":[]}}] 1"#);
        for (input, reason) in [
            (old.as_str(), "mdBook 0.4.52"),
            (&sections, "missing field `items`"),
            (&silent, "does not say which version"),
            (&old[..40], "whole book"),
            ("", "whole book"),
            ("{}", "whole book"),
            ("[]", "whole book"),
            (&twice, "whole book"),
            (&behind, "whole book"),
            (&old.replace("0.4.52", "0.6.0"), "mdBook 0.6.0"),
            (&old.replace("0.4.52", "new"), "`new`"),
        ] {
            let refusal = refusal(input);
            assert!(refusal.contains(reason), "{input}: {refusal}");
        }
    }
}
