//! Counting the drawer, which opens the shift: before that nothing is sold.

mod state;
mod view;

pub use state::Drawer;

use crate::app::App;
use crate::input::{Press, Restore, Scan, focus};
use crate::page::Page;
use leptos::prelude::*;

impl Page for Drawer {
    const ROUTE: &'static str = "drawer";
    const ALONE: bool = true;

    fn new(app: App) -> Drawer {
        Drawer::start(app)
    }

    fn open(self, _of: &str) {
        self.app.refresh_status();
        focus::nothing();
    }

    fn key(self, press: &Press) -> bool {
        match press.key.as_str() {
            "Enter" => self.open_counted(),
            _ if press.in_text => return false,
            key => return self.float_key(key),
        }
        true
    }

    /// Nothing is sold before the shift is open.
    fn scan(self, _scan: &Scan) -> bool {
        true
    }

    fn keyed_in(self) -> Option<Restore> {
        let float = self.float.get_untracked();
        Some(Box::new(move || self.float.set(float)))
    }

    fn view(self) -> AnyView {
        view::page(self).into_any()
    }
}
