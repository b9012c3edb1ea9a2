//! Which address leads where. No CORS: nothing here is for a browser page of elsewhere.

use super::{enrol, enrol_again, health, sync};
use crate::http::state::AppState;
use axum::Router;
use axum::routing::{get, post};
use shared_model::bounds::ENROL_BYTES_MAX;
use tower_http::limit::RequestBodyLimitLayer;

pub fn router(state: AppState) -> Router {
    Router::new()
        .route("/health", get(health))
        .route("/enrol", post(enrol))
        .route("/enrol/again", post(enrol_again))
        .route("/sync", get(sync))
        .layer(RequestBodyLimitLayer::new(ENROL_BYTES_MAX))
        .with_state(state)
}
