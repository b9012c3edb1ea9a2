//! Stock under sales, receipts and many tills at once.

use crate::shop::{CARRY_OUT, DELIVERY, Shop, Till};
use shared_model::bounds::OPENING_PART_LINES_MAX;
use shared_model::fact::supply::ReceivedLine;
use shared_model::order::Fulfilment;
use shared_model::order::LineStateName;
use shared_model::party::{Actor, ActorKind};
use shared_model::policy::{Denied, Permission};
use shared_model::refusal::CallReason;
use shared_model::stock::{Account, ShortageCause};
use shared_model::unit::*;
use shared_model::wire::told::order::{OrderStates, StateTold};
use shared_model::wire::{EntryOutcome, Told};
use std::sync::Arc;
use sync_server::db::sql;
use sync_server::import::run::import_products;
use sync_server::report;
use sync_server::supply::{self, ReceiveError};
use uuid::Uuid;

crate::story!(
    the_last_unit_goes_to_exactly_one_of_many,
    what_another_process_sold_is_not_sold_again,
    many_tills_at_once_do_not_wait_for_each_other_in_a_circle,
    goods_fill_the_oldest_backorder_first,
    the_same_receipt_counts_once,
    opening_stock_is_booked_in_parts_all_of_it_or_none,
    goods_are_received_by_whoever_may,
    carrying_out_more_than_the_books_hold_opens_a_count_task,
    a_backorder_says_why,
    stock_is_opened_once,
    a_pickup_costs_the_same_however_many_lines_are_open,
    goods_that_fill_a_thousand_backorders_are_booked_in_sets,
    a_sale_of_four_lines_is_a_few_statements,
    a_carry_out_takes_from_who_was_promised_last,
    books_that_were_tampered_with_are_noticed,
);

async fn the_last_unit_goes_to_exactly_one_of_many(shop: Shop) {
    shop.receive("LAMP", 1).await;
    let shop = Arc::new(shop);
    let mut buyers = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let mut till = shop.till().await;
        let shop = shop.clone();
        buyers.spawn(async move { shop.sell(&mut till, &[("LAMP", 1, DELIVERY)]).await });
    }
    assert_eq!(buyers.join_all().await.len(), 16);
    assert_eq!(shop.level("LAMP").await, (1, 0, 1, 15));
    let orders = report::orders(&shop.db, shop.business()).await.unwrap();
    let served: Vec<bool> = orders.iter().map(|order| order.lines[0].allocated > 0).collect();
    assert_eq!(served.iter().filter(|served| **served).count(), 1);
    assert!(served[0], "the first to arrive is the first served");
    shop.verify().await;
}

/// A process remembers how stock stood when it wrote last, and sees that somebody else wrote since.
async fn what_another_process_sold_is_not_sold_again(shop: Shop) {
    let other = shop.beside().await;
    shop.receive("LAMP", 60).await;
    let (mut till, mut others) = (shop.till().await, shop.till().await);
    for round in 1..=3 {
        let mut read = Vec::new();
        for _ in 0..20 {
            let before = shop.db.asked().rows();
            shop.sell(&mut till, &[("LAMP", 1, DELIVERY)]).await;
            read.push(shop.db.asked().rows() - before);
        }
        assert!(round != 2 || read[19] < read[0], "the level is remembered until somebody else sells: {read:?}");
        other.sell(&mut others, &[("LAMP", 6, DELIVERY)]).await;
        assert_eq!(
            shop.level("LAMP").await,
            (60, (60 - 26 * round).max(0), (26 * round).min(60), (26 * round - 60).max(0))
        );
    }
    let orders = report::orders(&shop.db, shop.business()).await.unwrap();
    assert_eq!(orders.iter().map(|order| order.lines[0].allocated).sum::<i64>(), 60 * 1000);
    shop.verify().await;
}

