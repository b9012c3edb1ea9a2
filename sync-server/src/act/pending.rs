//! What a change has decided so far and nobody has seen yet: the rows of each noun, and what
//! tills will be told.

use super::Writing;
use crate::db::{Conn, DbError};
use crate::log::{Draft, Scope};
use crate::{catalogue, document, drawer, merge, order, party, payment, setting, supply, terminal};
use shared_model::wire::LogBody;

/// Positions of what is told are given out at the end, under the lock. Until then they are
/// counted from here: higher than every position there is, and in the same order.
pub const OWN_FROM: u64 = 1 << 62;

#[derive(Default)]
pub struct Pending {
    pub setting: setting::Rows,
    pub party: party::Rows,
    pub terminal: terminal::Rows,
    pub entries: merge::Rows,
    pub documents: document::Rows,
    pub catalogue: catalogue::Rows,
    pub orders: order::Rows,
    pub payment: payment::Rows,
    pub drawer: drawer::Rows,
    pub supply: supply::Rows,
    told: Vec<(Scope, LogBody)>,
    /// Something that entries are judged by has changed.
    pub knowledge_moves: bool,
}

impl Pending {
    /// Returns where it will stand, counted from [`OWN_FROM`].
    pub fn tell(&mut self, scope: Scope, body: LogBody) -> u64 {
        self.told.push((scope, body));
        OWN_FROM + self.told.len() as u64 - 1
    }

    /// Gives everything that is told its position.
    pub(super) fn append(&mut self, draft: &mut Draft) -> u64 {
        let first = draft.next_position();
        for (scope, mut body) in self.told.drain(..) {
            if let LogBody::OrderState(state) = &mut body {
                state.position = settled(first, state.position);
            }
            draft.push(scope, &body);
        }
        first
    }

    /// One statement per table, tables that others point at first.
    pub(super) async fn write(self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        self.setting.write(conn, writing).await?;
        self.terminal.write(conn, writing).await?;
        self.entries.write(conn, writing).await?;
        self.documents.write(conn, writing).await?;
        self.party.write(conn, writing).await?;
        self.catalogue.write(conn, writing).await?;
        self.orders.write(conn, writing).await?;
        self.payment.write(conn, writing).await?;
        self.drawer.write(conn, writing).await?;
        self.supply.write(conn, writing).await
    }
}

/// The position that one counted from [`OWN_FROM`] has become; others stay.
pub(super) fn settled(first: u64, position: u64) -> u64 {
    match position.checked_sub(OWN_FROM) {
        Some(index) => first + index,
        None => position,
    }
}
