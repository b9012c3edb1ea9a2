//! Where the till stands with the world, as one sentence that is always true.

use crate::app::{App, Tone};
use crate::format;
use crate::text;
use leptos::prelude::*;
use shared_model::command::{ConnectionState, StatusView};

/// The sentence of the top bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    pub tone: Tone,
    pub sentence: String,
}

pub fn connection(app: App) -> Connection {
    if app.silent.get() {
        return Connection { tone: Tone::Bad, sentence: text::frame::till_silent_short() };
    }
    app.status.with(|status| match status {
        Some(status) => sentence(status),
        None => Connection { tone: Tone::Warn, sentence: text::frame::starting() },
    })
}

/// How old the stock figures are and who has not been heard from.
pub fn stock_age(app: App) -> String {
    app.status.with(|status| {
        let Some(status) = status else { return String::new() };
        text::frame::stock_age(status.stock_as_of.map(format::time_or_day), status.silent_peers)
    })
}

fn sentence(status: &StatusView) -> Connection {
    let connection = &status.connection;
    if let Some(loading) = status.loading.as_ref().filter(|_| !status.ready) {
        return Connection { tone: Tone::Warn, sentence: text::frame::loading(loading.done, loading.of) };
    }
    let reason = &connection.reason.as_ref().map(ToString::to_string).unwrap_or_default();
    let waiting = || text::frame::waiting(status.waiting_sales, status.waiting);
    let (tone, sentence) = match connection.state {
        ConnectionState::Refused => (Tone::Bad, text::frame::server_refuses(reason, status.waiting)),
        ConnectionState::Offline if !status.ready => (Tone::Warn, not_set_up(reason)),
        ConnectionState::Connecting if !status.ready => (Tone::Warn, text::frame::setting_up()),
        ConnectionState::Online if status.unread > 0 => (Tone::Warn, text::frame::online_outdated(status.unread)),
        ConnectionState::Online if status.waiting == 0 => (Tone::Good, text::frame::online_all_sent()),
        ConnectionState::Online => (Tone::Good, text::frame::online_sending(status.waiting_sales, status.waiting)),
        ConnectionState::Connecting => (Tone::Warn, text::frame::connecting(&waiting())),
        ConnectionState::Offline => (Tone::Warn, offline(connection.since.map(format::time_or_day), &waiting())),
    };
    Connection { tone, sentence }
}

fn not_set_up(reason: &str) -> String {
    if reason.is_empty() { text::frame::not_set_up() } else { text::frame::not_set_up_because(reason) }
}

fn offline(since: Option<String>, waiting: &str) -> String {
    match since {
        Some(since) => text::frame::offline_since(&since, waiting),
        None => text::frame::offline(waiting),
    }
}
