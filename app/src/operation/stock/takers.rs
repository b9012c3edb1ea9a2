//! Who took the units that a line waits for. A till is told that a line is short and why, not
//! by whom: that would grow with every pickup. It asks when somebody wants to see it.

use crate::till::Till;
use shared_model::bounds::TAKERS_LINES_MAX;
use shared_model::command::{Shortage, TakenBy};
use shared_model::refusal::Refusal;
use shared_model::unit::{OrderId, TerminalId};
use shared_model::wire::told::order::ShortageTold;
use shared_model::wire::{Answer, Call};
use std::collections::BTreeMap;
use std::time::Duration;
use uuid::Uuid;

pub(in crate::operation) type Takers = BTreeMap<(OrderId, u32), Vec<TakenBy>>;

/// A list is not held up for longer by a server that does not answer.
const WITHIN: Duration = Duration::from_secs(3);

/// Empty without a connection.
pub(in crate::operation) async fn takers(till: &Till, lines: Vec<(OrderId, u32)>) -> Result<Takers, Refusal> {
    // More than a screen shows at once; the others are shown without.
    let lines: Vec<(OrderId, u32)> = lines.into_iter().take(TAKERS_LINES_MAX).collect();
    if lines.is_empty() {
        return Ok(Takers::new());
    }
    let asked = tokio::time::timeout(WITHIN, till.call(Call::Takers { lines: lines.clone() })).await;
    let Ok(Ok(Answer::Takers { lines: heard })) = asked else { return Ok(Takers::new()) };
    let taken_by = heard.into_iter().map(|takers| {
        let view = |taker: shared_model::wire::Taker| TakenBy {
            number: taker.number,
            quantity: taker.quantity,
            at: taker.at.0,
        };
        takers.into_iter().map(view).collect()
    });
    Ok(lines.into_iter().zip(taken_by).collect())
}

pub(in crate::operation) fn shortage_view(told: &ShortageTold, takers: &Takers) -> Shortage {
    Shortage {
        cause: told.cause.clone(),
        terminal: told.terminal.unwrap_or(TerminalId(Uuid::nil())),
        offline_s: told.offline_s,
        believed_free: told.believed_free,
        taken_by: takers.get(&(told.order, told.line)).cloned().unwrap_or_default(),
        expected: told.expected,
        since: told.since.0,
    }
}
