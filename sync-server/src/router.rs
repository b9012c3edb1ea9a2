//! Which address leads where. No CORS: nothing here is for a browser page of elsewhere.

use crate::endpoint;
use crate::state::AppState;
use axum::Router;
use axum::routing::{get, post};
use shared_model::wire::enrol::ENROL_BYTES_MAX;
use tower_http::limit::RequestBodyLimitLayer;

pub fn router(state: AppState) -> Router {
    Router::new()
        .route("/health", get(endpoint::health))
        .route("/enrol", post(endpoint::enrol))
        .route("/sync", get(endpoint::sync))
        .layer(RequestBodyLimitLayer::new(ENROL_BYTES_MAX))
        .with_state(state)
}
