//! Entries are all there is: a business built again from them is the same.

use crate::shop::{CARRY_OUT, DELIVERY, PRICE, Shop, row};
use shared_model::Fact;
use shared_model::fact::catalogue::PriceSet;
use shared_model::fact::payment::{PaymentTaken, PaymentVoided};
use shared_model::order::Fulfilment;
use shared_model::payment::TenderKind;
use shared_model::unit::*;
use sync_server::catalogue::import_products;
use sync_server::db::Db;
use sync_server::import::CustomerInput;
use sync_server::party::import_customers;
use sync_server::{merge, rebuild, report, terminal};

crate::story!(a_business_built_again_from_its_entries_is_the_same, what_was_changed_behind_the_entries_is_found);

fn price_set(shop: &Shop, amount: i64) -> Fact {
    Fact::PriceSet(PriceSet {
        list: None,
        product: shop.product("LAMP"),
        quantity_break: None,
        valid_from: None,
        valid_to: None,
        amount: Amount(amount),
        currency: shop.settings.currency,
        replaces: None,
    })
}

fn customer(number: u32) -> CustomerInput {
    CustomerInput {
        number: format!("C{number}"),
        name: format!("Customer {number}"),
        email: String::new(),
        phone: String::new(),
        address: Vec::new(),
    }
}

/// Sales, shortages, goods that fill them, a price, a payment taken back, an entry set aside
/// and tried again, a file, a till locked out.
async fn day(shop: &Shop) {
    let (mut one, mut other) = (shop.till().await, shop.till().await);
    shop.receive("LAMP", 3).await;
    for basket in [[("LAMP", 2, Fulfilment::Pickup)], [("LAMP", 2, DELIVERY)], [("CHAIR", 1, CARRY_OUT)]] {
        shop.sell(&mut one, &basket).await;
        shop.sell(&mut other, &basket).await;
    }
    shop.receive("LAMP", 2).await;
    // More than goes into one change; each change tells the product's level once.
    let backlog: Vec<_> = (0..60).flat_map(|_| one.sell(shop, &[("LAMP", 1, DELIVERY)]).1).collect();
    shop.push(&one, &backlog).await;
    let order = one.order(shop, &[("POST", 1, CARRY_OUT)]);
    let (card, cash) = (one.payment(&order, TenderKind::Card), one.payment(&order, TenderKind::Cash));
    let facts = [
        Fact::PaymentTaken(PaymentTaken { payment: card.clone() }),
        Fact::PaymentVoided(PaymentVoided { payment: card }),
        Fact::PaymentTaken(PaymentTaken { payment: cash }),
        Fact::OrderPlaced(Box::new(order)),
    ];
    for fact in facts {
        let entry = one.seal(shop.cashier, &fact);
        shop.push(&one, &[entry]).await;
    }
    let forbidden = one.seal(shop.cashier, &price_set(shop, 1100));
    shop.push(&one, std::slice::from_ref(&forbidden)).await;
    merge::retry(&shop.db, one.id, forbidden.hash(), shop.manager, shop.now()).await.unwrap();
    let allowed = other.seal(shop.manager, &price_set(shop, PRICE.0 + 5));
    shop.push(&other, &[allowed]).await;
    let mut lamp = row("LAMP", true);
    lamp.name = "Lamp of another name".into();
    import_products(&shop.db, shop.business(), &[lamp, row("VASE", true)], false, shop.now(), &|_, _| {})
        .await
        .unwrap();
    let customers: Vec<CustomerInput> = (0..20).map(customer).collect();
    import_customers(&shop.db, shop.business(), &customers, false, shop.now(), &|_, _| {}).await.unwrap();
    terminal::revoked_set(&shop.db, other.id, true, shop.now()).await.unwrap();
}

async fn again(shop: &Shop) -> rebuild::Rebuilt {
    let folder = tempfile::tempdir().unwrap();
    let into = Db::open(&format!("sqlite:{}", folder.path().join("again.db").display())).await.unwrap();
    let rebuilt = rebuild::check(&shop.db, shop.business(), &into, shop.now()).await.unwrap();
    into.close().await;
    rebuilt
}

async fn a_business_built_again_from_its_entries_is_the_same(shop: Shop) {
    day(&shop).await;
    let rebuilt = again(&shop).await;
    assert_eq!(rebuilt.differ, [""; 0], "{rebuilt:?}");
    assert_eq!(rebuilt.digest, rebuilt.digest_rebuilt);
    let entries = report::entries(&shop.db, shop.business()).await.unwrap();
    assert!(rebuilt.entries >= entries.len() as u64 && rebuilt.entries > 20, "{rebuilt:?}");
}

async fn what_was_changed_behind_the_entries_is_found(shop: Shop) {
    day(&shop).await;
    let mut conn = shop.db.begin_write().await.unwrap();
    let update = "update payment set amount = amount + 1 where business = $1";
    sync_server::db::sql(update).id(shop.business()).run(&mut conn).await.unwrap();
    conn.commit().await.unwrap();
    assert_eq!(again(&shop).await.differ, ["payment"]);
}
