//! The log as a till follows it.

use crate::shop::{self, CARRY_OUT, DELIVERY, Shop, store, told};
use shared_model::encoding;
use shared_model::entry::{Attachment, AttachmentClass, Entry};
use shared_model::fact::Fact;
use shared_model::order::addressed;
use shared_model::party::{Address, Customer};
use shared_model::unit::*;
use shared_model::wire::page::heads_digest;
use shared_model::wire::{Body, Cursor, EntryOutcome, LogRow, Page, Told};
use std::collections::BTreeMap;
use std::sync::Arc;
use sync_server::db::{Db, row, sql};
use sync_server::import::run::{import_customers, import_products};
use sync_server::import::{AddressInput, CustomerInput};
use sync_server::log::{self, Key};
use sync_server::{rebuild, report, setting};
use uuid::Uuid;

crate::story!(
    pages_of_any_size_lose_nothing,
    pages_chain_over_many_and_over_one_with_nothing,
    rows_that_were_erased_verify,
    whom_a_sale_is_delivered_to_is_kept_and_no_till_hears_of_it,
    levels_come_after_the_order_that_moved_them,
    a_till_sees_its_store_and_its_own_mail_only,
    a_cursor_never_passes_an_entry_that_commits_late,
    a_cursor_of_another_log_is_noticed,
    another_process_is_heard,
);

fn rows(pages: Vec<Page>) -> Vec<LogRow> {
    pages.into_iter().flat_map(|page| page.rows).collect()
}

/// Where a reader stands that has read a scope up to a position.
async fn cursor_at(shop: &Shop, scope: Scope, position: u64) -> Cursor {
    let head = log::head_at(&shop.db, shop.business(), scope, position).await.unwrap();
    Cursor { position: Position::new(1, position), head, ..Cursor::start() }
}

async fn pages_of_any_size_lose_nothing(shop: Shop) {
    shop.receive("LAMP", 3).await;
    let mut till = shop.till().await;
    for _ in 0..5 {
        shop.sell(&mut till, &[("LAMP", 1, DELIVERY), ("POST", 1, CARRY_OUT)]).await;
    }
    let head = shop.end().await.number;
    for scope in till.scopes() {
        let all = rows(shop.pages(scope).await);
        for from in 0..head {
            let after: Vec<&LogRow> = all.iter().filter(|row| row.position > from).collect();
            let page = shop.page(scope, &cursor_at(&shop, scope, from).await, head).await.unwrap();
            assert_eq!(page.rows.iter().collect::<Vec<_>>(), after, "from {from}");
            assert_eq!(page.to, after.last().map_or(head, |row| row.position));
        }
        let nothing = shop.page(scope, &cursor_at(&shop, scope, head).await, head).await;
        assert_eq!(nothing, None);
    }
}

async fn pages_chain_over_many_and_over_one_with_nothing(shop: Shop) {
    let goods: Vec<_> = (0..1_300).map(|number| shop::row(&format!("SKU{number:05}"), true)).collect();
    import_products(&shop.db, shop.business(), &goods, false, shop.now(), &|_, _| {}).await.unwrap();
    // Each page was checked against the one before it, and its signature against the server's key.
    let pages = shop.pages(Scope::Business).await;
    assert!(pages.len() > 1, "{} rows on one page", pages[0].rows.len());
    assert!(pages[0].inside && !pages.last().unwrap().inside, "a page may end inside of a transaction");
    let told: Vec<Told> = rows(pages.clone()).iter().map(told).collect();
    assert_eq!(told.iter().filter(|told| matches!(told, Told::Product(_))).count(), 1_304);
    let entries = report::entries(&shop.db, shop.business()).await.unwrap().into_iter();
    let parts = entries.filter(|entry| entry.kind == "products_imported");
    let imports = parts.map(|entry| Entry::open(&hex::decode(entry.bytes).unwrap()).unwrap().correlation.unwrap());
    let mut parts = BTreeMap::<_, u32>::new();
    imports.for_each(|import| *parts.entry(import).or_default() += 1);
    let mut parts: Vec<u32> = parts.into_values().collect();
    parts.sort_unstable();
    assert_eq!(parts, [1, 6], "the shop's own goods, and these");

    let (cursor, head) = (pages.last().unwrap().cursor(), shop.end().await.number);
    shop.receive("LAMP", 1).await;
    let target = shop.end().await.number;
    assert!(target > head);
    let empty = shop.page(Scope::Business, &cursor, target).await.unwrap();
    assert!(empty.rows.is_empty());
    assert_eq!((empty.to, empty.head), (target, cursor.head), "nothing happened, and the server says so");
    assert_eq!(shop.page(Scope::Business, &empty.cursor(), target).await, None);

    let mut forged = pages[0].clone();
    forged.rows.pop();
    assert!(forged.check(0, Hash::ZERO).is_err(), "what is left out is noticed");
}

