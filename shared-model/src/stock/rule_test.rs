//! The rules as tables: an event per line and what the accounts hold after it. Orders are
//! single letters, quantities whole pieces; `?x` is a backorder of order x.

use super::*;
use crate::order::Promise;
use crate::unit::*;
use proptest::prelude::*;
use uuid::Uuid;

fn order(letter: &str) -> OrderId {
    OrderId(Uuid::from_u128(u128::from(letter.as_bytes()[0])))
}

fn letter(order: OrderId) -> char {
    char::from(order.0.as_u128() as u8)
}

fn event(text: &str) -> StockEvent {
    let words: Vec<&str> = text.split_whitespace().collect();
    let quantity = Quantity::pieces(words[words.len() - 1].parse().unwrap()).unwrap();
    let (line, transfer) = (1, Uuid::from_u128(7));
    let at = || order(words[1]);
    match words[0] {
        "open" => StockEvent::Opened { quantity },
        "receive" => StockEvent::Received { quantity },
        "send_back" => StockEvent::ReturnedToVendor { quantity },
        "carry_out" => StockEvent::CarriedOut { order: at(), line, quantity },
        "order" => StockEvent::Ordered { order: at(), line, quantity, promise: Promise::ToBeConfirmed },
        "guarantee" => StockEvent::Ordered { order: at(), line, quantity, promise: Promise::Guaranteed },
        "hand_over" => StockEvent::HandedOver { order: at(), line, quantity },
        "cancel" => StockEvent::Cancelled { order: at(), line, quantity },
        "return" => StockEvent::Returned { quantity, sellable: true },
        "return_broken" => StockEvent::Returned { quantity, sellable: false },
        "repair" => StockEvent::Repaired { quantity },
        "write_off" => StockEvent::WrittenOff { quantity },
        "transfer_out" => StockEvent::TransferredOut { transfer, quantity },
        "transfer_in" => StockEvent::TransferredIn { transfer, quantity },
        "transfer_short" => StockEvent::TransferShort { transfer, quantity },
        "count_more" => StockEvent::CountedMore { quantity },
        "count_less" => StockEvent::CountedLess { quantity },
        other => panic!("no event is called {other}"),
    }
}

/// `pool 4 a 6 ?b 2 opening -10`: accounts, then what waits.
fn show(stock: &ProductStock) -> String {
    let account = |account: &Account| match account {
        Account::Allocated { order, .. } => letter(*order).to_string(),
        other => other.name().to_owned(),
    };
    let held = stock.balances.iter().map(|(key, quantity)| format!("{} {quantity}", account(key)));
    let waits = stock.backorders.iter().map(|entry| {
        let cause = match entry.cause {
            ShortageCause::SoldOut => "",
            ShortageCause::TakenByCarryOut => "!",
            ShortageCause::TakenByCount => "#",
        };
        format!("?{}{cause} {}", letter(entry.order), entry.quantity)
    });
    held.chain(waits).collect::<Vec<_>>().join(" ")
}

/// Runs a table `event | expected balances`, or `event | ! part of the error`.
fn check_table(table: &str) -> ProductStock {
    let mut stock = ProductStock::default();
    for (index, row) in table.lines().map(str::trim).filter(|row| !row.is_empty()).enumerate() {
        let (text, expected) = row.split_once('|').expect("a row has an event and what follows from it");
        let before = stock.clone();
        let result = apply(&mut stock, index as u64 + 1, &event(text));
        check(&stock).unwrap_or_else(|broken| panic!("after {text:?}: {broken}"));
        match expected.trim().strip_prefix("! ") {
            None => {
                result.unwrap_or_else(|error| panic!("{text:?}: {error}"));
                assert_eq!(show(&stock), expected.trim(), "after {text:?}");
            }
            Some(part) => {
                let error = result.expect_err(text).to_string();
                assert!(error.contains(part), "{text:?} said {error:?}");
                assert_eq!(stock, before, "a refused event changes nothing");
            }
        }
    }
    stock
}

#[test]
fn goods_in_serve_the_deficit_then_the_oldest_backorder_then_the_pool() {
    check_table(
        "open 2         | pool 2 opening -2
         order a 3      | a 2 opening -2 ?a 1
         order b 2      | a 2 opening -2 ?a 1 ?b 2
         receive 2      | a 3 b 1 vendor -2 opening -2 ?b 1
         receive 4      | pool 3 a 3 b 2 vendor -6 opening -2
         carry_out c 10 | deficit -2 vendor -6 customer 10 opening -2 ?a! 3 ?b! 2
         receive 1      | deficit -1 vendor -7 customer 10 opening -2 ?a! 3 ?b! 2
         receive 9      | pool 3 a 3 b 2 vendor -16 customer 10 opening -2",
    );
}

