//! A server that was updated: what the version before did not know it reads by itself.

use crate::shop::{CARRY_OUT, Shop, Till, row};
use shared_model::entry::Entry;
use shared_model::fact::Fact;
use shared_model::fact::catalogue::PriceSet;
use shared_model::fact::health::ProcessStarted;
use shared_model::fact::payment::PaymentTaken;
use shared_model::payment::TenderKind;
use shared_model::unit::*;
use shared_model::wire::{EntryOutcome, Told};
use shared_model::{SealedEntry, bounds};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;
use sync_server::db::{Db, sql};
use sync_server::http::serve;
use sync_server::import::run::import_products;
use sync_server::merge::{self, Read, WhatWaits};
use sync_server::{backup, rebuild, report};
use tokio::sync::oneshot;

crate::story!(
    what_waited_for_the_update_is_read_by_the_server_that_starts,
    what_is_refused_once_it_is_known_counts_no_more_than_if_it_had_been_known_when_it_came,
    prices_that_waited_keep_their_order_and_only_their_like_overtakes_them,
    what_an_older_process_left_in_a_life_before_is_read_in_the_next,
    a_till_that_goes_on_selling_keeps_nothing_of_its_own_from_being_read,
    what_waits_still_leaves_no_trace_however_often_it_is_looked_at,
);

/// Of a kind that this version does not know either.
fn newer(shop: &Shop, till: &mut Till) -> SealedEntry {
    let started = Fact::ProcessStarted(ProcessStarted { nonce: vec![1], app_version: "9".into() });
    let sealed = Entry { kind: "tea_brewed".into(), ..till.entry(shop.cashier, &started) }.seal(Vec::new());
    till.chained(&sealed);
    sealed
}

/// The same shop as a version before would have left it, which did not know what `unknown` say.
async fn left_by_an_older_version(mut shop: Shop, unknown: &[&SealedEntry], like: &SealedEntry) -> Shop {
    let mut conn = shop.db.begin_write().await.unwrap();
    let update = "update entry set judged = (select n.judged from entry n where n.business = $1 and n.hash = $2) \
                  where business = $1 and hash = $3";
    for entry in unknown {
        sql(update).id(shop.business()).hash(like.hash()).hash(entry.hash()).run(&mut conn).await.unwrap();
    }
    conn.commit().await.unwrap();
    let beside = shop.url.replace("server.db", "older.db");
    let url = match shop.url.starts_with("sqlite:") {
        true => beside,
        false => tokio::task::spawn_blocking(crate::postgres::database).await.unwrap(),
    };
    let older = Db::open(&url).await.unwrap();
    rebuild::check(&shop.db, shop.business(), &older, shop.now()).await.unwrap();
    (shop.db, shop.url) = (older, url);
    shop
}

/// Runs on the shop's database for as long as `meanwhile` does.
async fn served(shop: &Shop, meanwhile: impl Future<Output = ()>) {
    let (stop, stopped) = oneshot::channel::<()>();
    let db = Db::open(&shop.url).await.unwrap();
    let stop_asked = async { stopped.await.unwrap_or_default() };
    let served = tokio::spawn(serve(db, SocketAddr::from(([127, 0, 0, 1], 0)), |_| {}, stop_asked));
    tokio::time::timeout(Duration::from_secs(30), meanwhile).await.expect("it reads by itself");
    stop.send(()).unwrap();
    served.await.unwrap().unwrap();
}

/// Until so many wait for an update.
async fn waiting(shop: &Shop, wanted: usize) {
    while codes(shop).await.iter().filter(|(_, code)| code == "unknown_kind").count() != wanted {
        tokio::task::yield_now().await;
    }
}

async fn codes(shop: &Shop) -> Vec<(String, String)> {
    let aside = report::set_aside(&shop.db, shop.business()).await.unwrap();
    aside.into_iter().map(|row| (row.kind, row.code)).collect()
}

