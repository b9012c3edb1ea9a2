//! Which page is open. A route is an open name: what pages there are is known in `page` alone,
//! which hears through its hooks that one was opened or that something it shows has changed.

use super::App;
use leptos::prelude::*;
use shared_model::command::Area;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub page: &'static str,
    /// The one thing that the page is opened on; empty for the page as a whole.
    pub of: String,
}

/// What is to happen beyond what is known here.
#[derive(Clone, Copy)]
pub struct Hooks {
    /// A page was opened; nothing when the last person left.
    pub opened: Callback<Option<Route>>,
    pub changed: Callback<Area>,
    /// What was scanned at a page that found no use for it.
    pub scanned: Callback<String>,
}

impl App {
    /// Once, by whoever knows the pages.
    pub fn set_hooks(self, hooks: Hooks) {
        self.hooks.set_value(Some(hooks));
    }

    /// Opens a page anew. Where nobody is signed in there is nothing to open. Whoever does has seen what was
    /// said, and who looks next need not.
    pub fn open(self, route: Route) {
        if self.session.staff.with_untracked(Option::is_some) {
            if self.is_elsewhere(&route) {
                self.notices.clear();
            }
            self.arrive(Some(route));
        }
    }

    /// Shows a page as it was left, as a scan does: what nobody can have read yet stays.
    pub fn show(self, route: Route) {
        if self.is_elsewhere(&route) {
            self.notices.settle();
        }
        self.route.set(Some(route));
    }

    fn is_elsewhere(self, route: &Route) -> bool {
        self.route.with_untracked(|shown| shown.as_ref().is_some_and(|shown| shown.page != route.page))
    }

    /// Hands on what was scanned here and is nothing of this page, once that is known.
    pub fn pass_on(self, scanned: String) {
        if let Some(hooks) = self.hooks.get_value() {
            hooks.scanned.run(scanned);
        }
    }

    pub(super) fn arrive(self, route: Option<Route>) {
        self.route.set(route.clone());
        if let Some(hooks) = self.hooks.get_value() {
            hooks.opened.run(route);
        }
    }

    pub(super) fn changed(self, area: Area) {
        if area == Area::Staff {
            self.load_people();
        }
        if let Some(hooks) = self.hooks.get_value() {
            hooks.changed.run(area);
        }
    }
}
