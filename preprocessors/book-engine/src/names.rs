//! Names that mdBook's renderer can take.

use mdbook_core::book::{Book, BookItem};

/// Puts a space where a name of a chapter or of a part breaks the line, as a preprocessor may have it
/// do: mdBook writes names into a text of its script, which a line break ends.
pub(crate) fn keep_on_one_line(book: &mut Book) {
    book.for_each_mut(|item| match item {
        BookItem::Chapter(chapter) => {
            unbreak(&mut chapter.name);
            chapter.parent_names.iter_mut().for_each(unbreak);
        }
        BookItem::PartTitle(title) => unbreak(title),
        BookItem::Separator => {}
    });
}

fn unbreak(name: &mut String) {
    if name.contains(['\n', '\r']) {
        *name = name.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    }
}

#[cfg(test)]
mod tests {
    use mdbook_core::book::Chapter;

    use super::*;

    #[test]
    fn a_name_is_one_line() {
        let mut chapter =
            Chapter::new("a\r\n b\nc", String::new(), "a.md", vec!["d\ne".to_owned()]);
        chapter
            .sub_items
            .push(BookItem::PartTitle("f\ng".to_owned()));
        let mut book = Book::new_with_items(vec![chapter.into()]);
        keep_on_one_line(&mut book);
        let BookItem::Chapter(chapter) = &book.items[0] else {
            panic!("a chapter");
        };
        assert_eq!(
            (&*chapter.name, &*chapter.parent_names[0]),
            ("a b c", "d e")
        );
        assert_eq!(chapter.sub_items[0], BookItem::PartTitle("f g".to_owned()));
    }
}