/// Sales on the chain and by a copy, a price by somebody who may not, and one of the copy's: each is judged as
/// if it had been known when it came.
async fn what_waited_for_the_update_is_read_by_the_server_that_starts(shop: Shop) {
    let mut till = shop.till().await;
    let unknown = newer(&shop, &mut till);
    shop.push(&till, std::slice::from_ref(&unknown)).await;
    let mut copy = till.clone();
    let [paid, sold] = till.sell(&shop, &[("LAMP", 1, CARRY_OUT)]).1;
    let forbidden = till.seal(shop.cashier, &Fact::PriceSet(shop.price_set("LAMP", Amount(1))));
    let own = [paid, sold.clone(), forbidden.clone()];
    assert_eq!(shop.push(&till, &own).await, [const { EntryOutcome::Stored }; 3]);
    let [paid, sold_twice] = copy.sell(&shop, &[("LAMP", 2, CARRY_OUT)]).1;
    let price = copy.seal(shop.manager, &Fact::PriceSet(shop.price_set("CHAIR", Amount(2))));
    assert_eq!(shop.push(&copy, &[paid, sold_twice.clone(), price.clone()]).await, [const { EntryOutcome::Fork }; 3]);
    let (level, postings) =
        (shop.level("LAMP").await, report::postings(&shop.db, shop.business()).await.unwrap().len());

    let unread = [&sold, &forbidden, &sold_twice, &price];
    let shop = left_by_an_older_version(shop, &unread, &unknown).await;
    assert_eq!(report::orders(&shop.db, shop.business()).await.unwrap().len(), 0);
    assert_eq!(codes(&shop).await.iter().filter(|(_, code)| code == "unknown_kind").count(), 5);
    assert_eq!(report::postings(&shop.db, shop.business()).await.unwrap().len(), postings, "their money counts");

    served(&shop, waiting(&shop, 1)).await;
    assert_eq!(report::orders(&shop.db, shop.business()).await.unwrap().len(), 2);
    assert_eq!(shop.level("LAMP").await, level);
    assert_eq!(report::postings(&shop.db, shop.business()).await.unwrap().len(), postings, "it is not counted twice");
    let still = codes(&shop).await;
    let expected = [
        ("payment_taken", "fork"),
        ("price_set", "fork"),
        ("price_set", "not_allowed"),
        ("tea_brewed", "unknown_kind"),
    ];
    let mut named: Vec<_> = still.iter().map(|(kind, code)| (kind.as_str(), code.as_str())).collect();
    named.sort_unstable();
    assert_eq!(named, expected);
    let told = shop.log_of(&till).await;
    let closed = told.iter().any(|told| matches!(told, Told::SetAside(it) if it.entry == sold.hash() && !it.open));
    assert!(closed, "its till hears of it");
    built_again_the_same(&shop).await;
}

async fn built_again_the_same(shop: &Shop) {
    let folder = tempfile::tempdir().unwrap();
    let again = Db::open(&format!("sqlite:{}", folder.path().join("again.db").display())).await.unwrap();
    let rebuilt = rebuild::check(&shop.db, shop.business(), &again, shop.now()).await.unwrap();
    assert_eq!(rebuilt.differ, [""; 0], "{rebuilt:?}");
}

