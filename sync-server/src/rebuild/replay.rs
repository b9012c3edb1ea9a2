//! Carries entries out once more, as they were carried out: a till's by the same way as a
//! push, the server's by the same way as the decision. What was stored together is carried out
//! together: so everything comes to stand at the position that it had, and what rests on
//! positions is judged as it was.

use super::RebuildError;
use super::read::{StoredEntry, after};
use crate::act::{Act, Beside, Knowledge, Ready};
use crate::db::Db;
use crate::entry::{Batch, Opened};
use crate::merge::{retry_again, take};
use crate::{catalogue, document, party, setting, terminal};
use shared_model::document::DocumentId;
use shared_model::entry::SealedEntry;
use shared_model::fact::Fact;
use shared_model::fact::setting::{TerminalReadmitted, TerminalRevoked};
use shared_model::fact::supply::ReceivedLine;
use shared_model::party::Staff;
use shared_model::unit::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Returns how many there were.
pub async fn replay(from: &Db, business: BusinessId, into: &Db) -> Result<u64, RebuildError> {
    let (mut position, mut count) = (0, 0);
    let mut pushed: Vec<StoredEntry> = Vec::new();
    loop {
        let page = after(from, business, position).await?;
        let Some(last) = page.last() else { break };
        position = last.position;
        count += page.len() as u64;
        for stored in page {
            let goes_on = pushed.first().is_some_and(|first: &StoredEntry| {
                first.terminal == stored.terminal && first.together == stored.together
            });
            if !goes_on {
                push(into, std::mem::take(&mut pushed)).await?;
            }
            match stored.terminal {
                Some(_) => pushed.push(stored),
                None => say(into, business, stored).await?,
            }
        }
    }
    push(into, pushed).await?;
    Ok(count)
}

async fn push(into: &Db, entries: Vec<StoredEntry>) -> Result<(), RebuildError> {
    let Some(first) = entries.first() else { return Ok(()) };
    let Some(terminal) = first.terminal else { return Ok(()) };
    let (id, now) = (first.batch, first.received_at);
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
    take(into, (terminal, None), &batch, all, None, now).await?;
    Ok(())
}

async fn say(into: &Db, business: BusinessId, stored: StoredEntry) -> Result<(), RebuildError> {
    let StoredEntry { sealed, received_at: now, .. } = stored;
    let unreadable = || RebuildError::Unreadable(sealed.hash());
    let entry = sealed.open().map_err(|_| unreadable())?;
    let fact = entry.fact().map_err(|_| unreadable())?;
    if let (Fact::EntryRetried(it), Some(manager)) = (&fact, entry.actor.staff_id()) {
        retry_again(into, it, manager, now, sealed).await?;
        return Ok(());
    }
    let is_new = setting::business_settings(into, business).await?.is_none();
    let knowledge = match (&fact, is_new) {
        (Fact::BusinessSet(settings), true) => Arc::new(Knowledge::before((**settings).clone())),
        (_, _) => Knowledge::of(into, business).await?,
    };
    let mut ready = Ready::new(business, knowledge, now);
    let beside = beside(into, business, &fact, &sealed, &mut ready).await?;
    let mut act = Act::begin(into, &ready).await?;
    if let Fact::TerminalRevoked(TerminalRevoked { terminal: id })
    | Fact::TerminalReadmitted(TerminalReadmitted { terminal: id }) = &fact
        && let Some(told) = terminal::told(act.conn(), business, *id).await?
    {
        act.pending.terminal.know(told);
    }
    act.say_again(sealed, entry.actor.clone(), &fact, beside)?;
    act.commit().await?;
    Ok(())
}

/// What was reckoned or read beside the fact, from the entry itself.
async fn beside(
    into: &Db,
    business: BusinessId,
    fact: &Fact,
    sealed: &SealedEntry,
    ready: &mut Ready,
) -> Result<Beside, RebuildError> {
    let mut beside = Beside::default();
    match fact {
        Fact::ProductsImported(_) => {
            let mut batch = catalogue::ProductBatch::read(fact, &sealed.attachments)?;
            let contents = contents(into, business, &batch.documents(), ready).await?;
            batch.merge(&contents)?;
            beside.products = Some(batch);
        }
        Fact::CustomersImported(_) => {
            let mut batch = party::CustomerBatch::read(fact, &sealed.attachments)?;
            let contents = contents(into, business, &batch.documents(), ready).await?;
            batch.merge(&contents)?;
            beside.customers = Some(batch);
        }
        Fact::StaffAdded(_) => beside.staff = Some(party::staff_read(fact, &sealed.attachments)?),
        Fact::RoleGiven(it) => {
            let held = party::everybody(&mut into.read().await?, business).await?;
            let held = held.into_iter().find(|staff| staff.id == it.staff);
            beside.staff = held.map(|staff| Staff { role: it.role.clone(), ..staff });
        }
        Fact::GoodsReceived(it) => wants_shelf(ready, it.warehouse, &it.lines),
        Fact::StockOpened(it) => wants_shelf(ready, it.warehouse, &it.lines),
        Fact::ProcessStarted(_)
        | Fact::EntryRetried(_)
        | Fact::ShiftOpened(_)
        | Fact::PaymentIntended(_)
        | Fact::PaymentFailed(_)
        | Fact::PaymentTaken(_)
        | Fact::PaymentVoided(_)
        | Fact::OrderPlaced(_)
        | Fact::BasketCancelled(_)
        | Fact::Approved(_)
        | Fact::PriceSet(_)
        | Fact::DocumentEdited(_)
        | Fact::ReceiptPrinted(_)
        | Fact::BusinessSet(_)
        | Fact::WarehouseSet(_)
        | Fact::StoreSet(_)
        | Fact::TerminalEnrolled(_)
        | Fact::TerminalRevoked(_)
        | Fact::TerminalReadmitted(_)
        | Fact::ServerKeySet(_) => {}
    }
    Ok(beside)
}

async fn contents(
    into: &Db,
    business: BusinessId,
    ids: &[DocumentId],
    ready: &mut Ready,
) -> Result<BTreeMap<DocumentId, document::Content>, RebuildError> {
    let contents = document::contents(&mut into.read().await?, business, ids).await?;
    ready.wants.documents.extend(contents.iter().map(|(id, content)| (*id, content.version)));
    Ok(contents)
}

fn wants_shelf(ready: &mut Ready, warehouse: WarehouseId, lines: &[ReceivedLine]) {
    for line in lines {
        ready.wants.shelf.entry((warehouse, line.product)).or_default().incoming(line.quantity);
    }
}
