//! The tokens of raw HTML with their places, by the tokenizer that mdBook uses and as it drives it.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token as Html, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::{Attribute as Html5Attribute, TokenizerResult};

use super::attributes::written;
use super::token::{Attribute, StartTag, Token};

/// The tokens of `html` with their places in it, and where the tag begins that its end cuts off.
pub(super) fn tokens(html: &str) -> (Vec<Token>, Option<usize>) {
    let tokenizer = feed(html);
    tokenizer.sink.fed.set(html.len());
    tokenizer.sink.at_end.set(true);
    tokenizer.end();
    let collector = tokenizer.sink;
    let cut_off = collector.next_tag(html.len()).filter(|_| is_cut_off(html));
    collector.end_text(cut_off.unwrap_or(html.len()));
    (collector.tokens.take(), cut_off)
}

/// Feeds up to each `>` in turn: that is where a tag or a comment ends.
fn feed(html: &str) -> Tokenizer<Collector<'_>> {
    let collector = Collector {
        html,
        ..Collector::default()
    };
    let tokenizer = Tokenizer::new(collector, TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut fed = 0;
    for piece in html.split_inclusive('>') {
        fed += piece.len();
        tokenizer.sink.fed.set(fed);
        queue.push_back(StrTendril::from(piece));
        while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    }
    tokenizer
}

/// Whether `html` ends inside a tag: a further `>` is then no text.
fn is_cut_off(html: &str) -> bool {
    let tokenizer = feed(html);
    let before = tokenizer.sink.texts.get();
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(">"));
    while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    tokenizer.sink.texts.get() == before
}

#[derive(Debug, Default)]
struct Collector<'a> {
    html: &'a str,
    tokens: RefCell<Vec<Token>>,
    /// How much has been fed.
    fed: Cell<usize>,
    /// Where the last tag or comment ended.
    last: Cell<usize>,
    /// Whether what follows is a script or a style.
    in_raw: Cell<bool>,
    at_end: Cell<bool>,
    texts: Cell<usize>,
}

impl Collector<'_> {
    /// The place of the markup that ends here.
    fn place(&self, is: fn(&[u8]) -> bool) -> Range<usize> {
        let end = self.fed.get().min(self.html.len());
        let start = self.markup(end, is).unwrap_or(end);
        self.end_text(start);
        self.last.set(end);
        start..end
    }

    /// The text ahead of this place ends here.
    fn end_text(&self, end: usize) {
        if let Some(Token::Text { at, .. }) = self.tokens.borrow_mut().last_mut() {
            at.end = end.max(at.start);
        }
    }

    /// The first `<` since the last tag or comment that `is` takes; the last one behind a script.
    fn markup(&self, end: usize, is: fn(&[u8]) -> bool) -> Option<usize> {
        let from = self.last.get().min(end);
        let between = &self.html.as_bytes()[from..end];
        let mut places = (0..between.len()).filter(|&at| between[at] == b'<' && is(&between[at..]));
        let found = if self.in_raw.get() {
            places.next_back()
        } else {
            places.next()
        };
        found.map(|at| from + at)
    }

    fn next_tag(&self, end: usize) -> Option<usize> {
        if self.in_raw.get() {
            return None;
        }
        self.markup(end, |markup| is_start(markup) || is_end(markup))
    }

    fn add(&self, token: Token) {
        self.tokens.borrow_mut().push(token);
    }

    fn add_text(&self, more: StrTendril) {
        self.texts.set(self.texts.get() + 1);
        if let Some(Token::Text { text, .. }) = self.tokens.borrow_mut().last_mut() {
            text.push_tendril(&more);
            return;
        }
        let last = self.last.get();
        self.add(Token::Text {
            text: more,
            raw: self.in_raw.get(),
            at: last..last,
        });
    }

    fn tag(&self, tag: Tag) -> TokenSinkResult<()> {
        let name = tag.name.clone();
        if tag.kind == TagKind::EndTag {
            let at = self.place(is_end);
            self.in_raw.set(false);
            self.add(Token::End { name, at });
            return TokenSinkResult::Continue;
        }
        let at = self.place(is_start);
        self.add(Token::Start(StartTag {
            attributes: self.attributes(tag.attrs, &at),
            self_closing: tag.self_closing,
            name: tag.name,
            at,
        }));
        let raw = match &*name {
            "script" => RawKind::ScriptData,
            "style" => RawKind::Rawtext,
            _ => return TokenSinkResult::Continue,
        };
        self.in_raw.set(true);
        TokenSinkResult::RawData(raw)
    }

    /// The attributes of the tag at this place. They come in its order, repeated ones left out.
    fn attributes(&self, read: Vec<Html5Attribute>, tag: &Range<usize>) -> Vec<Attribute> {
        if read.is_empty() {
            return Vec::new();
        }
        let mut written = written(&self.html[tag.clone()]).into_iter();
        let attributes = read.into_iter().map(|one| {
            let name = one.name.local;
            let same = written.find(|(written, _)| written.eq_ignore_ascii_case(&name));
            let at = same.map(|(_, at)| tag.start + at.start..tag.start + at.end);
            Attribute {
                at,
                name,
                value: one.value,
            }
        });
        attributes.collect()
    }
}

