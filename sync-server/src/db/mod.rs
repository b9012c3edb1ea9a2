//! The database: SQLite for one shop, PostgreSQL for many, one SQL text for both.
//!
//! What differs between the two is in `engine`, one function each. Writers take rows in one
//! order (terminal, documents sorted, stock sorted, log head last), so they wait for each
//! other and never in a circle. A business's rows are written by `act` alone.

pub mod blob;
mod conn;
mod engine;
mod id;
mod listen;
pub mod row;
pub mod set;
mod sql;

use crate::act::Knowing;
use crate::log::Wake;
use engine::Use;
use sqlx::any::AnyPoolOptions;
use sqlx::{Any, Pool};
use std::sync::Arc;
use std::time::Duration;

pub use conn::{Asked, Conn};
pub use engine::Engine;
pub use id::Id;
pub use sql::{Sql, assembled, sql};

const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(30);

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations/server");

#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error("{0:?} is not a database this server knows: use sqlite:PATH or postgres://…")]
    UnknownEngine(String),
    #[error("the database could not be opened")]
    Open(#[source] sqlx::Error),
    #[error("SQLite {found} is older than 3.51.3 and can damage its write-ahead log")]
    SqliteTooOld { found: String },
    #[error("the database keeps text as {found}; make one with encoding UTF8, nothing else holds every receipt")]
    NotUtf8 { found: String },
    #[error("the database could not be brought to this version")]
    Migrate(#[source] sqlx::migrate::MigrateError),
    #[error("the database did not answer a query")]
    Query(#[from] sqlx::Error),
    #[error("a row of the log would be larger than any that is told")]
    RowTooLarge,
    #[error("a stored {0} does not read back")]
    Unreadable(&'static str),
    #[error("what this was decided by changed meanwhile")]
    Moved,
}

impl DbError {
    /// Surely the fault of what was written. Everything else is worth trying again.
    pub fn is_entrys_fault(&self) -> bool {
        match self {
            DbError::Query(error) => engine::is_entrys_fault(error),
            DbError::RowTooLarge => true,
            DbError::UnknownEngine(_)
            | DbError::Open(_)
            | DbError::SqliteTooOld { .. }
            | DbError::NotUtf8 { .. }
            | DbError::Migrate(_)
            | DbError::Unreadable(_)
            | DbError::Moved => false,
        }
    }

    /// Nothing was written because others were at work on the same; beginning anew may do.
    pub fn is_overtaken(&self) -> bool {
        matches!(self, DbError::Moved) || matches!(self, DbError::Query(error) if engine::is_overtaken(error))
    }
}

/// An open database, the bell that rings when a business's log has grown, and what this
/// process knows of each business. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    url: Arc<str>,
    write: Pool<Any>,
    read: Pool<Any>,
    job: Pool<Any>,
    wake: Wake,
    knowing: Knowing,
    asked: Asked,
}

impl Db {
    pub async fn open(url: &str) -> Result<Db, DbError> {
        sqlx::any::install_default_drivers();
        let engine = Engine::of_url(url).ok_or_else(|| DbError::UnknownEngine(url.to_owned()))?;
        let url = engine.connection_url(url);
        let write = pool(engine, &url, Use::Writing).await?;
        engine::check(engine, &write).await?;
        let read = pool(engine, &url, Use::Reading).await?;
        let job = if engine == Engine::Sqlite { write.clone() } else { pool(engine, &url, Use::Job).await? };
        let (wake, knowing, asked) = (Wake::default(), Knowing::default(), Asked::default());
        Ok(Db { engine, url: url.into(), write, read, job, wake, knowing, asked })
    }

    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// For reading; on SQLite these connections never wait for the writer.
    pub fn reader(&self) -> &Pool<Any> {
        &self.read
    }

    pub fn wake(&self) -> &Wake {
        &self.wake
    }

    pub fn knowing(&self) -> &Knowing {
        &self.knowing
    }

    /// What it has been asked through [`Sql`] so far.
    pub fn asked(&self) -> &Asked {
        &self.asked
    }

    /// The same database with another bell.
    pub fn with_wake(self, wake: Wake) -> Db {
        Db { wake, ..self }
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<Conn, DbError> {
        Ok(Conn::alone(self.read.acquire().await?, self.asked.clone()))
    }

    /// A transaction that may write. On SQLite it is the only writer from its start on.
    pub async fn begin_write(&self) -> Result<Conn, DbError> {
        self.begin(&self.write, self.engine.begin_write()).await
    }

    /// A transaction that may write and take long.
    pub async fn begin_job(&self) -> Result<Conn, DbError> {
        self.begin(&self.job, self.engine.begin_write()).await
    }

    /// A short transaction that writes what no sale waits for.
    pub async fn begin_note(&self) -> Result<Conn, DbError> {
        let pool = if self.engine == Engine::Sqlite { &self.write } else { &self.read };
        self.begin(pool, self.engine.begin_write()).await
    }

    /// A transaction that only reads, and sees one moment throughout.
    pub async fn begin_read(&self) -> Result<Conn, DbError> {
        self.begin(&self.read, self.engine.begin_read()).await
    }

    async fn begin(&self, pool: &Pool<Any>, how: &'static str) -> Result<Conn, DbError> {
        Ok(Conn::inside(pool.begin_with(how).await?, self.asked.clone()))
    }

    pub async fn close(&self) {
        self.write.close().await;
        self.read.close().await;
        self.job.close().await;
    }
}

/// Brings the schema to this version; harmless when it is there already.
pub async fn migrate(db: &Db) -> Result<(), DbError> {
    db.engine.migrator(&MIGRATIONS).run(&db.job).await.map_err(DbError::Migrate)
}

async fn pool(engine: Engine, url: &str, used_for: Use) -> Result<Pool<Any>, DbError> {
    AnyPoolOptions::new()
        .max_connections(engine.connections_max(used_for))
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .after_connect(move |conn, _| Box::pin(engine::prepare(engine, used_for, conn)))
        .connect(url)
        .await
        .map_err(DbError::Open)
}

/// Whether the database answers.
pub async fn ping(db: &Db) -> Result<(), DbError> {
    sql("select 1 as answer").one(&mut db.read().await?).await?;
    Ok(())
}
