//! The rules as tables: an event per line and what the accounts hold after it. Orders are
//! single letters, quantities whole pieces; `?x` is a backorder of order x.

use super::Promise;
use super::*;
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
fn show(stock: &Book) -> String {
    let account = |account: &Account| match account {
        Account::Allocated { order, .. } => letter(*order).to_string(),
        other => other.name().to_owned(),
    };
    let balances = stock.balances();
    let held = balances.iter().map(|(key, quantity)| format!("{} {quantity}", account(key)));
    let waits = waiting(stock).into_iter().map(|(_, (order, _), line)| {
        let cause = match &line.cause {
            Some(ShortageCause::SoldOut | ShortageCause::Other(_)) | None => "",
            Some(ShortageCause::TakenByCarryOut) => "!",
            Some(ShortageCause::TakenByCount) => "#",
        };
        format!("?{}{cause} {}", letter(order), line.backordered)
    });
    held.chain(waits).collect::<Vec<_>>().join(" ")
}

/// Lines that wait, oldest first.
fn waiting(stock: &Book) -> Vec<(Age, LineKey, Line)> {
    let lines = stock.lines().filter(|(_, line)| line.backordered.is_positive());
    let mut found: Vec<_> = lines.map(|(key, line)| ((line.position, key.1), key, line.clone())).collect();
    found.sort_by_key(|(age, key, _)| (*age, *key));
    found
}

