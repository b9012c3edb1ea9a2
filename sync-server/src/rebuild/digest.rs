//! A hash over what a business has, table by table: the same on both engines and whatever the
//! order of the rows. Times are left out: they say when, not what. An entry's position is in it,
//! and with it everything that was given one after the other.

use crate::db::{Conn, Db, DbError, DbRow, assembled, row};
use shared_model::unit::*;

/// Rows of one look.
const PAGE_ROWS: i64 = 20_000;

#[derive(Debug, Clone, Copy)]
enum Column {
    Bytes(&'static str),
    Text(&'static str),
    Number(&'static str),
}

use Column::{Bytes, Number, Text};

/// A table: its name, its key, what is compared of it, and which rows.
struct Part {
    name: &'static str,
    key: &'static str,
    columns: &'static [Column],
    only: &'static str,
}

const PARTS: &[Part] = &[
    Part {
        name: "stock_level",
        key: "warehouse, product",
        columns: &[
            Bytes("warehouse"),
            Bytes("product"),
            Number("on_hand"),
            Number("free"),
            Number("backordered"),
            Number("short"),
            Bytes("accounts"),
        ],
        only: "version > 0",
    },
    Part {
        name: "orders",
        key: "id",
        columns: &[
            Bytes("id"),
            Bytes("store"),
            Bytes("terminal"),
            Bytes("entry"),
            Text("number"),
            Text("business_date"),
            Number("net"),
            Number("tax"),
            Number("gross"),
            Number("cash_rounding"),
            Number("late"),
        ],
        only: "1 = 1",
    },
    Part {
        name: "line_state",
        key: "order_id, line, warehouse, state",
        columns: &[
            Bytes("order_id"),
            Number("line"),
            Bytes("warehouse"),
            Text("state"),
            Bytes("product"),
            Number("quantity"),
        ],
        only: "quantity <> 0",
    },
    Part {
        name: "shortage",
        key: "order_id, line, warehouse",
        columns: &[Bytes("order_id"), Number("line"), Bytes("warehouse"), Number("quantity_max"), Text("cause")],
        only: "1 = 1",
    },
    Part {
        name: "review",
        key: "order_id",
        columns: &[Bytes("order_id"), Number("stated"), Number("reckoned"), Bytes("reasons")],
        only: "1 = 1",
    },
    Part {
        name: "payment",
        key: "id",
        columns: &[
            Bytes("id"),
            Bytes("order_id"),
            Text("method"),
            Text("direction"),
            Number("amount"),
            Number("tendered"),
            Text("state"),
            Bytes("entry"),
        ],
        only: "1 = 1",
    },
    Part {
        name: "money_document",
        key: "position",
        columns: &[Bytes("entry"), Text("kind"), Text("class"), Text("currency"), Text("business_date")],
        only: "1 = 1",
    },
    Part {
        name: "money_posting",
        key: "position, number",
        columns: &[Number("number"), Text("account"), Bytes("account_key"), Number("amount")],
        only: "1 = 1",
    },
    Part {
        name: "shift",
        key: "id",
        columns: &[Bytes("id"), Bytes("terminal"), Text("business_date"), Number("float_amount")],
        only: "1 = 1",
    },
    Part {
        name: "product",
        key: "id",
        columns: &[Bytes("id"), Text("sku"), Number("stocked"), Bytes("content")],
        only: "1 = 1",
    },
    Part {
        name: "price",
        key: "product, position",
        columns: &[Bytes("product"), Number("amount"), Text("currency")],
        only: "1 = 1",
    },
    Part { name: "customer", key: "id", columns: &[Bytes("id"), Text("number"), Bytes("content")], only: "1 = 1" },
    Part {
        name: "staff",
        key: "id",
        columns: &[Bytes("id"), Text("code"), Text("name"), Text("role"), Text("pin_hash"), Number("active")],
        only: "1 = 1",
    },
    Part { name: "warehouse", key: "id", columns: &[Bytes("id"), Bytes("settings")], only: "1 = 1" },
    Part { name: "store", key: "id", columns: &[Bytes("id"), Bytes("settings")], only: "1 = 1" },
    Part {
        name: "terminal",
        key: "id",
        columns: &[Bytes("id"), Text("code"), Bytes("certificate"), Number("revoked")],
        only: "1 = 1",
    },
    Part {
        name: "count_task",
        key: "id",
        columns: &[Bytes("id"), Bytes("product"), Number("short"), Number("open")],
        only: "1 = 1",
    },
    Part {
        name: "set_aside",
        key: "terminal, entry",
        columns: &[Bytes("terminal"), Bytes("entry"), Text("code"), Bytes("reason"), Number("open")],
        only: "1 = 1",
    },
    Part {
        name: "entry",
        key: "terminal, hash",
        columns: &[Bytes("terminal"), Bytes("hash"), Number("position")],
        only: "1 = 1",
    },
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
    let mut conn = db.begin_read().await?;
    let mut parts = Vec::with_capacity(PARTS.len());
    for part in PARTS {
        parts.push((part.name, sum(&mut conn, business, part).await?));
    }
    conn.rollback().await?;
    Ok(Digest { parts })
}

/// The sum of the rows' hashes, in four numbers that wrap around.
async fn sum(conn: &mut Conn, business: BusinessId, part: &Part) -> Result<[u64; 4], DbError> {
    let names: Vec<&str> = part.columns.iter().map(|column| column.name()).collect();
    let mut sums = [0u64; 4];
    let mut from = 0;
    loop {
        let text = format!(
            "select {} from {} where business = $1 and {} order by {} limit {PAGE_ROWS} offset {from}",
            names.join(", "),
            part.name,
            part.only,
            part.key
        );
        let rows = assembled(text).id(business).all(conn).await?;
        for found in &rows {
            add(&mut sums, hashed(found, part.columns)?);
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

impl Column {
    fn name(self) -> &'static str {
        match self {
            Bytes(name) | Text(name) | Number(name) => name,
        }
    }
}

fn hashed(found: &DbRow, columns: &[Column]) -> Result<Hash, DbError> {
    let mut values: Vec<Vec<u8>> = Vec::with_capacity(columns.len());
    for column in columns {
        values.push(match column {
            Bytes(name) => row::bytes(found, name)?,
            Text(name) => row::text(found, name)?.into_bytes(),
            Number(name) => row::int(found, name)?.to_be_bytes().to_vec(),
        });
    }
    let parts: Vec<&[u8]> = values.iter().map(Vec::as_slice).collect();
    Ok(Hash::of("counterfoil row 1", &parts))
}
