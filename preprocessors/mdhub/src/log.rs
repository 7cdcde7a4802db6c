//! mdBook's own warnings and errors, shown in our manner.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

use book_engine::Found;
use book_plugin::visible;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::terminal;

static ERRORS: AtomicUsize = AtomicUsize::new(0);
static WARNINGS: AtomicUsize = AtomicUsize::new(0);

/// What mdBook has logged so far.
pub(crate) fn found() -> Found {
    Found {
        errors: ERRORS.load(Ordering::Relaxed),
        warnings: WARNINGS.load(Ordering::Relaxed),
    }
}

/// Shows what mdBook logs from now on: warnings and errors, or what `RUST_LOG` asks for (a list such
/// as `info` or `mdbook_driver=debug,warn`).
pub(crate) fn install() {
    let asked = std::env::var("RUST_LOG").ok();
    let filter = asked
        .and_then(|text| text.parse::<Targets>().ok())
        .unwrap_or_else(|| Targets::new().with_default(LevelFilter::WARN));
    let subscriber = tracing_subscriber::registry().with(Terminal.with_filter(filter));
    // Fails only when another one is installed, which nothing does.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

struct Terminal;

impl<S: Subscriber> Layer<S> for Terminal {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut message = Message(String::new());
        event.record(&mut message);
        show(event.metadata(), &message.0);
    }
}

fn show(metadata: &Metadata<'_>, message: &str) {
    match *metadata.level() {
        Level::ERROR => {
            ERRORS.fetch_add(1, Ordering::Relaxed);
            terminal::error(&anyhow::anyhow!("{message}"));
        }
        Level::WARN => {
            // `links` logs the causes of an error as warnings of their own.
            if let Some(cause) = message.strip_prefix("Caused By: ") {
                return terminal::cause(cause);
            }
            WARNINGS.fetch_add(1, Ordering::Relaxed);
            terminal::warning(message);
        }
        level => {
            let level = level.as_str().to_lowercase();
            terminal::say(&format!(
                "{level}[{}]: {}",
                metadata.target(),
                visible(message)
            ));
        }
    }
}

struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}
