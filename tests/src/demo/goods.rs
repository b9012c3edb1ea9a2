//! Goods arrive twice: first some of what is missing, so that it can be seen who is served
//! first; then the rest, sent twice, so that it can be seen that it counts once.

use super::TILLS;
use super::replay::Evening;
use super::stage::Stage;
use crate::world::*;
use serde_json::Value;
use shared_model::command::*;
use shared_model::fact::supply::ReceivedLine;
use shared_model::unit::*;
use std::collections::BTreeMap;

/// A line that waits, as the server lists it: oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub order: String,
    pub line: u64,
    pub sku: String,
    pub quantity: i64,
}

pub struct Goods {
    /// Thousandths that came, by SKU, both times together.
    pub received: BTreeMap<String, i64>,
    pub waiting_before: Vec<Waiting>,
    /// What should still wait after the first delivery if the oldest is served first.
    pub waiting_expected: Vec<Waiting>,
    pub waiting_found: Vec<Waiting>,
    pub waiting_after: Vec<Waiting>,
    /// Thousandths that were handed over below nothing, by SKU, when the tills had closed.
    pub deficit: BTreeMap<String, i64>,
    /// Whether the server said that the repeated delivery was one.
    pub repeat_recognised: bool,
}

pub async fn arrive(stage: &Stage, evening: &Evening) -> Result<Goods, String> {
    let waiting_before = waiting(stage).await?;
    if waiting_before.len() != evening.backorders.len() {
        return Err(format!(
            "{} lines wait on the server, {} at the tills",
            waiting_before.len(),
            evening.backorders.len()
        ));
    }
    let deficit = deficit(&stage.world.server.rows("stock").await);
    let mut missing = BTreeMap::new();
    for line in &waiting_before {
        *missing.entry(line.sku.clone()).or_insert(0) += line.quantity;
    }
    // Whole pieces, half of what waits; what is below nothing is made good first.
    let half: BTreeMap<String, i64> =
        missing.iter().map(|(sku, all)| (sku.clone(), (all / 2000).max(1) * 1000)).collect();
    let first = added(&half, &deficit);
    let pieces: Vec<(&str, i64)> = first.iter().map(|(sku, quantity)| (sku.as_str(), quantity / 1000)).collect();
    stage.world.receive(&pieces).await;
    let waiting_found = waiting(stage).await?;
    let waiting_expected = serve_oldest(&waiting_before, half.clone());

    let second: BTreeMap<String, i64> = missing.iter().map(|(sku, all)| (sku.clone(), all - half[sku])).collect();
    let second: BTreeMap<String, i64> = second.into_iter().filter(|(_, quantity)| *quantity > 0).collect();
    let repeat_recognised = deliver_twice(stage, &second).await?;
    let waiting_after = waiting(stage).await?;
    everybody_knows(stage).await;
    let received = added(&first, &second);
    Ok(Goods { received, waiting_before, waiting_expected, waiting_found, waiting_after, deficit, repeat_recognised })
}

async fn waiting(stage: &Stage) -> Result<Vec<Waiting>, String> {
    let rows = stage.world.server.rows("backorders").await;
    let read = |row: &Value| {
        Some(Waiting {
            order: row["order"].as_str()?.to_owned(),
            line: row["line"].as_u64()?,
            sku: row["sku"].as_str()?.to_owned(),
            quantity: row["quantity"].as_i64()?,
        })
    };
    rows.iter().map(|row| read(row).ok_or_else(|| format!("cannot read the backorder {row}"))).collect()
}

fn deficit(stock: &[Value]) -> BTreeMap<String, i64> {
    let of = |row: &Value| Some((row["sku"].as_str()?.to_owned(), row["deficit"].as_i64()?));
    stock.iter().filter_map(of).filter(|(_, quantity)| *quantity > 0).collect()
}

fn added(one: &BTreeMap<String, i64>, other: &BTreeMap<String, i64>) -> BTreeMap<String, i64> {
    let mut sum = one.clone();
    for (sku, quantity) in other {
        *sum.entry(sku.clone()).or_insert(0) += quantity;
    }
    sum
}

/// What still waits when `goods` are given to the oldest first: the check's own arithmetic.
fn serve_oldest(waiting: &[Waiting], mut goods: BTreeMap<String, i64>) -> Vec<Waiting> {
    let mut rest = Vec::new();
    for line in waiting {
        let left = goods.entry(line.sku.clone()).or_insert(0);
        let served = line.quantity.min(*left);
        *left -= served;
        if served < line.quantity {
            rest.push(Waiting { quantity: line.quantity - served, ..line.clone() });
        }
    }
    rest
}

/// A manager takes the goods in at the first till; the button is hit twice.
async fn deliver_twice(stage: &Stage, goods: &BTreeMap<String, i64>) -> Result<bool, String> {
    let till = &stage.tills[0];
    till.sign_in(MANAGER.0, MANAGER.1).await;
    let lines = goods.iter().map(|(sku, quantity)| {
        let product = stage.products.get(sku).copied().ok_or_else(|| format!("{sku} is unknown here"))?;
        Ok(ReceivedLine { product, quantity: Quantity(*quantity) })
    });
    let lines: Vec<ReceivedLine> = lines.collect::<Result<_, String>>()?;
    let receipt = IntakeId(uuid::Uuid::now_v7());
    let delivery = GoodsReceive { receipt, lines, reference: "evening delivery".into() };
    let first = till.must(delivery.clone()).await;
    let second = till.must(delivery).await;
    Ok(!first.already_received && second.already_received)
}

async fn everybody_knows(stage: &Stage) {
    for till in &stage.tills[..TILLS] {
        wait_for(&format!("till {} to know that nothing waits any more", till.name), SETTLE_LIMIT, async || {
            let status = till.status().await;
            met(status.backorders == 0 && status.waiting == 0, format!("{} backorders", status.backorders))
        })
        .await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_gets_all_it_asked_for_before_the_next_gets_any() {
        let line = |order: &str, quantity| Waiting { order: order.into(), line: 1, sku: "X".into(), quantity };
        let waiting = [line("a", 3000), line("b", 2000)];
        let served = |goods| serve_oldest(&waiting, BTreeMap::from([("X".to_owned(), goods)]));
        assert_eq!(served(2000), [line("a", 1000), line("b", 2000)]);
        assert_eq!(served(4000), [line("b", 1000)]);
        assert_eq!(served(9000), []);
    }
}
