//! Pages for everybody who follows: each is read, signed and packed once, however many
//! sessions send it.

use super::read::{self, PageRows};
use super::wake::{Key, Mark};
use crate::auth::ServerIdentity;
use crate::db::{Db, DbError};
use ed25519_dalek::Signer;
use shared_model::bounds::LEVELS_MAX;
use shared_model::encoding::{Fixed, Signed};
use shared_model::unit::*;
use shared_model::wire::{Levels, Page, ServerFrame, codec};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Pages of one feed that are kept for others.
const PAGES_KEPT_MAX: usize = 64;
/// Bytes of them.
const BYTES_KEPT_MAX: usize = 4 * 1024 * 1024;
/// Feeds remembered at a time; beyond it those that nobody holds are forgotten.
const FEEDS_MAX: usize = 4096;
/// A page of orders or count tasks after another comes so much later, or once there are so many: under load
/// each till opens, checks and stores ten of them a second, not one for each push of others.
const COMPANY: u64 = 500;
const COMPANY_WITHIN: Duration = Duration::from_millis(100);
/// Levels are states: so often is often enough.
const LEVELS_EVERY: Duration = Duration::from_millis(250);

/// A frame ready to be sent, and where its reader stands afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    pub from: u64,
    pub to: u64,
    pub frame: Vec<u8>,
}

/// What a follower gets when it asks.
pub enum Next {
    Page(Arc<Packed>),
    /// There is something, and it is told a little later, with what comes until then.
    At(Instant),
    Nothing,
}

#[derive(Clone)]
pub struct Feeds {
    db: Db,
    identity: Arc<ServerIdentity>,
    feeds: Arc<Mutex<Kinds>>,
}

type Kinds = BTreeMap<(BusinessId, Key), Arc<Feed>>;

#[derive(Default)]
struct Feed {
    state: tokio::sync::Mutex<State>,
}

#[derive(Default)]
struct State {
    pages: BTreeMap<u64, Arc<Packed>>,
    order: VecDeque<u64>,
    bytes: usize,
    built: Option<Built>,
}

/// The last page that had room for more.
struct Built {
    at: Instant,
    /// How many rows there were in all.
    rows: u64,
    to: u64,
}

/// What a reader gets from a feed.
enum Turn {
    /// It is behind the others: as far as they are, at once, and then goes on with them.
    Behind(u64),
    /// What comes next waits for company.
    At(Instant),
    Now,
}

impl State {
    fn keep(&mut self, page: Packed) -> Arc<Packed> {
        let page = Arc::new(page);
        self.bytes += page.frame.len();
        self.order.push_back(page.from);
        self.pages.insert(page.from, page.clone());
        while self.order.len() > PAGES_KEPT_MAX || (self.bytes > BYTES_KEPT_MAX && self.order.len() > 1) {
            let Some(oldest) = self.order.pop_front() else { break };
            if let Some(gone) = self.pages.remove(&oldest) {
                self.bytes -= gone.frame.len();
            }
        }
        page
    }

    fn turn(&self, from: u64, mark: Mark, within: Duration, company: u64) -> Turn {
        let Some(built) = &self.built else { return Turn::Now };
        let due = built.at + within;
        if Instant::now() >= due || mark.rows.saturating_sub(built.rows) >= company {
            return Turn::Now;
        }
        if from < built.to { Turn::Behind(built.to) } else { Turn::At(due) }
    }
}

impl Feeds {
    pub fn new(db: Db, identity: Arc<ServerIdentity>) -> Feeds {
        Feeds { db, identity, feeds: Arc::default() }
    }

    fn feed(&self, business: BusinessId, key: Key) -> Arc<Feed> {
        let mut feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        if feeds.len() >= FEEDS_MAX {
            feeds.retain(|_, feed| Arc::strong_count(feed) > 1);
        }
        feeds.entry((business, key)).or_default().clone()
    }

