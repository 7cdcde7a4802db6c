//! Places in the text of `book.toml`.

use std::collections::HashMap;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

/// The bytes of the key at this path of tables, or of the nearest table that is there.
pub fn key_range(config: &str, path: &[&str]) -> Range<usize> {
    let Ok(root) = DeTable::parse(config) else {
        return 0..0;
    };
    let mut table = root.get_ref();
    let mut found = 0..0;
    for part in path {
        let Some((key, value)) = table.iter().find(|(key, _)| key.get_ref() == part) else {
            break;
        };
        found = key.span();
        match value.get_ref() {
            DeValue::Table(inner) => table = inner,
            _ => break,
        }
    }
    found
}

/// The bytes of each key and each value in the table at this path, in one reading.
pub fn entry_ranges(config: &str, path: &[&str]) -> HashMap<String, (Range<usize>, Range<usize>)> {
    let Ok(root) = DeTable::parse(config) else {
        return HashMap::new();
    };
    let mut table = root.get_ref();
    for part in path {
        match table.get(*part).map(toml::Spanned::get_ref) {
            Some(DeValue::Table(inner)) => table = inner,
            _ => return HashMap::new(),
        }
    }
    let entries = table.iter();
    entries
        .map(|(key, value)| (key.get_ref().to_string(), (key.span(), value.span())))
        .collect()
}

/// The bytes of the string `element` in the array at this path, or of the array's key.
pub fn element_range(config: &str, path: &[&str], element: &str) -> Range<usize> {
    let found = DeTable::parse(config).ok().and_then(|root| {
        let (last, tables) = path.split_last()?;
        let mut table = root.get_ref();
        for part in tables {
            let DeValue::Table(inner) = table.get(*part)?.get_ref() else {
                return None;
            };
            table = inner;
        }
        let DeValue::Array(array) = table.get(*last)?.get_ref() else {
            return None;
        };
        let same = |value: &&toml::Spanned<DeValue<'_>>| value.get_ref().as_str() == Some(element);
        Some(array.iter().find(same)?.span())
    });
    found.unwrap_or_else(|| key_range(config, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_elements_are_found() {
        let config = "[preprocessor.reading-paths]\npaths = [\"a.md\", \"b.md\"]\n";
        let path = ["preprocessor", "reading-paths", "paths"];
        assert_eq!(&config[element_range(config, &path, "b.md")], "\"b.md\"");
        assert_eq!(&config[element_range(config, &path, "c.md")], "paths");
        assert_eq!(
            &config[key_range(config, &["preprocessor", "reading-paths", "x"])],
            "reading-paths"
        );
        assert_eq!(key_range("not [ toml", &path), 0..0);
        let table = entry_ranges(config, &path[..2]);
        let (key, value) = table["paths"].clone();
        assert_eq!(
            (&config[key], &config[value]),
            ("paths", "[\"a.md\", \"b.md\"]")
        );
        assert!(entry_ranges(config, &["output"]).is_empty());
    }
}
