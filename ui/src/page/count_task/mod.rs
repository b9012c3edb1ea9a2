//! Products to be counted because more was sold than the books held.

mod view;

use crate::app::App;
use crate::input::focus;
use crate::page::{Nav, Page};
use crate::text;
use leptos::prelude::*;
use shared_model::command::{Area, Command, CountTaskList, CountTaskView};

#[derive(Clone, Copy)]
pub struct CountTask {
    pub app: App,
    /// Nothing until the first answer, so that "none" is only said when it is known.
    pub list: RwSignal<Option<Vec<CountTaskView>>>,
}

impl CountTask {
    fn load(self) {
        self.app.ask(CountTaskList {}, move |list| self.list.set(Some(list)));
    }
}

impl Page for CountTask {
    const ROUTE: &'static str = "count_task";
    const NAV: Option<Nav> = Some(Nav {
        badge: |status| status.count_tasks,
        ..Nav::new("nav-counts", text::count_task::nav, CountTaskList::NEEDS)
    });
    const FOLLOWS: &'static [Area] = &[Area::Stock, Area::Orders, Area::Catalogue];

    fn new(app: App) -> CountTask {
        CountTask { app, list: RwSignal::new(None) }
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
