//! How the till stands: asked for at intervals, and told by its events.

use super::App;
use leptos::prelude::*;
use shared_model::command::Status;
use shared_model::command::{Area, ConnectionState, Event, StatusView};
use std::time::Duration;

/// Between two looks at the status when no event has come.
const STATUS_EVERY: Duration = Duration::from_secs(5);
/// Between two questions who can sign in, while the till knows nobody yet.
const PEOPLE_EVERY: Duration = Duration::from_secs(1);

impl App {
    /// Starts the regular look at the status; once per page.
    pub fn watch(self) {
        self.refresh_status();
        self.load_people();
        set_interval(move || self.refresh_status(), STATUS_EVERY);
        set_interval(move || self.look_for_people(), PEOPLE_EVERY);
    }

    pub fn refresh_status(self) {
        self.ask_or(Status {}, move |status| self.take_status(status), move |_| self.silent.set(true));
    }

    fn look_for_people(self) {
        let nobody_here = self.route.with_untracked(Option::is_none);
        if nobody_here && self.session.people.with_untracked(Vec::is_empty) {
            self.load_people();
        }
    }

    pub fn take_status(self, status: StatusView) {
        self.silent.set(false);
        if self.status.with_untracked(|known| known.as_ref() != Some(&status)) {
            let before = self.status.with_untracked(|known| known.as_ref().map(|known| known.connection.state));
            let moved = before.is_some_and(|before| before != status.connection.state);
            if status.connection.state == ConnectionState::Online {
                self.notices.reached();
            }
            self.status.set(Some(status));
            // How sure a figure of stock is follows from whether the server is heard.
            if moved {
                self.changed(Area::Stock);
            }
        }
    }

    pub(super) fn hear(self, event: Event) {
        match event {
            Event::Status { status } => self.take_status(*status),
            Event::Changed { area } => self.changed(area),
        }
    }
}
