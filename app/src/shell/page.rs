//! The screens' files, and what a browser may do with them.

use axum::Router;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::{Next, from_fn};
use axum::response::{Html, Response};
use axum::routing::get;
use std::path::PathBuf;
use tower_http::services::ServeDir;

/// The same as the window's in `tauri.conf.json`, less what only the window needs.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
    object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const NO_SCREENS: &str = "<!doctype html><title>Counterfoil</title>\
    <p>This till runs without screens: it was started without <code>--ui</code>. \
    Its commands are listed at <a href=\"/command\">/command</a>.";

pub fn serve(api: Router, ui: Option<PathBuf>) -> Router {
    let router = match ui {
        Some(folder) => api.fallback_service(ServeDir::new(folder)),
        None => api.route("/", get(|| async { Html(NO_SCREENS) })),
    };
    router.layer(from_fn(headers))
}

async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    // File names stay the same over versions: a browser may keep a file, but asks each time
    // whether it is still the one.
    response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    response
}
