//! PostgreSQL plans by what it counted last, and counts by itself once a minute. What grows
//! from nothing to thousands of rows within that minute would be read whole for each row that
//! is looked for, so tables that have grown fourfold are counted at once.

use sqlx::{AssertSqlSafe, Executor, PgPool, Row};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Commits between two looks, and time.
const COMMITS: u64 = 16;
const PAUSE: Duration = Duration::from_secs(1);
/// A tenth of what PostgreSQL looks at by itself, which it still does later: how many rows
/// there are and that their keys differ is seen in a few.
const LOOK: &str = "set local default_statistics_target = 10";

const GROWN: &str = "select quote_ident(s.relname) as name from pg_stat_user_tables s \
                     join pg_class c on c.oid = s.relid where s.schemaname = current_schema() \
                     and s.n_live_tup >= 4 * greatest(c.reltuples, 16)";

#[derive(Clone)]
pub struct Counted(Arc<State>);

struct State {
    commits: AtomicU64,
    looked: std::sync::Mutex<Instant>,
}

impl Default for Counted {
    fn default() -> Counted {
        Counted(Arc::new(State { commits: AtomicU64::new(0), looked: Instant::now().into() }))
    }
}

impl Counted {
    /// After each commit.
    pub fn wrote(&self, pool: &PgPool) {
        if !self.0.commits.fetch_add(1, Ordering::Relaxed).is_multiple_of(COMMITS) || !self.is_due() {
            return;
        }
        let pool = pool.clone();
        tokio::spawn(async move {
            if let Err(error) = count(&pool).await {
                tracing::debug!(%error, "tables that have grown could not be counted");
            }
        });
    }

    fn is_due(&self) -> bool {
        let Ok(mut looked) = self.0.looked.try_lock() else { return false };
        let due = looked.elapsed() >= PAUSE;
        if due {
            *looked = Instant::now();
        }
        due
    }
}

async fn count(pool: &PgPool) -> Result<(), sqlx::Error> {
    let grown = pool.fetch_all(GROWN).await?;
    for grown in grown {
        let name: String = grown.try_get("name")?;
        let mut tx = pool.begin().await?;
        tx.execute(LOOK).await?;
        tx.execute(AssertSqlSafe(format!("analyze {name}"))).await?;
        tx.commit().await?;
    }
    Ok(())
}
