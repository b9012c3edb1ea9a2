//! What a change has decided so far and nobody has seen yet: the rows of each noun, and what
//! tills will be told.

use crate::db::{Conn, DbError};
use crate::entry::Again;
use crate::log::{Draft, OWN_FROM, Writing, settled};
use crate::{catalogue, document, drawer, entry, money, order, party, payment, setting, supply, terminal};
use shared_model::fact::drawer::ShiftRedated;
use shared_model::unit::*;
use shared_model::wire::Told;

const SALT_BYTES: usize = 16;

#[derive(Default)]
pub struct Pending {
    pub setting: setting::Rows,
    pub party: party::Rows,
    pub terminal: terminal::Rows,
    pub entries: entry::Rows,
    pub documents: document::Rows,
    pub catalogue: catalogue::Rows,
    pub orders: order::Rows,
    pub payment: payment::Rows,
    pub money: money::Rows,
    pub drawer: drawer::Rows,
    pub supply: supply::Rows,
    /// By which till, where, and what.
    redated: Vec<((TerminalId, u64), ShiftRedated)>,
    items: Vec<Item>,
    /// It is made again.
    again: Option<Again>,
    /// Something that entries are judged by has changed.
    pub knowledge_moves: bool,
}

/// What gets a position.
enum Item {
    /// An entry.
    Entry,
    Level(WarehouseId),
    Row(Scope, Box<Told>, Vec<u8>),
    /// A row of which only the hash is left.
    Erased(Scope, Hash),
}

impl Pending {
    /// What is made again stands where it stood.
    pub fn again(again: Again) -> Pending {
        let mut pending = Pending::default();
        pending.entries.erased(again.erased.clone());
        Pending { again: Some(again), ..pending }
    }

    pub fn stood_at(&self) -> Option<u64> {
        self.again.as_ref().map(|again| again.first)
    }

    /// The row that stood where the next thing would stand, if it was erased.
    fn erased(&self) -> Option<(Scope, Hash)> {
        let again = self.again.as_ref()?;
        again.erased.rows.get(&(again.first + self.items.len() as u64)).copied()
    }

    /// Who was erased is not described again, and leaves the place to what is left of the row.
    fn pass_people(&mut self) {
        while let Some((Scope::People, hash)) = self.erased() {
            self.items.push(Item::Erased(Scope::People, hash));
        }
    }

    /// Any other row that was erased is told again, as far as that can be: what is left of it is
    /// what tills have.
    fn put(&mut self, item: Item) -> u64 {
        self.pass_people();
        self.items.push(match (item, self.erased()) {
            (Item::Row(scope, ..), Some((erased, hash))) if scope == erased => Item::Erased(scope, hash),
            (item, _) => item,
        });
        OWN_FROM + self.items.len() as u64 - 1
    }

    /// Returns where it will stand, counted from [`OWN_FROM`].
    pub fn tell(&mut self, scope: Scope, told: Told) -> u64 {
        self.put(Item::Row(scope, Box::new(told), Vec::new()))
    }

    /// What names a customer can be erased: its hash is salted, so that it tells nothing once
    /// it is gone. The salt follows from that of the attachment which said it, and goes with it.
    /// (A staff member's row holds the salt of their PIN, which nobody can guess either.)
    pub fn tell_person(&mut self, told: Told, attached: &[u8]) -> u64 {
        self.put(Item::Row(Scope::People, Box::new(told), row_salt(attached)))
    }

    /// Where what is told next will stand.
    pub fn next_position(&mut self) -> u64 {
        self.pass_people();
        OWN_FROM + self.items.len() as u64
    }

    /// What is told there, while nobody has seen it.
    pub fn told_at(&mut self, position: u64) -> Option<&mut Told> {
        let index = usize::try_from(position.checked_sub(OWN_FROM)?).ok()?;
        match self.items.get_mut(index)? {
            Item::Row(_, told, _) => Some(told),
            Item::Entry | Item::Level(_) | Item::Erased(..) => None,
        }
    }

    /// A shift gets another date, and what stands before this with it.
    pub fn redate(&mut self, place: (TerminalId, u64), it: ShiftRedated) {
        self.redated.push((place, it));
    }

    /// The position of an entry.
    pub fn take(&mut self) -> u64 {
        self.put(Item::Entry)
    }

    /// The position of a level, which the warehouse's followers are told.
    pub fn level(&mut self, warehouse: WarehouseId) -> u64 {
        self.put(Item::Level(warehouse))
    }

    /// Gives everything its position.
    pub(super) fn append(&mut self, draft: &mut Draft, generations: &Generations) -> u64 {
        self.pass_people();
        let first = draft.next_position();
        for item in self.items.drain(..) {
            match item {
                Item::Entry => drop(draft.take()),
                Item::Level(warehouse) => drop(draft.level(warehouse)),
                Item::Erased(scope, hash) => drop(draft.push_erased(scope, hash)),
                Item::Row(scope, told, salt) => drop(draft.push(scope, &settle((first, generations), *told), &salt)),
            }
        }
        first
    }

    /// One statement per table, tables that others point at first.
    pub(super) async fn write(self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        self.setting.write(conn, writing).await?;
        self.terminal.write(conn, writing).await?;
        self.entries.write(conn, writing).await?;
        self.party.write(conn, writing).await?;
        self.catalogue.write(conn, writing).await?;
        self.documents.write(conn, writing).await?;
        self.orders.write(conn, writing).await?;
        self.payment.write(conn, writing).await?;
        self.money.write(conn, writing).await?;
        self.drawer.write(conn, writing).await?;
        self.supply.write(conn, writing).await?;
        for ((terminal, position), it) in &self.redated {
            let place = (*terminal, writing.position(*position));
            order::redate(conn, writing, place, it).await?;
            money::redate(conn, writing, place, it).await?;
            drawer::redate(conn, writing, *terminal, it).await?;
        }
        Ok(())
    }
}

/// Of a row that is told, from the salt of the attachment that said it.
fn row_salt(attached: &[u8]) -> Vec<u8> {
    Hash::of("counterfoil row salt 1", &[attached]).0[..SALT_BYTES].to_vec()
}

/// Positions inside of what is told.
fn settle((first, generations): (u64, &Generations), told: Told) -> Told {
    let stands = |position: Position| generations.of(settled(first, position.number));
    match told {
        Told::Order(mut order) => {
            order.position = stands(order.position);
            Told::Order(order)
        }
        Told::OrderStates(mut states) => {
            states.position = stands(states.position);
            Told::OrderStates(states)
        }
        other @ (Told::Business(_)
        | Told::Warehouse(_)
        | Told::Store(_)
        | Told::Terminal(_)
        | Told::ServerKey(_)
        | Told::Staff(_)
        | Told::Product(_)
        | Told::Customer(_)
        | Told::Price(_)
        | Told::Shortage(_)
        | Told::Review(_)
        | Told::CountTask(_)
        | Told::SetAside(_)
        | Told::Verdict(_)) => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tills chain what they are told, so a rebuild has to salt it as before.
    #[test]
    fn what_is_told_of_a_person_keeps_its_salt() {
        assert_eq!(hex::encode(row_salt(&[9; 16])), include_str!("../../golden/row_salt.txt").trim());
    }
}
