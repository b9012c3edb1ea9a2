//! A part of a push becomes one transaction: placed and judged without a lock, then stored
//! and carried out together.

use super::chain::{Chain, Fit, Stood};
use super::push::MergeError;
use crate::act::{Act, Judge, Knowing, Knowledge, Named, Origin, Payments, Ready, Verdict, Wants, attempts};
use crate::catalogue::Products;
use crate::db::{Db, DbError};
use crate::document::{self, Content};
use crate::entry::{Aside, AsideEntry, Batch, Decided, Envelope, Link, Opened, Placed, approvals};
use crate::payment::{self, PaymentRow, PaymentStand};
use crate::terminal::{self, Held};
use shared_model::document::DocumentId;
use shared_model::entry::{Given, Place};
use shared_model::fact::Fact;
use shared_model::payment::Payment;
use shared_model::refusal::AsideReason;
use shared_model::unit::*;
use shared_model::wire::told::health::Verdict as VerdictTold;
use shared_model::wire::{EntryOutcome, EntryResult, Told};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

/// What became of a part of a push.
pub struct TakenPart {
    pub results: Vec<EntryResult>,
    /// How long others had to wait for it.
    pub held_others: Duration,
}

impl TakenPart {
    pub fn add(&mut self, other: TakenPart) {
        self.results.extend(other.results);
        self.held_others += other.held_others;
    }
}

/// How what is to be done with entries is found out.
#[derive(Debug, Clone)]
pub enum Judging {
    Anew,
    /// Everything new is stored and set aside.
    Aside(Aside),
    /// As it was decided before.
    Again(Arc<Decided>),
}

/// `held` is what is known of the terminal already.
pub async fn take(
    db: &Db,
    (terminal, mut held): (TerminalId, Option<Held>),
    batch: &Arc<Batch>,
    part: Range<usize>,
    judging: &Judging,
    now: Timestamp,
) -> Result<TakenPart, MergeError> {
    let mut first = true;
    attempts(|| {
        let first = std::mem::replace(&mut first, false);
        attempt(db, (terminal, held.take()), batch, part.clone(), judging, (now, first))
    })
    .await
}

async fn attempt(
    db: &Db,
    (terminal, held): (TerminalId, Option<Held>),
    batch: &Arc<Batch>,
    part: Range<usize>,
    judging: &Judging,
    (now, first): (Timestamp, bool),
) -> Result<TakenPart, MergeError> {
    let held = match held {
        Some(held) => held,
        None => terminal::held(&mut db.read().await?, terminal).await?.ok_or(MergeError::UnknownTerminal)?,
    };
    if held.terminal.revoked {
        return Err(MergeError::Revoked);
    }
    let entries = &batch.entries[part.clone()];
    let (mut chain, stood) = placed_on(db, &held, batch, &part).await?;
    let fits: Vec<Fit> = entries.iter().zip(stood).map(|(entry, stood)| chain.place(entry.hash, stood)).collect();
    // Another process may be storing what is lacking: ends and entries were not read at one moment.
    if fits.iter().any(|fit| matches!(fit, Fit::Gap { .. })) {
        let now = terminal::held(&mut db.read().await?, terminal).await?;
        if !now.is_some_and(|now| now.stands_as(&held)) {
            return Err(DbError::Moved.into());
        }
    }
    let fresh: Vec<(usize, Link)> =
        part.zip(&fits).filter_map(|(index, place)| Some((index, fresh_link(place)?))).collect();
    let results = entries.iter().zip(&fits);
    let results = results.map(|(entry, place)| EntryResult { hash: entry.hash, outcome: outcome(place) }).collect();
    if fresh.is_empty() {
        return Ok(TakenPart { results, held_others: Duration::ZERO });
    }
    // Whatever moved since it was read is noticed under the lock.
    let remembered = db.kept::<Knowing>().remembered(held.terminal.business).filter(|_| first);
    let knowledge = match remembered {
        Some(knowledge) => knowledge,
        None => Knowledge::of(db, held.terminal.business).await?,
    };
    let (verdicts, wants) = match judging {
        Judging::Aside(aside) => (fresh.iter().map(|_| Verdict::aside(aside.clone())).collect(), Wants::default()),
        Judging::Anew => judged(db, &held, batch, &fresh, (&knowledge, None), (now, first)).await?,
        Judging::Again(said) => judged(db, &held, batch, &fresh, (&knowledge, Some(said)), (now, false)).await?,
    };
    let mut ready = Ready::new(held.terminal.business, knowledge, now);
    (ready.terminal, ready.wants) = (Some(held), wants);
    if let Judging::Again(said) = judging {
        ready.again = Some(said.again.clone());
    }
    let held_others = write(db, &ready, batch, fresh, verdicts, &chain).await?;
    Ok(TakenPart { results, held_others })
}

