//! A chapter as mdBook's renderer has made it: its content, and what search and print page want to know
//! beyond that.

use anyhow::{Error, Result};
use mdbook_core::book::Chapter;
use mdbook_core::config::{Config, HtmlConfig};
use rayon::prelude::*;

use super::contents::contents;
use super::hidden::hidden;
use super::order::{Order, order};
use super::scratch::{Scratch, content_only, search_only};
use super::search::{self, Document};
use super::untold::untold;

/// A chapter that is rendered.
#[derive(Debug, Default)]
pub(crate) struct Rendered {
    /// The content of its page, as HTML.
    pub(crate) content: String,
    /// The ids that are taken though nothing in the content has them.
    pub(crate) hidden: Vec<String>,
    /// The order of all ids, where it is not that of the content with the hidden ones at the end.
    pub(crate) order: Option<Order>,
    /// What the search index knows of it, where the content does not tell that; nothing of a chapter that
    /// is not indexed.
    pub(crate) documents: Option<Vec<Document>>,
}

impl From<String> for Rendered {
    fn from(content: String) -> Rendered {
        Rendered {
            content,
            ..Rendered::default()
        }
    }
}

/// How chapters are rendered: all of the configuration that decides what is made of one.
#[derive(PartialEq)]
pub(crate) struct Manner {
    content: Config,
    /// `None` where the book has no search index.
    search: Option<Config>,
    has_print: bool,
    html: HtmlConfig,
}

impl Manner {
    /// What the configuration of a book says.
    ///
    /// # Errors
    ///
    /// When a configuration cannot be written, which each can.
    pub(crate) fn of(config: &Config, html: &HtmlConfig) -> Result<Manner> {
        let content = content_only(config, html)?;
        Ok(Manner {
            search: search_only(&content, html)?,
            has_print: html.print.enable,
            html: content.html_config().unwrap_or_default(),
            content,
        })
    }

    /// Renders chapters, several at a time. What mdBook's renderer gives up with is an error of the one
    /// chapter.
    ///
    /// # Errors
    ///
    /// When mdBook fails for another reason than the text of a chapter.
    pub(crate) fn render(
        &self,
        chapters: &[&Chapter],
        scratch: &Scratch,
    ) -> Result<Vec<Result<Rendered, Error>>> {
        let contents = contents(chapters, &self.content, scratch)?;
        let chapters = chapters.par_iter().zip(contents);
        chapters
            .map(|(chapter, content)| match content {
                Ok(content) => Ok(Ok(self.complete(chapter, content, scratch)?)),
                Err(error) => Ok(Err(error)),
            })
            .collect()
    }

    fn complete(&self, chapter: &Chapter, content: String, scratch: &Scratch) -> Result<Rendered> {
        let mut rendered = Rendered::from(content);
        if self.search.is_none() && !self.has_print {
            return Ok(rendered);
        }
        let untold = untold(&chapter.content, &self.html);
        if self.has_print {
            let hidden = hidden(&untold.notes, chapter, &self.content, scratch)?;
            rendered.order = untold
                .order
                .and_then(|places| order(&places, &untold.notes, &rendered.content, &hidden));
            rendered.hidden = hidden.into_iter().map(|(_, id)| id).collect();
        }
        if let Some(config) = self.search.as_ref().filter(|_| untold.sections) {
            let settings = self.html.search.clone().unwrap_or_default();
            let is_wanted = search::Wanted::of(&settings).is(chapter);
            rendered.documents = Some(if is_wanted {
                search::documents_of(chapter, config, scratch)?
            } else {
                Vec::new()
            });
        }
        Ok(rendered)
    }
}
