//! Sales whose total differs from the server's own reckoning.

mod state;
mod view;

pub use state::Review;

use crate::app::App;
use crate::input::focus;
use crate::page::{Nav, Page};
use crate::text;
use leptos::prelude::*;
use shared_model::command::{Area, Command, ReviewList};

impl Page for Review {
    const ROUTE: &'static str = "review";
    const NAV: Option<Nav> = Some(Nav::new("nav-reviews", |_| text::review::nav(), ReviewList::NEEDS));
    const FOLLOWS: &'static [Area] = &[Area::Orders];

    fn new(app: App) -> Review {
        Review::start(app)
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
