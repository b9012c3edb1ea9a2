//! What was read becomes part of the business: part by part, each part one entry and one
//! transaction; the entries of one import have one correlation id. What is not new and does not
//! differ changes nothing.

mod customers;
mod products;

use crate::act::{Act, Beside, Knowledge, Ready, attempts};
use crate::auth::random_bytes;
use crate::db::{Db, DbError};
use crate::document::BatchError;
use shared_model::Fact;
use shared_model::document::{DocumentError, DocumentId};
use shared_model::entry::Attachment;
use shared_model::party::Actor;
use shared_model::refusal::ImportReason;
use shared_model::unit::*;
use shared_model::words::Worded;
use std::collections::BTreeMap;
use std::time::Instant;
use uuid::Uuid;

pub use customers::import_customers;
pub use products::import_products;

#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error("{self:?}")]
    Batch(#[from] BatchError),
    #[error(transparent)]
    Database(#[from] DbError),
}

crate::act::overtaken!(RunError);

/// What an import did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Imported {
    pub created: u64,
    /// Rows of which at least one field differed.
    pub edited: u64,
    pub prices_set: u64,
    pub unchanged: u64,
    /// What the file says and cannot be changed any more.
    pub kept: Vec<Worded>,
}

impl Imported {
    /// One document that takes no more changes does not stop the others.
    fn keep(&mut self, what: &str, error: &DocumentError) {
        tracing::warn!(%error, "a document takes no change of an import");
        let full = ImportReason::DocumentFull { what: what.to_owned() };
        self.kept.push(Worded::Reason(full.into()));
    }

    pub fn add(&mut self, other: Imported) {
        self.created += other.created;
        self.edited += other.edited;
        self.prices_set += other.prices_set;
        self.unchanged += other.unchanged;
        self.kept.extend(other.kept);
    }
}

fn random_actor() -> [u8; 16] {
    random_bytes::<16>()
}

/// Rows of a file beside what there is, and what follows.
trait Chunk: Sized + Send + 'static {
    type Input: Sync;
    /// Rows of one entry and one transaction, so that tills can take an import in by parts and
    /// sales go on between them.
    const ROWS: usize;

    async fn read(db: &Db, known: &Knowledge, rows: &[Self::Input], now: Timestamp) -> Result<Self, DbError>;

    /// Compares them, which is slow where documents are read.
    fn make(&mut self) -> Result<(), RunError>;

    fn made(self) -> Result<Made, BatchError>;
}

/// What of a part is new.
struct Made {
    done: Imported,
    /// The documents that it changes, at which version each.
    documents: BTreeMap<DocumentId, u64>,
    /// Its entry and what stands beside it; none where nothing differs.
    entry: Option<(Fact, Vec<Attachment>, Beside)>,
}

/// With `dry_run` everything is done and nothing is kept. `progress` hears of rows done.
async fn run<P: Chunk>(
    db: &Db,
    business: BusinessId,
    rows: &[P::Input],
    dry_run: bool,
    now: Timestamp,
    progress: &dyn Fn(u64, u64),
) -> Result<Imported, RunError> {
    let mut done = Imported::default();
    let import = Uuid::now_v7();
    for (index, part) in rows.chunks(P::ROWS).enumerate() {
        let begun = Instant::now();
        done.add(attempts(|| take_in::<P>(db, (business, import), part, dry_run, now)).await?);
        db.let_others(begun.elapsed()).await;
        progress((index * P::ROWS + part.len()) as u64, rows.len() as u64);
    }
    Ok(done)
}

async fn take_in<P: Chunk>(
    db: &Db,
    (business, import): (BusinessId, Uuid),
    rows: &[P::Input],
    dry_run: bool,
    now: Timestamp,
) -> Result<Imported, RunError> {
    let knowledge = Knowledge::of(db, business).await?;
    let mut part = P::read(db, &knowledge, rows, now).await?;
    let made = tokio::task::spawn_blocking(move || part.make().map(|()| part));
    let Made { done, documents, entry } = made.await.map_err(|_| DbError::Unreadable("import"))??.made()?;
    let Some((fact, attachments, beside)) = entry.filter(|_| !dry_run) else { return Ok(done) };
    let mut ready = Ready::new(business, knowledge, now);
    (ready.correlation, ready.is_job) = (Some(import), true);
    ready.wants.documents = documents;
    let mut act = Act::begin(db, &ready).await?;
    act.say(Actor::COMMAND_LINE, &fact, attachments, beside).expect("whoever asks may, and an import moves no goods");
    act.commit().await?;
    Ok(done)
}