fn is_start(markup: &[u8]) -> bool {
    markup.get(1).is_some_and(u8::is_ascii_alphabetic)
}

fn is_end(markup: &[u8]) -> bool {
    markup.get(1) == Some(&b'/') && markup.get(2).is_some_and(u8::is_ascii_alphabetic)
}

fn is_comment(markup: &[u8]) -> bool {
    match markup.get(1) {
        Some(b'!' | b'?') => true,
        Some(b'/') => markup.get(2).is_some_and(|byte| *byte != b'>') && !is_end(markup),
        _ => false,
    }
}

impl TokenSink for Collector<'_> {
    type Handle = ();

    fn process_token(&self, token: Html, _line: u64) -> TokenSinkResult<()> {
        match token {
            Html::TagToken(tag) => return self.tag(tag),
            Html::CommentToken(text) => {
                let at = self.place(is_comment);
                let open = self.at_end.get();
                let is_one = !open && self.html[at.clone()].starts_with("<!--");
                let said = is_one.then_some(text);
                self.add(Token::Comment { said, at, open });
            }
            Html::CharacterTokens(text) => self.add_text(text),
            Html::DoctypeToken(_)
            | Html::NullCharacterToken
            | Html::EOFToken
            | Html::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The source of each tag and comment, and what is cut off.
    fn sources(html: &str) -> (Vec<&str>, Option<&str>) {
        let (tokens, cut_off) = tokens(html);
        let markup = tokens.into_iter();
        let markup = markup.filter(|token| !matches!(token, Token::Text { .. }));
        let sources = markup.map(|mut token| &html[token.at_mut().clone()]);
        (sources.collect(), cut_off.map(|at| &html[at..]))
    }

    #[test]
    fn tags_and_comments_have_their_places() {
        let html = "a < b > <I class='x>y'>c</I\n> <3 </> <!-- <b> --> <?x> é<br/>";
        let all = ["<I class='x>y'>", "</I\n>", "<!-- <b> -->", "<?x>", "<br/>"];
        assert_eq!(sources(html), (all.to_vec(), None));
        let script = "<script>a < b; \"<b>\"; x </i> y</script >&lt<p>";
        assert_eq!(
            sources(script),
            (vec!["<script>", "</script >", "<p>"], None)
        );
    }

    #[test]
    fn what_the_end_cuts_off() {
        for (html, all, cut_off) in [
            (
                "<p>x <a href='b>c</a>\n",
                vec!["<p>"],
                Some("<a href='b>c</a>\n"),
            ),
            ("x <a href", vec![], Some("<a href")),
            ("<i>x</i", vec!["<i>"], Some("</i")),
            ("<i>x &lt", vec!["<i>"], None),
            ("<i>x <", vec!["<i>"], None),
            ("<script>a < b <c", vec!["<script>"], None),
            ("<i> <!-- x <b>", vec!["<i>", "<!-- x <b>"], None),
        ] {
            assert_eq!(sources(html), (all, cut_off), "{html}");
        }
    }

    #[test]
    fn texts_are_what_is_read() {
        let html = "<h1>A &amp; <b>b</b></h1><!-- c --><style>d</style><script>e</script>f <i";
        let (tokens, _) = tokens(html);
        let texts = tokens.iter().filter_map(|token| match token {
            Token::Text { text, raw, at } => Some((&**text, *raw, &html[at.clone()])),
            _ => None,
        });
        let expected = [
            ("A & ", false, "A &amp; "),
            ("b", false, "b"),
            ("d", true, "d"),
            ("e", true, "e"),
            ("f ", false, "f "),
        ];
        assert_eq!(texts.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn ids_of_tags_and_nothing_else() {
        let html = r#"<!-- <p id="no"> --><P ID=one><a name='two' id="three">
            <script>"<p id='no'>"</script><style>a { b: "<p id='no'>" }</style><br id="four"/>
            <a id='x' name='x'>"#;
        let (tokens, _) = tokens(html);
        let tags = tokens.iter().filter_map(|token| match token {
            Token::Start(tag) => Some(tag),
            _ => None,
        });
        let ids: Vec<_> = tags.flat_map(StartTag::ids).collect();
        assert_eq!(ids, ["one", "three", "two", "four", "x"]);
    }
}
