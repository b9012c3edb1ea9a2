//! Changes of one business come one after the other in a process: they would wait for each
//! other's rows anyway, and here they wait in the order they came, without a connection.
//! Other processes are kept apart by the database's own locks.

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
struct Turns(Arc<Mutex<BTreeMap<BusinessId, Arc<tokio::sync::Mutex<()>>>>>);

pub type Ticket = OwnedMutexGuard<()>;

/// Nothing where there is one writer anyway.
pub async fn turn(db: &Db, business: BusinessId) -> Result<Option<Ticket>, DbError> {
    match db.engine() {
        Engine::Sqlite => Ok(None),
        Engine::Postgres => db.kept::<Turns>().of(business).await.map(Some),
    }
}

impl Turns {
    async fn of(&self, business: BusinessId) -> Result<Ticket, DbError> {
        let turn = {
            let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if turns.len() >= BUSINESSES_MAX {
                turns.retain(|_, turn| Arc::strong_count(turn) > 1);
            }
            turns.entry(business).or_default().clone()
        };
        tokio::time::timeout(TURN_MAX, turn.lock_owned()).await.map_err(|_| DbError::NoConnection)
    }
}
