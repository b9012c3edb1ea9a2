//! What is on paper or approved is on disk.

use crate::counter::*;
use counterfoil_tests::world::*;
use shared_model::command::*;
use shared_model::order::cart::TenderState;
use shared_model::payment::CardOutcome;
use shared_model::refusal::ErrorCode;
use shared_model::unit::{Amount, Quantity};

#[tokio::test(flavor = "multi_thread")]
async fn the_receipt_was_printed_then_the_power_went_and_the_sale_is_still_there() {
    let world = World::new().await;
    let till = world.till("A").await;
    till.link.cut();
    let mut sold = Vec::new();
    for _ in 0..3 {
        let sale = sell(&till, "LAMP", 1).await;
        let printed = till.must(ReceiptPrint { order: sale.order, format: ReceiptFormat::Roll80 }).await;
        till.kill();
        let paper = std::fs::read(till.data.join(&printed.path)).expect("the receipt is on disk");
        assert!(paper.starts_with(b"%PDF-"), "the receipt is no PDF");
        till.start_again().await;
        till.sign_in(CASHIER.0, CASHIER.1).await;
        let kept = till.must(OrderShow { order: sale.order }).await;
        assert_eq!(kept.receipt, sale.receipt, "the stored receipt is the printed one");
        assert!(till.must(CartShow {}).await.lines.is_empty(), "the sold cart came back");
        sold.push(sale);
    }
    till.link.restore();
    till.sent().await;
    assert_exactly(&world, &sold).await;
    assert_gapless(sold.into_iter().map(|sale| sale.number).collect());
}

/// What SQLite keeps of the till's own file.
const OWN: [&str; 3] = ["own.db", "own.db-wal", "own.db-shm"];

#[tokio::test(flavor = "multi_thread")]
async fn the_disk_lost_the_tills_file_and_every_sale_came_back_from_its_journal() {
    let world = World::new().await;
    world.receive(&[("LAMP", 10)]).await;
    let till = world.till("A").await;
    let mut sold = vec![sell(&till, "LAMP", 1).await];
    till.sent().await;
    till.sees_stock("LAMP", 9, 9).await;
    till.link.cut();
    till.offline().await;
    sold.push(sell(&till, "LAMP", 2).await);
    for damage in ["gone", "damaged"] {
        till.kill();
        for name in OWN {
            let path = till.data.join(name);
            match damage {
                "gone" => drop(std::fs::remove_file(path)),
                _ if name != "own.db-shm" => std::fs::write(path, vec![7; 4096]).expect("it is written over"),
                _ => {}
            }
        }
        till.start_again().await;
        assert_eq!(till.status().await.alarm, Some(AlarmView::Rebuilt {}), "{damage}: somebody hears of it");
        till.sign_in(CASHIER.0, CASHIER.1).await;
        for sale in &sold {
            let kept = till.must(OrderShow { order: sale.order }).await;
            assert_eq!(kept.receipt.number, sale.number, "{damage}");
        }
        // What the server has posted of it counts no second time.
        let free = 10 - sold.len() as i64 - 1;
        assert_eq!(till.product("LAMP").await.stock.free, Quantity(free * 1000), "{damage}");
        sold.push(sell(&till, "LAMP", 1).await);
    }
    till.link.restore();
    till.sent().await;
    assert_exactly(&world, &sold).await;
    let numbers: std::collections::BTreeSet<_> = sold.iter().map(|sale| sale.number.clone()).collect();
    assert_eq!(numbers.len(), sold.len(), "no number is drawn twice: {numbers:?}");
    assert!(world.server.rows("forks").await.is_empty());
    till.sees_stock("LAMP", 5, 5).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_was_approved_then_the_power_went_and_nobody_charges_it_again() {
    let world = World::new().await;
    let till = world.till("A").await;
    let due = scan(&till, "RUG", 1).await.due;
    let asked = till.must(PayCardStart { amount: due }).await;
    let tender = asked.tenders[0].id;
    let result = CardOutcome::Approved { reference: "A-771".into() };
    till.must(PayCardResult { tender, result }).await;
    till.kill();
    till.start_again().await;
    till.sign_in(CASHIER.0, CASHIER.1).await;

    let cart = till.must(CartShow {}).await;
    assert_eq!(cart.lines.len(), 1, "the cart is there");
    assert_eq!((cart.paid, cart.due), (due, Amount::ZERO), "the money is known");
    assert!(cart.frozen, "a paid cart can be changed");
    till.refused(PayCardStart { amount: due }).await;
    let sale = till.must(PayComplete { cash: None }).await;
    assert_eq!(sale.receipt.tenders[0].reference.as_deref(), Some("A-771"));
    till.sent().await;
    assert_exactly(&world, &[sale]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_reader_was_asked_then_the_power_went_and_somebody_must_say_what_happened() {
    let world = World::new().await;
    let till = world.till("A").await;
    let due = scan(&till, "RUG", 1).await.due;
    let tender = till.must(PayCardStart { amount: due }).await.tenders[0].id;
    till.kill();
    till.start_again().await;
    till.sign_in(CASHIER.0, CASHIER.1).await;

    let cart = till.must(CartShow {}).await;
    let open = &cart.tenders[0];
    assert_eq!(open.id, tender);
    assert!(matches!(open.state, TenderState::Asked | TenderState::Unknown), "{:?}", open.state);
    assert_eq!(till.refused(PayCardStart { amount: due }).await.code, ErrorCode::TenderOpen);
    till.refused(PayComplete { cash: Some(due) }).await;
    let result = CardOutcome::Approved { reference: "A-772".into() };
    till.must(PayCardResult { tender, result }).await;
    let sale = till.must(PayComplete { cash: None }).await;
    till.sent().await;
    assert_exactly(&world, &[sale]).await;
}
