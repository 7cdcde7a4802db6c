//! What mdBook says while it renders several windows at a time, said again in the order of the book.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::with_default;
use tracing::{Event, Level, Metadata, Subscriber};

/// What was said, in order.
#[derive(Debug, Default)]
pub(crate) struct Heard(Vec<(Level, String)>);

impl Heard {
    /// Runs `work`, and keeps what is logged on this thread meanwhile.
    pub(crate) fn during<T>(work: impl FnOnce() -> T) -> (T, Heard) {
        let listener = Listener::default();
        let heard = Arc::clone(&listener.heard);
        let result = with_default(listener, work);
        let heard = std::mem::take(&mut *heard.lock().unwrap_or_else(PoisonError::into_inner));
        (result, Heard(heard))
    }

    /// Says it.
    pub(crate) fn say(&self) {
        for (level, message) in &self.0 {
            match *level {
                Level::ERROR => tracing::error!(target: "mdbook_html", "{message}"),
                Level::WARN => tracing::warn!(target: "mdbook_html", "{message}"),
                Level::INFO => tracing::info!(target: "mdbook_html", "{message}"),
                Level::DEBUG => tracing::debug!(target: "mdbook_html", "{message}"),
                Level::TRACE => tracing::trace!(target: "mdbook_html", "{message}"),
            }
        }
    }
}

#[derive(Default)]
struct Listener {
    heard: Arc<Mutex<Vec<(Level, String)>>>,
}

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::WARN
    }

    fn event(&self, event: &Event<'_>) {
        let mut message = Message::default();
        event.record(&mut message);
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.push((*event.metadata().level(), message.0));
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_heard_and_said_again() {
        let ((), inner) = Heard::during(|| tracing::warn!("a {}", "b"));
        let ((), again) = Heard::during(|| inner.say());
        assert_eq!(again.0, [(Level::WARN, "a b".to_owned())]);
    }
}
