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
        let (chosen, pin, code) = (self.chosen.get_untracked(), self.pin.get_untracked(), self.code.get_value());
        Some(Box::new(move || {
            if self.chosen.with_untracked(|now| *now != chosen) {
                self.chosen.set(chosen);
            }
            self.pin.set(pin);
            self.code.set_value(code);
        }))
    }

    fn view(self) -> AnyView {
        view::page(self).into_any()
    }
}
