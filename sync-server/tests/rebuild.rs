//! Entries are all there is: a business built again from them is the same.

use crate::shop::{CARRY_OUT, DELIVERY, PRICE, Shop, Till, row};
use crate::words::{edit, edited};
use shared_model::Fact;
use shared_model::entry::{Entry, Origin};
use shared_model::fact::payment::PaymentTaken;
use shared_model::order::{Fulfilment, Order};
use shared_model::payment::TenderKind;
use shared_model::unit::*;
use shared_model::wire::EntryOutcome;
use sync_server::act::{Act, Knowledge, Ready};
use sync_server::db::{Db, sql};
use sync_server::import::run::import_customers;
use sync_server::import::run::import_products;
use sync_server::import::{AddressInput, CustomerInput};
use sync_server::terminal::{self, TerminalChange};
use sync_server::{merge, rebuild, report};

crate::story!(
    a_business_built_again_from_its_entries_is_the_same,
    what_was_changed_behind_the_entries_is_found,
    what_was_decided_once_is_not_judged_again,
    what_is_sold_meanwhile_does_not_matter,
    what_only_a_newer_server_knows_is_kept_and_its_money_counted,
);

pub fn customer(number: u32) -> CustomerInput {
    CustomerInput {
        number: format!("C{number}"),
        name: format!("Customer {number}"),
        email: String::new(),
        phone: String::new(),
        address: AddressInput::default(),
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
        Fact::PaymentVoided(one.voided(&card)),
        Fact::PaymentTaken(PaymentTaken { payment: cash }),
        Fact::OrderPlaced(Box::new(order)),
    ];
    for fact in facts {
        let entry = one.seal(shop.cashier, &fact);
        shop.push(&one, &[entry]).await;
    }
    let forbidden = one.seal(shop.cashier, &Fact::PriceSet(shop.price_set("LAMP", Amount(1100))));
    shop.push(&one, std::slice::from_ref(&forbidden)).await;
    merge::retry(&shop.db, one.id, forbidden.hash(), shop.manager, shop.now()).await.unwrap();
    let allowed = other.seal(shop.manager, &Fact::PriceSet(shop.price_set("LAMP", Amount(PRICE.0 + 5))));
    shop.push(&other, &[allowed]).await;
    odd(shop, &mut one).await;
    let edited = edited(&mut one, shop.manager, shop.product("CHAIR"), &edit("name", "Another CHAIR", "Armchair"));
    assert_eq!(shop.push(&one, &[edited]).await, [EntryOutcome::Stored], "the server writes the change");
    let mut lamp = row("LAMP", true);
    lamp.name = "Lamp of another name".into();
    import_products(&shop.db, shop.business(), &[lamp, row("VASE", true)], false, shop.now(), &|_, _| {})
        .await
        .unwrap();
    let customers: Vec<CustomerInput> = (0..20).map(customer).collect();
    import_customers(&shop.db, shop.business(), &customers, false, shop.now(), &|_, _| {}).await.unwrap();
    terminal::set_revoked(&shop.db, other.id, true, shop.now()).await.unwrap();
    let change = TerminalChange {
        name: Some("By the stairs".into()),
        also: Some([Scope::Office].into()),
        ..TerminalChange::default()
    };
    terminal::change(&shop.db, other.id, &change, shop.now()).await.unwrap().unwrap();
}

/// A day that is over, an id and a number that another sale has, a price that nobody set, and
/// what a copy of the till did.
async fn odd(shop: &Shop, till: &mut Till) {
    let today = till.business_date;
    let mut copy = till.clone();
    let first = till.order(shop, &[("POST", 1, CARRY_OUT)]);
    till.business_date = BusinessDate::from_days(today.to_days() + 40);
    let ahead = till.order(shop, &[("POST", 1, CARRY_OUT)]);
    till.business_date = BusinessDate::from_days(today.to_days() - 1);
    let late = till.order(shop, &[("CHAIR", 1, DELIVERY)]);
    till.business_date = today;
    let twice = Order { id: first.id, number: first.number.clone(), ..till.order(shop, &[("LAMP", 1, CARRY_OUT)]) };
    let orders = [first, ahead, late, twice];
    let entries: Vec<_> = orders.iter().flat_map(|order| till.seal_sale(shop, order)).collect();
    assert_eq!(shop.push(till, &entries).await, [const { EntryOutcome::Stored }; 8]);
    let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
    assert_eq!(reviews.len(), 2, "the day ahead, and what another sale has: {reviews:?}");
    let branch: Vec<_> = (0..2).flat_map(|_| copy.sell(shop, &[("LAMP", 1, CARRY_OUT)]).1).collect();
    assert_eq!(shop.push(&copy, &branch).await, [const { EntryOutcome::Fork }; 4]);
}

