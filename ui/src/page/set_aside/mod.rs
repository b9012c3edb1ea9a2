//! What the server could not apply: kept whole, blocking nothing.

mod state;
mod view;

pub use state::SetAside;

use crate::app::App;
use crate::input::focus;
use crate::page::{Nav, Page};
use crate::text;
use leptos::prelude::*;
use shared_model::command::{Area, Command, SetAsideList};

impl Page for SetAside {
    const ROUTE: &'static str = "set_aside";
    const NAV: Option<Nav> = Some(Nav {
        badge: |status| status.set_aside,
        ..Nav::new("nav-set-aside", text::set_aside::nav, SetAsideList::NEEDS)
    });
    const FOLLOWS: &'static [Area] = &[Area::Orders, Area::Catalogue];

    fn new(app: App) -> SetAside {
        SetAside::start(app)
    }

    fn open(self, _of: &str) {
        self.app.notices.clear();
        focus::nothing();
        self.load();
    }

    fn reload(self) {
        self.load();
    }

    fn view(self) -> AnyView {
        view::page(self).into_any()
    }
}
