//! Places in the text of `book.toml`.

use std::collections::HashMap;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

/// The bytes of the key at this path of tables, or of the nearest table that is there.
pub fn key_range(config: &str, path: &[&str]) -> Range<usize> {
    let Ok(root) = DeTable::parse(config) else {
        return 0..0;
    };
    let key = |length: usize| {
        let (last, tables) = path[..length].split_last()?;
        let (key, _) = table(root.get_ref(), tables)?.get_key_value(*last)?;
        Some(key.span())
    };
    let mut nearest = (1..=path.len()).rev();
    nearest.find_map(key).unwrap_or(0..0)
}

/// The bytes of each key and each value in the table at this path, in one reading.
pub fn entry_ranges(config: &str, path: &[&str]) -> HashMap<String, (Range<usize>, Range<usize>)> {
    let Ok(root) = DeTable::parse(config) else {
        return HashMap::new();
    };
    let entries = table(root.get_ref(), path).into_iter().flatten();
    entries
        .map(|(key, value)| (key.get_ref().to_string(), (key.span(), value.span())))
        .collect()
}

/// The bytes of the string `element` in the array at this path, or of the array's key.
pub fn element_range(config: &str, path: &[&str], element: &str) -> Range<usize> {
    let found = DeTable::parse(config).ok().and_then(|root| {
        let (last, tables) = path.split_last()?;
        let DeValue::Array(array) = table(root.get_ref(), tables)?.get(*last)?.get_ref() else {
            return None;
        };
        let same = |value: &&toml::Spanned<DeValue<'_>>| value.get_ref().as_str() == Some(element);
        Some(array.iter().find(same)?.span())
    });
    found.unwrap_or_else(|| key_range(config, path))
}

/// The table at this path of tables.
fn table<'a, 'text>(root: &'a DeTable<'text>, path: &[&str]) -> Option<&'a DeTable<'text>> {
    path.iter()
        .try_fold(root, |table, part| match table.get(*part)?.get_ref() {
            DeValue::Table(inner) => Some(inner),
            _ => None,
        })
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
