//! The table of documents, beside the rows that they are of. A row's version rises with
//! every change of it or of its document; locking the row is locking both.

use super::merge::{Content, DocumentRow};
use crate::db::set::{Insert, select};
use crate::db::{Conn, DbError, DbRow, Id, Locks, Sql, row};
use crate::log::Writing;
use shared_model::document::DocumentId;
use shared_model::unit::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
pub struct Rows(BTreeMap<DocumentId, Vec<u8>>);

impl Rows {
    /// The newest content of a document.
    pub fn changed(&mut self, document: DocumentId, content: Vec<u8>) {
        self.0.insert(document, content);
    }

    pub async fn write(self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let document = Insert {
            into: "insert into document (business, id, kind, content)",
            then: "on conflict (business, id) do update set content = excluded.content",
        };
        let rows: Vec<_> = self.0.into_iter().collect();
        document
            .rows(conn, &rows, |row, (id, content)| {
                let (kind, id) = id.parts();
                row.id(writing.business).id(id).text(kind).content(content)
            })
            .await
    }
}

/// Ids by kind, each in order: the order in which rows are locked.
fn by_kind<'a>(ids: impl Iterator<Item = &'a DocumentId>) -> (Vec<ProductId>, Vec<CustomerId>) {
    let (mut products, mut customers) = (BTreeSet::new(), BTreeSet::new());
    for id in ids {
        match id {
            DocumentId::Product(id) => drop(products.insert(*id)),
            DocumentId::Customer(id) => drop(customers.insert(*id)),
        }
    }
    (products.into_iter().collect(), customers.into_iter().collect())
}

/// What there is of `ids`, without a lock.
pub async fn contents(
    conn: &mut Conn,
    business: BusinessId,
    ids: &[DocumentId],
) -> Result<BTreeMap<DocumentId, Content>, DbError> {
    let mut found = BTreeMap::new();
    let (products, customers) = by_kind(ids.iter());
    for one in read(conn, business, ("product", PRODUCTS), &products).await? {
        let product = row::decoded(&one, "content")?;
        found
            .insert(DocumentId::Product(row::id(&one, "id")?), content(&one, DocumentRow::Product(Box::new(product)))?);
    }
    for one in read(conn, business, ("customer", CUSTOMERS), &customers).await? {
        let customer = row::decoded(&one, "content")?;
        found.insert(
            DocumentId::Customer(row::id(&one, "id")?),
            content(&one, DocumentRow::Customer(Box::new(customer)))?,
        );
    }
    Ok(found)
}

const PRODUCTS: &str = "select r.id as id, r.version as version, r.content as content, d.content as document \
                        from product r left join document d on d.business = r.business and d.id = r.id \
                        and d.kind = $2 where r.business = $1 and r.id";
const CUSTOMERS: &str = "select r.id as id, r.version as version, r.content as content, d.content as document \
                         from customer r left join document d on d.business = r.business and d.id = r.id \
                         and d.kind = $2 where r.business = $1 and r.id";

async fn read<T: Id>(
    conn: &mut Conn,
    business: BusinessId,
    (kind, text): (&'static str, &str),
    ids: &[T],
) -> Result<Vec<DbRow>, DbError> {
    let first = |query: Sql| query.id(business).text(kind);
    select(conn, (text, ""), first, ids, |query, id| query.id(*id)).await
}

fn content(found: &DbRow, row: DocumentRow) -> Result<Content, DbError> {
    Ok(Content { version: row::count(found, "version")?, row, bytes: row::opt_content(found, "document")? })
}

/// Whether there is a customer of any of these ids.
pub async fn is_any_customer(conn: &mut Conn, business: BusinessId, ids: &[CustomerId]) -> Result<bool, DbError> {
    let text = "select id from customer where business = $1 and id";
    let found = select(conn, (text, ""), |query: Sql| query.id(business), ids, |query, id| query.id(*id)).await?;
    Ok(!found.is_empty())
}

/// Locks the rows that documents are of.
pub fn lock<'a>(locks: &mut Locks, business: BusinessId, ids: impl Iterator<Item = &'a DocumentId>) {
    let (products, customers) = by_kind(ids);
    locks.rows("select id from product where business = $1 and id", business, &products);
    locks.rows("select id from customer where business = $1 and id", business, &customers);
}

/// The versions of the rows that documents are of; 0 for what there is none of yet.
pub async fn versions<'a>(
    conn: &mut Conn,
    business: BusinessId,
    ids: impl Iterator<Item = &'a DocumentId>,
) -> Result<BTreeMap<DocumentId, u64>, DbError> {
    let (products, customers) = by_kind(ids);
    let mut found: BTreeMap<DocumentId, u64> = BTreeMap::new();
    found.extend(products.iter().map(|id| (DocumentId::Product(*id), 0)));
    found.extend(customers.iter().map(|id| (DocumentId::Customer(*id), 0)));
    let text = "select id, version from product where business = $1 and id";
    for one in by_id(conn, business, text, &products).await? {
        found.insert(DocumentId::Product(row::id(&one, "id")?), row::count(&one, "version")?);
    }
    let text = "select id, version from customer where business = $1 and id";
    for one in by_id(conn, business, text, &customers).await? {
        found.insert(DocumentId::Customer(row::id(&one, "id")?), row::count(&one, "version")?);
    }
    Ok(found)
}

async fn by_id<T: Id>(conn: &mut Conn, business: BusinessId, before: &str, ids: &[T]) -> Result<Vec<DbRow>, DbError> {
    select(conn, (before, ""), |query: Sql| query.id(business), ids, |query, id| query.id(*id)).await
}
