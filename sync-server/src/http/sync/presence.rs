//! Tells the terminal every few seconds that the server is there and which other tills of
//! its store were heard, ends the session where the terminal is locked out or follows other
//! parts of the log by now, and records what the terminal told of itself, not more often than
//! somebody would look.

use super::follow::Stored;
use super::link::{Ended, Out};
use crate::clock;
use crate::db::Db;
use crate::log::Mark;
use crate::terminal::{self, Heard, Terminal};
use shared_model::wire::told::order::Moment;
use shared_model::wire::{ServerAlive, ServerFrame};
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::MissedTickBehavior;

const ALIVE_EVERY: Duration = Duration::from_secs(10);
const RECORD_EVERY: Duration = Duration::from_secs(2);

pub struct Presence {
    pub db: Db,
    pub terminal: Terminal,
    pub stored: watch::Receiver<Stored>,
    /// What the terminal's last `Alive` said.
    pub heard: watch::Receiver<Heard>,
    pub out: mpsc::Sender<Out>,
    /// Rung when something of the business was set.
    pub business: watch::Receiver<Mark>,
}

impl Presence {
    /// Runs until the session ends.
    pub async fn run(mut self) -> Result<Infallible, Ended> {
        terminal::seen(&self.db, &self.terminal, clock::now()).await?;
        let mut alive = tokio::time::interval(ALIVE_EVERY);
        let mut record = tokio::time::interval(RECORD_EVERY);
        let mut applied = 0;
        alive.set_missed_tick_behavior(MissedTickBehavior::Delay);
        record.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                _ = alive.tick() => self.tell().await?,
                _ = record.tick() => self.record(&mut applied).await?,
            }
        }
    }

    async fn tell(&self) -> Result<(), Ended> {
        self.stays().await?;
        let peers = terminal::peers(&self.db, &self.terminal).await?;
        let frame = ServerFrame::Alive(ServerAlive { now: Moment(clock::now()), peers });
        self.out.send(Out::Frame(frame)).await.map_err(|_| Ended::HungUp)
    }

    async fn stays(&self) -> Result<(), Ended> {
        let known = terminal::terminal(&self.db, self.terminal.id).await?;
        let stays = known.filter(|known| !known.revoked).is_some_and(|known| known.scopes() == self.terminal.scopes());
        if stays { Ok(()) } else { Err(Ended::Changed) }
    }

    /// What others sell moves a till's other scopes on with every page; that is nothing to record.
    async fn record(&mut self, applied: &mut u64) -> Result<(), Ended> {
        if self.business.has_changed().unwrap_or(false) {
            self.business.mark_unchanged();
            self.stays().await?;
        }
        if self.heard.has_changed().unwrap_or(false) {
            let heard = *self.heard.borrow_and_update();
            terminal::heard(&self.db, &self.terminal, heard, clock::now()).await?;
        }
        if self.stored.has_changed().unwrap_or(false) {
            let position = self.stored.borrow_and_update().scopes.first().copied().unwrap_or_default();
            if position > *applied {
                terminal::applied(&self.db, &self.terminal, position, clock::now()).await?;
                *applied = position;
            }
        }
        Ok(())
    }
}
