//! Edits and prices made here that the server has not judged yet; they overlay the rows.

use crate::replica::row::{HashColumn, Id, PlaceColumn, pack, unpack};
use crate::replica::{OwnTx, Reader, ReplicaError};
use rusqlite::{OptionalExtension, params};
use shared_model::document::{DocumentId, FieldEdit};
use shared_model::entry::Place;
use shared_model::unit::*;
use uuid::Uuid;

fn parts(document: DocumentId) -> (&'static str, Uuid) {
    match document {
        DocumentId::Product(id) => ("product", id.0),
        DocumentId::Customer(id) => ("customer", id.0),
    }
}

impl Reader<'_> {
    /// Fields edited here and still waiting for a verdict, oldest first.
    pub fn edits_waiting(&self, document: DocumentId) -> Result<Vec<FieldEdit>, ReplicaError> {
        let (kind, id) = parts(document);
        let mut statement = self.connection.prepare_cached(
            "select e.fields from edit e
             where e.document_id = ?1 and e.document = ?2
               and not exists (select 1 from verdict v where v.hash = e.hash)
               and not exists (select 1 from set_aside a where a.hash = e.hash)
             order by e.place",
        )?;
        let rows = statement.query_map(params![Id(id), kind], |row| row.get::<_, Vec<u8>>(0))?;
        let mut fields = Vec::new();
        for bytes in rows {
            fields.extend(unpack::<Vec<FieldEdit>>(&bytes?)?);
        }
        Ok(fields)
    }

    /// What the server said of edits it refused, oldest first.
    pub fn edits_refused(&self, document: DocumentId) -> Result<Vec<String>, ReplicaError> {
        let (kind, id) = parts(document);
        let mut statement = self.connection.prepare_cached(
            "select coalesce(v.refused, a.reason) from edit e
             left join verdict v on v.hash = e.hash left join set_aside a on a.hash = e.hash
             where e.document_id = ?1 and e.document = ?2 and (v.refused is not null or a.reason is not null)
             order by e.place",
        )?;
        let rows = statement.query_map(params![Id(id), kind], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A price set here, as long as the price it replaces still stands and the server has
    /// not set it aside.
    pub fn price_waiting(&self, product: ProductId) -> Result<Option<Money>, ReplicaError> {
        let mut statement = self.connection.prepare_cached(
            "select e.amount, e.currency from price_edit e
             where e.product = ?1
               and (e.place in (select place from outbox)
                    or e.base_position = coalesce((select p.position from price p where p.product = e.product), 0))
               and not exists (select 1 from set_aside a where a.hash = e.hash)
             order by e.place desc limit 1",
        )?;
        let found: Option<(i64, String)> =
            statement.query_row([Id(product.0)], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let Some((amount, currency)) = found else { return Ok(None) };
        let currency = currency.parse().map_err(|_| ReplicaError::Value("currency"))?;
        Ok(Some(Money::new(Amount(amount), currency)))
    }
}

pub(super) fn insert(
    own: &mut OwnTx<'_>,
    place: Place,
    hash: Hash,
    document: DocumentId,
    fields: &[FieldEdit],
) -> Result<(), ReplicaError> {
    let (kind, id) = parts(document);
    own.transaction.execute(
        "insert into edit (place, hash, document, document_id, fields) values (?1, ?2, ?3, ?4, ?5)",
        params![PlaceColumn(place), HashColumn(hash), kind, Id(id), pack(&fields)],
    )?;
    Ok(())
}

pub(super) fn price_insert(
    own: &mut OwnTx<'_>,
    place: Place,
    hash: Hash,
    product: ProductId,
    price: Money,
) -> Result<(), ReplicaError> {
    own.transaction.execute(
        "insert into price_edit (place, hash, product, amount, currency, base_position)
         values (?1, ?2, ?3, ?4, ?5, coalesce((select position from price where product = ?3), 0))",
        params![PlaceColumn(place), HashColumn(hash), Id(product.0), price.amount.0, price.currency.code()],
    )?;
    Ok(())
}
