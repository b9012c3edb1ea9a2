//! Sales whose total differs from the server's own reckoning.

mod view;

use crate::app::App;
use crate::input::focus;
use crate::page::{Nav, Page};
use crate::text;
use leptos::prelude::*;
use shared_model::command::{Area, Command, ReviewList, ReviewView};

#[derive(Clone, Copy)]
pub struct Review {
    pub app: App,
    /// Nothing until the first answer, so that "none" is only said when it is known.
    pub list: RwSignal<Option<Vec<ReviewView>>>,
}

impl Review {
    fn load(self) {
        self.app.ask(ReviewList {}, move |list| self.list.set(Some(list)));
    }
}

impl Page for Review {
    const ROUTE: &'static str = "review";
    const NAV: Option<Nav> = Some(Nav::new("nav-reviews", |_| text::review::nav(), ReviewList::NEEDS));
    const FOLLOWS: &'static [Area] = &[Area::Orders];

    fn new(app: App) -> Review {
        Review { app, list: RwSignal::new(None) }
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