async fn many_tills_at_once_do_not_wait_for_each_other_in_a_circle(shop: Shop) {
    shop.receive("LAMP", 20).await;
    shop.receive("CHAIR", 20).await;
    let shop = Arc::new(shop);
    let mut tills = tokio::task::JoinSet::new();
    for number in 0..8 {
        let mut till = shop.till().await;
        let shop = shop.clone();
        tills.spawn(async move {
            let basket = [("LAMP", 1, CARRY_OUT), ("CHAIR", 1, DELIVERY), ("RUG", 1, CARRY_OUT)];
            let turned: Vec<_> = basket.iter().rev().cloned().collect();
            for _ in 0..6 {
                shop.sell(&mut till, if number % 2 == 0 { &basket } else { &turned }).await;
                if number == 0 {
                    shop.receive("RUG", 2).await;
                }
            }
        });
    }
    tills.join_all().await;
    assert_eq!(report::orders(&shop.db, shop.business()).await.unwrap().len(), 48);
    assert_eq!(shop.level("CHAIR").await, (20, 0, 20, 28));
    assert_eq!(shop.level("RUG").await.0, 12 - 48);
    shop.verify().await;
}

async fn goods_fill_the_oldest_backorder_first(shop: Shop) {
    let (mut one, mut two) = (shop.till().await, shop.till().await);
    let first = shop.sell(&mut one, &[("LAMP", 3, DELIVERY)]).await;
    let second = shop.sell(&mut two, &[("LAMP", 1, DELIVERY)]).await;
    assert_eq!(shop.receive("LAMP", 2).await.filled, 0, "the oldest is not complete, the younger waits behind it");
    let waiting = report::backorders(&shop.db, shop.business()).await.unwrap();
    let open: Vec<_> = waiting.iter().map(|row| (row.order.clone(), row.quantity)).collect();
    assert_eq!(open, [(first.id.to_string(), 1000), (second.id.to_string(), 1000)]);
    assert_eq!(shop.receive("LAMP", 3).await.filled, 2);
    assert_eq!(shop.level("LAMP").await, (5, 1, 4, 0));
    assert!(report::backorders(&shop.db, shop.business()).await.unwrap().is_empty());
    let states: Vec<_> = shop.log_of(&one).await.into_iter().filter_map(states_of).collect();
    let last = states.iter().rfind(|states| states.order == first.id).unwrap();
    let allocated = StateTold::own(LineStateName::Allocated, Quantity(3000));
    assert_eq!(last.lines[0].states, [allocated], "nothing of it waits any more");
    shop.verify().await;
}

fn states_of(told: Told) -> Option<OrderStates> {
    match told {
        Told::OrderStates(states) => Some(states),
        _ => None,
    }
}

async fn the_same_receipt_counts_once(shop: Shop) {
    let intake = IntakeId(Uuid::now_v7());
    let (warehouse, actor) = ((shop.business(), shop.store.warehouse), || Actor::COMMAND_LINE);
    let line = |sku, pieces: i64| ReceivedLine { product: shop.product(sku), quantity: Quantity(pieces * 1000) };
    let receive = |lines| supply::receive(&shop.db, intake, warehouse, lines, "D1".into(), actor(), shop.now());
    let lines = vec![line("LAMP", 2), line("LAMP", 1), line("CHAIR", 4)];
    assert!(!receive(lines.clone()).await.unwrap().already);
    let head = shop.end().await;
    assert!(receive(lines).await.unwrap().already);
    assert!(matches!(receive(vec![line("LAMP", 9)]).await, Err(ReceiveError::Refused(CallReason::IntakeTaken {}))));
    assert_eq!(shop.end().await, head);
    assert_eq!(shop.level("LAMP").await, (3, 3, 0, 0));
    let refused = |lines| supply::open_stock(&shop.db, warehouse, lines, actor(), shop.now());
    assert!(matches!(refused(vec![line("POST", 1)]).await, Err(ReceiveError::Refused(CallReason::NotStocked { .. }))));
    assert!(matches!(
        refused(vec![line("LAMP", 0)]).await,
        Err(ReceiveError::Refused(CallReason::IntakeQuantity { .. }))
    ));
    assert!(matches!(refused(Vec::new()).await, Err(ReceiveError::Refused(CallReason::IntakeLines { .. }))));
    let other = shop.another_business().await;
    let elsewhere = (shop.business(), other.store.warehouse);
    let stray = supply::open_stock(&shop.db, elsewhere, vec![line("RUG", 1)], actor(), shop.now()).await;
    assert!(
        matches!(stray, Err(ReceiveError::Refused(CallReason::NoSuchWarehouse {}))),
        "another business's warehouse is none of this one's"
    );
}

