//! What every request may use. Cheap to clone; nothing in it is per terminal.

use crate::auth::{EnrolLimit, ServerIdentity, server_identity};
use crate::clock;
use crate::db::{Db, DbError};
use crate::log::Feeds;
use shared_model::bounds::SESSIONS_MAX;
use std::sync::Arc;
use tokio::sync::{Notify, Semaphore, watch};

#[derive(Clone)]
pub struct AppState {
    pub db: Db,
    pub identity: Arc<ServerIdentity>,
    pub feeds: Feeds,
    pub enrol_limit: Arc<EnrolLimit>,
    pub sessions: Arc<Semaphore>,
    /// Somebody heard that the database is of another life.
    pub is_over: Arc<Notify>,
    stopping: watch::Receiver<bool>,
}

impl AppState {
    /// `stopping` turns true when the server is asked to end.
    pub async fn new(db: Db, stopping: watch::Receiver<bool>) -> Result<AppState, DbError> {
        let identity = Arc::new(server_identity(&db, clock::now()).await?);
        let feeds = Feeds::new(db.clone(), identity.clone());
        let sessions = Arc::new(Semaphore::new(SESSIONS_MAX as usize));
        Ok(AppState { db, identity, feeds, enrol_limit: Arc::default(), sessions, is_over: Arc::default(), stopping })
    }

    /// Returns once the server is asked to end.
    pub async fn stopped(&self) {
        let mut stopping = self.stopping.clone();
        // An error means that whoever could ask is gone, which is the same.
        let _ = stopping.wait_for(|stopping| *stopping).await;
    }

    /// Returns once no sync connection is open.
    pub async fn all_sessions_ended(&self) {
        // The semaphore is never closed.
        let _ = self.sessions.acquire_many(SESSIONS_MAX).await;
    }
}
