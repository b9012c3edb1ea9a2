//! The tables of money documents and their postings.

use crate::act::{Origin, Writing};
use crate::db::set::Insert;
use crate::db::{Conn, DbError};
use shared_model::money::Header;

#[derive(Default)]
pub struct Rows(Vec<Booked>);

struct Booked {
    origin: Origin,
    header: Header,
}

impl Rows {
    /// The header of an entry that was judged.
    pub fn book(&mut self, origin: &Origin, header: Header) {
        self.0.push(Booked { origin: origin.clone(), header });
    }

    pub async fn write(self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        self.write_documents(conn, writing).await?;
        self.write_postings(conn, writing).await
    }

    async fn write_documents(&self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let document = Insert {
            into: "insert into money_document (business, position, entry, kind, class, currency, store, shift, \
                   business_date)",
            then: "",
        };
        document
            .rows(conn, &self.0, |row, Booked { origin, header }| {
                let row = row.id(writing.business).count(writing.position(origin.position)).hash(origin.hash);
                let row = row.text(header.kind.as_str()).text(header.class.as_str()).text(header.currency.code());
                row.opt_id(header.store).opt_id(header.shift).text(header.business_date.to_string())
            })
            .await
    }

    async fn write_postings(&self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let posting = Insert {
            into: "insert into money_posting (business, position, number, account, account_key, amount)",
            then: "",
        };
        let of = |booked: &'_ Booked| -> Vec<usize> { (0..booked.header.postings.len()).collect() };
        let rows: Vec<(&Booked, usize)> =
            self.0.iter().flat_map(|booked| of(booked).into_iter().map(move |number| (booked, number))).collect();
        posting
            .rows(conn, &rows, |row, (booked, number)| {
                let it = &booked.header.postings[*number];
                let row = row.id(writing.business).count(writing.position(booked.origin.position));
                row.count(*number as u64).text(it.account.as_str()).bytes(it.key.clone()).int(it.amount.0)
            })
            .await
    }
}
