//! The way down: pages of each scope and levels beside them, checked for gaps, applied one at
//! a time.
//!
//! A scope's cursor moves only when rows are stored. A page goes on exactly where the last one
//! of its scope ended, or begins at the scope's start: then the server does not have what this
//! till had read, and all of the scope is read again. Only the first page of a scope on a
//! connection may do so. Levels follow the same rule, and begin anew with every life of the
//! server: their position is in no head that would tell one life from another.

use super::Effect;
use shared_model::bounds::PAGES_IN_FLIGHT_MAX;
use shared_model::encoding::{Fixed, Signed};
use shared_model::refusal::LinkReason;
use shared_model::unit::{Position, Scope, WarehouseId};
use shared_model::wire::page::heads_digest;
use shared_model::wire::{Applied, ClientFrame, Cursor, Heads, Levels, Page, Positions};
use std::collections::{BTreeMap, VecDeque};

/// Pages kept for later; a server that keeps to its limit never reaches it.
const INBOX_MAX: usize = 2 * PAGES_IN_FLIGHT_MAX + 2;

/// Something that comes down and is stored whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Down {
    Page(Page),
    Levels(Signed<Levels>),
}

/// Where a till stands: as stored with the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    /// What the till follows, in the order in which the server named it.
    pub scopes: Vec<(Scope, Cursor)>,
    /// How far levels were heard.
    pub levels: BTreeMap<WarehouseId, Position>,
    pub generation: u32,
    pub generation_id: [u8; 8],
}

impl Stand {
    /// Of a till that has read nothing yet.
    pub fn start() -> Stand {
        Stand { scopes: Vec::new(), levels: BTreeMap::new(), generation: 0, generation_id: [0; 8] }
    }
}

#[derive(Debug)]
struct Slot {
    scope: Scope,
    cursor: Cursor,
    /// Number up to which pages of this connection have come in.
    received: u64,
    /// None has come yet: the first may begin at the scope's start.
    untouched: bool,
}

impl Slot {
    fn at(scope: Scope, cursor: Cursor) -> Slot {
        Slot { scope, received: cursor.position.number, cursor, untouched: true }
    }
}

/// Levels of a warehouse, as a slot is a scope.
#[derive(Debug)]
struct Shelf {
    warehouse: WarehouseId,
    stored: Position,
    received: u64,
    untouched: bool,
}

impl Shelf {
    fn at(warehouse: WarehouseId, stored: Position) -> Shelf {
        Shelf { warehouse, stored, received: stored.number, untouched: true }
    }
}

#[derive(Debug)]
pub struct Follower {
    slots: Vec<Slot>,
    /// One for each warehouse among them.
    shelves: Vec<Shelf>,
    inbox: VecDeque<Down>,
    storing: Option<Down>,
    /// What is being stored came by this connection, which wants to hear of it.
    confirm: bool,
    /// Where the log ended when this connection began: up to there everything is to come.
    target: u64,
}

impl Follower {
    pub fn new(stand: &Stand) -> Follower {
        // Of an earlier life of the server they are no beginning.
        let heard = stand.levels.iter().filter(|(_, position)| position.generation == stand.generation);
        let heard: BTreeMap<WarehouseId, Position> =
            heard.map(|(warehouse, position)| (*warehouse, *position)).collect();
        let slots: Vec<Slot> = stand.scopes.iter().map(|(scope, cursor)| Slot::at(*scope, cursor.clone())).collect();
        let shelves = shelves(&slots, &heard);
        Follower { slots, shelves, inbox: VecDeque::new(), storing: None, confirm: false, target: 0 }
    }

    /// As a hello names them.
    pub fn positions(&self) -> Positions {
        let read = self.slots.iter().map(|slot| slot.cursor.position.number);
        Positions(read.chain(self.shelves.iter().map(|shelf| shelf.stored.number)).collect())
    }

    /// The server has begun another life: what it said of levels before is no beginning.
    pub fn new_life(&mut self) {
        for shelf in &mut self.shelves {
            *shelf = Shelf::at(shelf.warehouse, Position::START);
        }
    }

    /// Goes on with what is followed by now. Where a scope is followed no more, what is left of
    /// its kind begins anew, as it does in the tables.
    pub fn follow(&mut self, scopes: &[Scope]) {
        let gone: Vec<Scope> =
            self.slots.iter().map(|slot| slot.scope).filter(|scope| !scopes.contains(scope)).collect();
        let mut known: BTreeMap<Scope, Cursor> =
            std::mem::take(&mut self.slots).into_iter().map(|slot| (slot.scope, slot.cursor)).collect();
        known.retain(|scope, _| !gone.iter().any(|gone| scope.is_like(*gone)));
        let slot = |scope: &Scope| Slot::at(*scope, known.remove(scope).unwrap_or_else(Cursor::start));
        self.slots = scopes.iter().map(slot).collect();
        let heard = self.shelves.iter().map(|shelf| (shelf.warehouse, shelf.stored)).collect();
        self.shelves = shelves(&self.slots, &heard);
    }

    pub fn digest(&self, life: &[u8; 8]) -> [u8; 16] {
        heads_digest(life, self.slots.iter().map(|slot| (slot.scope, slot.cursor.head)))
    }

