//! The tables of money documents and their postings.

use crate::db::set::Insert;
use crate::db::{Conn, DbError, sql};
use crate::log::Writing;
use shared_model::fact::drawer::ShiftRedated;
use shared_model::money::{Header, Posting};
use shared_model::unit::*;

#[derive(Default)]
pub struct Rows(Vec<Document>);

struct Document {
    entry: Hash,
    position: u64,
    header: Header,
}

impl Rows {
    /// The header of an entry that was judged, with the store that it counts for.
    pub fn book(&mut self, entry: Hash, position: u64, header: Header) {
        self.0.push(Document { entry, position, header });
    }

    /// What an entry booked that is known by now and is refused: at the position at which that was found,
    /// and of the same day.
    pub fn take_back(&mut self, entry: Hash, position: u64, header: Header) {
        let opposite = |it: &Posting| Some(Posting { amount: Amount(it.amount.0.checked_neg()?), ..it.clone() });
        // What is beyond every number has no opposite, and was never booked.
        if let Some(postings) = header.postings.iter().map(opposite).collect() {
            self.book(entry, position, Header { postings, ..header });
        }
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
            .rows(conn, &self.0, |row, Document { entry, position, header }| {
                let row = row.id(writing.business).count(writing.position(*position)).hash(*entry);
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
        let of = |booked: &'_ Document| -> Vec<usize> { (0..booked.header.postings.len()).collect() };
        let rows: Vec<(&Document, usize)> =
            self.0.iter().flat_map(|booked| of(booked).into_iter().map(move |number| (booked, number))).collect();
        posting
            .rows(conn, &rows, |row, (booked, number)| {
                let it = &booked.header.postings[*number];
                let row = row.id(writing.business).count(writing.position(booked.position));
                row.count(*number as u64).text(it.account.as_str()).bytes(it.key.clone()).int(it.amount.0)
            })
            .await
    }
}

/// What was booked in a shift before this is booked on the day that it was dated anew. Its documents
/// come after its opening, so the table is not read from its beginning.
pub async fn redate(
    conn: &mut Conn,
    writing: &Writing,
    (terminal, position): (TerminalId, u64),
    it: &ShiftRedated,
) -> Result<(), DbError> {
    sql("update money_document set business_date = $4 \
         where business = $1 and shift = $2 and business_date = $3 and position < $6 and position >= \
         (select s.position from shift s where s.business = $1 and s.id = $2 and s.terminal = $5)")
    .id(writing.business)
    .id(it.shift)
    .text(it.from.to_string())
    .text(it.to.to_string())
    .id(terminal)
    .count(position)
    .run(conn)
    .await
    .map(drop)
}
