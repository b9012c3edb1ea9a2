//! `POST /command/NAME` and the list of commands.

use super::http::Shell;
use super::reply::{refused, reply, status};
use crate::operation::registry;
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use shared_model::policy::Permission;
use shared_model::refusal::RequestRefusal;

pub async fn list() -> Json<Value> {
    let commands = registry().iter().map(|command| {
        json!({
            "name": command.name,
            "about": command.about,
            "needs": command.needs.as_str(),
            "permission": command.needs.permission().map(Permission::as_str),
            "input": (command.input)(),
            "output": (command.output)(),
        })
    });
    Json(commands.collect())
}

pub async fn run(
    State(shell): State<Shell>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let input = match body.map_err(unread).and_then(|body| read(&headers, &body)) {
        Ok(input) => input,
        Err((status, refusal)) => return refused(status, refusal),
    };
    match reply(&shell.till, token(&headers), &name, input).await {
        Ok(output) => Json(output).into_response(),
        Err(failure) => (status(failure.code), Json(failure)).into_response(),
    }
}

/// Whoever holds the token is signed in.
fn token(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

type Unread = (StatusCode, RequestRefusal);

fn unread(rejection: BytesRejection) -> Unread {
    let refusal = match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => RequestRefusal::TooLarge,
        _ => RequestRefusal::CutOff,
    };
    (rejection.status(), refusal)
}

fn read(headers: &HeaderMap, body: &[u8]) -> Result<Value, Unread> {
    // A form of another page can send no JSON content type, so it gets no further than here.
    if !headers.get(CONTENT_TYPE).is_some_and(is_json) {
        return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, RequestRefusal::NotMarkedAsJson));
    }
    if body.is_empty() {
        return Ok(Value::Null);
    }
    let not_json = |error: serde_json::Error| RequestRefusal::NotJson { why: error.to_string() };
    serde_json::from_slice(body).map_err(|error| (StatusCode::BAD_REQUEST, not_json(error)))
}

fn is_json(value: &HeaderValue) -> bool {
    let text = value.to_str().unwrap_or_default();
    let essence = text.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}
