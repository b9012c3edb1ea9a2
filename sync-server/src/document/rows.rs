//! The table of documents.

use super::merge::Content;
use crate::act::Writing;
use crate::db::set::{Insert, filled, places, select};
use crate::db::{Conn, Db, DbError, Sql, assembled, row};
use shared_model::document::DocumentId;
use shared_model::unit::*;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A document that a file made or changed.
pub struct Imported {
    pub document: DocumentId,
    /// 0 for a new one.
    pub version: u64,
    pub content: Vec<u8>,
    /// What tills merge; the whole document where it is new.
    pub change: Vec<u8>,
}

#[derive(Default)]
pub struct Rows(BTreeMap<DocumentId, (u64, Vec<u8>)>);

impl Rows {
    /// The newest content of a document that was read at `version`.
    pub fn changed(&mut self, document: DocumentId, version: u64, content: Vec<u8>) {
        self.0.insert(document, (version, content));
    }

    /// Returns the change, to be told.
    pub fn put(&mut self, imported: Imported) -> Vec<u8> {
        self.changed(imported.document, imported.version, imported.content);
        imported.change
    }

    pub async fn write(self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let document = Insert {
            into: "insert into document (business, id, kind, version, content)",
            columns: 5,
            then: "on conflict (business, id) do update set version = excluded.version, content = excluded.content",
        };
        let rows: Vec<_> = self.0.into_iter().collect();
        document
            .rows(conn, &rows, |row, (id, (version, content))| {
                let row = row.id(writing.business).id(uuid_of(*id)).text(kind(*id));
                row.count(version + 1).content(content)
            })
            .await
    }
}

fn uuid_of(id: DocumentId) -> Uuid {
    match id {
        DocumentId::Product(id) => id.0,
        DocumentId::Customer(id) => id.0,
    }
}

fn kind(id: DocumentId) -> &'static str {
    match id {
        DocumentId::Product(_) => "product",
        DocumentId::Customer(_) => "customer",
    }
}

fn id_of(found: &AnyRow) -> Result<DocumentId, DbError> {
    let id: Uuid = row::id(found, "id")?;
    match row::text(found, "kind")?.as_str() {
        "product" => Ok(DocumentId::Product(ProductId(id))),
        "customer" => Ok(DocumentId::Customer(CustomerId(id))),
        _ => Err(DbError::Unreadable("document")),
    }
}

/// The documents there are of `ids`, without a lock.
pub async fn contents(
    conn: &mut Conn,
    business: BusinessId,
    ids: &[DocumentId],
) -> Result<BTreeMap<DocumentId, Content>, DbError> {
    let texts = ("select id, kind, version, content from document where business = $1 and id in", "");
    let rows = select(conn, texts, |query: Sql| query.id(business), 1, ids, |query, id| query.id(uuid_of(*id))).await?;
    let mut found = BTreeMap::new();
    for one in &rows {
        let content = Content { version: row::count(one, "version")?, bytes: row::content(one, "content")? };
        found.insert(id_of(one)?, content);
    }
    // An id names one thing of one kind.
    found.retain(|id, _| ids.contains(id));
    Ok(found)
}

/// Locks documents in the order of their ids and tells their versions. New ones have none.
pub async fn lock<'a>(
    db: &Db,
    conn: &mut Conn,
    business: BusinessId,
    ids: impl Iterator<Item = &'a DocumentId>,
) -> Result<BTreeMap<DocumentId, u64>, DbError> {
    let mut ids: Vec<DocumentId> = ids.copied().collect();
    ids.sort_unstable_by_key(|id| uuid_of(*id));
    let mut found: BTreeMap<DocumentId, u64> = ids.iter().map(|id| (*id, 0)).collect();
    for part in filled(&ids) {
        let text = format!(
            "select id, kind, version from document where business = $1 and id in ({}) order by id",
            places(2, part.len())
        );
        let query = assembled(db.engine().locked(&text)).id(business);
        for one in part.iter().fold(query, |query, id| query.id(uuid_of(*id))).all(conn).await? {
            found.insert(id_of(&one)?, row::count(&one, "version")?);
        }
    }
    Ok(found)
}
