//! What the server knows that judging a batch needs, read at once.

use crate::admin::settings_on;
use crate::auth::Terminal;
use crate::db::DbError;
use crate::db::row::{self, ROWS_MAX, assembled, places};
use shared_model::Fact;
use shared_model::entry::Entry;
use shared_model::order::Order;
use shared_model::party::Role;
use shared_model::settings::BusinessSettings;
use shared_model::unit::*;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use std::collections::{BTreeMap, BTreeSet};

pub struct Known {
    pub terminal: Terminal,
    pub settings: BusinessSettings,
    /// Active staff members only.
    pub staff: BTreeMap<StaffId, Role>,
    pub warehouses: BTreeSet<WarehouseId>,
    /// Products named in the batch; whether they have stock.
    pub products: BTreeMap<ProductId, bool>,
    /// Their prices by log position.
    pub prices: BTreeMap<ProductId, BTreeMap<u64, Amount>>,
    /// Orders named in the batch whose id a booked sale has, the entries of the batch that
    /// are booked already, and receipt numbers in use.
    pub orders: BTreeSet<OrderId>,
    pub booked: BTreeSet<Hash>,
    pub numbers: BTreeSet<String>,
}

impl Known {
    pub async fn load(
        conn: &mut AnyConnection,
        terminal: Terminal,
        entries: &[(Hash, &Entry)],
    ) -> Result<Known, DbError> {
        let named = Named::of(entries);
        let business = terminal.business;
        let settings = settings_on(conn, business).await?.ok_or(DbError::Unreadable("business"))?;
        let mut known = Known {
            terminal,
            settings,
            staff: staff(conn, business).await?,
            warehouses: warehouses(conn, business).await?,
            products: BTreeMap::new(),
            prices: BTreeMap::new(),
            orders: BTreeSet::new(),
            booked: BTreeSet::new(),
            numbers: BTreeSet::new(),
        };
        let sql = "select id, stocked from product where business = $1 and id in ";
        for found in listed(conn, sql, business, &named.products).await? {
            known.products.insert(row::parsed(&found, "id")?, row::flag(&found, "stocked")?);
        }
        let sql = "select product, position, amount from price where business = $1 and product in ";
        for found in listed(conn, sql, business, &named.products).await? {
            let prices = known.prices.entry(row::parsed(&found, "product")?).or_default();
            prices.insert(row::count(&found, "position")?, Amount(row::int(&found, "amount")?));
        }
        let sql = "select id, entry from orders where business = $1 and id in ";
        for found in listed(conn, sql, business, &named.orders).await? {
            known.orders.insert(row::parsed(&found, "id")?);
            known.booked.insert(row::hash(&found, "entry")?);
        }
        let sql = "select number from orders where business = $1 and number in ";
        for found in listed(conn, sql, business, &named.numbers).await? {
            known.numbers.insert(row::text(&found, "number")?);
        }
        Ok(known)
    }

    /// Where the order's goods come from: what it says, if that is a warehouse of the
    /// business, else its store's.
    pub fn warehouse_of(&self, order: &Order) -> WarehouseId {
        if self.warehouses.contains(&order.warehouse) { order.warehouse } else { self.terminal.warehouse }
    }

    pub fn has_stock(&self, product: ProductId) -> bool {
        self.products.get(&product) == Some(&true)
    }

    /// The price to judge an order by: the one it states, if that was in force at any time
    /// since what its till knew, else the newest.
    pub fn price_for(&self, order: &Order, product: ProductId) -> Option<Amount> {
        let prices = self.prices.get(&product)?;
        let before = prices.range(..=order.knowledge.position).next_back();
        let after = prices.range(order.knowledge.position.saturating_add(1)..);
        let stated =
            |amount: &Amount| order.lines.iter().any(|line| line.product == product && line.list_price == *amount);
        let in_force = before.into_iter().chain(after).map(|(_, amount)| *amount);
        in_force.into_iter().find(stated).or_else(|| prices.values().next_back().copied())
    }
}

/// What a batch names, as stored.
#[derive(Default)]
struct Named {
    products: BTreeSet<String>,
    orders: BTreeSet<String>,
    numbers: BTreeSet<String>,
}

impl Named {
    fn of(entries: &[(Hash, &Entry)]) -> Named {
        let mut named = Named::default();
        for (hash, entry) in entries {
            match &entry.fact {
                Fact::OrderPlaced(order) => {
                    named.orders.extend([order.id, order.beside(*hash).id].map(|id| id.to_string()));
                    named.numbers.insert(super::order::number_text(order));
                    named.products.extend(order.lines.iter().map(|line| line.product.to_string()));
                }
                Fact::PriceSet { product, .. } => {
                    named.products.insert(product.to_string());
                }
                _ => {}
            }
        }
        named
    }
}

/// `sql` ends before the list; `$1` is the business.
async fn listed(
    conn: &mut AnyConnection,
    sql: &str,
    business: BusinessId,
    values: &BTreeSet<String>,
) -> Result<Vec<AnyRow>, DbError> {
    let values: Vec<&String> = values.iter().collect();
    let mut rows = Vec::new();
    for chunk in values.chunks(ROWS_MAX) {
        let sql = format!("{sql}({})", places(2, chunk.len()));
        let mut query = sqlx::query(assembled(sql)).bind(business.to_string());
        for value in chunk {
            query = query.bind((*value).clone());
        }
        rows.extend(query.fetch_all(&mut *conn).await?);
    }
    Ok(rows)
}

pub async fn staff(conn: &mut AnyConnection, business: BusinessId) -> Result<BTreeMap<StaffId, Role>, DbError> {
    let rows = sqlx::query("select id, role from staff where business = $1 and active = 1")
        .bind(business.to_string())
        .fetch_all(conn)
        .await?;
    let member = |found: &AnyRow| {
        let role = Role::parse(&row::text(found, "role")?).ok_or(DbError::Unreadable("role"))?;
        Ok((row::parsed(found, "id")?, role))
    };
    rows.iter().map(member).collect()
}

async fn warehouses(conn: &mut AnyConnection, business: BusinessId) -> Result<BTreeSet<WarehouseId>, DbError> {
    let rows =
        sqlx::query("select id from warehouse where business = $1").bind(business.to_string()).fetch_all(conn).await?;
    rows.iter().map(|found| row::parsed(found, "id")).collect()
}
