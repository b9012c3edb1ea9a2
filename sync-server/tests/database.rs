//! What the two engines have to have in common, and what each has to be set to.

use crate::shop::{Shop, row};
use shared_model::Fact;
use shared_model::party::Actor;
use shared_model::setting::StoreSettings;
use sync_server::act::{Act, Beside, Knowledge, NotCarried, NotSaid, Ready};
use sync_server::db::{self, Db, DbError, assembled, sql};
use sync_server::import::run::import_products;
use sync_server::report;

crate::story!(codes_are_in_the_order_of_their_bytes, who_reads_changes_nothing);

/// Imports codes that a dictionary would put in another order.
async fn codes_in_order(shop: &Shop) -> Vec<String> {
    let rows = ["a1", "B1", "_1", "C-1", "C1", "Ä1"].map(|sku| row(sku, true));
    import_products(&shop.db, shop.business(), &rows, false, shop.now(), &|_, _| {}).await.unwrap();
    let products = report::products(&shop.db, shop.business()).await.unwrap();
    products.into_iter().map(|row| row.product.sku).collect()
}

const IN_ORDER: [&str; 10] = ["B1", "C-1", "C1", "CHAIR", "LAMP", "POST", "RUG", "_1", "a1", "Ä1"];

async fn codes_are_in_the_order_of_their_bytes(shop: Shop) {
    assert_eq!(codes_in_order(&shop).await, IN_ORDER);
}

async fn who_reads_changes_nothing(shop: Shop) {
    let mut conn = shop.db.read().await.unwrap();
    assert!(sql("update business set name = 'Mine'").run(&mut conn).await.is_err());
    let mut snapshot = shop.db.begin_read().await.unwrap();
    assert!(sql("update business set name = 'Mine'").run(&mut snapshot).await.is_err());
}

