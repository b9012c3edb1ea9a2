//! What was read becomes part of the business: part by part, each part one entry and one
//! transaction. What is not new and does not differ changes nothing.

mod customers;
mod products;

use crate::act::{Act, Beside, Ready};
use crate::auth::random_bytes;
use crate::db::{Db, DbError};
use crate::document::BatchError;
use shared_model::Fact;
use shared_model::document::DocumentError;
use shared_model::entry::Attachment;
use shared_model::party::Actor;

pub use customers::import_customers;
pub use products::import_products;

#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error("{what} could not be written as a document")]
    Document { what: String, source: Box<DocumentError> },
    #[error("a part of the file could not be made an entry")]
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
    /// What the file says and cannot be changed any more, in words.
    pub kept: Vec<String>,
}

impl Imported {
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

async fn import_write(
    db: &Db,
    ready: &Ready,
    (fact, attachments): (Fact, Vec<Attachment>),
    beside: Beside,
) -> Result<(), DbError> {
    let mut act = Act::begin(db, ready).await?;
    act.say(Actor::COMMAND_LINE, &fact, attachments, beside).expect("whoever asks may, and an import moves no goods");
    act.commit().await.map(|_| ())
}
