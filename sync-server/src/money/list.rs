//! Reading money postings.

use crate::db::{Conn, Db, DbError, row, sql};
use serde::Serialize;
use shared_model::unit::*;

#[derive(Debug, Clone, Serialize)]
pub struct PostingRow {
    pub position: u64,
    pub document: String,
    pub class: String,
    pub account: String,
    /// What the account is of, in hex: the sixteen bytes of an id, or a code's letters.
    pub key: String,
    pub amount: i64,
    pub currency: String,
    pub business_date: String,
    pub store: Option<String>,
    pub shift: Option<String>,
    pub entry: String,
}

/// For which store an entry was booked that stands at `position`, if it was.
pub async fn booked_at(
    conn: &mut Conn,
    business: BusinessId,
    position: u64,
) -> Result<Option<Option<StoreId>>, DbError> {
    let select = sql("select store from money_document where business = $1 and position = $2");
    let found = select.id(business).count(position).maybe(conn).await?;
    found.map(|found| row::opt_id(&found, "store")).transpose()
}

/// Every posting, in order of its document's position.
pub async fn postings(db: &Db, business: BusinessId) -> Result<Vec<PostingRow>, DbError> {
    let rows = sql("select d.position as position, d.kind as document, d.class as class, p.account as account, \
         p.account_key as account_key, p.amount as amount, d.currency as currency, d.business_date as business_date, \
         d.store as store, d.shift as shift, d.entry as entry from money_document d join money_posting p \
         on p.business = d.business and p.position = d.position where d.business = $1 order by d.position, p.number")
    .id(business)
    .all(&mut db.read().await?)
    .await?;
    let one = |found| {
        Ok(PostingRow {
            position: row::count(found, "position")?,
            document: row::text(found, "document")?,
            class: row::text(found, "class")?,
            account: row::text(found, "account")?,
            key: hex::encode(row::bytes(found, "account_key")?),
            amount: row::int(found, "amount")?,
            currency: row::text(found, "currency")?,
            business_date: row::text(found, "business_date")?,
            store: row::opt_id::<StoreId>(found, "store")?.map(|id| id.to_string()),
            shift: row::opt_id::<ShiftId>(found, "shift")?.map(|id| id.to_string()),
            entry: row::hash(found, "entry")?.to_hex(),
        })
    };
    rows.iter().map(one).collect()
}
