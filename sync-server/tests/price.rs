//! Prices that people set, each having seen the one before or not.

use crate::shop::{Shop, told};
use shared_model::Fact;
use shared_model::fact::catalogue::PriceSet;
use shared_model::order::PriceSource;
use shared_model::unit::*;
use shared_model::wire::{EntryOutcome, Told};
use sync_server::report;

crate::story!(
    a_price_set_without_knowing_the_one_before_is_in_force_and_a_person_hears_of_it,
    prices_that_end_on_other_days_are_no_conflict,
);

async fn a_price_set_without_knowing_the_one_before_is_in_force_and_a_person_hears_of_it(shop: Shop) {
    let (mut first, mut second) = (shop.till().await, shop.till().await);
    let set = |amount, replaces| {
        let set = shop.price_set("LAMP", Amount(amount));
        Fact::PriceSet(PriceSet { replaces, ..set })
    };
    let in_force = async || {
        let pages = shop.pages(Scope::Business).await;
        let rows = pages.iter().flat_map(|page| page.rows.iter().map(|row| (page.generation, row)));
        let prices = rows.filter_map(|(generation, row)| match told(row) {
            Told::Price(price) if price.product == shop.product("LAMP") => {
                Some((price.amount, Position::new(generation, row.position)))
            }
            _ => None,
        });
        prices.last().expect("it has a price")
    };
    let conflicts = async || {
        let rows = report::price_conflicts(&shop.db, shop.business()).await.unwrap();
        rows.into_iter().map(|row| (row.sku, row.price, row.unseen)).collect::<Vec<_>>()
    };
    let before = in_force().await;
    let told = PriceSource::Told(before.1);
    let one = first.seal(shop.manager, &set(900, Some(told.clone())));
    assert_eq!(shop.push(&first, std::slice::from_ref(&one)).await, [EntryOutcome::Stored]);
    assert_eq!(conflicts().await, [], "it saw what it replaced");
    // The other till saw the same price, and is late.
    let late = second.seal(shop.manager, &set(800, Some(told)));
    // It goes on from its own, which it had not heard of either.
    let on = second.seal(shop.manager, &set(850, Some(PriceSource::Own(late.hash()))));
    assert_eq!(shop.push(&second, &[late]).await, [EntryOutcome::Stored]);
    assert_eq!(in_force().await.0, Amount(800), "the later one counts");
    assert_eq!(conflicts().await, [("LAMP".into(), 800, 900)]);
    assert_eq!(shop.push(&second, &[on]).await, [EntryOutcome::Stored]);
    assert_eq!(conflicts().await, [], "whoever set it again saw what was there");
    // Nobody saw a price where there was one.
    let blind = first.seal(shop.manager, &set(700, None));
    assert_eq!(shop.push(&first, &[blind]).await, [EntryOutcome::Stored]);
    assert_eq!(conflicts().await, [("LAMP".into(), 700, 850)]);
    // A position of a life of the server that is over counts as where that life ended.
    let ahead = Position::new(1, 1 << 50);
    let far = first.seal(shop.manager, &set(650, Some(PriceSource::Told(ahead))));
    assert_eq!(shop.push(&first, &[far]).await, [EntryOutcome::Stored]);
    assert_eq!(conflicts().await, [("LAMP".into(), 650, 700)]);
}

async fn prices_that_end_on_other_days_are_no_conflict(shop: Shop) {
    let mut till = shop.till().await;
    let mut set = |amount, valid_to: &str| {
        let set = shop.price_set("LAMP", Amount(amount));
        let replaces = Some(PriceSource::Told(Position::START));
        let valid_to = Some(valid_to.parse().unwrap());
        till.seal(shop.manager, &Fact::PriceSet(PriceSet { valid_to, replaces, ..set }))
    };
    let (march, april, again) = (set(900, "2026-03-31"), set(800, "2026-04-30"), set(700, "2026-03-31"));
    let conflicts = async || {
        let rows = report::price_conflicts(&shop.db, shop.business()).await.unwrap();
        rows.into_iter().map(|row| (row.price, row.unseen)).collect::<Vec<_>>()
    };
    assert_eq!(shop.push(&till, &[march, april]).await, [const { EntryOutcome::Stored }; 2]);
    assert_eq!(conflicts().await, [], "each is in force beside the other");
    assert_eq!(shop.push(&till, &[again]).await, [EntryOutcome::Stored]);
    assert_eq!(conflicts().await, [(700, 900)], "the one before it of the same days");
}
