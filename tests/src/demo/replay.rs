//! A till works through its part of the day.

use super::plan::{Payment, Plan, Sale, Step};
use super::stage::Stage;
use super::{TILLS, say};
use crate::network::Weather;
use crate::world::*;
use shared_model::command::*;
use shared_model::order::Fulfilment;
use shared_model::payment::CardOutcome;
use shared_model::unit::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use tokio::sync::Barrier;

/// A sale the till said was done.
#[derive(Debug, Clone)]
pub struct Sold {
    pub till: usize,
    pub invoice: usize,
    /// The invoice's own arithmetic.
    pub expected: i64,
    /// What the network was like then.
    pub weather: Weather,
    pub done: SaleDone,
}

/// What everything looked like once everybody was connected again.
pub struct Evening {
    pub backorders: Vec<BackorderView>,
    pub count_tasks: Vec<CountTaskView>,
}

/// All tills at once; gives the sales in the order they were done per till.
pub async fn all(stage: &Stage, plan: &Plan, start: Instant) -> Result<Vec<Sold>, String> {
    let meeting = Arc::new(Barrier::new(TILLS));
    let done = Arc::new(AtomicUsize::new(0));
    let total = plan.invoices.len();
    let work = stage.tills.iter().enumerate().map(|(index, till)| {
        let (meeting, done) = (meeting.clone(), done.clone());
        async move {
            let mut sold = Vec::new();
            for step in &plan.steps[index] {
                match step {
                    Step::Weather(weather) => till.link.set(*weather),
                    Step::Meet => {
                        till.link.restore();
                        till.sent().await;
                        meeting.wait().await;
                        catch_up(stage, till).await;
                        meeting.wait().await;
                    }
                    Step::Alone => till.offline().await,
                    Step::Unheard => {
                        wait_for("a reply to be lost", SETTLE_LIMIT, async || {
                            let lost = till.link.lost_bytes();
                            met(lost > 0, format!("{lost} bytes"))
                        })
                        .await;
                    }
                    Step::Sell(sale) => {
                        sold.push(sell(stage, plan, index, sale).await?);
                        let count = done.fetch_add(1, Ordering::Relaxed) + 1;
                        if count.is_multiple_of(20) || count == total {
                            say(start, &format!("  {count} of {total} invoices"));
                        }
                    }
                }
            }
            Ok::<_, String>(sold)
        }
    });
    let parts = futures_util::future::try_join_all(work).await?;
    Ok(parts.into_iter().flatten().collect())
}

/// Waits until `till` knows every backorder and order the first till knows.
async fn catch_up(stage: &Stage, till: &Till) {
    wait_for(&format!("till {} to know what the others know", till.name), SETTLE_LIMIT, async || {
        let (own, first) =
            (till.status().await.backorders, stage.tills[till_of_store(stage, till)].status().await.backorders);
        met(own == first, format!("{own} backorders here, {first} there"))
    })
    .await;
}

/// The first till of the store `till` is in.
fn till_of_store(stage: &Stage, till: &Till) -> usize {
    let index = stage.tills.iter().position(|other| other.name == till.name).unwrap_or(0);
    index / (TILLS / 2) * (TILLS / 2)
}

async fn sell(stage: &Stage, plan: &Plan, index: usize, sale: &Sale) -> Result<Sold, String> {
    let till = &stage.tills[index];
    let invoice = &plan.invoices[sale.invoice];
    let customer = invoice.customer.as_ref().and_then(|number| stage.customers.get(number)).copied();
    if customer.is_some() {
        till.must(CartCustomer { customer }).await;
    }
    let mut lines: Vec<_> = invoice.lines.iter().zip(&sale.later).collect();
    // A line at a price of its own first: the same product scanned again then gets its own.
    lines.sort_by_key(|(line, later)| (stage.shelf[&line.sku].price == line.price, !**later));
    for (line, later) in lines {
        let quantity = Some(Quantity::pieces(line.pieces).map_err(|error| error.to_string())?);
        let cart = till.must(CartScan { code: line.sku.clone(), quantity }).await;
        let number = cart.touched.ok_or("the till does not say which line a scan touched")?;
        let here = cart.lines.iter().find(|here| here.line == number).ok_or("the touched line is gone")?;
        if here.unit_price != line.price {
            let approval = Some(ApprovedBy { staff: stage.manager, pin: MANAGER.1.into() });
            let reason = format!("price of invoice {}", invoice.number);
            till.must(CartPrice { line: number, price: line.price, reason, approval }).await;
        }
        if *later {
            let fulfilment =
                if customer.is_some() { Fulfilment::Delivery { address: None } } else { Fulfilment::Pickup };
            till.must(CartFulfilment { line: number, fulfilment }).await;
        }
    }
    let weather = till.link.weather();
    let done = pay(till, sale.payment).await?;
    Ok(Sold { till: index, invoice: sale.invoice, expected: invoice.total(), weather, done })
}

async fn pay(till: &Till, payment: Payment) -> Result<SaleDone, String> {
    let cart = till.must(CartShow {}).await;
    if payment == Payment::Cash {
        let note = cart.quick_cash.last().copied().unwrap_or(cart.due_cash).max(cart.due_cash);
        return Ok(till.must(PayComplete { cash: Some(note) }).await);
    }
    if payment == Payment::CardDeclined {
        let tender = ask(till, cart.due).await?;
        till.must(PayCardResult { tender, result: CardOutcome::Declined }).await;
    }
    let tender = ask(till, cart.due).await?;
    if payment == Payment::CardUnknown {
        till.must(PayCardResult { tender, result: CardOutcome::Unknown }).await;
    }
    let reference = format!("R{}", &tender.to_string()[..8]);
    till.must(PayCardResult { tender, result: CardOutcome::Approved { reference } }).await;
    Ok(till.must(PayComplete { cash: None }).await)
}

/// Writes down that the card reader is asked, and gives the tender's id.
async fn ask(till: &Till, amount: Amount) -> Result<PaymentId, String> {
    let cart = till.must(PayCardStart { amount }).await;
    cart.tenders.last().map(|tender| tender.id).ok_or_else(|| "the card tender is not in the cart".into())
}

/// Clear weather for all; gives what waits once everybody knows the same.
pub async fn reconnect(stage: &Stage) -> Result<Evening, String> {
    stage.tills.iter().for_each(|till| till.link.restore());
    for till in &stage.tills {
        till.sent().await;
    }
    let expected = stage.world.server.rows("backorders").await.len();
    let mut evening = Evening { backorders: Vec::new(), count_tasks: Vec::new() };
    wait_for("the tills to know every backorder", SETTLE_LIMIT, async || {
        let mut known = 0;
        for till in [&stage.tills[0], &stage.tills[TILLS / 2]] {
            known += till.must(BackorderList {}).await.len();
        }
        met(known == expected, format!("{known} of {expected}"))
    })
    .await;
    for till in [&stage.tills[0], &stage.tills[TILLS / 2]] {
        evening.backorders.extend(till.must(BackorderList {}).await);
        evening.count_tasks.extend(till.must(CountTaskList {}).await);
    }
    Ok(evening)
}
