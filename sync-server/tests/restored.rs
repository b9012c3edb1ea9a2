//! A server that was restored from a backup gives numbers out again; a till's older positions
//! go on standing for what they stood for.

use crate::shop::{CARRY_OUT, PRICE, Shop};
use shared_model::order::{Knowledge, Order};
use shared_model::unit::*;
use sync_server::db::{Conn, sql};
use sync_server::import::run::import_products;
use sync_server::{log, report};

crate::story!(a_price_that_was_known_before_a_restore_is_in_force);

/// What a restore does: the next life of the server begins after the end of each log.
pub async fn begin_generation(conn: &mut Conn, id: [u8; 8]) {
    let begins = "insert into generation (number, id, began_ms) values (2, $1, 0)";
    sql(begins).bytes(id.to_vec()).run(conn).await.unwrap();
    let firsts = "insert into log_generation (business, generation, first_position) \
                  select business, 2, position + 1 from log_head";
    sql(firsts).run(conn).await.unwrap();
}

async fn restored(shop: &Shop) -> Position {
    let end = log::end(&shop.db, shop.business()).await.unwrap();
    let mut conn = shop.db.begin_write().await.unwrap();
    begin_generation(&mut conn, [2; 8]).await;
    conn.commit().await.unwrap();
    Position::new(2, end.number + 1)
}

async fn a_price_that_was_known_before_a_restore_is_in_force(shop: Shop) {
    let first = restored(&shop).await;
    let mut lamp = crate::shop::row("LAMP", true);
    lamp.price = Amount(PRICE.0 + 5);
    import_products(&shop.db, shop.business(), &[lamp], false, shop.now(), &|_, _| {}).await.unwrap();
    let end = log::end(&shop.db, shop.business()).await.unwrap();
    assert_eq!(end.generation, 2, "what came since is of the new life");

    // Two tills were cut off before: the log had gone on to what the backup does not have.
    let mut till = shop.till().await;
    let knows =
        |order: Order, business| Order { knowledge: Knowledge { business, ..order.knowledge.clone() }, ..order };
    let lost = Position::new(1, end.number + 100);
    let before = knows(till.order(&shop, &[("LAMP", 1, CARRY_OUT)]), lost);
    let since = knows(till.order(&shop, &[("LAMP", 1, CARRY_OUT)]), end);
    let entries = [&before, &since].map(|order| till.seal_sale(&shop, order)).concat();
    shop.push(&till, &entries).await;
    let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
    let numbers: Vec<&str> = reviews.iter().map(|review| review.number.as_str()).collect();
    assert_eq!(numbers, [since.number.to_string()], "the old price was no longer in force for who knew the new one");
    let told: Vec<Position> = shop
        .log_of(&till)
        .await
        .into_iter()
        .filter_map(|told| if let shared_model::wire::Told::Order(told) = told { Some(told.position) } else { None })
        .collect();
    assert!(told.len() == 2 && told.iter().all(|position| *position > first), "{told:?}");
}
