//! The database: SQLite for one shop, PostgreSQL for many, one SQL text for both.
//!
//! What differs between the two is in `engine`, one function each. Writing goes through
//! [`Db::begin_write`]; writers take rows in one order (terminal, documents sorted, stock
//! sorted, log head last), so they wait for each other and never in a circle.

mod engine;
pub mod row;

use crate::log::Wake;
use sqlx::AnyConnection;
use sqlx::any::AnyPoolOptions;
use sqlx::{Any, Pool, Transaction};
use std::time::Duration;

pub use engine::Engine;

pub type Tx = Transaction<'static, Any>;

const READERS_MAX: u32 = 4;
const POSTGRES_CONNECTIONS_MAX: u32 = 16;
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
    #[error("the database could not be brought to this version")]
    Migrate(#[source] sqlx::migrate::MigrateError),
    #[error("the database did not answer a query")]
    Query(#[from] sqlx::Error),
    #[error("a stored {0} does not read back")]
    Unreadable(&'static str),
}

impl DbError {
    /// Worth trying again: nothing is wrong with what was asked.
    pub fn is_transient(&self) -> bool {
        match self {
            DbError::Query(error) | DbError::Open(error) => engine::is_transient(error),
            _ => false,
        }
    }
}

/// An open database and the bell that rings when a business's log has grown. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    write: Pool<Any>,
    read: Pool<Any>,
    wake: Wake,
}

impl Db {
    pub async fn open(url: &str) -> Result<Db, DbError> {
        sqlx::any::install_default_drivers();
        let engine = Engine::of_url(url).ok_or_else(|| DbError::UnknownEngine(url.to_owned()))?;
        let url = engine.connection_url(url);
        let (writers, readers) = match engine {
            Engine::Sqlite => (1, READERS_MAX),
            Engine::Postgres => (POSTGRES_CONNECTIONS_MAX, 0),
        };
        let write = pool(engine, &url, writers).await?;
        engine::check_version(engine, &write).await?;
        let read = if readers == 0 { write.clone() } else { pool(engine, &url, readers).await? };
        Ok(Db { engine, write, read, wake: Wake::default() })
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

    /// The same database with another bell.
    pub fn with_wake(self, wake: Wake) -> Db {
        Db { wake, ..self }
    }

    /// A transaction that may write. On SQLite it is the only writer from its start on.
    pub async fn begin_write(&self) -> Result<Tx, DbError> {
        Ok(self.write.begin_with(self.engine.begin_write()).await?)
    }

    /// A transaction that only reads, and sees one moment throughout.
    pub async fn begin_read(&self) -> Result<Tx, DbError> {
        Ok(self.read.begin_with(self.engine.begin_read()).await?)
    }

    /// Locks one row until the transaction ends; tells whether there is one.
    pub async fn lock_terminal(&self, conn: &mut AnyConnection, terminal: &str) -> Result<bool, DbError> {
        let found = sqlx::query(self.engine.lock_terminal()).bind(terminal.to_owned()).fetch_optional(conn).await?;
        Ok(found.is_some())
    }

    pub async fn close(&self) {
        self.write.close().await;
        self.read.close().await;
    }
}

/// Brings the schema to this version; harmless when it is there already.
pub async fn migrate(db: &Db) -> Result<(), DbError> {
    MIGRATIONS.run(&db.write).await.map_err(DbError::Migrate)
}

async fn pool(engine: Engine, url: &str, connections_max: u32) -> Result<Pool<Any>, DbError> {
    AnyPoolOptions::new()
        .max_connections(connections_max)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .after_connect(move |conn, _| Box::pin(engine::prepare(engine, conn)))
        .connect(url)
        .await
        .map_err(DbError::Open)
}

/// Whether the database answers.
pub async fn ping(db: &Db) -> Result<(), DbError> {
    sqlx::query("select 1").fetch_one(db.reader()).await?;
    Ok(())
}
