//! What stands in the place of a content that mdBook's renderer cannot make.

use anyhow::Error;
use mdbook_core::book::Chapter;
use mdbook_core::config::Config;
use mdbook_core::utils::escape_html;

use crate::render::{BALANCE, source};

/// Says what is wrong with a chapter, under its name.
pub(crate) fn content(chapter: &Chapter, config: &Config, error: &Error) -> String {
    let file = source(chapter, config).display().to_string();
    let error = error.to_string();
    let [name, file, error, help] = [&*chapter.name, &*file, &*error, BALANCE].map(escape_html);
    format!(
        "<h1>{name}</h1>\n<p><strong>mdBook's renderer cannot take <code>{file}</code></strong> \
         ({error}).</p>\n<p>Help: {help}.</p>\n"
    )
}
