//! What comes from the keyboard and the scanner, before any page sees it. Scans and keys are
//! handed to the screens as a whole; which page gets them is decided there.

pub mod focus;
pub mod keys;
mod listener;
mod press;
mod scan;
pub mod settings;

pub use listener::{now_ms, set_up_scanner, start};
pub use press::Press;
pub use scan::Scan;

/// Puts back what the keys of a scan have changed.
pub type Restore = Box<dyn FnOnce()>;

/// What is open, as far as keys mean something else there, and since when: a key that opened it
/// does not act on it at once.
pub struct Open {
    pub what: String,
    pub since_ms: u64,
}

/// Whoever keys and scans are for.
pub trait Screens {
    fn open(&self) -> Open;

    /// Says whether the key was used: then nothing else gets it.
    fn key(&self, press: &Press) -> bool;

    fn scan(&self, scan: &Scan);

    /// The field that takes what is typed while no field has the focus.
    fn types_into(&self) -> Option<&'static str>;

    /// What keys have entered so far that is no field of the page.
    fn keyed_in(&self) -> Option<Restore>;
}
