//! Light or dark: as the system says until somebody chooses; the choice is remembered.

use super::App;
use leptos::prelude::*;

const STORED_AS: &str = "theme";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    fn name(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

pub fn remembered() -> Theme {
    let stored = storage().and_then(|storage| storage.get_item(STORED_AS).ok().flatten());
    match stored.as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

fn system_is_dark() -> bool {
    window().match_media("(prefers-color-scheme: dark)").ok().flatten().is_some_and(|query| query.matches())
}

impl App {
    /// Tells the style sheet; called whenever the choice changes.
    pub fn show_theme(self) {
        let theme = self.theme.get();
        if let Some(root) = document().document_element() {
            // A constant attribute name is always accepted.
            let _ = root.set_attribute("data-theme", theme.name());
        }
    }

    pub fn is_dark(self) -> bool {
        match self.theme.get() {
            Theme::System => system_is_dark(),
            theme => theme == Theme::Dark,
        }
    }

    pub fn toggle_theme(self) {
        let theme = if self.is_dark() { Theme::Light } else { Theme::Dark };
        self.theme.set(theme);
        if let Some(storage) = storage() {
            // A full or forbidden storage only means that the choice is not remembered.
            let _ = storage.set_item(STORED_AS, theme.name());
        }
    }
}