/// Runs a table `event | expected balances`, or `event | ! part of the error`.
fn check_table(table: &str) -> Book {
    let mut stock = Book::default();
    for (index, row) in table.lines().map(str::trim).filter(|row| !row.is_empty()).enumerate() {
        let (text, expected) = row.split_once('|').expect("a row has an event and what follows from it");
        let before = stock.clone();
        let result = apply(&mut stock, index as u64 + 1, &event(text));
        check(&stock).unwrap_or_else(|broken| panic!("after {text:?}: {broken:?}"));
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
    assert_eq!(stock.on_hand(), Quantity(-1000));
    assert_eq!(stock.backordered(), Quantity(4000));
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
    let mut stock = Book::default();
    let mut run = |text: &str| apply(&mut stock, 1, &event(text)).unwrap();
    run("open 1");
    assert_eq!(run("carry_out a 3").deficit, Quantity(2000));
    assert_eq!(run("count_less 1").deficit, Quantity::ZERO, "a count is no sale");
    run("order b 1");
    let received = run("receive 4");
    let changed: Vec<_> = received.changes.iter().map(|change| (change.order, change.from, change.to)).collect();
    assert_eq!((received.filled, changed), (1, vec![(order("b"), LineStatus::Backordered, LineStatus::Allocated)]));
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
fn assert_first_come_first_served(before: &Book, after: &Book) {
    let mut skipped = false;
    for (_, key, line) in waiting(before) {
        let left = after.line(key).map_or(Quantity::ZERO, |line| line.backordered);
        assert!(!skipped || left == line.backordered, "a younger backorder was served before an older one");
        skipped |= left.is_positive();
    }
}

/// What lines hold and wait for, from the changes alone.
type Parts = std::collections::BTreeMap<(OrderId, LineStatus), i64>;

fn follow(parts: &mut Parts, changes: &[LineChange]) {
    for change in changes {
        *parts.entry((change.order, change.from)).or_default() -= change.quantity.0;
        *parts.entry((change.order, change.to)).or_default() += change.quantity.0;
    }
}

/// The book as a server loads it for one event: the head, and of the lines as few as cover
/// the event's quantity, with the event's own.
fn loaded_for(whole: &Book, position: u64, event: &StockEvent) -> Book {
    let head = BookHead {
        accounts: whole.accounts().clone(),
        on_hand: whole.on_hand(),
        backordered: whole.backordered(),
        version: whole.version(),
    };
    let mut part = Book::partial(head, position).unwrap();
    let enough = |lines: Vec<(LineKey, Line)>, held: fn(&Line) -> Quantity| {
        let mut sum = Quantity::ZERO;
        let all = lines.len();
        let covers = lines.into_iter().take_while(|(_, line)| {
            let missing = sum < event.quantity();
            sum = sum.plus(held(line)).unwrap();
            missing
        });
        let covers: Vec<_> = covers.collect();
        (covers.len() == all, covers)
    };
    let oldest = waiting(whole).into_iter().map(|(_, key, line)| (key, line)).collect();
    let (all, lines) = enough(oldest, |line| line.backordered);
    part.load_waiting(lines, all);
    let may_go = |line: &Line| line.allocated.is_positive() && line.promise == Promise::ToBeConfirmed;
    let mut latest: Vec<_> = whole.lines().filter(|(_, line)| may_go(line)).map(|(key, l)| (key, l.clone())).collect();
    latest.sort_by_key(|(key, line)| std::cmp::Reverse((line.position, key.1)));
    let (all, lines) = enough(latest, |line| line.allocated);
    part.load_bound(lines, all);
    if let StockEvent::Ordered { order, line, .. }
    | StockEvent::HandedOver { order, line, .. }
    | StockEvent::Cancelled { order, line, .. } = event
    {
        let nothing = Quantity::ZERO;
        let promise = Promise::ToBeConfirmed;
        let unknown = Line { position, promise, allocated: nothing, backordered: nothing, cause: None };
        part.load_line((*order, *line), whole.line((*order, *line)).cloned().unwrap_or(unknown));
    }
    part
}

proptest! {
    #[test]
    fn every_sequence_keeps_the_invariants_and_replays_to_the_same_state(events in events()) {
        let mut stock = Book::default();
        let mut moved = std::collections::BTreeMap::<Account, Quantity>::new();
        let mut parts = Parts::new();
        for (index, event) in events.iter().enumerate() {
            let before = stock.clone();
            match apply(&mut stock, index as u64 + 1, event) {
                Err(_) => prop_assert_eq!(&stock, &before),
                Ok(posted) => {
                    prop_assert_eq!(stock.version(), before.version() + posted.movements.len() as u64);
                    for movement in posted.movements {
                        prop_assert!(movement.quantity.is_positive());
                        moved.entry(movement.from).or_default().0 -= movement.quantity.0;
                        moved.entry(movement.to).or_default().0 += movement.quantity.0;
                    }
                    follow(&mut parts, &posted.changes);
                    if matches!(event, StockEvent::Received { .. }) {
                        assert_first_come_first_served(&before, &stock);
                    }
                }
            }
            if let Err(broken) = check(&stock) {
                prop_assert!(false, "after {event:?}: {broken:?}");
            }
            let outside: i64 = [Account::Vendor, Account::Opening, Account::Customer, Account::Shrink, Account::Transit { transfer: Uuid::from_u128(7) }]
                .iter().map(|account| stock.balance(*account).0).sum();
            prop_assert_eq!(stock.on_hand().0, -outside);
        }
        moved.retain(|_, quantity| *quantity != Quantity::ZERO);
        prop_assert_eq!(&moved, &stock.balances());
        for ((order, _), line) in stock.lines() {
            let part = |status| parts.get(&(order, status)).copied().unwrap_or_default();
            prop_assert_eq!(part(LineStatus::Allocated), line.allocated.0);
            prop_assert_eq!(part(LineStatus::Backordered), line.backordered.0);
        }
        prop_assert!(parts.iter().all(|((_, status), sum)| (*status == LineStatus::Ordered) == (*sum < 0) || *sum == 0));
        let mut again = Book::default();
        for (index, event) in events.iter().enumerate() {
            let _refused_again = apply(&mut again, index as u64 + 1, event);
        }
        prop_assert_eq!(again, stock);
    }

    #[test]
    fn a_book_of_which_a_part_is_loaded_gives_what_the_whole_one_gives(events in events()) {
        let mut whole = Book::default();
        for (index, event) in events.iter().enumerate() {
            let position = index as u64 + 1;
            let mut part = loaded_for(&whole, position, event);
            let before = part.clone();
            let (expected, found) = (apply(&mut whole, position, event), apply(&mut part, position, event));
            if found.is_err() {
                prop_assert_eq!(&part, &before, "a refused event changes nothing");
            }
            prop_assert_eq!(found, expected, "{:?}", event);
            let totals = |book: &Book| (book.on_hand(), book.free(), book.backordered(), book.version());
            prop_assert_eq!(totals(&part), totals(&whole));
            for (key, line) in part.lines() {
                let same = whole.line(key).map_or(Quantity::ZERO, |line| line.allocated);
                prop_assert_eq!(line.allocated, same);
            }
        }
    }

    #[test]
    fn a_book_of_which_too_little_is_loaded_says_so_and_changes_nothing(events in events()) {
        let mut whole = Book::default();
        for (index, event) in events.iter().enumerate() {
            let position = index as u64 + 1;
            // An order has one position: who records one knows that it is new.
            if matches!(event, StockEvent::Ordered { order, line, .. } if whole.line((*order, *line)).is_some()) {
                continue;
            }
            let head = BookHead {
                accounts: whole.accounts().clone(),
                on_hand: whole.on_hand(),
                backordered: whole.backordered(),
                version: whole.version(),
            };
            let mut bare = Book::partial(head, position).unwrap();
            let before = bare.clone();
            let (expected, found) = (apply(&mut whole, position, event), apply(&mut bare, position, event));
            match found {
                Err(StockError::Lacks(_)) => prop_assert_eq!(&bare, &before),
                found => prop_assert_eq!(found, expected),
            }
        }
    }
}
