//! Money taken, per store, business date and currency: sums of what documents posted. How many
//! orders there were, and which of them were late, is all that the orders say.

use crate::db::{Conn, Db, DbError, DbRow, row, sql};
use serde::Serialize;
use shared_model::fact;
use shared_model::money::{AccountName, MoneyClass};
use shared_model::unit::*;
use std::collections::BTreeMap;

/// A store's day in one currency, by the business date of its documents.
#[derive(Debug, Clone, Serialize)]
pub struct TakingsRow {
    pub store: String,
    pub business_date: String,
    pub currency: String,
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

/// By date, store and currency.
type DayKey = (String, StoreId, String);
type Days = BTreeMap<DayKey, Day>;

pub async fn takings(db: &Db, business: BusinessId) -> Result<Vec<TakingsRow>, DbError> {
    let mut conn = db.begin_snapshot().await?;
    let mut days = Days::new();
    orders(&mut conn, business, &mut days).await?;
    postings(&mut conn, business, &mut days).await?;
    conn.rollback().await?;
    Ok(days.into_iter().filter(|(_, day)| day.took()).map(|(key, day)| day.row(key)).collect())
}

async fn orders(conn: &mut Conn, business: BusinessId, days: &mut Days) -> Result<(), DbError> {
    // An order counts where its money is booked. No table has an index of entries: of what stands
    // behind `in` either database makes one for as long as the statement takes.
    let select = sql("select store, business_date, currency, count(*) as orders, cast(sum(case when entry in \
         (select entry from orders where business = $1 and late = 1) then 1 else 0 end) as bigint) as late \
         from money_document where business = $1 and store is not null \
         and entry in (select entry from orders where business = $1) group by store, business_date, currency");
    for found in &select.id(business).all(conn).await? {
        let day = days.entry(key(found)?).or_default();
        (day.orders, day.late) = (row::count(found, "orders")?, row::count(found, "late")?);
    }
    Ok(())
}

/// A sum is read in two parts, of which neither can overflow whatever the rows say.
async fn postings(conn: &mut Conn, business: BusinessId, days: &mut Days) -> Result<(), DbError> {
    let select =
        sql("select d.store as store, d.business_date as business_date, d.currency as currency, d.class as class, \
         p.account as account, cast(sum(p.amount / 1000000000) as bigint) as high, \
         cast(sum(p.amount % 1000000000) as bigint) as low from money_document d \
         join money_posting p on p.business = d.business and p.position = d.position \
         where d.business = $1 and d.store is not null \
         group by d.store, d.business_date, d.currency, d.class, p.account");
    for found in &select.id(business).all(conn).await? {
        let day = days.entry(key(found)?).or_default();
        let class = MoneyClass::from(row::text(found, "class")?.as_str());
        day.post(&class, &AccountName::from(row::text(found, "account")?.as_str()), sum(found)?);
    }
    Ok(())
}

fn key(found: &DbRow) -> Result<DayKey, DbError> {
    Ok((row::text(found, "business_date")?, row::id(found, "store")?, row::text(found, "currency")?))
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

    /// Whether any figure is not nothing.
    fn took(&self) -> bool {
        let Day { orders, late, net, tax, cash_rounding, tenders } = self;
        let figures = [net, tax, cash_rounding].into_iter().chain(tenders.values());
        *orders > 0 || *late > 0 || figures.into_iter().any(|amount| *amount != 0)
    }

    fn row(self, (business_date, store, currency): DayKey) -> TakingsRow {
        let tenders = self.tenders.into_iter().filter(|(_, amount)| *amount != 0);
        TakingsRow {
            store: store.to_string(),
            business_date,
            currency,
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
