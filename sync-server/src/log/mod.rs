//! The business's log: one dense row of positions, told in scopes, each hash-chained.
//!
//! Positions are given out under the lock of the business's head row, which is the last
//! lock a transaction takes and is held until it commits. So the order of commits is the
//! order of positions, and nobody who read up to a position ever misses one below it.

mod feed;
mod held;
mod list;
mod read;
mod wake;
mod whole;
mod writing;

use crate::db::set::{Insert, select};
use crate::db::{Conn, DbError, assembled, row, sql};
use shared_model::bounds::ROW_BYTES_MAX;
use shared_model::unit::*;
use shared_model::wire::Told;
use shared_model::wire::page::{Body, body_hash, chained};
use std::collections::BTreeMap;
use std::time::Instant;
use uuid::Uuid;

pub use feed::{Feeds, Next, Packed};
pub use held::EndLocked;
pub use list::{LogHeadRow, log_head};
pub use read::{end, generations, goes_on, head_at, knowledge, stretch_of};
pub use wake::{Key, Mark, Wake, follow_heads, look, was_set_back};
pub use whole::first_damaged;
pub use writing::{OWN_FROM, Writing, settled};

/// The log's end being written. From [`Draft::begin`] on this transaction owns the end of
/// the log; take every other lock before.
pub struct Draft {
    business: BusinessId,
    position: u64,
    /// The change that wrote last, and this one.
    pub before: Uuid,
    pub change: Uuid,
    /// What entries are judged by, as of this moment.
    pub knowledge: u64,
    rows: Vec<Drafted>,
    levels: BTreeMap<WarehouseId, u64>,
    /// Since when the row of the end is this transaction's.
    pub locked: Instant,
}

struct Drafted {
    position: u64,
    scope: Scope,
    body: Body,
    salt: Vec<u8>,
}

impl Drafted {
    fn whole(&self) -> Option<&[u8]> {
        match &self.body {
            Body::Whole(body) => Some(body),
            Body::Erased(_) => None,
        }
    }
}

/// What changed, for the bell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grown {
    pub head: u64,
    pub marks: Vec<(Key, Mark)>,
}

/// The end of a new business's log.
pub async fn create(conn: &mut Conn, business: BusinessId, generations: &Generations) -> Result<(), DbError> {
    let text = "insert into log_head (business, position, change, knowledge) values ($1, 0, $2, 0)";
    sql(text).id(business).id(Uuid::now_v7()).run(conn).await?;
    let insert = Insert { into: "insert into log_generation (business, generation, first_position)", then: "" };
    insert
        .rows(conn, generations.firsts(), |row, first| {
            row.id(business).int(i64::from(first.generation)).count(first.number)
        })
        .await
}

/// From the end of its log on, positions are given out in this life; whoever remembers something of
/// the one before reads anew.
pub async fn begin_generation(conn: &mut Conn, business: BusinessId, generation: u32) -> Result<(), DbError> {
    sql("insert into log_generation (business, generation, first_position) \
         select business, $2, position + 1 from log_head where business = $1 \
         on conflict (business, generation) do nothing")
    .id(business)
    .int(i64::from(generation))
    .run(conn)
    .await?;
    let update = sql("update log_head set change = $2, knowledge = $3 where business = $1").id(business);
    update.id(Uuid::now_v7()).count(another_knowledge()).run(conn).await?;
    Ok(())
}

/// Drawn, so that a database which was set back has another one, too.
fn another_knowledge() -> u64 {
    (Uuid::now_v7().as_u64_pair().1 >> 1).max(1)
}

impl Draft {
    pub async fn begin(conn: &mut Conn, business: BusinessId) -> Result<Draft, DbError> {
        let text = conn.engine().locked("select position, change, knowledge from log_head where business = $1");
        let head = assembled(text).id(business).one(conn).await?;
        let (position, before) = (row::count(&head, "position")?, row::id(&head, "change")?);
        let knowledge = row::count(&head, "knowledge")?;
        let (rows, levels) = (Vec::new(), BTreeMap::new());
        Ok(Draft {
            business,
            position,
            before,
            change: Uuid::now_v7(),
            knowledge,
            rows,
            levels,
            locked: Instant::now(),
        })
    }

    /// What was judged by the knowledge until now is to be judged again.
    pub fn move_knowledge(&mut self) {
        self.knowledge = another_knowledge();
    }

    /// What comes next stands where it stood before, not directly after what there is.
    pub fn stands_at(&mut self, position: u64) {
        self.position = self.position.max(position.saturating_sub(1));
    }

    /// The position the next thing will get.
    pub fn next_position(&self) -> u64 {
        self.position + 1
    }

    /// A position for something that is no row: an entry, a level.
    pub fn take(&mut self) -> u64 {
        self.position += 1;
        self.position
    }

    /// A position for a level of a warehouse, whose followers are told.
    pub fn level(&mut self, warehouse: WarehouseId) -> u64 {
        let position = self.take();
        self.levels.insert(warehouse, position);
        position
    }

    /// `salt` is empty where the body names nobody.
    pub fn push(&mut self, scope: Scope, told: &Told, salt: &[u8]) -> u64 {
        let position = self.take();
        self.rows.push(Drafted { position, scope, body: Body::Whole(told.encode()), salt: salt.to_vec() });
        position
    }

