//! The floor of what is told: the same bytes through a bare WebSocket over loopback, in by one
//! connection and out by another, with nothing read, stored or signed between.

use crate::client::{Message as Sent, WebSocket, open};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocketUpgrade};
use axum::routing::get;
use futures_util::{SinkExt, StreamExt};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::sync::broadcast;

type Relay = broadcast::Sender<Bytes>;

/// As many round trips, each with so many bytes in and so many out.
pub async fn relayed(trips: usize, (bytes_in, bytes_out): (usize, usize)) -> Vec<Duration> {
    let listener = tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (relay, _) = broadcast::channel::<Bytes>(4);
    let state = (relay, Bytes::from(vec![7; bytes_out]));
    let served = tokio::spawn(async move {
        axum::serve(listener, Router::new().route("/sync", get(joined)).with_state(state)).await.unwrap();
    });
    let (mut here, mut there) = (open(address).await, open(address).await);
    let mut times = Vec::with_capacity(trips);
    for _ in 0..trips {
        times.push(trip(&mut here, &mut there, bytes_in).await);
    }
    served.abort();
    times
}

async fn trip(here: &mut WebSocket, there: &mut WebSocket, bytes: usize) -> Duration {
    let begun = Instant::now();
    here.send(Sent::Binary(vec![7; bytes].into())).await.unwrap();
    there.next().await.unwrap().unwrap();
    let took = begun.elapsed();
    here.next().await.unwrap().unwrap();
    took
}

async fn joined(State((relay, out)): State<(Relay, Bytes)>, upgrade: WebSocketUpgrade) -> axum::response::Response {
    let mut told = relay.subscribe();
    upgrade.on_upgrade(async move |socket| {
        let (mut writing, mut reading) = socket.split();
        let telling = async {
            while let Ok(bytes) = told.recv().await {
                writing.send(Message::Binary(bytes)).await.unwrap();
            }
        };
        let hearing = async {
            while let Some(Ok(Message::Binary(_))) = reading.next().await {
                relay.send(out.clone()).unwrap();
            }
        };
        tokio::select! { () = telling => {}, () = hearing => {} }
    })
}
