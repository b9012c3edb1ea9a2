//! What tills send: once or twice, in order or not, good or bad.

use crate::shop::{CARRY_OUT, DELIVERY, PRICE, Shop, Till};
use shared_model::Fact;
use shared_model::entry::SealedEntry;
use shared_model::fact::health::ProcessStarted;
use shared_model::fact::payment::{PaymentIntended, PaymentTaken};
use shared_model::fact::stock::StockOpened;
use shared_model::fact::supply::ReceivedLine;
use shared_model::order::{Order, OrderLine};
use shared_model::party::Actor;
use shared_model::payment::{Payment, TenderKind};
use shared_model::policy::{Denied, Permission};
use shared_model::unit::*;
use shared_model::wire::{EntryOutcome, Told};
use sync_server::db::sql;
use sync_server::merge::{self, MergeError, RetryError};
use sync_server::report;

crate::story!(
    sending_twice_changes_nothing,
    a_missing_entry_is_asked_for,
    another_entry_in_the_same_place_is_a_fork,
    two_copies_of_a_till_complete_one_cart_and_both_sales_count,
    bad_entries_stop_nothing_and_can_be_tried_again,
    a_batch_that_somebody_else_signed_is_refused,
    a_sale_that_makes_no_sense_is_booked_and_reported,
    stock_is_not_the_tills_to_write,
    an_entry_the_database_refuses_does_not_take_its_batch_with_it,
    an_id_taken_in_another_business_is_free_in_this_one,
    one_bad_entry_among_many_is_found_by_halving,
    another_tills_push_swallows_nothing,
    a_sale_larger_than_any_is_set_aside,
    a_code_spelled_like_an_escape_is_shown_as_it_is,
    the_same_cart_asked_and_paid_by_card_is_one_payment,
);

async fn sending_twice_changes_nothing(shop: Shop) {
    shop.receive("LAMP", 5).await;
    let mut till = shop.till().await;
    let started = Fact::ProcessStarted(ProcessStarted { nonce: vec![1], app_version: "1".into() });
    let mut batch = vec![till.seal(shop.cashier, &started)];
    batch.extend(till.sell(&shop, &[("LAMP", 2, CARRY_OUT)]).1);
    batch.extend(till.sell(&shop, &[("LAMP", 1, DELIVERY)]).1);
    assert_eq!(shop.push(&till, &batch).await, [const { EntryOutcome::Stored }; 5]);
    let (head, books, money) = (shop.end().await, shop.verify().await, posted(&shop).await);
    assert_eq!(shop.push(&till, &batch).await, [const { EntryOutcome::Duplicate }; 5]);
    assert_eq!(shop.push(&till, &batch[1..]).await, [const { EntryOutcome::Duplicate }; 4]);
    assert_eq!(shop.end().await, head);
    assert_eq!((shop.verify().await, posted(&shop).await), (books, money));
    assert_eq!(shop.level("LAMP").await, (3, 2, 1, 0));
    assert_eq!(report::orders(&shop.db, shop.business()).await.unwrap().len(), 2);
    let sent: Vec<String> = batch.iter().map(|entry| hex(&entry.bytes)).collect();
    assert_eq!(of_tills(&shop).await, sent, "the bytes are kept as they came");
}

/// The bytes of the entries that tills sent; the server's own are in no chain.
pub async fn of_tills(shop: &Shop) -> Vec<String> {
    let held = report::entries(&shop.db, shop.business()).await.unwrap();
    held.into_iter().filter(|row| row.incarnation > 0).map(|row| row.bytes).collect()
}