async fn rows_that_were_erased_verify(shop: Shop) {
    let customers = [1, 2].map(|number| CustomerInput {
        number: format!("C{number}"),
        name: format!("Customer {number}"),
        email: String::new(),
        phone: String::new(),
        address: AddressInput::default(),
    });
    import_customers(&shop.db, shop.business(), &customers, false, shop.now(), &|_, _| {}).await.unwrap();
    let before = shop.pages(Scope::People).await;
    let mut tx = shop.db.begin_write().await.unwrap();
    let erase = sql("update log_row set body = null, salt = $2 where business = $1 and length(salt) > 0");
    let erased = erase.id(shop.business()).bytes(Vec::new()).run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(erased, 2, "the rows of the two customers name them");
    let after = shop.pages(Scope::People).await;
    let gone = rows(after.clone()).into_iter().filter(|row| matches!(row.body, Body::Erased(_)));
    assert_eq!(gone.count(), 2);
    let ends = |pages: &[Page]| pages.last().map(|page| (page.to, page.head, page.signature));
    assert_eq!(ends(&after), ends(&before), "the chain is the same, and so is what the server signs");
}

async fn whom_a_sale_is_delivered_to_is_kept_and_no_till_hears_of_it(shop: Shop) {
    let mut till = shop.till().await;
    let address = Address::of_lines(AddressId(Uuid::from_u128(78)), vec!["2 Low Road".into()]);
    let customer = Customer {
        addresses: vec![address],
        ..Customer::named(CustomerId(Uuid::from_u128(77)), "C77", "Grace of Low Road")
    };
    let mut order = till.order(&shop, &[("LAMP", 1, DELIVERY)]);
    let contact = addressed(&mut order, &customer).expect("it is delivered");
    assert_eq!(order.shipping, Some(AddressId(Uuid::from_u128(78))));
    let attached = Attachment::new(AttachmentClass::Invoice, [7; 16], encoding::encode(&contact));
    let [payment, _] = till.clone().seal_sale(&shop, &order);
    till.chained(&payment);
    let placed = Fact::OrderPlaced(Box::new(order.clone()));
    let sale = till.seal_with(shop.cashier, &placed, vec![attached.name()], vec![attached.clone()]);
    assert_eq!(shop.push(&till, &[payment, sale.clone()]).await, [const { EntryOutcome::Stored }; 2]);

    let kept = sql("select class, salt, body from attachment where business = $1 and entry = $2").id(shop.business());
    let kept = kept.hash(sale.hash()).all(&mut shop.db.read().await.unwrap()).await.unwrap();
    let [kept] = &kept[..] else { panic!("{} attachments", kept.len()) };
    assert_eq!(row::text(kept, "class").unwrap(), "invoice");
    assert_eq!(
        [row::bytes(kept, "salt").unwrap(), row::content(kept, "body").unwrap()],
        [attached.salt, attached.body]
    );

    let mut heard_of_it = false;
    for scope in till.scopes() {
        for row in rows(shop.pages(scope).await) {
            let Body::Whole(body) = &row.body else { panic!("nothing was erased") };
            heard_of_it |= matches!(told(&row), Told::Order(told) if told.order == order.id);
            assert!(!body.windows(8).any(|part| part == b"Low Road"), "{scope:?} says where it goes");
        }
    }
    assert!(heard_of_it);
    let (folder, now) = (tempfile::tempdir().unwrap(), shop.now());
    let second = Db::open(&format!("sqlite:{}", folder.path().join("second.db").display())).await.unwrap();
    let rebuilt = rebuild::check(&shop.db, shop.business(), &second, now).await.unwrap();
    assert_eq!(rebuilt.differ, Vec::<&str>::new());
}

async fn levels_come_after_the_order_that_moved_them(shop: Shop) {
    shop.receive("LAMP", 3).await;
    let mut till = shop.till().await;
    let before = shop.levels(0).await;
    assert_eq!(before.iter().map(|level| level.product).collect::<Vec<_>>(), [shop.product("LAMP")]);
    let order = shop.sell(&mut till, &[("LAMP", 1, CARRY_OUT), ("CHAIR", 2, DELIVERY)]).await;
    let placed = shop.log_of(&till).await.into_iter().find_map(|told| match told {
        Told::Order(told) if told.order == order.id => Some(told.position.number),
        _ => None,
    });
    let levels = shop.levels(before[0].position).await;
    let told: Vec<_> = levels.iter().map(|level| (level.product, level.on_hand.0, level.backordered.0)).collect();
    let mut expected = [(shop.product("LAMP"), 2000, 0), (shop.product("CHAIR"), 0, 2000)];
    let mut told_sorted = told.clone();
    told_sorted.sort();
    expected.sort();
    assert_eq!(told_sorted, expected);
    assert!(levels.iter().all(|level| Some(level.position) > placed), "{levels:?} after {placed:?}");
    assert!(levels[0].position < levels[1].position, "each has a place of its own");
    assert!(shop.levels(levels[1].position).await.is_empty());
}

