//! Locking and loading, in one order and in sets.

use super::Ready;
use crate::db::set::select_all;
use crate::db::{Conn, Db, DbError, Locks, Sql};
use crate::ledger::{Remembered, Shelf};
use crate::order::Reach;
use crate::payment::{PaymentIs, PaymentRow, PaymentStand};
use crate::terminal::Held;
use crate::{document, entry, ledger, order, payment, setting, supply, terminal};
use shared_model::unit::*;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of what a change names.
#[derive(Default)]
pub struct Loaded {
    /// Ids that a booked sale has, the entries that are booked, and receipt numbers in use.
    pub orders: BTreeSet<OrderId>,
    pub booked: BTreeSet<Hash>,
    pub numbers: BTreeSet<String>,
    /// Those that may be set: they are locked, where they are there.
    pub stores: BTreeSet<StoreId>,
    /// The day that the terminal's store is at.
    pub latest_date: Option<BusinessDate>,
    pub payments: BTreeMap<PaymentId, payment::PaymentRow>,
    pub intakes: BTreeMap<IntakeId, supply::Intake>,
}

impl Loaded {
    pub async fn read(conn: &mut Conn, ready: &Ready) -> Result<Loaded, DbError> {
        let mut loaded = Loaded::default();
        let wants = &ready.wants;
        let mut asked = order::taken(wants);
        asked.push(payment::known(&wants.payments));
        // Nearly always nobody asked what was paid of a sale before: its own payments come right before it.
        let unasked = wants.orders.iter().map(|(id, _)| *id).filter(|id| !wants.paid.contains_key(id));
        asked.push(payment::paid(&unasked.collect::<Vec<_>>()));
        let found = select_all(conn, |query: Sql| query.id(ready.business), asked).await?;
        if payment::is_any_paid(&found)? {
            return Err(DbError::Moved);
        }
        order::take(conn, (ready.business, wants), &found, &mut loaded).await?;
        if !wants.payments.is_empty() {
            let known = payment::known_in(&found)?;
            loaded.payments = payment::rows(conn, ready.business, &known).await?;
            let own = ready.terminal.as_ref().map(|held| held.terminal.id);
            // What its till asked for is as good as new.
            let counts = |stand: &PaymentStand| !(stand.is == PaymentIs::Begun && Some(stand.terminal) == own);
            let stand = |id| loaded.payments.get(id).map(PaymentRow::stand).filter(counts);
            let differs = |(id, stood): (_, &Option<PaymentStand>)| stand(id) != stood.filter(counts);
            if wants.stands.iter().filter(|(id, _)| wants.payments.contains(id)).any(differs) {
                return Err(DbError::Moved);
            }
        }
        if let Some(aside) = wants.aside
            && !entry::is_open(conn, ready.business, aside).await?
        {
            return Err(DbError::Moved);
        }
        if !wants.intakes.is_empty() {
            loaded.intakes = supply::intakes(conn, ready.business, &wants.intakes).await?;
        }
        Ok(loaded)
    }
}

/// What a change locks, in the order that is the same for everybody: terminals and stores, as whoever pushes
/// locks its own; documents; warehouses.
pub fn locks(db: &Db, ready: &Ready) -> Locks {
    let (business, wants, mut locks) = (ready.business, &ready.wants, db.locks());
    let pushing = ready.terminal.as_ref().map(|held| held.terminal.id);
    for terminal in wants.terminal.into_iter().chain(pushing).collect::<BTreeSet<_>>() {
        terminal::lock(&mut locks, business, terminal);
    }
    setting::lock_stores(&mut locks, business, &wants.stores);
    document::lock(&mut locks, business, wants.documents.keys());
    ledger::lock(&mut locks, &wants.shelf);
    locks
}

/// The terminal's chains must be where they were when the entries were placed. An entry that is tried again
/// has its place.
pub async fn terminal(conn: &mut Conn, ready: &Ready) -> Result<Option<Held>, DbError> {
    let Some(held) = &ready.terminal else { return Ok(None) };
    let now = terminal::held(conn, held.terminal.id).await?.ok_or(DbError::Moved)?;
    let is_placed = ready.wants.aside.is_some() && now.is_at_home_as(held);
    if is_placed || now.stands_as(held) { Ok(Some(now)) } else { Err(DbError::Moved) }
}

/// Products, and of their open lines what the change can reach.
pub async fn shelf(conn: &mut Conn, ready: &Ready, remembered: &mut Remembered) -> Result<Shelf, DbError> {
    let mut shelf = Shelf::load(conn, ready.business, &ready.wants.shelf, remembered).await?;
    let reached = shelf.reached(&ready.wants.shelf)?;
    shelf.take_waiting(order::open_lines(conn, ready.business, Reach::OldestWaiting, &reached.waiting).await?);
    shelf.take_bound(order::open_lines(conn, ready.business, Reach::LatestBound, &reached.bound).await?);
    Ok(shelf)
}

/// Each document must be as it was when the changes to it were made.
pub async fn documents(conn: &mut Conn, ready: &Ready) -> Result<(), DbError> {
    if ready.wants.documents.is_empty() {
        return Ok(());
    }
    let found = document::versions(conn, ready.business, ready.wants.documents.keys()).await?;
    if found == ready.wants.documents { Ok(()) } else { Err(DbError::Moved) }
}