/// What every account comes to, over all documents.
async fn posted(shop: &Shop) -> Vec<(String, i64)> {
    let postings = report::postings(&shop.db, shop.business()).await.unwrap();
    let mut sums = std::collections::BTreeMap::new();
    for posting in postings {
        *sums.entry(posting.account).or_insert(0) += posting.amount;
    }
    sums.into_iter().collect()
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn a_missing_entry_is_asked_for(shop: Shop) {
    let mut till = shop.till().await;
    let entries: Vec<SealedEntry> = (0..2).flat_map(|_| till.sell(&shop, &[("POST", 1, CARRY_OUT)]).1).collect();
    assert_eq!(shop.push(&till, &entries[1..3]).await, [const { EntryOutcome::Gap { expected: 1 } }; 2]);
    assert_eq!(report::orders(&shop.db, shop.business()).await.unwrap().len(), 0);
    assert_eq!(shop.push(&till, &entries[..1]).await, [EntryOutcome::Stored]);
    let mixed = [entries[0].clone(), entries[1].clone(), entries[3].clone()];
    let expected = [EntryOutcome::Duplicate, EntryOutcome::Stored, EntryOutcome::Gap { expected: 3 }];
    assert_eq!(shop.push(&till, &mixed).await, expected);
    assert_eq!(shop.push(&till, &entries[2..]).await, [const { EntryOutcome::Stored }; 2]);
    assert_eq!(report::orders(&shop.db, shop.business()).await.unwrap().len(), 2);
}

async fn another_entry_in_the_same_place_is_a_fork(shop: Shop) {
    shop.receive("LAMP", 5).await;
    let mut till = shop.till().await;
    shop.sell(&mut till, &[("LAMP", 1, CARRY_OUT)]).await;
    let mut copy = till.clone();
    shop.sell(&mut till, &[("LAMP", 1, CARRY_OUT)]).await;
    let branch: Vec<_> = (0..2).flat_map(|_| copy.sell(&shop, &[("LAMP", 1, CARRY_OUT)]).1).collect();
    assert_eq!(shop.push(&copy, &branch).await, [const { EntryOutcome::Fork }; 4]);
    assert_eq!(
        shop.push(&copy, &branch).await,
        [const { EntryOutcome::Duplicate }; 4],
        "it is kept, so it is not new again"
    );
    assert_eq!(report::forks(&shop.db, shop.business()).await.unwrap().len(), 4);
    let aside = report::set_aside(&shop.db, shop.business()).await.unwrap();
    assert!(aside.len() == 1 && aside[0].code == "fork", "where the copy began, and not all it did: {aside:?}");
    assert_eq!(report::orders(&shop.db, shop.business()).await.unwrap().len(), 4, "the goods are gone all the same");
    assert_eq!(shop.level("LAMP").await.0, 1);
    let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
    assert_eq!(reviews.len(), 1, "the number that was printed twice: {reviews:?}");
    shop.sell(&mut till, &[("LAMP", 1, CARRY_OUT)]).await;
    shop.verify().await;
}

async fn two_copies_of_a_till_complete_one_cart_and_both_sales_count(shop: Shop) {
    shop.receive("LAMP", 9).await;
    let mut till = shop.till().await;
    let mut copy = till.clone();
    let order = shop.sell(&mut till, &[("LAMP", 1, CARRY_OUT)]).await;
    // The cart lay on the counter when the disk was copied: its id is the same.
    let other = Order { id: order.id, ..copy.order(&shop, &[("LAMP", 2, CARRY_OUT)]) };
    let begins = copy.seal_sale(&shop, &other);
    assert_eq!(shop.push(&copy, &begins).await, [const { EntryOutcome::Fork }; 2]);
    let booked = async || {
        let rows = report::orders(&shop.db, shop.business()).await.unwrap();
        rows.iter().map(|row| row.gross).collect::<Vec<_>>()
    };
    assert_eq!(booked().await, [order.totals.gross.0, other.totals.gross.0]);
    assert_eq!(shop.level("LAMP").await.0, 6);
    let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
    assert!(
        reviews[0].reasons.iter().any(|reason| reason.to_string().contains("another sale has its id")),
        "{reviews:?}"
    );
    // Tried again there is nothing left to do, and the matter is closed.
    let money = posted(&shop).await;
    let retried = merge::retry(&shop.db, till.id, begins[0].hash(), shop.manager, shop.now()).await.unwrap();
    assert!(retried.applied, "{retried:?}");
    assert_eq!((booked().await.len(), posted(&shop).await), (2, money));
    assert!(report::set_aside(&shop.db, shop.business()).await.unwrap().is_empty());
    let held = sync_server::terminal::terminal(&shop.db, till.id).await.unwrap().unwrap().held();
    assert_eq!(held, [(1, 2)]);
    let goes_on = copy.sell(&shop, &[("LAMP", 1, CARRY_OUT)]).1;
    assert_eq!(shop.push(&copy, &goes_on).await, [const { EntryOutcome::Fork }; 2]);
    let held = sync_server::terminal::terminal(&shop.db, till.id).await.unwrap().unwrap().held();
    assert_eq!(held, [(1, 4)], "what the copy sent is held too, and not asked for again");
    shop.verify().await;
}

async fn bad_entries_stop_nothing_and_can_be_tried_again(shop: Shop) {
    let mut till = shop.till().await;
    let broken = SealedEntry { bytes: b"not an entry".to_vec(), attachments: Vec::new() };
    till.chained(&broken);
    let forbidden = till.seal(shop.cashier, &Fact::PriceSet(shop.price_set("LAMP", Amount(900))));
    let (order, [payment, sale]) = till.sell(&shop, &[("LAMP", 1, CARRY_OUT)]);
    let batch = [broken.clone(), forbidden.clone(), payment, sale];
    assert_eq!(shop.push(&till, &batch).await, [const { EntryOutcome::Stored }; 4]);
    assert_eq!(report::orders(&shop.db, shop.business()).await.unwrap()[0].order, order.id.to_string());
    let aside = report::set_aside(&shop.db, shop.business()).await.unwrap();
    assert_eq!(aside.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), ["unreadable", "not_allowed"]);
    let told = shop.log_of(&till).await.into_iter().filter(|told| matches!(told, Told::SetAside(_))).count();
    assert_eq!(told, 2, "the till hears of both");

    let refused = merge::retry(&shop.db, till.id, forbidden.hash(), shop.cashier, shop.now()).await;
    assert!(matches!(refused, Err(RetryError::Denied(Denied::Missing { permission: Permission::SetAsideRetry, .. }))));
    let retried = merge::retry(&shop.db, till.id, forbidden.hash(), shop.manager, shop.now()).await.unwrap();
    assert!(retried.applied, "{retried:?}");
    let again = merge::retry(&shop.db, till.id, forbidden.hash(), shop.manager, shop.now()).await;
    assert!(matches!(again, Err(RetryError::NotAside)), "once is enough");
    let still = merge::retry(&shop.db, till.id, broken.hash(), shop.manager, shop.now()).await.unwrap();
    assert!(!still.applied && still.reason.is_some());
    let prices = report::products(&shop.db, shop.business()).await.unwrap();
    assert_eq!(prices.iter().find(|row| row.product.sku == "LAMP").unwrap().price, Some(900));
}

