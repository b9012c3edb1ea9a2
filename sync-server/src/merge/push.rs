//! A batch from a terminal: signature, places in the chain, then one transaction that stores
//! and carries out. If that fails for a reason that trying again would not cure, each entry
//! gets a transaction of its own and the failing one is set aside.

use super::chain::{Chain, Envelope, Link, Place};
use super::judge::{Aside, judge};
use super::known::Known;
use super::set_aside::{AsideEntry, put_aside};
use super::store::{Batch, Stored, batch_insert, chain_of, chain_update, entry_insert};
use super::{order, price, tender};
use crate::auth::{Terminal, terminal_on, verify};
use crate::catalogue::{EditRefused, carry_out_edit, lock_documents};
use crate::db::{Db, DbError};
use crate::ledger::{Shelf, publish_states, publish_stock};
use crate::log::{Draft, Scope};
use shared_model::document::{DocumentId, Intent};
use shared_model::entry::{ENTRY_BYTES_MAX, Entry, batch_message};
use shared_model::unit::*;
use shared_model::wire::log::SetAsideCode;
use shared_model::wire::{EntryOutcome, EntryResult, LogBody, PUSH_ENTRIES_MAX};
use shared_model::{Fact, SealedEntry};
use sqlx::AnyConnection;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    #[error("this terminal is not known here")]
    UnknownTerminal,
    #[error("this terminal was locked out; it keeps its sales until an admin lets it in again")]
    Revoked,
    #[error("the batch was not signed by this terminal's key")]
    BadSignature,
    #[error("a batch has at most {PUSH_ENTRIES_MAX} entries")]
    TooMany,
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Takes a batch in. Every entry is answered; everything answered `Stored` is on disk.
pub async fn push(
    db: &Db,
    terminal: TerminalId,
    entries: &[SealedEntry],
    signature: &[u8],
    now: Timestamp,
) -> Result<Vec<EntryResult>, MergeError> {
    if entries.len() > PUSH_ENTRIES_MAX {
        return Err(MergeError::TooMany);
    }
    let known = crate::auth::terminal(db, terminal).await?.ok_or(MergeError::UnknownTerminal)?;
    if known.revoked {
        return Err(MergeError::Revoked);
    }
    let hashes: Vec<Hash> = entries.iter().map(SealedEntry::hash).collect();
    if !verify(&known.public_key, &batch_message(&hashes), signature) {
        return Err(MergeError::BadSignature);
    }
    let opened: Vec<Opened> = entries.iter().zip(&hashes).map(|(sealed, hash)| Opened::of(sealed, *hash)).collect();
    let batch = Batch::of(hashes, signature);
    match merge(db, terminal, &batch, &opened, None, now).await {
        Ok(results) => Ok(results),
        Err(error) if error.is_transient() => Err(error.into()),
        Err(error) => {
            tracing::warn!(%terminal, error = %error, "a batch failed as a whole and is merged entry by entry");
            one_by_one(db, terminal, &batch, &opened, now).await
        }
    }
}

async fn one_by_one(
    db: &Db,
    terminal: TerminalId,
    batch: &Batch,
    opened: &[Opened<'_>],
    now: Timestamp,
) -> Result<Vec<EntryResult>, MergeError> {
    let mut results = Vec::with_capacity(opened.len());
    for entry in opened {
        let alone = std::slice::from_ref(entry);
        match merge(db, terminal, batch, alone, None, now).await {
            Ok(result) => results.extend(result),
            Err(error) if error.is_transient() => return Err(error.into()),
            Err(error) => {
                tracing::error!(%terminal, entry = %entry.hash, error = %error, "an entry is set aside");
                let aside = Aside::new(SetAsideCode::Inconsistent, format!("it could not be carried out: {error}"));
                results.extend(merge(db, terminal, batch, alone, Some(&aside), now).await?);
            }
        }
    }
    Ok(results)
}

/// An entry as far as it can be read.
pub struct Opened<'a> {
    pub sealed: &'a SealedEntry,
    pub hash: Hash,
    pub envelope: Option<Envelope>,
    pub content: Result<Entry, String>,
}

