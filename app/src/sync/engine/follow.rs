//! The way down: log frames, checked for gaps, applied one at a time.
//!
//! `cursor` moves only when rows are stored. Everything at or below it has been seen, so an
//! entry is the next one exactly when the entry before it in this till's filter is not
//! above what has been received.

use super::{Broken, Effect};
use shared_model::wire::{ClientFrame, Cursor, LOG_FRAMES_IN_FLIGHT_MAX, LogEntry};
use std::collections::VecDeque;

/// Frames kept for later; a server that keeps to its limit never reaches it.
const INBOX_MAX: usize = 2 * LOG_FRAMES_IN_FLIGHT_MAX;

#[derive(Debug)]
pub struct Follower {
    cursor: Cursor,
    /// Position up to which frames of this connection have come in.
    received: u64,
    inbox: VecDeque<(Vec<LogEntry>, Cursor)>,
    storing: Option<Cursor>,
    /// What is being stored came by this connection, which wants to hear of it.
    confirm: bool,
}

impl Follower {
    pub fn new(cursor: Cursor) -> Follower {
        Follower { cursor, received: cursor.position, inbox: VecDeque::new(), storing: None, confirm: false }
    }

    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    pub fn is_storing(&self) -> bool {
        self.storing.is_some()
    }

    pub fn begin(&mut self) {
        self.received = self.cursor.position;
    }

    pub fn link_lost(&mut self) {
        self.inbox.clear();
        self.confirm = false;
    }

    pub fn log(&mut self, entries: Vec<LogEntry>, cursor: Cursor, effects: &mut Vec<Effect>) -> Result<(), Broken> {
        if cursor.position <= self.received {
            return Ok(());
        }
        let fresh: Vec<LogEntry> = entries.into_iter().filter(|entry| entry.position > self.received).collect();
        let mut reached = self.received;
        for entry in &fresh {
            if entry.prev > reached || entry.position <= reached {
                return Err(Broken::LogGap);
            }
            reached = entry.position;
        }
        if reached > cursor.position {
            return Err(Broken::LogGap);
        }
        if self.inbox.len() >= INBOX_MAX {
            return Err(Broken::Flooded);
        }
        self.received = cursor.position;
        self.inbox.push_back((fresh, cursor));
        self.store_next(effects);
        Ok(())
    }

    /// True when the stored rows brought this connection forward.
    pub fn applied(&mut self, live: bool, effects: &mut Vec<Effect>) -> bool {
        let Some(cursor) = self.storing.take() else { return false };
        self.cursor = cursor;
        let confirm = live && self.confirm;
        if confirm {
            effects.push(Effect::Send(ClientFrame::Applied { position: cursor.position }));
        }
        self.store_next(effects);
        confirm
    }

    pub fn failed(&mut self) {
        self.storing = None;
        self.inbox.clear();
    }

    fn store_next(&mut self, effects: &mut Vec<Effect>) {
        if self.storing.is_some() {
            return;
        }
        if let Some((entries, cursor)) = self.inbox.pop_front() {
            self.storing = Some(cursor);
            self.confirm = true;
            effects.push(Effect::Apply { entries, cursor });
        }
    }
}
