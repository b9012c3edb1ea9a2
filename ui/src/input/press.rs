//! One press of a key that is not part of a scan, with where it would land.

use super::focus;
use web_sys::KeyboardEvent;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press {
    /// By its [`name`].
    pub key: String,
    /// A field that takes text has the focus.
    pub in_text: bool,
    /// The id of what has the focus.
    pub focus: String,
}

/// The key's own name; with Control held down `Ctrl z`.
pub fn name(event: &KeyboardEvent) -> String {
    if event.ctrl_key() { format!("Ctrl {}", event.key()) } else { event.key() }
}

impl Press {
    /// Nothing for what is never ours: other modifiers, and a button that somebody walked to
    /// with Tab, which is pressed by Enter and space as ever.
    pub fn read(event: &KeyboardEvent) -> Option<Press> {
        let key = name(event);
        if event.alt_key() || event.meta_key() && !event.ctrl_key() {
            return None;
        }
        let active = focus::active();
        let on_button = active.as_ref().is_some_and(|element| element.tag_name() == "BUTTON");
        if on_button && matches!(key.as_str(), "Enter" | " ") {
            return None;
        }
        Some(Press {
            key,
            in_text: active.as_ref().is_some_and(focus::takes_text),
            focus: active.map_or_else(String::new, |element| element.id()),
        })
    }
}
