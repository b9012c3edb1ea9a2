//! How this till's scanner was set up, kept in the web view.

use leptos::prelude::window;
use shared_model::input::ScannerSettings;

const GAP: &str = "scanner.gap_ms";
const PREFIX: &str = "scanner.prefix";
const SUFFIX: &str = "scanner.suffix";
/// Slower than this nobody could tell a scan from a person.
const GAP_MS_MAX: u64 = 200;

fn read(key: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(key).ok().flatten()
}

pub fn load() -> ScannerSettings {
    let usual = ScannerSettings::default();
    let gap_ms = read(GAP).and_then(|text| text.parse().ok()).filter(|gap| (1..=GAP_MS_MAX).contains(gap));
    ScannerSettings {
        gap_ms: gap_ms.unwrap_or(usual.gap_ms),
        prefix: read(PREFIX).unwrap_or_default(),
        suffix: read(SUFFIX).unwrap_or_default(),
        ..usual
    }
}

pub fn save(settings: &ScannerSettings) {
    let Some(storage) = window().local_storage().ok().flatten() else { return };
    let gap = settings.gap_ms.to_string();
    for (key, value) in [(GAP, &gap), (PREFIX, &settings.prefix), (SUFFIX, &settings.suffix)] {
        // A full or forbidden storage only means that the setting is not remembered.
        let _ = storage.set_item(key, value);
    }
}