    /// What is left of a row that was told before.
    pub fn push_erased(&mut self, scope: Scope, hash: Hash) -> u64 {
        let position = self.take();
        self.rows.push(Drafted { position, scope, body: Body::Erased(hash), salt: Vec::new() });
        position
    }

    /// Writes what was pushed onto the `ends`; the caller commits, then rings with what this
    /// returns, beside the ends as they are then.
    pub async fn finish(self, conn: &mut Conn, mut ends: Ends, now: Timestamp) -> Result<(Grown, Ends), DbError> {
        if self.rows.iter().any(|row| row.whole().is_some_and(|body| body.len() > ROW_BYTES_MAX)) {
            return Err(DbError::RowTooLarge);
        }
        let rows = self.chain(&mut ends);
        let insert = Insert {
            into: "insert into log_row \
                   (business, scope, position, boundary, salt, body, body_hash, head, recorded_ms)",
            then: "",
        };
        let business = self.business;
        insert
            .rows(conn, &rows, |sql, (drafted, boundary, hash, head)| {
                sql.id(business)
                    .bytes(drafted.scope.key())
                    .count(drafted.position)
                    .flag(*boundary)
                    .bytes(drafted.salt.clone())
                    .opt_bytes(drafted.whole().map(<[u8]>::to_vec))
                    .hash(*hash)
                    .hash(*head)
                    .int(now.unix_ms)
            })
            .await?;
        self.write_ends(conn, ends).await
    }

    /// Where the scopes stand that this goes on.
    pub async fn ends(&self, conn: &mut Conn, known: impl Fn(&Key) -> Option<End>) -> Result<Ends, DbError> {
        let mut ends = Ends::new();
        let scopes = self.rows.iter().map(|row| Key::scope(row.scope));
        let touched = scopes.chain(self.levels.keys().map(|warehouse| Key::levels(*warehouse)));
        ends.extend(touched.map(|key| (key, End { position: 0, head: Hash::ZERO, rows: 0 })));
        let mut keys = Vec::new();
        for (key, end) in &mut ends {
            match known(key) {
                Some(known) => *end = known,
                None => keys.push(key.clone()),
            }
        }
        let parts = ("select scope, position, head, row_count from scope_head where business = $1 and scope", "");
        let business = self.business;
        let found = select(conn, parts, |sql| sql.id(business), &keys, |sql, key| sql.bytes(key.0.clone())).await?;
        for found in &found {
            let end = End {
                position: row::count(found, "position")?,
                head: row::hash(found, "head")?,
                rows: row::count(found, "row_count")?,
            };
            ends.insert(Key(row::bytes(found, "scope")?), end);
        }
        Ok(ends)
    }

    /// Each row with whether its scope's part of the transaction ends with it, its hash, and
    /// the scope's head after it.
    fn chain(&self, ends: &mut Ends) -> Vec<(&Drafted, bool, Hash, Hash)> {
        let mut last: BTreeMap<Key, u64> = BTreeMap::new();
        last.extend(self.rows.iter().map(|row| (Key::scope(row.scope), row.position)));
        let mut rows = Vec::with_capacity(self.rows.len());
        for drafted in &self.rows {
            let key = Key::scope(drafted.scope);
            let boundary = last.get(&key) == Some(&drafted.position);
            let hash = match &drafted.body {
                Body::Whole(body) => body_hash(&drafted.salt, body),
                Body::Erased(hash) => *hash,
            };
            let Some(end) = ends.get_mut(&key) else { continue };
            *end =
                End { position: drafted.position, head: chained(end.head, drafted.position, hash), rows: end.rows + 1 };
            rows.push((drafted, boundary, hash, end.head));
        }
        for (warehouse, position) in &self.levels {
            if let Some(end) = ends.get_mut(&Key::levels(*warehouse)) {
                *end = End { position: *position, head: Hash::ZERO, rows: end.rows + 1 };
            }
        }
        rows
    }

    async fn write_ends(self, conn: &mut Conn, ends: Ends) -> Result<(Grown, Ends), DbError> {
        let insert = Insert {
            into: "insert into scope_head (business, scope, position, head, row_count)",
            then: "on conflict (business, scope) do update set position = excluded.position, head = excluded.head, \
                   row_count = excluded.row_count",
        };
        let business = self.business;
        let rows: Vec<(&Key, &End)> = ends.iter().collect();
        insert
            .rows(conn, &rows, |sql, (key, end)| {
                sql.id(business).bytes(key.0.clone()).count(end.position).hash(end.head).count(end.rows)
            })
            .await?;
        let update = conn
            .engine()
            .announcing("update log_head set position = $2, change = $3, knowledge = $4 where business = $1");
        assembled(update)
            .id(business)
            .count(self.position)
            .id(self.change)
            .count(self.knowledge)
            .run_beside(conn)
            .await?;
        let mark = |(key, end): (&Key, &End)| (key.clone(), Mark { position: end.position, rows: end.rows });
        let grown = Grown { head: self.position, marks: ends.iter().map(mark).collect() };
        Ok((grown, ends))
    }
}

pub type Ends = BTreeMap<Key, End>;

/// Where a scope ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    position: u64,
    head: Hash,
    rows: u64,
}