async fn sums(shop: &Shop) -> BTreeMap<(String, String), i64> {
    let mut sums = BTreeMap::new();
    for row in report::postings(&shop.db, shop.business()).await.unwrap() {
        *sums.entry((row.account, row.business_date)).or_default() += row.amount;
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

/// A payment that was recorded twice, and a price that head office has set anew since.
async fn what_is_refused_once_it_is_known_counts_no_more_than_if_it_had_been_known_when_it_came(shop: Shop) {
    let mut till = shop.till().await;
    let unknown = newer(&shop, &mut till);
    let order = till.order(&shop, &[("LAMP", 1, CARRY_OUT)]);
    let payment = till.payment(&order, TenderKind::Cash);
    let taken = Fact::PaymentTaken(PaymentTaken { payment });
    let once = till.seal(shop.cashier, &taken);
    let sold = till.seal(shop.cashier, &Fact::OrderPlaced(Box::new(order)));
    let twice = till.seal(shop.cashier, &taken);
    let price = till.seal(shop.manager, &Fact::PriceSet(shop.price_set("LAMP", Amount(400))));
    let stored = shop.push(&till, &[unknown.clone(), once, sold, twice.clone(), price.clone()]).await;
    assert_eq!(stored, [const { EntryOutcome::Stored }; 5]);
    let expected = sums(&shop).await;
    let mut lamp = row("LAMP", true);
    lamp.price = Amount(1300);
    import_products(&shop.db, shop.business(), &[lamp], false, shop.now(), &|_, _| {}).await.unwrap();

    let shop = left_by_an_older_version(shop, &[&twice, &price], &unknown).await;
    assert_ne!(sums(&shop).await, expected, "whoever does not know it counts its money");
    let mut reading = WhatWaits::default();
    for _ in 0..2 {
        let done = reading.go_on(&shop.db, shop.now()).await.unwrap();
        assert_eq!(done, Read::default(), "nothing of it is carried out");
        assert_eq!(sums(&shop).await, expected);
    }
    let mut still = codes(&shop).await;
    still.sort();
    let inconsistent = |kind: &str| (kind.to_owned(), "inconsistent".to_owned());
    assert_eq!(still[..2], [inconsistent("payment_taken"), inconsistent("price_set")], "{still:?}");
    let products = report::products(&shop.db, shop.business()).await.unwrap();
    assert!(products.iter().any(|row| row.product.sku == "LAMP" && row.price == Some(1300)));
    let again = merge::retry(&shop.db, till.id, twice.hash(), shop.manager, shop.now()).await.unwrap();
    assert!(!again.applied, "{again:?}");
    assert_eq!(sums(&shop).await, expected, "nor does a try by a person take it back once more");
    let set = merge::retry(&shop.db, till.id, price.hash(), shop.manager, shop.now()).await.unwrap();
    assert!(set.applied, "whoever answers for it decides: {set:?}");
    built_again_the_same(&shop).await;
}

/// Two for one product, by one person, and one from ten pieces on; a plain one was imported since for the other.
async fn prices_that_waited_keep_their_order_and_only_their_like_overtakes_them(shop: Shop) {
    let mut till = shop.till().await;
    let unknown = newer(&shop, &mut till);
    let lamp = |amount| shop.price_set("LAMP", Amount(amount));
    let ten = PriceSet { quantity_break: Some(Quantity(10_000)), ..shop.price_set("CHAIR", Amount(500)) };
    let sets = [lamp(400), lamp(500), ten].map(|set| till.seal(shop.manager, &Fact::PriceSet(set)));
    shop.push(&till, &[std::slice::from_ref(&unknown), &sets[..]].concat()).await;
    let mut chair = row("CHAIR", true);
    chair.price = Amount(1300);
    import_products(&shop.db, shop.business(), &[chair], false, shop.now(), &|_, _| {}).await.unwrap();
    let shop = left_by_an_older_version(shop, &sets.each_ref(), &unknown).await;
    let done = WhatWaits::default().go_on(&shop.db, shop.now()).await.unwrap();
    assert_eq!(done, Read { read: 3, left: 0 });
    let products = report::products(&shop.db, shop.business()).await.unwrap();
    let price = |sku: &str| products.iter().find(|row| row.product.sku == sku).and_then(|row| row.price);
    assert_eq!((price("LAMP"), price("CHAIR")), (Some(500), Some(1300)));
    built_again_the_same(&shop).await;
}

/// It stands before where was looked already, as what comes after a backup was put back does.
async fn what_an_older_process_left_in_a_life_before_is_read_in_the_next(shop: Shop) {
    let mut till = shop.till().await;
    let unknown = newer(&shop, &mut till);
    let sets =
        [400, 500].map(|amount| till.seal(shop.manager, &Fact::PriceSet(shop.price_set("LAMP", Amount(amount)))));
    shop.push(&till, &[std::slice::from_ref(&unknown), &sets[..]].concat()).await;
    let shop = left_by_an_older_version(shop, &sets.each_ref(), &unknown).await;
    served(&shop, async {
        waiting(&shop, 1).await;
        let mut conn = shop.db.begin_write().await.unwrap();
        let left = "update set_aside set open = 1, code = 'unknown_kind' where business = $1 and entry = $2";
        sql(left).id(shop.business()).hash(sets[0].hash()).run(&mut conn).await.unwrap();
        conn.commit().await.unwrap();
        assert_eq!(codes(&shop).await.len(), 2);
        backup::begin_life(&shop.db, shop.now()).await.unwrap();
        waiting(&shop, 1).await;
    })
    .await;
}

async fn a_till_that_goes_on_selling_keeps_nothing_of_its_own_from_being_read(shop: Shop) {
    let mut till = shop.till().await;
    let unknown = newer(&shop, &mut till);
    shop.push(&till, std::slice::from_ref(&unknown)).await;
    let sales: Vec<SealedEntry> = (0..30).flat_map(|_| till.sell(&shop, &[("POST", 1, CARRY_OUT)]).1).collect();
    shop.push(&till, &sales).await;
    let waiting: Vec<&SealedEntry> = sales.iter().collect();
    let shop = left_by_an_older_version(shop, &waiting, &unknown).await;
    let selling = async {
        for _ in 0..60 {
            shop.sell(&mut till, &[("POST", 1, CARRY_OUT)]).await;
        }
    };
    let mut reading = WhatWaits::default();
    let (done, ()) = tokio::join!(reading.go_on(&shop.db, shop.now()), selling);
    assert_eq!(done.unwrap(), Read { read: 60, left: 0 });
    assert_eq!(report::orders(&shop.db, shop.business()).await.unwrap().len(), 90);
    built_again_the_same(&shop).await;
}

/// More than are looked at at a time.
async fn what_waits_still_leaves_no_trace_however_often_it_is_looked_at(shop: Shop) {
    let mut till = shop.till().await;
    let waiting: Vec<_> = (0..bounds::PUSH_ENTRIES_MAX).map(|_| newer(&shop, &mut till)).collect();
    shop.push(&till, &waiting).await;
    let before = shop.end().await;
    for _ in 0..2 {
        let done = WhatWaits::default().go_on(&shop.db, shop.now()).await.unwrap();
        assert_eq!(done, Read::default());
    }
    assert_eq!(shop.end().await, before);
    assert_eq!(codes(&shop).await.len(), waiting.len());
}
