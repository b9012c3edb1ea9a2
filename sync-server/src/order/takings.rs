//! Money taken, per store and business date.

use crate::db::{Db, DbError, DbRow, row, sql};
use serde::Serialize;
use shared_model::unit::*;
use std::collections::BTreeMap;

/// A store's day, by the business date of its orders.
#[derive(Debug, Clone, Serialize)]
pub struct TakingsRow {
    pub store: String,
    pub business_date: String,
    pub orders: u64,
    pub net: i64,
    pub tax: i64,
    pub gross: i64,
    pub cash_rounding: i64,
    /// Of these orders, how many arrived when a later day had been booked already.
    pub late: u64,
    pub tenders: Vec<TenderTotal>,
}

#[derive(Debug, Clone, Serialize)]
pub struct TenderTotal {
    pub kind: String,
    pub amount: i64,
}

/// A sum is read in two parts, of which neither can overflow whatever the rows say.
const PART: i64 = 1_000_000_000;

macro_rules! sum {
    ($column:literal, $name:literal) => {
        concat!(
            "cast(sum(",
            $column,
            " / 1000000000) as bigint) as ",
            $name,
            "_high, ",
            "cast(sum(",
            $column,
            " % 1000000000) as bigint) as ",
            $name,
            "_low"
        )
    };
}

/// The largest number there is stands for what is beyond it.
fn sum(found: &DbRow, name: &str) -> Result<i64, DbError> {
    let part = |which: &str| row::int(found, &format!("{name}_{which}")).map(i128::from);
    let sum = part("high")? * i128::from(PART) + part("low")?;
    Ok(i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX }))
}

pub async fn takings(db: &Db, business: BusinessId) -> Result<Vec<TakingsRow>, DbError> {
    let mut conn = db.begin_read().await?;
    let days = sql(concat!(
        "select store, business_date, count(*) as orders, ",
        sum!("net", "net"),
        ", ",
        sum!("tax", "tax"),
        ", ",
        sum!("gross", "gross"),
        ", ",
        sum!("cash_rounding", "rounding"),
        ", cast(sum(late) as bigint) as late ",
        "from orders where business = $1 group by store, business_date order by business_date, store"
    ))
    .id(business)
    .all(&mut conn)
    .await?;
    let tenders = sql(concat!(
        "select o.store as store, o.business_date as business_date, t.method as kind, ",
        sum!("t.amount", "amount"),
        " from payment t join orders o on o.business = t.business and o.id = t.order_id ",
        "where t.business = $1 and t.state = 'taken' group by o.store, o.business_date, t.method order by t.method"
    ))
    .id(business)
    .all(&mut conn)
    .await?;
    conn.rollback().await?;
    let mut by_day: BTreeMap<(StoreId, String), Vec<TenderTotal>> = BTreeMap::new();
    for found in &tenders {
        let total = TenderTotal { kind: row::text(found, "kind")?, amount: sum(found, "amount")? };
        by_day.entry((row::id(found, "store")?, row::text(found, "business_date")?)).or_default().push(total);
    }
    let day = |found: &DbRow| {
        let (store, business_date): (StoreId, String) = (row::id(found, "store")?, row::text(found, "business_date")?);
        let tenders = by_day.remove(&(store, business_date.clone())).unwrap_or_default();
        Ok(TakingsRow {
            store: store.to_string(),
            business_date,
            orders: row::count(found, "orders")?,
            net: sum(found, "net")?,
            tax: sum(found, "tax")?,
            gross: sum(found, "gross")?,
            cash_rounding: sum(found, "rounding")?,
            late: row::count(found, "late")?,
            tenders,
        })
    };
    days.iter().map(day).collect()
}
