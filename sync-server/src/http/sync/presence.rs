//! Tells the terminal every few seconds that the server is there and which other tills of
//! its store were heard, and records what the terminal told of itself, not more often than
//! somebody would look.

use super::link::Ended;
use crate::auth::{self, Heard, Terminal};
use crate::clock;
use crate::db::Db;
use shared_model::wire::ServerFrame;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::MissedTickBehavior;

const ALIVE_EVERY: Duration = Duration::from_secs(10);
const RECORD_EVERY: Duration = Duration::from_secs(2);

pub struct Presence {
    pub db: Db,
    pub terminal: Terminal,
    pub applied: watch::Receiver<u64>,
    /// What the terminal's last `Alive` said.
    pub heard: watch::Receiver<Heard>,
    pub out: mpsc::Sender<ServerFrame>,
}

impl Presence {
    /// Runs until the session ends.
    pub async fn run(mut self) -> Result<Infallible, Ended> {
        auth::seen(&self.db, self.terminal.id, clock::now()).await?;
        let mut alive = tokio::time::interval(ALIVE_EVERY);
        let mut record = tokio::time::interval(RECORD_EVERY);
        alive.set_missed_tick_behavior(MissedTickBehavior::Delay);
        record.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                _ = alive.tick() => self.tell().await?,
                _ = record.tick() => self.record().await?,
            }
        }
    }

    async fn tell(&self) -> Result<(), Ended> {
        let peers = auth::peers(&self.db, &self.terminal).await?;
        let frame = ServerFrame::Alive { now: clock::now(), peers };
        self.out.send(frame).await.map_err(|_| Ended::HungUp)
    }

    async fn record(&mut self) -> Result<(), Ended> {
        if self.heard.has_changed().unwrap_or(false) {
            let heard = *self.heard.borrow_and_update();
            auth::heard(&self.db, self.terminal.id, heard, clock::now()).await?;
        }
        if self.applied.has_changed().unwrap_or(false) {
            let position = *self.applied.borrow_and_update();
            auth::applied(&self.db, self.terminal.id, position, clock::now()).await?;
        }
        Ok(())
    }
}