async fn opening_stock_is_booked_in_parts_all_of_it_or_none(shop: Shop) {
    let goods: Vec<_> = (0..1_200).map(|number| crate::shop::row(&format!("SKU{number:05}"), true)).collect();
    import_products(&shop.db, shop.business(), &goods, false, shop.now(), &|_, _| {}).await.unwrap();
    let products = report::products(&shop.db, shop.business()).await.unwrap();
    let (stocked, whose) = (products.iter().filter(|row| row.product.stocked), (shop.business(), shop.store.warehouse));
    let lines: Vec<ReceivedLine> =
        stocked.map(|row| ReceivedLine { product: row.product.id, quantity: Quantity(2000) }).collect();
    let open =
        |lines: &[ReceivedLine]| supply::open_stock(&shop.db, whose, lines.to_vec(), Actor::COMMAND_LINE, shop.now());
    let count = async || {
        let entries = report::entries(&shop.db, shop.business()).await.unwrap();
        entries.iter().filter(|entry| entry.kind == "stock_opened").count()
    };
    // One product of the last part was opened before, with another quantity.
    let last = lines.iter().max_by_key(|line| line.product).unwrap().clone();
    open(&[ReceivedLine { quantity: Quantity(1000), ..last }]).await.unwrap();
    let refused = open(&lines).await;
    assert!(matches!(refused, Err(ReceiveError::Refused(CallReason::OpenedBefore { .. }))), "{refused:?}");
    assert_eq!(count().await, 1, "nothing of the other parts is booked");
    let others: Vec<ReceivedLine> = lines.iter().filter(|line| line.product != last.product).cloned().collect();
    // It was cut off after its first part.
    let mut in_order = others.clone();
    in_order.sort_by_key(|line| line.product);
    open(&in_order[..OPENING_PART_LINES_MAX]).await.unwrap();
    let opened = open(&others).await.unwrap();
    assert!(!opened.already);
    assert_eq!(count().await, 2 + others.len().div_ceil(OPENING_PART_LINES_MAX) - 1);
    let again = open(&others).await.unwrap();
    assert!(again.already && again.intake == opened.intake);
    shop.verify().await;
}

/// Whichever door it came by: the change itself refuses.
async fn goods_are_received_by_whoever_may(shop: Shop) {
    let receive = |actor| {
        let lines = vec![ReceivedLine { product: shop.product("LAMP"), quantity: Quantity::ONE }];
        supply::receive(
            &shop.db,
            IntakeId(Uuid::now_v7()),
            (shop.business(), shop.store.warehouse),
            lines,
            String::new(),
            actor,
            shop.now(),
        )
    };
    let before = shop.end().await;
    let (cashier, manager) = (Actor::staff(shop.cashier), Actor::staff(shop.manager));
    let missing = receive(cashier).await;
    let needs = Permission::GoodsReceive;
    assert!(
        matches!(&missing, Err(ReceiveError::Denied(Denied::Missing { permission, .. })) if *permission == needs),
        "{missing:?}"
    );
    for actor in [Actor::staff(StaffId(Uuid::now_v7())), Actor { kind: ActorKind::Vendor, id: Some(Uuid::now_v7()) }] {
        assert!(matches!(receive(actor).await, Err(ReceiveError::Denied(Denied::Unknown))));
    }
    assert!(matches!(receive(Actor::TILL).await, Err(ReceiveError::Denied(Denied::NobodySignedIn))));
    assert_eq!(shop.end().await, before);
    receive(manager).await.unwrap();
    shop.verify().await;
}

async fn carrying_out_more_than_the_books_hold_opens_a_count_task(shop: Shop) {
    shop.receive("LAMP", 1).await;
    let mut till = shop.till().await;
    shop.sell(&mut till, &[("LAMP", 3, CARRY_OUT)]).await;
    shop.sell(&mut till, &[("LAMP", 1, CARRY_OUT)]).await;
    assert_eq!(shop.level("LAMP").await, (-3, 0, 0, 0));
    let tasks = report::count_tasks(&shop.db, shop.business()).await.unwrap();
    assert_eq!(tasks.iter().map(|task| task.short).collect::<Vec<_>>(), [3000], "one task, added up");
    shop.receive("LAMP", 5).await;
    assert_eq!(shop.level("LAMP").await, (2, 2, 0, 0), "what the books owed is repaid first");
    shop.verify().await;
}

