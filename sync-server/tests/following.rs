//! The log as a till follows it.

use crate::shop::{CARRY_OUT, DELIVERY, Shop, Till, store};
use shared_model::encoding;
use shared_model::wire::{Cursor, LogBody, LogEntry};
use std::sync::Arc;
use sync_server::{log, setting};

crate::story!(
    pages_of_any_size_lose_nothing,
    a_till_sees_its_store_and_its_own_mail_only,
    a_cursor_never_passes_an_entry_that_commits_late,
    a_cursor_of_another_log_is_noticed,
    another_process_is_heard,
);

/// Follows from the start in pages of `limit`, checking each page.
async fn follow(shop: &Shop, till: &Till, limit: usize) -> Vec<LogEntry> {
    let (mut cursor, mut all) = (Cursor::START, Vec::<LogEntry>::new());
    loop {
        let page = log::read(&shop.db, &till.filter(), cursor, limit).await.unwrap();
        for entry in &page.entries {
            assert_eq!(entry.prev, all.last().map_or(0, |last| last.position), "each names the one before it");
            assert!(entry.position > cursor.position && entry.position <= page.cursor.position);
            all.push(entry.clone());
        }
        assert!(log::check_cursor(&shop.db, shop.business(), page.cursor).await.unwrap());
        if page.cursor.position == page.head {
            return all;
        }
        assert!(page.cursor.position > cursor.position, "every page goes on");
        cursor = page.cursor;
    }
}

async fn pages_of_any_size_lose_nothing(shop: Shop) {
    shop.receive("LAMP", 3).await;
    let mut till = shop.till().await;
    for _ in 0..5 {
        shop.sell(&mut till, &[("LAMP", 1, DELIVERY), ("POST", 1, CARRY_OUT)]).await;
    }
    let all = follow(&shop, &till, 1_000_000).await;
    let n = all.len();
    for limit in [0, 1, 2, 3, 7, n - 1, n, n + 1, 2 * n] {
        assert_eq!(follow(&shop, &till, limit).await, all, "pages of {limit}");
    }
    let head = log::head(&shop.db, shop.business()).await.unwrap();
    let nothing = log::read(&shop.db, &till.filter(), head, 10).await.unwrap();
    assert_eq!((nothing.entries.len(), nothing.cursor), (0, head));
}

async fn a_till_sees_its_store_and_its_own_mail_only(shop: Shop) {
    let other = setting::store_create(&shop.db, shop.business(), store("Station"), shop.now()).await.unwrap();
    let (mut here, mut there) = (shop.till().await, shop.till_in(other.store).await);
    shop.sell(&mut here, &[("LAMP", 1, CARRY_OUT)]).await;
    shop.sell(&mut there, &[("LAMP", 1, CARRY_OUT)]).await;
    let broken = shared_model::SealedEntry { bytes: vec![0], attachment: None };
    there.chained(&broken);
    shop.push(&there, &[broken]).await;
    let kinds = |bodies: Vec<LogBody>| {
        let orders = bodies.iter().filter(|body| matches!(body, LogBody::Order(_))).count();
        let mail = bodies.iter().filter(|body| matches!(body, LogBody::SetAside { .. })).count();
        let stock = bodies.iter().filter(|body| matches!(body, LogBody::Stock { .. })).count();
        (orders, mail, stock)
    };
    assert_eq!(kinds(shop.log_of(&here).await), (1, 0, 2), "stock of the shared warehouse, not the other's order");
    assert_eq!(kinds(shop.log_of(&there).await), (1, 1, 2));
}

async fn a_cursor_never_passes_an_entry_that_commits_late(shop: Shop) {
    let shop = Arc::new(shop);
    let reader = shop.till().await;
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
    let (mut cursor, mut seen) = (Cursor::START, Vec::new());
    let mut written = false;
    while !written || cursor.position < log::head(&shop.db, shop.business()).await.unwrap().position {
        while writers.try_join_next().is_some() {}
        written = writers.is_empty();
        let page = log::read(&shop.db, &reader.filter(), cursor, 5).await.unwrap();
        seen.extend(page.entries);
        cursor = page.cursor;
    }
    assert_eq!(seen, follow(&shop, &reader, 1_000_000).await);
    let orders = seen.iter().filter(|entry| matches!(body(entry), LogBody::Order(_))).count();
    assert_eq!(orders, 40);
}

fn body(entry: &LogEntry) -> LogBody {
    encoding::decode(&entry.body, 1 << 26).unwrap()
}

async fn a_cursor_of_another_log_is_noticed(shop: Shop) {
    let head = log::head(&shop.db, shop.business()).await.unwrap();
    let check = |cursor| log::check_cursor(&shop.db, shop.business(), cursor);
    assert!(check(head).await.unwrap());
    assert!(check(Cursor::START).await.unwrap());
    let mut wrong = head;
    wrong.hash.0[0] ^= 1;
    assert!(!check(wrong).await.unwrap());
    assert!(!check(Cursor { position: head.position + 1, ..head }).await.unwrap());
}

async fn another_process_is_heard(shop: Shop) {
    let mut bell = shop.db.wake().subscribe(shop.business());
    let before = log::head(&shop.db, shop.business()).await.unwrap().position;
    shop.receive("LAMP", 1).await;
    let heard = tokio::time::timeout(std::time::Duration::from_secs(30), bell.wait_for(|head| *head > before)).await;
    assert!(heard.is_ok(), "a commit of this process rings the bell");

    let deaf = log::Wake::default();
    let mut bell = deaf.subscribe(shop.business());
    let follower = tokio::spawn(log::follow_heads(shop.db.clone().with_wake(deaf)));
    let heard = tokio::time::timeout(std::time::Duration::from_secs(30), bell.wait_for(|head| *head > before)).await;
    assert!(heard.is_ok(), "what others wrote is noticed");
    follower.abort();
}