async fn a_batch_that_somebody_else_signed_is_refused(shop: Shop) {
    let (mut till, other) = (shop.till().await, shop.till().await);
    let batch = till.sell(&shop, &[("LAMP", 1, CARRY_OUT)]).1;
    let forged = shop.push_signed(&till, &batch, other.sign(&batch)).await;
    assert!(matches!(forged, Err(MergeError::BadSignature)));
    sync_server::terminal::set_revoked(&shop.db, till.id, true, shop.now()).await.unwrap();
    let revoked = shop.push_signed(&till, &batch, till.sign(&batch)).await;
    assert!(matches!(revoked, Err(MergeError::Revoked)));
    assert!(of_tills(&shop).await.is_empty());
    sync_server::terminal::set_revoked(&shop.db, till.id, false, shop.now()).await.unwrap();
    assert_eq!(
        shop.push(&till, &batch).await,
        [const { EntryOutcome::Stored }; 2],
        "what it kept arrives once it is let in again"
    );
}

async fn a_sale_that_makes_no_sense_is_booked_and_reported(shop: Shop) {
    shop.receive("LAMP", 5).await;
    let mut till = shop.till().await;
    let mut order = till.order(&shop, &[("LAMP", 1, CARRY_OUT), ("CHAIR", 1, DELIVERY), ("RUG", 1, CARRY_OUT)]);
    order.lines[1].product = ProductId(uuid::Uuid::from_u128(404));
    order.lines[2].line = order.lines[0].line;
    order.lines[2].quantity = Quantity(-1000);
    order.placed_by = Actor::staff(StaffId(uuid::Uuid::from_u128(404)));
    order.number.code = "T\0".into();
    order.store = Some(StoreId(uuid::Uuid::from_u128(404)));
    let entries = till.seal_sale(&shop, &order);
    assert_eq!(shop.push(&till, &entries).await, [const { EntryOutcome::Stored }; 2]);
    let orders = report::orders(&shop.db, shop.business()).await.unwrap();
    assert_eq!((orders.len(), orders[0].gross), (1, order.totals.gross.0), "as printed");
    assert_eq!(shop.level("LAMP").await.0, 4, "the line that can be read moved stock");
    let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
    assert!(reviews[0].reasons.len() >= 4, "{:?}", reviews[0].reasons);
    assert!(
        reviews[0].reasons.iter().any(|reason| reason.to_string().contains("its number")),
        "{:?}",
        reviews[0].reasons
    );
    assert!(report::set_aside(&shop.db, shop.business()).await.unwrap().is_empty());
    let takings = report::takings(&shop.db, shop.business()).await.unwrap();
    assert_eq!((takings[0].gross, takings[0].tenders[0].amount), (3 * PRICE.0, 3 * PRICE.0));
    shop.verify().await;
}

