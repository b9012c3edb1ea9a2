//! `GET /events`: what the till tells its screens, as server-sent events. Browsers can set no
//! header here, so the session's token comes in the query.

use super::http::Shell;
use super::reply::refused;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use serde::Deserialize;
use shared_model::command;
use shared_model::refusal::PartyRefusal;
use std::convert::Infallible;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;

#[derive(Deserialize)]
pub struct EventsQuery {
    token: Option<String>,
}

pub async fn stream(State(shell): State<Shell>, Query(asking): Query<EventsQuery>) -> Response {
    if !asking.token.is_some_and(|token| shell.till.signed_in(&token)) {
        return refused(StatusCode::UNAUTHORIZED, PartyRefusal::UnknownToken);
    }
    let events = BroadcastStream::new(shell.till.events()).flat_map(|event| tokio_stream::iter(told(event)));
    let mut stopping = shell.stopping;
    let stopped = async move {
        // An error means that the till is gone, which is a stop as well.
        let _ = stopping.wait_for(|stopping| *stopping).await;
    };
    // The state as it is now, so that a screen that (re)connects need not ask.
    shell.till.announce_status();
    Sse::new(events.take_until(Box::pin(stopped))).keep_alive(KeepAlive::default()).into_response()
}

/// A screen that was too slow to hear everything is told to ask for everything again.
fn told(event: Result<command::Event, BroadcastStreamRecvError>) -> Vec<Result<Event, Infallible>> {
    let events = match event {
        Ok(event) => vec![event],
        Err(BroadcastStreamRecvError::Lagged(_)) => everything_changed().into(),
    };
    let write = |event: command::Event| match Event::default().json_data(&event) {
        Ok(written) => Some(Ok(written)),
        Err(error) => {
            tracing::error!(%error, "an event could not be written as JSON");
            None
        }
    };
    events.into_iter().filter_map(write).collect()
}

pub fn everything_changed() -> [command::Event; 5] {
    use command::Area::*;
    [Catalogue, Stock, Orders, Customers, Staff].map(|area| command::Event::Changed { area })
}
