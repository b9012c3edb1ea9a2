//! The table of money postings.

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
        let posting = Insert {
            into: "insert into money_posting (business, position, number, account, account_key, amount, currency, \
                   entry, document, class, store, shift, business_date)",
            then: "",
        };
        let of = |booked: &'_ Booked| -> Vec<usize> { (0..booked.header.postings.len()).collect() };
        let rows: Vec<(&Booked, usize)> =
            self.0.iter().flat_map(|booked| of(booked).into_iter().map(move |number| (booked, number))).collect();
        posting
            .rows(conn, &rows, |row, (booked, number)| {
                let (header, it) = (&booked.header, &booked.header.postings[*number]);
                let row = row.id(writing.business).count(writing.position(booked.origin.position));
                let row = row.count(*number as u64).text(it.account.as_str()).bytes(it.key.clone()).int(it.amount.0);
                let row = row.text(header.currency.code()).hash(booked.origin.hash).text(header.kind.as_str());
                let row = row.text(header.class.as_str()).opt_id(header.store).opt_id(header.shift);
                row.text(header.business_date.to_string())
            })
            .await
    }
}
