//! PostgreSQL: pools of connections, each prepared for its use.

mod counted;
mod lease;
mod run;

use super::engine::Use;
use super::{ACQUIRE_TIMEOUT, DbError};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, PgPool};
use std::str::FromStr;
use std::time::Duration;

pub use counted::Counted;
pub use lease::Lease;

/// Texts that a connection keeps prepared.
const PREPARED_MAX: usize = 512;
/// A connection that has been idle for longer is asked whether it is there, and answers within so long.
const TRUSTED: Duration = Duration::from_secs(1);
const THERE_WITHIN: Duration = Duration::from_secs(2);

pub async fn pool((url, name): (&str, &str), used_for: Use, connections_max: u32) -> Result<PgPool, DbError> {
    let opened = async {
        let options = PgConnectOptions::from_str(url)?.application_name(name);
        let options = options.statement_cache_capacity(PREPARED_MAX);
        PgPoolOptions::new()
            .max_connections(connections_max)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            // One that was used a moment ago is there: asking it first would be a way there and back for
            // each use.
            .test_before_acquire(false)
            .before_acquire(|conn, last| Box::pin(is_there(conn, last.idle_for)))
            .after_connect(move |conn, _| Box::pin(prepare(used_for, conn)))
            .connect_with(options)
            .await
    };
    opened.await.map_err(|error| DbError::Open(error.into()))
}

async fn is_there(conn: &mut PgConnection, idle: Duration) -> Result<bool, sqlx::Error> {
    if idle > TRUSTED {
        tokio::time::timeout(THERE_WITHIN, conn.ping()).await.map_err(|_| sqlx::Error::PoolTimedOut)??;
    }
    Ok(true)
}

/// Settings of a new connection.
async fn prepare(used_for: Use, conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    // A process that stands still or a machine that is gone gives its locks back.
    conn.execute("set tcp_keepalives_idle = 5").await?;
    conn.execute("set tcp_keepalives_interval = 2").await?;
    conn.execute("set tcp_keepalives_count = 3").await?;
    // A job may wait long for locks and work long; what stands still in the middle of it gives
    // its locks back all the same.
    let (lock, idle) = if used_for == Use::Job { ("0", "30s") } else { ("5s", "5s") };
    conn.execute(AssertSqlSafe(format!("set lock_timeout = '{lock}'"))).await?;
    conn.execute(AssertSqlSafe(format!("set idle_in_transaction_session_timeout = '{idle}'"))).await?;
    // A plan is kept while its tables grow from nothing: it goes by keys from the beginning.
    conn.execute("set enable_seqscan = off").await?;
    // Whatever is read whole all the same would count as dear enough to be compiled, which takes
    // a tenth of a second: no statement here runs so long.
    conn.execute("set jit = off").await?;
    if used_for == Use::Reading {
        // Nothing changes but through a change that was begun as one.
        conn.execute("set default_transaction_read_only = on").await?;
    }
    if used_for == Use::Writing {
        conn.execute("set enable_hashjoin = off").await?;
        conn.execute("set enable_mergejoin = off").await?;
        // Planning each set anew by its values costs more than the set and finds nothing better.
        conn.execute("set plan_cache_mode = force_generic_plan").await?;
    }
    Ok(())
}

/// Text that is not UTF-8 cannot hold every receipt.
pub async fn check(pool: &PgPool) -> Result<(), DbError> {
    let asked = sqlx::query_scalar("select current_setting('server_encoding')");
    let found: String = asked.fetch_one(pool).await?;
    if found == "UTF8" { Ok(()) } else { Err(DbError::NotUtf8 { found }) }
}

/// Surely the fault of what was written.
pub fn is_entrys_fault(error: &sqlx::Error) -> bool {
    code(error).is_some_and(|code| is_entrys_code(&code))
}

/// Others were at the same rows: waited too long, deadlocked, serialisation lost.
pub fn is_overtaken(error: &sqlx::Error) -> bool {
    code(error).is_some_and(|code| matches!(code.as_str(), "55P03" | "40P01" | "40001"))
}

/// A unique key.
pub fn is_taken(error: &sqlx::Error) -> bool {
    code(error).is_some_and(|code| code == "23505")
}

/// Of data, of a rule of a table, of a row named twice in one set; of a row that no index takes.
fn is_entrys_code(code: &str) -> bool {
    ["22", "23", "21"].into_iter().any(|class| code.starts_with(class)) || code == "54000"
}

pub fn code(error: &sqlx::Error) -> Option<String> {
    match error {
        sqlx::Error::Database(error) => error.code().map(|code| code.into_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_entrys_own_fault_is_told_from_what_may_work_later() {
        // Unique violation, division by zero, a row twice, an index's row too large; deadlock, memory, disk, internal error, undefined table,
        // a statement too complex.
        assert!(["23505", "22012", "21000", "54000"].into_iter().all(is_entrys_code));
        assert!(!["40P01", "53200", "58030", "XX000", "42P01", "54001"].into_iter().any(is_entrys_code));
    }
}
