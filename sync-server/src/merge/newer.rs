//! What an older version set aside because it did not know it: this one may.

use super::retry::{Retried, RetryError, read_again};
use crate::db::{Db, DbError};
use crate::entry::OpenAside;
use crate::{entry, setting};
use shared_model::fact::Fact;
use shared_model::unit::*;
use shared_model::wire::told::health::SetAsideCode;
use std::collections::BTreeMap;

const PAGE: usize = 1_000;

/// How far this process has looked, of each business: what it does not know it will not know later
/// either.
#[derive(Debug, Default)]
pub struct WhatWaits(BTreeMap<BusinessId, u64>);

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Read {
    pub read: u64,
    /// Others were quicker each time, or the database could not be asked: to be tried again soon.
    pub left: u64,
}

enum One {
    Read,
    /// It waits on, or for a person.
    Stays,
    Left,
}

impl WhatWaits {
    /// Carries out what is known by now, in the order in which it came. Nothing is recorded of what
    /// still waits, however often this is asked.
    pub async fn go_on(&mut self, db: &Db, now: Timestamp) -> Result<Read, DbError> {
        let mut all = Read::default();
        for business in setting::businesses(db).await? {
            let Read { read, left } = self.of_business(db, business, now).await?;
            (all.read, all.left) = (all.read + read, all.left + left);
        }
        Ok(all)
    }

    async fn of_business(&mut self, db: &Db, business: BusinessId, now: Timestamp) -> Result<Read, DbError> {
        let mut done = Read::default();
        let mut after = self.0.get(&business).copied().unwrap_or_default();
        loop {
            let page = entry::waiting_for(db, business, &SetAsideCode::UnknownKind, (after, PAGE)).await?;
            let Some(last) = page.last() else { return Ok(done) };
            after = last.position;
            // Most of what waits is of a kind that is not known here either: it is not even opened.
            for one in page.iter().filter(|one| Fact::KINDS.contains(&one.kind.as_str())) {
                match read(db, one, now).await {
                    One::Read => done.read += 1,
                    One::Stays => {}
                    One::Left => done.left += 1,
                }
            }
            if done.left == 0 {
                self.0.insert(business, after);
            }
        }
    }
}

/// What becomes of this one stops none of the others.
async fn read(db: &Db, one: &OpenAside, now: Timestamp) -> One {
    match read_again(db, one.terminal, one.hash, now).await {
        Ok(Retried { applied: true, .. }) => One::Read,
        // Or somebody was quicker.
        Ok(Retried { applied: false, .. }) | Err(RetryError::NotAside) => One::Stays,
        Err(error) => {
            tracing::warn!(terminal = %one.terminal, entry = %one.hash.to_hex(), %error, "what waited is not read yet");
            One::Left
        }
    }
}