async fn stock_is_not_the_tills_to_write(shop: Shop) {
    let mut till = shop.till().await;
    let lines = vec![ReceivedLine { product: shop.product("LAMP"), quantity: Quantity(9000) }];
    let opened = StockOpened { warehouse: shop.store.warehouse, lines };
    let entry = till.seal(shop.manager, &Fact::StockOpened(opened));
    assert_eq!(shop.push(&till, &[entry]).await, [EntryOutcome::Stored]);
    assert_eq!(report::set_aside(&shop.db, shop.business()).await.unwrap()[0].code, "not_allowed");
    assert!(report::stock(&shop.db, shop.business()).await.unwrap().is_empty());
}

/// Makes the database refuse a second order of the same total.
async fn refuse_equal_totals(shop: &Shop) {
    let mut tx = shop.db.begin_write().await.unwrap();
    let index = "create unique index only_one on orders (business, gross)";
    sql(index).run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

async fn an_entry_the_database_refuses_does_not_take_its_batch_with_it(shop: Shop) {
    refuse_equal_totals(&shop).await;
    let mut till = shop.till().await;
    let (before, first) = till.sell(&shop, &[("LAMP", 1, CARRY_OUT)]);
    let (_, clash) = till.sell(&shop, &[("LAMP", 1, CARRY_OUT)]);
    let (after, last) = till.sell(&shop, &[("LAMP", 2, CARRY_OUT)]);
    assert_eq!(shop.push(&till, &[first, clash, last].concat()).await, [const { EntryOutcome::Stored }; 6]);
    let orders = report::orders(&shop.db, shop.business()).await.unwrap();
    let ids: Vec<String> = orders.into_iter().map(|row| row.order).collect();
    assert_eq!(ids, [before.id.to_string(), after.id.to_string()]);
    let aside = report::set_aside(&shop.db, shop.business()).await.unwrap();
    assert_eq!(aside.iter().map(|row| (row.seq, row.code.as_str())).collect::<Vec<_>>(), [(4, "inconsistent")]);
    assert_eq!(of_tills(&shop).await.len(), 6, "its bytes are kept");
    shop.verify().await;
}

async fn an_id_taken_in_another_business_is_free_in_this_one(shop: Shop) {
    let other = shop.another_business().await;
    let (mut till, mut theirs) = (shop.till().await, other.till().await);
    let taken = other.sell(&mut theirs, &[("LAMP", 1, CARRY_OUT)]).await;
    let order = Order { id: taken.id, ..till.order(&shop, &[("LAMP", 1, CARRY_OUT)]) };
    let entries = till.seal_sale(&shop, &order);
    assert_eq!(shop.push(&till, &entries).await, [const { EntryOutcome::Stored }; 2]);
    for business in [shop.business(), other.business()] {
        assert_eq!(report::orders(&shop.db, business).await.unwrap().len(), 1);
        assert!(report::set_aside(&shop.db, business).await.unwrap().is_empty());
    }
    shop.verify().await;
}

async fn one_bad_entry_among_many_is_found_by_halving(shop: Shop) {
    refuse_equal_totals(&shop).await;
    let mut till = shop.till().await;
    let mut batch: Vec<SealedEntry> =
        (0..32).flat_map(|at| till.sell(&shop, &[("POST", at + 1, CARRY_OUT)]).1).collect();
    batch.extend(till.sell(&shop, &[("POST", 3, CARRY_OUT)]).1);
    for at in 0..8 {
        batch.extend(till.sell(&shop, &[("POST", at + 50, CARRY_OUT)]).1);
    }
    let asked = || shop.db.asked().statements() - shop.db.asked().further();
    let before = asked();
    assert_eq!(shop.push(&till, &batch).await, [const { EntryOutcome::Stored }; 82]);
    let asked = asked() - before;
    assert_eq!(report::orders(&shop.db, shop.business()).await.unwrap().len(), 40);
    assert_eq!(report::set_aside(&shop.db, shop.business()).await.unwrap().len(), 1);
    // A part costs about 25, and the bad one is halved seven times.
    assert!(asked < 16 * 26, "{asked} statements: as many as entry by entry");
}

/// Whoever got hold of a till's entry pushes it first, under another till's signature.
async fn another_tills_push_swallows_nothing(shop: Shop) {
    let (mut victim, mut thief) = (shop.till().await, shop.till().await);
    let stolen = victim.sell(&shop, &[("LAMP", 1, CARRY_OUT)]).1;
    stolen.iter().for_each(|entry| thief.chained(entry));
    shop.push(&thief, &stolen).await;
    assert!(report::orders(&shop.db, shop.business()).await.unwrap().is_empty(), "it is not the thief's sale");
    let next = victim.sell(&shop, &[("LAMP", 1, CARRY_OUT)]).1;
    assert_eq!(shop.push(&victim, &[stolen, next].concat()).await, [const { EntryOutcome::Stored }; 4]);
    assert_eq!(report::orders(&shop.db, shop.business()).await.unwrap().len(), 2);
    shop.verify().await;
}

async fn a_sale_larger_than_any_is_set_aside(shop: Shop) {
    let mut till = shop.till().await;
    let mut long = till.order(&shop, &[("POST", 1, CARRY_OUT)]);
    let line = long.lines[0].clone();
    long.lines = (1..=1_001).map(|number| OrderLine { line: number, ..line.clone() }).collect();
    let mut wide = till.order(&shop, &[("POST", 1, CARRY_OUT)]);
    wide.lines[0].sku = "S".repeat(1_000);
    let mut often = till.order(&shop, &[("POST", 1, CARRY_OUT)]);
    often.taxes = vec![often.taxes[0].clone(); 65];
    let seal = |order: Order, till: &mut Till| till.seal(shop.cashier, &Fact::OrderPlaced(Box::new(order)));
    let batch = [seal(long, &mut till), seal(wide, &mut till), seal(often, &mut till)];
    assert_eq!(shop.push(&till, &batch).await, [const { EntryOutcome::Stored }; 3]);
    let aside = report::set_aside(&shop.db, shop.business()).await.unwrap();
    assert_eq!(aside.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), ["inconsistent"; 3]);
    assert!(report::orders(&shop.db, shop.business()).await.unwrap().is_empty());
    assert_eq!(of_tills(&shop).await.len(), 3);
}

