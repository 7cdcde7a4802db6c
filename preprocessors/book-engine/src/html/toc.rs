//! The table of contents, made for drafts and mended afterwards.
//!
//! mdBook makes the table of contents while it makes the pages, at the cost of these. A draft has no page:
//! so every chapter is made a draft with a mark ahead of its name, and where mdBook has written the marks
//! down, the links are put in.

use std::path::Path;

use mdbook_core::book::{Book, BookItem, Chapter};

/// The links behind the marks.
pub(crate) struct Marked {
    salt: String,
    links: Vec<String>,
}

/// The book with a marked draft in place of each chapter that has a page.
pub(crate) fn marked(book: &Book, salt: &str) -> (Book, Marked) {
    let mut marked = Marked {
        salt: salt.to_owned(),
        links: Vec::new(),
    };
    let items = marked.drafts(&book.items);
    (Book::new_with_items(items), marked)
}

impl Marked {
    fn drafts(&mut self, items: &[BookItem]) -> Vec<BookItem> {
        let draft = |item: &BookItem| match item {
            BookItem::Chapter(chapter) => BookItem::Chapter(self.draft(chapter)),
            other => other.clone(),
        };
        items.iter().map(draft).collect()
    }

    fn draft(&mut self, chapter: &Chapter) -> Chapter {
        let mut draft = Chapter {
            name: chapter.name.clone(),
            number: chapter.number.clone(),
            ..Chapter::default()
        };
        if let Some(path) = &chapter.path {
            draft.name = format!("{}{}={}", self.salt, self.links.len(), chapter.name);
            self.links.push(link(path));
        }
        draft.sub_items = self.drafts(&chapter.sub_items);
        draft
    }

    /// Puts the links in. In the table that stands in a frame, a link opens in the window around it. `None`
    /// where the theme has written something else than mdBook's own list, or not all of it.
    pub(crate) fn mend(&self, text: &str, in_frame: bool) -> Option<String> {
        const OPEN: &str = "<span>";
        const CLOSE: &str = "</span>";
        let target = if in_frame {
            "\" target=\"_parent\">"
        } else {
            "\">"
        };
        let mut mended = String::with_capacity(text.len() + self.links.len() * 64);
        let mut rest = text;
        for (number, link) in self.links.iter().enumerate() {
            let mark = format!("{}{number}=", self.salt);
            let (ahead, behind) = rest.split_once(&mark)?;
            // Between the draft's element and its name stands its number, if anything.
            let open = ahead.rfind(OPEN)?;
            let section = &ahead[open + OPEN.len()..];
            if !section.is_empty() && !section.starts_with("<strong ") {
                return None;
            }
            let (name, behind) = behind.split_once(CLOSE)?;
            if name.contains('<') || ahead.contains(&self.salt) {
                return None;
            }
            for part in [
                &ahead[..open],
                "<a href=\"",
                link,
                target,
                section,
                name,
                "</a>",
            ] {
                mended.push_str(part);
            }
            rest = behind;
        }
        mended.push_str(rest);
        (!rest.contains(&self.salt)).then_some(mended)
    }
}

/// The page of a chapter as it is written in a link.
pub(crate) fn link(path: &Path) -> String {
    let page = path.with_extension("html");
    page.to_string_lossy().replace('\\', "/")
}
