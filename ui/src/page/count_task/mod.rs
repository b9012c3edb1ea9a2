//! Products to be counted because more was sold than the books held.

mod state;
mod view;

pub use state::CountTask;

use crate::app::App;
use crate::input::focus;
use crate::page::{Nav, Page};
use crate::text;
use leptos::prelude::*;
use shared_model::command::{Area, Command, CountTaskList};

impl Page for CountTask {
    const ROUTE: &'static str = "count_task";
    const NAV: Option<Nav> = Some(Nav {
        badge: |status| status.count_tasks,
        ..Nav::new("nav-counts", text::count_task::nav, CountTaskList::NEEDS)
    });
    const FOLLOWS: &'static [Area] = &[Area::Stock, Area::Orders, Area::Catalogue];

    fn new(app: App) -> CountTask {
        CountTask::start(app)
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
