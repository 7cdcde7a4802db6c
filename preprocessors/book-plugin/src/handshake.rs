//! Whether a book comes from an mdBook that these plugins understand, and what mdBook sends with it.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use book_model::Pages;
use semver::{Version, VersionReq};
use serde::Deserialize;
use serde_json::Value;

use crate::Context;

/// The versions of mdBook whose books these plugins understand.
const MDBOOK: &str = "^0.5";

/// What mdBook sends besides the book; fields that are not needed here may come and go.
#[derive(Deserialize)]
struct Sent {
    root: PathBuf,
    config: Value,
    renderer: String,
}

/// Reads the context. Its version comes first: another mdBook may send something else.
pub(crate) fn read_context(json: &[u8]) -> Result<Context> {
    let unreadable = "standard input does not begin with mdBook's context";
    let sent: Value = serde_json::from_slice(json).context(unreadable)?;
    // Another version sends something else.
    understands(sent.get("mdbook_version").and_then(Value::as_str))?;
    let sent: Sent = serde_json::from_value(sent).context(unreadable)?;
    Ok(Context {
        root: sent.root,
        renderer: sent.renderer,
        config: sent.config,
        pages: Pages::default(),
    })
}

/// Refuses a book from an mdBook that this plugin was not built for.
fn understands(version: Option<&str>) -> Result<()> {
    let Some(version) = version else {
        bail!(
            "the caller does not say which version of mdBook it is; this plugin needs mdBook 0.5"
        );
    };
    let parsed = Version::parse(version)
        .with_context(|| format!("mdBook gives its version as `{version}`"))?;
    if !VersionReq::parse(MDBOOK).is_ok_and(|needed| needed.matches(&parsed)) {
        bail!(
            "the book comes from mdBook {version}, and this plugin understands mdBook 0.5; \
             install mdBook 0.5, or a version of this plugin that was made for {version}"
        );
    }
    Ok(())
}
