//! Money taken, per store and business date: sums of what documents posted. How many orders
//! there were, and which of them were late, is all that the orders say.

use crate::db::{Conn, Db, DbError, DbRow, row, sql};
use serde::Serialize;
use shared_model::fact;
use shared_model::money::{AccountName, MoneyClass};
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

#[derive(Default)]
struct Day {
    orders: u64,
    late: u64,
    net: i128,
    tax: i128,
    cash_rounding: i128,
    tenders: BTreeMap<String, i128>,
}

type Days = BTreeMap<(String, StoreId), Day>;

pub async fn takings(db: &Db, business: BusinessId) -> Result<Vec<TakingsRow>, DbError> {
    let mut conn = db.begin_snapshot().await?;
    let mut days = Days::new();
    orders(&mut conn, business, &mut days).await?;
    postings(&mut conn, business, &mut days).await?;
    conn.rollback().await?;
    let took = |day: &Day| day.orders > 0 || day.tenders.values().any(|amount| *amount != 0);
    Ok(days.into_iter().filter(|(_, day)| took(day)).map(|(key, day)| day.row(key)).collect())
}

async fn orders(conn: &mut Conn, business: BusinessId, days: &mut Days) -> Result<(), DbError> {
    let select = sql("select store, business_date, count(*) as orders, cast(sum(late) as bigint) as late \
                      from orders where business = $1 group by store, business_date");
    for found in &select.id(business).all(conn).await? {
        let day = days.entry((row::text(found, "business_date")?, row::id(found, "store")?)).or_default();
        (day.orders, day.late) = (row::count(found, "orders")?, row::count(found, "late")?);
    }
    Ok(())
}

/// A till sells for the store that it is of, whatever its order says. A sum is read in two
/// parts, of which neither can overflow whatever the rows say.
async fn postings(conn: &mut Conn, business: BusinessId, days: &mut Days) -> Result<(), DbError> {
    let select =
        sql("select coalesce(o.store, d.store) as store, d.business_date as business_date, d.class as class, \
         p.account as account, cast(sum(p.amount / 1000000000) as bigint) as high, \
         cast(sum(p.amount % 1000000000) as bigint) as low from money_document d \
         join money_posting p on p.business = d.business and p.position = d.position \
         left join orders o on o.business = d.business and o.entry = d.entry \
         where d.business = $1 and coalesce(o.store, d.store) is not null \
         group by coalesce(o.store, d.store), d.business_date, d.class, p.account");
    for found in &select.id(business).all(conn).await? {
        let day = days.entry((row::text(found, "business_date")?, row::id(found, "store")?)).or_default();
        let class = MoneyClass::from(row::text(found, "class")?.as_str());
        day.post(&class, &AccountName::from(row::text(found, "account")?.as_str()), sum(found)?);
    }
    Ok(())
}

fn sum(found: &DbRow) -> Result<i128, DbError> {
    Ok(i128::from(row::int(found, "high")?) * 1_000_000_000 + i128::from(row::int(found, "low")?))
}

/// The largest number there is stands for what is beyond it.
fn bounded(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}

impl Day {
    /// What was earned or is owed counts down in the books.
    fn post(&mut self, class: &MoneyClass, account: &AccountName, amount: i128) {
        match (class, account) {
            (MoneyClass::Payment, AccountName::Settling) => {}
            (MoneyClass::Payment, account) => {
                let method = fact::money::method(account);
                *self.tenders.entry(method.as_str().to_owned()).or_default() += amount;
            }
            (_, AccountName::Revenue | AccountName::Undelivered) => self.net -= amount,
            (_, AccountName::Tax) => self.tax -= amount,
            (_, AccountName::Rounding) => self.cash_rounding -= amount,
            (_, _) => {}
        }
    }

    fn row(self, (business_date, store): (String, StoreId)) -> TakingsRow {
        let tenders = self.tenders.into_iter().filter(|(_, amount)| *amount != 0);
        TakingsRow {
            store: store.to_string(),
            business_date,
            orders: self.orders,
            net: bounded(self.net),
            tax: bounded(self.tax),
            gross: bounded(self.net + self.tax),
            cash_rounding: bounded(self.cash_rounding),
            late: self.late,
            tenders: tenders.map(|(kind, amount)| TenderTotal { kind, amount: bounded(amount) }).collect(),
        }
    }
}
