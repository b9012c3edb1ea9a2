//! Trying an entry again that was set aside: on a manager's word, or because an update of the
//! server knows what it is.

use super::take::{Grounds, Money, carry_out, grounds, note_aside, stands_held};
use crate::act::{Act, Beside, Judge, Knowledge, Named, NotSaid, Payments, Ready, Verdict, Wants, attempts};
use crate::catalogue::prices_after;
use crate::db::{Db, DbError};
use crate::entry::{Aside, AsideEntry, Decided, Opened, Waiting, aside_of, came_at};
use crate::money;
use crate::terminal::{self, Held};
use shared_model::entry::SealedEntry;
use shared_model::fact::Fact;
use shared_model::fact::health::EntryRetried;
use shared_model::money::Header;
use shared_model::party::{Actor, ActorKind};
use shared_model::policy::Denied;
use shared_model::reason::Reason;
use shared_model::unit::*;
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retried {
    pub applied: bool,
    /// Why it stays aside.
    pub reason: Option<Reason>,
}

#[derive(Debug, thiserror::Error)]
pub enum RetryError {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("{self:?}")]
    NotAside,
    #[error(transparent)]
    Database(#[from] DbError),
}

crate::act::overtaken!(RetryError);

impl From<NotSaid> for RetryError {
    fn from(error: NotSaid) -> RetryError {
        match error {
            NotSaid::Denied(denied) => denied.into(),
            // It changes nothing by itself, so neither goods nor money can refuse it.
            NotSaid::Refused(_) | NotSaid::Amounts(_) => DbError::Unreadable("entry").into(),
        }
    }
}

/// What the manager may counts instead of what the entry's maker may.
pub async fn retry(
    db: &Db,
    terminal: TerminalId,
    hash: Hash,
    manager: StaffId,
    now: Timestamp,
) -> Result<Retried, RetryError> {
    let manager = Actor::staff(manager);
    attempts(|| attempt(db, (terminal, hash), &manager, now, None)).await
}

/// What its maker may by now counts. Whether it is known was not asked for by anybody: where it
/// still is not, nothing is recorded.
pub async fn read_again(db: &Db, terminal: TerminalId, hash: Hash, now: Timestamp) -> Result<Retried, RetryError> {
    attempts(|| attempt(db, (terminal, hash), &Actor::JOB, now, None)).await
}

/// As it was recorded then.
pub async fn retry_again(
    db: &Db,
    it: &EntryRetried,
    by: &Actor,
    now: Timestamp,
    recorded: (SealedEntry, Decided),
) -> Result<Retried, RetryError> {
    attempt(db, (it.terminal, it.entry), by, now, Some(recorded)).await
}

async fn attempt(
    db: &Db,
    (id, hash): (TerminalId, Hash),
    by: &Actor,
    now: Timestamp,
    recorded: Option<(SealedEntry, Decided)>,
) -> Result<Retried, RetryError> {
    let held = terminal::held(&mut db.read().await?, id).await?.ok_or(RetryError::NotAside)?;
    let business = held.terminal.business;
    let knowledge = Knowledge::of(db, business).await?;
    let waiting = aside_of(db, business, id, hash).await?.ok_or(RetryError::NotAside)?;
    let opened = Opened::of(waiting.sealed.clone(), hash);
    let booked = money::booked_at(&mut db.read().await?, business, waiting.position).await?;
    let trying = Trying { db, held: &held, knowledge: &knowledge, waiting: &waiting, by, now };
    let said = recorded.as_ref().map(|(_, said)| said);
    let (mut verdict, wants) = trying.judged(&opened, said).await?;
    let waits = verdict.aside.as_ref().filter(|aside| aside.waits_for_newer());
    if let Some(waits) = waits.filter(|_| by.kind == ActorKind::Job && recorded.is_none()) {
        return Ok(Retried { applied: false, reason: Some(waits.reason.clone()) });
    }
    // What a copy of the till did may have been carried out although it was set aside: nothing
    // is left to do then, and its money is booked.
    if !waiting.judged.undone {
        verdict.applies = None;
    }
    let mut ready = Ready::new(business, knowledge, now);
    (ready.terminal, ready.wants) = (Some(held), wants);
    ready.wants.aside = Some((id, hash));
    ready.again = recorded.as_ref().map(|(_, said)| said.again.clone());
    let mut act = Act::begin(db, &ready).await?;
    let retried = Fact::EntryRetried(EntryRetried { terminal: id, entry: hash });
    let retry = match recorded {
        Some((sealed, _)) => act.say_again(sealed, by.clone(), &retried, Beside::default()).map_err(NotSaid::from),
        None => act.say(by.clone(), &retried, Vec::new(), Beside::default()),
    };
    let position = retry?.position;
    let money = if waiting.aside.waits_for_newer() { Money::IsBooked } else { Money::ToBook };
    let place = waiting.link.place();
    let aside = carry_out(&mut act, (id, place, position), &opened, verdict, money);
    if money == Money::IsBooked
        && let (Some(store), Some(found)) = (booked, &aside)
    {
        take_back(&mut act, (position, store), &opened, found);
    }
    if aside.is_none() {
        note_aside(
            &mut act,
            AsideEntry { terminal: id, hash, position: waiting.position, place, kind: opened.kind() },
            waiting.aside,
            false,
        );
    }
    act.commit().await?;
    Ok(Retried { applied: aside.is_none(), reason: aside.map(|aside| aside.reason) })
}

