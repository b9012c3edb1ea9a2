//! The way down: pages of each scope and levels beside them, checked for gaps, applied one at
//! a time.
//!
//! A scope's cursor moves only when rows are stored. A page goes on exactly where the last one
//! of its scope ended, or begins at the scope's start: then the server does not have what this
//! till had read, and all of the scope is read again. Only the first page of a scope on a
//! connection may do so. Levels follow the same rule, and begin anew with every life of the
//! server: their position is in no head that would tell one life from another.

use super::{Broken, Effect};
use shared_model::bounds::PAGES_IN_FLIGHT_MAX;
use shared_model::unit::{Position, TerminalId, WarehouseId};
use shared_model::wire::page::heads_digest;
use shared_model::wire::{Applied, ClientFrame, Cursor, Levels, Page, Scope};
use std::collections::VecDeque;

/// Pages kept for later; a server that keeps to its limit never reaches it.
const INBOX_MAX: usize = 2 * PAGES_IN_FLIGHT_MAX + 2;
/// What a till follows at a time: one scope of each kind, in the order of a hello.
const SLOTS: usize = 5;

/// Something that comes down and is stored whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Down {
    Page(Page),
    Levels(Levels),
}

/// Where a till stands: as stored with the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    pub scopes: Vec<(Scope, Cursor)>,
    pub levels: Position,
    pub generation: u32,
    pub generation_id: [u8; 8],
}

impl Stand {
    /// Of a till that has read nothing yet.
    pub fn start() -> Stand {
        Stand { scopes: Vec::new(), levels: Position::START, generation: 0, generation_id: [0; 8] }
    }
}

/// The place of a scope in a hello; none for one that tills do not follow.
fn slot_of(scope: Scope) -> Option<usize> {
    match scope {
        Scope::Business => Some(0),
        Scope::People => Some(1),
        Scope::Store(_) => Some(2),
        Scope::Warehouse(_) => Some(3),
        Scope::Mail(_) => Some(4),
        Scope::Office | Scope::Other(_) => None,
    }
}

fn warehouse_of(slots: &[Slot; SLOTS]) -> Option<WarehouseId> {
    slots.iter().find_map(|slot| if let Some(Scope::Warehouse(id)) = slot.scope { Some(id) } else { None })
}

#[derive(Debug)]
struct Slot {
    scope: Option<Scope>,
    cursor: Cursor,
    /// Number up to which pages of this connection have come in.
    received: u64,
    /// None has come yet: the first may begin at the scope's start.
    untouched: bool,
}

impl Slot {
    fn at(scope: Option<Scope>, cursor: Cursor) -> Slot {
        Slot { scope, received: cursor.position.number, cursor, untouched: true }
    }
}

/// Levels, as a slot is a scope.
#[derive(Debug)]
struct Shelf {
    /// Whose levels are stored, and how far.
    warehouse: Option<WarehouseId>,
    stored: Position,
    /// Whose levels come in on this connection, and how far they have.
    hearing: Option<WarehouseId>,
    received: u64,
    untouched: bool,
}

impl Shelf {
    fn at(warehouse: Option<WarehouseId>, stored: Position) -> Shelf {
        Shelf { warehouse, stored, hearing: warehouse, received: stored.number, untouched: true }
    }
}

#[derive(Debug)]
pub struct Follower {
    terminal: TerminalId,
    slots: [Slot; SLOTS],
    shelf: Shelf,
    inbox: VecDeque<Down>,
    storing: Option<Down>,
    /// What is being stored came by this connection, which wants to hear of it.
    confirm: bool,
    /// Where the log ended when this connection began: up to there everything is to come.
    target: u64,
}

impl Follower {
    pub fn new(terminal: TerminalId, stand: &Stand) -> Follower {
        let mut slots = std::array::from_fn(|_| Slot::at(None, Cursor::start()));
        for (scope, cursor) in &stand.scopes {
            if let Some(slot) = slot_of(*scope) {
                slots[slot] = Slot::at(Some(*scope), cursor.clone());
            }
        }
        // Of an earlier life of the server they are no beginning.
        let levels = if stand.levels.generation == stand.generation { stand.levels } else { Position::START };
        let shelf = Shelf::at(warehouse_of(&slots), levels);
        Follower { terminal, slots, shelf, inbox: VecDeque::new(), storing: None, confirm: false, target: 0 }
    }

