//! Carries bytes one way through the weather.

use super::Weather;
use super::frames::Frames;
use super::link::Traffic;
use std::io;
use std::sync::atomic::Ordering::Relaxed;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::watch;

const CHUNK_BYTES: usize = 16 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
}

/// Why a direction stopped; the connection stops with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Closed,
    Reset,
}

pub async fn carry(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    direction: Direction,
    mut weather: watch::Receiver<Weather>,
    traffic: &Traffic,
) -> End {
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut frames = Frames::default();
    let mut lost = false;
    loop {
        let now = *weather.borrow_and_update();
        if now == Weather::Cut || (lost && now != Weather::LoseReplies) {
            return End::Reset;
        }
        let read = tokio::select! {
            biased;
            changed = weather.changed() => match changed {
                Ok(()) => continue,
                Err(_) => return End::Closed,
            },
            read = from.read(&mut chunk), if now != Weather::HalfOpen => read,
        };
        let Ok(size @ 1..) = read else { return End::Closed };
        let mut bytes = &chunk[..size];
        let mut last = false;
        match now {
            Weather::LoseReplies if direction == Direction::Down => {
                traffic.lost.fetch_add(size as u64, Relaxed);
                lost = true;
                continue;
            }
            Weather::Slow(delay) => {
                // Late by that much, unless the line is another one before.
                let _ = tokio::time::timeout(delay, weather.wait_for(|weather| *weather != now)).await;
            }
            _ => {}
        }
        if direction == Direction::Down {
            let read = frames.read(bytes);
            if let (Weather::CutAfterAcknowledgement, Some(end)) = (now, read) {
                (bytes, last) = (&bytes[..end], true);
            }
        }
        if write(&mut to, bytes, direction, traffic).await.is_err() {
            return End::Closed;
        }
        if last {
            traffic.acknowledged_resets.fetch_add(1, Relaxed);
            return End::Reset;
        }
    }
}

async fn write(to: &mut OwnedWriteHalf, bytes: &[u8], direction: Direction, traffic: &Traffic) -> io::Result<()> {
    to.write_all(bytes).await?;
    let counter = if direction == Direction::Up { &traffic.up } else { &traffic.down };
    counter.fetch_add(bytes.len() as u64, Relaxed);
    Ok(())
}
