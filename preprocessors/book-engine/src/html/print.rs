//! The print page: all chapters one behind another, with ids that are unique in the whole.
//!
//! mdBook makes it from the trees of all pages, which it holds in memory for that. Here it is made from
//! the finished content of each page: only the values of `id`, `href` and `src` change.

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use mdbook_core::book::Chapter;
use mdbook_core::utils::{escape_html, escape_html_attribute};
use rayon::prelude::*;

use super::contents::page;
use super::markup::{Token, heading_level, is_on_lines_of_its_own, tokens, unescaped};
use super::order::{Order, Taken};
use super::rendered::Rendered;

/// What stands between two chapters, as in mdBook.
const BREAK: &str = r#"<div style="break-before: page; page-break-before: always;"></div>"#;

/// The content of the print page.
pub(crate) fn content(chapters: &[Chapter], rendered: &[Arc<Rendered>]) -> String {
    let parts: Vec<Part> = chapters
        .par_iter()
        .zip(rendered)
        .map(|(chapter, rendered)| Part::read(chapter, rendered))
        .collect();
    let mut ids = Ids::default();
    // Two rounds, as in mdBook: what is made up for a chapter without a title comes behind all others.
    let mut renamed: Vec<Renamed> = parts.iter().map(|part| part.rename(&mut ids)).collect();
    for (part, renamed) in parts.iter().zip(&mut renamed) {
        renamed.find_top(part, &mut ids);
    }
    let places = Places::of(&parts, &renamed);
    let written: Vec<String> = parts
        .par_iter()
        .zip(&renamed)
        .map(|(part, renamed)| part.write(renamed, &places))
        .collect();
    join(&written)
}

/// Puts chapters one behind another.
fn join(chapters: &[String]) -> String {
    let length = chapters
        .iter()
        .map(|chapter| chapter.len() + BREAK.len() + 1);
    let mut all = String::with_capacity(length.sum());
    for chapter in chapters {
        if !all.is_empty() {
            all.push_str(BREAK);
            if begins_a_line(chapter) {
                all.push('\n');
            }
        }
        all.push_str(chapter);
    }
    all
}

fn begins_a_line(chapter: &str) -> bool {
    let name = chapter
        .strip_prefix('<')
        .and_then(|rest| rest.split([' ', '>']).next());
    name.is_some_and(is_on_lines_of_its_own)
}

/// One chapter, with the places in its content that the print page changes.
struct Part<'a> {
    content: &'a str,
    page: PathBuf,
    name: &'a str,
    ids: Vec<Range<usize>>,
    /// The ids that are taken and stand nowhere in the content.
    hidden: &'a [String],
    /// The order of all ids, if not this one.
    order: Option<&'a Order>,
    links: Vec<Range<usize>>,
    /// Which of the ids is that of its title.
    title: Option<Taken>,
}

impl<'a> Part<'a> {
    fn read(chapter: &'a Chapter, rendered: &'a Rendered) -> Part<'a> {
        let content = &*rendered.content;
        let mut part = Part {
            content,
            page: page(chapter),
            name: &chapter.name,
            ids: Vec::new(),
            hidden: &rendered.hidden,
            order: rendered.order.as_ref(),
            links: Vec::new(),
            title: None,
        };
        let mut headed = false;
        let mut rest = tokens(content);
        while let Some(token) = rest.next() {
            let Token::Open(tag) = token else { continue };
            let id = tag.attribute("id");
            if heading_level(tag.name).is_some() && !headed {
                headed = true;
                part.title = (tag.name == "h1" && id.is_some()).then_some(Taken {
                    is_hidden: false,
                    number: part.ids.len(),
                });
            }
            part.ids.extend(id);
            if matches!(tag.name, "a" | "img") {
                let links = ["href", "src", "xlink:href"];
                part.links
                    .extend(links.iter().filter_map(|name| tag.attribute(name)));
            }
            if matches!(tag.name, "script" | "style") && !tag.self_closing {
                rest.pass_raw(tag.name);
            }
        }
        if let Some(order) = part.order {
            part.title = order.title;
        }
        part
    }

    /// Gives every id of the chapter one that no other has.
    fn rename(&self, ids: &mut Ids) -> Renamed {
        let mut renamed = Renamed {
            ids: vec![String::new(); self.ids.len()],
            hidden: vec![String::new(); self.hidden.len()],
            ..Renamed::default()
        };
        match self.order {
            Some(order) => {
                for taken in &order.ids {
                    self.rename_one(*taken, &mut renamed, ids);
                }
            }
            None => {
                let all =
                    |is_hidden, count| (0..count).map(move |number| Taken { is_hidden, number });
                for taken in all(false, self.ids.len()).chain(all(true, self.hidden.len())) {
                    self.rename_one(taken, &mut renamed, ids);
                }
            }
        }
        renamed
    }

    fn rename_one(&self, taken: Taken, renamed: &mut Renamed, ids: &mut Ids) {
        let id = if taken.is_hidden {
            self.hidden[taken.number].clone()
        } else {
            value(self.content, &self.ids[taken.number])
        };
        let unique = ids.unique(&id);
        if unique != id {
            let from = &mut renamed.from;
            if taken.is_hidden {
                // A link is better off with what can be seen.
                from.entry(id).or_insert_with(|| unique.clone());
            } else {
                from.insert(id, unique.clone());
            }
        }
        let all = if taken.is_hidden {
            &mut renamed.hidden
        } else {
            &mut renamed.ids
        };
        all[taken.number] = unique;
    }

    fn write(&self, renamed: &Renamed, places: &Places<'_>) -> String {
        let mut changes: Vec<(&Range<usize>, String)> =
            self.ids.iter().zip(renamed.ids.iter().cloned()).collect();
        changes.extend(self.links.iter().filter_map(|range| {
            let link = value(self.content, range);
            Some((range, places.lead(&link, &self.page)?))
        }));
        changes.sort_by_key(|(range, _)| range.start);
        let mut text = String::with_capacity(self.content.len() + 64);
        if self.title.is_none() {
            let id = escape_html_attribute(&renamed.top);
            let name = escape_html(self.name);
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "<h1 id=\"{id}\"><a href=\"#{id}\" class=\"header\">{name}</a></h1>"
            );
        }
        let mut at = 0;
        for (range, change) in changes {
            text.push_str(&self.content[at..range.start]);
            text.push_str(&escape_html_attribute(&change));
            at = range.end;
        }
        text.push_str(&self.content[at..]);
        text
    }
}

