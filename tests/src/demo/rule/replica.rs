//! What the tills must show once everybody has heard of everything.

use super::Facts;
use super::none_wrong;
use serde_json::Value;
use shared_model::command::{ConnectionState, OrderStage};
use std::collections::BTreeMap;

pub fn nothing_left(facts: &Facts) -> Result<String, String> {
    let mut wrong = Vec::new();
    for till in &facts.tills {
        let (waiting, state) = (till.status.waiting, till.status.connection.state);
        if waiting > 0 || till.set_aside > 0 || state != ConnectionState::Online {
            wrong.push(format!("{}: {waiting} unsent, {} set aside, {state:?}", till.name, till.set_aside));
        }
    }
    if let Some(row) = facts.set_aside.first() {
        wrong.push(format!("the server set {} entries aside: {row}", facts.set_aside.len()));
    }
    none_wrong(wrong, format!("{} outboxes empty, nothing set aside on either side", facts.tills.len()))
}

pub fn replicas_agree(facts: &Facts) -> Result<String, String> {
    let mut wrong = Vec::new();
    let rows: BTreeMap<&str, &Value> = facts.stock.iter().filter_map(|row| Some((row["sku"].as_str()?, row))).collect();
    let mut figures = 0;
    for till in &facts.tills {
        for (sku, stock) in &till.stock {
            let Some(row) = rows.get(sku.as_str()) else { continue };
            figures += 1;
            let held = ["on_hand", "free", "backordered"].map(|field| row[field].as_i64().unwrap_or(i64::MIN));
            let seen = [stock.on_hand.0, stock.free.0, stock.backordered.0];
            if held != seen {
                wrong.push(format!("{}: {sku} {seen:?}, on the server {held:?}", till.name));
            }
        }
    }
    let half = facts.tills.len() / 2;
    for stores in facts.tills.chunks(half) {
        let states = |index: usize| {
            let orders = &stores[index].orders;
            orders.iter().map(|(id, order)| (id.clone(), order.state, order.gross)).collect::<Vec<_>>()
        };
        if states(0) != states(1) {
            wrong.push(format!("{} and {} show different orders", stores[0].name, stores[1].name));
        }
        let waits = stores[0].orders.values().filter(|order| order.state == OrderStage::AwaitingStock || order.waiting);
        wrong.extend(waits.map(|order| format!("{} still waits at {}", order.number, stores[0].name)));
    }
    let orders: usize = facts.tills.iter().map(|till| till.orders.len()).sum();
    none_wrong(wrong, format!("{figures} stock figures and {orders} orders at {} tills", facts.tills.len()))
}
