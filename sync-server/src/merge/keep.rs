//! The bytes as they came, and what of them could not be carried out.

use super::chain::Link;
use super::opened::Batch;
use super::set_aside::AsideRow;
use crate::act::Writing;
use crate::db::set::Insert;
use crate::db::{Conn, DbError};
use shared_model::unit::*;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Default)]
pub struct Rows {
    kept: Option<Kept>,
    pub(super) aside: BTreeMap<Hash, AsideRow>,
}

/// Entries of one push.
struct Kept {
    terminal: TerminalId,
    batch: Arc<Batch>,
    entries: Vec<(usize, Link)>,
}

impl Rows {
    /// Those of a push that were not here before, by their index in it.
    pub(super) fn keep(&mut self, terminal: TerminalId, batch: Arc<Batch>, entries: Vec<(usize, Link)>) {
        self.kept = Some(Kept { terminal, batch, entries });
    }

    pub async fn write(self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        if let Some(kept) = &self.kept {
            kept.write(conn, writing).await?;
        }
        super::set_aside::write(conn, &self.aside, writing).await
    }
}

impl Kept {
    async fn write(&self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let batch = Insert {
            into: "insert into push_batch (business, terminal, id, signature, hashes, received_ms)",
            columns: 6,
            then: "on conflict (business, terminal, id) do nothing",
        };
        batch
            .rows(conn, &[&self.batch], |row, it| {
                let hashes: Vec<u8> = it.hashes.iter().flat_map(|hash| hash.0).collect();
                let row = row.id(writing.business).id(self.terminal).hash(it.id).bytes(it.signature.clone());
                row.content(&hashes).int(writing.now.unix_ms)
            })
            .await?;
        let entry = Insert {
            into: "insert into entry (business, terminal, hash, incarnation, branch, seq, prev, kind, bytes, \
                   attachment, batch, received_ms)",
            columns: 12,
            then: "",
        };
        entry
            .rows(conn, &self.entries, |row, (index, link)| {
                let opened = &self.batch.entries[*index];
                let row = row.id(writing.business).id(self.terminal).hash(opened.hash);
                let row = row.int(i64::from(link.incarnation)).int(i64::from(link.branch)).count(link.seq);
                let row = row.hash(link.prev).text(opened.kind()).content(&opened.sealed.bytes);
                row.opt_content(opened.sealed.attachment.as_deref()).hash(self.batch.id).int(writing.now.unix_ms)
            })
            .await
    }
}
