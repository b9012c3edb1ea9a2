//! How far each scope of the log was read, stored with the rows that were read, and what is
//! known of the server's life.

use super::forget;
use crate::replica::row::{HashColumn, Id, PositionColumn};
use crate::replica::{Reader, Replica, ReplicaError};
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use shared_model::encoding::Fixed;
use shared_model::unit::*;
use shared_model::wire::Cursor;
use std::collections::BTreeMap;

/// Where the till stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What the till follows, in the order in which a hello names its positions; a cursor at
    /// the start where nothing of a scope was read.
    pub scopes: Vec<(Scope, Cursor)>,
    /// How far levels were heard.
    pub levels: BTreeMap<WarehouseId, Position>,
    pub generation: u32,
    pub generation_id: [u8; 8],
    /// When the newest stock figure was true, by the server.
    pub stock_as_of: Option<Timestamp>,
}

impl Standing {
    pub fn at(&self, scope: Scope) -> Position {
        self.scopes.iter().find(|(known, _)| *known == scope).map_or(Position::START, |(_, cursor)| cursor.position)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<(Vec<u8>, Cursor)> {
    let cursor = Cursor {
        position: row.get::<_, PositionColumn>(1)?.0,
        head: row.get::<_, HashColumn>(2)?.0,
        inside: row.get(3)?,
        key: row.get(4)?,
        signature: Fixed(row.get(5)?),
    };
    Ok((row.get(0)?, cursor))
}

pub(super) fn load(connection: &Connection, scope: Scope) -> Result<Cursor, ReplicaError> {
    let mut statement = connection
        .prepare_cached("select scope, position, head, inside, key, signature from cursor where scope = ?1")?;
    let found = statement.query_row([scope.key()], read).optional()?;
    Ok(found.map_or_else(Cursor::start, |(_, cursor)| cursor))
}

pub(super) fn save(connection: &Connection, scope: Scope, cursor: &Cursor) -> Result<(), ReplicaError> {
    connection
        .prepare_cached(
            "insert into cursor (scope, position, head, inside, key, signature) values (?1, ?2, ?3, ?4, ?5, ?6)
             on conflict (scope) do update set position = excluded.position, head = excluded.head,
                 inside = excluded.inside, key = excluded.key, signature = excluded.signature",
        )?
        .execute(params![
            scope.key(),
            PositionColumn(cursor.position),
            HashColumn(cursor.head),
            cursor.inside,
            cursor.key,
            cursor.signature.0,
        ])?;
    Ok(())
}

pub(super) fn levels(connection: &Connection, warehouse: WarehouseId) -> Result<Position, ReplicaError> {
    let mut statement = connection.prepare_cached("select position from level_cursor where warehouse = ?1")?;
    let found = statement.query_row([Id(warehouse.0)], |row| Ok(row.get::<_, PositionColumn>(0)?.0)).optional()?;
    Ok(found.unwrap_or(Position::START))
}

pub(super) fn levels_save(
    connection: &Connection,
    warehouse: WarehouseId,
    position: Position,
) -> Result<(), ReplicaError> {
    connection
        .prepare_cached(
            "insert into level_cursor (warehouse, position) values (?1, ?2)
             on conflict (warehouse) do update set position = excluded.position",
        )?
        .execute(params![Id(warehouse.0), PositionColumn(position)])?;
    Ok(())
}

impl Reader<'_> {
    pub fn standing(&self) -> Result<Standing, ReplicaError> {
        let followed = followed(self.connection)?;
        let mut heard = BTreeMap::new();
        for scope in &followed {
            if let Scope::Warehouse(warehouse) = scope {
                heard.insert(*warehouse, levels(self.connection, *warehouse)?);
            }
        }
        let scopes = followed.into_iter().map(|scope| Ok((scope, load(self.connection, scope)?)));
        let mut statement =
            self.connection.prepare_cached("select generation, generation_id from server where id = 1")?;
        let (generation, generation_id) = statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Standing {
            scopes: scopes.collect::<Result<_, ReplicaError>>()?,
            levels: heard,
            generation,
            generation_id,
            stock_as_of: self.stock_as_of()?,
        })
    }

    /// When the newest stock figure was true, by the server; also of a till that has no
    /// server yet.
    pub fn stock_as_of(&self) -> Result<Option<Timestamp>, ReplicaError> {
        let mut statement =
            self.connection.prepare_cached("select stock_as_of_ms, stock_as_of_offset_min from server where id = 1")?;
        let (at, offset): (Option<i64>, Option<i16>) = statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(at.map(|at| Timestamp::new(at, offset.unwrap_or(0))))
    }

    /// Up to where the business is known here.
    pub fn business_position(&self) -> Result<Position, ReplicaError> {
        Ok(load(self.connection, Scope::Business)?.position)
    }

    pub fn stock_position(&self, warehouse: WarehouseId) -> Result<Position, ReplicaError> {
        levels(self.connection, warehouse)
    }
}

fn followed(connection: &Connection) -> Result<Vec<Scope>, ReplicaError> {
    let mut statement = connection.prepare_cached("select scope from follows order by slot")?;
    let keys = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?.collect::<Result<Vec<_>, _>>()?;
    keys.iter().map(|key| Scope::from_key(key).ok_or(ReplicaError::Value("scope"))).collect()
}

impl Replica {
    /// Keeps what is followed by now. Where a scope is followed no more, what was known of its
    /// kind is forgotten: the rest of it is read anew.
    pub fn scopes_replace(&self, scopes: &[Scope]) -> Result<(), ReplicaError> {
        let scopes = scopes.to_vec();
        self.inner.told.call(move |connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let before = followed(&transaction)?;
            let gone: Vec<Scope> = before.iter().copied().filter(|scope| !scopes.contains(scope)).collect();
            for scope in before.iter().filter(|scope| gone.iter().any(|gone| scope.is_like(*gone))) {
                forget::scope(&transaction, *scope)?;
            }
            for scope in &gone {
                forget::levels(&transaction, *scope)?;
            }
            transaction.execute("delete from follows", [])?;
            for (slot, scope) in scopes.iter().enumerate() {
                transaction.execute("insert into follows (slot, scope) values (?1, ?2)", params![slot, scope.key()])?;
            }
            transaction.commit()?;
            Ok(())
        })?
    }

    pub fn standing(&self) -> Result<Standing, ReplicaError> {
        self.read(|reader| reader.standing())
    }

    /// The server said at `now` that there is nothing newer: stock is as of then.
    pub fn stock_as_of_save(&self, now: Timestamp) -> Result<(), ReplicaError> {
        self.inner.told.call(move |connection| {
            connection
                .prepare_cached("update server set stock_as_of_ms = ?1, stock_as_of_offset_min = ?2 where id = 1")?
                .execute(params![now.unix_ms, now.offset_min])?;
            Ok(())
        })?
    }

    /// Keeps which life of the server this till talks to. Where it is another one, levels are
    /// read from the start: no head tells whether those of the life before still stand.
    pub fn generation_save(&self, generation: u32, id: [u8; 8]) -> Result<(), ReplicaError> {
        self.inner.told.call(move |connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let changed = transaction.execute(
                "update server set generation = ?1, generation_id = ?2
                 where id = 1 and (generation <> ?1 or generation_id <> ?2)",
                params![generation, id],
            )?;
            if changed > 0 {
                transaction.execute("delete from level_cursor", [])?;
            }
            transaction.commit()?;
            Ok(())
        })?
    }
}