#[test]
fn a_carry_out_takes_from_the_latest_promise_and_that_line_keeps_its_place() {
    let stock = check_table(
        "open 3        | pool 3 opening -3
         order a 1     | pool 2 a 1 opening -3
         order b 2     | a 1 b 2 opening -3
         order c 1     | a 1 b 2 opening -3 ?c 1
         carry_out d 1 | a 1 b 1 customer 1 opening -3 ?b! 1 ?c 1
         receive 1     | a 1 b 2 vendor -1 customer 1 opening -3 ?c 1
         carry_out d 4 | deficit -1 vendor -1 customer 5 opening -3 ?a! 1 ?b! 2 ?c 1",
    );
    assert_eq!(stock.on_hand(), Ok(Quantity(-1000)));
    assert_eq!(stock.backordered(), Ok(Quantity(4000)));
    assert_eq!(stock.free(), Quantity::ZERO);
}

#[test]
fn a_guaranteed_line_is_never_taken_from() {
    check_table(
        "open 2        | pool 2 opening -2
         guarantee a 2 | a 2 opening -2
         carry_out b 1 | a 2 deficit -1 customer 1 opening -2
         count_less 1  | a 2 deficit -2 customer 1 shrink 1 opening -2
         hand_over a 2 | deficit -2 customer 3 shrink 1 opening -2",
    );
}

#[test]
fn handing_over_what_still_waits_is_like_carrying_it_out() {
    check_table(
        "open 2        | pool 2 opening -2
         order a 1     | pool 1 a 1 opening -2
         order b 3     | a 1 b 1 opening -2 ?b 2
         hand_over b 2 | customer 2 opening -2 ?a! 1 ?b 1
         hand_over b 2 | ! holds no such quantity
         hand_over b 1 | deficit -1 customer 3 opening -2 ?a! 1
         hand_over b 1 | ! holds no such quantity
         receive 2     | a 1 vendor -2 customer 3 opening -2",
    );
}

#[test]
fn cancelling_gives_up_what_waits_first_and_serves_others_with_the_rest() {
    check_table(
        "open 2     | pool 2 opening -2
         order a 3  | a 2 opening -2 ?a 1
         order b 1  | a 2 opening -2 ?a 1 ?b 1
         cancel a 2 | a 1 b 1 opening -2
         cancel a 2 | ! holds no such quantity
         cancel a 1 | pool 1 b 1 opening -2
         order b 1  | ! in the books already
         cancel z 1 | ! holds no such quantity",
    );
}

#[test]
fn counts_returns_repairs_and_transfers_post_as_the_table_says() {
    check_table(
        "open 4           | pool 4 opening -4
         order a 2        | pool 2 a 2 opening -4
         count_less 3     | a 1 shrink 3 opening -4 ?a# 1
         count_more 2     | pool 1 a 2 shrink 1 opening -4
         count_less 5     | deficit -2 shrink 6 opening -4 ?a# 2
         count_more 5     | pool 1 a 2 shrink 1 opening -4
         return_broken 2  | pool 1 a 2 unsellable 2 customer -2 shrink 1 opening -4
         repair 3         | ! unsellable holds 2
         repair 1         | pool 2 a 2 unsellable 1 customer -2 shrink 1 opening -4
         send_back 1      | pool 2 a 2 vendor 1 customer -2 shrink 1 opening -4
         write_off 1      | ! unsellable holds 0
         transfer_out 3   | ! pool holds 2
         transfer_out 2   | a 2 vendor 1 customer -2 shrink 1 transit 2 opening -4
         order b 2        | a 2 vendor 1 customer -2 shrink 1 transit 2 opening -4 ?b 2
         transfer_in 1    | a 2 b 1 vendor 1 customer -2 shrink 1 transit 1 opening -4 ?b 1
         transfer_short 1 | a 2 b 1 vendor 1 customer -2 shrink 2 opening -4 ?b 1
         return 2         | pool 1 a 2 b 2 vendor 1 customer -4 shrink 2 opening -4",
    );
}