async fn a_till_sees_its_store_and_its_own_mail_only(shop: Shop) {
    let other = setting::create_store(&shop.db, shop.business(), store("Station"), shop.now()).await.unwrap();
    let (mut here, mut there) = (shop.till().await, shop.till_in(other.store).await);
    shop.sell(&mut here, &[("LAMP", 1, CARRY_OUT)]).await;
    shop.sell(&mut there, &[("LAMP", 1, CARRY_OUT)]).await;
    let broken = shared_model::SealedEntry { bytes: vec![0], attachments: Vec::new() };
    there.chained(&broken);
    shop.push(&there, &[broken]).await;
    let kinds = |told: Vec<Told>| {
        let orders = told.iter().filter(|told| matches!(told, Told::Order(_))).count();
        let mail = told.iter().filter(|told| matches!(told, Told::SetAside(_))).count();
        (orders, mail)
    };
    assert_eq!(kinds(shop.log_of(&here).await), (1, 0), "not the other's order");
    assert_eq!(kinds(shop.log_of(&there).await), (1, 1));
    assert_eq!((here.warehouse, other.warehouse), (shop.store.warehouse, shop.store.warehouse));
    let shared: Vec<i64> = shop.levels(0).await.iter().map(|level| level.on_hand.0).collect();
    assert_eq!(shared, [-2000], "stock of the shared warehouse is told to both");
}

async fn a_cursor_never_passes_an_entry_that_commits_late(shop: Shop) {
    let shop = Arc::new(shop);
    let scope = Scope::Store(shop.store.store);
    let mut writers = tokio::task::JoinSet::new();
    for sku in ["LAMP", "CHAIR"] {
        let mut till = shop.till().await;
        let shop = shop.clone();
        writers.spawn(async move {
            for _ in 0..20 {
                shop.sell(&mut till, &[(sku, 1, DELIVERY)]).await;
            }
        });
    }
    let (mut cursor, mut seen) = (Cursor::start(), Vec::new());
    let mut written = false;
    loop {
        while writers.try_join_next().is_some() {}
        let was_written = written;
        written = writers.is_empty();
        match shop.page(scope, &cursor, 0).await {
            Some(page) => {
                cursor = page.cursor();
                seen.extend(page.rows);
            }
            None if was_written => break,
            None => tokio::task::yield_now().await,
        }
    }
    assert_eq!(seen, rows(shop.pages(scope).await));
    let orders = seen.iter().filter(|row| matches!(told(row), Told::Order(_))).count();
    assert_eq!(orders, 40);
}

async fn a_cursor_of_another_log_is_noticed(shop: Shop) {
    let head = shop.end().await.number;
    let ours = cursor_at(&shop, Scope::Business, head).await;
    let digest = |head: Hash| heads_digest(&[1; 8], [(Scope::Business, head), (Scope::People, Hash::ZERO)]);
    let last = shop.pages(Scope::Business).await.pop().unwrap();
    assert_eq!(digest(ours.head), digest(last.head));
    assert_eq!(cursor_at(&shop, Scope::Business, 0).await.head, Cursor::start().head);
    let before = cursor_at(&shop, Scope::Business, last.to - 1).await;
    assert_ne!(digest(before.head), digest(ours.head), "each position has a head of its own");
    let mut wrong = ours.head;
    wrong.0[0] ^= 1;
    assert_ne!(digest(wrong), digest(ours.head));
    let other = shop.another_business().await;
    assert_ne!(digest(cursor_at(&other, Scope::Business, head).await.head), digest(ours.head));
}

async fn another_process_is_heard(shop: Shop) {
    let key = || Key::levels(shop.store.warehouse);
    let mut bell = shop.db.kept::<log::Wake>().subscribe(shop.business(), key());
    let before = shop.end().await.number;
    shop.receive("LAMP", 1).await;
    let half_a_minute = std::time::Duration::from_secs(30);
    let heard = tokio::time::timeout(half_a_minute, bell.wait_for(|mark| mark.position > before)).await;
    assert!(heard.is_ok(), "a commit of this process rings the bell");

    let elsewhere = Db::open(&shop.url).await.unwrap();
    let mut bell = elsewhere.kept::<log::Wake>().subscribe(shop.business(), key());
    let follower = tokio::spawn(log::follow_heads(elsewhere));
    let heard = tokio::time::timeout(half_a_minute, bell.wait_for(|mark| mark.position > before)).await;
    assert!(heard.is_ok(), "what others wrote is noticed");
    follower.abort();
}
