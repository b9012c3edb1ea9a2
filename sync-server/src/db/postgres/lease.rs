//! A connection in use, alone or inside a transaction. Whatever fails or is given up in the middle of it: none
//! comes back to the pool inside of a transaction or with an answer outstanding, and none is waited for by one
//! user after the other where the database was lost without a word.

use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, Executor, PgConnection, PgPool, Postgres};
use std::time::Duration;
use tokio::runtime::Handle;

/// Far longer than any answer takes that somebody waits for.
const ANSWER_MAX: Duration = Duration::from_secs(15);
/// Of a job a statement may take long.
const JOB_MAX: Duration = Duration::from_secs(3600);
/// What was begun is undone in the background; a connection on which that takes longer is closed.
const UNDO_MAX: Duration = Duration::from_secs(5);

pub struct Lease {
    /// Until it is dropped.
    conn: Option<PoolConnection<Postgres>>,
    within: Duration,
    is_inside: bool,
    /// An answer is outstanding.
    is_asking: bool,
}

impl Lease {
    pub async fn alone(pool: &PgPool, is_job: bool) -> Result<Lease, sqlx::Error> {
        let within = if is_job { JOB_MAX } else { ANSWER_MAX };
        Ok(Lease { conn: Some(pool.acquire().await?), within, is_inside: false, is_asking: false })
    }

    /// `how` begins a transaction, and may go on with its locks.
    pub async fn inside(pool: &PgPool, how: String, is_job: bool) -> Result<Lease, sqlx::Error> {
        let mut lease = Lease::alone(pool, is_job).await?;
        lease.is_inside = true;
        lease.ask(async |conn| conn.execute(AssertSqlSafe(how)).await).await?;
        Ok(lease)
    }

    pub async fn commit(mut self) -> Result<(), sqlx::Error> {
        self.end("commit").await
    }

    pub async fn rollback(mut self) -> Result<(), sqlx::Error> {
        self.end("rollback").await
    }

    async fn end(&mut self, how: &'static str) -> Result<(), sqlx::Error> {
        if self.is_inside {
            self.ask(async |conn| conn.execute(how).await).await?;
            self.is_inside = false;
        }
        Ok(())
    }

    /// Whoever does not wait for the answer, or longer than is worth it, leaves it outstanding.
    pub(super) async fn ask<T>(
        &mut self,
        question: impl AsyncFnOnce(&mut PgConnection) -> Result<T, sqlx::Error>,
    ) -> Result<T, sqlx::Error> {
        let Some(conn) = self.conn.as_mut().filter(|_| !self.is_asking) else { return Err(sqlx::Error::WorkerCrashed) };
        self.is_asking = true;
        let answer = tokio::time::timeout(self.within, question(conn)).await;
        let answer = answer.map_err(|_| sqlx::Error::PoolTimedOut)?;
        self.is_asking = false;
        answer
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(mut conn) = self.conn.take() else { return };
        if self.is_asking {
            return conn.close_on_drop();
        }
        if !self.is_inside {
            return;
        }
        match Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(undo(conn))),
            Err(_) => conn.close_on_drop(),
        }
    }
}

async fn undo(mut conn: PoolConnection<Postgres>) {
    let undone = tokio::time::timeout(UNDO_MAX, conn.execute("rollback")).await;
    if !matches!(undone, Ok(Ok(_))) {
        conn.close_on_drop();
    }
}