/// What a try is judged by.
struct Trying<'a> {
    db: &'a Db,
    held: &'a Held,
    knowledge: &'a Knowledge,
    waiting: &'a Waiting,
    by: &'a Actor,
    now: Timestamp,
}

impl Trying<'_> {
    async fn judged(&self, opened: &Opened, said: Option<&Decided>) -> Result<(Verdict, Wants), DbError> {
        let Trying { db, held, knowledge, waiting, by, now } = *self;
        let whose = (held.terminal.business, held.terminal.id);
        let named = Named::of(std::iter::once(opened));
        let named = Named { orders: named.sales.clone(), ..named };
        let Grounds { products, contents, paid, stands, given } = grounds(db, whose, knowledge, &named).await?;
        let mut judge = Judge {
            terminal: &held.terminal,
            knowledge,
            products: &products,
            contents,
            payments: Payments::held(paid.clone()),
            stands: stands_held(&stands),
            given,
            is_overtaken: self.is_overtaken(opened).await?,
            on_behalf: by.staff_id(),
            now,
            own_prices: BTreeMap::new(),
            said: None,
            wants: Wants { paid, stands, ..Wants::default() },
        };
        let verdict = match said {
            Some(said) => judge.again(opened, &said.judged.first().cloned().unwrap_or_default()),
            // It stands in the way of itself.
            None if !waiting.judged.undone => Verdict { applies: None, aside: None },
            // Whoever answers for it decides what a copy of the till may not.
            None => judge.verdict(opened, by.staff_id().is_none().then_some(waiting.link)),
        };
        Ok((verdict, judge.wants))
    }

    /// Whether a price came later that is for the same. Others that waited have the places at which they
    /// came.
    async fn is_overtaken(&self, opened: &Opened) -> Result<bool, DbError> {
        let (business, from) = (self.held.terminal.business, self.waiting.position);
        let Some(Fact::PriceSet(set)) = opened.fact().filter(|_| self.by.kind == ActorKind::Job) else {
            return Ok(false);
        };
        let mut conn = self.db.read().await?;
        for position in prices_after(&mut conn, business, set, from).await? {
            if came_at(&mut conn, business, position).await? > from {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The money of what waited counted until it was known. What is refused then counts no more than
/// if it had been known when it came.
fn take_back(act: &mut Act, (position, store): (u64, Option<StoreId>), opened: &Opened, found: &Aside) {
    let is_refused = !found.waits_for_newer() && act.pending.entries.judged(position).undone;
    if let Some(header) = opened.entry().and_then(|entry| entry.money.clone()).filter(|_| is_refused) {
        act.pending.money.take_back(opened.hash, position, Header { store, ..header });
    }
}
