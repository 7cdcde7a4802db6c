//! Whether two titles can be those of one chapter.

/// How much two titles have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// No word that says something.
    Unlike,
    /// Some words.
    Akin,
    /// One is a part of the other, or the initials of it. Where one has no words, nothing can be said.
    Alike,
}

/// How much two titles have in common.
pub(crate) fn likeness(one: &str, other: &str) -> Likeness {
    let (a, b) = (words(one), words(other));
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let shared = a
        .iter()
        .filter(|word| b.iter().any(|other| same(word, other)));
    let shared = shared.count();
    if shared == a.len() || a.concat() == b.concat() || runs_on(&a, &b) || initials(&a, &b) {
        Likeness::Alike
    } else if shared > 0 {
        Likeness::Akin
    } else {
        Likeness::Unlike
    }
}

/// What two titles of the same words have in common.
pub(crate) fn key(title: &str) -> String {
    words(title).join(" ")
}

/// The words of a title without those that carry nothing: small ones, and numbers in front; all of them
/// where there are no others.
fn words(title: &str) -> Vec<String> {
    let folded = title.to_lowercase().replace(['\'', '’'], "");
    let split = folded.split(|char: char| !char.is_alphanumeric());
    let all: Vec<_> = split.filter(|word| !word.is_empty()).collect();
    let heavy = all.iter().filter(|word| !SMALL.contains(*word));
    let heavy = heavy.skip_while(|word| word.chars().all(char::is_numeric));
    let words: Vec<_> = heavy.map(|word| (*word).to_owned()).collect();
    if words.is_empty() {
        return all.into_iter().map(str::to_owned).collect();
    }
    words
}

/// Words that tell no chapter from another.
const SMALL: [&str; 16] = [
    "a", "an", "the", "of", "to", "in", "on", "and", "your", "our", "how", "what", "are",
    "chapter", "part", "appendix",
];

/// Whether the two are forms of one word, or one is cut short or put together: they begin alike, and
/// little is left of one of them, or one holds the other.
fn same(one: &str, other: &str) -> bool {
    let pairs = one.chars().zip(other.chars());
    let alike = pairs.take_while(|(a, b)| a == b).count();
    let count = |word: &str| word.chars().count();
    let (short, long) = if count(one) <= count(other) {
        (one, other)
    } else {
        (other, one)
    };
    let (shorter, longer) = (count(short), count(long));
    alike == longer
        || alike >= 6
        || (alike >= 4 && (longer - alike <= 3 || shorter - alike <= 1))
        || (shorter >= 4 && long.contains(short))
        || long.strip_suffix('s') == Some(short)
}

/// Whether one is a part of the other in a script that has no spaces.
fn runs_on(part: &[String], whole: &[String]) -> bool {
    let part = part.concat();
    !part.is_ascii() && whole.concat().contains(&part)
}

/// Whether the one word of `short` is made of the initials of words that follow each other in `long`.
fn initials(short: &[String], long: &[String]) -> bool {
    let [word] = short else { return false };
    let initials: String = long.iter().filter_map(|word| word.chars().next()).collect();
    word.chars().count() > 1 && initials.contains(word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_likeness(wanted: Likeness, pairs: &[(&str, &str)]) {
        for (name, title) in pairs {
            assert_eq!(likeness(name, title), wanted, "{name} / {title}");
            assert_eq!(likeness(title, name), wanted, "{title} / {name}");
        }
    }

    #[test]
    fn names_of_one_thing() {
        let pairs = [
            ("Hello", "1.2. Hello, World!"),
            ("`std::mem`", "std::mem"),
            ("The never type", "Never Type"),
            ("Don't panic", "Don’t Panic"),
            ("Installing", "Installation"),
            ("Error handling", "Handling of errors"),
            ("Reprs", "Alternative representations"),
            ("HALs", "HAL Design Patterns"),
            ("Flags", "Supported RUSTFLAGS"),
            ("FFI", "Foreign Function Interface"),
            ("TypeScript", "Type Script"),
            ("错误处理", "第九章：错误处理"),
            ("B - Operators", "Appendix B: Operators and Symbols"),
            ("...", "Anything"),
            ("1", "Chapter 1"),
        ];
        assert_likeness(Likeness::Alike, &pairs);
    }

    #[test]
    fn names_of_different_things() {
        let akin = [
            ("Retry budgets", "Timeout budgets"),
            ("Installing on Windows", "Installing on Linux"),
            ("Data Layout", "Data Representation in Rust"),
            ("Chapter 1", "Chapter 2"),
            ("Rust 2021", "Rust 2024"),
            ("for and range", "for loops"),
        ];
        assert_likeness(Likeness::Akin, &akin);
        let unlike = [
            ("Retries", "Timeouts"),
            ("Art", "Starting"),
            ("How to retry a call", "How to choose the timeout"),
            ("Interface of the client", "Internals of the server"),
            ("错误处理", "所有权"),
        ];
        assert_likeness(Likeness::Unlike, &unlike);
    }
}
