//! A till that lies: prices of its own, a role it does not have, another's signature.

use counterfoil_tests::device::{Device, Shop};
use counterfoil_tests::world::*;
use serde_json::Value;
use shared_model::fact::Fact;
use shared_model::order::Fulfilment;
use shared_model::unit::*;
use shared_model::wire::log::SetAsideCode;
use shared_model::wire::{EntryOutcome, LogBody, ServerFrame};

/// A bare device of store A that has read its shop.
pub async fn device(world: &World) -> (Device, Shop) {
    let code = world.enrol_code("A").await;
    let mut device = Device::enrol(world.server.address, &code).await;
    let welcome = device.connect().await.expect("the device is welcome");
    let ServerFrame::Welcome { head, .. } = welcome else { unreachable!("connect gives the welcome") };
    device.follow(head).await.expect("the log comes");
    let shop = Shop::of(&device);
    (device, shop)
}

fn of_order(rows: &[Value], order: OrderId) -> Option<&Value> {
    let id = order.to_string();
    rows.iter().find(|row| row["order"] == id.as_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_sent_prices_of_its_own_and_the_sale_stands_as_printed_but_is_reviewed() {
    let world = World::new().await;
    let (mut device, shop) = device(&world).await;
    let honest = shop.order(&device, 1, "LAMP", 2, Fulfilment::CarryOut);
    let staff = honest.staff;
    let forged = shop.at_price(&shop.order(&device, 2, "LAMP", 2, Fulfilment::CarryOut), Amount(1));
    let entries =
        [&honest, &forged].map(|order| device.seal(Some(staff), Fact::OrderPlaced(Box::new(order.clone())), None));
    assert_eq!(device.push(&entries).await, Ok(vec![EntryOutcome::Stored; 2]));

    let review = device.find(|body| match body {
        LogBody::Review { order, stated, reckoned, .. } => Some((*order, *stated, *reckoned)),
        _ => None,
    });
    let review = review.await.expect("a review reaches the store");
    assert_eq!(review, (forged.id, forged.totals.gross, honest.totals.gross));
    let orders = world.server.rows("orders").await;
    let held = of_order(&orders, forged.id).expect("the sale stands");
    assert_eq!(held["gross"], forged.totals.gross.0, "as printed");
    assert!(of_order(&world.server.rows("reviews").await, forged.id).is_some(), "head office sees it");
    assert!(of_order(&world.server.rows("reviews").await, honest.id).is_none(), "an honest sale is not suspected");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_claimed_a_role_nobody_gave_it_and_was_refused_for_all_to_see() {
    let world = World::new().await;
    let (mut device, shop) = device(&world).await;
    let lamp = shop.products["LAMP"].id;
    let (cashier, manager) = (shop.staff(CASHIER.0), shop.staff(MANAGER.0));
    let set = |amount| Fact::PriceSet { product: lamp, amount: Amount(amount), currency: shop.business.currency };
    let by_cashier = device.seal(Some(cashier), set(1), None);
    let by_manager = device.seal(Some(manager), set(2_600), None);
    let stock = device.seal(
        Some(manager),
        Fact::StockOpened {
            receipt: GoodsReceiptId(uuid::Uuid::now_v7()),
            warehouse: shop.store.warehouse,
            lines: vec![],
        },
        None,
    );
    let results = device.push(&[by_cashier.clone(), by_manager, stock.clone()]).await.expect("the push is answered");
    assert_eq!(results, vec![EntryOutcome::Stored; 3], "kept, whatever becomes of them");
    for sealed in [by_cashier, stock] {
        let hash = sealed.hash();
        let code = device.find(|body| match body {
            LogBody::SetAside { entry, code, open: true, .. } if *entry == hash => Some(*code),
            _ => None,
        });
        assert_eq!(code.await, Ok(SetAsideCode::NotAllowed));
        let rows = world.server.rows("set-aside").await;
        assert!(rows.iter().any(|row| row["entry"] == hash.to_hex().as_str()), "{rows:?}");
    }
    let prices = device.find(|body| match body {
        LogBody::Price { product, amount: Amount(2_600), .. } if *product == lamp => Some(()),
        _ => None,
    });
    prices.await.expect("the manager's price is published");
    let cheap = device.bodies().any(|body| matches!(body, LogBody::Price { amount: Amount(1), .. }));
    assert!(!cheap, "the cashier's price was published");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_with_somebody_elses_signature_is_not_stored() {
    let world = World::new().await;
    let (mut device, shop) = device(&world).await;
    let order = shop.order(&device, 1, "MUG", 1, Fulfilment::CarryOut);
    let sealed = device.seal(Some(order.staff), Fact::OrderPlaced(Box::new(order.clone())), None);
    let answer = device.push_signed(std::slice::from_ref(&sealed), vec![7; 64]).await;
    assert!(answer.is_err(), "{answer:?}");
    device.hang_up();
    assert!(of_order(&world.server.rows("orders").await, order.id).is_none());
    device.connect().await.expect("the honest device comes back");
    assert_eq!(device.push(&[sealed]).await, Ok(vec![EntryOutcome::Stored]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_push_again_changes_nothing_and_the_same_claim_with_other_content_is_a_fork() {
    let world = World::new().await;
    let (mut device, shop) = device(&world).await;
    let order = shop.order(&device, 1, "MUG", 1, Fulfilment::CarryOut);
    let start = device.head;
    let sealed = device.seal(Some(order.staff), Fact::OrderPlaced(Box::new(order.clone())), None);
    assert_eq!(device.push(std::slice::from_ref(&sealed)).await, Ok(vec![EntryOutcome::Stored]));
    let digest = world.server.cli(&["ledger", "verify"]).await;
    assert_eq!(device.push(std::slice::from_ref(&sealed)).await, Ok(vec![EntryOutcome::Duplicate]));
    assert_eq!(world.server.cli(&["ledger", "verify"]).await, digest, "a repeat changed the books");
    device.head = start;
    let other = shop.order(&device, 1, "RUG", 1, Fulfilment::CarryOut);
    let fork = device.seal(Some(other.staff), Fact::OrderPlaced(Box::new(other)), None);
    assert_eq!(device.push(&[fork]).await, Ok(vec![EntryOutcome::Fork]));
    let rows = world.server.rows("set-aside").await;
    assert!(rows.iter().any(|row| row["code"] == "fork"), "a fork is reported loudly: {rows:?}");
}
