//! `GET /health`: whether this process can reach its database.

use crate::db;
use crate::http::state::AppState;
use crate::sentence::sentence;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

pub async fn health(State(state): State<AppState>) -> Response {
    match db::ping(&state.db).await {
        Ok(()) => Json(json!({ "status": "ok" })).into_response(),
        Err(error) => {
            tracing::error!(error = sentence(&error), "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "no database" }))).into_response()
        }
    }
}