    pub fn positions(&self) -> Vec<u64> {
        self.slots.iter().map(|slot| slot.cursor.position.number).collect()
    }

    /// Nothing where what is stored is another warehouse's.
    pub fn levels(&self) -> u64 {
        if self.shelf.warehouse == warehouse_of(&self.slots) { self.shelf.stored.number } else { 0 }
    }

    /// The server has begun another life: what it said of levels before is no beginning.
    pub fn new_life(&mut self) {
        self.shelf.stored = Position::START;
    }

    pub fn digest(&self) -> [u8; 16] {
        heads_digest(self.slots.iter().map(|slot| slot.cursor.head))
    }

    /// Every cursor there is, with the signature it came with.
    pub fn heads(&self) -> Vec<(Scope, Cursor)> {
        let read = self.slots.iter().filter(|slot| slot.cursor.position.number > 0);
        read.filter_map(|slot| Some((slot.scope?, slot.cursor.clone()))).collect()
    }

    pub fn is_storing(&self) -> bool {
        self.storing.is_some()
    }

    /// `head` is where the log ends now.
    pub fn begin(&mut self, head: u64) {
        for slot in &mut self.slots {
            slot.received = slot.cursor.position.number;
            slot.untouched = true;
        }
        let warehouse = self.shelf.warehouse;
        self.shelf = Shelf::at(warehouse, Position { number: self.levels(), ..self.shelf.stored });
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

    pub fn page(&mut self, page: Page, effects: &mut Vec<Effect>) -> Result<(), Broken> {
        // A scope that this version does not follow is nothing to it.
        let Some(index) = slot_of(page.scope).filter(|_| !self.is_anothers(page.scope)) else { return Ok(()) };
        let slot = &mut self.slots[index];
        if slot.scope != Some(page.scope) {
            // The till has been given another store or warehouse: it begins anew there.
            *slot = Slot::at(Some(page.scope), Cursor::start());
        }
        let restarts = page.from == 0 && slot.untouched;
        if page.to < page.from {
            return Err(Broken::LogGap);
        }
        if page.from != slot.received && !restarts {
            return if page.to <= slot.received { Ok(()) } else { Err(Broken::LogGap) };
        }
        slot.untouched = false;
        if page.to == slot.received && !restarts {
            return Ok(());
        }
        slot.received = page.to;
        self.keep(Down::Page(page), effects)
    }

    fn is_anothers(&self, scope: Scope) -> bool {
        matches!(scope, Scope::Mail(terminal) if terminal != self.terminal)
    }

    pub fn hear_levels(&mut self, levels: Levels, effects: &mut Vec<Effect>) -> Result<(), Broken> {
        let shelf = &mut self.shelf;
        let another = shelf.hearing != Some(levels.warehouse);
        let restarts = levels.from == 0 && (shelf.untouched || another);
        if levels.to < levels.from {
            return Err(Broken::LogGap);
        }
        if !restarts && (another || levels.from != shelf.received) {
            return if !another && levels.to <= shelf.received { Ok(()) } else { Err(Broken::LogGap) };
        }
        shelf.untouched = false;
        shelf.hearing = Some(levels.warehouse);
        shelf.received = levels.to;
        self.keep(Down::Levels(levels), effects)
    }

    fn keep(&mut self, down: Down, effects: &mut Vec<Effect>) -> Result<(), Broken> {
        if self.inbox.len() >= INBOX_MAX {
            return Err(Broken::Flooded);
        }
        self.inbox.push_back(down);
        self.store_next(effects);
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
        self.store_next(effects);
        confirm
    }

    fn moved_on(&mut self, down: Down) -> Applied {
        match down {
            Down::Page(page) => {
                let index = slot_of(page.scope).unwrap_or(0);
                let slot = &mut self.slots[index];
                if slot.scope == Some(page.scope) {
                    slot.cursor = page.cursor();
                }
                Applied { positions: vec![(u8::try_from(index).unwrap_or(u8::MAX), page.to)], levels: None }
            }
            Down::Levels(levels) => {
                self.shelf.warehouse = Some(levels.warehouse);
                self.shelf.stored = Position::new(levels.generation, levels.to);
                Applied { positions: Vec::new(), levels: Some(levels.to) }
            }
        }
    }

    pub fn failed(&mut self) {
        self.storing = None;
        self.inbox.clear();
    }

    fn store_next(&mut self, effects: &mut Vec<Effect>) {
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