async fn a_code_spelled_like_an_escape_is_shown_as_it_is(shop: Shop) {
    let mut till = shop.till().await;
    let mut order = till.order(&shop, &[("POST", 1, CARRY_OUT)]);
    order.lines[0].sku = "\\u0000".into();
    order.lines[0].product = ProductId(uuid::Uuid::from_u128(404));
    let entries = till.seal_sale(&shop, &order);
    assert_eq!(shop.push(&till, &entries).await, [const { EntryOutcome::Stored }; 2]);
    let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
    assert!(reviews[0].reasons.iter().any(|reason| reason.to_string().contains("(\\u0000)")), "{reviews:?}");
}

async fn the_same_cart_asked_and_paid_by_card_is_one_payment(shop: Shop) {
    let mut till = shop.till().await;
    let order = till.order(&shop, &[("POST", 1, CARRY_OUT)]);
    let payment = Payment { reference: Some("A1".into()), ..till.payment(&order, TenderKind::Card) };
    let amount = payment.amount().unwrap();
    let (id, method) = (payment.id, payment.method.clone());
    let asked = Fact::PaymentIntended(PaymentIntended { payment: id, order: order.id, method, amount });
    let batch = [
        till.seal(shop.cashier, &asked),
        till.seal(shop.cashier, &Fact::PaymentTaken(PaymentTaken { payment: payment.clone() })),
        till.seal(shop.cashier, &Fact::OrderPlaced(Box::new(order))),
    ];
    assert_eq!(shop.push(&till, &batch[..1]).await, [EntryOutcome::Stored]);
    assert_eq!(shop.push(&till, &batch[1..]).await, [const { EntryOutcome::Stored }; 2]);
    let taken = async || {
        let takings = report::takings(&shop.db, shop.business()).await.unwrap();
        takings[0].tenders.iter().map(|total| total.amount).collect::<Vec<_>>()
    };
    assert_eq!(taken().await, [amount.0]);
    assert!(report::reviews(&shop.db, shop.business()).await.unwrap().is_empty());
    // A payment is a document of its own: taken back later, it is neither takings nor on the card.
    let voided = till.voided(&payment);
    let voided = till.seal(shop.cashier, &Fact::PaymentVoided(voided));
    assert_eq!(shop.push(&till, &[voided]).await, [EntryOutcome::Stored]);
    assert!(taken().await.is_empty());
    let posted = posted(&shop).await;
    let of = |account: &str| posted.iter().find(|(known, _)| known == account).map(|(_, sum)| *sum);
    assert_eq!((of("card"), of("settling")), (Some(0), Some(amount.0)), "the sale is open again");
}
