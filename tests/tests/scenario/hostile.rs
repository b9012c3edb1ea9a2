//! A till that lies: prices of its own, a role it does not have, another's signature.

use counterfoil_tests::device::{Device, Shop};
use counterfoil_tests::world::*;
use serde_json::Value;
use shared_model::SealedEntry;
use shared_model::fact::Fact;
use shared_model::fact::payment::PaymentTaken;
use shared_model::fact::stock::StockOpened;
use shared_model::order::{Fulfilment, Order};
use shared_model::unit::*;
use shared_model::wire::told::health::SetAsideCode;
use shared_model::wire::{EntryOutcome, Told};

/// A bare device of store A that has read its shop.
pub async fn device(world: &World) -> (Device, Shop) {
    let code = world.enrol_code("A").await;
    let mut device = Device::enrol(world.server.address, &code).await;
    let welcome = device.connect().await.expect("the device is welcome");
    device.follow(welcome.head).await.expect("the log comes");
    let shop = Shop::of(&device);
    (device, shop)
}

/// An order as an honest till records it: what pays it first, then the order itself.
pub fn sold(device: &mut Device, shop: &Shop, order: &Order) -> Vec<SealedEntry> {
    let payment = shop.payment(device, order);
    let facts = [Fact::PaymentTaken(PaymentTaken { payment }), Fact::OrderPlaced(Box::new(order.clone()))];
    facts.map(|fact| device.seal(Some(shop.cashier()), fact, Vec::new())).to_vec()
}

/// The order alone.
pub fn placed(device: &mut Device, shop: &Shop, order: &Order) -> SealedEntry {
    device.seal(Some(shop.cashier()), Fact::OrderPlaced(Box::new(order.clone())), Vec::new())
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
    let forged = shop.at_price(&shop.order(&device, 2, "LAMP", 2, Fulfilment::CarryOut), Amount(1));
    let entries = [&honest, &forged].map(|order| sold(&mut device, &shop, order)).concat();
    assert_eq!(device.push(&entries).await, Ok(vec![EntryOutcome::Stored; 4]));

    let review = device.find(|told| match told {
        Told::Review(review) => Some((review.order, review.stated, review.reckoned)),
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
    let set = |amount| shop.price_set(lamp, Amount(amount));
    let by_cashier = device.seal(Some(cashier), set(1), Vec::new());
    let by_manager = device.seal(Some(manager), set(2_600), Vec::new());
    let opened = StockOpened { warehouse: shop.store.warehouse, lines: Vec::new() };
    let stock = device.seal(Some(manager), Fact::StockOpened(opened), Vec::new());
    let results = device.push(&[by_cashier.clone(), by_manager, stock.clone()]).await.expect("the push is answered");
    assert_eq!(results, vec![EntryOutcome::Stored; 3], "kept, whatever becomes of them");
    for sealed in [by_cashier, stock] {
        let hash = sealed.hash();
        let code = device.find(|told| match told {
            Told::SetAside(aside) if aside.entry == hash && aside.open => Some(aside.code.clone()),
            _ => None,
        });
        assert_eq!(code.await, Ok(SetAsideCode::NotAllowed));
        let rows = world.server.rows("set-aside").await;
        assert!(rows.iter().any(|row| row["entry"] == hash.to_hex().as_str()), "{rows:?}");
    }
    let prices = device.find(|told| match told {
        Told::Price(price) if price.product == lamp && price.amount == Amount(2_600) => Some(()),
        _ => None,
    });
    prices.await.expect("the manager's price is published");
    let cheap = device.told().any(|told| matches!(told, Told::Price(price) if price.amount == Amount(1)));
    assert!(!cheap, "the cashier's price was published");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_with_somebody_elses_signature_is_not_stored() {
    let world = World::new().await;
    let (mut device, shop) = device(&world).await;
    let order = shop.order(&device, 1, "MUG", 1, Fulfilment::CarryOut);
    let sealed = placed(&mut device, &shop, &order);
    let answer = device.push_signed(std::slice::from_ref(&sealed), [7; 64]).await;
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
    let sealed = placed(&mut device, &shop, &order);
    assert_eq!(device.push(std::slice::from_ref(&sealed)).await, Ok(vec![EntryOutcome::Stored]));
    let digest = world.server.cli(&["ledger", "verify"]).await;
    assert_eq!(device.push(std::slice::from_ref(&sealed)).await, Ok(vec![EntryOutcome::Duplicate]));
    assert_eq!(world.server.cli(&["ledger", "verify"]).await, digest, "a repeat changed the books");
    device.head = start;
    let other = shop.order(&device, 1, "RUG", 1, Fulfilment::CarryOut);
    let fork = placed(&mut device, &shop, &other);
    assert_eq!(device.push(&[fork]).await, Ok(vec![EntryOutcome::Fork]));
    let rows = world.server.rows("set-aside").await;
    assert!(rows.iter().any(|row| row["code"] == "fork"), "a fork is reported loudly: {rows:?}");
}
