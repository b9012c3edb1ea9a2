//! From where a terminal goes on in what it follows. Its word is the server's own: each cursor
//! is signed, and the log goes on from it, also where rows have been dropped that led to it.
//! What the server signed and has no more was lost: it was restored, once or again, and the
//! terminal reads it from the start. What it never signed it refuses.

use super::hello::refuse;
use super::link::Ended;
use crate::http::state::AppState;
use crate::{auth, backup, clock, log};
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
}

impl Log<'_> {
    /// What a hello means, where its digest says that both sides mean the same.
    pub async fn meant(&self, scopes: &[Scope], hello: &Hello) -> Result<Option<Stands>, Ended> {
        let life = match hello.generation {
            0 => [0; 8],
            _ => self.state.identity.generation_id,
        };
        let warehouses = warehouses(scopes);
        let Some((read, heard)) = hello.positions.0.split_at_checked(scopes.len()) else { return Ok(None) };
        // What it read beyond the end it has to prove.
        if heard.len() != warehouses.len() || hello.positions.0.iter().any(|position| *position > self.head) {
            return Ok(None);
        }
        let asked = || scopes.iter().copied().zip(read.iter().copied());
        let mut ours = Vec::with_capacity(scopes.len());
        for (scope, position) in asked() {
            ours.push((scope, self.head_at(scope, position).await?));
        }
        if heads_digest(&life, ours) != hello.digest.0 {
            return Ok(None);
        }
        let levels = heard.iter().map(|position| self.within(*position));
        let levels = warehouses.into_iter().zip(levels).collect();
        Ok(Some(Stands { scopes: asked().map(|(scope, position)| (scope, self.within(position))).collect(), levels }))
    }

    /// What it has of each, by its own list.
    pub async fn known(&self, scopes: &[Scope], heads: &Heads) -> Result<Stands, Ended> {
        let keys = auth::server_keys(&self.state.db).await?;
        let mut stands = Vec::with_capacity(scopes.len());
        let mut forgotten = Vec::new();
        for scope in scopes {
            let theirs = heads.scopes.iter().find(|(known, _)| known == scope);
            let cursor = theirs.map(|(_, cursor)| cursor).filter(|cursor| cursor.position.number > 0);
            let position = cursor.map_or(0, |cursor| cursor.position.number);
            if let Some(cursor) = cursor {
                if !self.is_signed(*scope, cursor, &keys) {
                    return Err(refuse(RefusalCode::CursorUnknown, ""));
                }
                self.was_not_set_back(cursor, heads.life.0).await?;
                if !self.leads_on(*scope, cursor).await? {
                    forgotten.push(*scope);
                }
            }
            stands.push((*scope, position));
        }
        for (scope, position) in &mut stands {
            if forgotten.iter().any(|forgotten| scope.is_like(*forgotten)) {
                *position = 0;
            }
        }
        // Levels have no chain: only those of this very life are known to stand.
        let goes_on = heads.life.0 == self.state.identity.generation_id && forgotten.is_empty();
        let levels = warehouses(scopes).into_iter().map(|warehouse| {
            let theirs = heads.levels.iter().find(|(known, _)| *known == warehouse);
            let stands = theirs.filter(|_| goes_on).map_or(0, |(_, position)| *position);
            (warehouse, self.within(stands))
        });
        let levels = levels.collect();
        Ok(Stands { scopes: stands, levels })
    }

    /// What this very life signed lies within its log, and no later life is known, unless the server was set
    /// back by somebody who did not say so: then another life begins, before a position is given out a second
    /// time.
    async fn was_not_set_back(&self, cursor: &Cursor, theirs: [u8; 8]) -> Result<(), Ended> {
        let (db, identity) = (&self.state.db, &self.state.identity);
        let (life, signed) = (identity.generation, cursor.position.generation);
        // Another life of the same number came from the same backup.
        let goes_on = signed == life && theirs == identity.generation_id;
        let is_within = !goes_on || cursor.position.number <= self.head;
        if signed <= life && is_within {
            return Ok(());
        }
        let end = log::end(db, self.business).await?;
        if signed > life || (end.generation == life && cursor.position.number > end.number) {
            backup::begin_life_after(db, signed, clock::now()).await?;
        }
        self.state.is_over.notify_one();
        Err(Ended::Stopping)
    }

    fn is_signed(&self, scope: Scope, cursor: &Cursor, keys: &[ServerKeySet]) -> bool {
        let key = keys.iter().find(|key| key.key == cursor.key);
        let message = cursor.message(self.business, scope);
        key.is_some_and(|key| auth::verify(&key.public_key, &message.0, &cursor.signature.0))
    }

    async fn leads_on(&self, scope: Scope, cursor: &Cursor) -> Result<bool, Ended> {
        let number = cursor.position.number;
        Ok(number <= self.head && log::goes_on(&self.state.db, self.business, scope, (number, cursor.head)).await?)
    }

    async fn head_at(&self, scope: Scope, position: u64) -> Result<Hash, Ended> {
        Ok(log::head_at(&self.state.db, self.business, scope, position).await?)
    }

    /// An empty page can lead further than the log of a server that was restored.
    fn within(&self, position: u64) -> u64 {
        if position > self.head { 0 } else { position }
    }
}

fn warehouses(scopes: &[Scope]) -> Vec<WarehouseId> {
    let warehouse = |scope: &Scope| if let Scope::Warehouse(id) = scope { Some(*id) } else { None };
    scopes.iter().filter_map(warehouse).collect()
}
