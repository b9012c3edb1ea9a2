//! The server as seen from the till: enrolling once, and the connection that frames travel
//! on. The only place that knows HTTP clients and sockets.

mod connection;
mod enrol;

pub use connection::{FrameSink, FrameStream};
pub use enrol::EnrolError;
pub use shared_model::wire::codec::FrameError;

use shared_model::refusal::LinkReason;
use std::time::Duration;

/// A server that does not even accept a connection for so long is not there.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(8);

#[derive(Debug, thiserror::Error)]
pub enum RemoteError {
    #[error("{0:?} is not an address like http://127.0.0.1:8080 or https://shop.example")]
    Address(String),
    #[error("the connection could not be prepared")]
    Client(#[source] reqwest::Error),
    #[error("the server cannot be reached")]
    Unreachable(#[source] reqwest_websocket::Error),
    #[error("what answers at this address is not a Counterfoil server")]
    NotASyncServer(#[source] reqwest_websocket::Error),
    #[error("the connection was lost")]
    Lost(#[source] reqwest_websocket::Error),
    #[error("the server closed the connection")]
    Closed,
    #[error("the server sent something unreadable")]
    Frame(#[from] FrameError),
}

impl RemoteError {
    pub fn reason(&self) -> LinkReason {
        match self {
            RemoteError::Address(address) => LinkReason::BadAddress { address: address.clone() },
            RemoteError::Client(_) => LinkReason::NotPrepared {},
            RemoteError::Unreachable(_) => LinkReason::Unreachable {},
            RemoteError::NotASyncServer(_) => LinkReason::NoSyncServer {},
            RemoteError::Lost(_) => LinkReason::Lost {},
            RemoteError::Closed => LinkReason::Closed {},
            RemoteError::Frame(_) => LinkReason::FrameUnreadable {},
        }
    }
}

/// Where the server is, and the client that talks to it.
#[derive(Clone)]
pub struct Remote {
    client: reqwest::Client,
    base: reqwest::Url,
}

impl Remote {
    pub fn new(server_url: &str) -> Result<Remote, RemoteError> {
        let wrong = || RemoteError::Address(server_url.to_owned());
        let base = reqwest::Url::parse(server_url).map_err(|_| wrong())?;
        if !matches!(base.scheme(), "http" | "https") || base.host_str().is_none() {
            return Err(wrong());
        }
        let mut builder = reqwest::Client::builder().http1_only().connect_timeout(CONNECT_TIMEOUT);
        if base.scheme() == "http" {
            // Nothing is encrypted, so a machine without certificates is no obstacle.
            builder = builder.tls_certs_only([]);
        }
        if is_loopback(&base) {
            builder = builder.no_proxy();
        }
        Ok(Remote { client: builder.build().map_err(RemoteError::Client)?, base })
    }

    fn url(&self, path: &str) -> reqwest::Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}/{path}", self.base.path().trim_end_matches('/')));
        url
    }
}

fn is_loopback(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_taken() {
        for wrong in ["", "shop.example", "ftp://shop.example", "unix:/run/x", "http://"] {
            assert!(matches!(Remote::new(wrong), Err(RemoteError::Address(_))), "{wrong:?}");
        }
        for (address, sync) in [
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080/sync"),
            ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/sync"),
            ("https://shop.example/counterfoil/", "https://shop.example/counterfoil/sync"),
        ] {
            assert_eq!(Remote::new(address).unwrap().url("sync").as_str(), sync);
        }
    }

    #[test]
    fn loopback_goes_past_any_proxy() {
        for (address, expected) in [
            ("http://127.0.0.1:1", true),
            ("http://localhost:1", true),
            ("http://[::1]:1", true),
            ("http://192.168.1.5:1", false),
            ("https://localhost.example", false),
        ] {
            assert_eq!(is_loopback(&reqwest::Url::parse(address).unwrap()), expected, "{address}");
        }
    }
}