impl Opened<'_> {
    pub fn of(sealed: &SealedEntry, hash: Hash) -> Opened<'_> {
        let content = match sealed.size() {
            size if size > ENTRY_BYTES_MAX => Err(format!("{size} bytes are more than the {ENTRY_BYTES_MAX} allowed")),
            _ => sealed.open().map_err(|error| error.to_string()),
        };
        Opened { sealed, hash, envelope: Envelope::open(sealed), content }
    }

    pub fn kind(&self) -> &'static str {
        self.content.as_ref().map_or("unreadable", |entry| entry.fact.kind())
    }
}

/// One transaction for all of `opened`. With `aside` everything new is stored and set aside
/// instead of carried out.
async fn merge(
    db: &Db,
    terminal: TerminalId,
    batch: &Batch,
    opened: &[Opened<'_>],
    aside: Option<&Aside>,
    now: Timestamp,
) -> Result<Vec<EntryResult>, DbError> {
    let mut tx = db.begin_write().await?;
    db.lock_terminal(&mut tx, &terminal.to_string()).await?;
    let terminal = terminal_on(&mut tx, terminal).await?.ok_or(DbError::Unreadable("terminal"))?;
    let mut chain = chain_of(&mut tx, &terminal, &named_hashes(opened)).await?;
    let places: Vec<Place> = opened.iter().map(|entry| chain.place(entry.hash, entry.envelope.as_ref())).collect();
    let fresh: Vec<Fresh> = opened.iter().zip(&places).filter_map(|found| Fresh::of(found, &chain)).collect();
    if !fresh.is_empty() {
        batch_insert(&mut tx, terminal.id, batch, now).await?;
        let head = take_in(&mut tx, terminal, &chain, &fresh, (batch.id, aside), now).await?;
        tx.commit().await?;
        db.wake().ring(chain.business, head);
    }
    Ok(opened
        .iter()
        .zip(&places)
        .map(|(entry, place)| EntryResult { hash: entry.hash, outcome: outcome(place) })
        .collect())
}

fn named_hashes(opened: &[Opened<'_>]) -> BTreeSet<Hash> {
    let follows = opened.iter().filter_map(|entry| entry.envelope.as_ref()).map(|envelope| envelope.prev);
    opened.iter().map(|entry| entry.hash).chain(follows).collect()
}

fn outcome(place: &Place) -> EntryOutcome {
    match place {
        Place::Next(_) => EntryOutcome::Stored,
        Place::Duplicate => EntryOutcome::Duplicate,
        Place::Fork(_) => EntryOutcome::Fork,
        Place::Gap { expected } => EntryOutcome::Gap { expected: *expected },
    }
}

/// Where in what a terminal says an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Branch {
    Chain,
    /// The first entry that another copy of the till made.
    ForkBegins,
    ForkGoesOn,
}

/// An entry that was not here before.
struct Fresh<'a> {
    opened: &'a Opened<'a>,
    link: Link,
    branch: Branch,
}

impl<'a> Fresh<'a> {
    fn of((opened, place): (&'a Opened<'a>, &Place), chain: &Chain) -> Option<Fresh<'a>> {
        match place {
            Place::Next(link) => Some(Fresh { opened, link: *link, branch: Branch::Chain }),
            Place::Fork(link) => {
                let goes_on = chain.forked.contains(&link.prev);
                let branch = if goes_on { Branch::ForkGoesOn } else { Branch::ForkBegins };
                Some(Fresh { opened, link: *link, branch })
            }
            Place::Duplicate | Place::Gap { .. } => None,
        }
    }
}

