//! Signing in: who is here, and the PIN.

mod state;
mod view;

pub use state::SignIn;

use crate::app::App;
use crate::input::{Press, Restore, Scan};
use crate::page::Page;
use leptos::prelude::*;

impl Page for SignIn {
    const ROUTE: &'static str = "sign_in";
    const ALONE: bool = true;

    fn new(app: App) -> SignIn {
        SignIn::start(app)
    }

    fn open(self, _of: &str) {
        self.choose(None);
    }

    fn key(self, press: &Press) -> bool {
        self.pin_key(&press.key)
    }

    fn stage(self) -> String {
        self.chosen.with(Option::is_some).to_string()
    }

    /// Nobody is here to sell it.
    fn scan(self, _scan: &Scan) -> bool {
        true
    }

    fn keyed_in(self) -> Option<Restore> {
        let pin = self.pin.get_untracked();
        Some(Box::new(move || self.pin.set(pin)))
    }

    fn view(self) -> AnyView {
        view::page(self).into_any()
    }
}
