//! What a book asks for, in `[preprocessor.mdhub]` of its `book.toml`.

use anyhow::{Error, Result, anyhow};
use book_plugin::{Context, Speller};
use serde_json::Value;

/// The name of the table. mdBook leaves a preprocessor alone that has `renderers = []`.
const TABLE: &str = "mdhub";

/// The keys of the table.
const KEYS: [&str; 2] = ["finish", "address"];

/// The keys that mdBook itself reads in such a table.
const MDBOOK: [&str; 5] = ["command", "before", "after", "renderers", "optional"];

/// A step of finishing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Code is coloured.
    Highlight,
    /// The boxes of task lists have a name.
    Labels,
    /// A page's head says what it is about.
    Metadata,
    /// Scripts and styles are files.
    Policy,
    /// Stylesheets become one, and scripts.
    Join,
    /// What was joined has no comments and blanks.
    Minify,
    /// There is an index to search in.
    Search,
    /// There is a list of all pages.
    Sitemap,
}

impl Step {
    /// The steps, in the order in which they are taken.
    pub const ALL: [Step; 8] = [
        Step::Highlight,
        Step::Labels,
        Step::Metadata,
        Step::Policy,
        Step::Join,
        Step::Minify,
        Step::Search,
        Step::Sitemap,
    ];

    /// Its name in `book.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Step::Highlight => "highlight",
            Step::Labels => "labels",
            Step::Metadata => "metadata",
            Step::Policy => "policy",
            Step::Join => "join",
            Step::Minify => "minify",
            Step::Search => "search",
            Step::Sitemap => "sitemap",
        }
    }
}

/// What a book asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// The steps, in the order in which they are taken.
    pub steps: Vec<Step>,
    /// The address of the site's root, with a `/` at its end.
    pub address: Option<String>,
}

impl Settings {
    /// Reads what the book asks for; nothing, if it has no such table.
    ///
    /// # Errors
    ///
    /// When a key or a step is not known, or a value is of the wrong kind.
    pub fn of(context: &Context) -> Result<Settings> {
        let Some(table) = context.table(TABLE) else {
            return Ok(Settings::default());
        };
        let known = KEYS.iter().chain(&MDBOOK).copied();
        if let Some(key) = table
            .keys()
            .find(|key| !known.clone().any(|known| known == *key))
        {
            return Err(unknown(
                &format!("`preprocessor.{TABLE}` in book.toml has no key"),
                key,
                known,
            ));
        }
        if !table.contains_key("renderers") && !table.contains_key("command") {
            return Err(anyhow!(
                "`preprocessor.{TABLE}` in book.toml needs `renderers = []`: without it mdBook looks for a \
                 program of that name"
            ));
        }
        let mut steps = Vec::new();
        let wrong =
            |expected| Err(context.wrong_value(&["preprocessor", TABLE, "finish"], expected));
        match table.get("finish") {
            None => {}
            Some(Value::Array(names)) => {
                for name in names {
                    let Some(name) = name.as_str() else {
                        return wrong("a list of steps");
                    };
                    let found = Step::ALL.into_iter().find(|step| step.name() == name);
                    let names = Step::ALL.into_iter().map(Step::name);
                    let message =
                        format!("`preprocessor.{TABLE}.finish` in book.toml: there is no step");
                    steps.push(found.ok_or_else(|| unknown(&message, name, names))?);
                }
            }
            Some(_) => return wrong("a list of steps"),
        }
        steps.sort_unstable();
        steps.dedup();
        let address = match table.get("address") {
            None => None,
            Some(value) => match value.as_str().and_then(address) {
                Some(address) => Some(address),
                None => {
                    let expected = "the address of the site, such as \"https://example.org/book/\"";
                    return Err(context.wrong_value(&["preprocessor", TABLE, "address"], expected));
                }
            },
        };
        if steps.contains(&Step::Search) && !cfg!(feature = "search") {
            return Err(anyhow!(
                "the step `search` in `preprocessor.{TABLE}.finish` of book.toml is not in this mdhub: it was \
                 built without the feature `search`"
            ));
        }
        if steps.contains(&Step::Minify) && !steps.contains(&Step::Join) {
            return Err(anyhow!(
                "the step `minify` needs `join` beside it in `preprocessor.{TABLE}.finish` of book.toml: \
                 what it shortens are the files that were joined"
            ));
        }
        if steps.contains(&Step::Sitemap) && address.is_none() {
            return Err(anyhow!(
                "the step `sitemap` needs `address` in `preprocessor.{TABLE}` of book.toml: \
                 a sitemap lists whole addresses"
            ));
        }
        Ok(Settings { steps, address })
    }

    /// Whether a step is to be taken.
    pub fn has(&self, step: Step) -> bool {
        self.steps.contains(&step)
    }
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Error {
    match Speller::default().nearest(name, known.clone()) {
        Some(near) => anyhow!("{what} `{name}`: did you mean `{near}`?"),
        None => anyhow!(
            "{what} `{name}`: there are {}",
            known.collect::<Vec<_>>().join(", ")
        ),
    }
}

/// The address as pages can be put behind it, if it is one.
fn address(text: &str) -> Option<String> {
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))?;
    let is_one = !host.is_empty()
        && !host.starts_with('/')
        && !text.contains(['?', '#', '"', '<', '>', '\\'])
        && !text.contains(|sign: char| sign.is_whitespace() || sign.is_control());
    is_one.then(|| format!("{}/", text.trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn context(config: Value) -> Context {
        Context {
            root: "nowhere".into(),
            renderer: "html".to_owned(),
            config,
            pages: book_model::Pages::default(),
        }
    }

    fn settings(mut table: Value) -> Result<Settings, String> {
        table["renderers"] = json!([]);
        let context = context(json!({ "preprocessor": { "mdhub": table } }));
        Settings::of(&context).map_err(|error| error.to_string())
    }

    #[test]
    fn steps_are_taken_in_their_own_order() {
        let table = json!({ "renderers": [], "finish": ["join", "highlight", "join"], "address": "https://x.org/a" });
        let found = settings(table).unwrap();
        assert_eq!(found.steps, [Step::Highlight, Step::Join]);
        assert_eq!(found.address.as_deref(), Some("https://x.org/a/"));
    }

    #[test]
    fn a_book_that_asks_for_nothing_gets_nothing() {
        assert_eq!(settings(json!({})), Ok(Settings::default()));
    }

    #[test]
    fn mdbook_is_kept_from_running_it() {
        let config = json!({ "preprocessor": { "mdhub": { "finish": [] } } });
        let error = Settings::of(&context(config)).unwrap_err().to_string();
        assert!(error.contains("needs `renderers = []`"), "{error}");
    }

    #[test]
    fn what_is_not_known_is_named_with_what_was_meant() {
        for (table, expected) in [
            (
                json!({ "finsh": [] }),
                "no key `finsh`: did you mean `finish`?",
            ),
            (
                json!({ "finish": ["hilight"] }),
                "no step `hilight`: did you mean `highlight`?",
            ),
            (
                json!({ "finish": ["xyzzy"] }),
                "there are highlight, labels, metadata",
            ),
            (json!({ "finish": "join" }), "is not a list of steps"),
            (json!({ "finish": [1] }), "is not a list of steps"),
            (
                json!({ "address": "/book/" }),
                "is not the address of the site",
            ),
            (json!({ "finish": ["minify"] }), "needs `join`"),
            (json!({ "finish": ["sitemap"] }), "needs `address`"),
        ] {
            let error = settings(table).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
