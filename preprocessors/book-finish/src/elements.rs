//! Reads a page: where its elements stand.
//!
//! A step reads where things are and answers with edits, so that all else stays byte for byte.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use anyhow::{Context, Result};
use book_model::Edit;
use lol_html::html_content::{EndTag, TextChunk, TextType};
use lol_html::{HtmlRewriter, Settings, doc_text, element, end_tag};

/// The namespace of HTML: <https://infra.spec.whatwg.org/#namespaces>.
const HTML: &str = "http://www.w3.org/1999/xhtml";

/// An element of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    /// Its name, in small letters.
    pub(crate) name: String,
    /// Its attributes.
    pub(crate) attributes: Vec<Attribute>,
    /// Where its start tag stands.
    pub(crate) start: Range<usize>,
    /// Where its end tag stands, if it has one.
    pub(crate) end: Option<Range<usize>>,
    /// It is HTML's, and not a part of a drawing or a formula.
    pub(crate) is_html: bool,
}

/// An attribute of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribute {
    /// Its name, in small letters.
    pub(crate) name: String,
    /// Its value, decoded.
    pub(crate) value: String,
    /// Where it stands, with its name and its quotation marks.
    pub(crate) range: Range<usize>,
}

impl Attribute {
    /// The same attribute with another value.
    pub(crate) fn replaced_by(&self, value: &str) -> Edit {
        let value = html_escape::encode_double_quoted_attribute(value);
        Edit::replace(self.range.clone(), format!("{}=\"{value}\"", self.name))
    }
}

impl Element {
    /// The attribute of this name, if it has it.
    pub(crate) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|found| found.name == name)
    }

    /// The value of the attribute of this name, if it has it.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.attribute(name).map(|found| &*found.value)
    }

    /// What stands between its tags.
    pub(crate) fn inner(&self) -> Option<Range<usize>> {
        self.end.as_ref().map(|end| self.start.end..end.start)
    }

    /// All of it.
    pub(crate) fn range(&self) -> Range<usize> {
        let end = self.end.as_ref().map_or(self.start.end, |end| end.end);
        self.start.start..end
    }

    /// Whether this one stands inside of another.
    pub(crate) fn is_in(&self, other: &Element) -> bool {
        other
            .inner()
            .is_some_and(|inner| inner.contains(&self.start.start))
    }
}

/// The elements that match each of these selectors, in the order in which they begin.
///
/// # Errors
///
/// When the page cannot be read, which all can.
pub(crate) fn elements<const N: usize>(
    html: &str,
    selectors: [&str; N],
) -> Result<[Vec<Element>; N]> {
    let found = Rc::new(RefCell::new(std::array::from_fn::<_, N, _>(|_| Vec::new())));
    // A page may leave tags open that make it ambiguous; it is read as far as it can be.
    let mut settings = Settings::new().with_strict(false);
    for (number, selector) in selectors.into_iter().enumerate() {
        let found = Rc::clone(&found);
        settings = settings.append_element_content_handler(element!(selector, move |element| {
            let mut all = found.borrow_mut();
            let at = all[number].len();
            all[number].push(Element {
                name: element.tag_name(),
                attributes: element
                    .attributes()
                    .iter()
                    .filter_map(|found| attribute(html, found))
                    .collect(),
                start: element.source_location().bytes(),
                end: None,
                is_html: element.namespace_uri() == HTML,
            });
            if let Some(handlers) = element.end_tag_handlers() {
                let found = Rc::clone(&found);
                handlers.push(end_tag!(move |end: &mut EndTag<'_>| {
                    found.borrow_mut()[number][at].end = Some(end.source_location().bytes());
                    Ok(())
                }));
            }
            Ok(())
        }));
    }
    read(html, settings)?;
    let mut found = found.borrow_mut();
    Ok(std::array::from_fn(|number| {
        std::mem::take(&mut found[number])
    }))
}

fn attribute(html: &str, found: &lol_html::html_content::Attribute<'_>) -> Option<Attribute> {
    let name = found.name_source_location()?.bytes();
    let end = found.value_source_location().map_or(name.end, |value| {
        let end = value.bytes().end;
        end + usize::from(html[end..].starts_with(['"', '\'']))
    });
    Some(Attribute {
        name: found.name(),
        value: html_escape::decode_html_entities(&found.value()).into_owned(),
        range: name.start..end,
    })
}

/// The text of a piece of a page, on one line.
///
/// # Errors
///
/// When it cannot be read, which all can.
pub(crate) fn text(html: &str) -> Result<String> {
    let text = Rc::new(RefCell::new(String::new()));
    let gathered = Rc::clone(&text);
    let settings = Settings::new().with_strict(false);
    let settings =
        settings.append_document_content_handler(doc_text!(move |chunk: &mut TextChunk<'_>| {
            if chunk.text_type() == TextType::Data {
                gathered.borrow_mut().push_str(chunk.as_str());
            }
            Ok(())
        }));
    read(html, settings)?;
    let text = text.borrow();
    let decoded = html_escape::decode_html_entities(&*text);
    Ok(decoded.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn read(html: &str, settings: Settings<'_, '_>) -> Result<()> {
    let failed = "failed to read a page";
    let mut reader = HtmlRewriter::new(settings, |_: &[u8]| {});
    reader.write(html.as_bytes()).context(failed)?;
    reader.end().context(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_with_their_places() {
        let html = r#"<p id="a&amp;b">one <b>two</b><p>three<br>"#;
        let [paragraphs, bold, breaks] = elements(html, ["p", "p > b", "br"]).unwrap();
        assert_eq!(paragraphs[0].value("id"), Some("a&b"));
        assert_eq!(bold[0].inner().map(|range| &html[range]), Some("two"));
        assert!(bold[0].range().len() == "<b>two</b>".len());
        assert_eq!(breaks[0].end, None);
    }

    #[test]
    fn text_is_on_one_line() {
        assert_eq!(
            text("a <em>b</em>\n  c &lt; d<!-- e -->").unwrap(),
            "a b c < d"
        );
    }
}
