//! One till's wire: a listener of its own, the weather on it, and what went over it.

use super::Weather;
use super::pump::{Direction, End, carry};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Bytes and connections, as the wire saw them.
#[derive(Debug, Default)]
pub struct Traffic {
    pub up: AtomicU64,
    pub down: AtomicU64,
    pub lost: AtomicU64,
    pub connections: AtomicU64,
    pub resets: AtomicU64,
    /// Of the resets, those right behind an acknowledgement.
    pub acknowledged_resets: AtomicU64,
}

pub struct Link {
    pub address: SocketAddr,
    weather: watch::Sender<Weather>,
    upstream: watch::Sender<SocketAddr>,
    traffic: Arc<Traffic>,
    accepting: JoinHandle<()>,
}

impl Link {
    /// Opens a wire to `server`.
    pub async fn open(server: SocketAddr) -> Link {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
        let address = listener.local_addr().expect("a bound listener has an address");
        let (weather, watching) = watch::channel(Weather::Clear);
        let (upstream, server) = watch::channel(server);
        let traffic = Arc::new(Traffic::default());
        let accepting = tokio::spawn(accept(listener, server, watching, traffic.clone()));
        Link { address, weather, upstream, traffic, accepting }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The server came back somewhere else.
    pub fn point_at(&self, server: SocketAddr) {
        self.upstream.send_replace(server);
    }

    pub fn set(&self, weather: Weather) {
        self.weather.send_replace(weather);
    }

    pub fn weather(&self) -> Weather {
        *self.weather.borrow()
    }

    pub fn cut(&self) {
        self.set(Weather::Cut);
    }

    pub fn restore(&self) {
        self.set(Weather::Clear);
    }

    pub fn lose_replies(&self) {
        self.set(Weather::LoseReplies);
    }

    pub fn half_open(&self) {
        self.set(Weather::HalfOpen);
    }

    pub fn slow(&self, delay: Duration) {
        self.set(Weather::Slow(delay));
    }

    pub fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    pub fn lost_bytes(&self) -> u64 {
        self.traffic.lost.load(Relaxed)
    }

    pub fn resets(&self) -> u64 {
        self.traffic.resets.load(Relaxed)
    }

    pub fn cut_after_acknowledgement(&self) {
        self.set(Weather::CutAfterAcknowledgement);
    }

    pub fn acknowledged_resets(&self) -> u64 {
        self.traffic.acknowledged_resets.load(Relaxed)
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(
    listener: TcpListener,
    server: watch::Receiver<SocketAddr>,
    weather: watch::Receiver<Weather>,
    traffic: Arc<Traffic>,
) {
    while let Ok((till, _)) = listener.accept().await {
        if *weather.borrow() == Weather::Cut {
            reset(till);
            continue;
        }
        let server = *server.borrow();
        let (weather, traffic) = (weather.clone(), traffic.clone());
        tokio::spawn(async move {
            match TcpStream::connect(server).await {
                Ok(server) => join(till, server, weather, &traffic).await,
                Err(_) => reset(till),
            }
        });
    }
}

async fn join(till: TcpStream, server: TcpStream, weather: watch::Receiver<Weather>, traffic: &Traffic) {
    traffic.connections.fetch_add(1, Relaxed);
    for stream in [&till, &server] {
        // Without it a chunk may wait 40 ms for the one before, which no shop's wire does.
        let _ = stream.set_nodelay(true);
    }
    let (till_read, till_write) = till.into_split();
    let (server_read, server_write) = server.into_split();
    let up = carry(till_read, server_write, Direction::Up, weather.clone(), traffic);
    let down = carry(server_read, till_write, Direction::Down, weather, traffic);
    // Whichever way ends first ends both; dropping the halves closes the sockets.
    let end = tokio::select! { end = up => end, end = down => end };
    if end == End::Reset {
        traffic.resets.fetch_add(1, Relaxed);
    }
}

/// Closes with a reset rather than a goodbye.
fn reset(stream: TcpStream) {
    let _ = stream.set_zero_linger();
}