/// What is held of the entries and of what they follow.
async fn placed_on(
    db: &Db,
    held: &Held,
    batch: &Batch,
    part: &Range<usize>,
) -> Result<(Chain, Vec<Option<Stood>>), DbError> {
    let chain = Chain::of(held, BTreeMap::new());
    let entries = &batch.entries[part.clone()];
    if chain.goes_straight_on(said(entries)) {
        let stood = said(entries).map(|(_, envelope)| envelope.map(Stood::of)).collect();
        return Ok((chain, stood));
    }
    let stood = chain.stood(said(&batch.entries)).split_off(part.start);
    let follows = stood.iter().take(entries.len()).filter_map(|stood| stood.and_then(|stood| stood.prev));
    let named: BTreeSet<Hash> = entries.iter().map(|entry| entry.hash).chain(follows).collect();
    let named: Vec<Hash> = named.into_iter().collect();
    let whose = (held.terminal.business, held.terminal.id);
    let known = terminal::held_entries(&mut db.read().await?, whose, &named).await?;
    Ok((Chain::of(held, known), stood))
}

fn said(entries: &[Opened]) -> impl Iterator<Item = (Hash, Option<&Envelope>)> {
    entries.iter().map(|entry| (entry.hash, entry.envelope.as_ref()))
}

fn fresh_link(place: &Fit) -> Option<Link> {
    match place {
        Fit::Next(link) | Fit::Fork(link) => Some(*link),
        Fit::Duplicate | Fit::Gap { .. } => None,
    }
}

fn outcome(place: &Fit) -> EntryOutcome {
    match place {
        Fit::Next(_) => EntryOutcome::Stored,
        Fit::Duplicate => EntryOutcome::Duplicate,
        Fit::Fork(_) => EntryOutcome::Fork,
        Fit::Gap { expected } => EntryOutcome::Gap { expected: *expected },
    }
}

/// What judging needs to know of what entries name.
pub async fn grounds(
    db: &Db,
    (business, terminal): (BusinessId, TerminalId),
    knowledge: &Knowledge,
    named: &Named,
) -> Result<Grounds, DbError> {
    let products = knowledge.products(db, &named.products).await?;
    let mut known = Grounds { products, ..Grounds::default() };
    if !named.documents.is_empty() {
        let documents: Vec<DocumentId> = named.documents.iter().copied().collect();
        known.contents = document::contents(&mut db.read().await?, business, &documents).await?;
    }
    if !named.orders.is_empty() {
        let orders: Vec<OrderId> = named.orders.iter().copied().collect();
        known.paid = payment::taken_for(&mut db.read().await?, business, &orders).await?;
    }
    let stands = match named.payments_are_new || named.payment_ids.is_empty() {
        true => BTreeMap::new(),
        false => payment::rows(&mut db.read().await?, business, &named.payment_ids).await?,
    };
    let stand = |id: &PaymentId| (*id, stands.get(id).map(PaymentRow::stand));
    known.stands = named.payment_ids.iter().map(stand).collect();
    if !named.approvals.is_empty() {
        known.given = approvals(db, business, terminal, &named.approvals).await?;
    }
    Ok(known)
}

