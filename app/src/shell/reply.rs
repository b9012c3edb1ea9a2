//! The edge of the till: whatever carries a command in, its refusal leaves here in words.

use crate::operation::dispatch;
use crate::till::Till;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use shared_model::refusal::{ErrorCode, Failure, Refusal};
use shared_model::words;

/// Runs a command for whoever holds `token`.
pub async fn reply(till: &Till, token: Option<&str>, name: &str, input: Value) -> Result<Value, Failure> {
    dispatch(till, token, name, input).await.map_err(|refusal| words::failure(&refusal))
}

pub(super) fn refused(status: StatusCode, refusal: impl Into<Refusal>) -> Response {
    (status, Json(words::failure(&refusal.into()))).into_response()
}

pub(super) fn status(code: ErrorCode) -> StatusCode {
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
        | ErrorCode::SeveralProducts
        | ErrorCode::StockDenied => StatusCode::CONFLICT,
        ErrorCode::NoPrice | ErrorCode::NeedsCustomer | ErrorCode::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorCode::NotReady | ErrorCode::Offline => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::Storage | ErrorCode::Printing | ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
