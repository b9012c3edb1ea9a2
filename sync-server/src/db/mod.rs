//! The database: SQLite for one shop, PostgreSQL for many, one SQL text for both.
//!
//! What differs between the two is in `engine`, one function each, and how each is asked in
//! `sqlite` and `postgres`. Writers take rows in one
//! order (terminal, documents sorted, warehouses sorted, log head last), so they wait for each
//! other and never in a circle. A business's rows are written by `act` alone.

pub mod blob;
mod conn;
mod engine;
mod error;
mod id;
mod kept;
mod listen;
mod lock;
mod pool;
mod postgres;
pub mod row;
pub mod set;
mod sql;
mod sqlite;
mod value;

use engine::Use;
use kept::Kept;
use pool::Pool;
use std::any::Any;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

pub use conn::{Asked, Conn};
pub use engine::Engine;
pub use error::{DbError, EngineError, MigrateError};
pub use id::Id;
pub use lock::Locks;
pub use row::DbRow;
pub use sql::{Sql, assembled, sql};
pub use sqlite::{damage, is_ours, path_of};

const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(30);
/// Of a job, for others.
const PAUSE_MAX: Duration = Duration::from_millis(200);
/// Far longer than the largest change of an import takes.
const AT_ONCE_MAX: Duration = Duration::from_secs(45);

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations/server");

/// An open database, and what this process keeps beside it. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    url: Arc<str>,
    /// Of this process among others on the same database.
    name: Arc<str>,
    write: Pool,
    read: Pool,
    job: Pool,
    kept: Kept,
    counted: postgres::Counted,
    asked: Asked,
}

impl Db {
    pub async fn open(url: &str) -> Result<Db, DbError> {
        let engine = Engine::of_url(url).ok_or_else(|| DbError::UnknownEngine(url.to_owned()))?;
        let name = listen::own_name();
        let pool = |used_for| Pool::open(engine, (url, &name), used_for);
        let write = pool(Use::Writing).await?;
        write.check().await?;
        let read = pool(Use::Reading).await?;
        let job = if engine == Engine::Sqlite { write.clone() } else { pool(Use::Job).await? };
        let (kept, counted, asked) = (Kept::default(), postgres::Counted::default(), Asked::default());
        Ok(Db { engine, url: url.into(), name: name.clone(), write, read, job, kept, counted, asked })
    }

    /// For a command, whose long answer keeps nobody waiting but whoever typed it.
    pub fn patient(self) -> Db {
        Db { read: self.read.patient(), write: self.write.patient(), ..self }
    }

    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// What this process keeps of this type beside the database: a handle, cheap to clone.
    pub fn kept<T: Any + Clone + Default + Send>(&self) -> T {
        self.kept.of()
    }

    /// Many statements one after the other. Where they are answered in this process, they stay
    /// on this thread; a database server that was lost without a word is given up.
    pub async fn at_once<T>(&self, work: impl Future<Output = Result<T, DbError>>) -> Result<T, DbError> {
        match self.engine {
            Engine::Sqlite => sqlite::at_once(work).await,
            Engine::Postgres => tokio::time::timeout(AT_ONCE_MAX, work).await.unwrap_or(Err(DbError::NoConnection)),
        }
    }

    /// After each commit: what has grown is planned for anew.
    pub fn wrote(&self) {
        if let Pool::Postgres(pool, _) = &self.job {
            self.counted.wrote(pool);
        }
    }

    /// What it has been asked through [`Sql`] so far.
    pub fn asked(&self) -> &Asked {
        &self.asked
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<Conn, DbError> {
        Ok(Conn::alone(self.read.get().await?, self.asked.clone()))
    }

    /// None yet.
    pub fn locks(&self) -> Locks {
        Locks::new(self.engine)
    }

    /// A transaction that may write. On SQLite it is the only writer from its start on.
    pub async fn begin_write(&self) -> Result<Conn, DbError> {
        self.begin_change(self.locks(), false).await
    }

    /// The same for a change, which begins with its locks. A job may take long.
    pub async fn begin_change(&self, locks: Locks, is_job: bool) -> Result<Conn, DbError> {
        let pool = if is_job { &self.job } else { &self.write };
        self.begin(pool, &locks.begun(self.engine.begin_write())).await
    }

    /// Between the parts of a job that each took so long. PostgreSQL gives a lock to whoever is
    /// there: who works without a pause is there first again, and what the others had judged is
    /// out of date once more. On SQLite everybody has a turn.
    pub async fn let_others(&self, took: Duration) {
        if self.engine == Engine::Postgres {
            tokio::time::sleep(took.min(PAUSE_MAX)).await;
        }
    }

    /// A transaction that only reads, sees one moment throughout and may take long.
    pub async fn begin_snapshot(&self) -> Result<Conn, DbError> {
        self.begin(&self.job, self.engine.begin_read()).await
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

    async fn begin(&self, pool: &Pool, how: &str) -> Result<Conn, DbError> {
        Ok(Conn::inside(pool.begin(how).await?, self.asked.clone()))
    }

    /// Whether what is written goes to where the address leads.
    pub fn is_in_place(&self) -> bool {
        match &self.write {
            Pool::Sqlite(pool) => pool.is_in_place(),
            Pool::Postgres(..) => true,
        }
    }

    pub async fn close(&self) {
        self.write.close().await;
        self.read.close().await;
        self.job.close().await;
    }
}

/// Brings the schema to this version; harmless when it is there already.
pub async fn migrate(db: &Db) -> Result<(), DbError> {
    let migrator = db.engine.migrator(&MIGRATIONS);
    match &db.job {
        Pool::Sqlite(pool) => sqlite::migrate(pool, &migrator).await,
        Pool::Postgres(pool, _) => Ok(migrator.run(pool).await.map_err(MigrateError::from)?),
    }
}

/// A copy of an SQLite database as of one moment, in a file that is not there yet.
pub async fn copy(db: &Db, file: &Path) -> Result<(), DbError> {
    match &db.job {
        Pool::Sqlite(pool) => sqlite::copy(pool, file).await,
        Pool::Postgres(..) => Err(DbError::UnknownEngine(db.url.to_string())),
    }
}

/// Whether the database answers.
pub async fn ping(db: &Db) -> Result<(), DbError> {
    sql("select 1 as answer").one(&mut db.read().await?).await?;
    Ok(())
}
