//! What tests do at a counter, in a line each.

use counterfoil_tests::world::*;
use shared_model::command::*;
use shared_model::order::Fulfilment;
use shared_model::unit::*;
use std::sync::Arc;

/// Sells over the counter, for cash.
pub async fn sell(till: &Till, sku: &str, pieces: i64) -> SaleDone {
    scan(till, sku, pieces).await;
    pay_cash(till).await
}

/// Sells for later pickup, for cash.
pub async fn sell_pickup(till: &Till, sku: &str, pieces: i64) -> SaleDone {
    let cart = scan(till, sku, pieces).await;
    let line = cart.lines.last().expect("the line just added").line;
    till.must(CartFulfilment { line, fulfilment: Fulfilment::Pickup }).await;
    pay_cash(till).await
}

pub async fn scan(till: &Till, sku: &str, pieces: i64) -> CartView {
    till.must(CartScan { code: sku.into(), quantity: Some(Quantity(pieces * 1000)) }).await
}

pub async fn pay_cash(till: &Till) -> SaleDone {
    let due = till.must(CartShow {}).await.due_cash;
    till.must(PayComplete { cash: Some(due) }).await
}

/// Orders the server holds, by order id as text.
pub async fn server_orders(world: &World) -> Vec<serde_json::Value> {
    world.server.rows("orders").await
}

/// How often the server holds this order.
pub async fn times_on_server(world: &World, order: OrderId) -> usize {
    let id = order.to_string();
    server_orders(world).await.iter().filter(|row| row["order"] == id.as_str()).count()
}

/// Asserts that the server holds exactly these orders, each once, at these totals.
pub async fn assert_exactly(world: &World, sales: &[SaleDone]) {
    let mut expected: Vec<(String, i64)> = sales.iter().map(|sale| (sale.order.to_string(), sale.gross.0)).collect();
    let held = server_orders(world).await;
    let mut held: Vec<(String, i64)> = held
        .iter()
        .map(|row| (row["order"].as_str().unwrap_or_default().to_owned(), row["gross"].as_i64().unwrap_or(i64::MIN)))
        .collect();
    expected.sort();
    held.sort();
    assert_eq!(held, expected, "what the server holds against what was sold");
}

/// Asserts that numbers like `T01-000007` run from 1 without a gap or a double.
pub fn assert_gapless(mut numbers: Vec<String>) {
    numbers.sort();
    for (index, number) in numbers.iter().enumerate() {
        let sequence = number.rsplit('-').next().and_then(|digits| digits.parse::<usize>().ok());
        assert_eq!(sequence, Some(index + 1), "receipt numbers {numbers:?}");
    }
}

/// Waits for both tills to see the same stock.
pub async fn both_see(tills: &[&Arc<Till>], sku: &str, on_hand: i64, free: i64) {
    for till in tills {
        till.sees_stock(sku, on_hand, free).await;
    }
}
