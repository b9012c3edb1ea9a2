//! Two processes on one PostgreSQL: what both are told at once stands in the order of the log,
//! and nobody is refused for it.

use crate::shop::{CARRY_OUT, Shop, Till, store};
use shared_model::SealedEntry;
use shared_model::fact::Fact;
use shared_model::fact::payment::PaymentTaken;
use shared_model::fact::supply::ReceivedLine;
use shared_model::order::Order;
use shared_model::party::Actor;
use shared_model::payment::{Payment, Settled, TenderKind};
use shared_model::unit::*;
use shared_model::wire::EntryOutcome;
use shared_model::words::Worded;
use sync_server::db::Db;
use sync_server::{merge, rebuild, report, setting, supply};
use tokio::sync::mpsc;
use uuid::Uuid;

const ROUNDS: usize = 25;

async fn push(db: &Db, till: &Till, entries: &[SealedEntry], now: Timestamp) {
    let (answers, mut parts) = mpsc::channel(entries.len());
    merge::push(db, till.id, entries.to_vec(), till.sign(entries), now, answers).await.unwrap();
    let mut stored = 0;
    while let Some(part) = parts.recv().await {
        assert!(part.iter().all(|result| result.outcome == EntryOutcome::Stored), "{part:?}");
        stored += part.len();
    }
    assert_eq!(stored, entries.len());
}

fn paid_and_placed(till: &mut Till, shop: &Shop, payment: Payment, order: &Order) -> [SealedEntry; 2] {
    [
        till.seal(shop.cashier, &Fact::PaymentTaken(PaymentTaken { payment })),
        till.seal(shop.cashier, &Fact::OrderPlaced(Box::new(order.clone()))),
    ]
}

/// Each till pays the other's sale, and both payments have one id.
#[tokio::test(flavor = "multi_thread")]
async fn payments_of_one_id_and_for_anothers_sale_count_once_and_in_order() {
    let shop = Shop::on_postgres().await;
    let other_db = shop.beside().await.db;
    let (mut one, mut other) = (shop.till().await, shop.till().await);
    for round in 0..ROUNDS {
        let basket = [("POST", 1, CARRY_OUT)];
        let (own, others) = (one.order(&shop, &basket), other.order(&shop, &basket));
        let of_others = |payment: Payment, order: &Order| Payment {
            settles: vec![Settled::order(order.id, order.payable().unwrap())],
            ..payment
        };
        let taken = of_others(one.payment(&own, TenderKind::Cash), &others);
        let id = if round % 2 == 0 { taken.id } else { PaymentId(Uuid::now_v7()) };
        let too = Payment { id, ..of_others(other.payment(&others, TenderKind::Cash), &own) };
        let entries = (paid_and_placed(&mut one, &shop, taken, &own), paid_and_placed(&mut other, &shop, too, &others));
        let now = shop.now();
        tokio::join!(push(&shop.db, &one, &entries.0, now), push(&other_db, &other, &entries.1, now));
    }
    let folder = tempfile::tempdir().unwrap();
    let into = Db::open(&format!("sqlite:{}", folder.path().join("again.db").display())).await.unwrap();
    let rebuilt = rebuild::check(&shop.db, shop.business(), &into, shop.now()).await.unwrap();
    assert_eq!(rebuilt.differ, [""; 0], "{rebuilt:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_delivery_that_both_are_told_of_is_booked_once_and_both_answer() {
    let shop = Shop::on_postgres().await;
    let other_db = shop.beside().await.db;
    for _ in 0..ROUNDS {
        let (intake, now) = (IntakeId(Uuid::now_v7()), shop.now());
        let lines = vec![ReceivedLine { product: shop.product("LAMP"), quantity: Quantity(1000) }];
        let whose = (shop.business(), shop.store.warehouse);
        let receive = async |db: &Db| {
            supply::receive(db, intake, whose, lines.clone(), String::new(), Actor::COMMAND_LINE, now).await.unwrap()
        };
        let (first, second) = tokio::join!(receive(&shop.db), receive(&other_db));
        assert!(first.already != second.already, "{first:?} {second:?}");
    }
    assert_eq!(shop.level("LAMP").await.0, ROUNDS as i64);
    shop.verify().await;
}

/// A till that was set back, or set up twice, gives numbers that another gave.
#[tokio::test(flavor = "multi_thread")]
async fn one_number_that_two_sales_have_is_noticed_at_one_of_them() {
    let shop = Shop::on_postgres().await;
    let other_db = shop.beside().await.db;
    let there = setting::create_store(&shop.db, shop.business(), store("There"), shop.now()).await.unwrap();
    let (mut one, mut other) = (shop.till().await, shop.till_in(there.store).await);
    for _ in 0..ROUNDS {
        let order = one.order(&shop, &[("POST", 1, CARRY_OUT)]);
        let same = Order { number: order.number.clone(), ..other.order(&shop, &[("LAMP", 1, CARRY_OUT)]) };
        let entries = (one.seal_sale(&shop, &order), other.seal_sale(&shop, &same));
        let now = shop.now();
        tokio::join!(push(&shop.db, &one, &entries.0, now), push(&other_db, &other, &entries.1, now));
    }
    let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
    let is_twice = |reason: &Worded| matches!(reason, Worded::Reason(reason) if reason.code == "number_taken");
    assert_eq!(reviews.iter().filter(|row| row.reasons.iter().any(is_twice)).count(), ROUNDS);
}
