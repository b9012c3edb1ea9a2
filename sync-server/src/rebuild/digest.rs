//! A hash over what a business has, table by table: the same on both engines and whatever the
//! order of the rows. Times are left out: they say when, not what. An entry's position is in it,
//! and with it everything that was given one after the other.

use crate::db::{Conn, Db, DbError, DbRow, assembled, row};
use shared_model::unit::*;

/// Rows of one look.
const PAGE_ROWS: i64 = 20_000;

/// A table: its name, its key, and what is compared of it. A column is bytes; one with `:t`
/// is text, one with `:n` a number, and any may be null.
struct Compared(&'static str, &'static str, &'static str);

/// Left out are what only this server is (its keys, its life), what is a source like entries
/// (signatures of pushes), and what tills say of themselves.
const PARTS: &[Compared] = &[
    Compared("business", "id", "id name:t currency:t settings"),
    Compared("warehouse", "id", "id name:t settings"),
    Compared("store", "id", "id name:t warehouse settings latest_date:t"),
    Compared("staff", "id", "id code:t name:t role:t pin_hash:t active:n"),
    Compared("terminal", "id", "id store code:t name:t kind:t also public_key certificate incarnation:n revoked:n"),
    Compared("terminal_head", "terminal, incarnation, branch", "terminal incarnation:n branch:n seq:n head"),
    Compared("log_row", "scope, position", "scope position:n boundary:n salt body body_hash head"),
    Compared("scope_head", "scope", "scope position:n head row_count:n"),
    Compared(
        "entry",
        "position",
        "terminal hash position:n together:n incarnation:n branch:n seq:n prev kind:t payload_version:n \
         batch",
    ),
    Compared("attachment", "terminal, entry, hash", "terminal entry hash class:t salt body"),
    Compared("set_aside", "terminal, entry", "terminal entry position:n seq:n kind:t code:t reason open:n"),
    Compared("document", "id", "id kind:t content"),
    Compared("product", "id", "id sku:t stocked:n version:n content"),
    Compared(
        "price",
        "product, position",
        "product position:n amount:n currency:t list quantity_break:n valid_from:t valid_to:t entry \
         replaces_position:n replaces_entry",
    ),
    Compared("customer", "id", "id number:t version:n content"),
    Compared(
        "orders",
        "id",
        "id store terminal entry number:t position:n business_date:t net:n tax:n gross:n cash_rounding:n late:n \
         known:n offline_s:n",
    ),
    Compared(
        "order_line",
        "order_id, line",
        "order_id line:n product quantity:n fulfilment:t stocked:n believed_free:n",
    ),
    Compared(
        "line_state",
        "order_id, line, warehouse, state",
        "order_id line:n warehouse state:t product quantity:n queue:n promise:t",
    ),
    Compared("shortage", "order_id, line, warehouse", "order_id line:n warehouse quantity_max:n cause:t story"),
    Compared("review", "order_id", "order_id store number:t stated:n reckoned:n reasons"),
    Compared(
        "payment",
        "id",
        "id store terminal method:t direction:t number:t currency:t amount:n tendered:n state:t reverses reference:t \
         shift business_date:t entry",
    ),
    Compared("payment_settled", "document, payment", "document payment amount:n"),
    Compared("money_document", "position", "position:n entry kind:t class:t currency:t store shift business_date:t"),
    Compared("money_posting", "position, number", "position:n number:n account:t account_key amount:n"),
    Compared("shift", "id", "id store terminal staff business_date:t float_amount:n currency:t position:n"),
    Compared(
        "posting",
        "position, number",
        "position:n number:n warehouse product version:n from_account to_account quantity:n cause order_id staff",
    ),
    Compared(
        "stock_level",
        "warehouse, product",
        "warehouse product version:n on_hand:n free:n backordered:n short:n accounts takers position:n stretch:n",
    ),
    Compared("count_task", "id", "id warehouse product order_id short:n open:n"),
    Compared("intake", "id", "id warehouse digest staff backorders_filled:n"),
];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    pub parts: Vec<(&'static str, [u64; 4])>,
}

impl Digest {
    pub fn hash(&self) -> Hash {
        let lines: Vec<Vec<u8>> = self
            .parts
            .iter()
            .map(|(name, sums)| {
                let sums = sums.iter().flat_map(|sum| sum.to_be_bytes());
                name.bytes().chain([0]).chain(sums).collect()
            })
            .collect();
        let parts: Vec<&[u8]> = lines.iter().map(Vec::as_slice).collect();
        Hash::of("counterfoil business 1", &parts)
    }
}

/// As of one moment.
pub async fn digest(db: &Db, business: BusinessId) -> Result<Digest, DbError> {
    let mut conn = db.begin_snapshot().await?;
    let digest = digest_on(&mut conn, business).await?;
    conn.rollback().await?;
    Ok(digest)
}

pub async fn digest_on(conn: &mut Conn, business: BusinessId) -> Result<Digest, DbError> {
    let mut parts = Vec::with_capacity(PARTS.len());
    for part in PARTS {
        parts.push((part.0, sum(conn, business, part).await?));
    }
    Ok(Digest { parts })
}

/// The sum of the rows' hashes, in four numbers that wrap around.
async fn sum(
    conn: &mut Conn,
    business: BusinessId,
    Compared(table, key, spec): &Compared,
) -> Result<[u64; 4], DbError> {
    let columns: Vec<(&str, &str)> =
        spec.split_whitespace().map(|column| column.split_once(':').unwrap_or((column, ""))).collect();
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    // Only businesses themselves are found by their id.
    let whose = if *table == "business" { "id" } else { "business" };
    let mut sums = [0u64; 4];
    let mut from = 0;
    loop {
        let names = names.join(", ");
        let text =
            format!("select {names} from {table} where {whose} = $1 order by {key} limit {PAGE_ROWS} offset {from}");
        let rows = assembled(text).id(business).all(conn).await?;
        for found in &rows {
            add(&mut sums, hashed(found, &columns)?);
        }
        if rows.len() < PAGE_ROWS as usize {
            return Ok(sums);
        }
        from += PAGE_ROWS;
    }
}

fn add(sums: &mut [u64; 4], hash: Hash) {
    for (sum, bytes) in sums.iter_mut().zip(hash.0.chunks_exact(8)) {
        let part: [u8; 8] = std::array::from_fn(|index| bytes[index]);
        *sum = sum.wrapping_add(u64::from_be_bytes(part));
    }
}

/// A value that is not there is not one that is empty.
fn hashed(found: &DbRow, columns: &[(&str, &str)]) -> Result<Hash, DbError> {
    let mut values: Vec<Vec<u8>> = Vec::with_capacity(columns.len());
    for (name, kind) in columns {
        let value = match *kind {
            "t" => row::opt_text(found, name)?.map(String::into_bytes),
            "n" => row::opt_int(found, name)?.map(|number| number.to_be_bytes().to_vec()),
            _ => row::opt_bytes(found, name)?,
        };
        values.push(value.map_or_else(Vec::new, |value| [&[1], value.as_slice()].concat()));
    }
    let parts: Vec<&[u8]> = values.iter().map(Vec::as_slice).collect();
    Ok(Hash::of("counterfoil row 1", &parts))
}
