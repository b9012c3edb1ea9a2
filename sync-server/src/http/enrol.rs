//! `POST /enrol`: a one-time code and a device key in, a terminal's identity out.

use crate::clock;
use crate::http::state::AppState;
use crate::sentence::sentence;
use crate::terminal::{self, EnrolError};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use shared_model::wire::{EnrolAgainRequest, EnrolErrorCode, EnrolRefused, EnrolRequest};
use std::net::SocketAddr;
use std::time::Instant;

pub async fn enrol(State(state): State<AppState>, ConnectInfo(peer): ConnectInfo<SocketAddr>, body: Bytes) -> Response {
    if !state.enrol_limit.allows(peer.ip(), Instant::now()) {
        return too_many();
    }
    let Ok(request) = serde_json::from_slice::<EnrolRequest>(&body) else {
        return refused(EnrolErrorCode::BadRequest, "the request is not JSON with `code` and `public_key`");
    };
    let Ok(public_key) = hex::decode(&request.public_key) else {
        return refused(EnrolErrorCode::BadKey, "the device key is not hexadecimal");
    };
    match terminal::enrol(&state.db, &request.code, &public_key, clock::now()).await {
        Ok(enrolled) => Json(enrolled).into_response(),
        Err(error) => {
            state.enrol_limit.failed(peer.ip(), Instant::now());
            answer_error(&error)
        }
    }
}

/// A till that was let in after the backup from which this server was restored.
pub async fn enrol_again(
    State(state): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    body: Bytes,
) -> Response {
    if !state.enrol_limit.allows(peer.ip(), Instant::now()) {
        return too_many();
    }
    let Ok(request) = serde_json::from_slice::<EnrolAgainRequest>(&body) else {
        return refused(EnrolErrorCode::BadRequest, "the request is not JSON with `certificate`");
    };
    let Ok(certificate) = hex::decode(&request.certificate) else {
        return refused(EnrolErrorCode::BadCertificate, "the certificate is not hexadecimal");
    };
    match terminal::enrol_again(&state.db, &certificate, clock::now()).await {
        Ok(()) => Json(json!({ "enrolled": true })).into_response(),
        Err(error) => {
            state.enrol_limit.failed(peer.ip(), Instant::now());
            answer_error(&error)
        }
    }
}

fn too_many() -> Response {
    let message = "there were too many wrong attempts from this address; wait a minute and try again";
    refused(EnrolErrorCode::TooManyAttempts, message)
}

fn answer_error(error: &EnrolError) -> Response {
    match error {
        EnrolError::UnknownCode | EnrolError::Expired | EnrolError::Used => {
            // Which of them is for whoever reads the log; a guesser learns nothing.
            tracing::info!(reason = %error, "an enrolment was refused");
            refused(EnrolErrorCode::BadCode, "this enrolment code is not valid (any more); ask for a new one")
        }
        EnrolError::BadKey => refused(EnrolErrorCode::BadKey, "the device key is not an Ed25519 public key"),
        EnrolError::BadCertificate => {
            refused(EnrolErrorCode::BadCertificate, "this server never signed this till's certificate")
        }
        EnrolError::NoPlace => {
            let message = "the till's store is not here, or another till has its code; enrol it with a new code";
            refused(EnrolErrorCode::NoPlace, message)
        }
        EnrolError::Database(source) => {
            tracing::error!(error = sentence(source), "an enrolment failed at the database");
            let code = if source.is_entrys_fault() { EnrolErrorCode::Internal } else { EnrolErrorCode::Busy };
            refused(code, "the server could not enrol this till now; nothing was changed, try again")
        }
    }
}

fn refused(code: EnrolErrorCode, message: &str) -> Response {
    let status = match code {
        EnrolErrorCode::BadCode | EnrolErrorCode::BadCertificate => StatusCode::FORBIDDEN,
        EnrolErrorCode::NoPlace => StatusCode::CONFLICT,
        EnrolErrorCode::BadKey | EnrolErrorCode::BadRequest => StatusCode::BAD_REQUEST,
        EnrolErrorCode::TooManyAttempts => StatusCode::TOO_MANY_REQUESTS,
        EnrolErrorCode::Busy => StatusCode::SERVICE_UNAVAILABLE,
        EnrolErrorCode::Internal | EnrolErrorCode::Other(_) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    (status, Json(EnrolRefused { code, message: message.to_owned() })).into_response()
}
