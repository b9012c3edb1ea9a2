//! Where the till stands with the world, as one sentence that is always true.

use super::{Screen, Store};
use crate::format;
use crate::text;
use leptos::prelude::*;
use shared_model::command::{Area, ConnectionState, Event, Status, StatusView};
use std::time::Duration;

/// Between two looks at the status when no event has come.
const STATUS_EVERY: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Good,
    /// Works, but somebody should know.
    Warn,
    Bad,
}

/// The sentence of the top bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    pub tone: Tone,
    pub sentence: String,
}

impl Store {
    pub fn connection(self) -> Connection {
        if self.silent.get() {
            return Connection { tone: Tone::Bad, sentence: text::till_silent_short().to_owned() };
        }
        self.status.with(|status| match status {
            Some(status) => sentence(status),
            None => Connection { tone: Tone::Warn, sentence: text::starting().to_owned() },
        })
    }

    /// How old the stock figures are and who has not been heard from.
    pub fn stock_age(self) -> String {
        self.status.with(|status| {
            let Some(status) = status else { return String::new() };
            text::stock_age(status.stock_as_of.map(format::time_or_day), status.silent_peers)
        })
    }

    pub fn refresh_status(self) {
        self.ask_or(Status {}, |store, status| store.take_status(status), |store, _| store.silent.set(true));
    }

    pub fn take_status(self, status: StatusView) {
        self.silent.set(false);
        if self.status.with_untracked(|known| known.as_ref() != Some(&status)) {
            self.status.set(Some(status));
        }
    }

    /// Starts the clock and the regular look at the status; once per page.
    pub fn watch(self) {
        self.refresh_status();
        self.load_staff();
        set_interval(move || self.tick(), Duration::from_secs(1));
        set_interval(move || self.refresh_status(), STATUS_EVERY);
    }

    fn tick(self) {
        let now = format::clock_now();
        if self.clock.with_untracked(|shown| *shown != now) {
            self.clock.set(now);
        }
        let nobody_to_choose = self.sign_in.people.with_untracked(Vec::is_empty);
        if self.screen.get_untracked() == Screen::SignIn && nobody_to_choose {
            self.load_staff();
        }
    }

    pub fn hear(self, event: Event) {
        match event {
            Event::Status { status } => self.take_status(*status),
            Event::Changed { area } => self.changed(area),
        }
    }

    fn changed(self, area: Area) {
        match area {
            Area::Catalogue | Area::Stock => {
                self.search_soon();
                self.reload_cart();
            }
            Area::Staff => self.load_staff(),
            Area::Orders | Area::Customers => {}
        }
        self.reload_screen();
    }
}

fn sentence(status: &StatusView) -> Connection {
    let connection = &status.connection;
    let reason = connection.reason.clone().unwrap_or_default();
    let waiting = text::waiting(status.waiting_sales, status.waiting);
    if let Some(loading) = status.loading.as_ref().filter(|_| !status.ready) {
        return Connection { tone: Tone::Warn, sentence: text::loading(loading.done, loading.of) };
    }
    let (tone, sentence) = match connection.state {
        ConnectionState::Refused => (Tone::Bad, text::refused(&reason, status.waiting)),
        ConnectionState::Offline if !status.ready => (Tone::Warn, text::not_set_up(&reason)),
        ConnectionState::Connecting if !status.ready => (Tone::Warn, text::setting_up().to_owned()),
        ConnectionState::Online if status.waiting == 0 => (Tone::Good, text::online_all_sent().to_owned()),
        ConnectionState::Online => (Tone::Good, text::online_sending(status.waiting_sales, status.waiting)),
        ConnectionState::Connecting => (Tone::Warn, text::connecting(&waiting)),
        ConnectionState::Offline => (Tone::Warn, text::offline(connection.since.map(format::time_or_day), &waiting)),
    };
    Connection { tone, sentence }
}
