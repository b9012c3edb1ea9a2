//! Carries entries out once more, as they were carried out: a till's by the same way as a
//! push, the server's by the same way as the decision. What was stored together is carried out
//! together: so everything comes to stand at the position that it had, and what rests on
//! positions is judged as it was.

use super::RebuildError;
use super::read::{StoredEntry, after, erased};
use crate::act::{self, Act, Beside, Knowledge, Ready, Recorded};
use crate::db::{Conn, Db};
use crate::entry::{Again, Batch, Decided, Erased, Opened};
use crate::merge::{Judging, retry_again, take};
use crate::{log, setting};
use shared_model::fact::{By, Fact};
use shared_model::party::Actor;
use shared_model::unit::*;
use std::sync::Arc;

/// How many entries there were, and how many of them are of the server and unknown here.
#[derive(Debug, Clone, Copy, Default)]
pub struct Replayed {
    pub entries: u64,
    pub unread: u64,
}

impl Replayed {
    fn add(&mut self, other: Replayed) {
        self.entries += other.entries;
        self.unread += other.unread;
    }
}

pub async fn replay(from: &mut Conn, business: BusinessId, into: &Db) -> Result<Replayed, RebuildError> {
    let of = Of {
        business,
        generations: log::generations(from, business).await?,
        erased: Arc::new(erased(from, business).await?),
    };
    let (mut position, mut done) = (0, Replayed::default());
    let mut together: Vec<StoredEntry> = Vec::new();
    loop {
        let page = after(from, business, position).await?;
        let Some(last) = page.last() else { break };
        position = last.position;
        for stored in page {
            let goes_on = together.first().is_some_and(|first: &StoredEntry| first.together == stored.together);
            if !goes_on {
                done.add(change(into, &of, std::mem::take(&mut together)).await?);
            }
            together.push(stored);
        }
    }
    done.add(change(into, &of, together).await?);
    Ok(done)
}

/// Whose changes are made again, and what is a source beside their entries.
struct Of {
    business: BusinessId,
    generations: Generations,
    erased: Arc<Erased>,
}

impl Of {
    fn again(&self, first: u64) -> Again {
        Again { first, erased: self.erased.clone() }
    }
}

/// Makes one change again.
async fn change(into: &Db, of: &Of, entries: Vec<StoredEntry>) -> Result<Replayed, RebuildError> {
    let count = entries.len() as u64;
    let unread = match entries.first().map(|first| first.terminal) {
        None => 0,
        Some(Some(terminal)) => push(into, of, terminal, entries).await?,
        Some(None) => say(into, of, entries).await?,
    };
    Ok(Replayed { entries: count, unread })
}

/// What a till sent. What is unknown of it is set aside, as it was.
async fn push(into: &Db, of: &Of, terminal: TerminalId, entries: Vec<StoredEntry>) -> Result<u64, RebuildError> {
    let Some(first) = entries.first() else { return Ok(0) };
    let (id, now) = (first.batch, first.received_at);
    let judged = entries.iter().map(|stored| stored.judged.clone()).collect();
    let said = Decided { again: of.again(first.together), judged };
    let entries: Vec<Opened> = entries
        .into_iter()
        .map(|stored| {
            let hash = stored.sealed.hash();
            Opened::of(stored.sealed, hash)
        })
        .collect();
    let hashes = entries.iter().map(|opened| opened.hash).collect();
    let all = 0..entries.len();
    // Whoever signed it was looked at when it came.
    let batch = Arc::new(Batch { id, signature: Vec::new(), hashes, entries });
    take(into, (terminal, None), &batch, all, &Judging::Again(Arc::new(said)), now).await?;
    Ok(0)
}

/// What the server recorded itself. Returns how much of it only a newer version knows.
async fn say(into: &Db, of: &Of, entries: Vec<StoredEntry>) -> Result<u64, RebuildError> {
    let Some(first) = entries.first() else { return Ok(0) };
    let (business, now, again) = (of.business, first.received_at, of.again(first.together));
    // What only a newer server records itself is as unknown as a kind of its own.
    let read = |stored: &StoredEntry| {
        let entry = stored.sealed.open().ok()?;
        let fact = entry.fact().ok().filter(|fact| fact.by().contains(&By::Server))?;
        Some((fact, entry.actor))
    };
    let facts: Vec<Option<(Fact, Actor)>> = entries.iter().map(read).collect();
    if let Some(Some((Fact::EntryRetried(it), by))) = facts.first() {
        let said = Decided { again, judged: vec![first.judged.clone()] };
        retry_again(into, it, by, now, (first.sealed.clone(), said)).await?;
        return Ok(0);
    }
    let is_new = setting::business_settings(into, business).await?.is_none();
    let knowledge = if let (true, Some(Some((Fact::BusinessSet(settings), _)))) = (is_new, facts.first()) {
        Arc::new(Knowledge::before((**settings).clone(), of.generations.clone()))
    } else {
        Knowledge::of(into, business).await?
    };
    let mut ready = Ready { again: Some(again), ..Ready::new(business, knowledge, now) };
    let mut besides = Vec::with_capacity(facts.len());
    for (stored, read) in entries.iter().zip(&facts) {
        besides.push(match read {
            Some((fact, _)) => {
                let sealed = &stored.sealed;
                act::recorded(&mut Recorded { db: into, business, fact, sealed, ready: &mut ready }).await?
            }
            None => Beside::default(),
        });
    }
    let mut act = Act::begin(into, &ready).await?;
    let mut unread = 0;
    for ((stored, read), beside) in entries.into_iter().zip(facts).zip(besides) {
        let Some((fact, actor)) = read else {
            act.keep(stored.sealed, stored.kind);
            unread += 1;
            continue;
        };
        act.say_again(stored.sealed, actor, &fact, beside)?;
    }
    act.commit().await?;
    Ok(unread)
}
