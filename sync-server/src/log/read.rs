//! Reading the log: rows of a scope, levels of a warehouse, and where each stands.

use crate::db::{Conn, Db, DbError, DbRow, row, sql};
use shared_model::bounds::{LEVELS_MAX, PAGE_BYTES_MAX, PAGE_ROWS_MAX};
use shared_model::encoding::Bytes;
use shared_model::unit::*;
use shared_model::wire::page::chained;
use shared_model::wire::{Body, Level, LogRow};

/// Where a business's log ends.
pub async fn end(db: &Db, business: BusinessId) -> Result<Position, DbError> {
    let mut conn = db.read().await?;
    let head = sql("select position, (select max(generation) from log_generation g where g.business = h.business) \
                    as generation from log_head h where business = $1");
    let head = head.id(business).one(&mut conn).await?;
    Ok(Position::new(row::small(&head, "generation")?, row::count(&head, "position")?))
}

/// Another number after every change of what entries are judged by.
pub async fn knowledge(conn: &mut Conn, business: BusinessId) -> Result<u64, DbError> {
    let found = sql("select knowledge from log_head where business = $1").id(business).maybe(conn).await?;
    row::count(&found.ok_or(DbError::Unreadable("business"))?, "knowledge")
}

pub async fn generations(conn: &mut Conn, business: BusinessId) -> Result<Generations, DbError> {
    let select = sql("select generation, first_position from log_generation where business = $1");
    let firsts = select.id(business).all(conn).await?;
    let first = |found| Ok(Position::new(row::small(found, "generation")?, row::count(found, "first_position")?));
    firsts.iter().map(first).collect::<Result<_, DbError>>().map(Generations::new)
}

/// The head of a scope's chain at a position: of the last row at or before it.
pub async fn head_at(db: &Db, business: BusinessId, scope: Scope, position: u64) -> Result<Hash, DbError> {
    if position == 0 {
        return Ok(Hash::ZERO);
    }
    let mut conn = db.read().await?;
    let found = sql("select head from log_row where business = $1 and scope = $2 and position <= $3 \
                     order by position desc limit 1")
    .id(business)
    .bytes(scope.key())
    .count(position)
    .maybe(&mut conn)
    .await?;
    found.map_or(Ok(Hash::ZERO), |found| row::hash(&found, "head"))
}

/// Whether a scope goes on from a place with this head: by the row after it, which stands also
/// where those before were dropped.
pub async fn goes_on(
    db: &Db,
    business: BusinessId,
    scope: Scope,
    (position, head): (u64, Hash),
) -> Result<bool, DbError> {
    let mut conn = db.read().await?;
    let next = sql("select position, body_hash, head from log_row where business = $1 and scope = $2 \
                    and position > $3 order by position limit 1");
    if let Some(next) = next.id(business).bytes(scope.key()).count(position).maybe(&mut conn).await? {
        let reached = chained(head, row::count(&next, "position")?, row::hash(&next, "body_hash")?);
        return Ok(reached == row::hash(&next, "head")?);
    }
    let end = sql("select head from scope_head where business = $1 and scope = $2");
    let end = end.id(business).bytes(scope.key()).maybe(&mut conn).await?;
    Ok(end.map_or(Ok(Hash::ZERO), |end| row::hash(&end, "head"))? == head)
}

/// Rows of a scope after a position, as many as fit a page.
pub struct PageRows {
    pub rows: Vec<LogRow>,
    /// After the last of them.
    pub head: Hash,
    /// More of its transaction follows.
    pub inside: bool,
    /// There may be more than fitted.
    pub cut: bool,
}

/// After a position, and up to another if one is given.
pub async fn rows(
    db: &Db,
    business: BusinessId,
    scope: Scope,
    (after, upto): (u64, Option<u64>),
) -> Result<Option<PageRows>, DbError> {
    let mut conn = db.read().await?;
    let found = sql("select position, boundary, salt, body, body_hash, head from log_row \
                     where business = $1 and scope = $2 and position > $3 and position <= $4 \
                     order by position limit $5")
    .id(business)
    .bytes(scope.key())
    .count(after)
    .count(upto.unwrap_or(u64::MAX))
    .count(PAGE_ROWS_MAX as u64)
    .all(&mut conn)
    .await?;
    let mut rows: Vec<LogRow> = Vec::with_capacity(found.len());
    let mut bytes = 0;
    let mut last: Option<&DbRow> = None;
    let mut cut = found.len() == PAGE_ROWS_MAX;
    for found in &found {
        let read = read_row(found)?;
        bytes += match &read.body {
            Body::Whole(body) => body.len(),
            Body::Erased(_) => 0,
        };
        if !rows.is_empty() && bytes > PAGE_BYTES_MAX {
            cut = true;
            break;
        }
        rows.push(read);
        last = Some(found);
    }
    let Some(last) = last else { return Ok(None) };
    Ok(Some(PageRows { rows, head: row::hash(last, "head")?, inside: !row::flag(last, "boundary")?, cut }))
}

fn read_row(found: &DbRow) -> Result<LogRow, DbError> {
    let body = match row::opt_bytes(found, "body")? {
        Some(body) => Body::Whole(body),
        None => Body::Erased(row::hash(found, "body_hash")?),
    };
    Ok(LogRow { position: row::count(found, "position")?, salt: Bytes::from(row::bytes(found, "salt")?), body })
}

/// Levels that changed after a position are found by the stretch of positions that it lies in. The longer one
/// is, the more are looked at that changed before; the shorter, the more often what changes all the time gets a
/// new place in the index.
const STRETCH: u64 = 1 << 14;

/// From 1; 0 for what was never told.
pub fn stretch_of(position: u64) -> u64 {
    position.div_ceil(STRETCH)
}

/// The newest level of every product of a warehouse that changed after a position, in the
/// order of their positions, as many as fit.
pub async fn levels(
    db: &Db,
    business: BusinessId,
    warehouse: WarehouseId,
    (after, upto): (u64, Option<u64>),
) -> Result<Vec<Level>, DbError> {
    let mut conn = db.read().await?;
    let found = sql("select product, on_hand, free, backordered, version, position, short from stock_level \
                     where business = $1 and warehouse = $2 and stretch >= $3 and stretch > 0 \
                     and position > $4 and position <= $5 order by stretch, position limit $6")
    .id(business)
    .id(warehouse)
    .count(stretch_of(after))
    .count(after)
    .count(upto.unwrap_or(u64::MAX))
    .count(LEVELS_MAX as u64)
    .all(&mut conn)
    .await?;
    let level = |found: &DbRow| {
        Ok(Level {
            product: row::id(found, "product")?,
            on_hand: row::quantity(found, "on_hand")?,
            free: row::quantity(found, "free")?,
            backordered: row::quantity(found, "backordered")?,
            version: row::count(found, "version")?,
            position: row::count(found, "position")?,
            short: row::quantity(found, "short")?,
        })
    };
    found.iter().map(level).collect()
}
