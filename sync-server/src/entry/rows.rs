//! The bytes as they came, and what of them could not be carried out.

use super::again::Erased;
use super::envelope::Link;
use super::judged::Judged;
use super::opened::Batch;
use super::set_aside::AsideRow;
use crate::db::set::Insert;
use crate::db::{Conn, DbError};
use crate::log::Writing;
use shared_model::bounds::{ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX, ENTRY_BYTES_MAX};
use shared_model::entry::{Attachment, AttachmentName, SealedEntry};
use shared_model::unit::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

#[derive(Default)]
pub struct Rows {
    kept: Option<Batched>,
    own: Vec<OwnEntry>,
    /// By the entry's position, where there is more to say than that it was carried out.
    judged: BTreeMap<u64, Judged>,
    erased: Arc<Erased>,
    pub(super) aside: BTreeMap<Hash, AsideRow>,
}

/// Entries of one push.
struct Batched {
    terminal: TerminalId,
    batch: Arc<Batch>,
    entries: Vec<Placed>,
}

/// One of them, by its index in the push, where it stands in its chain and in the log.
#[derive(Debug, Clone, Copy)]
pub struct Placed {
    pub index: usize,
    pub link: Link,
    pub position: u64,
}

/// What the server recorded itself.
pub struct OwnEntry {
    pub hash: Hash,
    pub position: u64,
    pub kind: String,
    pub payload_version: u16,
    pub sealed: SealedEntry,
}

/// A row of the table, whoever it is by.
struct NewEntry<'e> {
    terminal: TerminalId,
    hash: Hash,
    position: u64,
    link: Link,
    kind: String,
    payload_version: u16,
    sealed: &'e SealedEntry,
    batch: Hash,
}

impl Rows {
    /// Those of a push that were not here before.
    pub fn keep(&mut self, terminal: TerminalId, batch: Arc<Batch>, entries: Vec<Placed>) {
        self.kept = Some(Batched { terminal, batch, entries });
    }

    pub fn keep_own(&mut self, own: OwnEntry) {
        self.own.push(own);
    }

    /// What of them was erased when they were here before.
    pub fn erased(&mut self, erased: Arc<Erased>) {
        self.erased = erased;
    }

    /// What is decided of the entry at this position.
    pub fn judged(&mut self, position: u64) -> &mut Judged {
        self.judged.entry(position).or_default()
    }

    pub async fn write(self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        if let Some(kept) = &self.kept {
            kept.write_batch(conn, writing).await?;
        }
        let rows: Vec<NewEntry> =
            self.kept.iter().flat_map(Batched::rows).chain(self.own.iter().map(OwnEntry::row)).collect();
        write_entries(conn, &rows, &self.judged, writing).await?;
        write_attachments(conn, &rows, &self.erased, writing).await?;
        super::set_aside::write(conn, &self.aside, writing).await
    }
}

impl Batched {
    fn rows(&self) -> impl Iterator<Item = NewEntry<'_>> {
        self.entries.iter().map(|placed| {
            let opened = &self.batch.entries[placed.index];
            NewEntry {
                terminal: self.terminal,
                hash: opened.hash,
                position: placed.position,
                link: placed.link,
                kind: opened.kind(),
                payload_version: opened.payload_version(),
                sealed: &opened.sealed,
                batch: self.batch.id,
            }
        })
    }

    async fn write_batch(&self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let batch = Insert {
            into: "insert into push_batch (business, terminal, id, signature, hashes, received_ms)",
            then: "on conflict (business, terminal, id) do nothing",
        };
        batch
            .rows(conn, &[&self.batch], |row, it| {
                let hashes: Vec<u8> = it.hashes.iter().flat_map(|hash| hash.0).collect();
                let row = row.id(writing.business).id(self.terminal).hash(it.id).bytes(it.signature.clone());
                row.content(&hashes).int(writing.now.unix_ms)
            })
            .await
    }
}

impl OwnEntry {
    fn row(&self) -> NewEntry<'_> {
        NewEntry {
            terminal: TerminalId(Uuid::nil()),
            hash: self.hash,
            position: self.position,
            link: Link { incarnation: 0, branch: 0, seq: 0, prev: Hash::ZERO, goes_on: false },
            kind: self.kind.clone(),
            payload_version: self.payload_version,
            sealed: &self.sealed,
            batch: Hash::ZERO,
        }
    }
}

fn reads_again(sealed: &SealedEntry) -> bool {
    let attached = sealed.attachments.iter().all(|attachment| attachment.body.len() <= ATTACHMENT_BYTES_MAX);
    attached && sealed.bytes.len() <= ENTRY_BYTES_MAX && sealed.attachments.len() <= ATTACHMENTS_MAX
}

async fn write_entries(
    conn: &mut Conn,
    rows: &[NewEntry<'_>],
    judged: &BTreeMap<u64, Judged>,
    writing: &Writing,
) -> Result<(), DbError> {
    // What a till sends was set aside for it; the server's own must not be written at all.
    if rows.iter().any(|row| row.terminal.0.is_nil() && !reads_again(row.sealed)) {
        return Err(DbError::EntryTooLarge);
    }
    let entry = Insert {
        into: "insert into entry (business, terminal, hash, position, together, incarnation, branch, seq, prev, kind, \
               payload_version, bytes, judged, batch, received_ms)",
        then: "",
    };
    entry
        .rows(conn, rows, |row, it| {
            let row = row.id(writing.business).id(it.terminal).hash(it.hash).count(writing.position(it.position));
            let row = row.count(writing.first()).int(i64::from(it.link.incarnation)).int(i64::from(it.link.branch));
            let row = row.count(it.link.seq).hash(it.link.prev).text(it.kind.clone());
            let row = row.int(i64::from(it.payload_version)).content(&it.sealed.bytes);
            let row = match judged.get(&it.position).filter(|judged| !judged.is_plain()) {
                Some(judged) => row.encoded(judged),
                None => row.bytes(Vec::new()),
            };
            row.hash(it.batch).int(writing.now.unix_ms)
        })
        .await
}

/// With the names of those that were erased.
async fn write_attachments(
    conn: &mut Conn,
    rows: &[NewEntry<'_>],
    erased: &Erased,
    writing: &Writing,
) -> Result<(), DbError> {
    let attachment = Insert {
        into: "insert into attachment (business, terminal, entry, hash, class, salt, body)",
        then: "on conflict (business, terminal, entry, hash) do nothing",
    };
    let mut attached: Vec<(&NewEntry, AttachmentName, Option<&Attachment>)> = Vec::new();
    for row in rows {
        attached.extend(row.sealed.attachments.iter().map(|it| (row, it.name(), Some(it))));
        let gone = erased.attachments.get(&(row.terminal, row.hash));
        attached.extend(gone.into_iter().flatten().map(|name| (row, name.clone(), None)));
    }
    attachment
        .rows(conn, &attached, |row, (entry, name, it)| {
            let row = row.id(writing.business).id(entry.terminal).hash(entry.hash).hash(name.hash);
            let row = row.text(name.class.as_str()).opt_bytes(it.map(|it| it.salt.clone()));
            row.opt_content(it.map(|it| it.body.as_slice()))
        })
        .await
}
