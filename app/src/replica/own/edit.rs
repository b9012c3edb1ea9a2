//! Edits and prices made here that the server has not judged yet; they overlay the rows.

use crate::replica::price_key::PriceKey;
use crate::replica::row::{HashColumn, Id, Parsed, PlaceColumn, pack, unpack};
use crate::replica::{OwnTx, Reader, ReplicaError};
use rusqlite::{OptionalExtension, params};
use shared_model::document::{DocumentId, FieldEdit};
use shared_model::entry::Place;
use shared_model::fact::catalogue::PriceSet;
use shared_model::reason::Reason;
use shared_model::unit::*;
use shared_model::wire::told::catalogue::PriceTold;

impl Reader<'_> {
    /// Fields edited here and still waiting for a verdict, oldest first.
    pub fn edits_waiting(&self, document: DocumentId) -> Result<Vec<FieldEdit>, ReplicaError> {
        let (kind, id) = document.parts();
        let mut statement = self.connection.prepare_cached(
            "select e.fields from edit e
             where e.document_id = ?1 and e.document = ?2
               and not exists (select 1 from verdict v where v.hash = e.hash)
               and not exists (select 1 from set_aside a where a.hash = e.hash and a.is_open = 1)
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
    pub fn edits_refused(&self, document: DocumentId) -> Result<Vec<Reason>, ReplicaError> {
        let (kind, id) = document.parts();
        let mut statement = self.connection.prepare_cached(
            "select v.refused from edit e join verdict v on v.hash = e.hash
             where e.document_id = ?1 and e.document = ?2 and v.refused is not null order by e.place",
        )?;
        let rows = statement.query_map(params![Id(id), kind], |row| row.get::<_, Vec<u8>>(0))?;
        rows.map(|bytes| unpack(&bytes?)).collect()
    }

    /// A price set here that everybody pays, as long as the price it replaces still stands and
    /// the server has not set it aside.
    pub fn price_waiting(&self, product: ProductId) -> Result<Option<(Money, Hash)>, ReplicaError> {
        let mut statement = self.connection.prepare_cached(
            "select e.amount, e.currency, e.hash from price_edit e
             where e.product = ?1 and e.list = x'' and e.quantity_break = 0 and e.valid_from = '' and e.valid_to = ''
               and (e.place in (select place from outbox)
                    or e.base_position = coalesce((select p.position from price p where p.product = e.product
                        and p.list = e.list and p.quantity_break = e.quantity_break
                        and p.valid_from = e.valid_from and p.valid_to = e.valid_to), 0))
               and not exists (select 1 from set_aside a where a.hash = e.hash and a.is_open = 1)
             order by e.place desc limit 1",
        )?;
        let found = statement.query_row([Id(product.0)], |row| {
            let money = Money::new(Amount(row.get(0)?), row.get::<_, Parsed<Currency>>(1)?.0);
            Ok((money, row.get::<_, HashColumn>(2)?.0))
        });
        Ok(found.optional()?)
    }
}

pub(super) fn insert(
    own: &mut OwnTx<'_>,
    place: Place,
    hash: Hash,
    document: DocumentId,
    fields: &[FieldEdit],
) -> Result<(), ReplicaError> {
    let (kind, id) = document.parts();
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
    price: &PriceSet,
) -> Result<(), ReplicaError> {
    let PriceKey { product, list, quantity_break, valid_from, valid_to } = PriceKey::of(&PriceTold::of(price, None));
    own.transaction.execute(
        "insert into price_edit (place, hash, product, list, quantity_break, valid_from, valid_to, amount, currency,
             base_position)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, coalesce((select position from price where product = ?3
             and list = ?4 and quantity_break = ?5 and valid_from = ?6 and valid_to = ?7), 0))",
        params![
            PlaceColumn(place),
            HashColumn(hash),
            product,
            list,
            quantity_break,
            valid_from,
            valid_to,
            price.amount.0,
            price.currency.code(),
        ],
    )?;
    Ok(())
}