pub async fn again(shop: &Shop) -> rebuild::Rebuilt {
    let folder = tempfile::tempdir().unwrap();
    again_in(shop, &format!("sqlite:{}", folder.path().join("again.db").display())).await
}

async fn again_in(shop: &Shop, url: &str) -> rebuild::Rebuilt {
    let into = Db::open(url).await.unwrap();
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
    let url = tokio::task::spawn_blocking(crate::postgres::database).await.unwrap();
    assert_eq!(again_in(&shop, &url).await, rebuilt, "whatever the database");
}

async fn what_was_changed_behind_the_entries_is_found(shop: Shop) {
    day(&shop).await;
    let mut conn = shop.db.begin_write().await.unwrap();
    let update = "update payment set amount = amount + 1 where business = $1";
    sql(update).id(shop.business()).run(&mut conn).await.unwrap();
    conn.commit().await.unwrap();
    assert_eq!(again(&shop).await.differ, ["payment"]);
}

/// Rules and knowledge change; what was decided when an entry came does not.
async fn what_was_decided_once_is_not_judged_again(shop: Shop) {
    let mut till = shop.till().await;
    let forbidden = till.seal(shop.cashier, &Fact::PriceSet(shop.price_set("LAMP", Amount(1100))));
    shop.push(&till, std::slice::from_ref(&forbidden)).await;
    let mut conn = shop.db.begin_write().await.unwrap();
    let allowed = sql("update entry set judged = $3 where business = $1 and hash = $2");
    allowed.id(shop.business()).hash(forbidden.hash()).bytes(Vec::new()).run(&mut conn).await.unwrap();
    conn.commit().await.unwrap();
    let rebuilt = again(&shop).await;
    assert!(["set_aside", "price"].iter().all(|part| rebuilt.differ.contains(part)), "{rebuilt:?}");
}

async fn what_is_sold_meanwhile_does_not_matter(shop: Shop) {
    day(&shop).await;
    let mut till = shop.till().await;
    let selling = async {
        for _ in 0..20 {
            shop.sell(&mut till, &[("LAMP", 1, CARRY_OUT)]).await;
        }
    };
    let (rebuilt, ()) = tokio::join!(again(&shop), selling);
    assert_eq!(rebuilt.differ, [""; 0], "{rebuilt:?}");
}

async fn what_only_a_newer_server_knows_is_kept_and_its_money_counted(shop: Shop) {
    let money = shop.till().await.sell(&shop, &[("POST", 2, CARRY_OUT)]).1[1].open().unwrap().money;
    let known = Entry {
        origin: Origin::Server {},
        kind: "rent_paid".into(),
        money,
        ..shop.till().await.entry(shop.manager, &Fact::PriceSet(shop.price_set("LAMP", Amount(1))))
    };
    let knowledge = Knowledge::of(&shop.db, shop.business()).await.unwrap();
    let mut act = Act::begin(&shop.db, &Ready::new(shop.business(), knowledge, shop.now())).await.unwrap();
    act.keep(known.seal(Vec::new()), "rent_paid".into());
    act.commit().await.unwrap();
    let counted = sync_server::money::postings(&shop.db, shop.business()).await.unwrap();
    assert!(counted.len() > 1, "{counted:?}");
    let rebuilt = again(&shop).await;
    assert_eq!((rebuilt.unread, rebuilt.differ.as_slice()), (1, [].as_slice()));
}
