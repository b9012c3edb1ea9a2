//! The frame that never changes, and the page within it.

mod alarm;
mod connection;
mod keys_panel;
mod nav;
mod scanner;
mod top_bar;

use crate::app::{App, Notice, Tone};
use crate::input::{Open, Press, Restore, Scan, Screens, focus, now_ms};
use crate::kit::{Said, SaidOne};
use crate::page::Pages;
use crate::text;
use leptos::prelude::*;

#[derive(Clone, Copy)]
pub struct Frame {
    app: App,
    pages: Pages,
    keys_shown: RwSignal<bool>,
    open: Memo<String>,
    opened_ms: StoredValue<u64>,
}

impl Frame {
    pub fn new(app: App, pages: Pages) -> Frame {
        let keys_shown = RwSignal::new(false);
        let open = Memo::new(move |_| format!("{} {}", keys_shown.get(), pages.stage()));
        let opened_ms = StoredValue::new(0);
        Effect::new(move || {
            open.track();
            opened_ms.set_value(now_ms());
        });
        Frame { app, pages, keys_shown, open, opened_ms }
    }

    pub fn view(self) -> impl IntoView {
        provide_context(said(self.app));
        let shown = Memo::new(move |_| self.pages.shown());
        view! {
            <div class="till-frame">
                <div>
                    {top_bar::top_bar(self.app)}
                    {alarm::alarm(self.app)}
                </div>
                <div class="middle-part">{move || self.pages.view(shown.get())}</div>
                {self.keys_panel()}
                {self.bottom_bar(shown)}
            </div>
        }
    }
}

impl Screens for Frame {
    fn open(&self) -> Open {
        Open { what: self.open.get_untracked(), since_ms: self.opened_ms.get_value() }
    }

    /// The list of keys lies above the page, so it comes first.
    fn key(&self, press: &Press) -> bool {
        match press.key.as_str() {
            "F1" => self.keys_shown.update(|shown| *shown = !*shown),
            "Escape" if self.keys_shown.get_untracked() => self.keys_shown.set(false),
            _ if scanner::FIELDS.contains(&press.focus.as_str()) => return false,
            "Enter" if self.keys_shown.get_untracked() => self.keys_shown.set(false),
            // Would load the page again.
            "F5" => {}
            key => return self.pages.key(press) || focus::walk(key),
        }
        true
    }

    fn scan(&self, scan: &Scan) {
        self.pages.scan(scan);
    }

    fn types_into(&self) -> Option<&'static str> {
        self.pages.types_into()
    }

    fn keyed_in(&self) -> Option<Restore> {
        self.pages.keyed_in()
    }
}

/// What was said, for the banners on the pages.
fn said(app: App) -> Said {
    let shown = move || {
        app.notices.shown.with(|shown| {
            let one = |notice: &Notice| SaidOne {
                id: notice.id,
                good: notice.tone == Tone::Good,
                words: text::kit::said(&notice.text, notice.times),
            };
            shown.iter().map(one).collect()
        })
    };
    Said { shown: Signal::derive(shown), dismiss: Callback::new(move |id| app.notices.dismiss(id)) }
}
