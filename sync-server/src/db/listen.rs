//! What one process tells the others on the same database: whose log has grown. PostgreSQL
//! carries it with the commit; SQLite has nothing like it.

use super::{Conn, Db, DbError, Engine, sql};
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

impl Db {
    /// Tells the others, once this transaction commits.
    pub async fn announce(&self, conn: &mut Conn, business: BusinessId) -> Result<(), DbError> {
        if self.engine == Engine::Postgres {
            let notify = sql("select pg_notify($1, $2) is null as told");
            notify.text(CHANNEL).text(business.to_string()).one(conn).await?;
        }
        Ok(())
    }

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