#[test]
fn only_what_left_below_the_books_is_reported_as_a_deficit() {
    let mut stock = ProductStock::default();
    let mut run = |text: &str| apply(&mut stock, 1, &event(text)).unwrap();
    run("open 1");
    assert_eq!(run("carry_out a 3").deficit, Quantity(2000));
    assert_eq!(run("count_less 1").deficit, Quantity::ZERO, "a count is no sale");
    run("order b 1");
    let received = run("receive 4");
    assert_eq!((received.filled, received.touched), (1, vec![(order("b"), 1)]));
    for quantity in [0, -1] {
        assert_eq!(
            apply(&mut stock, 1, &StockEvent::Received { quantity: Quantity(quantity) }),
            Err(StockError::BadQuantity)
        );
    }
    let too_much = StockEvent::Received { quantity: Quantity(i64::MAX) };
    assert!(matches!(apply(&mut stock, 1, &too_much), Err(StockError::Arithmetic(_))));
}

#[test]
fn a_ledger_has_one_digest_whatever_the_order_of_its_rows() {
    let row = |product, account, quantity| {
        (WarehouseId(Uuid::from_u128(1)), ProductId(Uuid::from_u128(product)), account, Quantity(quantity))
    };
    let (a, b) = (row(1, Account::Pool, 5), row(2, Account::Customer, 5));
    assert_eq!(digest([a, b]), digest([b, a, row(3, Account::Pool, 0)]));
    assert_ne!(digest([a, b]), digest([a, row(2, Account::Customer, 6)]));
}

fn events() -> impl Strategy<Value = Vec<StockEvent>> {
    let kinds = [
        "open",
        "receive",
        "receive",
        "send_back",
        "carry_out",
        "carry_out",
        "order",
        "order",
        "order",
        "guarantee",
        "hand_over",
        "hand_over",
        "cancel",
        "return",
        "return_broken",
        "repair",
        "write_off",
        "transfer_out",
        "transfer_in",
        "transfer_short",
        "count_more",
        "count_less",
    ];
    let one = (0..kinds.len(), 0u8..6, 1i64..9)
        .prop_map(move |(kind, name, pieces)| event(&format!("{} {} {pieces}", kinds[kind], char::from(b'a' + name))));
    prop::collection::vec(one, 1..60)
}

/// Old backorders are never served after younger ones.
fn assert_first_come_first_served(before: &ProductStock, after: &ProductStock) {
    let waits = |stock: &ProductStock, entry: &Backorder| {
        let found = stock.backorders.iter().find(|other| other.order == entry.order && other.line == entry.line);
        found.map_or(Quantity::ZERO, |entry| entry.quantity)
    };
    let mut skipped = false;
    for entry in &before.backorders {
        let left = waits(after, entry);
        assert!(!skipped || left == entry.quantity, "a younger backorder was served before an older one");
        skipped |= left.is_positive();
    }
}

proptest! {
    #[test]
    fn every_sequence_keeps_the_invariants_and_replays_to_the_same_state(events in events()) {
        let mut stock = ProductStock::default();
        let mut moved = ProductStock::default();
        for (index, event) in events.iter().enumerate() {
            let before = stock.clone();
            match apply(&mut stock, index as u64 + 1, event) {
                Err(_) => prop_assert_eq!(&stock, &before),
                Ok(outcome) => {
                    prop_assert_eq!(stock.version, before.version + outcome.movements.len() as u64);
                    for movement in outcome.movements {
                        prop_assert!(movement.quantity.is_positive());
                        moved.balances.entry(movement.from).or_default().0 -= movement.quantity.0;
                        moved.balances.entry(movement.to).or_default().0 += movement.quantity.0;
                    }
                    if matches!(event, StockEvent::Received { .. }) {
                        assert_first_come_first_served(&before, &stock);
                    }
                }
            }
            if let Err(broken) = check(&stock) {
                prop_assert!(false, "after {event:?}: {broken}");
            }
            let outside: i64 = [Account::Vendor, Account::Opening, Account::Customer, Account::Shrink, Account::Transit { transfer: Uuid::from_u128(7) }]
                .iter().map(|account| stock.balance(*account).0).sum();
            prop_assert_eq!(stock.on_hand().unwrap().0, -outside);
        }
        moved.balances.retain(|_, quantity| *quantity != Quantity::ZERO);
        prop_assert_eq!(&moved.balances, &stock.balances);
        let mut again = ProductStock::default();
        for (index, event) in events.iter().enumerate() {
            let _refused_again = apply(&mut again, index as u64 + 1, event);
        }
        prop_assert_eq!(again, stock);
    }
}
