//! Says where the prose does not hold: links that lead nowhere, concepts that are not defined,
//! reading paths out of order, and what looks right and means nothing.
//!
//! The rules stand one a file in [`rules`]; [`check`] runs them over a model and is pure. Each rule
//! has a [`Level`], set by its name in `[preprocessor.chapter-checks]`. While a book is being served,
//! [`Panels`] shows in its pages what was found.

mod explained;
mod files;
mod includes;
mod level;
mod listed;
mod manual;
mod panel;
mod passed;
mod path;
mod plugin;
mod reached;
mod redirects;
mod rule;
pub mod rules;
mod run;
mod titles;
mod unlisted;

pub use files::{FilePlace, Files, Reach};
pub use level::{Level, Levels};
pub use manual::{manual, manual_lines};
pub use panel::Panels;
pub use passed::Unused;
pub use plugin::{ChapterChecks, facts_for_report, report_unless_configured};
pub use rule::{Check, Checked, Rule, Shared};
pub use run::check;
