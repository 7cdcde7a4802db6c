//! Turns a panic into an error, quietly.

use std::cell::Cell;
use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use anyhow::Error;

thread_local! {
    static CATCHING: Cell<bool> = const { Cell::new(false) };
}

/// A panic, with its message.
#[derive(Debug)]
pub(crate) struct Panic(String);

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "panicked: {}", self.0)
    }
}

impl std::error::Error for Panic {}

/// Runs `work`; a panic in it is given as an error and not printed.
///
/// # Errors
///
/// [`Panic`].
pub(crate) fn catch<T>(work: impl FnOnce() -> T) -> Result<T, Error> {
    silence();
    let outer = CATCHING.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    CATCHING.set(outer);
    result.map_err(|payload| {
        let text = payload
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "no message".to_owned());
        Panic(text).into()
    })
}

/// Keeps the standard message off the terminal on threads that are catching, and only there.
fn silence() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let standard = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !CATCHING.get() {
                standard(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::catch;

    #[test]
    fn a_panic_is_an_error_with_its_message() {
        let error = catch(|| panic!("no {}", "page")).unwrap_err();
        assert_eq!(error.to_string(), "panicked: no page");
    }

    #[test]
    fn the_value_comes_through() {
        assert_eq!(catch(|| 7).unwrap(), 7);
    }
}