async fn a_backorder_says_why(shop: Shop) {
    shop.receive("LAMP", 1).await;
    let (mut near, mut far) = (shop.till().await, shop.till().await);
    far.knows = shop.end().await.number;
    let taker = shop.sell(&mut near, &[("LAMP", 1, CARRY_OUT)]).await;
    shop.sell(&mut far, &[("LAMP", 1, DELIVERY)]).await;
    let why = report::backorders(&shop.db, shop.business()).await.unwrap().remove(0).shortage;
    assert_eq!(why.cause, ShortageCause::SoldOut);
    assert_eq!(why.terminal, far.id);
    assert_eq!(why.offline_s, Some(3600));
    assert_eq!(why.believed_free, Some(Quantity::ONE));
    let takers: Vec<_> = why.taken_by.iter().map(|taker| (taker.number.clone(), taker.quantity)).collect();
    assert_eq!(takers, [(taker.number.to_string(), Quantity::ONE)]);
}

async fn a_carry_out_takes_from_who_was_promised_last(shop: Shop) {
    shop.receive("LAMP", 2).await;
    let (mut near, mut far) = (shop.till().await, shop.till().await);
    shop.sell(&mut near, &[("LAMP", 1, DELIVERY)]).await;
    let promised = shop.sell(&mut near, &[("LAMP", 1, DELIVERY)]).await;
    let taker = shop.sell(&mut far, &[("LAMP", 1, CARRY_OUT)]).await;
    let waiting = report::backorders(&shop.db, shop.business()).await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].order, promised.id.to_string());
    assert_eq!(waiting[0].shortage.cause, ShortageCause::TakenByCarryOut);
    assert_eq!(waiting[0].shortage.taken_by[0].number, taker.number.to_string());
    shop.verify().await;
}

async fn books_that_were_tampered_with_are_noticed(shop: Shop) {
    shop.receive("LAMP", 2).await;
    let mut till = shop.till().await;
    shop.sell(&mut till, &[("LAMP", 3, DELIVERY)]).await;
    let right = shop.verify().await;
    let tampering = [
        "update stock_level set free = free + 1000",
        "delete from posting where version = 1",
        "update line_state set quantity = quantity + 1000 where state = 'allocated'",
        "update line_state set quantity = quantity + 1000 where state = 'backordered'",
        "delete from line_state where state = 'backordered'",
        "update order_line set quantity = quantity + 1000",
    ];
    let with_bytes = [
        // An empty list, as it is stored.
        ("update stock_level set accounts = $1", Some(vec![1, 0x80])),
        ("update posting set quantity = quantity + 1000 where to_account = $1", Some(Account::Pool.to_bytes())),
    ];
    for (statement, bytes) in tampering.map(|statement| (statement, None)).into_iter().chain(with_bytes) {
        let mut tx = shop.db.begin_write().await.unwrap();
        let statement_with = bytes.into_iter().fold(sql(statement), |sql, bytes| sql.bytes(bytes));
        let touched = statement_with.run(&mut tx).await.unwrap();
        assert!(touched > 0, "{statement}");
        let report = report::ledger::verify_on(&mut tx, shop.business()).await.unwrap();
        assert!(!report.problems.is_empty(), "{statement}");
        tx.rollback().await.unwrap();
    }
    assert_eq!(shop.verify().await, right);
}

async fn stock_is_opened_once(shop: Shop) {
    let line = |sku, pieces: i64| ReceivedLine { product: shop.product(sku), quantity: Quantity(pieces * 1000) };
    let whose = (shop.business(), shop.store.warehouse);
    let open = |lines| supply::open_stock(&shop.db, whose, lines, Actor::COMMAND_LINE, shop.now());
    assert!(!open(vec![line("LAMP", 5), line("CHAIR", 2)]).await.unwrap().already);
    assert!(open(vec![line("CHAIR", 2), line("LAMP", 5)]).await.unwrap().already, "in another order");
    assert!(open(vec![line("LAMP", 5)]).await.unwrap().already, "a part of it");
    assert!(matches!(open(vec![line("LAMP", 6)]).await, Err(ReceiveError::Refused(CallReason::OpenedBefore { .. }))));
    assert!(matches!(
        open(vec![line("LAMP", 5), line("RUG", 1)]).await,
        Err(ReceiveError::Refused(CallReason::OpenedBefore { .. }))
    ));
    assert!(!open(vec![line("RUG", 1)]).await.unwrap().already);
    assert_eq!((shop.level("LAMP").await.0, shop.level("RUG").await.0), (5, 1));
    shop.verify().await;
}