/// Of those that were looked for.
pub fn stands_held(stands: &BTreeMap<PaymentId, Option<PaymentStand>>) -> BTreeMap<PaymentId, PaymentStand> {
    stands.iter().filter_map(|(id, stand)| Some((*id, (*stand)?))).collect()
}

/// What is known of what entries name.
#[derive(Default)]
pub struct Grounds {
    pub products: Products,
    pub contents: BTreeMap<DocumentId, Content>,
    /// What was taken for orders until now, of each that it was asked of.
    pub paid: BTreeMap<OrderId, Vec<Payment>>,
    /// How far payments are that entries take or take back.
    pub stands: BTreeMap<PaymentId, Option<PaymentStand>>,
    pub given: BTreeMap<Hash, Given>,
}

async fn judged(
    db: &Db,
    held: &Held,
    batch: &Arc<Batch>,
    fresh: &[(usize, Link)],
    (knowledge, said): (&Arc<Knowledge>, Option<&Arc<Decided>>),
    (now, first): (Timestamp, bool),
) -> Result<(Vec<Verdict>, Wants), DbError> {
    let mut named = Named::of(fresh.iter().map(|(index, _)| &batch.entries[*index]));
    // Payments are new nearly always, and all that was paid of a sale: that they are is looked at under the lock,
    // and only where they are not it is asked how far they are, and what else was paid.
    named.payments_are_new = first;
    if !first {
        named.orders.clone_from(&named.sales);
    }
    let (verdicts, wants, is_less) = judged_by(db, held, batch, fresh, (knowledge, said), (&named, now)).await?;
    let is_refused = |((index, _), verdict): (&(usize, Link), &Verdict)| {
        let names = || Named::of(std::iter::once(&batch.entries[*index]));
        verdict.applies.is_none() && !names().payment_ids.is_empty()
    };
    let is_less = is_less || fresh.iter().zip(&verdicts).any(is_refused);
    if !is_less || named.sales.is_subset(&named.orders) {
        return Ok((verdicts, wants));
    }
    // What is not taken, or was taken back, pays nothing: what was paid of each sale before counts.
    let named = Named { orders: named.sales.clone(), ..named };
    let (verdicts, wants, _) = judged_by(db, held, batch, fresh, (knowledge, said), (&named, now)).await?;
    Ok((verdicts, wants))
}

/// Tells too whether something pays less than it seems to.
async fn judged_by(
    db: &Db,
    held: &Held,
    batch: &Arc<Batch>,
    fresh: &[(usize, Link)],
    (knowledge, said): (&Arc<Knowledge>, Option<&Arc<Decided>>),
    (named, now): (&Named, Timestamp),
) -> Result<(Vec<Verdict>, Wants, bool), DbError> {
    let terminal = held.terminal.clone();
    let whose = (terminal.business, terminal.id);
    let Grounds { products, contents, paid, stands, given } = grounds(db, whose, knowledge, named).await?;
    let (batch, fresh, knowledge, said) = (batch.clone(), fresh.to_vec(), knowledge.clone(), said.cloned());
    let judging = tokio::task::spawn_blocking(move || {
        let mut judge = Judge {
            terminal: &terminal,
            knowledge: &knowledge,
            products: &products,
            contents,
            payments: Payments::held(paid.clone()),
            stands: stands_held(&stands),
            given,
            is_overtaken: false,
            on_behalf: None,
            now,
            own_prices: BTreeMap::new(),
            said: None,
            wants: Wants { paid, stands, ..Wants::default() },
        };
        let verdict = |(index, link): &(usize, Link)| match said.as_ref().and_then(|said| said.judged.get(*index)) {
            Some(said) => judge.again(&batch.entries[*index], said),
            None => judge.verdict(&batch.entries[*index], Some(*link)),
        };
        let verdicts = fresh.iter().map(verdict).collect();
        (verdicts, judge.wants, judge.payments.is_less)
    });
    judging.await.map_err(|_| DbError::Unreadable("entry"))
}