/// A database of the private cluster, made with `options`.
async fn made_with(name: &str, options: &str) -> String {
    let url = tokio::task::spawn_blocking(crate::postgres::database).await.unwrap();
    let cluster = Db::open(&url).await.unwrap();
    let create = format!("create database {name} template template0 {options}");
    // No database is made inside of a transaction, and what reads may not.
    let mut conn = cluster.read().await.unwrap();
    sql("set default_transaction_read_only = off").run(&mut conn).await.unwrap();
    assembled(create).run(&mut conn).await.unwrap();
    let (server, _) = url.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_in_the_order_of_their_bytes_whatever_the_clusters_language() {
    let url = made_with("in_english", "locale_provider icu icu_locale 'en-US' encoding 'UTF8'").await;
    let shop = Shop::at(&url).await;
    let mut conn = shop.db.read().await.unwrap();
    let found = sql("select cast('a1' < 'B1' as text) as is_less").one(&mut conn).await.unwrap();
    assert_eq!(db::row::text(&found, "is_less").unwrap(), "true", "the cluster itself goes by the dictionary");
    assert_eq!(codes_in_order(&shop).await, IN_ORDER);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_cannot_hold_every_text_is_refused() {
    let url = made_with("in_latin", "encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'").await;
    let refused = Db::open(&url).await.map(|_| ()).unwrap_err();
    assert!(matches!(&refused, DbError::NotUtf8 { found } if found == "LATIN1"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_stands_still_with_a_lock_on_postgres_loses_it() {
    let url = tokio::task::spawn_blocking(crate::postgres::database).await.unwrap();
    let db = Db::open(&url).await.unwrap();
    db::migrate(&db).await.unwrap();
    let settings = async |mut conn: db::Conn| {
        let text = "select current_setting('lock_timeout') as waits, \
                    current_setting('idle_in_transaction_session_timeout') as idle";
        let found = sql(text).one(&mut conn).await.unwrap();
        let setting = |name| db::row::text(&found, name).unwrap();
        (setting("waits"), setting("idle"))
    };
    let five = ("5s".to_owned(), "5s".to_owned());
    assert_eq!(settings(db.begin_write().await.unwrap()).await, five);
    assert_eq!(settings(db.read().await.unwrap()).await, five);
    let job = ("0".to_owned(), "30s".to_owned());
    assert_eq!(
        settings(db.begin_change(db.locks(), true).await.unwrap()).await,
        job,
        "an import may take its time, and not stand still"
    );
}

/// A till that pushes has its store locked and wants the end of the log; whoever sets the store wants both
/// as well.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_is_set_while_its_till_pushes_and_neither_waits_in_a_circle() {
    let shop = Shop::on_postgres().await;
    let business = shop.business();
    let set = Fact::StoreSet(Box::new(StoreSettings { tax_id: "GB9".into(), ..shop.store.clone() }));
    let knowledge = Knowledge::of(&shop.db, business).await.unwrap();
    let mut ready = Ready::new(business, knowledge, shop.now());
    let say = |act: &mut Act| act.say(Actor::COMMAND_LINE, &set, Vec::new(), Beside::default()).map(drop);
    let refused = say(&mut Act::begin(&shop.db, &ready).await.unwrap());
    assert!(matches!(refused, Err(NotSaid::Refused(NotCarried::NotRead))), "it is not locked: {refused:?}");

    let mut push = shop.db.begin_write().await.unwrap();
    let lock = |select| assembled(shop.db.engine().locked(select)).id(business);
    lock("select id from store where business = $1").one(&mut push).await.unwrap();
    ready.wants.stores.insert(shop.store.store);
    let setting = async {
        let mut act = Act::begin(&shop.db, &ready).await?;
        say(&mut act).expect("whoever asks may");
        act.commit().await
    };
    let pushing = async {
        let waiting = "select count(*) as waiting from pg_stat_activity where datname = current_database() \
                       and wait_event_type = 'Lock'";
        while db::row::int(&sql(waiting).one(&mut shop.db.read().await?).await?, "waiting")? == 0 {
            tokio::task::yield_now().await;
        }
        lock("select position from log_head where business = $1").one(&mut push).await?;
        push.commit().await
    };
    let (set, pushed) = tokio::join!(setting, pushing);
    assert!(set.is_ok() && pushed.is_ok(), "{set:?} {pushed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_does_not_get_its_locks_leaves_nothing_behind_for_the_next() {
    let url = tokio::task::spawn_blocking(crate::postgres::database).await.unwrap();
    let db = Db::open(&url).await.unwrap();
    let locks = || {
        let mut locks = db.locks();
        locks.number(7);
        locks
    };
    let held = db.begin_change(locks(), true).await.unwrap();
    let waited = db.begin_change(locks(), false).await.map(drop).unwrap_err();
    assert!(waited.is_overtaken(), "{waited}");
    held.rollback().await.unwrap();
    for _ in 0..64 {
        let mut conn = db.begin_change(locks(), false).await.unwrap();
        assert!(sql("select one from nowhere").one(&mut conn).await.is_err());
        drop(conn);
        sql("select 1 as one").one(&mut db.read().await.unwrap()).await.unwrap();
    }
    let stuck = "select count(*) as stuck from pg_stat_activity where datname = current_database() \
                 and state like 'idle in transaction%'";
    let stuck_now = async || {
        let found = sql(stuck).one(&mut db.read().await.unwrap()).await.unwrap();
        db::row::int(&found, "stuck").unwrap()
    };
    while stuck_now().await > 0 {
        tokio::task::yield_now().await;
    }
}

/// Hands on what it is sent, until it is told to say nothing more on what is open then.
async fn mute(target: String) -> (std::net::SocketAddr, tokio::sync::watch::Sender<u32>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, (mute, muted)) = (listener.local_addr().unwrap(), tokio::sync::watch::channel(0));
    tokio::spawn(async move {
        while let Ok((mut near, _)) = listener.accept().await {
            let (target, mut muted) = (target.clone(), muted.clone());
            let since = *muted.borrow_and_update();
            tokio::spawn(async move {
                let mut far = tokio::net::TcpStream::connect(target).await.unwrap();
                tokio::select! {
                    _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                    // Open still, and silent.
                    () = async { drop(muted.wait_for(|now| *now > since).await) } => std::future::pending().await,
                }
            });
        }
    });
    (address, mute)
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_were_lost_without_a_word_are_given_up_by_whoever_no_longer_waits() {
    let url = tokio::task::spawn_blocking(crate::postgres::database).await.unwrap();
    let (before, after) = url.split_once('@').unwrap();
    let (target, name) = after.split_once('/').unwrap();
    let (address, mute) = mute(target.to_owned()).await;
    let db = Db::open(&format!("{before}@{address}/{name}")).await.unwrap();
    let ask = async || sql("select 1 as one").one(&mut db.read().await.unwrap()).await.map(drop);
    let mut reading = Vec::new();
    for _ in 0..8 {
        reading.push(db.read().await.unwrap());
    }
    drop(reading);
    ask().await.unwrap();
    mute.send(1).unwrap();
    for _ in 0..8 {
        let _ = tokio::time::timeout(std::time::Duration::from_millis(50), ask()).await;
    }
    tokio::time::timeout(std::time::Duration::from_secs(20), ask()).await.expect("there are new ones").unwrap();
}