/// What one sale costs: statements (a set of rows is one), and rows read.
async fn cost(shop: &Shop, till: &mut Till, basket: &[(&str, i64, Fulfilment)]) -> (u64, u64) {
    let (_, entries) = till.sell(shop, basket);
    let asked = shop.db.asked();
    let statements = || asked.statements() - asked.further();
    let before = (statements(), asked.rows());
    assert_eq!(shop.push(till, &entries).await, [const { EntryOutcome::Stored }; 2]);
    (statements() - before.0, asked.rows() - before.1)
}

async fn a_pickup_costs_the_same_however_many_lines_are_open(shop: Shop) {
    shop.receive("LAMP", 10_000).await;
    let mut till = shop.till().await;
    let sell_many = async |till: &mut Till, many: usize| {
        let batch: Vec<_> = (0..many).flat_map(|_| till.sell(&shop, &[("LAMP", 1, DELIVERY)]).1).collect();
        for part in batch.chunks(250) {
            shop.push(till, part).await;
        }
    };
    // Until the level is remembered, in both cases.
    for _ in 0..16 {
        shop.sell(&mut till, &[("LAMP", 1, CARRY_OUT)]).await;
    }
    sell_many(&mut till, 10).await;
    let few = cost(&shop, &mut till, &[("LAMP", 1, DELIVERY)]).await;
    let few_out = cost(&shop, &mut till, &[("LAMP", 1, CARRY_OUT)]).await;
    sell_many(&mut till, 1_990).await;
    assert_eq!(cost(&shop, &mut till, &[("LAMP", 1, DELIVERY)]).await, few);
    assert_eq!(cost(&shop, &mut till, &[("LAMP", 1, CARRY_OUT)]).await, few_out);
    // One that takes from who was promised last reads those few, and not the two thousand.
    let rest = shop.level("LAMP").await.1;
    let beyond = cost(&shop, &mut till, &[("LAMP", rest + 3, CARRY_OUT)]).await;
    assert!(beyond.1 < few.1 + 30, "{beyond:?} against {few:?}");
    assert_eq!(shop.level("LAMP").await.3, 3);
    shop.verify().await;
}

async fn goods_that_fill_a_thousand_backorders_are_booked_in_sets(shop: Shop) {
    let mut till = shop.till().await;
    let batch: Vec<_> = (0..1_000).flat_map(|_| till.sell(&shop, &[("LAMP", 1, DELIVERY)]).1).collect();
    for part in batch.chunks(250) {
        shop.push(&till, part).await;
    }
    let statements = || shop.db.asked().statements() - shop.db.asked().further();
    let before = statements();
    assert_eq!(shop.receive("LAMP", 1_001).await.filled, 1_000);
    let asked = statements() - before;
    assert!(asked < 60, "{asked} statements");
    assert_eq!(shop.level("LAMP").await, (1_001, 1, 1_000, 0));
    assert!(report::backorders(&shop.db, shop.business()).await.unwrap().is_empty());
    shop.verify().await;
}

async fn a_sale_of_four_lines_is_a_few_statements(shop: Shop) {
    for sku in ["LAMP", "CHAIR", "RUG"] {
        shop.receive(sku, 100).await;
    }
    let mut till = shop.till().await;
    let basket = [("LAMP", 1, CARRY_OUT), ("CHAIR", 1, DELIVERY), ("RUG", 1, CARRY_OUT), ("POST", 1, CARRY_OUT)];
    cost(&shop, &mut till, &basket).await;
    let (statements, _) = cost(&shop, &mut till, &basket).await;
    // Written: push_batch, entry, terminal_head, orders, order_line, line_state, payment, payment_settled,
    // money_document, money_posting, posting, stock_level, log_row, scope_head, log_head.
    // Beside them: the terminal, what is known, the shelves, the order's id and number, the payment's id and the ends
    // of scopes are read, locks taken, and PostgreSQL is told to tell others.
    assert!(statements <= 12 + 15, "{statements} statements");
}
