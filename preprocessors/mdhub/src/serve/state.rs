//! What the server shows at a moment, and what it has to say about it.

use std::sync::{Arc, PoisonError, RwLock};

use book_engine::View;
use tokio::sync::watch;

/// What there is to see and to know.
#[derive(Debug)]
pub(crate) struct State {
    view: RwLock<Option<Arc<View>>>,
    news: watch::Sender<News>,
    /// Tells this server from the one that was here before.
    started: String,
}

/// What an open page is told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct News {
    /// Which version is in view; 0 before the first one is made.
    pub(crate) version: u64,
    /// What is wrong and does not stand in the pages themselves, as plain text.
    pub(crate) trouble: Option<String>,
}

impl State {
    /// Nothing to see yet.
    pub(crate) fn new() -> State {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let started = now.map_or(0, |since| since.as_millis());
        State {
            view: RwLock::new(None),
            news: watch::Sender::new(News::default()),
            started: format!("{started:x}"),
        }
    }

    /// Puts the next version into view and tells everyone who waits for it. A request that is being
    /// answered keeps the version that it began with.
    pub(crate) fn show(&self, view: Arc<View>, trouble: Option<String>) {
        self.exchange(view);
        self.news.send_modify(|news| {
            news.version += 1;
            news.trouble = trouble;
        });
    }

    /// The same for a version that shows what is on view: there is nothing new for who looks at it.
    pub(crate) fn confirm(&self, view: Arc<View>, trouble: Option<String>) {
        self.exchange(view);
        self.news.send_if_modified(|news| {
            let is_new = news.trouble != trouble;
            news.trouble = trouble;
            is_new
        });
    }

    /// Puts a first look into view; what is wrong is told when it is known.
    pub(crate) fn glance(&self, view: Arc<View>) {
        self.exchange(view);
        self.news.send_modify(|news| news.version += 1);
    }

    fn exchange(&self, next: Arc<View>) {
        let before = {
            let mut view = self.view.write().unwrap_or_else(PoisonError::into_inner);
            view.replace(next)
        };
        drop(before);
    }

    /// Says that there is no next version, and why; the one in view stays. Where there is none, the page
    /// that says so is new.
    pub(crate) fn tell(&self, trouble: String) {
        let nothing = self.view().is_none();
        self.news.send_modify(|news| {
            news.version += u64::from(nothing);
            news.trouble = Some(trouble);
        });
    }

    /// What is in view; `None` before the first version is made.
    pub(crate) fn view(&self) -> Option<Arc<View>> {
        let view = self.view.read().unwrap_or_else(PoisonError::into_inner);
        view.clone()
    }

    /// What there is to know, and what there will be.
    pub(crate) fn news(&self) -> watch::Receiver<News> {
        self.news.subscribe()
    }

    /// The version in view as pages know it, which no other server has.
    pub(crate) fn version(&self, version: u64) -> String {
        format!("{}-{version}", self.started)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_waits_is_told() {
        let state = State::new();
        let mut waiting = state.news();
        assert!(!waiting.has_changed().unwrap());
        state.tell("no".to_owned());
        assert!(waiting.has_changed().unwrap());
        let news = waiting.borrow_and_update().clone();
        assert_eq!((news.version, news.trouble.as_deref()), (1, Some("no")));
        assert!(state.view().is_none());
    }
}