async fn take_in(
    conn: &mut AnyConnection,
    terminal: Terminal,
    chain: &Chain,
    fresh: &[Fresh<'_>],
    (batch, aside): (Hash, Option<&Aside>),
    now: Timestamp,
) -> Result<u64, DbError> {
    let opened: Vec<&Opened<'_>> = fresh.iter().map(|fresh| fresh.opened).collect();
    let mut work = Work::begin(conn, terminal, &opened, now).await?;
    for fresh in fresh {
        let fork = fresh.branch != Branch::Chain;
        let stored = Stored { hash: fresh.opened.hash, link: fresh.link, kind: fresh.opened.kind(), batch, fork };
        entry_insert(conn, &work.known.terminal, fresh.opened.sealed, &stored, now).await?;
        let outcome = match aside {
            Some(aside) => Err(aside.clone()),
            None => work.carry_out(conn, fresh.opened, fresh.link.seq, None, fresh.branch).await?,
        };
        if let Err(aside) = outcome {
            work.put_aside(conn, fresh.opened, fresh.link.seq, &aside).await?;
        }
    }
    chain_update(conn, chain, now).await?;
    work.finish(conn).await
}

/// A transaction at work: everything is locked, the end of the log last.
pub struct Work {
    pub known: Known,
    pub draft: Draft,
    shelf: Shelf,
    documents: BTreeMap<DocumentId, Vec<u8>>,
    now: Timestamp,
}

impl Work {
    pub async fn begin(
        conn: &mut AnyConnection,
        terminal: Terminal,
        opened: &[&Opened<'_>],
        now: Timestamp,
    ) -> Result<Work, DbError> {
        let business = terminal.business;
        let read = opened.iter().filter_map(|opened| Some((opened.hash, opened.content.as_ref().ok()?)));
        let entries: Vec<(Hash, &Entry)> = read.collect();
        let known = Known::load(conn, terminal, &entries).await?;
        let edited = entries.iter().filter_map(|(_, entry)| match &entry.fact {
            Fact::DocumentEdited(intent) => Some(intent.document),
            _ => None,
        });
        let documents = lock_documents(conn, business, &edited.collect()).await?;
        let orders = entries.iter().filter_map(|(_, entry)| match &entry.fact {
            Fact::OrderPlaced(order) => Some(order),
            _ => None,
        });
        let keys = orders.flat_map(|order| order::shelf_keys(order, &known)).collect();
        let shelf = Shelf::lock(conn, business, &keys).await?;
        let draft = Draft::begin(conn, business).await?;
        Ok(Work { known, draft, shelf, documents, now })
    }

    /// Carries the content out, or says why it is set aside.
    pub async fn carry_out(
        &mut self,
        conn: &mut AnyConnection,
        opened: &Opened<'_>,
        seq: u64,
        on_behalf: Option<StaffId>,
        branch: Branch,
    ) -> Result<Result<(), Aside>, DbError> {
        let entry = match &opened.content {
            Ok(entry) => entry,
            Err(reason) => return Ok(Err(Aside::new(SetAsideCode::Unreadable, reason.clone()))),
        };
        let judged = judge(entry, &self.known, on_behalf);
        if branch != Branch::Chain {
            return self.carry_out_fork(conn, opened, entry, (judged, branch)).await;
        }
        if let Fact::DocumentEdited(intent) = &entry.fact {
            let outcome = match judged {
                Ok(()) => self.edit(conn, opened, intent).await?,
                Err(aside) => Err(aside),
            };
            self.tell_verdict(opened.hash, seq, outcome.as_ref().err());
            return Ok(outcome);
        }
        if let Err(aside) = judged {
            return Ok(Err(aside));
        }
        self.apply(conn, opened, entry).await?;
        Ok(Ok(()))
    }

    /// What happened at the counter happened, whichever copy of the till it was: the goods are
    /// gone and the money is there. What somebody decided or described is set aside instead,
    /// and so is, for all to see, the entry with which the copy began.
    async fn carry_out_fork(
        &mut self,
        conn: &mut AnyConnection,
        opened: &Opened<'_>,
        entry: &Entry,
        (judged, branch): (Result<(), Aside>, Branch),
    ) -> Result<Result<(), Aside>, DbError> {
        let happened = !matches!(entry.fact, Fact::PriceSet { .. } | Fact::DocumentEdited(_));
        if judged.is_ok() && happened {
            self.apply(conn, opened, entry).await?;
            if branch == Branch::ForkGoesOn {
                return Ok(Ok(()));
            }
        }
        let reason = "another entry holds this place in the till's chain: a copy of the till was at work";
        Ok(Err(Aside::new(SetAsideCode::Fork, reason)))
    }

    async fn edit(
        &mut self,
        conn: &mut AnyConnection,
        opened: &Opened<'_>,
        intent: &Intent,
    ) -> Result<Result<(), Aside>, DbError> {
        let attachment = opened.sealed.attachment.as_deref();
        let done = carry_out_edit(conn, &mut self.draft, &mut self.documents, intent, attachment, self.now).await?;
        Ok(done.map_err(|refused| {
            let code = match refused {
                EditRefused::UnknownDocument => SetAsideCode::UnknownReference,
                EditRefused::NoContent | EditRefused::OtherContent | EditRefused::Misfit(_) => {
                    SetAsideCode::Inconsistent
                }
            };
            Aside::new(code, refused.to_string())
        }))
    }

    fn tell_verdict(&mut self, entry: Hash, seq: u64, refused: Option<&Aside>) {
        let refused = refused.map(|aside| aside.reason.clone());
        self.draft.push(Scope::Terminal(self.known.terminal.id), &LogBody::Verdict { entry, seq, refused });
    }

    async fn apply(&mut self, conn: &mut AnyConnection, opened: &Opened<'_>, entry: &Entry) -> Result<(), DbError> {
        let terminal = &self.known.terminal;
        match &entry.fact {
            // It was booked although it was set aside: what is tried again has no more to do.
            Fact::OrderPlaced(_) if self.known.booked.contains(&opened.hash) => Ok(()),
            Fact::OrderPlaced(placed) => {
                let taken = self.known.orders.contains(&placed.id);
                let placed = if taken { Cow::Owned(placed.beside(opened.hash)) } else { Cow::Borrowed(&**placed) };
                let (draft, shelf, known) = (&mut self.draft, &mut self.shelf, &mut self.known);
                order::book(conn, draft, shelf, known, (entry, opened.hash), &placed, self.now).await
            }
            Fact::PriceSet { product, amount, currency } => {
                let price = Money::new(*amount, *currency);
                let position = price::set_price(conn, &mut self.draft, terminal.business, *product, price).await?;
                // A sale at this price may follow in the same batch.
                self.known.prices.entry(*product).or_default().insert(position, price.amount);
                Ok(())
            }
            Fact::TenderIntended { order, tender, kind, amount } => {
                tender::tender_intended(conn, terminal, *order, *tender, *kind, *amount).await
            }
            Fact::TenderResolved { tender, outcome, .. } => {
                tender::tender_resolved(conn, terminal, *tender, outcome).await
            }
            Fact::TenderVoided { tender, .. } => tender::tender_voided(conn, terminal, *tender).await,
            Fact::ShiftOpened { shift, business_date, float } => {
                let (shift, business_date, float) = (*shift, *business_date, *float);
                let opened = tender::ShiftOpened { shift, business_date, float, staff: entry.staff };
                tender::shift_opened(conn, terminal, &opened, self.now).await
            }
            _ => Ok(()),
        }
    }

    pub async fn put_aside(
        &mut self,
        conn: &mut AnyConnection,
        opened: &Opened<'_>,
        seq: u64,
        aside: &Aside,
    ) -> Result<(), DbError> {
        let (business, terminal) = (self.known.terminal.business, self.known.terminal.id);
        let entry = AsideEntry { hash: opened.hash, seq, kind: opened.kind(), business, terminal };
        put_aside(conn, &mut self.draft, &entry, aside, self.now).await
    }

    /// Publishes what changed and writes the log; the caller commits.
    pub async fn finish(mut self, conn: &mut AnyConnection) -> Result<u64, DbError> {
        publish_stock(&mut self.draft, &self.shelf)?;
        publish_states(conn, &mut self.draft, &self.shelf).await?;
        self.draft.finish(conn, self.now).await
    }
}
