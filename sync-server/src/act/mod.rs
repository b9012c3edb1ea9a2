//! The only way to change anything of a business, whoever asks:
//!
//! 1. [`Ready`]: decoded, verified, judged and merged, without any lock.
//! 2. [`Act::begin`]: locks in one order (terminal and store, documents, stock) and loads, in sets.
//! 3. [`Act::record`]: pure, on what is loaded; rows gather, nothing is written.
//! 4. [`Act::commit`]: the end of the log is locked last, then every table is written by one
//!    set of rows, all together, committed, and the bell rung.
//!
//! If what the change rests on moved meanwhile, it is [`DbError::Moved`], nothing is
//! written, and [`attempts`] begins it anew.

mod again;
mod carry;
mod edited;
mod judge;
mod kept;
mod knowledge;
mod load;
mod named;
mod not_carried;
mod origin;
mod pending;
mod ready;
mod recorded;
mod turn;

use crate::db::{Conn, Db, DbError, Engine};
use crate::entry::OwnEntry;
use crate::ledger::{Cause, Remembered, Remembering, Shelf, ShelfKey};
use crate::log::{Draft, EndLocked, Wake, Writing};
use crate::terminal::Terminal;
use crate::{document, ledger, order, payment};
use shared_model::entry::{Attachment, ENTRY_VERSION, Entry, SealedEntry};
use shared_model::fact::Fact;
use shared_model::money::Header;
use shared_model::party::Actor;
use shared_model::payment::Payment;
use shared_model::policy::Denied;
use shared_model::stock::{Posted, StockError, StockEvent};
use shared_model::unit::*;
use shared_model::wire::Told;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use uuid::Uuid;

pub(crate) use again::overtaken;
pub use again::{Overtaken, attempts};
pub use carry::{Beside, Carry};
pub(crate) use carry::{nothing, recorded};
pub(crate) use judge::{Judge, Verdict};
pub use knowledge::{Knowing, Knowledge};
pub use load::Loaded;
pub(crate) use named::{Named, Payments};
pub use not_carried::NotCarried;
pub use origin::Origin;
pub use pending::Pending;
pub use ready::{Ready, Wants};
pub use recorded::{Recorded, RecordedError};

pub struct Act {
    db: Db,
    /// Until this is committed.
    _turn: Option<turn::Ticket>,
    conn: Conn,
    pub business: BusinessId,
    pub now: Timestamp,
    pub knowledge: Arc<Knowledge>,
    terminal: Option<Terminal>,
    pub loaded: Loaded,
    pub shelf: Shelf,
    /// What the shelf may rest on.
    remembered: Remembered,
    pub pending: Pending,
    correlation: Option<Uuid>,
    /// There was no row of these to lock.
    new_customers: Vec<CustomerId>,
    /// Nor of receipt numbers that others may give.
    free_numbers: Vec<String>,
    /// Nor of what others may take for an order.
    paid: BTreeMap<OrderId, Vec<Payment>>,
    began: Instant,
}