    /// What a scope has after `from`. `mark` is how far the bell said it reaches, `target`
    /// where its reader is to stand at least, even where there is nothing to tell.
    pub async fn page(
        &self,
        business: BusinessId,
        scope: Scope,
        from: u64,
        mark: Mark,
        target: u64,
    ) -> Result<Next, DbError> {
        let feed = self.feed(business, Key::scope(scope));
        let mut state = feed.state.lock().await;
        if let Some(page) = state.pages.get(&from) {
            return Ok(Next::Page(page.clone()));
        }
        let gathers = matches!(scope, Scope::Store(_) | Scope::Warehouse(_));
        let turn = if gathers { state.turn(from, mark, COMPANY_WITHIN, COMPANY) } else { Turn::Now };
        let upto = match turn {
            Turn::At(due) => return Ok(Next::At(due)),
            Turn::Behind(to) => Some(to),
            Turn::Now => None,
        };
        let found = match mark.position > from {
            true => read::rows(&self.db, business, scope, (from, upto)).await?,
            false => None,
        };
        if let Some(rows) = found {
            let cut = rows.cut;
            let page = self.packed(business, scope, from, rows);
            if upto.is_none() {
                // What did not fit does not wait for company.
                state.built = (!cut).then(|| Built { at: Instant::now(), rows: mark.rows, to: page.to });
            }
            return Ok(Next::Page(state.keep(page)));
        }
        if from >= target {
            return Ok(Next::Nothing);
        }
        let head = read::head_at(&self.db, business, scope, from).await?;
        let nothing = PageRows { rows: Vec::new(), head, inside: false, cut: false };
        Ok(Next::Page(Arc::new(self.packed_to(business, scope, (from, target), nothing))))
    }

    fn packed(&self, business: BusinessId, scope: Scope, from: u64, rows: PageRows) -> Packed {
        let to = rows.rows.last().map_or(from, |row| row.position);
        self.packed_to(business, scope, (from, to), rows)
    }

    fn packed_to(&self, business: BusinessId, scope: Scope, (from, to): (u64, u64), rows: PageRows) -> Packed {
        let identity = &self.identity;
        let mut page = Page {
            generation: identity.generation,
            scope,
            from,
            to,
            head: rows.head,
            inside: rows.inside,
            rows: rows.rows,
            key: identity.key_number,
            signature: Fixed([0; 64]),
        };
        page.signature = Fixed(identity.key.sign(&page.message(business).0).to_bytes());
        Packed { from, to, frame: codec::pack(&ServerFrame::Page(page).encode()) }
    }

    /// The levels of a warehouse that changed after `from`.
    pub async fn levels(
        &self,
        business: BusinessId,
        warehouse: WarehouseId,
        from: u64,
        mark: Mark,
    ) -> Result<Next, DbError> {
        if mark.position <= from {
            return Ok(Next::Nothing);
        }
        let feed = self.feed(business, Key::levels(warehouse));
        let mut state = feed.state.lock().await;
        if let Some(page) = state.pages.get(&from) {
            return Ok(Next::Page(page.clone()));
        }
        let upto = match state.turn(from, mark, LEVELS_EVERY, u64::MAX) {
            Turn::At(due) => return Ok(Next::At(due)),
            Turn::Behind(to) => Some(to),
            Turn::Now => None,
        };
        let rows = read::levels(&self.db, business, warehouse, (from, upto)).await?;
        let cut = rows.len() == LEVELS_MAX;
        let to = match (rows.last(), upto) {
            (_, Some(upto)) if !cut => upto,
            (Some(last), _) => last.position,
            (None, _) => return Ok(Next::Nothing),
        };
        if upto.is_none() {
            state.built = (!cut).then(|| Built { at: Instant::now(), rows: mark.rows, to });
        }
        let identity = &self.identity;
        let (generation, key) = (identity.generation, identity.key_number);
        let levels = Levels { generation, warehouse, from, to, rows, key };
        let levels = Signed::by(levels, |levels| Fixed(identity.key.sign(&levels.message(business).0).to_bytes()));
        let frame = codec::pack(&ServerFrame::Levels(levels).encode());
        Ok(Next::Page(state.keep(Packed { from, to, frame })))
    }
}
