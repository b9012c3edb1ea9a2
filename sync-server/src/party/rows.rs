//! The tables of staff members and customers.

use crate::db::set::Insert;
use crate::db::{Conn, DbError};
use crate::log::Writing;
use shared_model::party::{Customer, Staff};
use shared_model::unit::CustomerId;
use std::collections::BTreeMap;

#[derive(Default)]
pub struct Rows {
    pub(super) staff: Vec<Staff>,
    /// The newest row of each.
    pub(super) customers: BTreeMap<CustomerId, Customer>,
}

impl Rows {
    pub async fn write(self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let staff = Insert {
            into: "insert into staff (business, id, code, name, role, pin_hash, active)",
            then: "on conflict (business, id) do update set name = excluded.name, role = excluded.role, \
                   pin_hash = excluded.pin_hash, active = excluded.active",
        };
        staff
            .rows(conn, &self.staff, |row, it| {
                let row = row.id(writing.business).id(it.id).text(it.code.clone()).text(it.name.clone());
                row.text(it.role.as_str()).text(it.pin_hash.clone()).flag(it.active)
            })
            .await?;
        let customers: Vec<Customer> = self.customers.into_values().collect();
        let customer = Insert {
            into: "insert into customer (business, id, number, version, content)",
            then: "on conflict (business, id) do update set version = customer.version + 1, content = excluded.content",
        };
        customer
            .rows(conn, &customers, |row, it| {
                row.id(writing.business).id(it.id).text(it.number.clone()).int(1).encoded(it)
            })
            .await
    }
}
