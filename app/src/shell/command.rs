//! `POST /command/NAME` and the list of commands.

use super::http::Shell;
use crate::operation::{dispatch, registry};
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use shared_model::command::{ErrorCode, Failure, Retry};
use shared_model::policy::Permission;

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
        Err((status, failure)) => return refusal(status, &failure),
    };
    match dispatch(&shell.till, token(&headers), &name, input).await {
        Ok(output) => Json(output).into_response(),
        Err(failure) => refusal(status(failure.code), &failure),
    }
}

/// Whoever holds the token is signed in.
fn token(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

type Unread = (StatusCode, Failure);

fn unread(rejection: BytesRejection) -> Unread {
    let message = match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => "The request is too large. Nothing was changed.",
        _ => "The request did not arrive whole. Nothing was changed.",
    };
    (rejection.status(), bad_request(message.to_owned()))
}

fn read(headers: &HeaderMap, body: &[u8]) -> Result<Value, Unread> {
    // A form of another page can send no JSON content type, so it gets no further than here.
    if !headers.get(CONTENT_TYPE).is_some_and(is_json) {
        let message = "The request is not marked as application/json. Nothing was changed.";
        return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, bad_request(message.to_owned())));
    }
    if body.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(body).map_err(|error| {
        let message = format!("The request is not JSON: {error}. Nothing was changed.");
        (StatusCode::BAD_REQUEST, bad_request(message))
    })
}

fn is_json(value: &HeaderValue) -> bool {
    let text = value.to_str().unwrap_or_default();
    let essence = text.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

fn bad_request(message: String) -> Failure {
    Failure { code: ErrorCode::BadRequest, retry: Retry::Never, message }
}

pub fn refusal(status: StatusCode, failure: &Failure) -> Response {
    (status, Json(failure)).into_response()
}

fn status(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::BadRequest => StatusCode::BAD_REQUEST,
        ErrorCode::UnknownCommand | ErrorCode::UnknownBarcode | ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::NotSignedIn | ErrorCode::WrongPin => StatusCode::UNAUTHORIZED,
        ErrorCode::PinLocked => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::NotAllowed => StatusCode::FORBIDDEN,
        ErrorCode::ShiftClosed
        | ErrorCode::ShiftOpen
        | ErrorCode::CartFrozen
        | ErrorCode::CartEmpty
        | ErrorCode::NotCovered
        | ErrorCode::TenderOpen
        | ErrorCode::StockDenied => StatusCode::CONFLICT,
        ErrorCode::NoPrice | ErrorCode::NeedsCustomer | ErrorCode::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorCode::NotReady | ErrorCode::Offline => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::Storage | ErrorCode::Printing | ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
