//! Changes of one business come one after the other in a process: they would wait for each
//! other's rows anyway, and here they wait in the order they came, without a connection. While one
//! is carried out the next begins with what is its own (its till, what it names by id), so two
//! connections are in use at most. Other processes are kept apart by the database's own locks.

use crate::db::{Db, DbError, Engine};
use shared_model::unit::BusinessId;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::OwnedMutexGuard;

/// Nobody waits longer behind a change that does not end.
const TURN_MAX: Duration = Duration::from_secs(60);
/// Businesses remembered at a time; beyond it those that nobody changes are forgotten.
const BUSINESSES_MAX: usize = 256;

#[derive(Clone, Default)]
struct Turns(Arc<Mutex<BTreeMap<BusinessId, Arc<Doors>>>>);

#[derive(Default)]
struct Doors {
    next: Arc<tokio::sync::Mutex<()>>,
    now: Arc<tokio::sync::Mutex<()>>,
}

/// Whoever holds it is next, or from [`Ticket::come`] on the one whose turn it is.
pub struct Ticket {
    doors: Arc<Doors>,
    held: OwnedMutexGuard<()>,
}

impl Ticket {
    /// Waits for the one before.
    pub async fn come(&mut self) -> Result<(), DbError> {
        self.held = through(&self.doors.now).await?;
        Ok(())
    }
}

async fn through(door: &Arc<tokio::sync::Mutex<()>>) -> Result<OwnedMutexGuard<()>, DbError> {
    tokio::time::timeout(TURN_MAX, door.clone().lock_owned()).await.map_err(|_| DbError::NoConnection)
}

/// Nothing where there is one writer anyway.
pub async fn turn(db: &Db, business: BusinessId) -> Result<Option<Ticket>, DbError> {
    match db.engine() {
        Engine::Sqlite => Ok(None),
        Engine::Postgres => db.kept::<Turns>().of(business).await.map(Some),
    }
}

impl Turns {
    async fn of(&self, business: BusinessId) -> Result<Ticket, DbError> {
        let doors = {
            let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if turns.len() >= BUSINESSES_MAX {
                turns.retain(|_, doors| Arc::strong_count(doors) > 1);
            }
            turns.entry(business).or_default().clone()
        };
        let held = through(&doors.next).await?;
        Ok(Ticket { doors, held })
    }
}
