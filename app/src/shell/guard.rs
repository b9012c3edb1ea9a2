//! Who may talk to the shell at all: pages of this very address. A page from elsewhere, open
//! in the same browser, must reach nothing, and neither must a name that somebody else's
//! server points at this machine.

use super::reply::refused;
use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use shared_model::refusal::RequestRefusal;

const LOOPBACK_NAMES: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];
/// Set by browsers, and not to be forged by a page.
const FETCH_SITE: &str = "sec-fetch-site";

#[derive(Debug, Clone, Copy)]
pub struct Allowed {
    pub port: u16,
    /// Other machines were let in, by whatever name they know this one.
    pub any_host: bool,
}

pub async fn guard(State(allowed): State<Allowed>, request: Request, next: Next) -> Response {
    match check(allowed, &request) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refused(StatusCode::FORBIDDEN, refusal),
    }
}

fn check(allowed: Allowed, request: &Request) -> Result<(), RequestRefusal> {
    let host = single(request, HOST.as_str()).ok_or(RequestRefusal::NoHost)?;
    if !allowed.any_host && !is_loopback(host, allowed.port) {
        return Err(RequestRefusal::OtherHost);
    }
    if request.headers().contains_key(ORIGIN) {
        let origin = single(request, ORIGIN.as_str()).ok_or(RequestRefusal::OtherPage)?;
        if origin.strip_prefix("http://") != Some(host) {
            return Err(RequestRefusal::OtherPage);
        }
    }
    match request.headers().get(FETCH_SITE).map(HeaderValue::as_bytes) {
        None | Some(b"same-origin" | b"none") => Ok(()),
        // Following a link to the start page is fine; a page of another site doing anything
        // in the background is not.
        Some(_) if is_navigation(request) => Ok(()),
        Some(_) => Err(RequestRefusal::OtherPage),
    }
}

fn single<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    let mut values = request.headers().get_all(name).iter();
    let value = values.next()?;
    if values.next().is_some() { None } else { value.to_str().ok() }
}

fn is_loopback(host: &str, port: u16) -> bool {
    match host.rsplit_once(':') {
        Some((name, digits)) if LOOPBACK_NAMES.contains(&name) => digits.parse() == Ok(port),
        _ => port == 80 && LOOPBACK_NAMES.contains(&host),
    }
}

fn is_navigation(request: &Request) -> bool {
    let mode = request.headers().get("sec-fetch-mode").map(HeaderValue::as_bytes);
    request.uri().path() == "/" && mode == Some(b"navigate")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn request(path: &str, headers: &[(&str, &str)]) -> Request {
        let mut builder = Request::builder().uri(path);
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        builder.body(Body::empty()).unwrap()
    }

    #[test]
    fn only_pages_of_this_address_are_let_in() {
        let own = ("host", "127.0.0.1:4747");
        type Case<'c> = (&'c str, &'c [(&'c str, &'c str)], bool);
        let cases: &[Case<'_>] = &[
            ("/", &[own], true),
            ("/", &[("host", "localhost:4747")], true),
            ("/", &[("host", "[::1]:4747")], true),
            ("/", &[], false),
            ("/", &[("host", "127.0.0.1")], false),
            ("/", &[("host", "127.0.0.1:4748")], false),
            ("/", &[("host", "shop.example:4747")], false),
            ("/", &[("host", "127.0.0.1.shop.example:4747")], false),
            ("/", &[("host", "evil@127.0.0.1:4747")], false),
            ("/", &[own, own], false),
            ("/command/status", &[own, ("origin", "http://127.0.0.1:4747")], true),
            ("/command/status", &[own, ("origin", "http://localhost:4747")], false),
            ("/command/status", &[own, ("origin", "https://127.0.0.1:4747")], false),
            ("/command/status", &[own, ("origin", "http://127.0.0.1:9")], false),
            ("/command/status", &[own, ("origin", "https://shop.example")], false),
            ("/command/status", &[own, ("origin", "null")], false),
            ("/command/status", &[own, ("sec-fetch-site", "same-origin")], true),
            ("/command/status", &[own, ("sec-fetch-site", "cross-site")], false),
            ("/command/status", &[own, ("sec-fetch-site", "same-site")], false),
            ("/events", &[own, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")], false),
            ("/", &[own, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")], true),
        ];
        let allowed = Allowed { port: 4747, any_host: false };
        for (path, headers, expected) in cases {
            assert_eq!(check(allowed, &request(path, headers)).is_ok(), *expected, "{path} {headers:?}");
        }
    }

    #[test]
    fn letting_other_machines_in_does_not_let_other_pages_in() {
        let allowed = Allowed { port: 4747, any_host: true };
        let host = ("host", "till-3.shop.lan:4747");
        assert!(check(allowed, &request("/", &[host])).is_ok());
        assert!(check(allowed, &request("/", &[host, ("origin", "http://till-3.shop.lan:4747")])).is_ok());
        assert!(check(allowed, &request("/", &[host, ("origin", "http://evil.example")])).is_err());
    }
}
