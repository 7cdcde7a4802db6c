//! Sentences, and what else a chapter is made of.

use crate::random::Random;
use crate::words::Words;

/// Writes one chapter, or one title.
#[derive(Debug)]
pub(crate) struct Prose<'a> {
    pub(crate) words: &'a Words,
    pub(crate) random: Random,
}

impl Prose<'_> {
    /// A name for a chapter, a heading or a concept: `Bounded queue replica`.
    pub(crate) fn name(&mut self) -> String {
        let words = self.random.between(2, 4);
        capital(&self.large(words, " "))
    }

    /// A paragraph of this many sentences, with lines as an author breaks them.
    pub(crate) fn paragraph(&mut self, sentences: usize) -> String {
        let sentences: Vec<_> = (0..sentences).map(|_| self.sentence()).collect();
        wrapped(&sentences.join(" "))
    }

    /// A sentence with its full stop.
    pub(crate) fn sentence(&mut self) -> String {
        let words = self.random.between(7, 22);
        format!("{}.", capital(&self.clause(words)))
    }

    /// Any words, a few of them marked in some way, with commas between some.
    fn clause(&mut self, words: usize) -> String {
        let mut clause = String::new();
        for left in (0..words).rev() {
            let word = self.words.any(&mut self.random);
            // What begins a sentence is to take a capital, and what ends one no comma.
            let inside = !clause.is_empty() && left > 0;
            match self.random.below(80) {
                0 if inside => clause.push_str(&format!("`{word}()`")),
                1 if inside => clause.push_str(&format!("*{word}*")),
                2 if inside => clause.push_str(&format!("**{word}**")),
                3 if inside => clause.push_str(&self.random.between(2, 9_999).to_string()),
                4..8 if inside => clause.push_str(&format!("{word},")),
                _ => clause.push_str(&word),
            }
            if left > 0 {
                clause.push(' ');
            }
        }
        clause
    }

    fn large(&mut self, words: usize, between: &str) -> String {
        let words: Vec<_> = (0..words)
            .map(|_| self.words.large(&mut self.random))
            .collect();
        words.join(between)
    }

    /// A list, with or without numbers.
    pub(crate) fn list(&mut self) -> String {
        let numbers = self.random.once_in(3);
        let items = self.random.between(3, 6);
        let item = |number: usize| {
            let marker = if numbers {
                format!("{number}.")
            } else {
                "-".to_owned()
            };
            let words = self.random.between(5, 14);
            format!("{marker} {}.\n", capital(&self.clause(words)))
        };
        (1..=items).map(item).collect()
    }

    /// A table of three columns.
    pub(crate) fn table(&mut self) -> String {
        let mut table = String::from("| name | value | meaning |\n|---|--:|---|\n");
        for _ in 0..self.random.between(3, 7) {
            let name = self.large(1, "");
            let value = self.random.below(10_000);
            let words = self.random.between(3, 8);
            let meaning = self.clause(words);
            table.push_str(&format!("| `{name}` | {value} | {meaning} |\n"));
        }
        table
    }

    /// A quotation.
    pub(crate) fn quotation(&mut self) -> String {
        let paragraph = self.paragraph(2);
        paragraph
            .lines()
            .map(|line| format!("> {line}\n"))
            .collect()
    }

    /// A block of code in one of a few languages.
    pub(crate) fn code(&mut self) -> String {
        let language = self
            .random
            .one_of(&["rust", "toml", "sh", "json", "python"]);
        let mut code = format!("```{language}\n");
        for _ in 0..self.random.between(2, 4) {
            let (name, other) = (self.large(2, "_"), self.large(1, ""));
            let number = self.random.below(1_000);
            code.push_str(&match language {
                "rust" => format!(
                    "/// {}\nfn {name}({other}: &[u64]) -> Option<u64> {{\n    \
                     let limit = {other}.len().min({number});\n    \
                     {other}.iter().take(limit).copied().max()\n}}\n\n",
                    self.sentence()
                ),
                "toml" => format!("[{other}.{name}]\nenabled = true\nlimit = {number}\n\n"),
                "sh" => format!(
                    "{other} --{} {number} | sort | head -n 20\n",
                    self.large(1, "")
                ),
                "json" => format!("{{ \"{name}\": {{ \"{other}\": [{number}, true, null] }} }}\n"),
                _ => format!(
                    "def {name}({other}):\n    # {}\n    \
                     return [one for one in {other} if one < {number}]\n\n",
                    self.sentence()
                ),
            });
        }
        format!("{}\n```\n", code.trim_end())
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// With a line's end instead of a space wherever a line is getting long. No clause has a word that would begin
/// a list or a heading there.
fn wrapped(text: &str) -> String {
    let mut wrapped = String::new();
    let mut column = 0;
    for word in text.split(' ') {
        if column > 0 && column + word.len() > 100 {
            wrapped.push('\n');
            column = 0;
        } else if column > 0 {
            wrapped.push(' ');
            column += 1;
        }
        column += word.len();
        wrapped.push_str(word);
    }
    wrapped.push('\n');
    wrapped
}
