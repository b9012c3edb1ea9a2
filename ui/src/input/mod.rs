//! What comes from the keyboard and the scanner, before any page sees it. Scans and keys are
//! handed to the screens as a whole; which page gets them is decided there.

pub mod focus;
pub mod keys;
mod listener;
mod press;
mod scan;
pub mod settings;

pub use listener::{set_up_scanner, start};
pub use press::Press;
pub use scan::Scan;

/// Puts back what the keys of a scan have changed.
pub type Restore = Box<dyn FnOnce()>;

/// Whoever keys and scans are for.
pub trait Screens {
    /// Says whether the key was used: then nothing else gets it.
    fn key(&self, press: &Press) -> bool;

    fn scan(&self, scan: &Scan);

    /// The field that takes what is typed while no field has the focus.
    fn types_into(&self) -> Option<&'static str>;

    /// What keys have entered so far that is no field of the page.
    fn keyed_in(&self) -> Option<Restore>;
}
