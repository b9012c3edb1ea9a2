//! What one process tells the others on the same database: whose log has grown, and who says
//! so: whoever says it knows it. PostgreSQL carries it with the commit; SQLite has nothing like
//! it.

use super::{Db, Engine};
use shared_model::unit::BusinessId;
use sqlx::postgres::PgListener;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

const CHANNEL: &str = "counterfoil_log";
/// Before a listener that failed is asked again.
const PAUSE: Duration = Duration::from_secs(1);

pub struct Listening {
    listener: PgListener,
    own: Arc<str>,
}

/// By which the others know a process.
pub fn own_name() -> Arc<str> {
    format!("counterfoil {}", Uuid::now_v7().simple()).into()
}

impl Listening {
    /// What another process tells. Nothing where the connection was lost meanwhile: whatever was
    /// told then was missed.
    pub async fn next(&mut self) -> Option<BusinessId> {
        loop {
            match self.listener.recv().await {
                Ok(told) => match told.payload().split_once(' ') {
                    Some((_, name)) if name == &*self.own => {}
                    Some((business, _)) => return business.parse().ok(),
                    None => return None,
                },
                Err(error) => {
                    tracing::warn!(%error, "what other processes tell cannot be heard now");
                    tokio::time::sleep(PAUSE).await;
                    return None;
                }
            }
        }
    }
}

impl Engine {
    /// An update of a business's row that tells the others, once its transaction commits.
    pub fn announcing(self, update: &str) -> String {
        match self {
            Engine::Sqlite => update.to_owned(),
            Engine::Postgres => format!(
                "{update} returning pg_notify('{CHANNEL}', \
                 encode(business, 'hex') || ' ' || current_setting('application_name'))"
            ),
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
            Ok(listener) => Some(Listening { listener, own: self.name.clone() }),
            Err(error) => {
                tracing::warn!(%error, "what other processes tell cannot be heard; it is looked for instead");
                None
            }
        }
    }
}
