//! What a till says that is not its to say: that it is the server, and where its money belongs.

use crate::shop::{CARRY_OUT, PRICE, Shop, store};
use crate::words::edit;
use shared_model::Fact;
use shared_model::document::DocumentId;
use shared_model::entry::{Attachment, AttachmentClass, Entry};
use shared_model::fact::document::DocumentEdited;
use shared_model::party::{Actor, ActorKind};
use shared_model::unit::*;
use shared_model::wire::EntryOutcome;
use sync_server::terminal::{self, TerminalChange};
use sync_server::{merge, report, setting};

crate::story!(
    a_till_that_says_it_is_the_server_may_no_more_than_somebody_unknown,
    money_counts_for_the_store_that_its_till_is_of,
);

/// The price and the name of the lamp.
async fn lamp(shop: &Shop) -> (Option<i64>, String) {
    let products = report::products(&shop.db, shop.business()).await.unwrap();
    let lamp = products.into_iter().find(|row| row.product.sku == "LAMP").unwrap();
    (lamp.price, lamp.product.name)
}

async fn a_till_that_says_it_is_the_server_may_no_more_than_somebody_unknown(shop: Shop) {
    let (mut till, before) = (shop.till().await, lamp(&shop).await);
    let content = edit("name", "Nice LAMP", "Taken lamp");
    let edited = Fact::DocumentEdited(DocumentEdited::of(DocumentId::Product(shop.product("LAMP"))));
    let kinds = [ActorKind::Job, ActorKind::CommandLine, ActorKind::SecretLink, ActorKind::User, ActorKind::ApiClient];
    let mut batch = Vec::new();
    for kind in kinds {
        // The id of somebody who may does not help.
        for id in [None, Some(shop.manager.0)] {
            let actor = Actor { kind: kind.clone(), id };
            let price = till.entry(shop.manager, &Fact::PriceSet(shop.price_set("LAMP", Amount(1))));
            batch.push(Entry { actor: actor.clone(), ..price }.seal(Vec::new()));
            till.chained(batch.last().unwrap());
            let attached = Attachment::new(AttachmentClass::Note, [7; 16], content.encode());
            let edit = till.entry(shop.manager, &edited);
            batch.push(Entry { actor, attachments: vec![attached.name()], ..edit }.seal(vec![attached]));
            till.chained(batch.last().unwrap());
        }
    }
    assert!(shop.push(&till, &batch).await.iter().all(|outcome| *outcome == EntryOutcome::Stored));
    assert_eq!(lamp(&shop).await, before, "nothing of it is carried out");
    let aside = report::set_aside(&shop.db, shop.business()).await.unwrap();
    assert_eq!(aside.len(), batch.len());
    for row in &aside {
        assert_eq!(row.code, "unknown_reference");
        assert_eq!(row.reason.to_string(), format!("{}: whoever did it is not known here", row.kind));
    }
    let tried = merge::retry(&shop.db, till.id, batch[0].hash(), shop.manager, shop.now()).await.unwrap();
    assert!(tried.applied, "by the word of somebody who may: {tried:?}");
    assert_eq!(lamp(&shop).await.0, Some(1));
}

/// A till that was moved while it was away, and one that names a store of others: the server
/// says which store a till is of, for the sale and for what paid it.
async fn money_counts_for_the_store_that_its_till_is_of(shop: Shop) {
    let other = setting::create_store(&shop.db, shop.business(), store("Harbour"), shop.now()).await.unwrap().store;
    let (mut moved, mut liar) = (shop.till().await, shop.till().await);
    liar.store = other;
    let (was_here, is_here) =
        (moved.sell(&shop, &[("POST", 1, CARRY_OUT)]).1, liar.sell(&shop, &[("POST", 1, CARRY_OUT)]).1);
    let change = TerminalChange { store: Some(other), ..TerminalChange::default() };
    terminal::change(&shop.db, moved.id, &change, shop.now()).await.unwrap().unwrap();
    assert_eq!(shop.push(&moved, &was_here).await, [const { EntryOutcome::Stored }; 2]);
    assert_eq!(shop.push(&liar, &is_here).await, [const { EntryOutcome::Stored }; 2]);
    assert_eq!(report::set_aside(&shop.db, shop.business()).await.unwrap().len(), 0, "no money is lost");
    let takings = report::takings(&shop.db, shop.business()).await.unwrap();
    let taken: Vec<_> = takings.iter().map(|day| (day.store.clone(), day.orders, day.gross)).collect();
    let mut each = [shop.store.store, other].map(|store| (store.to_string(), 1, PRICE.0));
    each.sort();
    assert_eq!(taken, each);
    for day in &takings {
        assert_eq!(day.tenders.iter().map(|tender| tender.amount).collect::<Vec<_>>(), [PRICE.0], "{day:?}");
    }
    let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
    assert_eq!(reviews.len(), 2, "and a person hears of both: {reviews:?}");
}
