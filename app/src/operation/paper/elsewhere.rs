//! What another till's sale said as it was sold: its names, tax letters and promises, which the server has
//! and the row that other tills are told does not.

use crate::replica::ReplicaError;
use crate::till::Till;
use shared_model::fact::Fact;
use shared_model::order::Order;
use shared_model::refusal::Refusal;
use shared_model::unit::OrderId;
use shared_model::wire::{Answer, Call};
use std::time::Duration;

/// Nobody who looks waits longer for a server that does not answer.
const WITHIN: Duration = Duration::from_secs(3);

/// Nothing for a sale of this till, and where the server does not say: then what was told has to do.
pub(in crate::operation) async fn sold_elsewhere(till: &Till, order: OrderId) -> Result<Option<Order>, Refusal> {
    let is_elsewhere = till.replica.read(|reader| {
        Ok::<_, ReplicaError>(reader.own_order(order)?.is_none() && reader.order_told(order)?.is_some())
    })?;
    if !is_elsewhere {
        return Ok(None);
    }
    let asked = tokio::time::timeout(WITHIN, till.call(Call::Order { order })).await;
    let Ok(Ok(Answer::Order { sold: Some(sold) })) = asked else { return Ok(None) };
    let read = Fact::decode(&sold.kind, sold.payload_version, &sold.payload);
    let Ok(Fact::OrderPlaced(sold)) = read else {
        tracing::warn!(%order, error = ?read.err(), "what the server says of a sale does not read here");
        return Ok(None);
    };
    Ok(Some(*sold))
}
