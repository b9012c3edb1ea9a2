//! Sends the terminal its part of the log, in whole transactions, and waits when it has too
//! much that it has not applied yet.

use super::link::Ended;
use crate::db::Db;
use crate::log::{self, LogPage, TerminalFilter};
use shared_model::wire::{Cursor, FRAME_BYTES_MAX, LOG_FRAME_ENTRIES_MAX, LOG_FRAMES_IN_FLIGHT_MAX, ServerFrame};
use std::collections::VecDeque;
use std::convert::Infallible;
use tokio::sync::{mpsc, watch};

/// A page that would make a larger frame is read again with fewer entries. Leaves room for
/// what the encoding adds.
const PAGE_BYTES_MAX: usize = FRAME_BYTES_MAX / 2;

pub struct Follower {
    pub db: Db,
    pub filter: TerminalFilter,
    pub cursor: Cursor,
    /// The position up to which the terminal has applied.
    pub applied: watch::Receiver<u64>,
    pub out: mpsc::Sender<ServerFrame>,
}

impl Follower {
    /// Runs until the session ends.
    pub async fn run(mut self) -> Result<Infallible, Ended> {
        let mut bell = self.db.wake().subscribe(self.filter.business);
        let mut in_flight = VecDeque::with_capacity(LOG_FRAMES_IN_FLIGHT_MAX);
        loop {
            // Seen before reading: what is appended meanwhile rings again.
            bell.mark_unchanged();
            while let Some(page) = self.next_page().await? {
                self.wait_for_room(&mut in_flight).await?;
                self.cursor = page.cursor;
                in_flight.push_back(page.cursor.position);
                let frame = ServerFrame::Log { entries: page.entries, cursor: page.cursor, head: page.head };
                self.out.send(frame).await.map_err(|_| Ended::HungUp)?;
            }
            bell.changed().await.map_err(|_| Ended::Stopping)?;
        }
    }

    async fn next_page(&self) -> Result<Option<LogPage>, Ended> {
        let mut limit = LOG_FRAME_ENTRIES_MAX;
        loop {
            let page = log::read(&self.db, &self.filter, self.cursor, limit).await?;
            let bytes: usize = page.entries.iter().map(|entry| entry.body.len()).sum();
            if bytes <= PAGE_BYTES_MAX || page.entries.len() <= 1 || limit == 1 {
                return Ok((page.cursor.position > self.cursor.position).then_some(page));
            }
            limit = (page.entries.len().min(limit) / 2).max(1);
        }
    }

    async fn wait_for_room(&mut self, in_flight: &mut VecDeque<u64>) -> Result<(), Ended> {
        loop {
            let applied = *self.applied.borrow_and_update();
            while in_flight.front().is_some_and(|sent| *sent <= applied) {
                in_flight.pop_front();
            }
            if in_flight.len() < LOG_FRAMES_IN_FLIGHT_MAX {
                return Ok(());
            }
            self.applied.changed().await.map_err(|_| Ended::HungUp)?;
        }
    }
}
