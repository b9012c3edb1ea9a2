//! What a copy of a till says: carried out or not, once, and the same when it is built again.

use crate::shop::{CARRY_OUT, Shop};
use crate::words::{edit, edited};
use shared_model::SealedEntry;
use shared_model::bounds::CODE_BYTES_MAX;
use shared_model::wire::EntryOutcome;
use sync_server::db::Db;
use sync_server::{merge, rebuild, report};

crate::story!(
    an_edit_by_a_copy_is_answered_and_built_again_the_same,
    what_was_not_carried_out_is_no_more_so_when_it_is_tried_again,
    what_cannot_be_read_blocks_neither_the_copy_nor_its_till,
);

async fn built_again_the_same(shop: &Shop) {
    let folder = tempfile::tempdir().unwrap();
    let into = Db::open(&format!("sqlite:{}", folder.path().join("again.db").display())).await.unwrap();
    let rebuilt = rebuild::check(&shop.db, shop.business(), &into, shop.now()).await.unwrap();
    assert_eq!(rebuilt.differ, [""; 0], "{rebuilt:?}");
}

async fn an_edit_by_a_copy_is_answered_and_built_again_the_same(shop: Shop) {
    let mut till = shop.till().await;
    let mut copy = till.clone();
    shop.sell(&mut till, &[("LAMP", 1, CARRY_OUT)]).await;
    let edit = edited(&mut copy, shop.manager, shop.product("CHAIR"), &edit("name", "Chair of the copy", "CHAIR"));
    assert_eq!(shop.push(&copy, &[edit]).await, [EntryOutcome::Fork]);
    shop.sell(&mut till, &[("LAMP", 1, CARRY_OUT)]).await;
    built_again_the_same(&shop).await;
}

/// More than a counter sells: it was not carried out when it came, nor is it now.
async fn what_was_not_carried_out_is_no_more_so_when_it_is_tried_again(shop: Shop) {
    let mut till = shop.till().await;
    let mut copy = till.clone();
    shop.sell(&mut till, &[("LAMP", 1, CARRY_OUT)]).await;
    let mut order = copy.order(&shop, &[("LAMP", 1, CARRY_OUT)]);
    order.lines[0].sku = "x".repeat(CODE_BYTES_MAX + 1);
    let entries = copy.seal_sale(&shop, &order);
    assert_eq!(shop.push(&copy, &entries).await, [const { EntryOutcome::Fork }; 2]);
    let retried = merge::retry(&shop.db, till.id, entries[1].hash(), shop.manager, shop.now()).await.unwrap();
    assert!(!retried.applied && retried.reason.is_some(), "{retried:?}");
    assert_eq!(report::set_aside(&shop.db, shop.business()).await.unwrap().len(), 2, "the fork and the sale");
    let orders = report::orders(&shop.db, shop.business()).await.unwrap();
    assert_eq!(orders.len(), 1);
    built_again_the_same(&shop).await;
}

/// It begins a push of its own, and the copy has sent more than its till.
async fn what_cannot_be_read_blocks_neither_the_copy_nor_its_till(shop: Shop) {
    let mut till = shop.till().await;
    let mut copy = till.clone();
    shop.sell(&mut till, &[("LAMP", 1, CARRY_OUT)]).await;
    for _ in 0..3 {
        let sale = copy.sell(&shop, &[("LAMP", 1, CARRY_OUT)]).1;
        assert_eq!(shop.push(&copy, &sale).await, [const { EntryOutcome::Fork }; 2]);
    }
    let broken = SealedEntry { bytes: b"not an entry".to_vec(), attachments: Vec::new() };
    copy.chained(&broken);
    let [payment, sale] = copy.sell(&shop, &[("LAMP", 1, CARRY_OUT)]).1;
    assert_eq!(shop.push(&copy, &[broken, payment, sale]).await, [const { EntryOutcome::Fork }; 3]);
    let own = till.sell(&shop, &[("LAMP", 1, CARRY_OUT)]).1;
    assert_eq!(shop.push(&till, &own).await, [const { EntryOutcome::Stored }; 2]);
    assert_eq!(report::orders(&shop.db, shop.business()).await.unwrap().len(), 6);
    built_again_the_same(&shop).await;
}
