//! The server on loopback: which address, which routes, how it stops.

use super::guard::{Allowed, guard};
use super::{command, events, page};
use crate::till::Till;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// A delivery of a thousand lines fits many times over.
const BODY_BYTES_MAX: usize = 1024 * 1024;

#[derive(Debug, Clone)]
pub struct Options {
    pub listen: SocketAddr,
    /// Where the screens are; without them only commands are served.
    pub ui: Option<PathBuf>,
    /// Lets other machines reach this till. Whoever can, can try PINs.
    pub allow_remote: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum ShellError {
    #[error(
        "{0} can be reached from other machines; listen on 127.0.0.1 or say --allow-remote if that is what you want"
    )]
    NotLoopback(IpAddr),
    #[error("nothing can listen on {address}; another program may be using it")]
    Bind { address: SocketAddr, source: std::io::Error },
    #[error("the shell ended")]
    Serve(#[source] std::io::Error),
}

/// What every route works with.
#[derive(Clone)]
pub(super) struct Shell {
    pub till: Arc<Till>,
    /// Becomes true when the till stops, so that event streams end.
    pub stopping: watch::Receiver<bool>,
}

pub struct Listening {
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
    stop: watch::Sender<bool>,
}

impl Listening {
    pub async fn open(till: Arc<Till>, options: &Options) -> Result<Listening, ShellError> {
        let listen = options.listen;
        if !listen.ip().is_loopback() && !options.allow_remote {
            return Err(ShellError::NotLoopback(listen.ip()));
        }
        let bind = |source| ShellError::Bind { address: listen, source };
        let listener = TcpListener::bind(listen).await.map_err(bind)?;
        let address = listener.local_addr().map_err(bind)?;
        let (stop, stopping) = watch::channel(false);
        let allowed = Allowed { port: address.port(), any_host: options.allow_remote };
        let router = router(Shell { till, stopping }, allowed, options.ui.clone());
        Ok(Listening { listener, address, router, stop })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop` completes; requests under way are answered first.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), ShellError> {
        let Listening { listener, router, stop: stopping, .. } = self;
        let stop = async move {
            stop.await;
            stopping.send_replace(true);
        };
        axum::serve(listener, router).with_graceful_shutdown(stop).await.map_err(ShellError::Serve)
    }
}

fn router(shell: Shell, allowed: Allowed, ui: Option<PathBuf>) -> Router {
    let api = Router::new()
        .route("/command", get(command::list))
        .route("/command/{name}", post(command::run))
        .route("/events", get(events::stream))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .with_state(shell);
    page::serve(api, ui).layer(from_fn_with_state(allowed, guard))
}