async fn write(
    db: &Db,
    ready: &Ready,
    batch: &Arc<Batch>,
    fresh: Vec<(usize, Link)>,
    verdicts: Vec<Verdict>,
    chain: &Chain,
) -> Result<Duration, DbError> {
    let mut act = Act::begin(db, ready).await?;
    let mut placed = Vec::with_capacity(fresh.len());
    for ((index, link), verdict) in fresh.into_iter().zip(verdicts) {
        let place = link.place();
        let position = act.pending.take();
        placed.push(Placed { index, link, position });
        carry_out(&mut act, (chain.terminal, place, position), &batch.entries[index], verdict, Money::ToBook);
    }
    if let Some(held) = &ready.terminal {
        act.pending.terminal.heads_moved(chain.terminal, &held.terminal.heads, &chain.heads);
    }
    act.pending.entries.keep(chain.terminal, batch.clone(), placed);
    act.commit().await
}

/// What an entry's envelope says of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Money {
    ToBook,
    /// When it first came, although its fact was not known.
    IsBooked,
}

/// Returns why it is set aside, if it is.
pub fn carry_out(
    act: &mut Act,
    (terminal, place, position): (TerminalId, Place, u64),
    opened: &Opened,
    verdict: Verdict,
    money: Money,
) -> Option<Aside> {
    let Verdict { applies, mut aside } = verdict;
    let mut undone = applies.is_none();
    if let (Ok(content), Some(beside)) = (&opened.content, applies) {
        let (entry, claim) = (&content.entry, content.entry.origin.claim());
        let origin = Origin { hash: opened.hash, position, actor: entry.actor.clone(), claim };
        match act.record(&origin, &content.fact, beside) {
            Ok(()) => {
                if let (Some(header), Money::ToBook) = (&entry.money, money) {
                    act.book(opened.hash, position, header.clone());
                }
            }
            Err(refused) => {
                undone = true;
                aside = Some(AsideReason::Refused { finding: refused.code().to_owned() }.into());
            }
        }
    }
    // Its till waits to hear whether the edit was merged. What waits for a newer version has no
    // verdict yet.
    let is_edit = matches!(opened.fact(), Some(Fact::DocumentEdited(_)));
    if is_edit && !aside.as_ref().is_some_and(Aside::waits_for_newer) {
        let refused = aside.as_ref().map(|aside| aside.reason.clone());
        let Place { incarnation, seq } = place;
        act.tell(Scope::Mail(terminal), Told::Verdict(VerdictTold { entry: opened.hash, incarnation, seq, refused }));
    }
    if money == Money::ToBook && aside.as_ref().is_some_and(Aside::waits_for_newer) {
        book_unknown(act, (terminal, position), opened);
    }
    let judged = act.pending.entries.judged(position);
    (judged.undone, judged.aside) = (undone, aside.clone());
    if let Some(aside) = &aside {
        note_aside(
            act,
            AsideEntry { terminal, hash: opened.hash, position, place, kind: opened.kind() },
            aside.clone(),
            true,
        );
    }
    aside
}

/// Whoever does not understand the rest counts the money all the same: its postings are read
/// by every version.
fn book_unknown(act: &mut Act, (terminal, position): (TerminalId, u64), opened: &Opened) {
    let Some(entry) = opened.entry() else { return };
    let is_ours = entry.business == act.business && opened.is_of(terminal);
    if let Some(header) = entry.money.as_ref().filter(|header| is_ours && header.check().is_ok()) {
        act.book(opened.hash, position, header.clone());
    }
}

/// Whether an entry is set aside is told to its till.
pub fn note_aside(act: &mut Act, entry: AsideEntry, aside: Aside, open: bool) {
    let (terminal, now) = (entry.terminal, act.now);
    let told = act.pending.entries.aside(entry, aside, open, now);
    act.tell(Scope::Mail(terminal), told);
}
