//! From where a terminal goes on in what it follows. Its word is the server's own: each cursor
//! is signed, and the log goes on from it, also where rows have been dropped that led to it.
//! What was read in an earlier life of this server and leads to nothing any more is read again
//! from the start; what was read in this one has to be there.

use super::hello::refuse;
use super::link::Ended;
use crate::http::AppState;
use crate::{auth, log};
use shared_model::fact::setting::ServerKeySet;
use shared_model::unit::*;
use shared_model::wire::page::heads_digest;
use shared_model::wire::{Cursor, Heads, Hello, RefusalCode};

/// How far it has what it follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stands {
    /// In the order in which it is told.
    pub scopes: Vec<(Scope, u64)>,
    /// Of the warehouses among them.
    pub levels: Vec<(WarehouseId, u64)>,
}

/// What its word is compared with.
pub struct Log<'a> {
    pub state: &'a AppState,
    pub business: BusinessId,
    /// Where it ends.
    pub head: u64,
    /// The terminal has read in this life of the server.
    pub goes_on: bool,
}

impl Log<'_> {
    /// What a hello means, where its digest says that both sides mean the same.
    pub async fn meant(&self, scopes: &[Scope], hello: &Hello) -> Result<Option<Stands>, Ended> {
        let warehouses = warehouses(scopes);
        let Some((read, heard)) = hello.positions.0.split_at_checked(scopes.len()) else { return Ok(None) };
        if heard.len() != warehouses.len() {
            return Ok(None);
        }
        let asked = || scopes.iter().copied().zip(read.iter().copied());
        let mut ours = Vec::with_capacity(scopes.len());
        for (scope, position) in asked() {
            ours.push((scope, self.head_at(scope, position).await?));
        }
        if heads_digest(ours) != hello.digest.0 {
            return Ok(None);
        }
        let levels = heard.iter().map(|position| if self.goes_on { *position } else { 0 });
        let levels = warehouses.into_iter().zip(levels).collect::<Vec<_>>();
        let furthest = read.iter().copied().chain(levels.iter().map(|(_, position)| *position)).max();
        self.has(furthest.unwrap_or(0))?;
        // An empty page can lead further than the log of a server that was restored.
        let within = |(scope, position)| (scope, if position > self.head { 0 } else { position });
        Ok(Some(Stands { scopes: asked().map(within).collect(), levels }))
    }

    /// What it has of each, by its own list.
    pub async fn known(&self, scopes: &[Scope], heads: &Heads) -> Result<Stands, Ended> {
        let keys = auth::server_keys(&self.state.db).await?;
        let mut stands = Vec::with_capacity(scopes.len());
        let mut forgotten = Vec::new();
        for scope in scopes {
            let theirs = heads.scopes.iter().find(|(known, _)| known == scope);
            let position = theirs.map_or(0, |(_, cursor)| cursor.position.number);
            self.has(position)?;
            let leads_on = match theirs {
                Some((_, cursor)) if position > 0 => self.leads_on(*scope, cursor, &keys).await?,
                Some(_) | None => true,
            };
            if !leads_on {
                if self.goes_on {
                    return Err(refuse(RefusalCode::CursorUnknown, ""));
                }
                forgotten.push(*scope);
            }
            stands.push((*scope, position));
        }
        for (scope, position) in &mut stands {
            if forgotten.iter().any(|forgotten| scope.is_like(*forgotten)) {
                *position = 0;
            }
        }
        let levels = warehouses(scopes).into_iter().map(|warehouse| {
            let theirs = heads.levels.iter().find(|(known, _)| *known == warehouse);
            (warehouse, theirs.filter(|_| self.goes_on).map_or(0, |(_, position)| *position))
        });
        let levels = levels.collect::<Vec<_>>();
        self.has(levels.iter().map(|(_, position)| *position).max().unwrap_or(0))?;
        Ok(Stands { scopes: stands, levels })
    }

    /// The server signed it, and the log goes on from it.
    async fn leads_on(&self, scope: Scope, cursor: &Cursor, keys: &[ServerKeySet]) -> Result<bool, Ended> {
        let key = keys.iter().find(|key| key.key == cursor.key);
        let message = cursor.message(self.business, scope);
        if !key.is_some_and(|key| auth::verify(&key.public_key, &message.0, &cursor.signature.0)) {
            return Ok(false);
        }
        let number = cursor.position.number;
        Ok(number <= self.head && log::goes_on(&self.state.db, self.business, scope, (number, cursor.head)).await?)
    }

    async fn head_at(&self, scope: Scope, position: u64) -> Result<Hash, Ended> {
        Ok(log::head_at(&self.state.db, self.business, scope, position).await?)
    }

    /// What was read in this life of the server is in its log, or it has lost something.
    fn has(&self, position: u64) -> Result<(), Ended> {
        if self.goes_on && position > self.head { Err(refuse(RefusalCode::CursorUnknown, "")) } else { Ok(()) }
    }
}

fn warehouses(scopes: &[Scope]) -> Vec<WarehouseId> {
    let warehouse = |scope: &Scope| if let Scope::Warehouse(id) = scope { Some(*id) } else { None };
    scopes.iter().filter_map(warehouse).collect()
}
