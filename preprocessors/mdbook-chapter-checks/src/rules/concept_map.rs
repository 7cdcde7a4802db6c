//! # concept-map
//!
//! Finds a chain of definitions that is too long for the concept map, and a column of it that is too
//! tall.
//!
//! The map leads from what is needed first to what rests on it. A chain with more concepts than the page
//! has room for goes on in a further row, where the eye has to look for it; in a column of more than
//! thirty nobody finds anything. Such a chain tells that a reader has much to learn ahead of its last
//! concept. What stands in its middle is often needed as a signpost only, which draws no line.
//!
//! ## Bad
//!
//! ```md
//! //- book.toml
//! [preprocessor.chapter-checks]
//! after = ["links"]
//! before = ["concept-index"]
//!
//! [preprocessor.concept-index]
//! after = ["links"]
//! //- src/a.md
//! # The words of this book
//!
//! <!-- concept-map -->
//!
//! [Request](concept:)
//! : What a caller sends.
//!
//! [Response](concept:)
//! : What answers a [request](concept:).
//!
//! [Latency](concept:)
//! : How long a [response](concept:) takes.
//!
//! [Timeout](concept:)
//! : The longest [latency](concept:) that a caller bears.
//!
//! [Deadline](concept:)
//! : The moment at which a [timeout](concept:) ends.
//!
//! [Retry](concept:)
//! : A second try ahead of the [deadline](concept:).
//!
//! [Backoff](concept:)
//! : The wait before a [retry](concept:).
//!
//! [Jitter](concept:)
//! : What chance adds to a [backoff](concept:).
//!
//! [Retry budget](concept:)
//! : A cap on retries that [jitter](concept:) cannot spread.
//!
//! [Load shedding](concept:)
//! : Refusing work when the [retry budget](concept:) is spent.
//!
//! [Admission control](concept:)
//! : Deciding on [load shedding](concept:) at the door.
//!
//! [Brownout](concept:)
//! : Doing less by [admission control](concept:) to features.
//!
//! It all ends in a [brownout](concept:).
//! ```
//!
//! ## Good
//!
//! ```md
//! //- book.toml
//! [preprocessor.chapter-checks]
//! after = ["links"]
//! before = ["concept-index"]
//!
//! [preprocessor.concept-index]
//! after = ["links"]
//! //- src/a.md
//! # The words of this book
//!
//! <!-- concept-map -->
//!
//! [Request](concept:)
//! : What a caller sends.
//!
//! [Response](concept:)
//! : What answers a [request](concept:).
//!
//! [Latency](concept:)
//! : How long a [response](concept:) takes.
//!
//! [Timeout](concept:)
//! : The longest [latency](concept:) that a caller bears.
//!
//! [Deadline](concept:)
//! : The moment at which a [timeout](concept:?later) ends.
//!
//! [Retry](concept:)
//! : A second try ahead of the [deadline](concept:).
//!
//! [Backoff](concept:)
//! : The wait before a [retry](concept:).
//!
//! [Jitter](concept:)
//! : What chance adds to a [backoff](concept:?later).
//!
//! [Retry budget](concept:)
//! : A cap on retries that [jitter](concept:) cannot spread.
//!
//! [Load shedding](concept:)
//! : Refusing work when the [retry budget](concept:) is spent.
//!
//! [Admission control](concept:)
//! : Deciding on [load shedding](concept:?later) at the door.
//!
//! [Brownout](concept:)
//! : Doing less by [admission control](concept:) to features.
//!
//! It all ends in a [brownout](concept:).
//! ```

use crate::level::Level;
use crate::rule::{Check, Rule};

/// The plugin that draws the map looks, once it knows where everything stands.
pub(crate) const RULE: Rule = Rule {
    name: "concept-map",
    level: Level::Warn,
    source: include_str!("concept_map.rs"),
    check: Check::Elsewhere(Some("concept-index")),
};