    /// Every cursor there is, with the signature it came with.
    pub fn heads(&self, life: [u8; 8]) -> Heads {
        let read = self.slots.iter().filter(|slot| slot.cursor.position.number > 0);
        let levels = self.shelves.iter().map(|shelf| (shelf.warehouse, shelf.stored.number));
        let scopes = read.map(|slot| (slot.scope, slot.cursor.clone())).collect();
        Heads { life: Fixed(life), scopes, levels: levels.collect() }
    }

    pub fn is_storing(&self) -> bool {
        self.storing.is_some()
    }

    /// `head` is where the log ends now.
    pub fn begin(&mut self, head: u64) {
        for slot in &mut self.slots {
            *slot = Slot::at(slot.scope, slot.cursor.clone());
        }
        for shelf in &mut self.shelves {
            *shelf = Shelf::at(shelf.warehouse, shelf.stored);
        }
        self.target = head;
    }

    pub fn link_lost(&mut self) {
        self.inbox.clear();
        self.confirm = false;
    }

    /// How far the scope that is furthest behind is, towards where the log ended.
    pub fn applied(&self) -> u64 {
        self.slots.iter().map(|slot| slot.cursor.position.number).min().unwrap_or(0)
    }

    /// Everything there was when the connection began is stored, and nothing waits.
    pub fn caught_up(&self) -> bool {
        self.applied() >= self.target && self.storing.is_none() && self.inbox.is_empty()
    }

    pub fn page(&mut self, page: Page, effects: &mut Vec<Effect>) -> Result<(), LinkReason> {
        // What is not followed is nothing to this till.
        let Some(slot) = self.slots.iter_mut().find(|slot| slot.scope == page.scope) else { return Ok(()) };
        let restarts = page.from == 0 && slot.untouched;
        if page.to < page.from {
            return Err(LinkReason::LogGap {});
        }
        if page.from != slot.received && !restarts {
            return if page.to <= slot.received { Ok(()) } else { Err(LinkReason::LogGap {}) };
        }
        slot.untouched = false;
        if page.to == slot.received && !restarts {
            return Ok(());
        }
        slot.received = page.to;
        self.keep(Down::Page(page), effects)
    }

    pub fn hear_levels(&mut self, levels: Signed<Levels>, effects: &mut Vec<Effect>) -> Result<(), LinkReason> {
        let shelf = self.shelves.iter_mut().find(|shelf| shelf.warehouse == levels.warehouse);
        let Some(shelf) = shelf else { return Ok(()) };
        let restarts = levels.from == 0 && shelf.untouched;
        if levels.to < levels.from {
            return Err(LinkReason::LogGap {});
        }
        if levels.from != shelf.received && !restarts {
            return if levels.to <= shelf.received { Ok(()) } else { Err(LinkReason::LogGap {}) };
        }
        shelf.untouched = false;
        shelf.received = levels.to;
        self.keep(Down::Levels(levels), effects)
    }

    fn keep(&mut self, down: Down, effects: &mut Vec<Effect>) -> Result<(), LinkReason> {
        if self.inbox.len() >= INBOX_MAX {
            return Err(LinkReason::Flooded {});
        }
        self.inbox.push_back(down);
        self.apply_next(effects);
        Ok(())
    }

    /// True when the stored rows brought this connection forward.
    pub fn stored(&mut self, live: bool, effects: &mut Vec<Effect>) -> bool {
        let Some(down) = self.storing.take() else { return false };
        let applied = self.moved_on(down);
        let confirm = live && self.confirm;
        if confirm {
            effects.push(Effect::Send(ClientFrame::Applied(applied)));
        }
        self.apply_next(effects);
        confirm
    }

    fn moved_on(&mut self, down: Down) -> Applied {
        let mut applied = Applied { positions: Vec::new(), levels: Vec::new() };
        let stands = |at: usize, to: u64| (u8::try_from(at).unwrap_or(u8::MAX), to);
        match down {
            Down::Page(page) => {
                if let Some(at) = self.slots.iter().position(|slot| slot.scope == page.scope) {
                    self.slots[at].cursor = page.cursor();
                    applied.positions.push(stands(at, page.to));
                }
            }
            Down::Levels(levels) => {
                if let Some(at) = self.shelves.iter().position(|shelf| shelf.warehouse == levels.warehouse) {
                    self.shelves[at].stored = Position::new(levels.generation, levels.to);
                    applied.levels.push(stands(at, levels.to));
                }
            }
        }
        applied
    }

    pub fn failed(&mut self) {
        self.storing = None;
        self.inbox.clear();
    }

    fn apply_next(&mut self, effects: &mut Vec<Effect>) {
        if self.storing.is_some() {
            return;
        }
        if let Some(down) = self.inbox.pop_front() {
            self.storing = Some(down.clone());
            self.confirm = true;
            effects.push(Effect::Apply { down });
        }
    }
}

/// In the order of the warehouses among `slots`.
fn shelves(slots: &[Slot], heard: &BTreeMap<WarehouseId, Position>) -> Vec<Shelf> {
    let warehouse = |slot: &Slot| if let Scope::Warehouse(id) = slot.scope { Some(id) } else { None };
    let stored = |warehouse| heard.get(&warehouse).copied().unwrap_or(Position::START);
    slots.iter().filter_map(warehouse).map(|warehouse| Shelf::at(warehouse, stored(warehouse))).collect()
}