/// What became of the ids of a chapter.
#[derive(Default)]
struct Renamed {
    /// The new ones, in the order of the old.
    ids: Vec<String>,
    /// The same for the hidden ones.
    hidden: Vec<String>,
    /// The new one for an old one that was taken.
    from: HashMap<String, String>,
    /// The id at the top of the chapter.
    top: String,
}

impl Renamed {
    fn find_top(&mut self, part: &Part<'_>, ids: &mut Ids) {
        self.top = match part.title {
            Some(taken) if taken.is_hidden => self.hidden[taken.number].clone(),
            Some(taken) => self.ids[taken.number].clone(),
            None => ids.unique(&id_of(part.name)),
        };
    }
}

/// Ids that are taken.
#[derive(Default)]
struct Ids {
    /// With the number that was last tried behind each.
    taken: HashMap<String, u32>,
}

impl Ids {
    /// An id that nobody has: the one asked for or, as mdBook does it, the first free one with a number
    /// behind it. Numbers that were tried for the same id before are taken, and not tried again.
    fn unique(&mut self, id: &str) -> String {
        let Some(&last) = self.taken.get(id) else {
            self.taken.insert(id.to_owned(), 0);
            return id.to_owned();
        };
        let mut number = last + 1;
        let mut candidate = format!("{id}-{number}");
        while self.taken.contains_key(&candidate) {
            number += 1;
            candidate = format!("{id}-{number}");
        }
        self.taken.insert(id.to_owned(), number);
        self.taken.insert(candidate.clone(), 0);
        candidate
    }
}

/// Where the chapters stand in the print page.
struct Places<'a> {
    tops: HashMap<&'a Path, &'a str>,
    renamed: HashMap<&'a Path, Vec<&'a HashMap<String, String>>>,
}

impl<'a> Places<'a> {
    fn of(parts: &'a [Part<'_>], renamed: &'a [Renamed]) -> Places<'a> {
        let mut places = Places {
            tops: HashMap::new(),
            renamed: HashMap::new(),
        };
        for (part, renamed) in parts.iter().zip(renamed) {
            places.tops.insert(&part.page, &renamed.top);
            if !renamed.from.is_empty() {
                let all = places.renamed.entry(&*part.page).or_default();
                all.push(&renamed.from);
            }
        }
        places
    }

    /// Where a link on `page` leads in the print page; `None` where it is left as it is.
    fn lead(&self, link: &str, page: &Path) -> Option<String> {
        if has_scheme(link) {
            return None;
        }
        let (path, anchor) = match link.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor)),
            None => (link, None),
        };
        // An anchor ends with its line.
        let anchor = anchor.map(|anchor| anchor.split('\n').next().unwrap_or_default());
        let target = if path.is_empty() {
            page.to_owned()
        } else {
            let folder = page.parent().unwrap_or(Path::new(""));
            let target = normalized(&folder.join(path));
            if !self.tops.contains_key(&*target) {
                let mut link = target.to_str()?.replace('\\', "/");
                if let Some(anchor) = anchor {
                    link.push('#');
                    link.push_str(anchor);
                }
                return Some(link);
            }
            target
        };
        let id = match anchor {
            Some(anchor) => {
                let renamed = self.renamed.get(&*target).into_iter().flatten();
                let mut found = renamed.rev().filter_map(|renamed| renamed.get(anchor));
                found.next().map_or(anchor, String::as_str)
            }
            None => self.tops.get(&*target)?,
        };
        Some(format!("#{id}"))
    }
}

fn value(markup: &str, range: &Range<usize>) -> String {
    let mut value = String::with_capacity(range.len());
    unescaped(&markup[range.clone()], &mut value);
    value
}

/// Whether it begins as `https:` does.
fn has_scheme(link: &str) -> bool {
    let Some((scheme, _)) = link.split_once(':') else {
        return false;
    };
    let sign =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+.-".contains(&byte);
    scheme
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_lowercase())
        && scheme.bytes().all(sign)
}

/// The path without `.` and `..`, as far as they can be resolved.
fn normalized(path: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                let goes_up = whole.ends_with(Component::ParentDir);
                if goes_up || (!whole.pop() && !whole.has_root()) {
                    whole.push(Component::ParentDir);
                }
            }
            part => whole.push(part),
        }
    }
    whole
}

/// The id that mdBook makes of a heading.
fn id_of(heading: &str) -> String {
    let signs = heading.trim().to_lowercase();
    let signs = signs.chars().filter_map(|sign| match sign {
        sign if sign.is_alphanumeric() || sign == '_' || sign == '-' => Some(sign),
        sign if sign.is_whitespace() => Some('-'),
        _ => None,
    });
    signs.collect()
}
