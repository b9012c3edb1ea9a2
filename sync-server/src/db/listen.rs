//! What one process tells the others on the same database: whose log has grown. PostgreSQL
//! carries it with the commit; SQLite has nothing like it.

use super::{Db, Engine};
use shared_model::unit::BusinessId;
use sqlx::postgres::PgListener;
use std::time::Duration;

const CHANNEL: &str = "counterfoil_log";
/// Before a listener that failed is asked again.
const PAUSE: Duration = Duration::from_secs(1);

pub struct Listening(PgListener);

impl Listening {
    /// Nothing where the connection was lost meanwhile: whatever was told then was missed.
    pub async fn next(&mut self) -> Option<BusinessId> {
        match self.0.recv().await {
            Ok(told) => told.payload().parse().ok(),
            Err(error) => {
                tracing::warn!(%error, "what other processes tell cannot be heard now");
                tokio::time::sleep(PAUSE).await;
                None
            }
        }
    }
}

impl Engine {
    /// An update of a business's row that tells the others, once its transaction commits.
    pub fn announcing(self, update: &str) -> String {
        match self {
            Engine::Sqlite => update.to_owned(),
            Engine::Postgres => format!("{update} returning pg_notify('{CHANNEL}', encode(business, 'hex'))"),
        }
    }
}

impl Db {
    /// Nothing where the database tells nothing.
    pub async fn listen(&self) -> Option<Listening> {
        if self.engine != Engine::Postgres {
            return None;
        }
        let listener = async {
            let mut listener = PgListener::connect(&self.url).await?;
            listener.listen(CHANNEL).await?;
            Ok::<_, sqlx::Error>(listener)
        };
        match listener.await {
            Ok(listener) => Some(Listening(listener)),
            Err(error) => {
                tracing::warn!(%error, "what other processes tell cannot be heard; it is looked for instead");
                None
            }
        }
    }
}
