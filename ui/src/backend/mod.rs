//! The one way to the till: a command out, its output or a [`Failure`] back, and events.
//!
//! The same screens run in the till's own window and in a browser on loopback; which of the
//! two is decided once, at the start, by what the page finds around itself.

mod http;
mod tauri;

use crate::text;
use leptos::prelude::*;
use shared_model::command::{Command, Event};
use shared_model::refusal::{ErrorCode, Failure, Retry};

#[derive(Clone, Copy)]
pub struct Backend {
    kind: Kind,
    token: RwSignal<Option<String>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Http,
    Tauri,
}

impl Backend {
    pub fn choose() -> Backend {
        let kind = if tauri::is_here() { Kind::Tauri } else { Kind::Http };
        Backend { kind, token: RwSignal::new(None) }
    }

    /// The session every later command is sent in; nothing signs out.
    pub fn set_token(&self, token: Option<String>) {
        self.token.set(token);
    }

    pub async fn call<C: Command>(&self, command: C) -> Result<C::Output, Failure> {
        let token = self.token.get_untracked();
        let input = serde_json::to_string(&command).map_err(|_| unreadable())?;
        let reply = match self.kind {
            Kind::Http => http::call(C::NAME, input, token.as_deref()).await,
            Kind::Tauri => tauri::call(C::NAME, &input, token.as_deref()).await,
        };
        match reply {
            Reply::Output(json) => serde_json::from_str(&json).map_err(|_| unreadable()),
            Reply::Failure(json) => Err(serde_json::from_str(&json).unwrap_or_else(|_| unreadable())),
            Reply::Silence => Err(unreachable()),
        }
    }

    /// Hands every event of the till to `on_event` until the page goes. Called after each
    /// sign-in, since a browser's stream belongs to a session; an earlier stream is closed.
    pub fn listen(&self, on_event: impl Fn(Event) + Clone + 'static) {
        match self.kind {
            Kind::Http => http::listen(self.token.get_untracked().as_deref(), on_event),
            Kind::Tauri => tauri::listen(on_event),
        }
    }
}

/// What came back, still as JSON text.
enum Reply {
    Output(String),
    Failure(String),
    /// The till's program did not answer at all.
    Silence,
}

fn unreachable() -> Failure {
    Failure { code: ErrorCode::Internal, retry: Retry::Later, message: text::frame::till_silent() }
}

fn unreadable() -> Failure {
    Failure { code: ErrorCode::Internal, retry: Retry::Never, message: text::frame::till_unreadable() }
}

/// Reads an event; one that this version does not know is not an error.
fn read_event(json: &str) -> Option<Event> {
    serde_json::from_str(json).ok()
}
