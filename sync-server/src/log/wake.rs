//! The bell: sessions wait here for their business's log to grow. Rung after a commit by
//! whoever committed in this process, and by a look at the heads for everybody else.

use crate::db::{Db, DbError, row};
use shared_model::unit::BusinessId;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

const LOOK_EVERY: Duration = Duration::from_millis(300);

#[derive(Clone, Default)]
pub struct Wake {
    heads: Arc<Mutex<BTreeMap<BusinessId, watch::Sender<u64>>>>,
}

impl Wake {
    pub fn subscribe(&self, business: BusinessId) -> watch::Receiver<u64> {
        self.with_sender(business, watch::Sender::subscribe)
    }

    /// Tells everybody waiting that the log reaches `head`; an older head changes nothing.
    pub fn ring(&self, business: BusinessId, head: u64) {
        self.with_sender(business, |sender| {
            sender.send_if_modified(|known| {
                let newer = head > *known;
                if newer {
                    *known = head;
                }
                newer
            });
        });
    }

    fn with_sender<T>(&self, business: BusinessId, act: impl FnOnce(&watch::Sender<u64>) -> T) -> T {
        let mut heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        act(heads.entry(business).or_insert_with(|| watch::channel(0).0))
    }
}

/// Runs for as long as the server does: notices what other processes appended.
pub async fn follow_heads(db: Db) {
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = look(&db).await {
            tracing::warn!(error = %error, "the heads of the logs could not be read");
        }
    }
}

async fn look(db: &Db) -> Result<(), DbError> {
    let rows = sqlx::query("select business, position from log_head").fetch_all(db.reader()).await?;
    for head in &rows {
        db.wake().ring(row::id(head, "business")?, row::count(head, "position")?);
    }
    Ok(())
}
