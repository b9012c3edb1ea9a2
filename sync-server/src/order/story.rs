//! Why a line waits, as it is stored: what tills are told, and which orders took the units,
//! by their places in the log. Who they are is looked up for whoever asks.

use crate::db::set::select;
use crate::db::{Conn, DbError, Sql, row};
use crate::ledger::Taken;
use serde::{Deserialize, Serialize};
use shared_model::stock::ShortageCause;
use shared_model::unit::*;
use shared_model::wire::Taker;
use shared_model::wire::told::order::{Moment, ShortageTold};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story<By = Taken> {
    pub cause: ShortageCause,
    pub terminal: TerminalId,
    /// How long the till had been out of touch when it sold, in seconds.
    pub offline_s: Option<u64>,
    pub believed_free: Option<Quantity>,
    /// Newest first.
    pub taken_by: Vec<By>,
    /// When goods are expected.
    pub expected: Option<BusinessDate>,
    pub since: Timestamp,
}

/// For a person.
#[derive(Debug, Clone, Serialize)]
pub struct TakenByRow {
    pub number: String,
    pub quantity: Quantity,
    pub at: Timestamp,
}

impl Story {
    pub fn told(&self, order: OrderId, line: u32) -> ShortageTold {
        ShortageTold {
            order,
            line,
            cause: self.cause.clone(),
            terminal: Some(self.terminal),
            offline_s: self.offline_s,
            believed_free: self.believed_free,
            expected: self.expected,
            since: Moment(self.since),
            // An order is served from its store's warehouse alone as yet.
            warehouse: None,
        }
    }

    /// `position` gives each order where it stands in the log.
    pub fn placed(&self, position: impl Fn(u64) -> u64) -> Story {
        let placed = |taken: &Taken| Taken { position: position(taken.position), ..*taken };
        self.by(self.taken_by.iter().map(placed).collect())
    }

    pub fn row(&self, orders: &TakerNames) -> Story<TakenByRow> {
        self.by(orders.named(self))
    }

    fn by<By>(&self, taken_by: Vec<By>) -> Story<By> {
        let Story { ref cause, terminal, offline_s, believed_free, expected, since, .. } = *self;
        Story { cause: cause.clone(), terminal, offline_s, believed_free, taken_by, expected, since }
    }
}

/// Numbers of the orders that stories name, and when they arrived.
pub struct TakerNames(BTreeMap<u64, (String, Timestamp)>);

impl TakerNames {
    pub async fn of<'a>(
        conn: &mut Conn,
        business: BusinessId,
        stories: impl Iterator<Item = &'a Story>,
    ) -> Result<TakerNames, DbError> {
        let positions: BTreeSet<u64> =
            stories.flat_map(|story| story.taken_by.iter().map(|taken| taken.position)).collect();
        let positions: Vec<u64> = positions.into_iter().collect();
        let texts =
            ("select position, number, received_ms from orders where business = $1 and position > 0 and position", "");
        let first = |query: Sql| query.id(business);
        let rows = select(conn, texts, first, &positions, |query, position| query.count(*position)).await?;
        let one = |found| {
            let order = (row::text(found, "number")?, row::time(found, "received_ms")?);
            Ok((row::count(found, "position")?, order))
        };
        Ok(TakerNames(rows.iter().map(one).collect::<Result<_, DbError>>()?))
    }

    fn named(&self, story: &Story) -> Vec<TakenByRow> {
        let taken_by = story.taken_by.iter().filter_map(|taken| {
            let (number, at) = self.0.get(&taken.position)?;
            Some(TakenByRow { number: number.clone(), quantity: taken.quantity, at: *at })
        });
        taken_by.collect()
    }

    pub fn told(&self, story: &Story) -> Vec<Taker> {
        let taker = |taken: TakenByRow| Taker { number: taken.number, quantity: taken.quantity, at: Moment(taken.at) };
        self.named(story).into_iter().map(taker).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::blob;
    use shared_model::sample;
    use uuid::Uuid;

    #[test]
    fn why_a_line_waits_keeps_its_bytes() {
        let full = Story {
            cause: ShortageCause::SoldOut,
            terminal: TerminalId(Uuid::from_u128(2)),
            offline_s: Some(90),
            believed_free: Some(Quantity(3000)),
            taken_by: vec![Taken { position: 41, quantity: Quantity(2000) }],
            expected: Some(sample::march()),
            since: sample::noon(),
        };
        let bare = Story { offline_s: None, believed_free: None, taken_by: Vec::new(), expected: None, ..full.clone() };
        let golden: Vec<&str> = include_str!("../../golden/story.txt").lines().collect();
        let written = [&full, &bare].map(|story| hex::encode(blob::encoded(story)));
        assert_eq!(golden, written);
        for (line, story) in golden.iter().zip([full, bare]) {
            assert_eq!(blob::decoded::<Story>(&hex::decode(line).unwrap(), "story").unwrap(), story);
        }
    }
}
