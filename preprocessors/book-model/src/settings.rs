//! What `book.toml` says that bears on the model.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

/// The part of `book.toml` that the model depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// `output.html.smart-punctuation`
    pub smart_punctuation: bool,
    /// `output.html.definition-lists`
    pub definition_lists: bool,
    /// `output.html.admonitions`
    pub admonitions: bool,
    /// `output.html.playground.runnable`
    pub runnable: bool,
    /// Whether `book.language` is English, so that the regular plural is known.
    pub english: bool,
    /// `preprocessor.reading-paths.paths`: the chapters that are reading paths.
    pub paths: Vec<String>,
    /// `preprocessor.reading-paths.words-per-minute`
    pub words_per_minute: u32,
    /// The pages that `output.html.redirect` makes, below the site's root.
    pub redirects: BTreeSet<String>,
}

/// Words that an adult reads in a minute, silently, of English non-fiction: Brysbaert, "How many
/// words do we read per minute?", Journal of Memory and Language 109, 2019, gives 238. Technical
/// prose is read a little slower, and a round number does not pretend to be exact.
pub const WORDS_PER_MINUTE: u32 = 220;

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            smart_punctuation: true,
            definition_lists: true,
            admonitions: true,
            runnable: true,
            english: true,
            paths: Vec::new(),
            words_per_minute: WORDS_PER_MINUTE,
            redirects: BTreeSet::new(),
        }
    }
}

/// A value in `book.toml` of the wrong kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError {
    /// The key, dotted.
    pub key: String,
    /// What was expected.
    pub expected: &'static str,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "`{}` in book.toml is not {}",
            self.key, self.expected
        )
    }
}

impl std::error::Error for SettingsError {}

impl Settings {
    /// Reads the settings from the configuration that mdBook gives to its plugins.
    ///
    /// # Errors
    ///
    /// When a value is of the wrong kind.
    pub fn from_config(config: &Value) -> Result<Settings, SettingsError> {
        let defaults = Settings::default();
        let language = get(config, "book.language")
            .and_then(Value::as_str)
            .unwrap_or("en");
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        let redirects = get(config, "output.html.redirect").and_then(Value::as_object);
        Ok(Settings {
            smart_punctuation: boolean(config, "output.html.smart-punctuation")?,
            definition_lists: boolean(config, "output.html.definition-lists")?,
            admonitions: boolean(config, "output.html.admonitions")?,
            runnable: boolean(config, "output.html.playground.runnable")?
                // The name that mdBook had for it before.
                && boolean(config, "output.html.playpen.runnable")?,
            english: primary.eq_ignore_ascii_case("en"),
            paths: strings(config, "preprocessor.reading-paths.paths")?,
            words_per_minute: number(config, "preprocessor.reading-paths.words-per-minute")?
                .unwrap_or(defaults.words_per_minute),
            redirects: redirects
                .into_iter()
                .flat_map(|pages| pages.keys())
                .map(|page| page.trim_start_matches('/').to_owned())
                .collect(),
        })
    }
}

/// The value at a dotted key. The keys of mdBook and of these plugins hold no dots themselves.
fn get<'a>(config: &'a Value, key: &str) -> Option<&'a Value> {
    key.split('.')
        .try_fold(config, |value, part| value.get(part))
}

fn wrong(key: &str, expected: &'static str) -> SettingsError {
    SettingsError {
        key: key.to_owned(),
        expected,
    }
}

fn boolean(config: &Value, key: &str) -> Result<bool, SettingsError> {
    match get(config, key) {
        None => Ok(true),
        Some(value) => value
            .as_bool()
            .ok_or_else(|| wrong(key, "`true` or `false`")),
    }
}

fn number(config: &Value, key: &str) -> Result<Option<u32>, SettingsError> {
    let Some(value) = get(config, key) else {
        return Ok(None);
    };
    let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
    let positive = number.filter(|&number| number > 0);
    positive
        .map(Some)
        .ok_or_else(|| wrong(key, "a whole number above 0"))
}

fn strings(config: &Value, key: &str) -> Result<Vec<String>, SettingsError> {
    let expected = "a list of strings";
    let Some(value) = get(config, key) else {
        return Ok(Vec::new());
    };
    let values = value.as_array().ok_or_else(|| wrong(key, expected))?;
    let string = |value: &Value| {
        value
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| wrong(key, expected))
    };
    values.iter().map(string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_switches_are_those_of_the_html_renderer() {
        let config = json!({
            "book": { "language": "en-GB" },
            "output": { "html": { "smart-punctuation": false, "redirect": { "/old.html": "new.html" } } },
            "preprocessor": { "reading-paths": { "paths": ["p.md"], "words-per-minute": 100 } },
        });
        let settings = Settings::from_config(&config).unwrap();
        assert!(!settings.smart_punctuation && settings.definition_lists && settings.english);
        assert_eq!(settings.paths, ["p.md"]);
        assert_eq!(settings.words_per_minute, 100);
        assert!(settings.redirects.contains("old.html"));
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_named() {
        for (key, value) in [
            ("paths", json!("p.md")),
            ("paths", json!([1])),
            ("words-per-minute", json!(0)),
        ] {
            let config = json!({ "preprocessor": { "reading-paths": { key: value } } });
            let error = Settings::from_config(&config).unwrap_err();
            assert!(
                error.to_string().contains(&format!("reading-paths.{key}")),
                "{error}"
            );
        }
    }
}