/// Why the server records nothing.
#[derive(Debug, thiserror::Error)]
pub enum NotSaid {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Refused(#[from] NotCarried),
    #[error("its money cannot be reckoned")]
    Amounts(#[from] ArithmeticError),
}

impl Act {
    pub async fn begin(db: &Db, ready: &Ready) -> Result<Act, DbError> {
        let turn = turn::turn(db, ready.business).await?;
        let mut conn = db.begin_change(load::locks(db, ready), ready.is_job).await?;
        let began = Instant::now();
        let mut remembered = db.kept::<Remembering>().take(ready.business);
        let loading = async {
            let held = load::terminal(&mut conn, ready).await?;
            load::documents(&mut conn, ready).await?;
            let shelf = load::shelf(&mut conn, ready, &mut remembered).await?;
            let mut loaded = Loaded::read(&mut conn, ready).await?;
            loaded.stores.clone_from(&ready.wants.stores);
            loaded.latest_date = held.as_ref().and_then(|held| held.latest_date);
            Ok::<_, DbError>((held, shelf, loaded))
        };
        let (held, shelf, loaded) = db.at_once(loading).await?;
        let free_numbers = match db.engine() {
            // Nobody else writes.
            Engine::Sqlite => Vec::new(),
            Engine::Postgres => ready.wants.numbers.difference(&loaded.numbers).cloned().collect(),
        };
        Ok(Act {
            db: db.clone(),
            _turn: turn,
            conn,
            business: ready.business,
            now: ready.now,
            knowledge: ready.knowledge.clone(),
            terminal: held.map(|held| held.terminal),
            loaded,
            shelf,
            remembered,
            pending: ready.again.clone().map_or_else(Pending::default, Pending::again),
            correlation: ready.correlation,
            new_customers: ready.new_customers(),
            free_numbers,
            paid: ready.wants.paid.clone(),
            began,
        })
    }

    /// Carries a fact out, which was judged before.
    pub fn record(&mut self, origin: &Origin, fact: &Fact, beside: Beside) -> Result<(), NotCarried> {
        carry::carry_out(self, origin, fact, beside)
    }

    /// Records an entry of the server's own, if whoever asks for it may, and carries it out.
    pub fn say(
        &mut self,
        actor: Actor,
        fact: &Fact,
        attachments: Vec<Attachment>,
        beside: Beside,
    ) -> Result<Origin, NotSaid> {
        self.knowledge.may_say(&actor, fact)?;
        let entry = Entry {
            version: ENTRY_VERSION,
            business: self.business,
            origin: shared_model::entry::Origin::Server {},
            actor: actor.clone(),
            recorded_at: self.now,
            kind: fact.kind().to_owned(),
            payload_version: fact.version(),
            payload: fact.encode(),
            approvals: Vec::new(),
            attachments: attachments.iter().map(Attachment::name).collect(),
            // What a store took says so itself.
            money: fact.money(None)?,
            cause: None,
            // Whoever says the same twice says it in two entries.
            correlation: Some(self.correlation.unwrap_or_else(Uuid::now_v7)),
        };
        Ok(self.say_again(entry.seal(attachments), actor, fact, beside)?)
    }

    /// As it was said before, by whoever might then.
    pub fn say_again(
        &mut self,
        sealed: SealedEntry,
        actor: Actor,
        fact: &Fact,
        beside: Beside,
    ) -> Result<Origin, NotCarried> {
        let (hash, position) = self.keep(sealed, fact.kind().to_owned());
        let origin = Origin { hash, position, actor, claim: None };
        carry::carry_out(self, &origin, fact, beside)?;
        Ok(origin)
    }

    /// Keeps an entry of the server's own, also one that only a newer version knows: its money
    /// counts.
    pub fn keep(&mut self, sealed: SealedEntry, kind: String) -> (Hash, u64) {
        let (hash, position) = (sealed.hash(), self.pending.take());
        let entry = Entry::open(&sealed.bytes).ok();
        let payload_version = entry.as_ref().map_or(0, |entry| entry.payload_version);
        if let Some(header) = entry.and_then(|entry| entry.money).filter(|header| header.check().is_ok()) {
            self.book(hash, position, header);
        }
        self.pending.entries.keep_own(OwnEntry { hash, position, kind, payload_version, sealed });
        (hash, position)
    }

    /// A till's money is of the store that the till is of, as its sales are: a header says only where
    /// it stood.
    pub fn book(&mut self, entry: Hash, position: u64, header: Header) {
        let store = self.terminal.as_ref().map_or(header.store, |till| Some(till.store));
        self.pending.money.book(entry, position, Header { store, ..header });
    }

    pub fn tell(&mut self, scope: Scope, told: Told) -> u64 {
        self.pending.tell(scope, told)
    }

    /// The terminal whose entries these are. Facts of the counter have one.
    pub fn terminal(&self) -> Result<&Terminal, NotCarried> {
        self.terminal.as_ref().ok_or(NotCarried::NoTerminal)
    }

    /// One event of one product: postings, and the parts of lines that changed their status.
    pub fn post(&mut self, key: ShelfKey, event: &StockEvent, cause: &Cause) -> Result<Posted, StockError> {
        let outcome = self.shelf.post(key, event, cause)?;
        self.pending.orders.follow(key, &outcome, cause);
        Ok(outcome)
    }

    /// Writes everything; returns how long the end of the log was locked for it.
    pub async fn commit(self) -> Result<Duration, DbError> {
        let db = self.db.clone();
        db.at_once(self.write()).await
    }

    async fn write(mut self) -> Result<Duration, DbError> {
        self.shelf.tell_levels(|warehouse| self.pending.level(warehouse));
        for task in ledger::open_tasks(&mut self.shelf, self.now) {
            self.pending.tell(Scope::Warehouse(task.warehouse), Told::CountTask(task.clone()));
        }
        order::tell_states(&mut self).await?;
        let mut draft = self.begin_log().await?;
        let first = self.pending.append(&mut draft, &self.knowledge.generations);
        let Act { db, _turn, mut conn, business, now, shelf, remembered, pending, began, .. } = self;
        // On SQLite the transaction itself is the lock.
        let locked = if db.engine() == Engine::Sqlite { began } else { draft.locked };
        let writing = Writing::new(business, now, first);
        let knowledge_moves = pending.knowledge_moves;
        if knowledge_moves {
            draft.move_knowledge();
        }
        let ends = draft.ends(&mut conn, |key| remembered.end(draft.before, key)).await?;
        let change = (draft.before, draft.change);
        conn.gather();
        pending.write(&mut conn, &writing).await?;
        let heads = shelf.heads(&writing);
        shelf.write(&mut conn, &writing).await?;
        let (grown, ends) = draft.finish(&mut conn, ends, now).await?;
        db.kept::<Remembering>().leave(business, remembered.after(change, heads, ends));
        conn.commit().await?;
        let locked = locked.elapsed();
        db.kept::<EndLocked>().was(locked);
        db.wrote();
        if knowledge_moves {
            db.kept::<Knowing>().forget(business);
        }
        db.kept::<Wake>().ring(business, &grown);
        Ok(locked)
    }

    /// The connection, for what a noun loads after everything is recorded.
    pub(crate) fn conn(&mut self) -> &mut Conn {
        &mut self.conn
    }

    /// Locks the end of the log. A new business has one only now.
    async fn begin_log(&mut self) -> Result<Draft, DbError> {
        if self.pending.setting.is_new_business() {
            let generations = &self.knowledge.generations;
            self.pending.setting.write_business(&mut self.conn, self.business, generations, self.now).await?;
        }
        let mut draft = Draft::begin(&mut self.conn, self.business).await?;
        // It was set back: no position is given out a second time before another life has begun.
        if self.db.kept::<Wake>().wrote_beyond(self.business, draft.next_position() - 1) {
            return Err(DbError::Moved);
        }
        if let Some(position) = self.pending.stood_at() {
            draft.stands_at(position);
        }
        if !self.remembered.holds(draft.before) || draft.knowledge != self.knowledge.version {
            return Err(DbError::Moved);
        }
        // Nobody but another process can have given one meanwhile.
        let alone = self.remembered.is_last(draft.before);
        if !alone && order::is_any_number(&mut self.conn, self.business, &self.free_numbers).await? {
            return Err(DbError::Moved);
        }
        // Somebody else may have made them meanwhile.
        if document::is_any_customer(&mut self.conn, self.business, &self.new_customers).await? {
            return Err(DbError::Moved);
        }
        if !self.paid.is_empty() {
            let orders: Vec<OrderId> = self.paid.keys().copied().collect();
            if payment::taken_for(&mut self.conn, self.business, &orders).await? != self.paid {
                return Err(DbError::Moved);
            }
        }
        Ok(draft)
    }
}
