//! Days, prices and takings.

use crate::shop::{CARRY_OUT, PRICE, Shop};
use shared_model::Fact;
use shared_model::unit::*;
use shared_model::wire::EntryOutcome;
use sync_server::report;

crate::story!(
    a_sale_of_december_that_arrives_in_january_belongs_to_december,
    a_price_of_yesterday_is_no_reason_for_review_and_an_invented_one_is,
    a_sale_at_a_price_set_before_it_in_the_same_batch_is_no_reason_for_review,
);

async fn a_sale_of_december_that_arrives_in_january_belongs_to_december(shop: Shop) {
    let (mut offline, mut online) = (shop.till().await, shop.till().await);
    offline.business_date = "2025-12-30".parse().unwrap();
    online.business_date = "2026-01-02".parse().unwrap();
    shop.sell(&mut online, &[("POST", 1, CARRY_OUT)]).await;
    shop.sell(&mut offline, &[("POST", 2, CARRY_OUT)]).await;
    shop.sell(&mut online, &[("POST", 1, CARRY_OUT)]).await;
    let days = report::takings(&shop.db, shop.business()).await.unwrap();
    let days: Vec<_> = days.iter().map(|day| (day.business_date.as_str(), day.gross, day.late)).collect();
    assert_eq!(days, [("2025-12-30", 2 * PRICE.0, 1), ("2026-01-02", 2 * PRICE.0, 0)]);
    let late: Vec<bool> = report::orders(&shop.db, shop.business()).await.unwrap().iter().map(|row| row.late).collect();
    assert_eq!(late, [false, true, false]);
}

async fn a_sale_at_a_price_set_before_it_in_the_same_batch_is_no_reason_for_review(shop: Shop) {
    let mut till = shop.till().await;
    let price = Fact::PriceSet { product: shop.product("LAMP"), amount: PRICE, currency: shop.settings.currency };
    let dearer =
        Fact::PriceSet { product: shop.product("LAMP"), amount: Amount(1500), currency: shop.settings.currency };
    let dearer = till.seal(shop.manager, dearer);
    assert_eq!(shop.push(&till, &[dearer]).await, [EntryOutcome::Stored]);
    till.knows = sync_server::log::head(&shop.db, shop.business()).await.unwrap().position;
    let batch = [till.seal(shop.manager, price), till.sell(&shop, &[("LAMP", 1, CARRY_OUT)]).1];
    assert_eq!(shop.push(&till, &batch).await, [EntryOutcome::Stored; 2]);
    let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
    assert!(reviews.is_empty(), "{reviews:?}");
}

async fn a_price_of_yesterday_is_no_reason_for_review_and_an_invented_one_is(shop: Shop) {
    let (mut offline, mut manager) = (shop.till().await, shop.till().await);
    offline.knows = sync_server::log::head(&shop.db, shop.business()).await.unwrap().position;
    let price =
        Fact::PriceSet { product: shop.product("LAMP"), amount: Amount(1500), currency: shop.settings.currency };
    let entry = manager.seal(shop.manager, price);
    assert_eq!(shop.push(&manager, &[entry]).await, [EntryOutcome::Stored]);
    shop.sell(&mut offline, &[("LAMP", 1, CARRY_OUT)]).await;
    assert!(report::reviews(&shop.db, shop.business()).await.unwrap().is_empty());
    offline.knows = sync_server::log::head(&shop.db, shop.business()).await.unwrap().position;
    let order = shop.sell(&mut offline, &[("LAMP", 1, CARRY_OUT)]).await;
    let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
    assert_eq!(reviews.len(), 1, "it knew the new price and sold at the old one");
    assert_eq!((reviews[0].stated, reviews[0].reckoned), (order.totals.gross.0, 1500));
}
