//! A server that was updated: what the version before did not know it reads by itself.

use crate::shop::{CARRY_OUT, Shop, Till};
use shared_model::entry::Entry;
use shared_model::fact::Fact;
use shared_model::fact::health::ProcessStarted;
use shared_model::unit::*;
use shared_model::wire::{EntryOutcome, Told};
use shared_model::{SealedEntry, bounds};
use std::net::SocketAddr;
use std::time::Duration;
use sync_server::db::{Db, sql};
use sync_server::http::serve;
use sync_server::{merge, rebuild, report};
use tokio::sync::oneshot;

crate::story!(
    what_waited_for_the_update_is_read_by_the_server_that_starts,
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

/// Starts on the shop's database and stops once `done`.
async fn served_until(shop: &Shop, done: impl AsyncFn() -> bool) {
    let (stop, stopped) = oneshot::channel::<()>();
    let db = Db::open(&shop.url).await.unwrap();
    let stop_asked = async { stopped.await.unwrap_or_default() };
    let served = tokio::spawn(serve(db, SocketAddr::from(([127, 0, 0, 1], 0)), |_| {}, stop_asked));
    let waited = async { while !done().await {} };
    tokio::time::timeout(Duration::from_secs(30), waited).await.expect("it reads by itself");
    stop.send(()).unwrap();
    served.await.unwrap().unwrap();
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

    let waiting = [&sold, &forbidden, &sold_twice, &price];
    let shop = left_by_an_older_version(shop, &waiting, &unknown).await;
    assert_eq!(report::orders(&shop.db, shop.business()).await.unwrap().len(), 0);
    assert_eq!(codes(&shop).await.iter().filter(|(_, code)| code == "unknown_kind").count(), 5);
    assert_eq!(report::postings(&shop.db, shop.business()).await.unwrap().len(), postings, "their money counts");

    let unread = async || codes(&shop).await.iter().filter(|(_, code)| code == "unknown_kind").count();
    served_until(&shop, async || unread().await == 1).await;
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
    let folder = tempfile::tempdir().unwrap();
    let again = Db::open(&format!("sqlite:{}", folder.path().join("again.db").display())).await.unwrap();
    let rebuilt = rebuild::check(&shop.db, shop.business(), &again, shop.now()).await.unwrap();
    assert_eq!(rebuilt.differ, [""; 0], "{rebuilt:?}");
}

/// More than are looked at at a time.
async fn what_waits_still_leaves_no_trace_however_often_it_is_looked_at(shop: Shop) {
    let mut till = shop.till().await;
    let waiting: Vec<_> = (0..bounds::PUSH_ENTRIES_MAX).map(|_| newer(&shop, &mut till)).collect();
    shop.push(&till, &waiting).await;
    let before = shop.end().await;
    for _ in 0..2 {
        assert_eq!(merge::read_what_waits(&shop.db, shop.now()).await.unwrap(), 0);
    }
    assert_eq!(shop.end().await, before);
    assert_eq!(codes(&shop).await.len(), waiting.len());
}
