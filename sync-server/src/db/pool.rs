//! Connections of one use.

use super::conn::HeldLease;
use super::engine::{Engine, Use};
use super::{DbError, postgres, sqlite};
use sqlx::PgPool;

#[derive(Clone)]
pub enum Pool {
    Sqlite(sqlite::Pool),
    Postgres(PgPool, Use),
}

impl Pool {
    pub async fn open(engine: Engine, (url, name): (&str, &str), used_for: Use) -> Result<Pool, DbError> {
        let connections_max = engine.connections_max(used_for);
        match engine {
            Engine::Sqlite => sqlite::Pool::open(url, used_for, connections_max).map(Pool::Sqlite),
            Engine::Postgres => {
                let pool = postgres::pool((url, name), used_for, connections_max).await?;
                Ok(Pool::Postgres(pool, used_for))
            }
        }
    }

    /// Whose answers are waited for as long as a job's.
    pub fn patient(self) -> Pool {
        match self {
            Pool::Sqlite(pool) => Pool::Sqlite(pool),
            Pool::Postgres(pool, _) => Pool::Postgres(pool, Use::Job),
        }
    }

    /// Whether the engine may be trusted with what a shop keeps.
    pub async fn check(&self) -> Result<(), DbError> {
        match self {
            Pool::Sqlite(_) => sqlite::check(),
            Pool::Postgres(pool, _) => postgres::check(pool).await,
        }
    }

    pub async fn get(&self) -> Result<HeldLease, DbError> {
        Ok(match self {
            Pool::Sqlite(pool) => HeldLease::Sqlite(pool.get().await?),
            Pool::Postgres(pool, used_for) => {
                HeldLease::Postgres(postgres::Lease::alone(pool, *used_for == Use::Job).await?)
            }
        })
    }

    pub async fn begin(&self, how: &str) -> Result<HeldLease, DbError> {
        Ok(match self {
            Pool::Sqlite(pool) => HeldLease::Sqlite(pool.begin(how).await?),
            Pool::Postgres(pool, used_for) => {
                HeldLease::Postgres(postgres::Lease::inside(pool, how.to_owned(), *used_for == Use::Job).await?)
            }
        })
    }

    pub async fn close(&self) {
        match self {
            Pool::Sqlite(pool) => pool.close().await,
            Pool::Postgres(pool, _) => pool.close().await,
        }
    }
}
