//! The pattern of a page: what the theme writes around the content, with the places where it writes what
//! is the page's own.

use std::ops::Range;

use handlebars::html_escape;
use memchr::memmem;

/// What is a page's own, as the theme gets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Own {
    /// The content as HTML.
    Content,
    /// The title of the page.
    Title,
    /// The name of the chapter.
    Name,
    /// The path of the chapter.
    Path,
    /// Its number.
    Section,
    /// The path of its source file.
    Source,
    /// The name of the chapter before.
    PreviousName,
    /// The page of the chapter before.
    PreviousLink,
    /// The name of the next chapter.
    NextName,
    /// The page of the next chapter.
    NextLink,
    /// Where anchors that are gone lead.
    Fragments,
}

/// What stands for a page's own in the page that a pattern is read from: texts that stand nowhere else,
/// each with a sign that is escaped in HTML.
pub(crate) type Marks = Vec<(Own, String)>;

/// A page to be filled in.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    text: String,
    gaps: Vec<Gap>,
}

/// A place in the text of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Gap {
    at: usize,
    own: Own,
    /// The theme escapes what it writes there.
    escaped: bool,
}

impl Pattern {
    /// Reads a pattern from a page that has the marks for its own. `None` where something of a mark is
    /// left, and the theme has made something else of it; `salt` is a part of every mark.
    pub(crate) fn read(page: &str, marks: &Marks, salt: &str) -> Option<Pattern> {
        let mut found: Vec<(Range<usize>, Own, bool)> = Vec::new();
        for (own, mark) in marks {
            let escaped = html_escape(mark);
            // What has nothing to escape, such as a number, is found once.
            let variants = [(mark, false), (&escaped, true)].into_iter();
            for (text, is_escaped) in variants.take(1 + usize::from(escaped != *mark)) {
                let places = memmem::find_iter(page.as_bytes(), text.as_bytes());
                found.extend(places.map(|at| (at..at + text.len(), *own, is_escaped)));
            }
        }
        found.sort_by_key(|(range, ..)| range.start);
        let mut pattern = Pattern {
            text: String::with_capacity(page.len()),
            gaps: Vec::with_capacity(found.len()),
        };
        let mut at = 0;
        for (range, own, escaped) in found {
            pattern.text.push_str(page.get(at..range.start)?);
            pattern.gaps.push(Gap {
                at: pattern.text.len(),
                own,
                escaped,
            });
            at = range.end;
        }
        pattern.text.push_str(&page[at..]);
        (!pattern.text.contains(salt)).then_some(pattern)
    }

    /// The page with what is its own.
    pub(crate) fn fill<'a>(&self, own: impl Fn(Own) -> &'a str) -> String {
        let room = self.gaps.iter().map(|gap| own(gap.own).len() + 16);
        let mut page = String::with_capacity(self.text.len() + room.sum::<usize>());
        let mut at = 0;
        for gap in &self.gaps {
            page.push_str(&self.text[at..gap.at]);
            if gap.escaped {
                page.push_str(&html_escape(own(gap.own)));
            } else {
                page.push_str(own(gap.own));
            }
            at = gap.at;
        }
        page.push_str(&self.text[at..]);
        page
    }

    /// Replaces each text of a pair by the other one of it.
    pub(crate) fn replace(&mut self, pairs: &[(&str, &str)]) {
        for (from, to) in pairs {
            let mut text = String::with_capacity(self.text.len());
            let mut at = 0;
            let ends: Vec<usize> = self.gaps.iter().map(|gap| gap.at).collect();
            for (gap, end) in self.gaps.iter_mut().zip(ends) {
                text.push_str(&self.text[at..end].replace(from, to));
                gap.at = text.len();
                at = end;
            }
            text.push_str(&self.text[at..].replace(from, to));
            self.text = text;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(page: &str) -> Option<Pattern> {
        let marks = vec![
            (Own::Title, "<title-salt>".to_owned()),
            (Own::Content, "<p>salt</p>".to_owned()),
        ];
        Pattern::read(page, &marks, "salt")
    }

    #[test]
    fn gaps_are_filled_as_the_theme_fills_them() {
        let pattern = read("a <title-salt> b &lt;title-salt&gt; <p>salt</p>c").unwrap();
        let page = pattern.fill(|own| match own {
            Own::Title => "<T>",
            _ => "C",
        });
        assert_eq!(page, "a <T> b &lt;T&gt; Cc");
    }

    #[test]
    fn what_is_around_the_gaps_is_replaced() {
        let mut pattern = read("a <title-salt> aa").unwrap();
        pattern.replace(&[("a", "long")]);
        assert_eq!(pattern.fill(|_| "a"), "long a longlong");
    }

    #[test]
    fn what_is_made_of_a_mark_is_noticed() {
        assert!(read("%3Ctitle-salt%3E").is_none());
    }
}
