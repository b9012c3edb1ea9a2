//! Who waits for goods, oldest first, and the story of each.

mod state;
mod story;
mod view;

pub use state::Backorder;

use crate::app::App;
use crate::input::focus;
use crate::page::{Nav, Page};
use crate::text;
use leptos::prelude::*;
use shared_model::command::{Area, BackorderList, Command};

impl Page for Backorder {
    const ROUTE: &'static str = "backorder";
    const NAV: Option<Nav> = Some(Nav {
        badge: |status| status.backorders,
        ..Nav::new("nav-backorders", text::backorder::nav, BackorderList::NEEDS)
    });
    const FOLLOWS: &'static [Area] = &[Area::Orders, Area::Stock, Area::Catalogue, Area::Customers];

    fn new(app: App) -> Backorder {
        Backorder::start(app)
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
