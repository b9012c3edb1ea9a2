//! The bell: sessions wait here for what they follow to grow. Rung after a commit by whoever
//! committed in this process, and for what other processes committed by what the database
//! tells, or by a look now and then where it tells nothing.

use super::Grown;
use crate::db::{Db, DbError, row, sql};
use shared_model::unit::Scope;
use shared_model::unit::{BusinessId, WarehouseId};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// Where nothing tells: SQLite, written by the command line beside the server.
const LOOK_EVERY: Duration = Duration::from_millis(300);
/// Where the database tells, a look now and then finds what it told while nobody listened.
const LOOK_SELDOM: Duration = Duration::from_secs(10);

/// What can be followed: a scope's rows, or a warehouse's levels.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(pub Vec<u8>);

impl Key {
    pub fn scope(scope: Scope) -> Key {
        Key(scope.key())
    }

    pub fn levels(warehouse: WarehouseId) -> Key {
        Key([b"l".as_slice(), warehouse.0.as_bytes()].concat())
    }
}

/// How far something reaches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mark {
    pub position: u64,
    pub rows: u64,
}

type Marks = BTreeMap<(BusinessId, Key), watch::Sender<Mark>>;

#[derive(Clone, Default)]
pub struct Wake {
    marks: Arc<Mutex<Marks>>,
    /// How far this process wrote, of each business.
    written: Arc<Mutex<BTreeMap<BusinessId, u64>>>,
}

impl Wake {
    pub fn subscribe(&self, business: BusinessId, key: Key) -> watch::Receiver<Mark> {
        let mut marks = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
        marks.entry((business, key)).or_insert_with(|| watch::channel(Mark::default()).0).subscribe()
    }

    /// Tells everybody waiting; an older mark changes nothing, and what nobody follows is
    /// not remembered.
    pub fn ring(&self, business: BusinessId, grown: &Grown) {
        if grown.head > 0 {
            let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
            let known = written.entry(business).or_default();
            *known = grown.head.max(*known);
        }
        let marks = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, mark) in &grown.marks {
            let Some(sender) = marks.get(&(business, key.clone())) else { continue };
            sender.send_if_modified(|known| {
                let newer = mark.position > known.position;
                if newer {
                    *known = *mark;
                }
                newer
            });
        }
    }

    /// How far everything reached: it is of a database that is no more.
    pub fn forget(&self) {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.written.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Whether this process wrote beyond the end that a log is found to have.
    pub fn wrote_beyond(&self, business: BusinessId, end: u64) -> bool {
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        written.get(&business).is_some_and(|position| *position > end)
    }

    /// Each with the position that this process wrote last.
    fn written(&self) -> Vec<(BusinessId, u64)> {
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        written.iter().map(|(business, position)| (*business, *position)).collect()
    }

    fn businesses(&self) -> Vec<BusinessId> {
        let marks = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
        let mut businesses: Vec<BusinessId> = marks
            .iter()
            .filter(|(_, sender)| sender.receiver_count() > 0)
            .map(|((business, _), _)| *business)
            .collect();
        businesses.dedup();
        businesses
    }
}

/// Whether the log of a business ends before what this process wrote and committed.
pub async fn was_set_back(db: &Db) -> Result<bool, DbError> {
    let mut conn = db.read().await?;
    for (business, position) in db.kept::<Wake>().written() {
        let head = sql("select position from log_head where business = $1").id(business).maybe(&mut conn).await?;
        let end = head.map_or(Ok(0), |head| row::count(&head, "position"))?;
        if end < position {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Runs for as long as the server does: notices what other processes appended.
pub async fn follow_heads(db: Db) {
    let mut told = db.listen().await;
    let every = if told.is_some() { LOOK_SELDOM } else { LOOK_EVERY };
    let mut due = Instant::now() + every;
    loop {
        let business = match &mut told {
            // However much is told of other businesses.
            _ if Instant::now() >= due => None,
            Some(told) => tokio::time::timeout_at(due, told.next()).await.ok().flatten(),
            None => {
                tokio::time::sleep_until(due).await;
                None
            }
        };
        let businesses = match business {
            Some(business) => vec![business],
            None => {
                due = Instant::now() + every;
                db.kept::<Wake>().businesses()
            }
        };
        for business in businesses {
            if let Err(error) = look(&db, business).await {
                tracing::warn!(error = %error, "the ends of a log could not be read");
            }
        }
    }
}

/// Rings for what a business's log has come to.
pub async fn look(db: &Db, business: BusinessId) -> Result<(), DbError> {
    let mut conn = db.read().await?;
    let rows = sql("select scope, position, row_count from scope_head where business = $1")
        .id(business)
        .all(&mut conn)
        .await?;
    let mut grown = Grown::default();
    for found in &rows {
        let mark = Mark { position: row::count(found, "position")?, rows: row::count(found, "row_count")? };
        grown.marks.push((Key(row::bytes(found, "scope")?), mark));
    }
    db.kept::<Wake>().ring(business, &grown);
    Ok(())
}
